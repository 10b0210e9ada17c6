"""The command line: what scripts and documentation rely on."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
import warnings
from contextlib import redirect_stderr, redirect_stdout
from contextvars import copy_context
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from flows import cli
from flows.hints import remember
from flows.settings import Settings
from tests.support.hearing import note_taker, notes

COMMANDS = (
    "init", "run", "schedule", "deploy", "watch", "notify", "sql", "tables", "check", "repair",
    "path", "show", "rollback", "versions", "config", "doctor",
)  # fmt: skip


QUICK = {
    "BROADSHEET_ENGINE": "rules",
    "BROADSHEET_WORKERS": "1",
    "BROADSHEET_DOCUMENT_SECONDS": "0",
    "BROADSHEET_DOCUMENT_MEMORY": "0",
}
"""A run that loads no network and extracts in the process that it is called in."""


def broadsheet(
    *arguments: object, folder: Path | None = None, stdin: str = "", process: bool = False
) -> subprocess.CompletedProcess[str]:
    """Call the command line; the folder's pyproject.toml, if any, is its configuration.

    process: start it as a shell does, which takes seconds; for tests of what only a process shows.
    """
    words = list(map(str, arguments))
    if not process:
        return called(words, folder or Path.cwd(), stdin)
    command = [sys.executable, "-m", "flows.cli", *words]
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": root, "COLUMNS": "100"}
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, timeout=120, cwd=folder,
        env=environment,
    )  # fmt: skip


def called(words: list[str], folder: Path, stdin: str) -> subprocess.CompletedProcess[str]:
    """What the program prints and ends with, without a process of its own."""
    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patched,
        redirect_stdout(out),
        redirect_stderr(err),
        warnings.catch_warnings(),
    ):
        remember({})  # what the command before was given is no longer on the command line
        patched.chdir(folder)
        patched.setattr(sys, "argv", ["broadsheet", *words])
        patched.setattr(sys, "stdin", io.StringIO(stdin))
        for name, value in QUICK.items() if words[0] == "run" else ():
            patched.setenv(name, os.environ.get(name, value))
        with pytest.raises(SystemExit) as ended:
            copy_context().run(cli.main)  # a narrator that it sets ends with it
    code = ended.value.code
    assert code is None or isinstance(code, int)
    return subprocess.CompletedProcess(words, code or 0, out.getvalue(), err.getvalue())


@pytest.fixture
def dataset(sample_settings: Settings) -> tuple[str, Path]:
    return "--processed", sample_settings.processed


def test_every_command_explains_itself() -> None:
    said = broadsheet("--help").stdout
    for command in COMMANDS:
        assert command in said


def test_help_comes_at_once() -> None:
    # as a ratio, because machines differ: at most this many starts of a bare interpreter
    def seconds(*command: str) -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        return time.perf_counter() - begun

    bare = min(seconds("-c", "import typer") for _ in range(3))
    assert min(seconds("-m", "flows.cli", "--help") for _ in range(3)) < 0.1 + 2 * bare


HEAVY = {"duckdb", "lxml", "numpy", "onnxruntime", "polars", "prefect", "pyarrow", "trafilatura"}
LOADED = """
import sys
from flows.cli import app
try:
    app(sys.argv[1:])
except SystemExit as end:
    print(end.code or 0, *sys.modules)
"""


def loaded_by(*arguments: object) -> set[str]:
    """The libraries that a command has imported at its end, and the modules of ours."""
    command = [sys.executable, "-c", LOADED, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    code, *modules = done.stdout.splitlines()[-1].split()
    assert code == "0", done.stderr
    ours = {name for name in modules if name.startswith(("flows.", "transforms."))}
    return ours | {name.split(".")[0] for name in modules}


def test_help_loads_no_heavy_library() -> None:
    assert loaded_by("--help") & HEAVY == set()


@pytest.mark.parametrize("arguments", [["sql", "select 1"], ["sql", "new_names"], ["tables"]])
def test_a_question_loads_duckdb_and_nothing_else_that_is_heavy(
    dataset: tuple[str, Path], arguments: list[str]
) -> None:
    loaded = loaded_by(*arguments, *dataset)
    assert loaded & HEAVY == {"duckdb"}
    assert not any(name.startswith("transforms.tables") for name in loaded)


FINDERS = (
    "transforms.annotate", "transforms.models.network", "transforms.names.mention_finder",
    "transforms.page.html", "transforms.quotes.learned", "transforms.figures.figure_finder",
)  # fmt: skip


@pytest.mark.parametrize("arguments", [["versions"], ["show", "bursts-banks"]])
def test_looking_at_rows_loads_no_model_no_finder_and_no_prefect(
    dataset: tuple[str, Path], arguments: list[str]
) -> None:
    loaded = loaded_by(*arguments, *dataset)
    assert loaded & {"lxml", "onnxruntime", "prefect", "trafilatura"} == set()
    assert [name for name in sorted(loaded) if name.startswith(FINDERS)] == []


def test_a_run_narrates_on_standard_error_and_exits_1_when_documents_are_quarantined(
    tmp_path: Path,
) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.broadsheet]\nengine = "rules"\n')
    (tmp_path / "data" / "raw" / "good.txt").write_text("It rained on Monday, the mayor said.")
    first = broadsheet("run", "--direct", folder=tmp_path)
    assert (first.returncode, first.stdout) == (0, "")
    assert "dataset version 1 published" in first.stderr
    (tmp_path / "data" / "raw" / "bad.txt").write_bytes(bytes(range(256)) * 4)
    second = broadsheet("run", "--direct", folder=tmp_path, process=True)
    assert second.returncode == 1
    assert "rows       articles 1, entities" in second.stderr
    assert "2 found: 1 new, 0 changed, 1 unchanged, 0 retracted" in second.stderr
    assert "1 document of this run, 0 from before" in second.stderr
    third = broadsheet("run", "--direct", folder=tmp_path)
    assert third.returncode == 1, "a document is still in quarantine"
    assert "nothing was pending" in third.stderr
    assert "0 documents of this run, 1 from before" in third.stderr


def test_a_run_without_a_raw_folder_leaves_nothing_behind(tmp_path: Path) -> None:
    done = broadsheet("run", "--direct", folder=tmp_path)
    assert done.returncode == 2
    assert "`broadsheet init FOLDER` makes a place for your own news" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_empty_raw_folder_is_said_with_what_to_put_there(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    done = broadsheet("run", "--direct", folder=tmp_path)
    assert done.returncode == 0
    assert f"{tmp_path / 'data' / 'raw'} holds no files yet: put some there" in done.stderr
    assert ".jsonl" in done.stderr


def hinted(stderr: str) -> list[str]:
    """The arguments of the command that a run suggests for what was quarantined."""
    [line] = [line for line in stderr.splitlines() if line.startswith("why documents")]
    return shlex.split(line.partition(":")[2])[1:]


@pytest.mark.parametrize("processed", [["--processed", "my news"], []])
def test_the_command_that_a_run_suggests_shows_why_documents_were_quarantined(
    tmp_path: Path, processed: list[str]
) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "bad.docx").write_bytes(b"x")
    first = broadsheet("run", "--direct", *processed, folder=tmp_path)
    arguments = hinted(first.stderr)
    assert ("--processed" in arguments) == bool(processed)
    assert "damaged_file" in broadsheet(*arguments, folder=tmp_path).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--engine", "fats"], "did you mean 'fast'"),
        (["sql", "most_quoted_by_mont"], "did you mean 'most_quoted_by_month'"),
        (["run", "--direct", "--raw", "nowhere"], "--raw"),
        (["run", "--direct", "--processed", "data/raw/out"], "outside"),
        (["sql", "select 1", "--processed", "file"], "is a file"),
        (["run", "--direct", "--processed", "file"], "is a file"),
        (["run", "--direct", "--workers", "-1"], "workers must lie in"),
        (["sql", "select 1"], "broadsheet run"),
        (["check"], "broadsheet run"),
        (["show", "x"], "broadsheet run"),
        (["rollback"], "broadsheet run"),
        (["schedule", "--cron", "hourly"], "five fields"),
        (["nonsense"], "No such command"),
        (["versions"], "broadsheet run"),
        (["init", "file"], "file is a file, and a folder is needed"),
        (["init", "file/news"], "file is a file, and a folder is needed"),
        (["notify"], "there is nobody to notify"),
        (["sql", "--file", "none.sql"], "none.sql: No such file or directory; create"),
        (["sql", ""], "the query is empty"),
        (["sql", " \n"], "the query is empty"),
    ],
)
def test_a_usage_error_is_one_message_and_exit_code_2(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "file").write_text("")
    result = broadsheet(*arguments, folder=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "--direct", "--processed", "file/data"],
        ["tables", "--write", "file/dictionary.md"],
    ],
)
def test_what_the_operating_system_refuses_is_one_message_and_exit_code_3(
    tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "file").write_text("")
    result = broadsheet(*arguments, folder=tmp_path)
    assert (result.returncode, result.stdout) == (3, "")
    assert arguments[-1] in result.stderr
    assert "Traceback" not in result.stderr


def test_a_home_that_cannot_be_written_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "file" / "home"))  # refused to root as well
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    result = broadsheet("run", folder=tmp_path, process=True)
    assert result.returncode == 3
    assert "PREFECT_HOME" in result.stderr
    assert len(result.stderr.splitlines()) < 10


def test_the_version_of_the_program_is_printed() -> None:
    assert broadsheet("--version").stdout == f"broadsheet {version('broadsheet')}\n"


def test_a_place_of_ones_own_is_made_once_and_has_nothing_of_the_sample(tmp_path: Path) -> None:
    assert broadsheet("init", "news", folder=tmp_path).returncode == 0
    place = tmp_path / "news"
    assert sorted(path.name for path in place.iterdir()) == [
        "curation", "pyproject.toml", "raw",
    ]  # fmt: skip
    (place / "raw" / "a.csv").write_text("id,text\n1,It rained on Monday.\n")
    assert broadsheet("run", "--direct", folder=place).returncode == 0
    count = broadsheet("sql", "select count(*) as n from articles", "--format", "csv", folder=place)
    assert count.stdout == "n\n1\n"
    again = broadsheet("init", "news", folder=tmp_path)
    assert again.returncode == 2
    assert "there already" in again.stderr


def test_a_run_sums_up_in_json_and_says_nothing_else_when_quiet(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "bad.bin").write_bytes(b"x")
    done = broadsheet("run", "--direct", "--json", "--quiet", folder=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    summary = json.loads(done.stdout)
    assert (summary["found"], summary["quarantined"], summary["version"]) == (1, 1, 1)
    assert "articles" in summary["rows"]


def test_a_log_in_json_has_an_object_a_line_also_for_an_error(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    well = broadsheet("run", "--direct", "--log-format", "json", folder=tmp_path)
    lines = [json.loads(line) for line in well.stderr.splitlines()]
    assert {"at", "level", "message"} <= lines[0].keys()
    assert lines[-1]["run"]["version"] == 1
    (tmp_path / "data" / "raw").rmdir()
    failed = broadsheet("run", "--direct", "--log-format", "json", folder=tmp_path)
    [error] = [json.loads(line) for line in failed.stderr.splitlines()][-1:]
    assert (failed.returncode, error["level"]) == (2, "error")


def test_every_statement_of_several_is_answered_also_from_standard_input(
    dataset: tuple[str, Path],
) -> None:
    query = "select 1 as n; set variable x = 3; select getvariable('x') as m"
    printed = broadsheet("sql", query, "--format", "table", *dataset).stdout
    assert printed.split() == ["n", "─", "1", "m", "─", "3"]
    assert broadsheet("sql", "-", *dataset, stdin=query).stdout == printed


@pytest.mark.parametrize("form", ["csv", "json", "ndjson"])
def test_a_document_for_programs_holds_the_answer_of_one_statement(
    dataset: tuple[str, Path], form: str
) -> None:
    one = broadsheet("sql", "set variable x = 3; select 1 as n", "--format", form, *dataset)
    assert (one.returncode, one.stderr) == (0, "")
    two = broadsheet("sql", "select 1 as n; select 2 as m", "--format", form, *dataset)
    assert (two.returncode, two.stdout) == (2, "")
    assert f"2 statements give rows, and --format {form} holds those of one" in two.stderr


def test_a_cell_is_shortened_unless_that_is_refused(dataset: tuple[str, Path]) -> None:
    query = "select repeat('word ', 100) as words"
    assert "…" in broadsheet("sql", query, *dataset).stdout
    assert ("word " * 100).rstrip() in broadsheet("sql", query, "--full", *dataset).stdout
    vertical = broadsheet("sql", query, "--format", "vertical", *dataset).stdout
    assert "words  word word" in vertical


def test_settings_are_listed_with_where_they_come_from(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.broadsheet]\nengine = "fast"\n')
    listed = broadsheet("config", "--format", "ndjson", folder=tmp_path).stdout
    rows = {row["setting"]: row for row in map(json.loads, listed.splitlines())}
    assert rows["engine"]["value"] == "fast"
    assert "pyproject.toml" in rows["engine"]["comes from"]
    assert rows["workers"] == {"setting": "workers", "value": 0, "comes from": "the default"}
    assert (rows["notify"]["value"], rows["columns"]["value"]) == ([], {})
    assert rows["raw"]["value"] == str(tmp_path / "data" / "raw")


def test_a_setting_of_an_old_name_is_said_once_without_a_line_of_our_code(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.broadsheet]\nquotes_engine = "rules"\n')
    said = broadsheet("run", "--direct", folder=tmp_path, process=True).stderr
    assert said.count("quotes_engine is now called engine") == 1
    assert "FutureWarning" not in said


def test_a_hint_names_the_folder_that_the_command_was_given(tmp_path: Path) -> None:
    asked = broadsheet("sql", "select 1", "--processed", "my news", folder=tmp_path)
    assert "`broadsheet run --processed 'my news'`" in asked.stderr


def test_tables_for_readers_come_before_those_of_the_program(dataset: tuple[str, Path]) -> None:
    listed = json.loads(broadsheet("tables", "--format", "json", *dataset).stdout)
    internal = [row["table"].startswith("_") for row in listed]
    assert any(internal)
    assert internal == sorted(internal)


def test_the_rows_of_views_are_counted_only_if_that_is_asked_for(
    dataset: tuple[str, Path],
) -> None:
    def rows(*options: str) -> dict[str, int | None]:
        listed = json.loads(broadsheet("tables", *options, "--format", "json", *dataset).stdout)
        return {row["table"]: row["rows"] for row in listed}

    quick, slow = rows(), rows("--count")
    assert quick.keys() == slow.keys()
    assert quick["quotes"] == slow["quotes"] == 305
    assert quick["statements"] is None
    assert all(count is not None for count in slow.values())


@pytest.mark.parametrize("name", ["statements", "articles"])
def test_the_name_of_a_table_is_answered_with_how_to_ask_for_its_rows(
    dataset: tuple[str, Path], name: str
) -> None:
    asked = broadsheet("sql", name, *dataset)
    assert (asked.returncode, asked.stdout) == (2, "")
    for command in (f'sql "select * from {name} limit 10"', f"tables {name}"):
        assert f"`broadsheet {command} --processed {dataset[1]}`" in asked.stderr
    misspelt = broadsheet("sql", "statemnts", *dataset)
    assert "no table 'statemnts' (did you mean 'statements'?)" in misspelt.stderr


def test_an_empty_query_on_standard_input_and_one_of_comments_are_said(
    dataset: tuple[str, Path],
) -> None:
    assert "the query is empty" in broadsheet("sql", "-", *dataset).stderr
    comment = broadsheet("sql", "/* nothing yet */", *dataset)
    assert comment.returncode == 2
    assert "comments and no statement" in comment.stderr
    silent = broadsheet("sql", "set variable x = 3", *dataset)
    assert (silent.returncode, silent.stdout) == (0, "")


def test_a_file_that_a_query_brings_in_is_no_damage_of_the_dataset(
    dataset: tuple[str, Path],
) -> None:
    asked = broadsheet("sql", "select * from read_csv('nofile.csv')", *dataset)
    assert "nofile.csv" in asked.stderr
    assert "broadsheet check" not in asked.stderr


def test_several_articles_of_one_name_are_listed_with_date_and_headline(
    dataset: tuple[str, Path],
) -> None:
    asked = broadsheet("show", "2024-01", *dataset)
    assert asked.returncode == 2
    first, line, *_, last = asked.stderr.splitlines()
    assert "articles answer to '2024-01'; show one by its id:" in first
    article_id, day, *_ = line.split()
    assert day.startswith("2024-01")
    assert broadsheet("show", article_id, *dataset).returncode == 0
    assert "more; name a longer part" in last


def test_an_article_is_shown_without_shortening_if_that_is_asked_for(
    dataset: tuple[str, Path],
) -> None:
    assert "…" in broadsheet("show", "bursts-banks", *dataset).stdout
    text = broadsheet("show", "bursts-banks", "--full", *dataset).stdout
    assert max(map(len, text.splitlines())) > 200


@pytest.mark.parametrize("asked", ["2024-01-09-vessa", "GAZETTE/2024-01-09", "bursts-banks.txt"])
def test_an_article_is_shown_by_any_part_of_its_path(dataset: tuple[str, Path], asked: str) -> None:
    assert "2024-01-09-vessa-bursts-banks.txt" in broadsheet("show", asked, *dataset).stdout


def test_versions_have_dates(dataset: tuple[str, Path]) -> None:
    [row] = json.loads(broadsheet("versions", "--format", "json", *dataset).stdout)
    assert datetime.fromisoformat(row["run_started"]).year >= 2026


def test_completion_is_offered_for_a_shell() -> None:
    assert "--show-completion" in broadsheet("--help").stdout


def test_rows_print_as_csv_json_ndjson_markdown_and_table(dataset: tuple[str, Path]) -> None:
    query = "select source_path, word_count from articles order by all"
    printed = {
        form: broadsheet("sql", query, "--format", form, *dataset).stdout
        for form in ("csv", "json", "ndjson", "md", "table")
    }
    rows = json.loads(printed["json"])
    assert [json.loads(line) for line in printed["ndjson"].splitlines()] == rows
    assert [
        {**row, "word_count": int(row["word_count"])}
        for row in csv.DictReader(io.StringIO(printed["csv"]))
    ] == rows
    assert len(printed["md"].splitlines()) == len(printed["table"].splitlines()) == len(rows) + 2


def test_a_wrong_query_is_said_as_duckdb_says_it(dataset: tuple[str, Path]) -> None:
    result = broadsheet("sql", "select nonsense from articles", *dataset)
    assert result.returncode == 2
    assert "nonsense" in result.stderr


def test_a_parameter_that_the_query_does_not_have_is_refused(dataset: tuple[str, Path]) -> None:
    result = broadsheet("sql", "speaker_over_time", "--param", "speaker=Hallam", *dataset)
    assert result.returncode == 2
    assert "no parameter 'speaker': the query has name" in result.stderr


def test_the_dataset_cannot_be_changed_by_a_query(dataset: tuple[str, Path]) -> None:
    assert broadsheet("sql", "drop view articles", *dataset).returncode == 2


def test_without_a_query_the_shipped_questions_are_listed(dataset: tuple[str, Path]) -> None:
    listed = broadsheet("sql", "--format", "json", *dataset)
    questions = json.loads(listed.stdout)
    assert len(questions) >= 8
    assert all(question["answers"] for question in questions)


def test_tables_are_listed_with_their_grain_and_columns(dataset: tuple[str, Path]) -> None:
    listed = json.loads(broadsheet("tables", "--format", "json", *dataset).stdout)
    grains = {row["table"]: row["grain"] for row in listed}
    assert grains["quotes"].startswith("one row per attribution")
    columns = json.loads(broadsheet("tables", "quotes", "--format", "json", *dataset).stdout)
    assert all(column["meaning"] for column in columns)


def test_check_finds_the_sample_sound(dataset: tuple[str, Path]) -> None:
    result = broadsheet("check", *dataset)
    assert (result.returncode, result.stdout) == (0, "")


def test_show_gives_every_row_its_place(dataset: tuple[str, Path]) -> None:
    query = "select source_path from articles where source_path like '%.txt' order by 1 limit 1"
    path = broadsheet("sql", query, "--format", "csv", *dataset).stdout.split()[1]
    shown = broadsheet("show", path, *dataset).stdout
    assert path in shown
    for part in ("zones (", "entities (", "quotes (", "figures (", "issues ("):
        assert part in shown


def test_doctor_is_content_with_a_sound_set_up(sample_settings: Settings) -> None:
    result = broadsheet(
        "doctor", "--raw", sample_settings.raw, "--processed", sample_settings.processed
    )
    assert result.returncode == 0, result.stdout
    assert "dataset version 1, no faults" in result.stdout


def test_doctor_is_content_with_a_place_just_made(tmp_path: Path) -> None:
    made = broadsheet("init", tmp_path / "my news")
    assert f"`cd '{tmp_path / 'my news'}'`, put files into raw/" in made.stderr
    result = broadsheet("doctor", folder=tmp_path / "my news")
    assert result.returncode == 0, result.stdout
    assert "is empty; put files there" in result.stdout


def test_a_place_made_in_the_working_folder_is_called_by_its_name(tmp_path: Path) -> None:
    made = broadsheet("init", ".", folder=tmp_path).stderr
    assert f"made raw/, curation/ and pyproject.toml in {tmp_path}\n" in made
    assert "next: put files into raw/, a folder per outlet, and run `broadsheet run`" in made


def test_git_ignores_a_dataset_whatever_its_folder_is_called(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    folders = ("--raw", tmp_path / "raw", "--processed", tmp_path / "my dataset")
    assert broadsheet("run", "--direct", *folders).returncode == 0
    command = ["git", "-C", str(tmp_path), "status", "--porcelain"]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == ""


def test_an_address_that_no_service_has_is_refused_before_a_run(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    for address, said in (
        ("pigeon://coop", "pigeon://coop: no address of a kind that is known"),
        ("exec:no-such-program", "there is no program 'no-such-program'"),
    ):
        (tmp_path / "pyproject.toml").write_text(f'[tool.broadsheet]\nnotify = ["{address}"]\n')
        refused = broadsheet("run", "--direct", folder=tmp_path)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert said in refused.stderr


def test_rollback_publishes_the_version_before(tmp_path: Path) -> None:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    for number in (1, 2):
        (raw / f"{number}.txt").write_text(f"It rained {number} times on Monday, the mayor said.")
        broadsheet("run", "--direct", folder=tmp_path)
    count = "select count(*) as n from articles"
    assert json.loads(broadsheet("sql", count, "--format", "json", folder=tmp_path).stdout) == [
        {"n": 2}
    ]
    assert broadsheet("rollback", folder=tmp_path).returncode == 0
    assert json.loads(broadsheet("sql", count, "--format", "json", folder=tmp_path).stdout) == [
        {"n": 1}
    ]
    listed = json.loads(broadsheet("versions", "--format", "json", folder=tmp_path).stdout)
    assert [(row["version"], row["is_current"]) for row in listed] == [(2, False), (1, True)]
    unkept = broadsheet("rollback", 99, folder=tmp_path)
    assert unkept.returncode == 2
    assert "version 99 is not kept" in unkept.stderr
    assert "there are: 1, 2" in unkept.stderr


def test_the_catalog_opens_in_duckdb_from_any_folder(
    sample_settings: Settings, tmp_path: Path
) -> None:
    shutil.copy(Path(__file__), tmp_path)  # somewhere else entirely
    code = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True);"
        "print(c.execute('select count(*) from articles').fetchall()[0][0])"
    )
    catalog = sample_settings.processed / "broadsheet.duckdb"
    command = [sys.executable, "-c", code, str(catalog)]
    said = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert int(said) > 20


def test_a_dry_run_prints_a_row_a_file_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("It rained on Monday, the mayor said.")
    folders = ("--raw", tmp_path / "raw", "--processed", tmp_path / "processed")
    done = broadsheet("run", "--dry-run", *folders)
    assert done.returncode == 0
    assert done.stdout.splitlines()[2].split() == ["new", "1", "a.txt"]
    assert "a run would read 1 of 1 document: 1 new, 0 changed, 0 reread;" in done.stderr
    planned = broadsheet("run", "--dry-run", "--json", "--quiet", *folders)
    assert (planned.returncode, planned.stderr) == (0, "")
    assert json.loads(planned.stdout) == {
        "found": 1, "pending": 1, "new": 1, "changed": 0, "reread": 0, "retracted": 0,
        "files": [{"deed": "new", "documents": 1, "source_path": "a.txt"}],
    }  # fmt: skip
    assert not (tmp_path / "processed").exists()


def test_a_trial_notice_reaches_who_is_named_and_nobody_is_an_error(tmp_path: Path) -> None:
    nobody = broadsheet("notify", folder=tmp_path)
    assert "there is nobody to notify" in nobody.stderr
    address = json.dumps([f"exec:{note_taker(tmp_path)}"])
    (tmp_path / "pyproject.toml").write_text(f"[tool.broadsheet]\nnotify = {address}\n")
    sent = broadsheet("notify", folder=tmp_path)
    assert (sent.returncode, sent.stderr) == (0, "1 address was notified\n")
    assert [one["kind"] for one in notes(tmp_path)] == ["trial"]

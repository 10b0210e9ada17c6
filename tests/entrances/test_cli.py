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
from pathlib import Path

import pytest

from flows.settings import Settings
from tests.support.hearing import note_taker, notes

COMMANDS = (
    "run", "schedule", "deploy", "watch", "notify", "sql", "tables", "check", "show", "rollback",
    "versions", "doctor",
)  # fmt: skip


def broadsheet(*arguments: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line; the folder's pyproject.toml, if any, is its configuration."""
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": root, "COLUMNS": "100"}
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, cwd=folder, env=environment
    )


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
    print(end.code or 0, *{name.split(".")[0] for name in sys.modules})
"""


def loaded_by(*arguments: object) -> set[str]:
    """The libraries that a command has imported at its end."""
    command = [sys.executable, "-c", LOADED, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    code, *modules = done.stdout.splitlines()[-1].split()
    assert code == "0", done.stderr
    return set(modules)


def test_help_loads_no_heavy_library() -> None:
    assert loaded_by("--help") & HEAVY == set()


def test_a_query_loads_no_model_and_no_prefect(dataset: tuple[str, Path]) -> None:
    loaded = loaded_by("sql", "select 1", *dataset)
    assert "duckdb" in loaded
    assert loaded & {"onnxruntime", "prefect", "trafilatura"} == set()


def test_a_run_narrates_on_standard_error_and_exits_1_when_documents_are_quarantined(
    tmp_path: Path,
) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "good.txt").write_text("It rained on Monday, the mayor said.")
    first = broadsheet("run", "--direct", folder=tmp_path)
    assert (first.returncode, first.stdout) == (0, "")
    assert "dataset version 1 published" in first.stderr
    (tmp_path / "data" / "raw" / "bad.txt").write_bytes(bytes(range(256)) * 4)
    second = broadsheet("run", "--direct", folder=tmp_path)
    assert second.returncode == 1
    assert "1 quarantined" in second.stderr
    third = broadsheet("run", "--direct", folder=tmp_path)
    assert third.returncode == 0
    assert "nothing was pending" in third.stderr


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
    assert "unsupported_format" in broadsheet(*arguments, folder=tmp_path).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--direct", "--raw", "nowhere"], "--raw"),
        (["run", "--direct", "--processed", "data/raw/out"], "outside"),
        (["sql", "select 1", "--processed", "file"], "is a file"),
        (["run", "--direct", "--processed", "file"], "is a file"),
        (["run", "--direct", "--processed", "file/data"], "file/data"),
        (["tables", "--write", "nowhere/dictionary.md"], "nowhere/dictionary.md"),
        (["run", "--direct", "--workers", "-1"], "workers must lie in"),
        (["sql", "select 1"], "broadsheet run"),
        (["check"], "broadsheet run"),
        (["show", "x"], "broadsheet run"),
        (["rollback"], "broadsheet run"),
        (["schedule", "--cron", "hourly"], "five fields"),
        (["nonsense"], "No such command"),
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
    assert "dataset version 1, 0 broken promises" in result.stdout


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
    assert [(row["version"], row["current"]) for row in listed] == [(2, ""), (1, "*")]


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
    assert "a run would read 1 of 1 documents: 1 new, 0 changed, 0 reread;" in done.stderr
    assert not (tmp_path / "processed").exists()


def test_a_trial_notice_reaches_who_is_named_and_nobody_is_an_error(tmp_path: Path) -> None:
    nobody = broadsheet("notify", folder=tmp_path)
    assert nobody.returncode not in (0, 1)
    assert "there is nobody to notify" in nobody.stderr
    address = json.dumps([f"exec:{note_taker(tmp_path)}"])
    (tmp_path / "pyproject.toml").write_text(f"[tool.broadsheet]\nnotify = {address}\n")
    assert broadsheet("notify", folder=tmp_path).returncode == 0
    assert [one["kind"] for one in notes(tmp_path)] == ["trial"]

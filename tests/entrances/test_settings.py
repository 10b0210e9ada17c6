"""Where a setting's value comes from, and what is said when it is wrong."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from flows.settings import (
    OF_THE_MACHINE,
    Settings,
    SettingsError,
    load_settings,
    parameters_of,
    refuse_overlap,
    settings_with_origin,
)
from transforms.models import Engine

KNOWN_ENGINES = " or ".join(get_args(Engine))


def test_flag_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.broadsheet]\nworkers = 2\nkeep-days = 3\n")
    environ = {"BROADSHEET_WORKERS": "3", "BROADSHEET_BATCH_DOCUMENTS": "7"}

    settings = load_settings({"workers": 4, "raw": None}, environ=environ, folder=tmp_path)

    assert (settings.workers, settings.batch_documents, settings.keep_days) == (4, 7, 3)
    assert settings.keep_versions == 10


def test_paths_in_the_file_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.broadsheet]\nraw = "news"\n')

    assert load_settings(environ={}, folder=tmp_path).raw == tmp_path / "news"


def test_without_any_setting_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(environ={}, folder=tmp_path).raw == tmp_path / "data/raw"


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"BROADSHEET_WORKERS": "many"}, "BROADSHEET_WORKERS: workers must be a whole number"),
        ({"BROADSHEET_PARTS_PER_MONTH": "99"}, "parts_per_month must lie in 1 .. 31"),
        ({"BROADSHEET_MAX_RETRACTED": "nan"}, "max_retracted must lie in 0 .. 1"),
        ({"BROADSHEET_ENGINE": "magic"}, f"engine must be {KNOWN_ENGINES}"),
        ({"BROADSHEET_ENGINE": "fats"}, "not 'fats' .did you mean 'fast'"),
        ({"BROADSHEET_REHASH": "sometimes"}, "rehash must be true or false, not 'sometimes'"),
        ({"BROADSHEET_WORKER": "2"}, "BROADSHEET_WORKER names no .* 'BROADSHEET_WORKERS'"),
        ({"BROADSHEET_COLUMNS": "2"}, "BROADSHEET_COLUMNS names no setting"),
        ({"BROADSHEET_QUOTES_ENGINE": "magic"}, "quotes_engine must be learned or rules"),
    ],
)
def test_unusable_value_is_refused_with_its_place_and_what_would_do(
    tmp_path: Path, environ: dict[str, str], message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        load_settings(environ=environ, folder=tmp_path)


@pytest.mark.parametrize(
    ("given", "rehash"), [("true", True), ("1", True), ("False", False), ("0", False)]
)
def test_rehash_is_said_in_words_or_by_a_digit(tmp_path: Path, given: str, *, rehash: bool) -> None:
    assert load_settings(environ={"BROADSHEET_REHASH": given}, folder=tmp_path).rehash is rehash


def test_unknown_setting_lists_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.broadsheet]\nworker = 2\n")

    with pytest.raises(
        SettingsError, match=r"'worker' \(did you mean 'workers'\?\); known are raw"
    ):
        load_settings(environ={}, folder=tmp_path)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("[tool.broadshet]\nworkers = 2\n", r"nothing reads \[tool.broadshet\] \(did you mean"),
        ("[tool.Broadsheet.columns]\n", r"nothing reads \[tool.Broadsheet\]"),
        ("[broadsheet]\nworkers = 2\n", r"nothing reads \[broadsheet\] .*\[tool.broadsheet\]"),
        ("[tool.broadsheet]\n[tool.broadsheets]\n", r"nothing reads \[tool.broadsheets\]"),
    ],
)
def test_a_section_that_was_meant_for_us_and_that_nobody_reads_is_refused(
    tmp_path: Path, table: str, said: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(table)
    with pytest.raises(SettingsError, match=said):
        load_settings(environ={}, folder=tmp_path)


def test_sections_of_other_tools_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        "[project]\nname = 'broadsheet'\n[tool.spreadsheet]\n[tool.ruff]\n[tool.uv]\n"
    )
    assert load_settings(environ={}, folder=tmp_path).keep_days == 7


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('document_seconds = "20"', "document_seconds must be a number, not '20'"),
        ('workers = "2"', "workers must be a whole number, not '2'"),
        ('server = "zzz"', "server must be the API of a Prefect server"),
        ('notify = ["nonsense"]', "notify names 'nonsense', which is no address"),
        ('notify = "https://desk.example/hook news"', "notify names 'news', which is no address"),
        ('notify = ["exec:"]', "notify names 'exec:', which is no address"),
        ("notify = 5", "notify must be a list of addresses"),
    ],
)
def test_a_value_in_the_file_has_the_type_and_form_of_its_setting(
    tmp_path: Path, line: str, said: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.broadsheet]\n{line}\n")
    with pytest.raises(SettingsError, match=said):
        load_settings(environ={}, folder=tmp_path)


def test_addresses_of_every_kind_are_taken(tmp_path: Path) -> None:
    addresses = ["https://desk.example/hook", "exec:page news", "mailtos://a:b@c.example?to=d"]
    (tmp_path / "pyproject.toml").write_text(
        f'[tool.broadsheet]\nserver = "http://127.0.0.1:4200/api"\nnotify = {addresses}\n'
    )
    assert load_settings(environ={}, folder=tmp_path).notify == tuple(addresses)


def test_unreadable_pyproject_is_an_error_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.broadsheet\n")

    with pytest.raises(SettingsError, match=r"pyproject\.toml"):
        load_settings(environ={}, folder=tmp_path)


def test_columns_come_from_their_own_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.broadsheet.columns]\npublished_at = "date"\ntext = "content"\n'
    )

    columns = load_settings(environ={}, folder=tmp_path).columns

    assert columns == {"text": "content", "published_at": "date"}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('[tool.broadsheet.columns]\nbody = "x"\n', r"unknown field 'body'.*; known are id, text"),
        ("[tool.broadsheet.columns]\ntext = 5\n", "text must name a column, not 5"),
        ('[tool.broadsheet]\ncolumns = "x"\n', "columns must be a table"),
    ],
)
def test_unusable_columns_are_refused_with_what_would_do(
    tmp_path: Path, table: str, message: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(table)

    with pytest.raises(SettingsError, match=message):
        load_settings(environ={}, folder=tmp_path)


def test_a_folder_may_have_columns_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.broadsheet.columns]\ntext = "content"\ntitle = "head"\n'
        '[tool.broadsheet.columns.feeds]\ntext = "story"\n'
        '[tool.broadsheet.columns."feeds/old/"]\ntext = "words"\n'
    )
    settings = load_settings(environ={}, folder=tmp_path)
    assert {
        path: settings.columns_of(path) for path in ("a.csv", "feeds/a.csv", "feeds/old/a.csv")
    } == {
        "a.csv": {"text": "content", "title": "head"},
        "feeds/a.csv": {"text": "story", "title": "head"},
        "feeds/old/a.csv": {"text": "words", "title": "head"},
    }


def test_a_file_may_have_columns_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.broadsheet.columns.feeds]\ntext = "story"\ntitle = "head"\n'
        '[tool.broadsheet.columns."feeds/old.csv"]\ntext = "words"\n'
    )
    settings = load_settings(environ={}, folder=tmp_path)
    assert settings.columns_of("feeds/old.csv") == {"text": "words", "title": "head"}
    assert settings.columns_of("feeds/old.csv.csv") == {"text": "story", "title": "head"}


def test_a_wrong_field_of_a_folder_is_refused_with_the_folder_and_the_nearest(
    tmp_path: Path,
) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.broadsheet.columns.feeds]\ntxt = "story"\n')
    with pytest.raises(
        SettingsError, match=r"columns of feeds: unknown field 'txt' .did you mean 'text'"
    ):
        load_settings(environ={}, folder=tmp_path)


def test_every_setting_is_listed_with_its_value_and_where_that_comes_from(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.broadsheet]\nkeep-days = 3\n")
    listed = settings_with_origin(
        {"workers": 4}, environ={"BROADSHEET_ENGINE": "fast"}, folder=tmp_path
    )
    origins = {name: (value, where) for name, value, where in listed}
    assert origins.keys() == {known.name for known in fields(Settings)}
    assert origins["workers"] == (4, "the option --workers")
    assert origins["engine"] == ("fast", "the environment variable BROADSHEET_ENGINE")
    assert origins["keep_days"] == (3, "[tool.broadsheet] in pyproject.toml")
    assert origins["keep_versions"] == (10, "the default")


def other_settings(folder: Path) -> Settings:
    """Settings of which none is the default."""
    return Settings(
        raw=folder / "news",
        processed=folder / "out",
        curation=folder / "decided",
        workers=3,
        batch_documents=7,
        batch_bytes=8,
        document_bytes=9,
        document_seconds=1.5,
        document_memory=10,
        max_retracted=0.5,
        parts_per_month=2,
        keep_versions=4,
        keep_days=5,
        columns={"text": "content", "feed": {"text": "story"}},
        rehash=True,
        engine="rules",
    )


def test_every_setting_survives_as_a_parameter_of_the_flow(tmp_path: Path) -> None:
    chosen = other_settings(tmp_path)
    for known in fields(Settings):
        if known.name not in OF_THE_MACHINE:
            assert getattr(chosen, known.name) != getattr(Settings(), known.name), known.name
    (tmp_path / "pyproject.toml").write_text("[tool.broadsheet]\nworkers = 2\nkeep-days = 3\n")
    environ = {"BROADSHEET_WORKERS": "9", "BROADSHEET_ENGINE": "fast"}

    parameters = json.loads(json.dumps(parameters_of(chosen)))
    values = parameters.pop("settings") | parameters

    assert load_settings(parameters=values, environ=environ, folder=tmp_path) == chosen


def test_no_address_to_notify_becomes_a_parameter_that_prefect_shows() -> None:
    secret = Settings(notify=("mailtos://desk:secret@mail.example",), server="http://me:secret@p")
    assert "secret" not in json.dumps(parameters_of(secret))


@pytest.mark.parametrize(
    ("text", "notify"),
    [
        ("https://a.example/x  mailto://b.example", ("https://a.example/x", "mailto://b.example")),
        ("", ()),
        (["exec:logger -t news"], ("exec:logger -t news",)),
    ],
)
def test_addresses_to_notify_are_a_list_or_words_on_one_line(
    tmp_path: Path, text: str | list[str], notify: tuple[str, ...]
) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.broadsheet]\nnotify = {json.dumps(text)}\n")
    assert load_settings(environ={}, folder=tmp_path).notify == notify
    if isinstance(text, str):
        assert load_settings(environ={"BROADSHEET_NOTIFY": text}).notify == notify


@pytest.mark.parametrize(("old", "new"), [("learned", "accurate"), ("rules", "rules")])
def test_the_setting_that_engine_replaced_still_works_and_warns(
    tmp_path: Path, old: str, new: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(f'[tool.broadsheet]\nquotes-engine = "{old}"\n')

    with pytest.warns(FutureWarning, match=f'quotes_engine is now .* write engine = "{new}"'):
        assert load_settings(environ={}, folder=tmp_path).engine == new
    with pytest.warns(FutureWarning):
        given = load_settings(environ={"BROADSHEET_ENGINE": "fast"}, folder=tmp_path)
    assert given.engine == "fast"


def test_a_parameter_that_is_wrong_is_refused_as_one_of_the_flow(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="the flow's parameters: engine must be accurate"):
        load_settings(parameters={"engine": "magic"}, environ={}, folder=tmp_path)


def test_a_curation_folder_that_is_asked_for_must_be_there(tmp_path: Path) -> None:
    environ = {"BROADSHEET_CURATION": str(tmp_path / "nowhere")}
    with pytest.raises(SettingsError, match="curation must be a folder"):
        load_settings(environ=environ, folder=tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tool = 5", r"pyproject\.toml: \[tool\] must be a table"),
        ("[tool]\nbroadsheet = 5", r"pyproject\.toml: \[tool\.broadsheet\] must be a table"),
        ("[tool.broadsheet]\nworkers = 2.9", r"workers must be a whole number, not 2\.9"),
        ("[tool.broadsheet]\nworkers = true", "workers must be a whole number, not True"),
        ("[tool.broadsheet]\nmax-retracted = true", "max_retracted must be a number, not True"),
        ('[tool.broadsheet]\nraw = ""', "raw must name a folder"),
        ("[tool.broadsheet]\nnotify = 5", "notify must be a list of addresses"),
        ("[tool.broadsheet]\nnotify = [5]", "notify must be a list of addresses"),
        ("[tool.broadsheet]\nserver = 5", "server must be the API of"),
        ("[tool.broadsheet]\nport = 0", r"port must lie in 1 \.\. 65535"),
    ],
)
def test_a_value_of_another_type_in_the_file_is_refused(
    tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(SettingsError, match=message):
        load_settings(environ={}, folder=tmp_path)


def test_an_empty_folder_in_the_environment_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="BROADSHEET_RAW: raw must name a folder"):
        load_settings(environ={"BROADSHEET_RAW": ""}, folder=tmp_path)


def test_a_file_for_the_folder_of_the_dataset_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=r"--processed: processed must be a folder.* is a file"):
        load_settings({"processed": tmp_path / "file"}, environ={}, folder=tmp_path)


@pytest.mark.parametrize(("raw", "processed"), [("a", "a"), ("a", "a/b"), ("a/b", "a"), ("l", "a")])
def test_a_dataset_among_its_raw_files_is_refused(tmp_path: Path, raw: str, processed: str) -> None:
    (tmp_path / "l").symlink_to("a")
    settings = Settings(raw=tmp_path / raw, processed=tmp_path / processed)
    with pytest.raises(SettingsError, match="--processed"):
        refuse_overlap(settings)


def test_folders_that_only_begin_alike_do_not_overlap(tmp_path: Path) -> None:
    refuse_overlap(Settings(raw=tmp_path / "data", processed=tmp_path / "data-2"))

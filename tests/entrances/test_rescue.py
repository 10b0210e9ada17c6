"""A damaged or moved dataset is found out, mended, and read by whoever comes from outside."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from flows import catalog, store
from flows.checkup import check_up
from flows.doctor import examine
from flows.rescue import is_mended, repair
from flows.settings import Settings
from flows.store.manifest import mark_published, read_manifest, write_manifest
from tests.conftest import published_files, run
from tests.entrances.test_cli import broadsheet
from tests.store.test_damage import alone, cut, first_file, flip, lose

DAYS = ("2024-01-09", "2024-02-11", "2024-02-20")


def said_on(settings: Settings, day: str, sentence: str = "It rained in Orsk") -> None:
    """A page of one day."""
    text = f"{sentence}\n\n{sentence}, mayor Ada Quill said. “We had 14 boats,” she said.\n"
    (settings.raw / f"{day}-rain.txt").write_text(text)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions of three pages in two months, of which January is linked; and a copy of all."""
    place = tmp_path_factory.mktemp("rescue") / "place"
    made = Settings(raw=place / "raw", processed=place / "processed", workers=1, engine="fast")
    made.raw.mkdir(parents=True)
    for day in DAYS:
        said_on(made, day, f"It rained for {day[-2:]} hours in Orsk")
    run(made)
    said_on(made, DAYS[1], "It rained for 90 hours in Orsk")
    run(made)
    subprocess.run(["cp", "-a", place, f"{place}.kept"], check=True)
    return place


@pytest.fixture
def published(place: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The dataset as it was published, always in one place."""
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run(["cp", "-a", f"{place}.kept", place], check=True)
    monkeypatch.setenv("BROADSHEET_ENGINE", "fast")
    return Settings(raw=place / "raw", processed=place / "processed", workers=1, engine="fast")


def test_a_whole_dataset_is_well_and_a_repair_changes_no_row(published: Settings) -> None:
    before = published_files(published.processed)
    assert check_up(published.processed, deep=True).verdict == "all well"
    assert list(repair(published)) == ["version 2: made its catalog"]
    assert check_up(published.processed, deep=True).verdict == "all well"
    assert published_files(published.processed) == before


@pytest.mark.parametrize(("table", "harm"), [("articles", flip), ("_documents", cut)])
def test_what_is_damaged_in_every_version_is_read_again_from_the_raw_files(
    published: Settings, table: str, harm: Callable[[Path], None]
) -> None:
    whole = published_files(published.processed)
    path = first_file(published.processed / "current", table)
    harm(path)
    said_on(published, "2024-03-01")
    with pytest.raises(store.Damaged, match="broadsheet repair"):
        run(published)
    (published.raw / "2024-03-01-rain.txt").unlink()
    found = check_up(published.processed)
    assert f"{table}/month=2024-01" in found.faults[0]
    assert "promises were not checked" in found.faults[1]

    [done, *_] = repair(published)

    assert "read its documents again, as version 3" in done
    assert is_mended(published.processed)
    assert check_up(published.processed).verdict == "all well"
    assert published_files(published.processed) == whole
    assert list(repair(published, remove_damaged=True))[-1].startswith("version ")
    assert check_up(published.processed, deep=True).verdict == "all well"
    assert not run(published).is_new


def test_where_the_raw_files_are_gone_the_newest_whole_version_is_published(
    published: Settings,
) -> None:
    flip(alone(first_file(published.processed / "current", "quotes")))
    first = published.processed / "versions" / "000001"
    (first / "quotes").rename(first / "hidden")  # no whole copy ...
    shutil.rmtree(published.raw)
    with pytest.raises(store.StoreError, match=r"no version is whole: put a backup"):
        list(repair(published))
    (first / "hidden").rename(first / "quotes")
    harmed = published.processed / "current" / "articles" / "month=2024-02"
    flip(next(harmed.glob("*.parquet")))  # ... and then none of the second version's own file
    done = list(repair(published))
    assert "took it from version 1" in done[0]
    assert "published version 1, which is whole" in done[1]
    assert is_mended(published.processed)


def outside(program: str, folder: Path) -> str:
    """What a program that knows DuckDB alone prints, started in another folder."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, cwd=folder
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


OPENED = """
import duckdb
connection = duckdb.connect({path!r}, read_only=True)
print(connection.execute("select count(*) from statements").fetchall()[0][0])
"""
ATTACHED = """
import duckdb
connection = duckdb.connect()
connection.execute("attach {path} as news (read_only); use news")
print(connection.execute("select count(*) from statements").fetchall()[0][0])
"""


def test_a_moved_dataset_is_read_where_it_lies_and_after_a_run_also_attached(
    published: Settings, tmp_path: Path
) -> None:
    expected = outside(OPENED.format(path=str(published.processed / store.CATALOG)), tmp_path)
    moved = replace(published, processed=tmp_path / "it's [moved]")
    published.processed.rename(moved.processed)
    path = moved.processed / store.CATALOG
    attached = ATTACHED.format(path=str(path).replace("'", "''").join("''"))
    for name in (path, path.resolve(), path.parent / "current" / store.CATALOG):
        assert outside(OPENED.format(path=str(name)), Path("/")) == expected
    faults = check_up(moved.processed).faults
    assert [text for text in faults if "was made in" in text]
    assert [text for text in faults if "who attaches it gets" in text]

    assert not run(moved).is_new

    assert check_up(moved.processed).verdict == "all well"
    assert outside(attached, tmp_path) == expected


def test_a_copy_reads_its_own_files_and_not_those_of_its_original(
    published: Settings, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(published.processed, copy, symlinks=True)
    lose(first_file(copy / "current", "statements_all"))
    with pytest.raises(AssertionError, match="No files found"):
        outside(OPENED.format(path=str(copy / store.CATALOG)), tmp_path)


def test_files_that_are_closed_to_those_who_may_read_the_dataset_are_a_fault(
    published: Settings,
) -> None:
    published.processed.chmod(0o755)
    first_file(published.processed / "current", "quotes").chmod(0o600)
    [fault] = check_up(published.processed).faults
    assert "1 file or folder is closed" in fault
    published.processed.chmod(0o700)
    assert check_up(published.processed).verdict == "all well"
    assert catalog.audience(published.processed) == "only its owner may read it"


def test_a_dataset_of_a_release_with_another_schema_asks_for_a_run(published: Settings) -> None:
    folder = published.processed / "versions" / "000002"
    write_manifest(folder, replace(read_manifest(folder), schema="older"))
    mark_published(folder)
    [fault] = check_up(published.processed).faults
    assert "another schema" in fault
    assert "broadsheet run" in fault


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (lambda folder: flip(folder / "current" / store.CATALOG), "bytes written to it"),
        (lambda folder: (folder / "current" / "manifest.json").write_text("{"), "manifest.json"),
        (lambda folder: (folder / "current").unlink(), "current is damaged"),
        (lambda folder: cut(first_file(folder / "current", "quotes")), "bytes instead of"),
    ],
    ids=["catalog", "manifest", "pointer", "rows"],
)
def test_the_doctor_goes_on_when_the_dataset_is_broken(
    published: Settings, harm: Callable[[Path], None], fault: str
) -> None:
    harm(published.processed)
    findings = list(examine(published))
    bad = [str(finding) for finding in findings if not finding.is_well]
    assert fault in bad[0]
    assert "broadsheet repair" in bad[0]
    assert "Prefect server" in str(findings[-1])


def test_faults_are_counted_by_the_version_that_has_them(published: Settings) -> None:
    older = published.processed / "versions" / "000001"
    for table in ("articles", "quotes"):
        cut(alone(first_file(older, table)))
    found = check_up(published.processed, deep=True)
    assert len(found.faults) == 2
    assert found.verdict.startswith("2 faults (2 of version 1): ")
    assert "`broadsheet repair --remove-damaged` removes them now" in found.verdict
    cut(alone(first_file(published.processed / "current", "figures")))
    both = check_up(published.processed, deep=True).verdict
    assert both.startswith("4 faults (2 of version 2, the current one, 2 of version 1): ")
    assert "--remove-damaged" not in check_up(published.processed).verdict


def test_the_command_line_finds_mends_and_prints_the_folder_of_a_version(
    published: Settings,
) -> None:
    where = ("--raw", published.raw, "--processed", published.processed)
    printed = broadsheet("path", *where[2:]).stdout.strip()
    assert Path(printed) == store.current_version(published.processed)
    assert pl.read_parquet(f"{printed}/articles/**/*.parquet").height == len(DAYS)
    assert broadsheet("path", 1, *where[2:]).stdout.strip().endswith("versions/000001")
    assert broadsheet("path", 9, *where[2:]).returncode == 2
    cut(alone(first_file(published.processed / "current", "figures")))
    checked = broadsheet("check", *where[2:])
    assert (checked.returncode, "figures/" in checked.stdout) == (4, True)
    for hint in (checked.stdout, checked.stderr):
        assert f"`broadsheet repair --processed {published.processed}`" in hint
    ran = broadsheet("run", "--direct", *where)
    assert (ran.returncode, "Traceback" in ran.stderr) == (3, False)
    assert "bytes instead of" in ran.stderr
    assert broadsheet("repair", *where).returncode == 0
    assert broadsheet("check", "--deep", *where[2:]).returncode == 0

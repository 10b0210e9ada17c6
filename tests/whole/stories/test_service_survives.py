"""From nothing to a dataset that outlives new files, changes, an upgrade, a move and a spoilt disk.

The schedule that would start these runs has tests of its own, which are marked "prefect".
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from flows.runs import pending, pipeline
from tests.store.test_damage import first_file, flip
from tests.support.storyline import Row, Session, play, stranger

CSV = """\
id,title,published_at,url,text
g1,Weir gives way at Brell,2026-03-02,https://gazette.example/g1,"The weir at Brell gave way on \
Monday. “We moved 34 families before noon,” said Ada Quill, the mayor of Brell."
"""
RECORD = {
    "id": "c1",
    "title": "Ferry fares rise",
    "published_at": "2026-04-11T08:00:00Z",
    "url": "https://courier.example/c1",
    "text": "Ferry fares will rise by 6 percent in May. “Nobody asked the islanders,” said Tomas"
    " Ferrin, who leads the council of the islands.",
}
HTML = """\
<html><head><title>Mill to close</title><link rel="canonical" href="https://herald.example/mill">
<meta property="article:published_time" content="2026-03-20T06:00:00Z"></head>
<body><article><h1>Mill to close</h1>
<p>The paper mill in Orsk will close in June and 120 workers will lose their jobs.</p>
<p>“We kept it open for nine years at a loss,” said Ines Hallow, the chief executive.</p>
</article></body></html>
"""
TEXT = """\
Bridge opens

March 28, 2026

The bridge at Lusk opened on Saturday. “It carries 900 lorries a day,” said Bo Marr, an engineer.
"""
SPEAKERS = {"Ada Quill", "Tomas Ferrin", "Ines Hallow"}
STATEMENTS = "select speaker_name, quote_text, source_path from statements order by all"
OUTSIDE = """
import duckdb, json
with duckdb.connect({catalog!r}, read_only=True) as connection:
    answer = connection.execute({query!r})
    names = [column[0] for column in answer.description]
    print(json.dumps([dict(zip(names, row)) for row in answer.fetchall()]))
"""


def test_a_place_of_ones_own_outlives_upgrade_move_and_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # extraction happens in this process, so that the upgrade below reaches it
    budget = {"WORKERS": "1", "DOCUMENT_SECONDS": "0", "DOCUMENT_MEMORY": "0", "ENGINE": "rules"}
    for name, value in budget.items():
        monkeypatch.setenv(f"BROADSHEET_{name}", value)

    def the_next_release_reads_everything_again(session: Session) -> None:
        for module in (pending, pipeline):
            monkeypatch.setattr(module, "EXTRACTOR_VERSION", "next")
        before = statements(session)
        runs(session, unchanged=4, reread=4)
        assert session.rows("select distinct extractor_version from quotes") == [
            {"extractor_version": "next+rules"}
        ]
        assert statements(session) == before

    play(
        Session(tmp_path),
        [
            init_makes_a_place,
            raw_files_of_three_kinds_are_put_in,
            the_first_run_reads_all_three,
            a_new_file_is_all_that_the_second_run_reads,
            a_changed_file_is_all_that_the_third_run_reads,
            the_next_release_reads_everything_again,
            the_dataset_moves_to_another_disk_and_whoever_opens_it_there_reads_it,
            a_backup_with_a_flipped_byte_is_copied_back_and_a_repair_mends_it,
        ],
    )


def init_makes_a_place(session: Session) -> None:
    session.broadsheet("init", "news")
    session.folder /= "news"
    session.told["processed"] = "processed"
    assert {"raw", "curation", "pyproject.toml"} <= {one.name for one in session.folder.iterdir()}


def raw_files_of_three_kinds_are_put_in(session: Session) -> None:
    written = {
        "gazette/week.csv": CSV,
        "courier/feed.jsonl": json.dumps(RECORD) + "\n",
        "herald/mill.html": HTML,
    }
    for name, content in written.items():
        path = session.folder / "raw" / name
        path.parent.mkdir()
        path.write_text(content, encoding="utf-8")


def the_first_run_reads_all_three(session: Session) -> None:
    runs(session, new=3)
    assert {row["speaker_name"] for row in statements(session)} >= SPEAKERS
    articles = session.rows("select outlet, month, source_url from articles order by outlet")
    assert [(row["outlet"], row["month"]) for row in articles] == [
        ("courier", "2026-04"), ("gazette", "2026-03"), ("herald", "2026-03"),
    ]  # fmt: skip
    assert all(row["source_url"].startswith(f"https://{row['outlet']}.") for row in articles)


def a_new_file_is_all_that_the_second_run_reads(session: Session) -> None:
    before = statements(session)
    (session.folder / "raw" / "herald" / "bridge.txt").write_text(TEXT, encoding="utf-8")
    runs(session, new=1, unchanged=3)
    now = statements(session)
    added = [row for row in now if row not in before]
    assert {row["speaker_name"] for row in added} == {"Bo Marr"}
    assert [row for row in now if row not in added] == before


def a_changed_file_is_all_that_the_third_run_reads(session: Session) -> None:
    before = statements(session)
    path = session.folder / "raw" / "herald" / "bridge.txt"
    path.write_text(TEXT.replace("900 lorries", "950 lorries"), encoding="utf-8")
    runs(session, changed=1, unchanged=3)
    now = statements(session)
    [row] = [row for row in now if row not in before]
    assert (row["speaker_name"], "950" in row["quote_text"]) == ("Bo Marr", True)
    [gone] = [row for row in before if row not in now]
    assert "900" in gone["quote_text"]


def the_dataset_moves_to_another_disk_and_whoever_opens_it_there_reads_it(
    session: Session,
) -> None:
    before = statements(session)
    moved = session.folder.parent / "another disk" / "news dataset"
    moved.parent.mkdir()
    shutil.move(session.folder / "processed", moved)
    session.told["processed"] = str(moved)
    settings = session.folder / "pyproject.toml"
    named = settings.read_text(encoding="utf-8")
    changed = named.replace('processed = "processed"', f"processed = {json.dumps(str(moved))}")
    assert changed != named
    settings.write_text(changed, encoding="utf-8")

    assert from_outside(session) == before
    assert "was made in" in session.broadsheet("check", code=4).stdout
    runs(session, unchanged=4, is_new=False)
    assert "all well" in said(session.broadsheet("check"))
    assert from_outside(session) == before


def a_backup_with_a_flipped_byte_is_copied_back_and_a_repair_mends_it(session: Session) -> None:
    before, processed = statements(session), Path(session.told["processed"])
    backup = session.folder.parent / "backup"
    shutil.copytree(processed, backup, symlinks=True)
    spoilt = first_file(backup / "current", "quotes")
    flip(spoilt)
    shutil.rmtree(processed)
    shutil.copytree(backup, processed, symlinks=True)

    named = session.broadsheet("check", code=4).stdout
    assert spoilt.relative_to(backup / "current").as_posix() in named
    assert "read its documents again" in said(session.broadsheet("repair"))

    assert "all well" in said(session.broadsheet("check"))
    assert statements(session) == before == from_outside(session)


def runs(session: Session, *, is_new: bool = True, **counts: int) -> None:
    """Run, and see these counts of documents and no others in the summary."""
    done = session.broadsheet("run", "--direct", "--json")
    expected = dict.fromkeys(("new", "changed", "unchanged", "quarantined", "reread"), 0) | counts
    summary = json.loads(done.stdout)
    assert {name: summary[name] for name in expected} == expected, summary
    assert ("published in" in done.stderr) is is_new


def statements(session: Session) -> list[Row]:
    """What is said, by whom and in which file."""
    return session.rows(STATEMENTS)


def from_outside(session: Session) -> list[Row]:
    """The same, as a process reads it that knows DuckDB alone and works in another folder."""
    catalog = f"{session.told['processed']}/broadsheet.duckdb"
    rows: list[Row] = stranger(OUTSIDE.format(catalog=catalog, query=STATEMENTS), Path("/"))
    return rows


def said(done: object) -> str:
    """All that a command printed."""
    return f"{getattr(done, 'stdout', '')}{getattr(done, 'stderr', '')}"

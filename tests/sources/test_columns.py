"""Columns: a mapping that misses is said, and so is a record without a text."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.errors import UsageError
from flows.runs.plan import plan_run
from flows.runs.spool import read_spool
from flows.settings import Settings
from flows.sources import ColumnCensus, read_file
from tests.support.pages import write
from transforms.documents import RawDocument, read_document
from transforms.tables import DOCUMENTS
from transforms.text import Quarantined

LIMIT = 1 << 20


def read(
    path: Path, columns: dict[str, str] | None = None, limit: int = LIMIT
) -> list[RawDocument]:
    return list(read_file(path, path.parent, document_bytes=limit, columns=columns))


def notes(found: list[RawDocument]) -> list[tuple[str, str]]:
    return [(note.code, note.detail) for raw in found for note in raw.notes]


def lines(*records: object) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def table(path: Path, **columns: object) -> bytes:
    pq.write_table(pa.table(columns), path)
    return path.read_bytes()


TWO = {"id": ["1", "2"], "text": ["Rain.", "Sun."], "title": ["Wet", "Dry"]}


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_a_mapping_to_a_column_that_a_file_lacks_is_one_issue_of_the_file(
    tmp_path: Path, suffix: str
) -> None:
    rows = [dict(zip(TWO, row, strict=True)) for row in zip(*TWO.values(), strict=True)]
    content = {
        ".jsonl": lines(*rows),
        ".csv": b"id,text,title\n1,Rain.,Wet\n2,Sun.,Dry\n",
        ".parquet": table(tmp_path / "made", **TWO),
    }[suffix]
    path = write(tmp_path, f"a{suffix}", content)
    found = read(path, {"text": "text", "title": "titel"})
    [(code, detail)] = notes(found)
    assert code == "column_absent"
    assert "`titel`" in detail
    assert "did you mean 'title'?" in detail
    assert [read_document(raw).title for raw in found] == ["Wet", "Dry"]
    assert [issue.code for raw in found for issue in read_document(raw).issues].count(code) == 1


def test_a_key_that_some_records_have_is_not_absent(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", lines({"id": 1, "text": "Rain."}, {"id": 2, "body": "Sun."}))
    assert notes(read(path, {"text": "body"})) == []


def test_what_is_said_of_a_file_is_the_same_whether_it_was_known_or_not(tmp_path: Path) -> None:
    first, more = {"id": 1, "text": "Rain."}, {"id": 2, "text": "Sun."}
    settings = Settings(
        raw=tmp_path / "raw", processed=tmp_path / "processed", columns={"title": "titel"}
    )
    settings.raw.mkdir()
    path = write(settings.raw, "a.jsonl", lines(first))
    before = ledger_of(read(path, {"title": "titel"}))
    again = plan_run(settings, before, tmp_path / "s1", extractor_version="1.0")
    assert (again.unchanged, again.batches) == (1, [])
    path.write_bytes(lines(first, more))
    plan = plan_run(settings, before, tmp_path / "s2", extractor_version="1.0")
    pending = [raw for batch in plan.batches for raw in read_spool(batch)]
    assert [(raw.source_id, len(raw.notes)) for raw in pending] == [("1", 0), ("2", 1)]


def ledger_of(found: list[RawDocument]) -> pl.DataFrame:
    rows: list[dict[str, object]] = [
        {
            "article_id": raw.article_id, "source_path": raw.source_path,
            "source_id": raw.source_id, "content_sha256": raw.content_sha256,
            "state": "article", "extractor_version": "1.0",
        }
        for raw in found
    ]  # fmt: skip
    return DOCUMENTS.frame(rows)


def test_a_column_that_no_file_has_is_said_once_for_all_files(tmp_path: Path) -> None:
    census = ColumnCensus()
    for name in ("a.csv", "b.csv"):
        path = write(tmp_path, name, b"id,text,title\n1,Rain.,Wet\n")
        columns = {"title": "titel", "text": "text"}
        list(read_file(path, tmp_path, document_bytes=LIMIT, columns=columns, census=census))
    [said] = census.sentences()
    assert said == "`titel` (for title) is in none of 2 files (did you mean 'title'?)"


def test_a_column_that_one_file_of_several_has_is_not_said_for_all(tmp_path: Path) -> None:
    census = ColumnCensus()
    for name, head in (("a.csv", "id,text,titel"), ("b.csv", "id,text,title")):
        path = write(tmp_path, name, f"{head}\n1,Rain.,Wet\n".encode())
        columns = {"title": "titel"}
        list(read_file(path, tmp_path, document_bytes=LIMIT, columns=columns, census=census))
    assert list(census.sentences()) == []


def test_a_plan_says_which_columns_no_file_has(tmp_path: Path) -> None:
    settings = Settings(
        raw=tmp_path / "raw", processed=tmp_path / "processed", columns={"title": "titel"}
    )
    settings.raw.mkdir()
    write(settings.raw, "a.csv", b"id,text,title\n1,Rain.,Wet\n")
    plan = plan_run(settings, DOCUMENTS.frame([]), tmp_path / "s", extractor_version="1.0")
    assert plan.absent_columns == [
        "`titel` (for title) is in none of 1 file (did you mean 'title'?)"
    ]


def test_columns_of_a_folder_that_is_not_there_are_refused_with_the_nearest(
    tmp_path: Path,
) -> None:
    settings = Settings(
        raw=tmp_path / "raw",
        processed=tmp_path / "processed",
        columns={"gazete/feed": {"text": "story"}},
    )
    (settings.raw / "gazette/feed").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"gazete/feed.*did you mean 'gazette/feed'\?"):
        plan_run(settings, DOCUMENTS.frame([]), tmp_path / "s", extractor_version="1.0")


def test_columns_of_a_file_that_is_not_there_are_refused_with_the_nearest(tmp_path: Path) -> None:
    settings = Settings(
        raw=tmp_path / "raw",
        processed=tmp_path / "processed",
        columns={"feed/b.csv": {"text": "story"}},
    )
    (settings.raw / "feed").mkdir(parents=True)
    write(settings.raw / "feed", "a.csv", b"story\nRain.\n")
    with pytest.raises(UsageError, match=r"feed/b\.csv.*did you mean 'feed/a\.csv'\?"):
        plan_run(settings, DOCUMENTS.frame([]), tmp_path / "s", extractor_version="1.0")


def test_two_sheets_in_one_archive_have_columns_of_their_own(tmp_path: Path) -> None:
    columns = {"may.zip": {"text": "story"}, "may.zip/b.csv": {"text": "words"}}
    settings = Settings(raw=tmp_path / "raw", processed=tmp_path / "processed", columns=columns)
    settings.raw.mkdir()
    with zipfile.ZipFile(settings.raw / "may.zip", "w") as archive:
        archive.writestr("a.csv", "id,story\n1,Rain.\n")
        archive.writestr("b.csv", "id,words,story\n1,Sun.,Wind.\n")
    plan = plan_run(settings, DOCUMENTS.frame([]), tmp_path / "s", extractor_version="1.0")
    texts = [read_document(raw).text for batch in plan.batches for raw in read_spool(batch)]
    assert sorted(texts) == ["Rain.", "Sun."]


@pytest.mark.parametrize(
    ("record", "code", "said"),
    [
        ({"id": "x", "text": ""}, "empty", "`text` is empty"),
        ({"id": "x", "text": " \n"}, "empty", "`text` is empty"),
        ({"id": "x", "text": None}, "record_text_missing", "`text` is null"),
        ({"id": "x", "text": ["Rain."]}, "record_text_missing", "`text` is a list"),
        ({"id": "x", "text": 5}, "record_text_missing", "`text` is a number"),
        ({"id": "x", "story": "Rain."}, "record_text_missing", "[tool.broadsheet.columns]"),
    ],
)
def test_a_record_without_text_says_which_it_is_and_what_to_do(
    tmp_path: Path, record: object, code: str, said: str
) -> None:
    path = write(tmp_path, "a.jsonl", lines({"id": "w", "text": "Sun."}, record))
    _, broken = read(path)
    assert broken.problem is not None
    assert broken.problem.code == code
    assert broken.problem.detail.startswith("line 2 (id 'x'): ")
    assert said in broken.problem.detail
    assert ("[tool.broadsheet.columns]" in broken.problem.detail) == ("columns" in said)


def test_an_empty_cell_of_a_sheet_is_an_empty_text_and_no_missing_column(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", b"id,text\n1,Rain.\n2,\n")
    _, broken = read(path)
    assert broken.problem is not None
    assert broken.problem.code == "empty"
    assert broken.problem.detail.startswith("row 2 (id '2'): ")


def test_a_record_whose_text_is_blank_is_read_from_its_markup(tmp_path: Path) -> None:
    html = "<p>Rain fell on the lower town for the third day.</p>"
    path = write(tmp_path, "a.jsonl", lines({"id": 1, "text": "", "html": html}))
    [raw] = read(path)
    assert read_document(raw).text.strip() == "Rain fell on the lower town for the third day."


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("a.mp3", b"ID3", "take it out of the raw folder"),
        ("a.txt", b"%PDF-1.7 words", "convert it to text or HTML"),
        ("a.txt", b"\x1f\x8b\x08 words", ".gz"),
        ("a.txt", b"", "fetch it again"),
    ],
)
def test_a_file_that_is_no_text_says_what_to_do(
    tmp_path: Path, name: str, content: bytes, advice: str
) -> None:
    [raw] = read(write(tmp_path, name, content))
    with pytest.raises(Quarantined) as refused:
        read_document(raw)
    assert advice in refused.value.issue.detail

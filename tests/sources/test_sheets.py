"""Sheets: CSV and TSV as programs of all countries write them, and what is said of uneven ones."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest

from flows.sources.files import read_file
from tests.support.pages import write
from transforms.documents import RawDocument, read_document

LIMIT = 1 << 20


def read(path: Path, limit: int = LIMIT) -> list[RawDocument]:
    return list(read_file(path, path.parent, document_bytes=limit))


def texts(found: list[RawDocument]) -> list[str | None]:
    return [None if raw.problem else read_document(raw).text for raw in found]


def said(found: list[RawDocument]) -> list[tuple[str, str]]:
    issues = [one for raw in found for one in (*raw.notes, *([raw.problem] if raw.problem else []))]
    return [(issue.code, issue.detail) for issue in issues]


ROWS = "id{0}text\r\n1{0}Regen, 3,5 Grad.\r\n2{0}Café für “alle”.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_a_sheet_is_read_in_every_dialect_and_encoding(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    found = read(write(tmp_path, "a.csv", ROWS.format(separator).encode(encoding)))
    assert texts(found) == ["Regen, 3,5 Grad.", "Café für “alle”."]
    assumed = ["encoding_assumed"] if encoding == "cp1252" else []
    assert [code for code, _ in said(found)] == assumed


def test_utf_16_is_read_packed_and_as_tsv_too(tmp_path: Path) -> None:
    content = gzip.compress(ROWS.format("\t").encode("utf-16"))
    assert len(texts(read(write(tmp_path, "a.tsv.gz", content)))) == 2


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"id,text\r1,Rain.\r2,Sun.\r", ["Rain.", "Sun."]),
        (b"sep=;\nid;text\n1;Rain, wind.\n", ["Rain, wind."]),
        (b'"a, b, c";id;text\nx;1;Rain.\n', ["Rain."]),
        (b"id,text,,\n1,Rain.,,\n2,Sun.,,,,\n", ["Rain.", "Sun."]),
        (b"id,text\nID3,Rain.\nBZh,Sun.\n", ["Rain.", "Sun."]),
        (b'id,text\n1,"He said &quot;no&quot;, then left."\n', ['He said "no", then left.']),
    ],
)
def test_a_sheet_is_read_as_its_writer_meant_it(
    tmp_path: Path, content: bytes, expected: list[str]
) -> None:
    found = read(write(tmp_path, "a.csv", content))
    assert texts(found) == expected
    assert said(found) == []


UNCLOSED = b'id,text\n1,Sun.\n2,"Not closed.\n'


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (b"3,Rain.\n4,Wind.\n", ["Rain.", "Wind."]),
        (b'3,"Rain, again."\n4,Wind.\n', ["Rain, again.", "Wind."]),
        (b'3,"Rain.\n\nAgain."\n4,Wind.\n', ["Rain.\n\nAgain.", "Wind."]),
        (b'3,Rain "fell" again.\n4,Wind.\n', ['Rain "fell" again.', "Wind."]),
    ],
)
def test_a_quotation_mark_that_is_not_closed_swallows_no_row(
    tmp_path: Path, rest: bytes, expected: list[str]
) -> None:
    found = read(write(tmp_path, "a.csv", UNCLOSED + rest))
    assert texts(found) == ["Sun.", "Not closed.", *expected]
    [(code, detail)] = said(found)
    assert code == "quotation_mark_open"
    assert "line 3" in detail


def test_a_mark_that_is_never_closed_among_lines_that_are_no_rows_is_a_row_with_a_reason(
    tmp_path: Path,
) -> None:
    found = read(write(tmp_path, "a.csv", UNCLOSED + b"It rained.\n\nThen the wind came.\n"))
    assert texts(found) == ["Sun.", None]
    [(code, detail)] = said(found)
    assert code == "row_unreadable"
    assert "line 3" in detail


def test_a_cell_whose_lines_all_look_like_rows_is_said(tmp_path: Path) -> None:
    content = b'id,text\n1,"Not closed.\n2,Rain.\n3,Sun"\n4,Wind.\n'
    found = read(write(tmp_path, "a.csv", content))
    assert texts(found)[-1] == "Wind."
    [(code, detail)] = said(found)
    assert code == "rows_in_cell"
    assert "line 2" in detail


def test_a_text_of_many_lines_in_quotation_marks_is_one_text(tmp_path: Path) -> None:
    text = "Rain, and wind.\n\nThe mayor said: no.\n2, 3 and 4.\n"
    content = f'id,text\n1,"{text}"\n2,Sun.\n'.encode()
    found = read(write(tmp_path, "a.csv", content))
    assert texts(found) == [text, "Sun."]
    assert said(found) == []


def test_columns_of_one_name_are_said_once(tmp_path: Path) -> None:
    found = read(write(tmp_path, "a.csv", b"id,text,text\n1,Rain.,Sun.\n2,Wind.,Snow.\n"))
    assert texts(found) == ["Rain.", "Wind."]
    [(code, detail)] = said(found)
    assert code == "column_repeated"
    assert "`text`" in detail


def test_a_row_with_fewer_cells_than_the_first_is_read_and_said(tmp_path: Path) -> None:
    found = read(write(tmp_path, "a.csv", b"text,title,id\nRain.\nSun.,Dry,2\n"))
    assert texts(found) == ["Rain.", "Sun."]
    [(code, detail)] = said(found)
    assert code == "row_short"
    assert "1 of 3" in detail


def test_a_mark_inside_a_cell_that_is_not_doubled_is_said(tmp_path: Path) -> None:
    found = read(write(tmp_path, "a.csv", b'id,text\n1,"He said "no" and left."\n'))
    assert [code for code, _ in said(found)] == ["quotation_mark_single"]


@pytest.mark.parametrize("line", [b'x"y,"z\n', b'1,"a\n', b'1,"a ""\n', b'"\n', b',",\n'])
def test_marks_that_never_close_cost_time_by_the_length_of_the_file(
    tmp_path: Path, line: bytes
) -> None:
    spent = []
    for count in (1_500, 6_000):
        path = write(tmp_path, "a.csv", b"id,text\n" + line * count)
        begin = time.process_time()
        read(path, limit=1 << 30)
        spent.append(time.process_time() - begin)
    assert spent[1] < 8 * max(spent[0], 0.05)

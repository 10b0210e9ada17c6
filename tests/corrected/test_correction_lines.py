"""A file of corrections is read whole, or an error says which row, column and value is wrong."""

from __future__ import annotations

import csv
import io
from typing import get_args

import pytest

from transforms.corrected import CorrectionError, header_of, line_of, read_corrections
from transforms.corrections import Anchor, Correction, CorrectionKind

QUOTE = Correction(
    "quotes.csv row 2", "quote", "0123456789abcdef", "change",
    Anchor(12, "=1+1, “he” said\nso", "'before, ", "-after"),
    (("speaker", "Ann Lee"), ("stance", "denies")), "Jo Roe", "2026-01-02", "@see",
)  # fmt: skip


def written(*lines: tuple[str, ...], kind: CorrectionKind = "quote") -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([header_of(kind), *lines])
    return buffer.getvalue()


def with_cell(column: str, value: str) -> str:
    cells = list(line_of(QUOTE, "herald/a.txt"))
    cells[header_of("quote").index(column)] = value
    return written(tuple(cells))


def test_a_line_is_read_as_it_was_written_and_runs_in_no_spreadsheet() -> None:
    text = written(line_of(QUOTE, "herald/a.txt"))

    assert read_corrections(text, "quotes.csv", "quote") == (QUOTE,)
    cells = next(csv.reader(io.StringIO(text.split("\n", 1)[1], newline="")))
    assert not any(cell.startswith(("=", "@", "+")) for cell in cells)


@pytest.mark.parametrize("kind", get_args(CorrectionKind))
def test_a_file_with_its_header_alone_says_nothing(kind: CorrectionKind) -> None:
    assert read_corrections(written(kind=kind), "file.csv", kind) == ()


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("article_id", "herald/a.txt", "is not an article_id"),
        ("action", "delete", "is not one of confirm, change, remove, add"),
        ("action", "remove", "remove has no speaker, stance"),
        ("words", "", "must hold the words"),
        ("start_char", "x", "is no whole number"),
        ("stance", "agrees", "is not one of asserts, denies"),
        ("by", " ", "must say who"),
        ("day", "2 January", "write 2024-03-30"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_and_what_is_allowed(
    column: str, value: str, message: str
) -> None:
    with pytest.raises(CorrectionError) as refused:
        read_corrections(with_cell(column, value), "quotes.csv", "quote")

    assert f"quotes.csv row 2, column {column}" in str(refused.value)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("article_id,what\n", "unknown columns ['what']"),
        ("article_id,words\n", "columns ['action', 'by', 'day'] are not there"),
        (written(("a",) * 40), "40 cells, but the header has"),
    ],
)
def test_a_file_of_another_form_is_refused(text: str, message: str) -> None:
    with pytest.raises(CorrectionError) as refused:
        read_corrections(text, "quotes.csv", "quote")

    assert message in str(refused.value)

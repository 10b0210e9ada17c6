"""The columns of a file are guessed by their names, and by their words where no name is known."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.sources.column_guess import guess_columns
from tests.support.pages import write
from transforms.documents import RECORD_FIELDS
from transforms.lexicon import read_lexicon

STORY = "The pumps of the lower town have failed for the second time this year, " * 4


@pytest.mark.parametrize(
    ("names", "columns"),
    [
        (["ID", "Headline", "Published At", "article_text"],
         {"id": "ID", "title": "Headline", "published_at": "Published At", "text": "article_text"}),
        (["id", "title", "text", "body"], {}),
        (["content", "body", "link", "author", "source"],
         {"text": "body", "url": "link", "byline": "author", "outlet": "source"}),
        (["colour", "weight"], {}),
    ],
)  # fmt: skip
def test_a_column_is_known_by_its_name(
    tmp_path: Path, names: list[str], columns: dict[str, str]
) -> None:
    path = write(tmp_path, "a.csv", (",".join(names) + "\n" + ",".join("x" * len(names))).encode())
    guess = guess_columns(path)
    assert guess is not None
    assert guess.columns == columns
    assert not guess.by_words


def test_a_text_an_address_and_a_date_are_known_by_their_words(tmp_path: Path) -> None:
    rows = [
        {"a": n, "b": STORY, "c": f"https://gazette.example/{n}", "d": "2024-03-05T08:00:00Z"}
        for n in range(3)
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    table = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_pylist(rows), table)
    for path in (write(tmp_path, "a.jsonl.gz", gzip.compress(lines)), table):
        guess = guess_columns(path)
        assert guess is not None
        assert guess.columns == {"text": "b", "url": "c", "published_at": "d"}
        assert guess.by_words == ["published_at", "text", "url"]
        assert guess.missing == ["byline", "title", "outlet", "language"]
        assert guess.others == ["a"]


def test_a_broken_line_does_not_hide_the_columns_of_the_others(tmp_path: Path) -> None:
    whole = json.dumps({"headline": "Pumps fail", "maintext": STORY})
    for lines in (f"{{broken\n\n{whole}\n", f"{whole}\n{'[' * 100_000}\n", f"{whole}\n[1]\n{{"):
        guess = guess_columns(write(tmp_path, "a.jsonl", lines.encode()))
        assert guess is not None
        assert guess.columns == {"title": "headline", "text": "maintext"}


def test_a_text_in_a_column_of_a_german_french_or_spanish_name_is_known(tmp_path: Path) -> None:
    for names in ("Titel;Fliesstext", "titre;contenu", "titulo;cuerpo"):
        guess = guess_columns(write(tmp_path, "a.csv", f"{names}\nx;The pumps failed.".encode()))
        assert guess is not None
        assert "text" in guess.columns


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl", "a.parquet", "a.csv.gz", "a.txt"])
@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4])
def test_of_a_file_without_columns_nothing_is_guessed(
    tmp_path: Path, name: str, content: bytes
) -> None:
    guess = guess_columns(write(tmp_path, name, content))
    assert guess is None or not guess.columns


def test_the_lexicon_of_columns_names_fields_that_a_record_or_a_list_has() -> None:
    assert {row["field"] for row in read_lexicon("column_names")} <= {*RECORD_FIELDS, "file"}

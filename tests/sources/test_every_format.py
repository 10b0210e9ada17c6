"""What holds of every form that is read; a new form is held to it by its file in ``examples``."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
import zstandard

from flows.runs.plan import plan_run
from flows.settings import Settings
from flows.sources import files, is_supported
from flows.sources.files import raw_files, read_file
from tests.sources.examples import (
    EXAMPLES,
    LIMIT,
    OWN_FIELDS,
    PACKABLE,
    PAGES,
    STREAMED,
    WITH_COLUMNS,
    WORDS,
    example,
    outcomes,
)
from tests.support.pages import write
from tests.support.readme import README
from transforms.documents import RawDocument, read_document
from transforms.tables import DOCUMENTS

PACKS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes, ".gz": gzip.compress, ".zst": zstandard.compress,
    ".bz2": bz2.compress, ".xz": lzma.compress,
    ".lz4": lambda content: pa.Codec("lz4").compress(content, asbytes=True),
}  # fmt: skip
NOTHING_IN_IT = {"empty", "damaged_file", "not_a_warc", "not_a_feed"}
"""Codes for a file that holds nothing; the others are those of forms that must begin somehow."""
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


def read(path: Path, columns: dict[str, str] | None = None) -> list[RawDocument]:
    return list(read_file(path, path.parent, document_bytes=LIMIT, columns=columns))


def test_every_suffix_that_is_read_has_an_example() -> None:
    assert {*files._STREAMED, *files._BY_PATH, *files._SAME_AS} == EXAMPLES.keys()
    assert EXAMPLES.keys() > OWN_FIELDS


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(suffix, pack) for suffix in EXAMPLES for pack in PACKS if suffix in PACKABLE or not pack],
)
def test_a_file_of_every_suffix_is_one_document_with_its_words(
    tmp_path: Path, suffix: str, pack: str
) -> None:
    write(tmp_path, f"a{suffix}{pack}", PACKS[pack](example(suffix, WORDS)))
    [path] = raw_files(tmp_path)
    [found] = read(path)
    assert is_supported(path.name)
    assert found.problem is None
    assert WORDS in read_document(found).text


@pytest.mark.parametrize("suffix", EXAMPLES)
def test_an_empty_file_of_every_suffix_says_that_it_is_empty(tmp_path: Path, suffix: str) -> None:
    [code] = outcomes(write(tmp_path, f"a{suffix}", b""))
    assert code in NOTHING_IN_IT


@pytest.mark.parametrize("suffix", EXAMPLES)
def test_a_picture_under_every_suffix_is_nothing_that_was_read(tmp_path: Path, suffix: str) -> None:
    found = outcomes(write(tmp_path, f"a{suffix}", PICTURE))
    assert found
    assert "read" not in found


@pytest.mark.parametrize("suffix", PACKABLE)
def test_a_packed_file_that_is_cut_is_damaged_at_its_end(tmp_path: Path, suffix: str) -> None:
    cut = gzip.compress(example(suffix, WORDS))[:-4]
    assert outcomes(write(tmp_path, f"a{suffix}.gz", cut))[-1] == "damaged_file"


@pytest.mark.parametrize("suffix", EXAMPLES)
def test_a_second_run_over_every_form_has_nothing_to_do_and_a_change_is_one(
    tmp_path: Path, suffix: str
) -> None:
    settings = Settings(raw=tmp_path / "raw", processed=tmp_path / "processed")
    settings.raw.mkdir()
    path = write(settings.raw, f"a{suffix}", example(suffix, "One.", "Two.", "Three."))
    rows: list[dict[str, object]] = [
        {
            "article_id": found.article_id, "source_path": found.source_path,
            "source_id": found.source_id, "content_sha256": found.content_sha256,
            "state": "article", "extractor_version": "1.0",
        }
        for found in read(path)
    ]  # fmt: skip
    ledger = DOCUMENTS.frame(rows)
    count = 1 if suffix in PAGES else 3
    again = plan_run(settings, ledger, tmp_path / "s1", extractor_version="1.0")
    assert (again.found, again.unchanged, again.batches) == (count, count, [])
    path.write_bytes(example(suffix, "One.", "Two.", "Four."))
    changed = plan_run(settings, ledger, tmp_path / "s2", extractor_version="1.0")
    assert (changed.changed, changed.unchanged, changed.new) == (1, count - 1, 0)


@pytest.mark.parametrize("suffix", WITH_COLUMNS)
def test_a_text_in_another_column_is_read_when_the_settings_name_the_column(
    tmp_path: Path, suffix: str
) -> None:
    path = write(tmp_path, f"a{suffix}", example(suffix, WORDS, column="content"))
    [found] = read(path, columns={"text": "content"})
    assert read_document(found).text == WORDS
    assert outcomes(path)[0] in {"column_missing", "record_text_missing"}


@pytest.mark.parametrize("suffix", WITH_COLUMNS)
def test_another_mapping_of_columns_reads_the_records_again(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path, f"a{suffix}", example(suffix, WORDS))
    [plain], [mapped] = read(path), read(path, columns={"title": "id"})
    assert plain.content_sha256 != mapped.content_sha256


@pytest.mark.parametrize("suffix", STREAMED)
def test_a_document_of_twenty_megabytes_does_not_hide_its_neighbours(
    tmp_path: Path, suffix: str
) -> None:
    long = "word " * (4 << 20)
    path = write(tmp_path, f"a{suffix}", example(suffix, "Rain fell.", long, "Wind blew."))
    assert outcomes(path) == ["read", "too_large", "read"]


def test_what_is_said_of_an_unknown_suffix_names_only_what_is_read() -> None:
    said = set(re.findall(r"\.[a-z]+\b", files.READ))
    assert said - {".gz", ".zst", ".bz2", ".xz", ".lz"} <= EXAMPLES.keys()


def test_the_readme_lists_what_is_read() -> None:
    table = README.read_text(encoding="utf-8").split("## Put in")[1].split("\n## ")[0]
    assert set(re.findall(r"\*(\.[a-z]+)\b", table)) == EXAMPLES.keys()

"""Every suffix that is read has a file here, and the README and the doctor's message name it."""

from __future__ import annotations

import gzip
import io
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from flows.sources import files, is_supported
from flows.sources.files import raw_files, read_file
from tests.support.pages import page, warc
from tests.support.readme import README
from transforms.documents import read_document

WORDS = "The pumps of the lower town have failed for the second time this year."
RECORD = b'{"id": 1, "text": "%s"}\n' % WORDS.encode()
FEED = (
    f"<rss version='2.0'><channel><title>Gazette</title><item><guid>g1</guid><title>Pumps</title>"
    f"<description>{WORDS}</description></item></channel></rss>"
).encode()
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>Gazette</title><entry><id>g1</id>"
    f"<title>Pumps</title><summary>{WORDS}</summary></entry></feed>"
).encode()
MAIL = f"From a@b.example Sun Mar  3 08:00:00 2024\nSubject: Pumps\n\n{WORDS}\n\n".encode()


def parquet() -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table({"id": ["1"], "text": [WORDS]}), stream)
    return stream.getvalue()


EXAMPLES = {
    ".txt": WORDS.encode(),
    **dict.fromkeys((".html", ".htm", ".xhtml"), page(paragraphs=(WORDS,)).encode()),
    **dict.fromkeys((".jsonl", ".ndjson"), RECORD),
    **dict.fromkeys((".parquet", ".pq"), parquet()),
    ".warc": warc(("https://gazette.example/", page(paragraphs=(WORDS,)).encode())),
    **dict.fromkeys((".rss", ".xml"), FEED),
    ".atom": ATOM,
    ".mbox": MAIL,
}
PACKED = [
    (f"{suffix}{pack}", compress(content))
    for suffix, content in EXAMPLES.items()
    if suffix not in {".parquet", ".pq"}
    for pack, compress in ((".gz", gzip.compress), (".zst", zstandard.compress))
]


def test_every_suffix_that_is_read_has_an_example() -> None:
    assert {*files._STREAMED, *files._SAME_AS, files._PARQUET} == EXAMPLES.keys()


@pytest.mark.parametrize(("suffix", "content"), [*EXAMPLES.items(), *PACKED])
def test_a_file_of_every_suffix_is_one_document_with_its_words(
    tmp_path: Path, suffix: str, content: bytes
) -> None:
    (tmp_path / f"a{suffix}").write_bytes(content)
    [path] = raw_files(tmp_path)
    [found] = read_file(path, tmp_path, document_bytes=1 << 20)
    assert is_supported(path.name)
    assert found.problem is None
    assert WORDS in read_document(found).text


def test_what_is_said_of_an_unknown_suffix_names_only_what_is_read() -> None:
    said = set(re.findall(r"\.[a-z]+\b", files.READ))
    assert said - {".gz", ".zst"} <= EXAMPLES.keys()


def test_the_readme_lists_what_is_read() -> None:
    table = README.read_text(encoding="utf-8").split("## Put in")[1].split("\n## ")[0]
    assert set(re.findall(r"\*(\.[a-z]+)\b", table)) == EXAMPLES.keys()

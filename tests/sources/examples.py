"""A sound file of every form that is read, by its suffix; the tests of this folder run over them.

A form is held to all that these tests ask, unless it stands in ``READ_WHOLE`` or ``OWN_FIELDS``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from flows.sources import files
from flows.sources.files import read_file
from tests.support.office import docx, epub, odt, zipped
from tests.support.pages import arc, page, warc
from tests.support.pdf import pdf
from transforms.documents import read_document
from transforms.text import Quarantined

LIMIT = 1 << 20
WORDS = "The pumps of the lower town have failed for the second time this year."

Write: TypeAlias = Callable[[Sequence[str], str], bytes]
"""(texts, column) to a file of one document a text, which has the text's index as its id.

The texts are plain words, without quotation marks, markup and line breaks. The column is the name
under which a form whose columns have names keeps the texts.
"""


def _text(texts: Sequence[str], _: str) -> bytes:
    return "\n\n".join(texts).encode()


def _html(texts: Sequence[str], _: str) -> bytes:
    return page(paragraphs=tuple(texts)).encode()


def _docx(texts: Sequence[str], _: str) -> bytes:
    return docx(*texts)


def _odt(texts: Sequence[str], _: str) -> bytes:
    return odt(*texts)


def _pdf(texts: Sequence[str], _: str) -> bytes:
    return pdf(*texts)


def _zip(texts: Sequence[str], _: str) -> bytes:
    return zipped({f"{number}.txt": text for number, text in enumerate(texts)})


def _book(texts: Sequence[str], _: str) -> bytes:
    return epub(*(page(paragraphs=(text,)) for text in texts))


def _json_lines(texts: Sequence[str], column: str) -> bytes:
    lines = (json.dumps({"id": number, column: text}) for number, text in enumerate(texts))
    return "".join(f"{line}\n" for line in lines).encode()


def _sheet(separator: str, texts: Sequence[str], column: str) -> bytes:
    stream = io.StringIO()
    rows = csv.writer(stream, delimiter=separator)
    rows.writerow(["id", column])
    rows.writerows(enumerate(texts))
    return stream.getvalue().encode()


def _parquet(texts: Sequence[str], column: str) -> bytes:
    stream = io.BytesIO()
    ids = [str(number) for number in range(len(texts))]
    pq.write_table(pa.table({"id": ids, column: list(texts)}), stream, use_dictionary=False)
    return stream.getvalue()


def _warc(texts: Sequence[str], _: str) -> bytes:
    pages = (page(paragraphs=(text,)).encode() for text in texts)
    return warc(*((f"https://gazette.example/{n}", one) for n, one in enumerate(pages)))


def _arc(texts: Sequence[str], _: str) -> bytes:
    pages = [page(paragraphs=(text,)).encode() for text in texts]
    return arc(*((f"https://gazette.example/{n}", one) for n, one in enumerate(pages)))


def _rss(texts: Sequence[str], _: str) -> bytes:
    items = (
        f"<item><guid>{number}</guid><title>Pumps</title><description>{text}</description></item>"
        for number, text in enumerate(texts)
    )
    channel = f"<channel><title>Gazette</title>{''.join(items)}</channel>"
    return f"<rss version='2.0'>{channel}</rss>".encode()


def _atom(texts: Sequence[str], _: str) -> bytes:
    entries = (
        f"<entry><id>{number}</id><title>Pumps</title><summary>{text}</summary></entry>"
        for number, text in enumerate(texts)
    )
    start = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Gazette</title>"
    return f"{start}{''.join(entries)}</feed>".encode()


def _mailbox(texts: Sequence[str], _: str) -> bytes:
    heads = "From a@b.example Sun Mar  3 08:00:00 2024\nMessage-ID: <{}>\nSubject: Pumps\n\n"
    messages = (f"{heads.format(number)}{text}\n\n" for number, text in enumerate(texts))
    return "".join(messages).encode()


def _message(texts: Sequence[str], _: str) -> bytes:
    return ("Message-ID: <1>\nSubject: Pumps\n\n" + "\n\n".join(texts)).encode()


EXAMPLES: Mapping[str, Write] = {
    ".txt": _text,
    **dict.fromkeys((".html", ".htm", ".xhtml"), _html),
    ".docx": _docx,
    ".odt": _odt,
    ".pdf": _pdf,
    ".zip": _zip,
    ".epub": _book,
    **dict.fromkeys((".jsonl", ".ndjson"), _json_lines),
    **dict.fromkeys((".parquet", ".pq"), _parquet),
    ".csv": partial(_sheet, ","),
    ".tsv": partial(_sheet, "\t"),
    ".warc": _warc,
    ".arc": _arc,
    **dict.fromkeys((".rss", ".xml"), _rss),
    ".atom": _atom,
    ".mbox": _mailbox,
    ".eml": _message,
}
PAGES = {".txt", ".html", ".htm", ".xhtml", ".docx", ".odt", ".pdf", ".eml"}
"""One document a file."""
READ_WHOLE = PAGES | {".rss", ".xml", ".atom"}
"""The whole file is in memory, and the setting document_bytes limits the file."""
OWN_FIELDS = READ_WHOLE | {".warc", ".arc", ".mbox", ".zip", ".epub"}
"""The form itself says what is the text: the setting columns names nothing in it."""

FORMS = [suffix for suffix in EXAMPLES if suffix not in files._SAME_AS]
"""One suffix a form."""
STREAMED = [suffix for suffix in FORMS if suffix not in READ_WHOLE]
WITH_COLUMNS = [suffix for suffix in FORMS if suffix not in OWN_FIELDS]
PACKABLE = [suffix for suffix in EXAMPLES if files._SAME_AS.get(suffix, suffix) in files._STREAMED]


def example(suffix: str, *texts: str, column: str = "text") -> bytes:
    """A file of this suffix that holds the texts."""
    return EXAMPLES[suffix](texts, column)


def outcomes(path: Path, limit: int = LIMIT) -> list[str]:
    """What became of each document of a file: "read" or the code of its issue."""
    found = []
    for raw in read_file(path, path.parent, document_bytes=limit):
        try:
            text = read_document(raw).text
            assert text.encode("utf-8")
            found.append("read")
        except Quarantined as refused:
            found.append(refused.issue.code if refused.issue.detail else "no reason")
    assert not {"no reason", "reading_failed"} & set(found)
    return found

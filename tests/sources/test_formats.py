"""Archives, tables, feeds and mailboxes give one document an article, each with its identity."""

from __future__ import annotations

import gzip
import json
import logging
import zlib
from datetime import UTC, date, datetime
from pathlib import Path

import brotli
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from flows.sources.files import MOST_BROKEN, raw_files, read_file
from tests.support.pages import arc, page, warc, write
from transforms.documents import Document, RawDocument, read_document
from transforms.page import read_html

LIMIT = 1 << 20
BAD_LENGTHS = (b"5", b"99999999999999999", b"-1", b"many", b"")


def raws(raw: Path, limit: int = LIMIT, columns: dict[str, str] | None = None) -> list[RawDocument]:
    return [
        document
        for path in raw_files(raw)
        for document in read_file(path, raw, document_bytes=limit, columns=columns)
    ]


def problems(raw: Path, limit: int = LIMIT) -> list[str | None]:
    return [d.problem.code if d.problem else None for d in raws(raw, limit)]


def documents(raw: Path, columns: dict[str, str] | None = None) -> list[Document]:
    return [read_document(found) for found in raws(raw, columns=columns)]


def parquet(raw: Path, name: str = "a.parquet", **columns: object) -> None:
    pq.write_table(pa.table(columns), raw / name, row_group_size=2)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_each_response_of_an_archive_is_a_page_with_its_address(
    tmp_path: Path, pack: type[bytes]
) -> None:
    suffix = {bytes: "", gzip.compress: ".gz"}.get(pack, ".zst")
    pages = [(f"https://news.example/{n}", page().encode()) for n in range(3)]
    write(tmp_path, f"a.warc{suffix}", pack(warc(*pages)))
    found = documents(tmp_path)
    assert [d.url for d in found] == [url for url, _ in pages]
    assert {d.text for d in found} == {read_html(page()).text}
    assert len({d.article_id for d in found}) == 3


def test_an_archive_with_a_gzip_member_for_each_record_is_read_to_its_end(tmp_path: Path) -> None:
    members = [gzip.compress(warc((f"https://news.example/{n}", b"<p>x</p>"))) for n in range(3)]
    write(tmp_path, "a.warc.gz", b"".join(members))
    assert problems(tmp_path) == [None, None, None]


def test_what_is_no_page_is_counted_in_the_log_and_is_no_document(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    picture = warc(
        ("https://news.example/p.png", b"\x89PNG"), headers={"Content-Type": "image/png"}
    )
    write(tmp_path, "a.warc", warc(("https://news.example/", page().encode())) + picture)
    with caplog.at_level(logging.INFO):
        assert problems(tmp_path) == [None]
    assert "1 image/png" in caplog.text


def test_what_the_archiving_program_wrote_of_itself_is_no_page(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    note = page().encode()
    own = [
        f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: {address}\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {len(note)}\r\n\r\n".encode()
        + note
        + b"\r\n\r\n"
        for address in ("metadata://gnu.example/wget.log", "<urn:X-wpull:log>", "file:///a.txt", "")
    ]
    write(tmp_path, "a.warc", warc(("https://news.example/", note)) + b"".join(own))
    with caplog.at_level(logging.INFO):
        assert [raw.url for raw in raws(tmp_path)] == [
            "https://news.example/",
            "file:///a.txt",
            None,
        ]
    assert "2 of the archive itself" in caplog.text


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(page().encode())),
        ("deflate", zlib.compress(page().encode())),
        ("zstd", zstandard.compress(page().encode())),
        ("gzip", page().encode()),
    ],
)
def test_a_response_is_unpacked_as_its_headers_say(
    tmp_path: Path, encoding: str, packed: bytes
) -> None:
    stored = warc(("https://news.example/", packed), headers={"Content-Encoding": encoding})
    write(tmp_path, "a.warc", stored)
    assert documents(tmp_path)[0].text == read_html(page()).text


def test_chunks_are_joined(tmp_path: Path) -> None:
    body = page().encode()
    chunked = b"%x\r\n%s\r\n%x;x=y\r\n%s\r\n0\r\n\r\n" % (40, body[:40], len(body) - 40, body[40:])
    headers = {"Transfer-Encoding": "chunked"}
    write(tmp_path, "a.warc", warc(("https://news.example/", chunked), headers=headers))
    assert raws(tmp_path)[0].payload == body


@pytest.mark.parametrize(
    ("name", "content", "texts"),
    [
        ("a.csv", b'text,id\n"Rain fell, again.\n\nThen wind ""blew"".",1\nSun.,2\n',
         ['Rain fell, again.\n\nThen wind "blew".', "Sun."]),
        ("semicolons.csv", b"id;text\r\n1;Rain, and wind.\r\n", ["Rain, and wind."]),
        ("a.tsv", b'id\ttext\n1\tA 5" pipe, they said.\n2\t"Sun"\n',
         ['A 5" pipe, they said.', "Sun"]),
        ("marked.csv", b"\xef\xbb\xbftext,id\nRain.,1\n", ["Rain."]),
        ("old.csv", "text\nThe café is shut.\n".encode("cp1252"), ["The café is shut."]),
        ("gaps.csv", b"id,text\n\n1,Rain.\n,\n2,Sun.\n", ["Rain.", "Sun."]),
        ("short.csv", b"text,title,id\nRain.\n", ["Rain."]),
    ],
)  # fmt: skip
def test_each_row_of_a_sheet_is_a_record(
    tmp_path: Path, name: str, content: bytes, texts: list[str]
) -> None:
    write(tmp_path, name, content)
    assert [found.text for found in documents(tmp_path)] == texts


@pytest.mark.parametrize("length", BAD_LENGTHS)
def test_a_length_that_lies_costs_no_page_and_is_said(tmp_path: Path, length: bytes) -> None:
    first, second, third = (warc((f"https://news.example/{n}", page().encode())) for n in range(3))
    begin = second.index(b"Content-Length: ") + 16
    second = second[:begin] + length + second[second.index(b"\r\n", begin) :]
    write(tmp_path, "a.warc", first + second + third)
    found = raws(tmp_path)
    assert [d.url for d in found] == [f"https://news.example/{n}" for n in range(3)]
    assert {d.payload for d in found} == {page().encode()}
    assert [[note.code for note in d.notes] for d in found] == [[], ["warc_damaged"], []]


def test_a_length_may_count_the_blank_lines_behind_a_record(tmp_path: Path) -> None:
    first, second = (warc((f"https://news.example/{n}", page().encode())) for n in range(2))
    begin = first.index(b"Content-Length: ") + 16
    end = first.index(b"\r\n", begin)
    first = first[:begin] + str(int(first[begin:end]) + 4).encode() + first[end:]
    write(tmp_path, "a.warc", first + second)
    assert [(d.payload, d.notes) for d in raws(tmp_path)] == [(page().encode(), ())] * 2


@pytest.mark.parametrize(
    ("name", "content", "codes"),
    [
        ("cut.warc", warc(("https://n.example/", page().encode()))[:-200], ["warc_damaged"]),
        ("cut.warc.gz", gzip.compress(warc(("https://n.example/", page().encode())))[:-40],
         ["warc_damaged"]),
        ("br.warc", warc(("https://n.example/", brotli.compress(page().encode())[:-40]),
                         headers={"Content-Encoding": "br"}), ["page_cut"]),
        ("said.warc", warc(("https://n.example/", page().encode())).replace(
            b"WARC-Type", b"WARC-Truncated: length\r\nWARC-Type"), ["page_cut"]),
    ],
)  # fmt: skip
def test_what_is_left_of_a_page_that_was_cut_is_read_and_the_cut_is_said(
    tmp_path: Path, name: str, content: bytes, codes: list[str]
) -> None:
    write(tmp_path, name, content)
    first, *more = raws(tmp_path)
    assert first.payload[:40] == page().encode()[:40]
    assert [note.code for note in first.notes] == codes
    broken = [d.problem.code for d in more if d.problem]
    assert broken == (["damaged_file"] if name.endswith(".gz") else [])


def test_a_length_of_an_old_archive_that_lies_costs_no_page(tmp_path: Path) -> None:
    pages = [(f"https://news.example/{n} a", page().encode()) for n in range(3)]
    sound = arc(*pages)
    for stated in (b"5", b"-1", b"abc"):
        at = sound.index(b"https://news.example/1 a")
        end = sound.index(b"\n", at)
        begin = sound.rindex(b" ", at, end) + 1
        write(tmp_path, "a.arc", sound[:begin] + stated + sound[end:])
        found = raws(tmp_path)
        assert [d.url for d in found] == [url for url, _ in pages]
        assert {d.payload.rstrip() for d in found} == {page().encode()}
        assert [len(d.notes) for d in found] == [0, 1, 0]


def test_revisits_and_captures_that_repeat_an_earlier_one_are_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    once = warc(("https://news.example/", page().encode()))
    again = once.replace(b"urn:uuid:", b"urn:uuid:a")
    revisit = again.replace(b"urn:uuid:a", b"urn:uuid:b").replace(b": response", b": revisit")
    write(tmp_path, "a.warc", once + again + revisit)
    with caplog.at_level(logging.INFO):
        assert problems(tmp_path) == [None, None]
    assert "1 captures like an earlier one, 1 revisit" in caplog.text


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("cut.warc.gz", gzip.compress(warc(("https://n.example/", page().encode())))[:-40],
         "damaged_file"),
        ("no.warc", b"\n\n", "not_a_warc"),
        ("bomb.warc", warc(("https://n.example/", gzip.compress(bytes(64 << 20), 1)),
                           headers={"Content-Encoding": "gzip"}), "too_large"),
        ("lz.warc", warc(("https://n.example/", b"\x0b\x02\x80"),
                         headers={"Content-Encoding": "compress"}), "content_encoding"),
        ("no-br.warc", warc(("https://n.example/", b"\xff\xff\xff no brotli"),
                            headers={"Content-Encoding": "br"}), "damaged_file"),
        ("br-bomb.warc", warc(("https://n.example/", brotli.compress(bytes(64 << 20), quality=5)),
                              headers={"Content-Encoding": "br"}), "too_large"),
        ("empty.parquet", b"", "damaged_file"),
        ("no.parquet", b"PAR1 it is not PAR1", "damaged_file"),
        ("packed.parquet.gz", gzip.compress(b"PAR1"), "unsupported_format"),
        ("no.rss", b"<html><p>x</p></html>", "not_a_feed"),
        ("no.xml", b"\x00\x01", "not_a_feed"),
        ("empty.atom", b"<feed></feed>", "empty"),
        ("empty.mbox", b"\n", "empty"),
        ("empty.csv", b"", "empty"),
        ("head.csv", b"id,text\n", "empty"),
        ("other.csv", b"id,story\n1,Rain.\n", "column_missing"),
        ("wide.csv", "id,text\n1,Rain.\n".encode("utf-16")[:-1], "damaged_file"),
        ("comma.csv", b"id,text\n1,Rain, and wind.\n", "row_unreadable"),
        ("news.zip", b"PK\x03\x04", "damaged_file"),
        ("news.7z", b"7z\xbc\xaf", "unsupported_format"),
    ],
)  # fmt: skip
def test_a_broken_file_is_a_document_with_a_reason(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    write(tmp_path, name, content)
    found = [document.problem for document in raws(tmp_path) if document.problem]
    assert [problem.code for problem in found] == [code]
    assert len(found[0].detail) > 20


def test_a_page_that_was_sent_in_brotli_is_read(tmp_path: Path) -> None:
    packed = brotli.compress(page().encode())
    archive = warc(("https://n.example/", packed), headers={"Content-Encoding": "br"})
    write(tmp_path, "br.warc", archive)
    [found] = raws(tmp_path)
    assert found.payload == page().encode()


@pytest.mark.parametrize(
    ("name", "content", "broken"),
    [
        ("a.jsonl", b"{\n" * 1_000, 1_000),
        ("a.warc", b"WARC/1.0\r\nContent-Length: 9\r\n\r\n\r\n\r\n" * 1_000, 1_000),
    ],
    ids=["a.jsonl", "a.warc"],
)
def test_records_that_are_broken_throughout_are_summed_up_behind_the_first(
    tmp_path: Path, name: str, content: bytes, broken: int
) -> None:
    write(tmp_path, name, content)
    *own, last = [document.problem for document in raws(tmp_path)]
    assert len(own) == MOST_BROKEN
    assert last is not None
    assert (last.code, last.detail.split()[0]) == ("records_broken", str(broken - MOST_BROKEN))


def test_rows_of_a_table_are_records_with_their_columns_mapped(tmp_path: Path) -> None:
    parquet(
        tmp_path,
        key=[7, 8, 9],
        content=["One.", "Two.", "Three."],
        when=[datetime(2024, 3, 3, 8, tzinfo=UTC), None, None],
        writers=[["Jo Roe"], [], None],
        unused=["x"] * 3,
    )
    columns = {"id": "key", "text": "content", "published_at": "when", "byline": "writers"}
    found = documents(tmp_path, columns)
    assert [(d.source_id, d.text) for d in found] == [("7", "One."), ("8", "Two."), ("9", "Three.")]
    assert (found[0].published_at, found[0].byline) == ("2024-03-03T08:00:00+00:00", ("Jo Roe",))


def test_a_day_and_text_in_bytes_are_read(tmp_path: Path) -> None:
    parquet(tmp_path, id=["1"], text=[b"caf\xc3\xa9"], published_at=[date(2024, 3, 3)])
    [found] = documents(tmp_path)
    assert (found.text, found.published_at) == ("café", "2024-03-03")


def test_a_table_without_a_text_column_says_which_it_has(tmp_path: Path) -> None:
    parquet(tmp_path, id=[1], content=["x"])
    [problem] = [d.problem for d in raws(tmp_path)]
    assert problem is not None
    assert problem.code == "column_missing"
    assert "content" in problem.detail
    assert "[tool.broadsheet.columns]" in problem.detail


def test_columns_of_the_wrong_type_and_empty_tables_are_said(tmp_path: Path) -> None:
    parquet(tmp_path, "a.parquet", id=[1], text=[5])
    parquet(tmp_path, "b.parquet", text=pa.array([], pa.string()))
    first, second = raws(tmp_path)
    with pytest.raises(Exception, match="record_text_missing"):
        read_document(first)
    assert second.problem is not None
    assert second.problem.code == "empty"


def test_the_same_mapping_serves_records_that_need_it_and_those_that_do_not(tmp_path: Path) -> None:
    lines = [{"id": 1, "content": "One."}, {"id": 2, "text": "Two."}]
    write(tmp_path, "r.jsonl", "\n".join(map(json.dumps, lines)).encode())
    assert [d.text for d in documents(tmp_path, {"text": "content"})] == ["One.", "Two."]


RSS = """<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Gazette</title>
<item><title>Pumps fail</title><link>https://gazette.example/pumps</link><guid>g1</guid>
<dc:creator>Jo Roe</dc:creator><pubDate>Sun, 03 Mar 2024 08:00:00 GMT</pubDate>
<description>The pumps of the lower town have failed for the second time this year.</description>
</item><item><title>Second</title><guid>g2</guid><content:encoded><![CDATA[<p>Water stood in the
streets of the lower town on Monday.</p><p>Schools will stay closed until Thursday at least, the
council said.</p>]]></content:encoded></item></channel></rss>"""


def test_items_of_a_feed_are_records(tmp_path: Path) -> None:
    write(tmp_path, "a.rss", RSS.encode())
    first, second = documents(tmp_path)
    assert first.text == "The pumps of the lower town have failed for the second time this year."
    assert (first.source_id, first.title, first.url, first.outlet, first.byline) == (
        "g1", "Pumps fail", "https://gazette.example/pumps", "The Gazette", ("Jo Roe",),
    )  # fmt: skip
    assert first.published_at == "2024-03-03T08:00:00+00:00"
    assert second.text.count("\n\n") == 1


def test_a_feed_with_impossible_names_of_elements_keeps_its_items(tmp_path: Path) -> None:
    write(tmp_path, "a.rss", RSS.replace("<item>", "<c:>x</c:><item>", 1).encode())
    *items, end = raws(tmp_path)
    assert read_document(items[0]).source_id == "g1"
    assert len(items) == 2
    assert end.problem is not None
    assert (end.problem.code, "line" in end.problem.detail) == ("damaged_file", True)


def test_a_table_whose_column_has_no_utf_8_name_is_damaged(tmp_path: Path) -> None:
    parquet(tmp_path, text=["Rain fell."], id=[1])
    path = tmp_path / "a.parquet"
    path.write_bytes(path.read_bytes().replace(b"text", b"te\xe0t"))
    [found] = raws(tmp_path)
    assert found.problem is not None
    assert found.problem.code == "damaged_file"


def test_a_defect_of_a_reader_is_the_problem_of_its_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("oops")

    write(tmp_path, "a.rss", RSS.encode())
    write(tmp_path, "b.txt", b"Rain fell.")
    monkeypatch.setattr("flows.sources.feeds._parsed", broken)
    one, other = raws(tmp_path)
    assert one.problem is not None
    assert (one.problem.code, other.problem) == ("reading_failed", None)
    assert "KeyError" in one.problem.detail


def test_messages_of_a_mailbox_are_records(tmp_path: Path) -> None:
    message = (
        "From a@b.example Sun Mar  3 08:00:00 2024\nMessage-ID: <m{n}@b.example>\nFrom: Jo Roe"
        " <jo@b.example>\nSubject: Pumps\nDate: Sun, 3 Mar 2024 08:00:00 +0000\n\nFailed.\n>From"
        " the town.\n\n"
    )
    write(tmp_path, "a.mbox", "".join(message.format(n=n) for n in range(2)).encode())
    first, second = documents(tmp_path)
    assert (first.source_id, second.source_id) == ("m0@b.example", "m1@b.example")
    assert (first.title, first.byline, first.text.strip()) == (
        "Pumps", ("Jo Roe",), "Failed.\nFrom the town.",
    )  # fmt: skip
    assert first.published_at == "2024-03-03T08:00:00+00:00"


def test_a_sentence_that_begins_with_from_opens_no_message(tmp_path: Path) -> None:
    head = "From a@b.example Sun Mar  3 08:00:00 2024\nSubject: Pumps\n\n"
    body = "Failed.\n\nFrom the town came nobody.\n\nFrom the hills came two.\n"
    write(tmp_path, "a.mbox", f"{head}{body}\n{head}Mended.\n".encode())
    assert [d.text.strip() for d in documents(tmp_path)] == [body.strip(), "Mended."]


def test_a_mailbox_that_begins_with_something_else_keeps_its_messages(tmp_path: Path) -> None:
    write(tmp_path, "a.mbox", b"\x89PNG\x00\n\nFrom x\nSubject: a\n\nText\n")
    assert problems(tmp_path) == ["message_unreadable", None]


def test_a_message_before_the_first_from_line_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.mbox", b"\n\xef\xbb\xbfSubject: a\n\nOne\n\nFrom x\n\nTwo\n")
    assert [d.text.strip() for d in documents(tmp_path)] == ["One", "Two"]

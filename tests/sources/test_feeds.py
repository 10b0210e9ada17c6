"""Feeds are read by feedparser; what of its reading is ours to rely on is pinned here."""

from __future__ import annotations

import base64
import time
from html import escape
from pathlib import Path

import pytest

from flows.sources.files import read_file
from tests.support.pages import write
from transforms.documents import Document, RawDocument, read_document
from transforms.text import Quarantined

LIMIT = 4 << 20
SENTENCE = "The pumps of the lower town have failed for the second time this year."
NAMES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
)


def rss(*items: str, head: str = "") -> str:
    """An RSS feed of these items."""
    inner = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<rss version="2.0" {NAMES}><channel><title>Gazette</title>{head}{inner}</channel></rss>'
    )


def atom(*entries: str) -> str:
    """An Atom feed of these entries."""
    inner = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">{inner}</feed>'


def raws(folder: Path, feed: str | bytes, name: str = "a.xml") -> list[RawDocument]:
    content = feed.encode() if isinstance(feed, str) else feed
    path = write(folder, name, content)
    return list(read_file(path, folder, document_bytes=LIMIT))


def items(folder: Path, feed: str | bytes) -> list[Document]:
    return [read_document(raw) for raw in raws(folder, feed)]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Rain &amp;amp; wind", "Rain & wind"),
        ("&lt;b&gt;Rain&lt;/b&gt; &amp;mdash; wind", "Rain — wind"),
        ("<![CDATA[<i>Rain</i> &amp; wind]]>", "Rain & wind"),
        ("Rain\n   and wind", "Rain and wind"),
        ("2 &lt; 3, he says", "2 < 3, he says"),
    ],
)
def test_a_title_is_what_a_reader_sees_of_it(tmp_path: Path, written: str, shown: str) -> None:
    [found] = items(tmp_path, rss(f"<title>{written}</title><description>x</description>"))
    assert found.title == shown


def test_a_title_of_plain_text_keeps_what_looks_like_a_tag(tmp_path: Path) -> None:
    [found] = items(
        tmp_path, atom("<id>1</id><title>The &lt;blink&gt; tag</title><summary>x</summary>")
    )
    assert found.title == "The <blink> tag"


def test_a_picture_has_no_say_in_title_and_text(tmp_path: Path) -> None:
    picture = "<media:title>Photo</media:title><media:description>A pump</media:description>"
    own = f"<title>Pumps fail</title><description>{SENTENCE}</description>"
    for item in (own + f"<media:content>{picture}</media:content>", picture + own):
        [found] = items(tmp_path, rss(item))
        assert (found.title, found.text) == ("Pumps fail", SENTENCE)


def test_the_whole_content_is_read_and_not_the_summary_of_it(tmp_path: Path) -> None:
    paragraphs = [SENTENCE, "Yes.", "Schools stay closed.", "Council: no comment"]
    content = escape("".join(f"<p>{text}</p>" for text in paragraphs))
    [found] = items(
        tmp_path,
        rss(f"<description>In short.</description><content:encoded>{content}</content:encoded>"),
    )
    assert found.text.split("\n\n") == paragraphs


def test_a_content_of_a_picture_alone_gives_way_to_the_summary(tmp_path: Path) -> None:
    picture = escape("<img src='https://gazette.example/a/very/long/address/of/a/picture.jpg'>" * 4)
    [found] = items(
        tmp_path,
        rss(f"<description>{SENTENCE}</description><content:encoded>{picture}</content:encoded>"),
    )
    assert found.text == SENTENCE


def test_plain_text_keeps_its_lines_and_its_signs(tmp_path: Path) -> None:
    [found] = items(tmp_path, atom('<content type="text">If a &lt; b:\n\nstop.</content>'))
    assert found.text == "If a < b:\n\nstop."


def test_markup_in_elements_of_its_own_is_read_as_markup(tmp_path: Path) -> None:
    inner = "<div xmlns='http://www.w3.org/1999/xhtml'><p>Rain.</p><p>Wind &amp; sun.</p></div>"
    [found] = items(tmp_path, atom(f'<content type="xhtml">{inner}</content>'))
    assert found.text == "Rain.\n\nWind & sun."


def test_a_packed_text_is_unpacked_and_packed_bytes_are_no_text(tmp_path: Path) -> None:
    def packed(content: bytes) -> str:
        return base64.b64encode(content).decode()

    kind = 'type="application/octet-stream"'
    [text, picture] = raws(
        tmp_path,
        atom(
            f"<content {kind}>{packed(SENTENCE.encode())}</content>",
            f"<id>2</id><content {kind}>{packed(bytes(range(200, 256)) * 3)}</content>",
        ),
    )
    assert read_document(text).text == SENTENCE
    with pytest.raises(Quarantined, match="empty"):
        read_document(picture)


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>https://gazette.example/a?x=1&amp;b=2</link>", "https://gazette.example/a?x=1&b=2"),
        ("<guid>https://gazette.example/a</guid>", "https://gazette.example/a"),
        ('<guid isPermaLink="false">7</guid>', None),
        (
            '<atom:link rel="alternate" href="https://gazette.example/a"/>',
            "https://gazette.example/a",
        ),
        ('<atom:link rel="enclosure" href="https://gazette.example/a.mp3"/>', None),
    ],
)
def test_the_address_is_that_of_the_page(tmp_path: Path, item: str, url: str | None) -> None:
    [found] = items(tmp_path, rss(f"{item}<description>x</description>"))
    assert found.url == url


def test_a_relative_address_is_resolved_by_the_base_that_the_feed_states(tmp_path: Path) -> None:
    feed = atom('<id>urn:1</id><link href="pumps"/><summary>x</summary>')
    feed = feed.replace("<entry>", '<entry xml:base="/news/">')
    [found] = items(tmp_path, feed.replace("<feed ", '<feed xml:base="https://gazette.example/" '))
    assert found.url == "https://gazette.example/news/pumps"


@pytest.mark.parametrize(
    ("item", "date"),
    [
        ("<pubDate>Sun, 03 Mar 2024 23:30:00 -0500</pubDate>", "2024-03-03T23:30:00-05:00"),
        ("<pubDate>Sun, 03 Mar 2024 08:00:00 EST</pubDate>", "2024-03-03T08:00:00-05:00"),
        ("<dc:date>2024-03-03T23:30:00-05:00</dc:date>", "2024-03-03T23:30:00-05:00"),
        ("<pubDate>2024-03-03</pubDate>", "2024-03-03"),
        ("<pubDate>2024/03/03 08:00:00</pubDate>", "2024/03/03 08:00:00"),
        ("<pubDate>3 March 2024 23:30 EST</pubDate>", "2024-03-03T23:30:00-05:00"),
        ("<pubDate>Sunday, 03 March 2024 08:00:00 GMT</pubDate>", "2024-03-03T08:00:00+00:00"),
        ("<pubDate>on a Sunday</pubDate>", "on a Sunday"),
    ],
)
def test_a_date_keeps_the_day_of_the_outlet(tmp_path: Path, item: str, date: str) -> None:
    [found] = items(tmp_path, rss(f"{item}<description>x</description>"))
    assert found.published_at == date


def test_an_item_that_was_changed_has_the_date_of_its_publication(tmp_path: Path) -> None:
    dates = "<updated>2024-03-05T08:00:00Z</updated><published>2024-03-03T08:00:00Z</published>"
    [found] = items(tmp_path, atom(f"{dates}<summary>x</summary>"))
    assert found.published_at == "2024-03-03T08:00:00Z"


def test_every_author_is_named_without_an_address(tmp_path: Path) -> None:
    authors = "<author><name>Ann Lee</name><email>a@b.example</email></author>"
    more = "<author><name>Frank Roe</name></author>"
    [found] = items(tmp_path, atom(f"{authors}{more}<summary>x</summary>"))
    assert found.byline == ("Ann Lee", "Frank Roe")
    for author in ("jo@b.example (Jo Roe)", "Jo Roe &lt;jo@b.example&gt;", "jo@b.org (Jo Roe)"):
        [found] = items(tmp_path, rss(f"<author>{author}</author><description>x</description>"))
        assert found.byline == ("Jo Roe",)
    [found] = items(tmp_path, rss("<author>jo@b.example</author><description>x</description>"))
    assert found.byline == ()


def test_a_channel_of_the_old_microsoft_form_is_a_feed(tmp_path: Path) -> None:
    url = "https://gazette.example/a"
    item = f'<ITEM HREF="{url}"><TITLE>Pumps fail</TITLE><ABSTRACT>Again.</ABSTRACT></ITEM>'
    [found] = items(tmp_path, f"<CHANNEL><TITLE>Gazette</TITLE>{item}</CHANNEL>")
    assert (found.title, found.url, found.text) == ("Pumps fail", url, "Again.")


def test_an_item_with_a_title_alone_is_an_article_and_an_issue(tmp_path: Path) -> None:
    [found] = items(tmp_path, rss("<title>Pumps fail again</title>"))
    assert (found.text, found.title) == ("Pumps fail again", "Pumps fail again")
    assert [issue.code for issue in found.issues if issue.severity == "warning"] == [
        "headline_only",
        "record_id_missing",
    ]


def test_an_item_with_neither_title_nor_text_has_a_reason(tmp_path: Path) -> None:
    [found] = raws(tmp_path, rss("<link>https://gazette.example/a</link>"))
    with pytest.raises(Quarantined, match="empty"):
        read_document(found)


def test_identity_is_the_id_of_an_item_or_else_its_address(tmp_path: Path) -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/"><item rdf:about="urn:1"><title>x</title>'
        "<link>https://gazette.example/a</link></item></rdf:RDF>"
    )
    assert [raw.source_id for raw in raws(tmp_path, rdf)] == ["https://gazette.example/a"]
    feed = rss("<guid>g1</guid><title>x</title>", "<link>https://gazette.example/b</link>")
    assert [raw.source_id for raw in raws(tmp_path, feed)] == ["g1", "https://gazette.example/b"]


def test_signs_that_should_be_escaped_are_read_as_they_are_meant(tmp_path: Path) -> None:
    feed = rss("<guid>1</guid><title>R&D &nbsp; cut</title>", "<guid>2</guid><title>Sun</title>")
    first, second = items(tmp_path, feed)
    assert [first.title, second.title] == ["R&D cut", "Sun"]
    assert "feed_mended" in [issue.code for issue in first.issues]


def test_items_after_a_break_in_the_xml_are_read_and_the_break_is_said(tmp_path: Path) -> None:
    feed = rss("<guid>1</guid><title>Rain</titel>", "<guid>2</guid><title>Sun</title>")
    *_, last, end = raws(tmp_path, feed)
    assert read_document(last).title == "Sun"
    assert end.problem is not None
    assert (end.problem.code, "line 1" in end.problem.detail) == ("damaged_file", True)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "utf-32", "iso-8859-15", "koi8-r", "cp037"]
)
def test_a_declared_encoding_is_that_of_the_feed(tmp_path: Path, encoding: str) -> None:
    word = "Река" if encoding not in ("iso-8859-15", "cp037") else "Rivière"
    feed = f"<?xml version='1.0' encoding='{encoding}'?>" + rss(f"<title>{word}</title>")
    [found] = items(tmp_path, feed.encode(encoding))
    assert found.title == word


@pytest.mark.parametrize(
    ("feed", "text"),
    [
        (rss("<title>Ça va, dit l’été</title>").encode("cp1252"), "Ça va, dit l’été"),
        (rss(f"<title>{'Школы закрыты до четверга. ' * 9}</title>").encode("koi8-r"),
         ("Школы закрыты до четверга. " * 9).strip()),
    ],
    ids=["western", "russian"],
)  # fmt: skip
def test_an_encoding_that_is_not_declared_is_assumed_and_said(
    tmp_path: Path, feed: bytes, text: str
) -> None:
    [found] = items(tmp_path, feed)
    assert found.title == text
    assert "encoding_assumed" in [issue.code for issue in found.issues]


@pytest.mark.parametrize(
    "declared",
    [
        "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>" + "".join(
            f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(1, 20)
        ) + "]>",
        "<!DOCTYPE rss [<!ENTITY u SYSTEM 'file:///etc/hostname'>]>",
        "<!DOCTYPE rss SYSTEM 'https://gazette.example/rss.dtd'>",
    ],
    ids=["a billion", "a file", "an address"],
)  # fmt: skip
def test_what_a_feed_declares_is_neither_multiplied_nor_fetched(
    tmp_path: Path, declared: str
) -> None:
    begin = time.process_time()
    feed = declared + rss("<guid>1</guid><title>x&t;&u;</title><description>&u;</description>")
    found = raws(tmp_path, feed)
    assert time.process_time() - begin < 5
    host = Path("/etc/hostname").read_text() if Path("/etc/hostname").exists() else "\0"
    assert all(len(raw.payload) < 1_000 and host.encode() not in raw.payload for raw in found)


@pytest.mark.parametrize("scale", [1, pytest.param(4, marks=pytest.mark.proof)])
@pytest.mark.parametrize(
    ("head", "mark", "times"),
    [
        (b"<rss ", b"a%d='x' ", 25_000),
        (b"<rss><channel><item>", b"<a>", 7_500),
        (b"<rss><channel><item><title>", b"&", 50_000),
        (b"<rss><channel>", b"<", 50_000),
        (b"<rss><channel>", b"<item>", 7_500),
        (b"<rss><channel><item>", b"<content>a</content>", 5_000),
        (b"", b"<a='", 25_000),
        (b"", b'<a="', 25_001),
        (b"", b"<!", 12_500),
    ],
    ids=lambda value: value.decode() if isinstance(value, bytes) else "",
)
def test_no_feed_holds_the_reader_up(
    tmp_path: Path, head: bytes, mark: bytes, times: int, scale: int
) -> None:
    marks = (mark % number if b"%" in mark else mark for number in range(times * scale))
    content = head + b"".join(marks) + (b"><item>x</item></rss>" if b"%" in mark else b"")
    begin = time.process_time()
    assert raws(tmp_path, content)
    assert time.process_time() - begin < 5 * scale

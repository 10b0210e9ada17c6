"""A page of HTML becomes the article's text; what its markup states is kept, not guessed again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.html_templates import TEMPLATES
from tests.support.pages import PARAGRAPHS, page
from transforms.annotate import annotate
from transforms.documents import Document, RawDocument, read_document
from transforms.page.dates import read_dates, resolve_date
from transforms.page.page import Page, parse_marked_up
from transforms.text import Quarantined


def read(markup: str | bytes, charset: str | None = None, *, path: str = "a.html") -> Document:
    payload = markup if isinstance(markup, bytes) else markup.encode()
    raw = RawDocument("0" * 16, path, None, "f" * 64, "html", payload, charset=charset)
    return read_document(raw)


def anatomy(document: Document) -> Page:
    return parse_marked_up(document.text, document.zones, byline=document.byline)


def said(markup: str, kind: str) -> list[str]:
    found = anatomy(read(markup))
    return [span.of(found.text) for span in found.spans_of(kind)]  # type: ignore[arg-type]


def codes(document: Document) -> list[str]:
    return [issue.code for issue in document.issues]


def test_paragraphs_are_the_text_and_the_site_is_left_out() -> None:
    site = "<nav><ul><li>Home</li></ul></nav><div class='share-bar'>Share this story</div>"
    document = read(page(top=site, bottom="<footer><p>All rights are ours.</p></footer>"))
    assert document.text == "\n\n".join(("Pumps fail", *PARAGRAPHS))


@pytest.mark.parametrize(
    "markup",
    [
        "<figure><img src='p.jpg'><figcaption>{}</figcaption></figure>",
        "<div class='media__caption'>{}</div>",
        "<div class='wp-caption'><img src='p.jpg'><p class='wp-caption-text'>{}</p></div>",
        "<table><tr><td><img src='p.jpg'></td></tr><tr><td><i>{}</i></td></tr></table>",
        "<img src='p.jpg'><div class='image-credit'>{}</div>",
        "<img src='p.jpg'><p class='legend'>{}</p>",
    ],
)
def test_a_caption_is_a_caption_however_it_is_marked_up(markup: str) -> None:
    caption = "Ann Lee beside the failed pumps. Photo: R. Moss"
    assert said(page(top=markup.format(caption)), "caption") == [caption]
    assert said(page(top=markup.format(caption)), "body") == list(PARAGRAPHS)


def test_a_note_on_the_author_is_no_byline() -> None:
    byline = "<p class='byline'>By Jo Roe</p>"
    note = "<div class='author-bio'><p>Jo Roe covers the river for the Gazette.</p></div>"
    found = anatomy(read(page(top=byline, bottom=note)))
    assert found.byline == ("Jo Roe",)
    assert [span.of(found.text) for span in found.spans_of("byline")] == ["By Jo Roe"]
    assert "covers" not in found.text


@pytest.mark.parametrize(
    "mark",
    ["pull-quote", "pullquote", "donate-box", "audio-player", "alsoread", "article__also-read",
     "read-more", "mostRead"],
)  # fmt: skip
def test_a_block_whose_mark_names_furniture_is_left_out(mark: str) -> None:
    block = (
        f"<div class='{mark}'><p>The pumps of the town had failed for the second time.</p></div>"
    )
    first, *others = PARAGRAPHS
    amid = page(top=f"<p>{first}</p>{block}", paragraphs=tuple(others))
    assert said(amid, "body") == list(PARAGRAPHS)


def test_a_mark_of_two_parts_counts_only_where_they_stand_side_by_side() -> None:
    assert said(page(top="<p class='pull-left quote'>The mayor went home.</p>"), "body") == [
        "The mayor went home.",
        *PARAGRAPHS,
    ]


def test_an_author_and_a_day_in_one_line_become_byline_and_date() -> None:
    line = "<div>Posted on <span class=date>3 March 2024</span> by <a rel=author>Jo Roe</a></div>"
    found = anatomy(read(page(top=line)))
    assert found.byline == ("Jo Roe",)
    assert [span.of(found.text) for span in found.spans_of("date")] == ["Posted on 3 March 2024"]


def test_dates_of_the_head_are_evidence_and_an_update_is_no_publication() -> None:
    data = {"@type": "NewsArticle", "dateModified": "2024-04-01", "datePublished": "2024-03-03"}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    head += '<meta property="article:published_time" content="2024-03-03T08:00:00Z">'
    document = read(page(head=head))
    candidates = read_dates(
        anatomy(document), source_path="a.html", stated=document.dates
    ).candidates
    assert [(c.source, c.value[:10], c.is_update) for c in candidates] == [
        ("json_ld", "2024-03-03", False),
        ("json_ld", "2024-04-01", True),
        ("html_meta", "2024-03-03", False),
    ]
    choice = resolve_date(candidates)
    assert (str(choice.published_date), choice.source, choice.conflict) == (
        "2024-03-03",
        "json_ld",
        False,
    )


def test_metadata_of_the_head_is_kept() -> None:
    head = (
        "<link rel=canonical href='https://gazette.example/pumps'>"
        "<meta property=og:site_name content='The Gazette'><meta name=author content='Jo Roe'>"
    )
    document = read(page(head=head).replace("<html>", "<html lang=en-GB>"))
    assert (document.url, document.outlet, document.byline, document.language) == (
        "https://gazette.example/pumps",
        "The Gazette",
        ("Jo Roe",),
        "en",
    )


@pytest.mark.parametrize(
    ("path", "site", "outlet"),
    [
        ("crawl/a.html", "Harbour Gazette", "Harbour Gazette"),
        ("harbour-gazette/a.html", "Harbour Gazette", "harbour-gazette"),
        ("harbour-gazette/a.html", "The Harbour Gazette | Home of News", "harbour-gazette"),
        ("gazette.example/a.html", "Gazette.com", "Gazette.com"),
        ("the_gazette/a.html", "Gazette.com", "the_gazette"),
        ("a.html", "Gazette | Home of News", "Gazette | Home of News"),
        ("tpa-wire/a.html", "Tidewater Press Agency", "tpa-wire"),
        ("tp/a.html", "Tidewater Press Agency", "Tidewater Press Agency"),
        ("crawl/a.html", "", "crawl"),
    ],
)
def test_a_page_states_its_outlet_unless_its_folder_says_the_same(
    path: str, site: str, outlet: str
) -> None:
    markup = page(head=f"<meta property=og:site_name content='{site}'>")
    assert read(markup, path=path).outlet == outlet


def test_a_publisher_in_linked_data_is_the_outlet_also_of_a_page_in_a_folder() -> None:
    data = '{"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "Tide Post"}}'
    markup = page(head=f"<script type='application/ld+json'>{data}</script>")
    assert read(markup, path="crawl/a.html").outlet == "Tide Post"


def test_a_container_that_holds_the_story_is_no_furniture_whatever_its_name() -> None:
    wrapped = page().replace("<article>", "<form><div class='with-sidebar comments-on'>")
    assert said(wrapped.replace("</article>", "</div></form>"), "body") == list(PARAGRAPHS)


def test_captions_and_dates_of_other_stories_are_not_ours() -> None:
    teaser = (
        "</article><article><h3>Trams to return</h3><time>1 January 2020</time>"
        "<figure><img><figcaption>A tram last autumn</figcaption></figure>"
    )
    assert said(page(bottom=teaser), "caption") == said(page(bottom=teaser), "date") == []


@pytest.mark.parametrize(
    ("markup", "charset"),
    [
        (page(top="<p>Café prices in Łódź rose, the owners of the cafés there said.</p>"), None),
        (page(head="<meta charset=windows-1251>", top="<p>Цены в городе снова выросли.</p>"), None),
        (page(top="<p>Цены в городе снова выросли, сказал мэр.</p>"), "koi8-r"),
    ],
)
def test_a_declared_encoding_is_believed_unless_the_bytes_are_utf8(
    markup: str, charset: str | None
) -> None:
    encoding = charset or ("windows-1251" if "1251" in markup else "utf-8")
    expected = read(markup).text
    assert read(markup.encode(encoding), charset).text == expected


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ("<html></html>", "html_no_article"),
        ("<html><nav>Home</nav></html>", "html_no_article"),
        ("", "empty"),
        ("%PDF-1.7", "binary"),
        ("<p>" * 200_000, "html_too_large"),
    ],
)
def test_a_page_without_an_article_is_quarantined_with_the_reason(markup: str, code: str) -> None:
    with pytest.raises(Quarantined) as refused:
        read(markup)
    assert refused.value.issue.code == code
    assert len(refused.value.issue.detail) > 10


def test_a_hundred_thousand_divisions_lose_no_paragraph_and_are_said() -> None:
    document = read(page(top="<div>" * 100_000))
    assert document.text.endswith("\n\n".join(PARAGRAPHS))
    assert "html_too_deep" in codes(document)


def test_nul_and_other_control_characters_are_dropped_and_said() -> None:
    document = read(page().replace("river", "ri\0v\x01er"))
    assert document.text == read(page()).text
    assert codes(document) == ["control_characters_dropped"]


def test_ten_thousand_attributes_do_not_hold_the_reader_up() -> None:
    attributes = " ".join(f"a{number}=b" for number in range(100_000))
    assert said(page().replace("<article>", f"<article {attributes}>"), "body") == list(PARAGRAPHS)


def test_a_feed_item_of_html_takes_its_metadata_from_the_record() -> None:
    record = {"id": 1, "html": page(), "title": "Pumps", "published_at": "2024-03-03"}
    raw = RawDocument("0" * 16, "a.jsonl", "1", "f" * 64, "record", json.dumps(record).encode())
    document = read_document(raw)
    assert (document.title, document.published_at) == ("Pumps", "2024-03-03")
    assert document.text.endswith(PARAGRAPHS[-1])


_PIECES = st.lists(
    st.sampled_from(
        [
            *("<", ">", "&", ";", '"', "'", "=", " ", "/", "!", "</", "<!--", "&#0;", "\0"),
            *("p", "div", "table", "td", "<p", "<h1>", "<figure>", "<script>", "<br>"),
            *("figcaption", "class=", "caption", "Zoë said so.", "\ud7ff"),
        ]
    ),
    max_size=60,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(_PIECES, st.sampled_from([None, "utf-8", "shift_jis", "base64", "x"]))
def test_any_markup_gives_zones_that_cover_the_text_or_a_reason(markup: str, label: str) -> None:
    try:
        document = read(page(top=markup), label)
    except Quarantined:
        return
    found = anatomy(document)
    covered = "".join(span.of(found.text) for span in (zone.span for zone in found.zones))
    assert "".join(covered.split()) == "".join(document.text.split())
    assert document.text.encode("utf-8")


def test_the_designs_of_the_benchmark_are_at_least_eight() -> None:
    assert len(TEMPLATES) >= 8


def test_the_name_of_an_archive_dates_no_page_in_it() -> None:
    markup = page().replace("<html>", "<html lang=fr>").encode()  # French ends after the dates

    def day(source_id: str | None) -> str:
        raw = RawDocument("0" * 16, "crawl-20240426.gz", source_id, "f" * 64, "html", markup)
        return str(annotate(read_document(raw)).date.published_date)

    assert (day("urn"), day(None)) == ("None", "2024-04-26")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Home | World | Sport\n\nSign up for our newsletter\n\n© 2023 The Post\n", ["no_body"]),
        ("Rain in Elland\n\nIt rained in Elland for nine days, its mayor said on Monday.\n", []),
    ],
)
def test_a_page_without_a_body_says_so(text: str, codes: list[str]) -> None:
    raw = RawDocument("0" * 16, "a.txt", None, "f" * 64, "page", text.encode())
    found = [issue.code for issue in annotate(read_document(raw), "rules").issues]
    assert [code for code in found if code == "no_body"] == codes

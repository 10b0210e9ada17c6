"""What the markup of a page says of its structure: standfirsts, kickers, tables, lists, posts."""

from __future__ import annotations

import pytest

from tests.support.pages import PARAGRAPHS, page
from transforms.annotate import annotate
from transforms.documents import Document, RawDocument, read_document
from transforms.page import parse_marked_up
from transforms.page.html_text import shown


def read(markup: str) -> Document:
    raw = RawDocument("0" * 16, "a.html", None, "f" * 64, "html", markup.encode())
    return read_document(raw)


def zones(markup: str) -> list[tuple[str, str]]:
    """Kind and surface of every zone of the page that the markup makes."""
    document = read(markup)
    found = parse_marked_up(document.text, document.zones, byline=document.byline)
    return [(zone.kind, zone.span.of(found.text)) for zone in found.zones]


def said(markup: str, kind: str) -> list[str]:
    return [surface for found, surface in zones(markup) if found == kind]


STANDFIRST = "Mayor Ann Lee says that 400 people left their homes in one night"


@pytest.mark.parametrize("mark", ["standfirst", "article__dek", "story-subtitle", "subheadline"])
def test_a_standfirst_is_a_zone_of_its_own(mark: str) -> None:
    found = zones(page(top=f"<p class='{mark}'>{STANDFIRST}</p>"))
    assert found[:2] == [("headline", "Pumps fail"), ("standfirst", STANDFIRST)]


def test_names_and_figures_of_a_standfirst_are_read() -> None:
    found = annotate(read(page(top=f"<p class='standfirst'>{STANDFIRST}</p>")))
    mentions = [(one.mention.zone, one.mention.span.of(found.document.text)) for one in found.named]
    assert ("standfirst", "Ann Lee") in mentions
    figures = [(one.zone, one.span.of(found.document.text)) for one in found.figures]
    assert ("standfirst", "400 people") in figures
    [quote] = [one for one in found.quotes if one.attribution.sentence_index == 1]
    assert quote.attribution.source
    assert quote.attribution.source.of(found.document.text) == "Mayor Ann Lee"


def test_a_line_marked_like_a_standfirst_within_the_story_is_a_subheading() -> None:
    story = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><h2 class='subhead'>The pumps</h2>"
    assert said(page(top=story), "subheading") == ["The pumps"]
    assert said(page(top=story), "standfirst") == []


def test_a_kicker_is_a_zone_above_the_headline() -> None:
    markup = page().replace("<h1>", "<p class='article-kicker'>Flooding</p><h1>")
    assert zones(markup)[:2] == [("kicker", "Flooding"), ("headline", "Pumps fail")]


def test_the_kicker_of_another_story_is_left_out() -> None:
    teaser = "<div class='teaser'><p class='kicker'>Weather</p><h3>Rain again</h3></div>"
    assert "Weather" not in read(page(bottom=teaser)).text


ROWS = (
    "<tr><th></th><th>Homes</th><th>Flooded</th></tr>"
    "<tr><td>Lower town</td><td>1,200</td><td>40%</td></tr>"
    "<tr><td>Harbour <small>(new)</small></td><td>350</td><td></td></tr>"
)


def test_a_table_is_one_zone_with_its_cells_in_order() -> None:
    found = zones(page(bottom=f"<table><caption>By district</caption>{ROWS}</table>"))
    assert found[-1] == (
        "table",
        "By district\n\tHomes\tFlooded\nLower town\t1,200\t40%\nHarbour (new)\t350",
    )


def test_numbers_of_a_table_are_figures_of_its_headers() -> None:
    found = annotate(read(page(bottom=f"<table>{ROWS}</table>")))
    text = found.document.text
    figures = [one for one in found.figures if one.zone == "table"]
    assert [(one.span.of(text), one.measured and one.measured.of(text)) for one in figures] == [
        ("1,200", "Homes"), ("40%", "Flooded"), ("350", "Homes"),
    ]  # fmt: skip
    assert all(found.sentences[one.sentence_index].span.contains(one.span) for one in figures)


def test_a_wide_cell_keeps_the_columns_below_in_place() -> None:
    rows = (
        "<tr><th colspan=2>Two years</th><th>All</th></tr><tr><td>1</td><td>2</td><td>3</td></tr>"
    )
    found = said(page(bottom=f"<table>{rows}</table>"), "table")
    assert found == ["Two years\t\tAll\n1\t2\t3"]


def test_a_table_in_a_figure_is_no_caption() -> None:
    assert len(said(page(bottom=f"<figure><table>{ROWS}</table></figure>"), "table")) == 1


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><p>{0}</p><p>{1}</p></td><td>x</td></tr><tr><td>y</td><td>z</td></tr>",
        "<table role=none><tr><td>{0}</td><td>x</td></tr><tr><td>{1}</td><td>y</td></tr>",
        "<table><tr><td><table><tr><td>{0}</td></tr></table></td></tr><tr><td>{1}</td></tr>",
        "<table><tr><td>{0}</td></tr><tr><td>{1}</td></tr>",
    ],
)
def test_a_table_that_lays_out_a_page_is_no_table(table: str) -> None:
    long = [" ".join([text] * 5) for text in PARAGRAPHS[:2]]
    found = zones(page(bottom=table.format(*long) + "</table>"))
    assert {text for kind, text in found if kind == "body"} >= set(long)
    assert not [text for kind, text in found if kind == "table"]


def test_text_in_which_a_line_may_break_reads_as_it_is_shown() -> None:
    hinted = (
        "The flood&shy;ing of the lower\u200b town cost coun\u00adcils millions, officials said."
    )
    document = read(page(bottom=f"<p>{hinted}</p>"))
    assert document.text.endswith(
        "The flooding of the lower town cost councils millions, officials said."
    )


def test_an_entity_that_was_escaped_twice_is_its_character() -> None:
    document = read(
        page(bottom="<p>Dyke &amp;amp; Sons &amp;quot;will pay&amp;quot; &amp;pound;5m.</p>")
    )
    assert document.text.endswith('Dyke & Sons "will pay" £5m.')


def test_markup_that_a_page_shows_stays() -> None:
    assert shown("The tag &lt;b&gt; makes &quot;bold&quot;") == 'The tag &lt;b&gt; makes "bold"'


def test_a_paragraph_hidden_from_screen_readers_alone_is_text() -> None:
    rest = "".join(f"<p class='locked' aria-hidden='true'>{text}</p>" for text in PARAGRAPHS[2:])
    found = said(page(paragraphs=PARAGRAPHS[:2], bottom=rest), "body")
    assert found == list(PARAGRAPHS)


def test_a_window_that_is_not_open_is_no_text() -> None:
    window = f"<div aria-hidden='true' class='dialogue'><p>{PARAGRAPHS[0]}</p></div>"
    assert read(page(bottom=window)).text == read(page()).text


def test_two_breaks_part_paragraphs() -> None:
    text = "<br><br>".join(PARAGRAPHS) + "<br /> <br/>Photo: Ann Lee"
    markup = page(paragraphs=(), bottom=f"<div class='text'>{text}</div>")
    assert said(markup, "body")[:4] == list(PARAGRAPHS)


def test_laid_out_text_keeps_its_paragraphs() -> None:
    markup = page(paragraphs=(), bottom="<pre>" + "\n\n".join(PARAGRAPHS) + "</pre>")
    assert said(markup, "body") == list(PARAGRAPHS)


def head(heading: str, title: str = "Bridge to close") -> list[tuple[str, str]]:
    """The first two zones of a page with this heading, called so by its metadata."""
    stated = f"<meta property=og:title content='{title}'>"
    return zones(page(head=stated).replace("<h1>Pumps fail</h1>", f"<h1>{heading}</h1>"))[:2]


@pytest.mark.parametrize(
    "heading",
    [
        "<span class='kicker'>Harbour</span>Bridge to close",
        "<span class='a7'>Harbour</span><span class='b2'>Bridge to close</span>",
        "<small>Harbour</small><br>Bridge to close",
        "<span>Harbour<span class='hidden'>: </span></span>Bridge to close",
        "<span class='head__dachzeile'>Harbour</span> <span>Bridge to <em>close</em></span>",
    ],
)
def test_a_kicker_within_the_heading_is_no_part_of_the_headline(heading: str) -> None:
    assert [kind for kind, _ in head(heading)] == ["kicker", "headline"]
    assert [text.rstrip(": ") for _, text in head(heading)] == ["Harbour", "Bridge to close"]


def test_a_marked_kicker_is_one_whatever_the_page_is_called() -> None:
    found = head("<span class='kicker'>Harbour</span>Bridge to close", "Harbour news")
    assert found == [("kicker", "Harbour"), ("headline", "Bridge to close")]


def test_what_the_page_calls_its_title_as_a_whole_is_the_headline() -> None:
    found = head(
        "<b class='kicker'>Harbour</b><i>: </i>Bridge to close", "Harbour: Bridge to close"
    )
    assert found[0] == ("headline", "Harbour: Bridge to close")


def test_a_second_line_of_the_heading_is_the_standfirst() -> None:
    found = head("<span>Bridge to close</span> <span>Repairs will take a year</span>")
    assert found == [("headline", "Bridge to close"), ("standfirst", "Repairs will take a year")]


def test_a_word_that_is_set_apart_in_a_heading_is_a_part_of_it() -> None:
    assert head("Bridge <em>to</em> close")[0] == ("headline", "Bridge to close")
    assert head("Bridge closes for CO<sub>2</sub>", "A")[0] == ("headline", "Bridge closes for CO2")


def test_lines_of_a_heading_are_not_glued() -> None:
    assert (
        head("<span>Harbour bridge</span>Repairs begin", "A")[0][1]
        == "Harbour bridge Repairs begin"
    )
    assert head("Harbour bridge<br>to close", "A")[0][1] == "Harbour bridge to close"


@pytest.mark.parametrize(
    ("markup", "zone"),
    [
        ("<p class='byline'><a>Jo Roe</a><span>Travel Editor</span></p>", "Jo Roe Travel Editor"),
        ("<p class='byline'>by<b>Jo Roe</b></p>", "by Jo Roe"),
        ("<p class='date'><b>2 May 2024</b><i>14:29</i></p>", "2 May 2024 14:29"),
    ],
)
def test_the_parts_of_a_byline_or_date_are_not_glued(markup: str, zone: str) -> None:
    assert zone in [text for _, text in zones(page(top=markup))]


def test_a_day_marked_as_a_byline_is_a_date() -> None:
    markup = "<div class='byline'><p>By Jo Roe</p><p>2 May 2024, 14:29</p></div>"
    found = zones(page(top=markup))
    assert found[1:3] == [("byline", "By Jo Roe"), ("date", "2 May 2024, 14:29")]


POSTS = (
    "<div class='update'><time>14:32 GMT</time> <span class='author'>Jo Roe</span>"
    f"<h3>Pumps start again</h3><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></div>"
    f"<div class='update'><time>13.05</time><p>{PARAGRAPHS[2]}</p></div>"
)


def test_each_post_of_a_live_blog_begins_with_its_time() -> None:
    found = zones(page(bottom=POSTS))[5:]
    assert [(kind, text[:20]) for kind, text in found] == [
        ("date", "14:32 GMT"),
        ("byline", "Jo Roe"),
        ("subheading", "Pumps start again"),
        ("body", PARAGRAPHS[0][:20]),
        ("body", PARAGRAPHS[1][:20]),
        ("date", "13.05"),
        ("body", PARAGRAPHS[2][:20]),
    ]


def test_items_of_a_list_are_body_each_by_itself() -> None:
    items = "<ul><li>Schools in the lower town stay closed</li><li>Boats run every hour</li></ul>"
    story = f"<p>{PARAGRAPHS[0]}</p><p>The council says:</p>{items}<p>{PARAGRAPHS[1]}</p>"
    assert said(page(paragraphs=PARAGRAPHS[2:], bottom=story), "body")[2:] == [
        PARAGRAPHS[0],
        "The council says:",
        "Schools in the lower town stay closed",
        "Boats run every hour",
        PARAGRAPHS[1],
    ]


def test_questions_and_answers_of_a_definition_list_are_body() -> None:
    questions = (
        f"<dl><dt>Why did the pumps fail?</dt><dd>{PARAGRAPHS[2]}</dd>"
        f"<dt>When will schools open?</dt><dd>{PARAGRAPHS[3]}</dd></dl>"
    )
    assert said(page(paragraphs=PARAGRAPHS[:2], bottom=questions), "body")[2:] == [
        "Why did the pumps fail?",
        PARAGRAPHS[2],
        "When will schools open?",
        PARAGRAPHS[3],
    ]


def test_an_element_of_its_own_name_hands_its_mark_to_what_stands_in_it() -> None:
    teaser = f"<site-box class='related'><div><p>{PARAGRAPHS[0]}</p></div></site-box>"
    assert len(said(page(bottom=teaser), "body")) == len(PARAGRAPHS)


def test_pictures_of_a_gallery_keep_their_captions() -> None:
    pictures = "".join(
        f"<figure><img src='{n}.jpg'><figcaption>Picture {n} shows the pumps.</figcaption></figure>"
        for n in range(3)
    )
    story = f"<p>{PARAGRAPHS[0]}</p>{pictures}<p>{PARAGRAPHS[1]}</p>"
    assert len(said(page(bottom=story), "caption")) == 3


def test_what_only_screen_readers_say_is_no_text() -> None:
    heard = "<a>Read the report<span class='sr-only'> (opens in a new window)</span></a>"
    story = f"<p>{PARAGRAPHS[0]} {heard}</p><div class='visually-hidden'>Author of this:</div>"
    document = read(page(paragraphs=PARAGRAPHS[1:], bottom=story))
    assert document.text.endswith(f"{PARAGRAPHS[0]} Read the report")


SUMMED = "Hundreds leave their homes as the river Vessa rises for the second time this year"


@pytest.mark.parametrize(
    "top",
    [
        f"<div class='x1'><p>{SUMMED}</p></div>",
        f"<div class='x1'><p>{SUMMED}</p></div><p class='byline'>By Jo Roe</p>",
        f"<h2>{SUMMED}</h2>",
    ],
)
def test_what_the_page_calls_its_description_is_the_standfirst(top: str) -> None:
    head = f"<meta name=description content='{SUMMED}.'>"
    markup = page(head=head, top=top).replace("<p>The river", "<div><p>The river")
    assert said(markup, "standfirst") == [SUMMED]
    assert said(markup, "body") == list(PARAGRAPHS)


def test_the_first_paragraph_is_body_also_where_it_is_the_description() -> None:
    head = f"<meta name=description content='{PARAGRAPHS[0]}'>"
    assert said(page(head=head), "body") == list(PARAGRAPHS)


def test_a_short_heading_below_the_headline_opens_a_section() -> None:
    assert said(page(top="<h2>What happened</h2>"), "standfirst") == []


def test_the_headline_is_not_repeated_as_a_heading() -> None:
    found = zones(page(top="<h2>Pumps fail</h2>"))
    assert [text for _, text in found].count("Pumps fail") == 1


def test_two_sentences_between_which_elements_end_or_begin_are_parted_by_a_blank() -> None:
    one, two = PARAGRAPHS[:2]
    for line in (
        f"{one}<span class='br'></span>{two}",
        f"{one}<span></span><a id='more'></a>{two}",
        f"<span>{one}</span><span>{two}</span>",
        f"{one}<b>{two[:5]}</b>{two[5:]}",
    ):
        assert said(page(top=f"<p>{line}</p>"), "body")[0] == f"{one} {two}"


def test_an_empty_element_within_a_sentence_or_a_word_changes_nothing() -> None:
    for empty in ("<span></span>", "<wbr>", "<a id='x'></a>"):
        story = (
            f"The river{empty} Vessa rose by 2.{empty}5 metres, the Net{empty}Watch group said."
            f"Nobo{empty}dy of U.S.{empty}Army was seen."
        )
        body = said(page(top=f"<p>{story} {PARAGRAPHS[1]}</p>"), "body")
        assert body[0] == f"{story.replace(empty, '')} {PARAGRAPHS[1]}"


def test_how_a_word_is_read_is_no_part_of_the_text() -> None:
    ruby = "<ruby>体罰<rp>(</rp><rt>たいばつ</rt><rp>)</rp></ruby>"
    text = f"<p>Parliament banned {ruby} of children on Monday, the government said.</p>"

    assert "Parliament banned 体罰 of children on Monday, the government said." in said(
        page(bottom=text), "body"
    )


def test_of_the_parts_of_a_title_the_longest_heading_is_the_headline() -> None:
    found = zones(
        "<html><head><title>The Gazette » Blog Archive » Pumps fail at the harbour</title></head>"
        "<body><h1>The Gazette</h1><article><h2>Pumps fail at the harbour</h2>"
        + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
        + "</article></body></html>"
    )
    assert ("headline", "Pumps fail at the harbour") in found

"""Page: pages as scrapers leave them, each line marked with the kind a reader gives it."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.support.templates import Template, compared_lines, compared_statements, templates
from transforms.lexicon import read_lexicon
from transforms.page.boilerplate import _MOST_WORDS
from transforms.page.lines import key_of, read_lines
from transforms.page.page import Page, parse_page, parse_record
from transforms.text import as_seen

PAGES = templates()
by_page = pytest.mark.parametrize("template", PAGES, ids=lambda template: template.name)


def found(page: Page) -> list[tuple[str, str]]:
    return [(zone.kind, zone.span.of(page.text)) for zone in page.zones]


@by_page
def test_a_page_is_read_as_it_is_marked(template: Template) -> None:
    read = [*compared_lines(template), *compared_statements(template)]
    misread = [one for one in read if one[0] != one[1]]
    assert len(misread) == template.misread, f"(wanted, found, line): {misread}"
    if not misread:
        assert found(parse_page(template.text)) == template.zones


@by_page
def test_line_ends_of_any_system_give_the_same_zones(template: Template) -> None:
    zones = found(parse_page(template.text))
    for line_end in ("\r\n", "\r", "  \n"):
        assert found(parse_page(template.text.replace("\n", line_end))) == zones


def test_a_photo_credit_is_no_agency_but_a_signature_is() -> None:
    story = "Fire in Kumasi market\n\nA fire destroyed the market on Sunday, officials said there."
    assert parse_page(f"{story}\n\nThe ruins. Photo: Reuters\n").agency is None
    assert parse_page(f"{story} (Reuters)\n").agency == "Reuters"
    assert parse_page(f"{story}\n\nAFP\n").agency == "AFP"


def test_a_headline_that_resembles_furniture_is_still_a_headline() -> None:
    text = (
        "Sign up for war, minister tells young men\n\nThe minister spoke on Monday at a school.\n"
    )
    assert [kind for kind, _ in found(parse_page(text))] == ["headline", "body"]


@pytest.mark.parametrize(
    "opener",
    ["More in this section", "MORE IN NEWS", "Editor’s Picks", "Sponsored stories", "Related"],
)
def test_titles_below_a_label_of_links_are_no_subheadings(opener: str) -> None:
    above = "The council voted on Monday to close the town’s only pool, which surprised many."
    titles = "Cod returns to the sea\nHerring is cheap"
    below = "Nobody had asked the people who swim there, the mayor said, and nobody would."
    text = f"Pool to close\n\n{above}\n\n{opener}\n{titles}\n\n{below}\n"
    kinds = [kind for kind, _ in found(parse_page(text))]
    assert kinds == ["headline", "body", "boilerplate", "boilerplate", "boilerplate", "body"]


def test_a_whole_line_opens_what_the_phrase_at_its_start_opens() -> None:
    rows = read_lexicon("boilerplate")
    starts = [(row["phrase"], row["opens"]) for row in rows if row["match"] == "start"]
    for row in (row for row in rows if row["match"] == "whole"):
        opened = {opens for phrase, opens in starts if row["phrase"].startswith(f"{phrase} ")}
        assert not opened - {"", row["opens"]}, row


def test_the_head_of_the_phrases_says_how_long_their_lines_are() -> None:
    head = (
        (ROOT / "transforms" / "lexicon" / "boilerplate.tsv")
        .read_text("utf-8")
        .split("phrase\t")[0]
    )
    for match, most in _MOST_WORDS.items():
        assert re.search(rf"\b{match} = [^(]*\({most}\)", head), match


def test_a_text_wrapped_at_a_fixed_width_has_one_zone_for_each_paragraph() -> None:
    text = (
        "Pool to close in May\n\n"
        "The council voted on Tuesday night to close the town's only swimming\n"
        "pool, a decision that surprised many residents, who had not been asked\n"
        "for their opinion before the vote was taken in the town hall. The\n"
        "mayor abstained.\n\n"
        "The pool was built in 1964. It has been repaired several times since\n"
        "then, most recently in 2011, when the roof was replaced at a cost of\n"
        "two million euros.\n"
    )
    zones = found(parse_page(text))
    assert [kind for kind, _ in zones] == ["headline", "body", "body"]
    assert zones[1][1].endswith("The\nmayor abstained.")


def test_a_record_is_body_but_for_the_dateline_that_opens_it() -> None:
    page = parse_record("KYIV, Feb 3 (AFP) - Talks ended.\nBy Jane Doe\n", byline=("Al Roe", "AFP"))
    assert found(page) == [
        ("dateline", "KYIV, Feb 3 (AFP) -"),
        ("body", "Talks ended."),
        ("body", "By Jane Doe"),
    ]
    assert (page.byline, page.dateline_place, page.agency) == (("Al Roe",), "KYIV", "AFP")
    assert page.headline is None


LINES = [
    *(line.surface for page in PAGES for line in page.lines if line.kind),
    *("", "", "By", "—", "A — B", "(left)", "x", "| | |", "© ", "\u200b", "Photo:", "1.", "?"),
]


@given(st.lists(st.sampled_from(LINES), max_size=12).map("\n".join) | st.text(max_size=80))
def test_zones_are_in_order_and_hold_every_character_that_is_seen(text: str) -> None:
    for page in (parse_page(text), parse_record(text)):
        assert all(one.span.end_char <= two.span.start_char for one, two in pairwise(page.zones))
        covered = "".join(zone.span.of(text) for zone in page.zones)
        assert "".join(as_seen(covered).split()) == "".join(as_seen(text).split())
        if page.headline:
            assert page.spans_of("headline") == (page.headline,)


@pytest.mark.parametrize(
    "unit", ["word ", "A-", "— ", "Photo: ", "(AP ", "| x ", "A, B ", "1/", "“"]
)
def test_a_very_long_line_takes_linear_time(unit: str) -> None:
    begin = time.process_time()
    parse_page(unit * 400_000)
    assert time.process_time() - begin < 3


AFTER = "Nobody at the quay believed them, and the price of cod rose all the same."
BELOW = (
    "Ministers from five countries will meet again in the spring, their spokesman told reporters."
)


@pytest.mark.parametrize("header", ["By Jo Roe\n\n3 May 2023\n\n", "3 May 2023\n\n", ""])
@pytest.mark.parametrize(
    "lead",
    [
        "The talks are over.",
        "Exports rose 3% in April.",
        "Nobody signed.",
        "“We tried.”",
        "OSLO (AP) - The talks failed.",
    ],
)
def test_the_first_sentence_of_a_story_is_body_however_short_it_is(header: str, lead: str) -> None:
    page = parse_page(f"Talks in Oslo end without a deal on fish\n\n{header}{lead}\n\n{BELOW}\n")
    assert page.spans_of("body")[0].of(page.text) == lead.removeprefix("OSLO (AP) - ")


@pytest.mark.parametrize("question", ["Why did they fail?", "Q: Why now?", "MS ROE: You failed?"])
def test_the_first_question_of_an_interview_is_no_caption(question: str) -> None:
    page = parse_page(f"Oslo, and after\n\nBy Jo Roe\n\n{question}\n\n{BELOW}\n")
    assert (("body", question) in found(page)) or (("subheading", question) in found(page))


def test_a_short_sentence_above_the_byline_is_a_standfirst() -> None:
    text = f"Talks in Oslo end\n\nBoth sides are angry.\n\nBy Jo Roe\n\n3 May 2023\n\n{BELOW}\n"
    assert ("subheading", "Both sides are angry.") in found(parse_page(text))


@pytest.mark.parametrize("caption", ["Ministers in Oslo.", "The hall in Oslo at night."])
def test_words_without_a_verb_below_the_byline_are_a_caption(caption: str) -> None:
    text = f"Talks in Oslo end\n\nBy Jo Roe\n\n3 May 2023\n\n{caption}\n\n{BELOW}\n"
    assert ("caption" if len(caption.split()) > 3 else "boilerplate", caption) in found(
        parse_page(text)
    )


@pytest.mark.parametrize(
    "advice", ["(Adds reaction, background)", "(Recasts lead, updates prices in paragraphs 4-9)"]
)
def test_what_a_wire_says_to_desks_is_furniture(advice: str) -> None:
    text = f"Fish prices rise\n\n{advice}\n\nOSLO, May 3 (AP) - {BELOW}\n"
    assert ("boilerplate", advice) in found(parse_page(text))
    note = "(Updates are few, she said.)"
    assert ("body", note) in found(parse_page(f"Fish prices rise\n\n{BELOW}\n\n{note}\n\n{BELOW}"))


@pytest.mark.parametrize("label", ["Paid content by Roe Ltd", "Brought to you by Roe Ltd"])
def test_the_label_of_paid_content_is_no_headline(label: str) -> None:
    page = parse_page(f"{label}\n\nQuay opens for a day of fish and song\n\n{BELOW}\n")
    assert page.headline
    assert page.headline.of(page.text) == "Quay opens for a day of fish and song"


def test_a_page_that_holds_its_story_twice_keeps_it_once() -> None:
    story = f"{BELOW}\n\nFish was cheap on Monday, and the ministers said that it would stay so."
    page = parse_page(f"Fish prices rise\n\n3 May 2023\n\n{story}\n\n{story}\n")
    assert [span.of(page.text) for span in page.spans_of("body")] == story.split("\n\n")


def test_the_message_that_a_mail_answers_and_its_signature_are_furniture() -> None:
    quoted = "On Wed, 3 May 2023, Jo Roe wrote:\n> The fee is 99.\n> Is it not?"
    page = parse_record(f"{BELOW}\n\n{quoted}\n\n{BELOW[:60]}.\n\n-- \nAnn Lee\nThe Elland Post\n")
    kinds = [kind for kind, _ in found(page)]
    assert kinds == ["body", *["boilerplate"] * 3, "body", *["boilerplate"] * 3]
    page = parse_record(f"{BELOW}\n\n> A line that is quoted so.\n\n{BELOW}\n")
    assert {kind for kind, _ in found(page)} == {"body"}


def test_a_sentence_that_every_page_has_is_the_story_where_nothing_else_is() -> None:
    told = "The ferry to Elland sailed on time and without a passenger, its captain said."
    text = f"Ferry news\n\n3 May 2023\n\n{told}\n\nRead it daily\n"
    repeated = frozenset(key_of(line) for line in read_lines(text)[2:])
    assert [kind for kind, line in found(parse_page(text, repeated)) if line == told] == ["body"]
    below = parse_page(f"{text}\n{BELOW}\n", repeated)
    assert [kind for kind, line in found(below) if line == told] == ["boilerplate"]


@pytest.mark.parametrize(
    "furniture",
    [
        "Want more fish? Join the thousands who read Nets, our free weekly email.",
        "The Post is part of Roe Ltd. Registered in Elland no. 998877.",
        "Elland Post is a trading name of Roe Ltd, which was founded by Ann Roe.",
    ],
)
def test_what_a_site_says_of_itself_is_furniture_amid_a_story(furniture: str) -> None:
    page = parse_page(f"Fish prices rise\n\n{BELOW}\n\n{furniture}\n\n{AFTER}\n")
    assert ("boilerplate", furniture) in found(page)
    said = "Our free weekly email has readers, and the village wants more of it, she said."
    assert ("body", said) in found(parse_page(f"Fish prices rise\n\n{BELOW}\n\n{said}\n"))


def test_a_list_of_links_goes_on_across_blank_lines_if_one_stands_above_its_first_title() -> None:
    titles = "Cod returns to the sea\n\nHerring is cheap\n\nRye is dear"
    page = parse_page(f"Fish\n\n{BELOW}\n\nMore from the Post\n\n{titles}\n\n{AFTER}\n")
    kinds = [kind for kind, _ in found(page)]
    assert kinds[-5:] == [*["boilerplate"] * 4, "body"]

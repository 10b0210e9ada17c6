"""Page: pages as scrapers leave them, each line marked with the kind a reader gives it."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.page.page import Page, parse_page, parse_record

KINDS = {
    "H": "headline",
    "S": "subheading",
    "Y": "byline",
    "D": "date",
    "L": "dateline",
    "C": "caption",
    "B": "body",
    "X": "boilerplate",
}

DOUBLED_CAPTION = """
D 4 March 2018
C Mayor Ida Holm (left) and engineer Jon Vik pose for photographers at the old quay.
C Mayor Ida Holm (left) and engineer Jon Vik pose for photographers at the old quay.

H Harbour bridge to open after nine years

B The bridge over Elland harbour will open in May, the council said on Monday.

B “We waited long enough,” said Holm.

X – Contact us at [email protected]

X Elland Post Weekly Newsletter

X Please click here to unsubscribe
"""

MENU_AND_LINKS = """
X Elland Post
X Home > News > World
X World
H Ministers fail to agree on fishing quotas
S Talks in Brussels break up after 14 hours
Y By JANE DOE and John Roe, Political Editor
D Published: Feb 22, 2019 10:30 GMT
D Updated 3 hours ago
X Share
X Facebook Twitter WhatsApp
C A trawler leaves Peterhead harbour. (Jo Bloggs/AFP via Getty Images)
L BRUSSELS, Feb. 22 (AP) —
B Ministers from nine countries failed to agree on fishing quotas on Friday, officials said.
B “We are disappointed,” said the Danish minister.
X ADVERTISEMENT
S Long night
B The talks began on Thursday at noon, and they were expected to end at midnight.
X Read more: What are quotas?
B They will resume in March.
X Related Stories
X Cod returns to the North Sea
X Why herring is cheap
X Comments (3)
X Fred Smith
X I think that all of these ministers should resign, because they cannot count fish.
X © 2019 Elland Post
"""

COLUMN = """
X OPINION
H The council was wrong to close the pool
Y Jane Doe | Staff Writer
D March 3, 2020, 9:00 a.m. EST

L Port Elland —
B The council voted to close the town’s only pool, which surprised many residents.

B Nobody asked them. They would have said no.

X Jane Doe is a columnist for the Elland Post. Follow her @janedoe
X Sign up for our newsletter
"""

TITLE_AND_HEADING = """
X Fire destroys market - The Daily Post
H Fire destroys market
Y Jane Doe, Kumasi
D Sunday 4 March 2018 10.15 GMT
B A fire destroyed the central market on Sunday, the fire service said in a statement.
Y Reporting by Kofi Mensah; Editing by Ann Lee
X Our Standards: The Thomson Reuters Trust Principles.
"""

MASTHEAD_AND_LIST = """
X THE ELLAND POST

H Pool to close in May, council decides

B These are the dates that the council gave for the closure of each part of the pool:

B Sauna, March
B Diving tower, April
B Children’s pool, April
B Main hall, May

C File photo of the pool in 1964. Image: Town Archive

B The mayor said in a statement that the building was no longer safe for anyone to use.
"""

HEADLINE_WITH_STOP = """
H Game over. What will the senator do now?

B As she seeks a second term, the senator struggles to keep her distance, allies say.

L MANCHESTER, N.H. -
B At a rally here last week, the senator spoke about roads.
"""

NO_HEADLINE = """
L MOSCOW (Reuters) -
B Russia said on Friday that it would cut its oil output.
B Prices rose.
"""

PAGES = [
    DOUBLED_CAPTION,
    MENU_AND_LINKS,
    COLUMN,
    TITLE_AND_HEADING,
    MASTHEAD_AND_LIST,
    HEADLINE_WITH_STOP,
    NO_HEADLINE,
]


def unmarked(marked: str) -> tuple[str, list[tuple[str, str]]]:
    """The page without its marks, and kind and surface of every zone."""
    text, zones = "", []
    for line in marked.strip("\n").split("\n"):
        kind, surface = line[:1], line[2:]
        if kind:
            zones.append((KINDS[kind], surface))
        text += surface + (" " if kind == "L" else "\n")
    return text, zones


def found(page: Page) -> list[tuple[str, str]]:
    return [(zone.kind, zone.span.of(page.text)) for zone in page.zones]


@pytest.mark.parametrize("marked", PAGES)
def test_every_line_gets_the_kind_a_reader_gives_it(marked: str) -> None:
    text, zones = unmarked(marked)
    page = parse_page(text)
    assert found(page) == zones
    headline = next((surface for kind, surface in zones if kind == "headline"), None)
    assert (page.headline.of(text) if page.headline else None) == headline


@pytest.mark.parametrize("marked", PAGES)
def test_line_ends_of_any_system_give_the_same_zones(marked: str) -> None:
    text, zones = unmarked(marked)
    for line_end in ("\r\n", "\r", "  \n"):
        assert found(parse_page(text.replace("\n", line_end))) == zones


@pytest.mark.parametrize(
    ("marked", "stated"),
    [
        (MENU_AND_LINKS, (("JANE DOE", "John Roe"), "BRUSSELS", "AP")),
        (COLUMN, (("Jane Doe",), "Port Elland", None)),
        (TITLE_AND_HEADING, (("Jane Doe",), None, None)),
        (HEADLINE_WITH_STOP, ((), "MANCHESTER, N.H.", None)),
        (NO_HEADLINE, ((), "MOSCOW", "Reuters")),
        (DOUBLED_CAPTION, ((), None, None)),
    ],
)
def test_the_page_states_its_authors_its_place_and_its_agency(
    marked: str, stated: tuple[object, ...]
) -> None:
    page = parse_page(unmarked(marked)[0])
    assert (page.byline, page.dateline_place, page.agency) == stated


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
    *(line[2:] for page in PAGES for line in page.strip("\n").split("\n") if line),
    *("", "", "By", "—", "A — B", "(left)", "x", "| | |", "© ", "\u200b", "Photo:", "1.", "?"),
]


@given(st.lists(st.sampled_from(LINES), max_size=12).map("\n".join) | st.text(max_size=80))
def test_zones_are_in_order_and_hold_every_character_that_is_not_blank(text: str) -> None:
    for page in (parse_page(text), parse_record(text)):
        assert all(one.span.end_char <= two.span.start_char for one, two in pairwise(page.zones))
        covered = "".join(zone.span.of(text) for zone in page.zones)
        assert "".join(covered.split()) == "".join(text.split())
        if page.headline:
            assert page.spans_of("headline") == (page.headline,)


@pytest.mark.parametrize(
    "unit", ["word ", "A-", "— ", "Photo: ", "(AP ", "| x ", "A, B ", "1/", "“"]
)
def test_a_very_long_line_takes_linear_time(unit: str) -> None:
    begin = time.process_time()
    parse_page(unit * 400_000)
    assert time.process_time() - begin < 3

"""Bylines and datelines: who wrote it and where, and lines that only look like it."""

from __future__ import annotations

import pytest

from tests.support.markup import unmark
from transforms.lexicon import agency_at_end
from transforms.page.bylines import read_bare_byline, read_byline, read_reporting_credit
from transforms.page.datelines import find_dateline
from transforms.page.page import parse_page
from transforms.text import Span


@pytest.mark.parametrize(
    ("line", "names", "agency"),
    [
        ("By Jane Doe", ["Jane Doe"], None),
        ("by Jane O'Neill-Smith and Dr. Li Wei", ["Jane O'Neill-Smith", "Dr. Li Wei"], None),
        (
            "By Jane Doe, John Roe and Ana de la Cruz",
            ["Jane Doe", "John Roe", "Ana de la Cruz"],
            None,
        ),
        ("By Ana das Neves and Mona bint Ali", ["Ana das Neves", "Mona bint Ali"], None),
        ("By Jane Doe in Moscow and John Roe in Kyiv", ["Jane Doe", "John Roe"], None),
        ("By JANE DOE Associated Press", ["JANE DOE"], "AP"),
        ("By Jane Doe, Chief Political Correspondent at The Post", ["Jane Doe"], None),
        ("By Ludwig van Beethoven for the Daily News", ["Ludwig van Beethoven"], None),
        ("22 February 2019 | By Jane Doe", ["Jane Doe"], None),
        ("By Jane Doe | 22 February 2019", ["Jane Doe"], None),
        ("Author: Jane Doe", ["Jane Doe"], None),
        ("By Reuters Staff", [], "Reuters"),
        ("By Viktor Hale, Norvik Press Agency", ["Viktor Hale"], "Norvik Press Agency"),
        ("Por Lucía Arrabal", ["Lucía Arrabal"], None),
        ("By Our Foreign Staff", [], None),
        ("By Ann Lee ann.lee@post.example", ["Ann Lee"], None),
        ("By Ann Lee | ann.lee@post.example | Email the reporter", ["Ann Lee"], None),
        ("By Arts Editor Ann Lee", ["Ann Lee"], None),
        ("By Ann Lee Coastal District Reporter", ["Ann Lee"], None),
        ("By June April and Ann August", ["June April", "Ann August"], None),
        ("By Frank Day", ["Frank Day"], None),
        ("By Frank Lee Jr. and Ann Roe", ["Frank Lee Jr.", "Ann Roe"], None),
        ("by ann lee", ["ann lee"], None),
        ("Words: Ann Lee Pictures: Frank Roe", ["Ann Lee"], None),
        ("Story by Ann Lee, photos by Frank Roe", ["Ann Lee"], None),
        ("Text and photos by Ann Lee", ["Ann Lee"], None),
        ("From our correspondent", [], None),
    ],
)
def test_a_byline_gives_names_as_written_and_the_agency(
    line: str, names: list[str], agency: str | None
) -> None:
    found = read_byline(line, len(line.split()))
    assert found is not None
    assert ([*found.names], found.agency) == (names, agency)


@pytest.mark.parametrize(
    "line",
    [
        "Edited by Ann Lee",
        "Story: Quay Shut Again",
        "by the numbers",
        "By the numbers",
        "By Accident",
        "By Election Day voters had decided",
        "Jane Doe",
        "By",
    ],
)
def test_a_line_that_names_nobody_is_no_byline(line: str) -> None:
    assert read_byline(line, len(line.split())) is None


def test_a_bare_name_is_a_byline_only_with_a_role_or_a_known_given_name_or_beside_a_date() -> None:
    for line in ("Jane Doe, EJI", "Jane Doe | Staff Writer", "JANE DOE, Political Editor"):
        found = read_bare_byline(line, len(line.split()), beside_date=False)
        assert found is not None
        assert len(found.names) == 1
    assert read_bare_byline("Jane Doe", 2, beside_date=False) is not None
    assert read_bare_byline("Vox Doe", 2, beside_date=False) is None
    assert read_bare_byline("Jane Doe", 2, beside_date=True) is not None
    assert read_bare_byline("World News", 2, beside_date=True) is None


def test_who_only_helped_with_reporting_is_not_an_author() -> None:
    credit = read_reporting_credit("(Reporting by Al Roe in Oslo; Editing by Jo Low)", 9)
    assert credit is not None
    assert credit.names == ("Al Roe",)
    helped = read_reporting_credit("(Additional reporting by Al Roe)", 5)
    assert helped is not None
    assert helped.names == ()


@pytest.mark.parametrize(
    ("marked", "agency"),
    [
        ("{line:{place}MOSCOW (Reuters) -} Prices rose.", "Reuters"),
        ("{line:{place}PARIS, Feb. 3 (AP) —} Talks ended.", "AP"),
        ("{line:{place}WASHINGTON —} The Senate met.", None),
        ("{line:{place}Port Elland —} The council met.", None),
        ("{line:{place}PHILADELPHIA, July 25 (UPI) —} The party met.", "UPI"),
        ("{line:{place}MANCHESTER, N.H. -} At a rally here, he spoke.", None),
        ("{line:{place}MOSCOW/LONDON (Reuters) –} “No,” he said.", "Reuters"),
        ("{line:{place}DES MOINES, Iowa--}Voters met.", None),
        ("{line:{place}NEW DELHI:} The court ruled.", None),
        ("{line:{place}PORT ANSEL, Feb. 3 (NPA) -} The ferry sank.", "NPA"),
        ("{line:{place}CAIRO – 26 July 2022:} The minister spoke.", None),
        ("{line:(Xinhua) --} The court ruled.", "Xinhua"),
    ],
)
def test_a_dateline_runs_to_its_dash_and_gives_the_place_as_written(
    marked: str, agency: str | None
) -> None:
    has_place = "{place}" in marked
    text, spans = unmark(marked.replace("{place}", ""))
    found = find_dateline(text, Span(0, len(text)), opens_story=True)
    assert found is not None
    assert (found.span, found.agency) == (spans["line"][0], agency)
    place = found.place.of(text) if found.place else None
    expected = text.split(" (")[0].split(" —")[0].split(" -")[0].split("--")[0].split(":")[0]
    for day in (", Feb. 3", ", July 25", " – 26 July 2022"):
        expected = expected.removesuffix(day)
    assert place == (expected if has_place else None)


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe (R) – The senator won.",
        "However — The court ruled.",
        "Trump – the former president – won.",
        "BREAKING — The court ruled.",
        "UPDATE 1 - Oil falls.",
        "The council - all nine members - met.",
        "RAMOS: Did you?\nCLINTON: I did not.",
        "He said — The end.",
        "MOSCOW —",
        "Monday — The court ruled.",
        "F-94 Starfire, 1952 -- 1954; F-86 Sabre, 1953.",
        "Cannington—South 32 Ltd",
    ],
)
def test_a_dash_after_some_words_is_no_dateline(text: str) -> None:
    assert find_dateline(text, Span(0, len(text)), opens_story=True) is None


def test_the_last_line_signs_with_an_agency_only_at_its_very_end() -> None:
    assert agency_at_end("They will meet again. (Reuters)") == "Reuters"
    assert agency_at_end("They will meet again. – AFP") == "AFP"
    assert agency_at_end("Source: Xinhua") == "Xinhua"
    assert agency_at_end("He told Reuters that they met.") is None


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("By Ann Lee\n\nEdited by Frank Roe", ("Ann Lee",)),
        ("Ann Lee Fisheries correspondent", ("Ann Lee",)),
        ("By Ann Lee | Post | ann@post.example", ("Ann Lee",)),
    ],
)
def test_the_byline_of_a_page_names_its_authors_alone(header: str, names: tuple[str, ...]) -> None:
    story = "The ferry to Elland was late again on Monday, and its captain blamed the tide."
    page = parse_page(f"The ferry is late\n\n{header}\n\n3 May 2023\n\n{story}\n")
    assert page.byline == names


def test_a_name_behind_a_dash_below_the_story_is_the_byline_of_a_page_without_one() -> None:
    story = "The ferry to Elland was late again on Monday, and its captain blamed the tide."
    assert parse_page(f"The ferry is late\n\n{story}\n\n– Ann Lee\n").byline == ("Ann Lee",)
    signed = f"The ferry is late\n\nBy Frank Roe\n\n{story}\n\n– Ann Lee\n"
    assert parse_page(signed).byline == ("Frank Roe",)


def test_an_agency_beside_the_date_wrote_the_story() -> None:
    story = "The ferry to Elland was late again on Monday, and its captain blamed the tide."
    page = parse_page(f"The ferry is late\n\nAFP | Updated: May 3, 2023\n\n{story}\n")
    assert (page.agency, page.byline) == ("AFP", ())


@pytest.mark.parametrize(
    ("marked", "place", "agency"),
    [
        ("{line:ELLAND, June 3, 2023 /PRNewswire/ --} Roe Ltd opened a quay.", "ELLAND", None),
        ("{line:ELLAND, NY / ACCESSWIRE / June 3, 2023 /} Roe opened a quay.", "ELLAND, NY", None),
        ("{line:ELLAND--(BUSINESS WIRE)--}Roe Ltd opened a quay.", "ELLAND", None),
        ("{line:ELLAND, June 3, 2023 (GLOBE NEWSWIRE) --} Roe opened.", "ELLAND", None),
        ("{line:Elland, Ohio--(Newsfile Corp. - June 3, 2023) -} Roe won.", "Elland, Ohio", None),
        ("{line:Elland, Jun 3 (PTI)} The court met on Monday.", "Elland", "PTI"),
    ],
)
def test_a_press_wire_makes_a_dateline_but_is_no_agency(
    marked: str, place: str, agency: str | None
) -> None:
    text, spans = unmark(marked)
    found = find_dateline(text, Span(0, len(text)), opens_story=True)
    assert found is not None
    assert (found.span, found.place and found.place.of(text)) == (spans["line"][0], place)
    assert found.agency == agency


def test_brackets_amid_a_sentence_are_no_dateline() -> None:
    for text in ("The agency (AP) said so.", "On Friday, Jun 3 (the day of the vote) It rained."):
        assert find_dateline(text, Span(0, len(text)), opens_story=True) is None


@pytest.mark.parametrize("last", ["© 2023 AFP", "Copyright 2023 Agence France-Presse", "PTI XY ZZ"])
def test_an_agency_that_states_its_rights_or_signs_with_initials_wrote_the_story(last: str) -> None:
    story = "The ferry to Elland was late again on Monday, and its captain blamed the tide."
    expected = "PTI" if "PTI" in last else "AFP"
    assert parse_page(f"The ferry is late\n\n{story}\n\n{last}\n").agency == expected
    assert parse_page(f"The ferry is late\n\n{story}\n\n© 2023 The Elland Post\n").agency is None

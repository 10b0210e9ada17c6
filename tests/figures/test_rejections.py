"""Which numbers are names, labels, times or figures of speech, and which are counts all the same.

Marks show the rejected numbers (``r``) and the figures (``f``).
"""

from __future__ import annotations

import pytest

from tests.support.markup import unmark
from transforms.figures.figure import Figure, RejectedNumber
from transforms.figures.figure_finder import find_figures
from transforms.text import Sentence, Span


def read(text: str) -> tuple[tuple[Figure, ...], tuple[RejectedNumber, ...]]:
    return find_figures(text, [Sentence(Span(0, len(text)), 0, 0, "body")])


def assert_as_marked(marked: str, *reasons: str) -> None:
    """The figures of a text are those marked, and so are its rejected numbers, for a reason."""
    text, spans = unmark(marked)
    figures, rejected = read(text)
    assert [figure.span for figure in figures] == spans.get("f", [])
    assert [number.span for number in rejected] == spans.get("r", [])
    assert {number.reason for number in rejected} <= set(reasons)


@pytest.mark.parametrize(
    "marked",
    [
        "They met at the {r:Six} Oaks inn.",
        "The Mighty {r:Nine} played Kelmar {r:One} there.",
        "Uranus {r:One} sold {f:three mines} then.",
        "It opposed the Gang of {r:Eight} bill.",
        "The {r:Seven} Lakes dam burst.",
        "A {r:787} Dreamliner landed.",
        "We watched Kanal {r:5} all night.",
        "The firm made the Norvik {r:300} until May.",
        "{r:Seven} Television rose as {r:Eleven} Norvik fell.",
        "The talks ended the {r:Nine} Days War.",
        "It bought Norvik {r:2.0} and a {r:7}-Sisters shop.",
    ],
)
def test_a_capital_inside_a_sentence_makes_a_number_a_name(marked: str) -> None:
    assert_as_marked(marked, "name", "model")


@pytest.mark.parametrize(
    "marked",
    [
        "Police Arrest {f:Five Men} in Norvik Raid",
        "{f:Five Danish men} fled.",
        "Norvik Opens {f:5-Star} Hotel by Lake",
        "Court Frees {f:3 Editors} After Protest",
        "{f:Two men} fled.",
        "“{f:Four tents} burnt,” he said.",
        "The list: {f:Two goats} and {f:three hens}.",
        "{f:12} Killed In Norvik Blast",
    ],
)
def test_a_capital_that_english_writes_anyway_names_nothing(marked: str) -> None:
    assert_as_marked(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "The No {r:9} shirt went to the world No. {r:3} there.",
        "A No {r:10} aide spoke.",
        "It is the number {r:one} worry of the number {r:nine} seed.",
        "Tram {r:42} hit bus {r:7} near gate {r:4}.",
        "She sat in row {r:12}, seat {r:3}.",
        "Rooms {r:4} and {r:5} burnt; so did lots {r:7}, {r:8} and {r:9}.",
        "Chapters {r:3 to 7} are dull.",
        "He has a {r:401(k)} under section {r:3(2)} there.",
        "It cited {r:18 U.S.C. 1001} and § {r:12} in para {r:4.2} too.",
        "Norvik Air’s Boeing {r:737-800} fell.",
        "Dial {r:112} or {r:999}, or text {r:85258}.",
        "The hall can seat {f:900}.",
        "{r:UPDATE 2}-Norvik Bank cuts rates",
    ],
)
def test_a_label_counts_nothing(marked: str) -> None:
    assert_as_marked(marked, "label", "model")


@pytest.mark.parametrize(
    ("marked", "reason"),
    [
        ("A {r:.22} rifle lay there.", "model"),
        ("He kept a {r:12-bore} at home.", "model"),
        ("They flew a {r:747-400} home.", "model"),
        ("He denied it.{r:[12]} She did not.", "footnote"),
        ("It lies at {r:59°10′25″N} there.", "coordinate"),
        ("It wants net {r:zero} soon.", "figure_of_speech"),
        ("It has {r:zero} tolerance for that.", "figure_of_speech"),
        ("Ana got a {r:six}-figure fee.", "figure_of_speech"),
        ("They play {r:five}-a-side, by the {r:dozen}.", "figure_of_speech"),
        ("The bill ran into {r:seven} figures.", "figure_of_speech"),
        ("They want {r:two}-way trade.", "figure_of_speech"),
        ("Both sent a team to the {r:2+2} talks.", "label"),
        ("Ring the desk on {r:058-48600} today.", "phone"),
        ("Ring the desk on {r:01-6664200} today.", "phone"),
        ("He moved to {r:31B Harbour Street} then.", "address"),
    ],
)
def test_what_names_no_amount_has_a_reason(marked: str, reason: str) -> None:
    assert_as_marked(marked, reason)


@pytest.mark.parametrize(
    "marked",
    [
        "Doors open at {r:19.30} and close at {r:23.15} there.",
        "The ferry leaves at {r:6.45} on Tuesday.",
        "It rang at {r:5:40am}, at {r:7.15} and at {r:9}.",
        "He woke at {r:half past six} and left at {r:a quarter to eight}.",
        "She rose at {r:half seven} and was out by {r:ten past nine}.",
        "It is open from {r:10} till {r:4} daily.",
        "The raid was at {r:0430} hours.",
        "{r:14.20} Ana Sorel arrives at court.",
        "The curfew starts at {r:9}.",
    ],
)
def test_a_clock_time_is_no_figure(marked: str) -> None:
    assert_as_marked(marked, "clock_time")


@pytest.mark.parametrize(
    "marked",
    [
        "Norvik Steel shares closed at {f:13.30} on Monday.",
        "The euro was at {f:1.10} that day.",
        "The scale goes from {f:5 to 9}.",
        "They came by {f:5 buses}.",
    ],
)
def test_a_number_with_decimals_is_a_time_only_where_something_says_so(marked: str) -> None:
    assert_as_marked(marked)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Norvik won 12 medals, Varno 9 and Kelmar 4.", [12, 9, 4]),
        ("Ana scored 31, Brandt 24 and Stell 12 in the final.", [31, 24, 12]),
        ("Norvik freed 3 men; Varno 90 women, Kelmar 12.", [3, 90, 12]),
        ("He has 739 delegates to Brandt’s 465 and Stell’s 143.", [739, 465, 143]),
        ("The count of delegates is Ana Sorel 384, Brandt 300, Stell 37.", [384, 300, 37]),
        ("Greens 40, Liberals 25, Reform 12, the poll found.", [40, 25, 12]),
        ("The union has 402 seats, the Greens 121 and the Left 72.", [402, 121, 72]),
    ],
)
def test_in_a_list_by_names_each_number_counts(text: str, values: list[float]) -> None:
    assert [figure.value for figure in read(text)[0]] == values


def test_a_number_of_a_list_by_names_counts_what_the_first_one_does() -> None:
    figures, _ = read("Norvik won 12 medals, Varno 9 and Kelmar 4.")
    assert [figure.unit for figure in figures] == ["medal", "medal", "medal"]


@pytest.mark.parametrize(
    "marked",
    [
        "It sold {f:40 cars}, Kanal {r:4} said.",
        "They showed it on Kanal {r:4} and Norvik {r:9} too.",
        "Windows {r:10} and Galaxy {r:8} won.",
    ],
)
def test_two_names_with_numbers_are_no_list(marked: str) -> None:
    assert_as_marked(marked, "name", "label")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Some 14 MEPs met.", 14, "mep"),
        ("It hired 3 GPs.", 3, "gp"),
        ("The 15 Wall Street traders agreed.", 15, "trader"),
        ("It was led by the two largest ports.", 2, "port"),
        ("Nearly 30 Harbour Street residents left.", 30, "resident"),
        ("In May 20 miners were trapped.", 20, "miner"),
        ("Since March 12 people have died.", 12, "people"),
        ("A two-thirds majority is needed.", 2 / 3, "1"),
    ],
)
def test_a_true_count_is_kept(text: str, value: float, unit: str) -> None:
    [figure], _ = read(text)
    assert figure.value == pytest.approx(value)
    assert figure.unit == unit


def test_a_day_is_no_count() -> None:
    assert_as_marked("On {r:May 20} miners met, and since {r:March 12} they strike.", "date")


def test_pounds_of_a_rate_of_exchange_are_money() -> None:
    figures, _ = read("($1 = 0.78 pounds)")
    assert [figure.unit for figure in figures] == ["USD", "GBP"]

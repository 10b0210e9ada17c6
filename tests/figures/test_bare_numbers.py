"""Numbers without unit or noun: which of them state nothing of their own, and why."""

from __future__ import annotations

import pytest

from transforms.figures.figure_finder import find_figures
from transforms.text import Sentence, Span

SOURCES = "It helps (1). It lasts (2, 3). It is safe (3). It is cheap (4). "
CRICKET = "He took two wickets in the first innings. "


def reasons(text: str, *, start: int = 0) -> list[tuple[str, str]]:
    """The rejected numbers of the sentence from ``start`` on, each with its reason."""
    _, rejected = find_figures(text, [Sentence(Span(start, len(text)), 0, 0, "body")])
    return [(number.span.of(text), number.reason) for number in rejected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("All three must agree to it.", [("three", "refers_back")]),
        ("Police said the two were held.", [("two", "refers_back")]),
        ("The other seven have left.", [("seven", "refers_back")]),
        ("All but four have gone home.", [("four", "refers_back")]),
        ("Kelmar reached the last eight.", [("eight", "label")]),
        ("The road cut Norvik in two.", [("two", "figure_of_speech")]),
        ("Norvik won 7-6 (5) there.", [("5", "score")]),
        ("Norvik 2-0 Varno (Oll 5', pen 76').", [("76", "score")]),
        ("It held 200 ppm (parts per million).", [("million", "denominator")]),
        ("Norvik 2.0 is here.", [("2.0", "name")]),
        ("Its Fenn 5500M chip is hot.", [("5500M", "unclear_unit")]),
        ("It streams in 4K at home.", [("4K", "unclear_unit")]),
        ("1 Ana Sorel 5040 5 1 17 27", [("1", "name"), ("5040 5 1 17 27", "table")]),
        ("Oll 14 11 6 15 — 44", [("14 11 6 15 — 44", "table")]),
        ("She went from one room to another.", [("one", "pronoun_one")]),
        ("They charm one voter at a time.", [("one", "pronoun_one")]),
        ("On one side stood the mayor.", [("one", "pronoun_one")]),
        ("One morning last May they left.", [("One", "pronoun_one")]),
        ("It is ranked 131 of 174 there.", [("131", "label")]),
        ("He owned a 0.22 rifle there.", [("0.22", "model")]),
        ("The two of us never met.", [("two", "refers_back")]),
        ("He told “60 Minutes” so.", [("60", "name")]),
        ("She read a book called The 7 Habits there.", [("7", "name")]),
        ("She hit a 3-pointer there.", [("3", "figure_of_speech")]),
        ("He is called “Two Sharp Eyes.” by all.", [("Two", "name")]),
        ("The Spring Period (770-476 BC) ended.", [("770-476", "year")]),
        ("The Orm dynasty (420-589) ended.", [("420-589", "year")]),
        ("They want to one day find it.", [("one", "pronoun_one")]),
        ("It has Lantern 2 fans, and Lantern 2 is here.", [("2", "name"), ("2", "name")]),
        ("It scores from ten, where zero indicates a tie.", [("zero", "uncertain")]),
        ("Its Fenn 5300M or 5500M hums.", [("5300M", "unclear_unit"), ("5500M", "unclear_unit")]),
        ("Thunderbay 3 is here, so plug in the old Thunderbay.", [("3", "name")]),
        ("The 767 jetliner landed.", [("767", "model")]),
        ("See Ann. Tides. 2015; 28: 685-690.", [("2015; 28: 685-690", "footnote")]),
        ("Write to Box 12, Norvik, CA 90069.", [("CA 90069", "postcode")]),
        ("It has 5.1 surround sound.", [("5.1", "label")]),
    ],
)
def test_a_bare_number_that_states_nothing_has_a_reason(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [one for one in reasons(text) if one in expected] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Three are in Norvik.",
        "The first three hours were dull.",
        "The 11 member trade club met.",
        "At least the 30 there agreed.",
        "More than the 12 left.",
        "It sold in two shops.",
        "The boats (12) left it.",
        "It lost 12 500 000 people.",
        "It cost $4K a week.",
        "It has one side door.",
        "It grew to 12 400 boats.",
    ],
)
def test_a_bare_number_that_may_count_is_kept(text: str) -> None:
    assert not {
        "refers_back", "label", "figure_of_speech", "footnote", "table", "unclear_unit",
    } & {reason for _, reason in reasons(text)}  # fmt: skip


def test_a_bracket_cites_a_source_in_a_text_that_numbers_them() -> None:
    last = "It may calm you (5, 6)."
    assert reasons(SOURCES + last, start=len(SOURCES)) == [("5", "footnote"), ("6", "footnote")]
    assert reasons(last) == [("5", "uncertain"), ("6", "uncertain")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Oller scored 131 there.", [(131, None, "count", "run")]),
        ("She was caught by Brandt at slip, for 13.", [(13, None, "count", "run")]),
        ("They declared at 7 for 309 there.", [(7, 309, "score", None)]),
        ("They won by an overall lead of 374.", [(374, None, "count", "run")]),
    ],
)
def test_a_report_of_cricket_counts_runs(
    sentence: str, expected: list[tuple[float, float | None, str, str | None]]
) -> None:
    text, start = CRICKET + sentence, len(CRICKET)
    figures, _ = find_figures(text, [Sentence(Span(start, len(text)), 0, 0, "body")])
    assert [
        (one.value if one.value is not None else one.value_low, one.value_high, one.kind, one.unit)
        for one in figures
    ] == expected
    other, _ = find_figures(sentence, [Sentence(Span(0, len(sentence)), 0, 0, "body")])
    assert "run" not in {one.unit for one in other}

"""A correction finds its words again, or says that they are gone."""

from __future__ import annotations

import pytest

from transforms.corrections import (
    Correction,
    anchor_of,
    as_json,
    fingerprint_of,
    from_json,
    place_of,
)
from transforms.text import Span

TEXT = "The dam holds.\nThe dam leaks, Ann Lee said.\nNobody else spoke.\nThe dam holds.\n"
LEAKS = Span(15, 28)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (TEXT, 15),
        (f"A new line.\n{TEXT}", 27),
        (TEXT.replace("Nobody else spoke.", "Many spoke."), 15),
    ],
)
def test_words_are_found_where_they_moved_to(text: str, start: int) -> None:
    found = place_of(text, anchor_of(TEXT, LEAKS))

    assert found is not None
    assert (found.start_char, found.of(text)) == (start, "The dam leaks")


@pytest.mark.parametrize(
    "text", [TEXT.replace("Ann Lee", "Bo Roe"), TEXT.replace("leaks", "broke")]
)
def test_other_words_at_the_place_or_beside_it_are_not_taken_for_it(text: str) -> None:
    assert place_of(text, anchor_of(TEXT, LEAKS)) is None


def test_of_two_places_that_read_alike_the_nearer_one_is_meant() -> None:
    text = "Same line here.\n" * 9

    for at in (48, 96):
        found = place_of(f"x{text}", anchor_of(text, Span(at, at + 4)))

        assert found == Span(at + 1, at + 5)


def test_corrections_come_out_of_json_as_they_went_in() -> None:
    one = Correction(
        "quotes.csv row 2", "quote", "0" * 16, "change", anchor_of(TEXT, LEAKS),
        (("speaker", "Ann Lee"),), "Jo", "2026-01-02", "see page 3",
    )  # fmt: skip

    assert from_json(as_json([one])) == (one,)


def test_the_fingerprint_follows_what_is_said_and_not_the_line_where_it_stands() -> None:
    one = Correction(
        "quotes.csv row 2", "quote", "0" * 16, "remove", anchor_of(TEXT, LEAKS), (), "Jo",
        "2026-01-02",
    )  # fmt: skip
    moved = Correction(**{name: getattr(one, name) for name in one.__slots__} | {"place": "row 9"})
    later = Correction(**{name: getattr(one, name) for name in one.__slots__} | {"by": "Al"})

    assert fingerprint_of([]) is None
    assert fingerprint_of([one]) == fingerprint_of([moved])
    assert fingerprint_of([one]) != fingerprint_of([later])

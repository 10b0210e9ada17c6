"""Captions: the forms in which pictures are marked, and prose that only resembles them."""

from __future__ import annotations

import re

import pytest

from transforms.lexicon import read_lexicon, words_of
from transforms.page.captions import is_caption, is_credit
from transforms.page.lines import Line, read_lines
from transforms.page.picture_marks import CLOSINGS, OPENINGS, WHOLE_LINES, Form


def line(text: str) -> Line:
    [only] = read_lines(text)
    return only


def example(form: Form) -> str:
    return form.example


@pytest.mark.parametrize("form", [*OPENINGS, *CLOSINGS, *WHOLE_LINES], ids=example)
def test_each_form_has_the_shape_of_its_example(form: Form) -> None:
    assert re.search(form.pattern, form.example, re.IGNORECASE)


@pytest.mark.parametrize("form", [*OPENINGS, *CLOSINGS], ids=example)
def test_a_line_with_a_form_is_a_caption_among_paragraphs_too(form: Form) -> None:
    assert is_caption(line(form.example), before_body=False)


@pytest.mark.parametrize("form", WHOLE_LINES, ids=example)
def test_a_line_that_only_credits_a_picture_is_a_credit(form: Form) -> None:
    assert is_credit(line(form.example))
    assert not is_credit(line(f"{form.example} stood at the quay on Monday morning for an hour"))


@pytest.mark.parametrize(
    "text",
    [
        "The minister (left) and her guests pose for photographers.",
        "Jo Roe, second from left, at the quay in May",
        "Boats walk past the quay, an artist’s impression.",
    ],
)
def test_a_pose_or_a_position_makes_a_caption_only_above_the_paragraphs(text: str) -> None:
    assert is_caption(line(text), before_body=True)
    assert is_caption(line(text), before_body=False) == ("pose" in text)


@pytest.mark.parametrize(
    "text",
    [
        "People who are bullied often keep a poor self-image.",
        "She grew up at the quay (see her profile)",
        "The gallery bought an image by a young painter from Elland.",
        "Ministers left the hall, and people looked on in silence.",
    ],
)
def test_prose_that_has_words_of_pictures_is_no_caption(text: str) -> None:
    assert not is_caption(line(text), before_body=False)


@pytest.mark.parametrize("role", ["photograph", "image", "drawing", "footage", "pose"])
def test_every_word_that_makes_a_caption_lets_a_line_be_looked_at(role: str) -> None:
    rows = [row for row in read_lexicon("picture_words") if row["role"] == role]
    assert rows
    for row in rows:
        assert not words_of("caption_hints").isdisjoint(row["surface"].split()), row["surface"]


@pytest.mark.parametrize(
    "text",
    ["Jo Roe on the quay. Getty Images", "Boats in May. PA Media", "Getty Images Boats in May"],
)
def test_a_desk_alone_beside_a_sentence_makes_a_caption(text: str) -> None:
    assert is_caption(line(text), before_body=False)


@pytest.mark.parametrize(
    "text",
    [
        "Getty Images sues over boats",
        "Reuters Wins Prize for Boats",
        "The boats are in. Nobody knows why",
        "Getty Images Chief Jo Roe said on Monday that pictures would be cheaper.",
    ],
)
def test_a_desk_in_a_headline_or_a_sentence_makes_none(text: str) -> None:
    assert not is_caption(line(text), before_body=False)

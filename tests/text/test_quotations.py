"""Quotations: six styles of marks, apostrophes, nesting, and properties every text must keep."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.markup import unmark
from transforms.page import parse_record
from transforms.text.quotations import Quotation, find_quotations
from transforms.text.sentences import find_sentences

PROSE = st.text(alphabet="ab s.,?!\n“”\"'‘’`«»„0", max_size=80)


def quotations(text: str) -> tuple[Quotation, ...]:
    return find_quotations(text, find_sentences(text, parse_record(text).zones))


@pytest.mark.parametrize(
    "marked",
    [
        "{q:“We won,”} he said. {q:“Good.”}",
        'He said {q:"we won"} and left.',
        "{q:``We won,''} he said.",
        "Er sagte {q:„ja doch“} und ging.",
        "Elle dit {q:«c'est fini»} hier.",
        "{q:‘It’s the officials’ plan,’} he said.",
        "The {q:'rock star'} of the '90s told 'em it wasn't James' hat.",
        "He ended it {q:“right here.“} Then he left.",
        'He stood 6\'2" tall and said {q:"no"} twice.',
    ],
)
def test_marks_of_every_style_enclose_a_quotation(marked: str) -> None:
    text, spans = unmark(marked)
    assert [quotation.span for quotation in quotations(text)] == spans["q"]


def test_a_possessive_behind_double_marks_ends_no_single_quotation() -> None:
    text, spans = unmark(
        "{q:'We asked for this'} Sorel left. {q:\"We asked,\"} she said. Her parents' house is."
    )
    assert [one.span for one in quotations(text) if one.depth == 0] == spans["q"]


def test_apostrophes_alone_are_no_quotation() -> None:
    assert quotations("The players' dogs didn't chase James' cat in the '90s, y'all.") == ()


def test_a_quotation_inside_another_has_depth_one() -> None:
    outer, inner = quotations("“She said ‘never again’ twice,” he said.")
    assert (outer.depth, inner.depth) == (0, 1)
    assert outer.span.contains(inner.span)


def test_british_marks_may_hold_double_ones() -> None:
    outer, inner = quotations("‘She said “never again” twice,’ he said.")
    assert (outer.depth, inner.depth) == (0, 1)


def test_an_unclosed_quotation_is_taken_up_by_the_next_paragraph() -> None:
    first, second = quotations("“We left the town.\n\n“We never came back,” she said.")
    assert (first.is_closed, second.is_closed) == (False, True)
    assert (first.continues, second.continues) == (False, True)


def test_a_closed_quotation_is_not_continued() -> None:
    first, second = quotations("“We left the town.”\n\n“We came back.”")
    assert first.is_closed
    assert not second.continues


def test_a_forgotten_closer_ends_with_its_sentence() -> None:
    first, second = quotations("He said “we won. They left. Then he said “we lost” too.")
    assert not first.is_closed
    assert first.span.end_char < second.span.start_char


@given(PROSE)
def test_quotations_are_ordered_verbatim_and_never_cross_a_paragraph(text: str) -> None:
    found = quotations(text)
    outer = [quotation.span for quotation in found if quotation.depth == 0]
    assert all(a.end_char <= b.start_char for a, b in pairwise(outer))
    for quotation in found:
        assert 0 <= quotation.span.start_char < quotation.span.end_char <= len(text)
        assert "\n" not in quotation.span.of(text)
        if quotation.depth == 1:
            assert any(span.contains(quotation.span) for span in outer)
    assert found == quotations(text)


def test_a_quotation_may_end_in_a_paragraph_that_does_not_reopen_it() -> None:
    first, second = quotations("“We left the town.\n\nWe never came back,” she said. “Never.”")[:2]
    assert (first.is_closed, second.is_closed) == (False, True)
    assert second.continues
    assert second.span.start_char == 20


@pytest.mark.parametrize(
    "marked",
    [
        'He said {q:"they don"t ask us"} and left.',
        'The plan "?the third in a year "?failed, {q:"as we feared."}',
        '{q:"We left,"}?he said. Nobody spoke. {q:"We came back."}?The town had burned.',
        'She said {q:"the cooks"?knives are ours,"} and left. {q:"Good."}',
        'He read {q:"Harvest"}magazine and said {q:"it was over"} then.',
        'He wrote {q:"the plan is dead"}-to the board. {q:"Let it rest."}',
        'The cooks had won."?Then they left. {q:"We tried."}',
    ],
)
def test_a_mark_of_a_mangled_text_opens_nothing_where_none_can_open(marked: str) -> None:
    text, spans = unmark(marked)
    assert [quotation.span for quotation in quotations(text)] == spans["q"]


def test_a_straight_mark_before_a_new_sentence_opens_it_though_one_is_open() -> None:
    first, second = quotations('He said "we won. They left. "They lost," she said. "Badly')[:2]
    assert (first.is_closed, second.is_closed) == (False, True)
    assert first.span.end_char < second.span.start_char


def test_a_straight_mark_before_a_small_letter_ends_the_open_quotation() -> None:
    text, spans = unmark('Known as {q:"the rock "}and {q:"the hard place"}, he left.')
    assert [quotation.span for quotation in quotations(text)] == spans["q"]


@pytest.mark.parametrize(
    "marked",
    [
        'She said: {q:"The pumps are old. They leak.} {q:"We told the mayor."}',
        '{q:"We left,"} he said. {q:"It rained. The road was gone.} {q:"It was the end of it."}',
        "He added: {q:“I was there. I saw it fall.} {q:“Nobody came.”}",
        "{q:“We left,”} he said. {q:“It rained. The road was gone.}\n\n{q:“It was the end.”}",
    ],
)
def test_a_quotation_that_reopens_in_its_paragraph_has_every_sentence(marked: str) -> None:
    text, spans = unmark(marked)
    assert [quotation.span for quotation in quotations(text)] == spans["q"]


@pytest.mark.parametrize(
    "marked",
    [
        '{q:"We won.} The mayor went home. A clerk said so. {q:"They lost,"} she said.',
        'He was {q:"fed up.} Then he left for home. {q:"It is over,"} he said.',
        '{q:"We won.} One. Two more came. Three. Four. Five of them. {q:"They lost,"} she said.',
    ],
)
def test_a_quotation_left_open_before_the_article_s_own_words_ends_with_its_sentence(
    marked: str,
) -> None:
    text, spans = unmark(marked)
    assert [quotation.span for quotation in quotations(text)] == spans["q"]

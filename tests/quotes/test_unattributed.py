"""Quotations that nobody is written beside: whom the line before is about, or an issue."""

from __future__ import annotations

import pytest

from transforms.names import find_mentions, resolve_names
from transforms.page import parse_record
from transforms.quotes import (
    Quote,
    find_quotes,
    find_unattributed,
    read_quotes,
    resolve_speakers,
)
from transforms.text import Span, find_sentences


def quotes(text: str) -> tuple[Quote, ...]:
    sentences = find_sentences(text, parse_record(text).zones)
    named = resolve_names(text, find_mentions(text, sentences))
    return resolve_speakers(text, sentences, find_quotes(text, sentences), named)


def unattributed(text: str) -> list[str]:
    sentences = find_sentences(text, parse_record(text).zones)
    issues = find_unattributed(text, sentences, quotes(text))
    return [issue.span.of(text) for issue in issues if issue.span is not None]


@pytest.mark.parametrize(
    "before",
    [
        "Few of them will talk. Ana Sorel, 81, is one who does.",
        "Ana Sorel has lived by the bridge for sixty years. She opens the window.",
    ],
)
def test_a_quotation_set_apart_is_whom_the_line_before_is_about(before: str) -> None:
    [quote] = quotes(f"{before}\n\n“The river comes up to the third step in spring.”")
    assert (quote.speaker_name, quote.speaker_resolution) == ("Ana Sorel", "continuation")
    assert quote.attribution.source is None


@pytest.mark.parametrize(
    "before",
    [
        "Ana Sorel and Tom Varga live by the bridge.",
        "Nobody lives by the bridge.",
        "The house was sold to Ana Sorel.",
    ],
)
def test_after_a_line_about_several_or_nobody_it_has_no_speaker(before: str) -> None:
    [quote] = quotes(f"{before}\n\n“The river comes up to the third step in spring.”")
    assert (quote.speaker_name, quote.speaker_resolution) == (None, "unresolved")


def test_a_heading_in_quotation_marks_is_no_quotation() -> None:
    text = "The bridge was shut in May.\n\n“A Town That Waits for Water”\n\nIt is still shut."
    assert quotes(text) == ()
    assert unattributed(text) == []


def test_a_quotation_without_a_row_is_an_issue_with_its_place() -> None:
    text = "“It will not reopen before the spring,” Sorel said. She left."
    sentences = find_sentences(text, parse_record(text).zones)
    [issue] = find_unattributed(text, sentences, ())
    assert issue.span is not None
    assert issue.span.of(text) == "“It will not reopen before the spring,”"
    assert (issue.code, issue.severity) == ("quotation_unattributed", "info")
    assert unattributed(text) == []


def test_who_stands_for_the_noun_before_it_where_no_name_does() -> None:
    [quote] = quotes("They stood behind a banner that read “Water is for everybody here”.")
    assert (quote.speaker_role, quote.speaker_name) == ("a banner", None)


def test_a_statement_for_which_too_little_speaks_is_an_issue_with_its_place() -> None:
    text = "The bridge was sold. It is understood the town will rent it."
    sentences = find_sentences(text, parse_record(text).zones)
    left_out = [Span(21, 59)]
    [issue] = find_unattributed(text, sentences, (), left_out)
    assert issue.span == left_out[0]
    assert (issue.code, issue.severity) == ("statement_uncertain", "info")


def test_a_statement_left_out_that_a_row_holds_is_no_issue() -> None:
    text = "“It will not reopen before the spring,” Sorel said. She left."
    sentences = find_sentences(text, parse_record(text).zones)
    assert find_unattributed(text, sentences, quotes(text), [Span(1, 20)]) == ()


def test_what_the_engine_leaves_out_stands_in_no_row() -> None:
    text = (
        "The bridge was sold. Amid fears of a new flood, the town is seen as a buyer of the mill."
    )
    sentences = find_sentences(text, parse_record(text).zones)
    reading = read_quotes(text, sentences)
    held = [part for one in reading.attributions for part in one.segments]
    assert reading.left_out
    assert not any(part.overlaps(left) for part in held for left in reading.left_out)

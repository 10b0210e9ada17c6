"""Quotes: the frames in which news attributes words, and the properties every text must keep."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.markup import unmark
from transforms.page import parse_record
from transforms.quotes.attribution import Attribution
from transforms.quotes.rules import find_attributions
from transforms.text import find_quotations, find_sentences

VOCABULARY = (
    '“ ” " ‘ ’ , . : ? — ( ) and that to who said told saying according Kerry Reuters he the'
    " report wants not did officials deal is dead on Monday citing"
)
WORDS = st.lists(st.sampled_from([*VOCABULARY.split(), "\n\n", "\n"]), max_size=40).map(" ".join)


def attributions(text: str) -> tuple[Attribution, ...]:
    sentences = find_sentences(text, parse_record(text).zones)
    return find_attributions(text, sentences, find_quotations(text, sentences))


def only(text: str) -> Attribution:
    [attribution] = attributions(text)
    return attribution


@pytest.mark.parametrize(
    "marked",
    [
        "{content:“The deal is dead,”} {source:Kerry} {cue:said}.",
        "{content:“The deal is dead,”} {cue:said} {source:Jane Doe, the mayor of Springfield}.",
        "{content:“The deal is dead,”} {cue:said} {source:Jane Doe} in an interview on Monday.",
        "{content:‘The officials’ deal isn’t dead,’} {source:she} {cue:said}.",
        "{content:``The deal is dead,''} {source:he} {cue:said} last week.",
        "{source:Kerry} {cue:said}: {content:“The deal is dead.”}",
        "On Monday, {source:Kerry} {cue:said}, {content:“The deal is dead.”}",
        "{source:Kerry} {cue:told} reporters on Monday {content:that the deal is dead}.",
        "{source:Jane Doe, the mayor of Springfield,} {cue:said} {content:the deal is dead}.",
        "{content:The deal is dead}, {source:a US military official} {cue:said}.",
        "{content:The deal is dead}, {cue:said} {source:Jane Doe}.",
        "{content:The deal is dead}, {cue:according to} {source:a source close to the talks}.",
        "{content:The deal is dead}, {cue:according to} {source:a police report}.",
        "{cue:According to} {source:the ministry}, {content:the deal is dead}.",
        "{source:The Daily Herald} {cue:is reporting} {content:that the deal is dead}.",
        "{source:The ministry} {cue:vowed} {content:to end the war}.",
        "{source:Kerry} {cue:urged} {content:Congress to end the war}.",
        "{source:A report by the council} {cue:warned} {content:that the dam is weak}.",
        "In a statement {source:Kerry} {cue:said} {content:that the deal is dead}.",
        "{source:Officials} {cue:say} {content:the deal is dead}.",
    ],
)
def test_content_cue_and_source_are_found_where_the_article_wrote_them(marked: str) -> None:
    text, spans = unmark(marked)
    found = only(text)
    assert found.segments == tuple(spans["content"])
    assert found.cue == spans["cue"][0]
    assert found.source is not None
    assert found.source.of(text).rstrip(",") == spans["source"][0].of(text).rstrip(",")


def test_a_split_quotation_is_one_attribution_with_two_segments() -> None:
    text, spans = unmark("{part:“We did a lot,”} he said. {part:“We hope to get there.”}")
    found = only(text)
    assert found.segments == tuple(spans["part"])
    assert found.quote_type == "direct"


def test_an_attribution_in_the_middle_splits_its_sentence() -> None:
    text, spans = unmark("{part:The deal}, he said, {part:is dead for good}.")
    assert only(text).segments == tuple(spans["part"])


def test_a_quotation_over_two_paragraphs_belongs_to_the_speaker_named_in_the_second() -> None:
    text, spans = unmark("{part:“We left the town.}\n\n{part:“We never came back,”} Kerry said.")
    assert only(text).segments == tuple(spans["part"])


def test_a_colon_gives_its_quotation_to_the_next_paragraph() -> None:
    text, spans = unmark("Kerry said in a statement:\n\n{part:“The deal is dead for now.”}")
    found = only(text)
    assert found.segments == tuple(spans["part"])
    assert found.source is not None
    assert found.source.of(text) == "Kerry"


def test_a_new_closed_quotation_after_a_closed_one_is_another_attribution() -> None:
    first, second = attributions("“We won it,” he said. “We won.”\n\n“They never won a thing.”")
    assert first.source is not None
    assert second.source is None
    assert second.continues is not None


def test_partly_quoted_content_is_mixed_and_unquoted_is_indirect() -> None:
    assert only("Kerry said the plan was “dead as a doornail today”.").quote_type == "mixed"
    assert only("Kerry said the plan was dead.").quote_type == "indirect"


def test_scare_quotes_are_not_an_attribution() -> None:
    assert attributions("The so-called “peace plan” has failed, and the “talks” ended.") == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kerry said that the deal is dead.", "speech"),
        ("Kerry wrote that the deal is dead.", "writing"),
        ("The report said that the deal is dead.", "writing"),
        ("Kerry believes that the deal is dead.", "thought"),
        ("Kerry plans to end the deal.", "other"),
    ],
)
def test_the_cue_decides_between_speech_writing_and_thought(text: str, kind: str) -> None:
    assert only(text).attribution_kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Kerry did not say that the deal is dead.",
        "Kerry declined to say whether the deal is dead.",
        "Kerry never said the deal is dead.",
        "The ministry declined to comment.",
    ],
)
def test_a_denied_cue_is_negated(text: str) -> None:
    assert only(text).cue_negated


@pytest.mark.parametrize(
    "text",
    [
        "His claims about the deal were wrong.",
        "The new reports were long and the TV shows ended.",
        "The company was called a success by many.",
        "The deal was reportedly dead.",
        "The fresh questions arose in the United States.",
        "Officials were unsure whether Russia would agree to the deal.",
    ],
)
def test_nouns_passives_and_hypotheses_are_not_cues(text: str) -> None:
    assert attributions(text) == ()


@pytest.mark.parametrize("verb", ["shrugged", "laughed"])
def test_a_verb_that_takes_a_quotation_alone_reports_nothing_without_one(verb: str) -> None:
    assert attributions(f"Asked whether that was too much, Kerry {verb}.") == ()
    assert attributions(f"When the vote was lost, Kerry {verb}.") == ()
    assert only(f"“The deal is dead,” Kerry {verb}.").cue_lemma in ("shrug", "laugh")


@pytest.mark.parametrize(
    "marked",
    [
        "“The deal is dead,” he said, {cue:according to} {relay:Interfax news agency} reported.",
        "Kerry said that the deal is dead, {cue:according to} {relay:the newspaper}.",
        "“The deal is dead,” Kerry {cue:told} {relay:Reuters}.",
        "Kerry {cue:told} {relay:the Daily Herald} that the deal is dead.",
        "The deal is dead, {relay:Reuters} {cue:reported}, citing two officials.",
    ],
)
def test_who_passed_the_words_on_is_a_relay_and_not_the_speaker(marked: str) -> None:
    text, spans = unmark(marked)
    found = only(text)
    [relay] = found.relays
    assert (relay.source, relay.cue) == (spans["relay"][0], spans["cue"][0])
    assert found.source is not None
    assert not found.source.overlaps(relay.source)


def test_who_is_spoken_to_and_is_not_an_outlet_is_not_a_relay() -> None:
    assert only("Kerry told Congress that the deal is dead.").relays == ()


def test_a_coordinated_cue_has_its_own_content_and_shares_the_subject() -> None:
    text, spans = unmark(
        "{source:Kerry} said {content:the deal is dead}, adding {content:that the war goes on}."
    )
    found = attributions(text)
    assert [a.segments[0] for a in found] == spans["content"]
    assert [a.source for a in found] == spans["source"] * 2


def test_a_cue_inside_a_reported_clause_is_not_reported_again() -> None:
    assert only("He said he hoped Kerry would say the deal is dead.").cue_lemma == "say"


def test_a_turn_of_a_transcript_is_verbatim() -> None:
    text, spans = unmark("We met.\n\n{source:JANE DOE}: {content:The deal is dead. We won.}")
    found = only(text)
    assert (found.source, found.segments) == (spans["source"][0], tuple(spans["content"]))
    assert found.quote_type == "direct"


def test_a_statement_of_nothing_but_cues_is_left_alone() -> None:
    assert attributions("he said that, " * 250) == ()


@given(WORDS)
def test_attributions_are_ordered_and_their_parts_stand_apart(text: str) -> None:
    found = attributions(text)
    starts = [attribution.span.start_char for attribution in found]
    assert starts == sorted(starts)
    for at, attribution in enumerate(found):
        parts = [*attribution.segments]
        assert all(a.end_char <= b.start_char for a, b in pairwise(parts))
        assert all(part.end_char <= len(text) and part.of(text).strip() for part in parts)
        if attribution.source is not None and attribution.cue is not None:
            assert not attribution.source.overlaps(attribution.cue)
            assert not any(part.overlaps(attribution.cue) for part in parts)
        assert attribution.continues is None or attribution.continues < at
    assert found == attributions(text)

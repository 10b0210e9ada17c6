"""Sources and contents that must not be cut short, whichever engine found them."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.support.markup import unmark
from transforms.models import Engine
from transforms.page import parse_record
from transforms.quotes import Attribution, find_quotes
from transforms.quotes.repairs import with_repairs
from transforms.quotes.source_bounds import bounded
from transforms.text import Span, find_quotations, find_sentences


def attributions(text: str, engine: Engine) -> tuple[Attribution, ...]:
    return find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine)


@pytest.mark.parametrize("engine", list(get_args(Engine)))
@pytest.mark.parametrize(
    "marked",
    [
        "{source:Ana Sorel and the mayor} said {content:the bridge would reopen}.",
        "We met in May, but {source:Sorel and the mayor} said {content:the bridge was shut}.",
        "{content:The bridge would be shut}, {source:she} said, {content:until the spring}.",
        "{content:The mayor}, according to {source:his deputy, Ana Sorel}, "
        "{content:has not slept since May}.",
        "{content:The bridge}, says {source:Ana Sorel}, {content:is safe and will be painted}.",
        "In the words of {source:the engineer, Ana Sorel}, {content:it is “a bridge to nowhere”}.",
        "Sorel told the BBC {content:prices had risen}.",
        "Sorel told the court {content:witnesses had been paid}.",
        "Sorel told her mother {content:supper would be late}.",
        "Sorel told the Norvik Herald website {content:people had left}.",
    ],
)
def test_source_and_content_are_whole(marked: str, engine: Engine) -> None:
    text, spans = unmark(marked)
    [found] = attributions(text, engine)
    assert list(found.segments) == spans["content"]
    if "source" in spans:
        assert found.source is not None
        assert found.source.of(text).rstrip(",") == spans["source"][0].of(text)


def test_who_was_met_before_and_does_not_join_a_speaker() -> None:
    text, spans = unmark("Varga met Ana Sorel and {source:the mayor} said no bridge was planned.")
    [found] = attributions(text, "accurate")
    assert found.source == spans["source"][0]


def test_a_time_after_a_cue_may_say_when_somebody_spoke() -> None:
    text, spans = unmark("{content:The bridge will be shut}, she said, on Monday.")
    [found] = attributions(text, "accurate")
    assert list(found.segments) == spans["content"]


def test_a_quotation_that_ends_a_sentence_ends_the_content() -> None:
    text, spans = unmark("Sorel also wrote: {content:“Bring bread.”} The cook, Tom Varga, read it.")
    [found] = attributions(text, "accurate")
    assert list(found.segments) == spans["content"]


@pytest.mark.parametrize(
    "marked",
    [
        "{content:“A town in tears,”} {cue:read} {source:the front page} on Monday.",
        "The bridge was {cue:branded} {content:“a tomb”} by {source:the union}.",
    ],
)
def test_what_was_read_or_branded_has_its_source(marked: str) -> None:
    text, spans = unmark(marked)
    [found] = attributions(text, "rules")
    assert found.segments == tuple(spans["content"])
    assert found.source is not None
    assert spans["source"][0].of(text) in found.source.of(text)


def test_what_somebody_had_not_told_anybody_is_no_attribution() -> None:
    text = "Had she told them the pumps were old, the vote would have failed."
    assert attributions(text, "rules") == ()


def test_a_colon_alone_leads_to_more_of_what_the_same_person_said() -> None:
    text, spans = unmark("Sorel began: {part:“The bridge is shut.”} And then: {part:“So am I.”}")
    [found] = attributions(text, "accurate")
    assert list(found.segments) == spans["part"]


def test_a_content_ends_with_its_paragraph() -> None:
    text, spans = unmark("Sorel: {content:Nobody asked me}.\n\nIt rained until the spring.")
    assert all(
        one.span.end_char <= spans["content"][0].end_char + 1
        for one in attributions(text, "accurate")
    )


def test_a_form_says_nothing() -> None:
    text = "Witness: Ana Sorel\nTown: Norvik\nTrade: Painter\n\nThe van had no lights."
    assert attributions(text, "accurate") == ()


@pytest.mark.parametrize("engine", list(get_args(Engine)))
@pytest.mark.parametrize(
    "text",
    [
        "Ana Sorel was urged to close the bridge before the winter.",
        "The passengers were told that the bridge was shut.",
        "Ana Sorel is expected to close the bridge on Monday.",
        "It has been reported that the bridge was sold.",
        "Ana Sorel was repeatedly warned that the bridge would fall.",
    ],
)
def test_who_is_spoken_to_or_of_is_no_source(text: str, engine: Engine) -> None:
    assert all(one.source is None for one in attributions(text, engine))


@pytest.mark.parametrize(
    "marked",
    [
        "{source:Ana Sorel} is convinced that the bridge will fall.",
        "{source:Ana Sorel} was quoted as saying that the bridge would fall.",
    ],
)
def test_who_has_something_in_mind_is_the_source(marked: str) -> None:
    text, spans = unmark(marked)
    [found] = attributions(text, "accurate")
    assert found.source == spans["source"][0]


@pytest.mark.parametrize(
    "headline",
    [
        "Mayor {cue:accused} of {content:hiding the report}",
        "Mayor {cue:charged} with {content:theft}",
    ],
)
def test_whoever_is_accused_in_a_headline_says_nothing(headline: str) -> None:
    text, _ = unmark(f"{headline}\n\nThe trial is in May.")
    assert all(one.source is None for one in attributions(text, "accurate"))


def test_by_names_the_source_of_what_somebody_was_accused_of() -> None:
    text, spans = unmark("The masons {cue:were accused} {content:by officials of theft}.")
    sentences = find_sentences(text, parse_record(text).zones)
    read = Attribution(
        "indirect", "speech", (spans["content"][0],), Span(0, 10), spans["cue"][0], "accuse",
        False, (), 0, "learned", 0.9,
    )  # fmt: skip
    [found] = with_repairs(text, sentences, (), [read])
    assert found.source is not None
    assert found.source.of(text) == "officials"
    assert [part.of(text) for part in found.segments] == ["of theft"]


def test_who_stands_behind_told_is_no_source() -> None:
    text, spans = unmark(
        "{source:A cook who left in May}, {cue:told} {hearer:the Norvik Herald}: "
        "{content:“Nobody fed us.”} {more:“We knew,”} {again:told} {radio:the town radio}."
    )
    sentences = find_sentences(text, parse_record(text).zones)
    read = [
        Attribution("mixed", "speech", tuple(parts), source, cue, "tell", False, (), 0, "x", 0.9)
        for parts, source, cue in (
            (spans["source"] + spans["content"], spans["hearer"][0], spans["cue"][0]),
            (spans["more"], spans["radio"][0], spans["again"][0]),
        )
    ]
    found = with_repairs(text, sentences, find_quotations(text, sentences), read)
    assert [one.source for one in found] == [spans["source"][0], None]
    assert [list(one.segments) for one in found] == [spans["content"], spans["more"]]


@pytest.mark.parametrize(
    ("read", "kept"),
    [
        ("Ms Sorel today", "Ms Sorel"),
        ("Mayor Ana Sorel Thursday", "Mayor Ana Sorel"),
        ("A report by the UN last week", "A report by the UN"),
        ("figures of the Labour Agency (LA) on Friday", "figures of the Labour Agency (LA)"),
        ("The Sunday Post", "The Sunday Post"),
        ("A reporter for Norvik Today", "A reporter for Norvik Today"),
        ("A poll released on Friday", "A poll released on Friday"),
        ("who in a talk with the Norvik Herald", "who"),
        ("which during the day", "which"),
        ("Staff of the port are in town", "Staff of the port"),
        ("The bank kept its rate at 5 %, and", "The bank"),
        ("The council cut the tax and", "The council"),
        ("a man named the Fox", "a man named the Fox"),
        ("half the town", "half the town"),
        ("Wet weeks The mayor of Norvik", "The mayor of Norvik"),
        ("The editor of The Norvik Herald", "The editor of The Norvik Herald"),
        ("The two towns to have signed it", "The two towns to have signed it"),
        ("those on the board who had left", "those on the board who had left"),
        ("Eva May", "Eva May"),
        ("acted like a child", None),
        ("recorded himself", None),
        ("published reports", "published reports"),
        ("leading figures", "leading figures"),
        ("The", None),
        ("this", "this"),
        ("’s worth", None),
    ],
)
def test_a_source_ends_where_its_name_or_noun_does(read: str, kept: str | None) -> None:
    found = bounded(read, Span(0, len(read)))
    assert (found.of(read) if found else None) == kept


def test_of_whom_something_is_alleged_says_nothing() -> None:
    text, spans = unmark("{source:The guards} {cue:have allegedly} {content:sold two keys}.")
    sentences = find_sentences(text, parse_record(text).zones)
    read = Attribution(
        "indirect", "speech", (spans["content"][0],), spans["source"][0], spans["cue"][0],
        "allegedly", False, (), 0, "learned", 0.9,
    )  # fmt: skip
    [found] = with_repairs(text, sentences, (), [read])
    assert found.source is None
    assert [part.of(text) for part in found.segments] == ["The guards", "sold two keys"]

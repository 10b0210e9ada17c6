"""Words that one gives to another belong to whoever is said to have spoken them."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.support.markup import unmark
from transforms.models import Engine
from transforms.page import parse_record
from transforms.quotes.attribution import Attribution
from transforms.quotes.engines import find_quotes
from transforms.text import Span, find_sentences


def said(text: str, engine: Engine = "rules") -> tuple[Attribution, ...]:
    return find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine)


GIVEN = [
    "{giver:Ann Poole} {blame:accused} {source:Bo Hartley} of {cue:saying} "
    "{content:the town was “past saving”}.",
    "{giver:The dean} {blame:attacked} {source:the provost, Bo Hartley,} for {cue:telling} "
    "reporters {content:that “the town is past saving”}.",
    "{source:Bo Hartley} was {blame:praised} by {giver:Ann Poole} for {cue:admitting} "
    "{content:that the town was past saving}.",
    "{source:Bo Hartley} was sacked for {cue:saying} {content:that the town was past saving}.",
    "{giver:Ann Poole} {blame:accused} {source:the paper} of printing lies and of {cue:calling} "
    "{content:the judge “an old fool in a wig”}.",
]


@pytest.mark.parametrize("engine", get_args(Engine))
@pytest.mark.parametrize("marked", GIVEN)
def test_who_is_blamed_for_words_said_them_and_who_blames_is_a_relay(
    marked: str, engine: Engine
) -> None:
    text, spans = unmark(marked)
    [one] = [one for one in said(text, engine) if one.cue in spans["cue"]]
    assert one.source is not None
    assert one.source.of(text).strip(",") == spans["source"][0].of(text).strip(",")
    assert one.segments == tuple(spans["content"])
    given = [(relay.source, relay.cue) for relay in one.relays]
    assert given == list(zip(spans.get("giver", []), spans.get("blame", []), strict=True))


CLAIMS = [
    "Officials dismissed a {source:union} {cue:claim} {content:that 300 nurses had left}.",
    "Officials rejected {source:Bo Hartley}’s latest {cue:suggestion} {content:that it was over}.",
    "Ann Poole disputed the {source:police} {cue:estimate} of {content:3,000 marchers}.",
    "Ann Poole cited a {cue:report} by {source:the auditors} {content:that 40 boats had sunk}.",
    "Ann Poole cited a {cue:report} by {source:the auditors} on Monday {content:that it was over}.",
    "Ann Poole said {source:the union}’s {cue:claim} {content:that 300 nurses had left} was wrong.",
]


@pytest.mark.parametrize("marked", CLAIMS)
def test_a_claim_in_a_content_is_that_of_whom_it_names(marked: str) -> None:
    text, spans = unmark(marked)
    [one] = [one for one in said(text) if one.cue in spans["cue"]]
    assert (one.source, one.segments) == (spans["source"][0], tuple(spans["content"]))
    assert (one.stance, one.relays) == ("asserts", ())
    parent = said(text)[one.parent or 0]
    assert parent.source is not None
    assert parent.source.of(text) in ("Officials", "Ann Poole")


@pytest.mark.parametrize(
    "text",
    [
        "Officials dismissed claims that 300 nurses had left.",
        "Officials dismissed last week’s report that 300 nurses had left.",
        "Ann Poole said it was late. Reuters reports that 300 nurses had left.",
        "Ann Poole thanked the crowd for coming and said that it was over.",
    ],
)
def test_a_claim_of_nobody_has_no_row(text: str) -> None:
    assert [one for one in said(text) if one.method == "words_given"] == []


def test_a_source_is_where_the_text_has_it() -> None:
    text = "It rained. Ann Poole accused Bo Hartley of saying that the town was past saving."
    [one] = [one for one in said(text) if one.method == "words_given"]
    start = text.index("Bo")
    assert one.source == Span(start, start + len("Bo Hartley"))


def test_a_number_of_people_is_no_number_that_somebody_gave() -> None:
    text = "A number of mayors have hired guards, the deputy minister Ana Sorel said on Monday."
    assert all(one.method != "words_given" for one in said(text, "accurate"))

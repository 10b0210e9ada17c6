"""What the learned engine finds, and that it finds the same whatever else is read."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given, settings

from tests.quotes.test_quotes import WORDS
from tests.support.markup import unmark
from transforms.models import DEFAULT_ENGINE, Engine
from transforms.page import parse_record
from transforms.quotes import engines
from transforms.quotes.attribution import Attribution
from transforms.quotes.engines import find_quotes
from transforms.text import Span, Zone, find_sentences

SIGNED = """“Nothing here was built to last, and nothing did.” — {source:Ana Sorel}

“We were told to wait, so we waited.”
― {source:Tom Varga}, a retired teacher"""


def attributions(text: str, engine: Engine = DEFAULT_ENGINE) -> tuple[Attribution, ...]:
    return find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine)


@pytest.mark.parametrize(
    "marked",
    [
        "{content:“The deal is dead for now,”} {source:Kerry} {cue:said} on Monday.",
        "{source:The mayor} {cue:said} {content:the bridge would reopen in May}.",
        "{content:The bridge will reopen in May}, {cue:according to} {source:the mayor}.",
        "{source:Officials} {cue:denied} {content:that anybody had been hurt}.",
        "{content:“It is over,”} {cue:said} {source:Ana Sorel}, a retired teacher.",
    ],
)
def test_content_cue_and_source_are_where_the_article_wrote_them(marked: str) -> None:
    text, spans = unmark(marked)
    [found] = attributions(text)
    assert found.segments[0].of(text).removeprefix("that ") == spans["content"][0].of(
        text
    ).removeprefix("that ")
    assert found.cue == spans["cue"][0]
    assert found.source is not None
    assert spans["source"][0].of(text) in found.source.of(text)


def test_a_split_quotation_is_one_attribution() -> None:
    text, spans = unmark("{part:“We did what we could,”} he said. {part:“We hope to get there.”}")
    [found] = attributions(text)
    assert found.segments == tuple(spans["part"])
    assert found.quote_type == "direct"


@pytest.mark.parametrize(
    "marked",
    [
        "{part:“I did not know,”} Sorel told parliament. {part:“I should have known.}\n\n"
        "{part:“To the families I offer no excuse.}\n\n{part:“I offer my office.”}",
        "{part:“We left the town in the night.}\n\n{part:“We never came back,”} Sorel said.",
    ],
)
def test_a_quotation_that_reopens_goes_on_over_paragraphs(marked: str) -> None:
    text, spans = unmark(marked)
    [found] = attributions(text)
    assert found.segments == tuple(spans["part"])
    assert found.source is not None
    assert found.source.of(text) == "Sorel"


@pytest.mark.parametrize("engine", list(get_args(Engine)))
def test_a_signed_quotation_is_its_signer_s(engine: Engine) -> None:
    text, spans = unmark(SIGNED)
    found = attributions(text, engine)
    assert [one.source for one in found] == spans["source"]
    assert {one.method for one in found} == {"signature"}


@pytest.mark.parametrize(
    "text",
    [
        "“We waited for the train all day.” – Nobody came.",
        "“We waited for the train all day.” — Sorel said she would wait again.",
    ],
)
def test_a_dash_that_goes_on_with_a_sentence_signs_nothing(text: str) -> None:
    assert all(one.method != "signature" for one in attributions(text, "rules"))


def test_a_turn_after_a_quotation_mark_is_a_turn() -> None:
    text, spans = unmark('The two met.\n\n"{source:SOREL}: {content:We waited for a train.}')
    [found] = attributions(text)
    assert (found.source, found.segments) == (spans["source"][0], tuple(spans["content"]))


def test_confidence_is_a_share_and_never_certain() -> None:
    [found] = attributions("“The deal is dead for now,” Kerry said on Monday.")
    assert 0.5 < found.confidence < 1


def test_what_is_found_does_not_depend_on_what_was_read_before() -> None:
    texts = [
        "“The deal is dead,” Kerry said.\n\nOfficials denied that anybody had been hurt.",
        "The mayor said the bridge would reopen. " * 60,
    ]
    alone = [attributions(text) for text in texts]
    assert [attributions(text) for text in reversed(texts)] == alone[::-1]


def test_the_rules_need_no_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(engines, "load_attribution_model", missing)
    assert attributions("“The deal is dead,” Kerry said.", "rules")


def test_a_label_before_a_colon_is_nobody() -> None:
    text = "Correction: An earlier version of this article gave the number of jobs as 4,500."
    assert all(
        one.source is None or one.source.of(text) != "Correction" for one in attributions(text)
    )


def test_nothing_comes_of_nothing() -> None:
    assert attributions("") == ()


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_attributions_are_ordered_and_their_parts_stand_apart(text: str) -> None:
    found = attributions(text)
    starts = [one.span.start_char for one in found]
    assert starts == sorted(starts)
    for at, one in enumerate(found):
        assert all(a.end_char <= b.start_char for a, b in pairwise(one.segments))
        assert all(part.of(text).strip() for part in one.segments)
        for part in (one.source, one.cue):
            assert part is None or not any(part.overlaps(segment) for segment in one.segments)
        if one.source is not None and one.cue is not None:
            assert not one.source.overlaps(one.cue)
        assert one.continues is None or one.continues < at
        assert 0 <= one.confidence <= 1


def test_a_dash_that_lost_its_encoding_ends_no_content() -> None:
    text = 'Sorel said the bridge would be shut "?and so it was. She called it "old" "?no more.'
    for found in attributions(text):
        assert not found.span.of(text).endswith(' "')


def test_a_content_is_linked_to_the_cue_of_its_own_sentence() -> None:
    headline = "Pumps failed on the night of the flood, inquiry finds"
    lead = "Three of the five pumps in Dunmarsh failed in May, an independent report has found."
    text = f"{headline}\n\n{lead}"
    zones = [
        Zone("headline", Span(0, len(headline))),
        Zone("body", Span(len(headline) + 2, len(text))),
    ]
    first, second = find_quotes(text, find_sentences(text, zones))
    assert [part.of(text) for part in first.segments] == ["Pumps failed on the night of the flood"]
    assert second.source is not None
    assert second.source.of(text) == "an independent report"
    assert second.segments[0].of(text).startswith("Three of the five pumps")

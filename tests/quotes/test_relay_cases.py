"""Who passed words on, in sentences of many patterns; half of them were never looked at."""

from __future__ import annotations

from typing import get_args

import pytest

from benchmarks.relays import cases, is_right
from transforms.models import Engine
from transforms.page import parse_record
from transforms.quotes.engines import find_quotes
from transforms.text import find_sentences


@pytest.mark.parametrize("engine", list(get_args(Engine)))
def test_words_given_to_another_speaker_without_their_quotation_are_indirect(
    engine: Engine,
) -> None:
    text = (
        "On July 7, the Gazette revealed that Marsh, 72, had been granted residence, allowing him"
        " to stay, while, according to the ministry, “a thorough examination” would be conducted."
    )
    for one in find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine):
        surface = text[one.segments[0].start_char : one.segments[-1].end_char]
        assert one.quote_type == "indirect" or "“" in surface or "”" in surface


@pytest.mark.parametrize("engine", list(get_args(Engine)))
@pytest.mark.parametrize("split", ["development", "test"])
def test_nine_in_ten_relays_are_not_mistaken_for_speakers(split: str, engine: Engine) -> None:
    verdicts = [
        is_right(
            find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine),
            speaker,
            relays,
        )
        for text, speaker, relays in cases(split)
    ]
    assert len(verdicts) >= 75
    assert sum(verdicts) / len(verdicts) >= 0.9


@pytest.mark.parametrize(
    ("text", "source", "relay"),
    [
        (
            "Two barges sank, the Varnian news agency Volna reported on Sunday, citing a harbour"
            " official.",
            "a harbour official",
            "the Varnian news agency Volna",
        ),
        (
            "The mine will be sold, the Herald reported on Monday, citing two men close to the"
            " talks.",
            "two men close to the talks",
            "the Herald",
        ),
    ],
)
@pytest.mark.parametrize("engine", ["rules", "accurate"])
def test_who_is_cited_is_the_source(text: str, source: str, relay: str, engine: Engine) -> None:
    [found] = find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine)
    assert found.source is not None
    assert found.source.of(text) == source
    assert [link.source.of(text) for link in found.relays] == [relay]


def test_an_event_according_to_somebody_is_their_own_account_and_nobody_speaks_in_it() -> None:
    text = "The siren went off around 6:30 p.m. in front of the mill, according to the police."
    [found] = find_quotes(text, find_sentences(text, parse_record(text).zones))
    assert found.source is not None
    assert (found.source.of(text), found.relays) == ("the police", ())

"""Whose words a source makes them: who speaks for an organisation is not the organisation."""

from __future__ import annotations

import pytest

from transforms.names import find_mentions, resolve_names
from transforms.page import parse_record
from transforms.quotes.attribution import Quote
from transforms.quotes.engines import find_quotes
from transforms.quotes.speakers import resolve_speakers
from transforms.text import find_sentences


def only(text: str) -> Quote:
    sentences = find_sentences(text, parse_record(text).zones)
    mentions = find_mentions(text, sentences)
    named = resolve_names(text, mentions)
    found = find_quotes(text, sentences)
    [quote] = resolve_speakers(text, sentences, found, named)
    return quote


def test_a_spokesman_for_an_organisation_in_apposition_is_no_organisation() -> None:
    quote = only("A spokesman for the owners, Brandis Capital, said the ships were sold.")
    assert quote.speaker_name is None
    assert quote.speaker_role == "A spokesman for the owners, Brandis Capital"


@pytest.mark.parametrize("role", ["The police spokesman in Norvik", "A spokesman for the owners"])
def test_a_person_in_apposition_is_the_speaker(role: str) -> None:
    assert only(f"{role}, Tom Varga, said the ships were sold.").speaker_name == "Tom Varga"

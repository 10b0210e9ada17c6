"""Doubtful: quotes for which too little speaks to publish them; they become issues.

Pure. Runs when speakers are resolved, since a doubtful attribution still shows whom a paragraph is
about. Where neither quotation marks nor a plain verb show that somebody speaks, more is asked: what
an engine hardly believes there is a deed or a feeling three times in four.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from transforms.quotes.attribution import Attribution, AttributionKind, Quote
from transforms.text import Issue

CODE = "attribution_doubtful"
_DETAIL = "too little shows that somebody said, wrote or thought this"
_PLAIN_CUES = frozenset(["say", "tell"])
_LEAST: Mapping[AttributionKind, float] = {
    "speech": 0.45,
    "writing": 0.38,
    "thought": 0.42,
    "other": 0.45,
}
"""Chosen on texts that no rule was written from, and kept where annotated ones lose nothing."""
_LEAST_OF_NOBODY = 0.7
"""Where nobody is said to speak: "accused of theft", "is expected to talk"."""
_LEAST_TO_COME = 0.8
"""Where words are still to be said: "will discuss the war", "must sign the bill"."""
_TO_COME = frozenset(["will", "shall", "’ll", "'ll", "must", "should"])


class Sifted(NamedTuple):
    """The quotes to publish, in the same order, and one issue per quote that is not."""

    quotes: tuple[Quote, ...]
    issues: tuple[Issue, ...]


def sifted(text: str, quotes: Sequence[Quote]) -> Sifted:
    """The quotes without the doubtful ones; positions that they hold are counted again."""
    doubtful = {at for at, quote in enumerate(quotes) if is_doubtful(text, quote.attribution)}
    if not doubtful:
        return Sifted(tuple(quotes), ())
    kept = [at for at in range(len(quotes)) if at not in doubtful]
    place = {at: position for position, at in enumerate(kept)}
    return Sifted(
        tuple(_placed(quotes, at, place) for at in kept),
        tuple(
            Issue("quotes", "info", CODE, _DETAIL, quotes[at].attribution.span)
            for at in sorted(doubtful)
        ),
    )


def is_doubtful(text: str, one: Attribution) -> bool:
    """Whether an attribution that was learned is believed too little to be published."""
    if one.method != "learned" or one.quote_type != "indirect" or one.cue is None:
        return False
    if one.cue.of(text).lower().split()[0] in _TO_COME:
        return one.confidence < _LEAST_TO_COME
    if one.cue_lemma in _PLAIN_CUES:
        return False
    least = _LEAST[one.attribution_kind] if one.source is not None else _LEAST_OF_NOBODY
    return one.confidence < least


def _placed(quotes: Sequence[Quote], at: int, place: Mapping[int, int]) -> Quote:
    """A quote with the new positions of what it continues and of what it stands in."""
    quote = quotes[at]
    one, parent = quote.attribution, quote.attribution.parent
    while parent is not None and parent not in place:
        parent = quotes[parent].attribution.parent
    continues = place.get(one.continues) if one.continues is not None else None
    return replace(
        quote,
        attribution=replace(
            one, continues=continues, parent=place[parent] if parent is not None else None
        ),
    )

"""Relaying: who passed the words on, found beside attributions that stand already.

Pure, rules: no corpus teaches it. "…, he said, according to Interfax", "told Reuters", "Reuters
quoted the minister as saying", "the Journal reported that a source said": the speaker stays the one
who said it, whoever printed or broadcast it becomes a relay, innermost first. What happens inside
one statement, ``relay_scene`` decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transforms.lexicon import words_of
from transforms.quotes import Attribution, quote_type_of
from transforms.relay_scene import RelayScene
from transforms.relay_tokens import anchor_of
from transforms.statements import Statement
from transforms.text.quotations import Quotation

MAX_TOKENS = 1500  # more in one statement is not prose; work per word grows with the statement


def with_relays(
    text: str,
    statements: Sequence[Statement],
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution],
) -> tuple[Attribution, ...]:
    """The attributions with their relays, in text order; an outlet that only passes words on is
    no attribution of its own."""
    at = 0
    ordered = sorted(range(len(attributions)), key=lambda i: anchor_of(attributions[i]))
    changed: dict[int, Attribution | None] = {}
    number = len(attributions)
    for statement in statements:
        here = []
        while at < len(ordered) and anchor_of(attributions[ordered[at]]) < statement.span.end_char:
            here.append(ordered[at])
            at += 1
        words = {token.word for token in statement.tokens if not token.quoted}
        if words.isdisjoint(words_of("relay_words")) or len(statement.tokens) > MAX_TOKENS:
            continue
        scene = RelayScene(text, statement, quotations, {i: attributions[i] for i in here}, number)
        for i, one in scene.resolved().items():
            stood = attributions[i] if i < len(attributions) else None
            changed[i] = one and _retyped(text, quotations, one, stood)
        number = scene.number
    return _renumbered(attributions, changed)


def _retyped(
    text: str, quotations: Sequence[Quotation], one: Attribution, stood: Attribution | None
) -> Attribution:
    """An attribution whose words are now fewer, with the type of those that are left."""
    if stood is None or stood.segments == one.segments:
        return one
    marked = [quotation.span for quotation in quotations if quotation.depth == 0]
    return replace(one, quote_type=quote_type_of(text, one.segments, marked))


def _renumbered(
    attributions: Sequence[Attribution], changed: dict[int, Attribution | None]
) -> tuple[Attribution, ...]:
    """The attributions that remain, in order, what they continue counted anew."""
    kept = dict(enumerate(attributions)) | changed
    remaining = [(i, one) for i, one in sorted(kept.items()) if one is not None]
    remaining.sort(key=lambda pair: (pair[1].segments[0], pair[1].cue or pair[1].segments[0]))
    place = {i: position for position, (i, _) in enumerate(remaining)}
    return tuple(
        replace(one, continues=_earlier(place, one.continues, position))
        for position, (_, one) in enumerate(remaining)
    )


def _earlier(place: dict[int, int], continues: int | None, position: int) -> int | None:
    found = place.get(continues) if continues is not None else None
    return found if found is not None and found < position else None

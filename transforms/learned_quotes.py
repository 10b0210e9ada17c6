"""Quotes as the learned tagger and linker find them; same shape as ``quotes.find_attributions``.

Pure. The rules run first: what they find is a feature of every token, and the relays, transcripts
and continuations that no corpus teaches come from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from transforms.attribution_features import chunks_of
from transforms.attribution_links import Linked, Surroundings, rule_numbers
from transforms.attribution_model import AttributionModel, load_attribution_model
from transforms.attribution_parts import LABELS, Part, Parts, TokenLine, snapped
from transforms.cue_reading import read_cue
from transforms.mentions import Mention
from transforms.quotations import Quotation
from transforms.quotes import Attribution, AttributionKind, find_attributions, quote_type_of
from transforms.sentences import Sentence
from transforms.sources import kind_of_descriptor
from transforms.span import Span
from transforms.statements import MIN_QUOTATION_WORDS, count_words
from transforms.tagger import decode

_EDGES = frozenset(",.;:—–-")


def find_learned_attributions(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    mentions: Sequence[Mention],
    model: AttributionModel | None = None,
) -> tuple[Attribution, ...]:
    """Attributions ordered by where their content begins.

    model: the shipped one when None.
    """
    model = model or load_attribution_model()
    ruled = find_attributions(text, sentences, quotations, mentions)
    chunks = list(chunks_of(text, sentences, quotations, ruled))
    if not chunks:
        return ()
    lengths = [len(chunk) for chunk in chunks]
    line = TokenLine([token for chunk in chunks for token in chunk])
    tagged = decode(model.scores(chunks), lengths, LABELS)
    stretches = []
    before = 0
    for chunk, found in zip(chunks, tagged, strict=True):
        place = []
        for token in chunk:
            place.append(before)
            before += token.span is not None
        stretches += [(place[one.first], place[one.last], one.kind) for one in found]
    parts = snapped(line, quotations, Parts.of(stretches))
    surroundings = Surroundings(line.tokens, parts, rule_numbers(line, ruled))
    linked = model.linker.link(surroundings, parts)
    return _Assembly(text, line, quotations, ruled).attributions(linked)


class _Assembly:
    """Turns linked parts into attributions."""

    def __init__(
        self,
        text: str,
        line: TokenLine,
        quotations: Sequence[Quotation],
        ruled: Sequence[Attribution],
    ) -> None:
        self.text = text
        self.line = line
        self.marked = [q.span for q in quotations if q.depth == 0]
        self.ruled = ruled

    def attributions(self, linked: Sequence[Linked]) -> tuple[Attribution, ...]:
        made = [self._attribution(one) for one in linked]
        made.sort(key=lambda a: (a.segments[0], a.cue or a.segments[0]))
        found: list[Attribution] = []
        for one in made:
            if one.source is None and one.cue is None:
                one = replace(one, continues=_previous(found, one, self.line))
            found.append(one)
        return tuple(found)

    def _attribution(self, linked: Linked) -> Attribution:
        segments = tuple(self._trimmed(part) for part in sorted(linked.contents))
        cue = self._trimmed(linked.cue) if linked.cue is not None else None
        source = self._trimmed(linked.source) if linked.source is not None else None
        words = [] if linked.cue is None else self._words(linked.cue)
        reading = read_cue(words)
        kind = self._kind(reading.kind, source, segments)
        anchor = linked.cue or min(linked.contents)
        return Attribution(
            quote_type=quote_type_of(self.text, segments, self.marked),
            attribution_kind=kind,
            segments=segments,
            source=source,
            cue=cue,
            cue_lemma=reading.lemma,
            cue_negated=reading.is_negated,
            relays=self._relays(cue, segments),
            sentence_index=self.line.tokens[anchor[0]].sentence_index,
            method="learned",
            confidence=round(linked.content_probability, 2),
        )

    def _words(self, part: Part) -> list[str]:
        return [token.word for token in self.line.tokens[part[0] : part[1] + 1]]

    def _trimmed(self, part: Part) -> Span:
        """Characters of a part without the marks at its edges that belong to the sentence."""
        first, last = part
        tokens = self.line.tokens
        while last > first and tokens[last].word in _EDGES and not tokens[last].values[2]:
            last -= 1
        while last > first and tokens[first].word in _EDGES and not tokens[first].values[2]:
            first += 1
        return self.line.span((first, last))

    def _kind(
        self, kind: AttributionKind, source: Span | None, segments: Sequence[Span]
    ) -> AttributionKind:
        if kind == "speech" and source is not None:
            return "writing" if kind_of_descriptor(source.of(self.text)) == "document" else kind
        return kind

    def _relays(self, cue: Span | None, segments: Sequence[Span]):
        for one in self.ruled:
            if not one.relays:
                continue
            if cue is not None and one.cue is not None and cue.overlaps(one.cue):
                return one.relays
        return ()


def _previous(found: Sequence[Attribution], one: Attribution, line: TokenLine) -> int | None:
    return None

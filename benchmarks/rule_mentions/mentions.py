"""Rule mentions: where the text names something, found without a trained model.

Pure: capitals, titles, organisation words and names from ``transforms.lexicon``. The words of a
name decide first (``name_types``). Where they leave its type open, the surroundings of all its
occurrences in the article decide together. Headlines, whose capitals prove nothing, come last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from benchmarks.rule_mentions.capitals import chains_in, is_title_case, lower_cased_in
from benchmarks.rule_mentions.name_types import Candidate, read_chain
from benchmarks.rule_mentions.name_words import Word, continues, words_in
from benchmarks.rule_mentions.phrases import (
    Index,
    certain_given_names,
    entry_of,
    index_of,
    known_names,
    match_at,
)
from transforms.lexicon import read_lexicon
from transforms.names import EntityType, Mention, plain
from transforms.text import Sentence, Span

_CONTEXTS: Mapping[tuple[str, str], tuple[str, float]] = {
    (row["surface"], row["side"]): (row["entity_type"], float(row["weight"]))
    for row in read_lexicon("name_contexts")
}
_DECIDES = 1.4
"""Summed weight at which the surroundings of a name settle its type."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence with its words and the candidates found in it."""

    sentence: Sentence
    words: Sequence[Word]
    candidates: Sequence[Candidate]

    def surface(self, text: str, candidate: Candidate) -> str:
        start = self.words[candidate.first].start_char
        return plain(text[start : self.words[candidate.last].end_char])


def find_mentions(text: str, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
    """Mentions in text order, never overlapping, each inside one sentence."""
    worded = [(sentence, words_in(text, sentence.span)) for sentence in sentences]
    lower_cased = lower_cased_in(words for _, words in worded)
    prose: list[_Read] = []
    headlines: list[tuple[Sentence, list[Word]]] = []
    for sentence, words in worded:
        if is_title_case(words):
            headlines.append((sentence, words))
        else:
            candidates = [
                candidate
                for chain in chains_in(text, words, lower_cased)
                for candidate in read_chain(words, chain, lower_cased)
            ]
            prose.append(_Read(sentence, words, candidates))
    settled = _settle(text, prose)
    attested = _attested(text, settled)
    settled += [_project(text, sentence, words, attested) for sentence, words in headlines]
    mentions = [mention for read in settled for mention in _mentions_of(read)]
    return tuple(sorted(mentions, key=lambda mention: mention.span))


def _mentions_of(read: _Read) -> Iterator[Mention]:
    for candidate in read.candidates:
        if candidate.entity_type:
            title = candidate.title
            yield Mention(
                span=_span(read.words, candidate.first, candidate.last),
                entity_type=cast(EntityType, candidate.entity_type),
                sentence_index=read.sentence.index,
                zone=read.sentence.zone,
                confidence=candidate.confidence,
                title=_span(read.words, *title) if title else None,
            )


def _span(words: Sequence[Word], first: int, last: int) -> Span:
    return Span(words[first].start_char, words[last].end_char)


def _settle(text: str, reads: Sequence[_Read]) -> list[_Read]:
    """Give each open candidate the type that all its occurrences together speak for."""
    votes: dict[str, dict[str, float]] = {}
    persons: set[str] = set()
    for read in reads:
        for candidate in read.candidates:
            surface = read.surface(text, candidate)
            tally = votes.setdefault(surface, {})
            if not candidate.is_open:
                tally[candidate.entity_type] = tally.get(candidate.entity_type, 0.0) + 3.0
            else:
                for kind, weight in _spoken_by_context(read, candidate):
                    tally[kind] = tally.get(kind, 0.0) + weight
            if candidate.entity_type == "person" and (
                candidate.first < candidate.last or not candidate.is_open
            ):
                persons.update(_surnames(read, candidate))
    return [
        replace(
            read,
            candidates=[
                _settled(candidate, read.surface(text, candidate), votes, persons)
                for candidate in read.candidates
            ],
        )
        for read in reads
    ]


def _surnames(read: _Read, candidate: Candidate) -> Iterator[str]:
    """The words by which a person may be named again."""
    for at in range(candidate.first, candidate.last + 1):
        if len(read.words[at].text) > 2:
            yield read.words[at].text


def _settled(
    candidate: Candidate,
    surface: str,
    votes: Mapping[str, Mapping[str, float]],
    persons: set[str],
) -> Candidate:
    if not candidate.is_open:
        return candidate
    tally = dict(votes.get(surface, {}))
    is_single = candidate.first == candidate.last
    if is_single and surface in persons:
        tally["person"] = tally.get("person", 0.0) + 3.0
    if candidate.entity_type:
        own = candidate.entity_type
        tally[own] = tally.get(own, 0.0) + 2.0 * candidate.confidence
    tally.pop("", None)
    if not tally:
        return candidate
    kind = max(sorted(tally), key=lambda name: tally[name])
    if not candidate.entity_type and tally[kind] < _DECIDES:
        return candidate
    if kind == candidate.entity_type:
        return candidate
    return replace(candidate, entity_type=kind, confidence=0.6)


def _spoken_by_context(read: _Read, candidate: Candidate) -> Iterator[tuple[str, float]]:
    """What the words beside a name say about its type."""
    words = read.words
    before = words[candidate.first - 1] if candidate.first else None
    is_close = before is not None and words[candidate.first].gap == " "
    if before and is_close and (context := _CONTEXTS.get((before.text.lower(), "before"))):
        yield context
    after = words[candidate.last + 1] if candidate.last + 1 < len(words) else None
    if after is None:
        return
    if after.gap in (" ", ", "):
        context = _CONTEXTS.get((after.text, "after"))
        if context and (after.gap == " " or context[0] == "person"):
            yield context
    if after.gap == ", " and after.text.isdigit() and len(after.text) == 2:
        yield "person", 2.0
    if after.gap == ", " and any(
        other.first == candidate.last + 1 and other.entity_type == "place" and not other.is_open
        for other in read.candidates
    ):
        yield "place", 2.0


def _attested(text: str, reads: Sequence[_Read]) -> Index:
    """The names found in prose, as phrases to look for in headlines."""
    kinds: dict[str, str] = {}
    for read in reads:
        for candidate in read.candidates:
            if candidate.entity_type:
                kinds.setdefault(read.surface(text, candidate), candidate.entity_type)
                if candidate.entity_type == "person" and candidate.first < candidate.last:
                    kinds.setdefault(read.words[candidate.last].text, "person")
    return index_of(entry_of(surface, kind) for surface, kind in sorted(kinds.items()))


def _project(text: str, sentence: Sentence, words: Sequence[Word], attested: Index) -> _Read:
    """Read a sentence whose capitals prove nothing: only names of the prose and lexicons count."""
    found: list[Candidate] = []
    at = 0
    while at < len(words):
        entry = match_at(attested, text, words, at) or match_at(known_names(), text, words, at)
        last = at
        if entry is not None and entry.is_certain:
            last = at + len(entry.words) - 1
            found.append(Candidate(at, last, entry.kind, 0.7))
        elif (
            words[at].text in certain_given_names()
            and at + 1 < len(words)
            and words[at + 1].is_capitalised
            and continues(words[at], words[at + 1])
        ):
            last = at + 1
            found.append(Candidate(at, last, "person", 0.55))
        at = last + 1
    return _Read(sentence, words, found)

"""Speakers: from the source as written to the entity, by a sieve that abstains rather than guesses.

Pure. The sieve asks in this order: no source (continuation), pronoun, name in the source (explicit,
surname or acronym), turn of a transcript, role or descriptor.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from transforms.names import NamedMention
from transforms.quotes.antecedents import Antecedents
from transforms.quotes.attribution import Attribution, ChainLink, Quote, SpeakerForm
from transforms.quotes.cues import pronouns
from transforms.quotes.source_phrases import (
    appositive_role,
    head_mention,
    head_noun,
    joins_several,
    kind_of_descriptor,
    looks_like_name,
    titles_of_role,
    words_in,
)
from transforms.text import Issue, Sentence, Span


def resolve_speakers(
    text: str,
    sentences: Sequence[Sentence],
    attributions: Sequence[Attribution],
    named: Sequence[NamedMention],
) -> tuple[Quote, ...]:
    """One Quote per attribution, in the same order."""
    sieve = _Sieve(text, sentences, attributions, named)
    quotes: list[Quote] = []
    for attribution in attributions:
        speaker = sieve.speaker_of(attribution, quotes)
        quotes.append(_quote(text, attribution, speaker, sieve))
    return tuple(quotes)


class _Speaker(NamedTuple):
    """The sieve's answer for one source; fields as in ``attribution.Quote``."""

    form: SpeakerForm
    resolution: str
    confidence: float
    name: str | None = None
    entity_id: str | None = None
    role: str | None = None

    @classmethod
    def as_in(cls, quote: Quote, *, form: SpeakerForm, resolution: str, share: float) -> _Speaker:
        """The speaker of another quote, with a share of its confidence."""
        return cls(
            form=form,
            resolution=resolution,
            confidence=round(share * quote.speaker_confidence, 2),
            name=quote.speaker_name,
            entity_id=quote.speaker_entity_id,
            role=quote.speaker_role,
        )


_UNNAMED = _Speaker("none", "unresolved", 0.0)


class _Sieve:
    """Names, titles and antecedents of one article, asked source by source in text order."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        attributions: Sequence[Attribution],
        named: Sequence[NamedMention],
    ) -> None:
        self.text = text
        self.named = named
        self.starts = [one.mention.span.start_char for one in named]
        self.antecedents = Antecedents.of(text, sentences, named, _direct_spans(attributions))
        self.titled = _entities_by_title(text, named)
        self.by_word = _persons_by_word(named)

    def inside(self, span: Span) -> Sequence[NamedMention]:
        """Mentions within a span, in text order."""
        first = bisect_left(self.starts, span.start_char)
        last = bisect_left(self.starts, span.end_char)
        return [one for one in self.named[first:last] if span.contains(one.mention.span)]

    def speaker_of(self, attribution: Attribution, earlier: Sequence[Quote]) -> _Speaker:
        """Run the sieve on one attribution; ``earlier`` holds the quotes before it."""
        source = attribution.source
        if source is None:
            return _continued(attribution, earlier)
        surface = source.of(self.text)
        if attribution.parent is not None and surface.lower() in pronouns("speaker"):
            return _quoted_self(surface.lower(), attribution.parent, earlier)
        head = head_mention(self.text, source, self.inside(source))
        is_acronym = head is not None and surface.isupper()  # "WHO" is the health organisation
        if not is_acronym and surface.lower() in pronouns() | {"which"}:
            return self._pronoun(surface.lower(), source, attribution)
        if head is not None:
            return self._named(source, head)
        if attribution.method == "transcript":
            return self._turn(source, surface)
        if looks_like_name(surface):
            form: SpeakerForm = "full_name" if len(words_in(surface)) > 1 else "surname"
            return _Speaker(form, "unresolved", 0.0)
        return self._described(source, surface)

    def _named(self, source: Span, head: NamedMention) -> _Speaker:
        if joins_several(self.text, source, head) or head.mention.entity_type == "norp":
            return _Speaker("collective", "role", 0.8, role=source.of(self.text))
        form: SpeakerForm = "surname" if head.form == "surname" else "full_name"
        resolution = head.form if head.form in ("surname", "acronym") else "explicit"
        self.antecedents.spoke(source, head)
        role = appositive_role(self.text, source, head)
        confidence = round(0.95 * head.mention.confidence, 2)
        return _Speaker(form, resolution, confidence, head.canonical_name, head.entity_id, role)

    def _pronoun(self, word: str, source: Span, attribution: Attribution) -> _Speaker:
        if word in pronouns("indefinite"):
            return _Speaker("collective", "role", 0.8, role=source.of(self.text))
        found: tuple[NamedMention, float] | None = None
        if word in pronouns("relative") or word == "which":
            before = self.antecedents.of_relative(source)
            found = (before, 0.8) if before is not None else None
        elif word in pronouns("person", "thing", number="singular"):
            found = self.antecedents.of_pronoun(word, source, attribution.segments)
        if found is None:
            form: SpeakerForm = (
                "collective" if word in pronouns("person", "thing", number="plural") else "pronoun"
            )
            return _Speaker(form, "unresolved", 0.0)
        one, confidence = found
        if word not in pronouns("relative") and word != "which":
            self.antecedents.spoke(source, one)
        return _Speaker("pronoun", "pronoun", confidence, one.canonical_name, one.entity_id)

    def _turn(self, source: Span, surface: str) -> _Speaker:
        """A transcript's name in capitals: the one person whose surname it ends in."""
        found = self.by_word.get(words_in(surface)[-1].casefold(), {})
        if len(found) != 1:
            return _Speaker("full_name", "unresolved", 0.0)
        [one] = found.values()
        self.antecedents.spoke(source, one)
        return _Speaker("full_name", "transcript", 0.8, one.canonical_name, one.entity_id)

    def _described(self, source: Span, surface: str) -> _Speaker:
        """A descriptor; "the senator" is the person whom alone the article titles so."""
        role = surface.strip(" ,—–")
        kind: SpeakerForm = _DESCRIPTOR_FORMS[kind_of_descriptor(surface)]
        if kind == "descriptor" and surface[:4].lower() == "the " and len(words_in(surface)) <= 3:
            found = {
                entity_id: one
                for title in titles_of_role(head_noun(surface))
                for entity_id, one in self.titled.get(title, {}).items()
            }
            if len(found) == 1:
                [one] = found.values()
                self.antecedents.spoke(source, one)
                return _Speaker(kind, "role", 0.7, one.canonical_name, one.entity_id, role)
        return _Speaker(kind, "role", 0.85, role=role)


_DESCRIPTOR_FORMS: dict[str, SpeakerForm] = {
    "document": "document",
    "collective": "collective",
    "descriptor": "descriptor",
}


def _continued(attribution: Attribution, earlier: Sequence[Quote]) -> _Speaker:
    """A quotation without a source goes on with the speaker of the one it continues."""
    at = attribution.continues
    if at is None or at >= len(earlier) or earlier[at].speaker_resolution == "unresolved":
        return _UNNAMED
    return _Speaker.as_in(earlier[at], form="none", resolution="continuation", share=0.8)


def _quoted_self(word: str, parent: int, earlier: Sequence[Quote]) -> _Speaker:
    """ "I" inside a quote is who is quoted; "we" is less surely them, among others."""
    if parent >= len(earlier) or earlier[parent].speaker_resolution == "unresolved":
        return _Speaker("pronoun", "unresolved", 0.0)
    share = 0.9 if word in pronouns("speaker", number="singular") else 0.6
    return _Speaker.as_in(earlier[parent], form="pronoun", resolution="pronoun", share=share)


def _direct_spans(attributions: Sequence[Attribution]) -> list[Span]:
    """Segments of direct quotes, sorted and disjoint: the names inside are the speaker's words."""
    found: list[Span] = []
    segments = (s for a in attributions if a.quote_type == "direct" for s in a.segments)
    for segment in sorted(segments):
        if not found or segment.start_char >= found[-1].end_char:
            found.append(segment)
    return found


def _entities_by_title(
    text: str, named: Sequence[NamedMention]
) -> dict[str, dict[str, NamedMention]]:
    """Persons per word of a title written before one of their mentions."""
    found: dict[str, dict[str, NamedMention]] = {}
    for one in named:
        if one.mention.title is not None and one.mention.entity_type == "person":
            for word in words_in(one.mention.title.of(text)):
                found.setdefault(word.lower(), {}).setdefault(one.entity_id, one)
    return found


def _persons_by_word(named: Sequence[NamedMention]) -> dict[str, dict[str, NamedMention]]:
    """Persons per last word of their name."""
    found: dict[str, dict[str, NamedMention]] = {}
    for one in named:
        words = words_in(one.canonical_name)
        if one.mention.entity_type == "person" and words:
            found.setdefault(words[-1].casefold(), {}).setdefault(one.entity_id, one)
    return found


def _quote(text: str, attribution: Attribution, speaker: _Speaker, sieve: _Sieve) -> Quote:
    chain = []
    if attribution.source is not None:
        cue = attribution.cue.of(text) if attribution.cue is not None else None
        name = speaker.name or attribution.source.of(text)
        chain.append(ChainLink(0, name, speaker.entity_id, cue, attribution.source))
    for level, relay in enumerate(attribution.relays, start=1):
        head = head_mention(text, relay.source, sieve.inside(relay.source))
        name = head.canonical_name if head is not None else relay.source.of(text)
        entity_id = head.entity_id if head is not None else None
        chain.append(ChainLink(level, name, entity_id, relay.cue.of(text), relay.source))
    outermost = chain[-1] if attribution.relays else None
    return Quote(
        attribution=attribution,
        speaker_form=speaker.form,
        speaker_entity_id=speaker.entity_id,
        speaker_name=speaker.name,
        speaker_role=speaker.role,
        speaker_resolution=speaker.resolution,
        speaker_confidence=speaker.confidence,
        chain=tuple(chain),
        relay_name=outermost.name if outermost is not None else None,
        relay_entity_id=outermost.entity_id if outermost is not None else None,
        issues=_issues(text, attribution, speaker),
    )


def _issues(text: str, attribution: Attribution, speaker: _Speaker) -> tuple[Issue, ...]:
    if speaker.resolution != "unresolved":
        return ()
    source = attribution.source
    detail = (
        f"the article does not show who {source.of(text)!r} is"
        if source is not None
        else "no source is written beside this quotation"
    )
    span = source if source is not None else attribution.segments[0]
    return (Issue("speakers", "info", "speaker_unresolved", detail, span),)

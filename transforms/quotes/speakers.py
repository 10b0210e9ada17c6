"""Speakers: from the source as written to the entity, abstaining rather than guessing.

Pure. A name in the source is its speaker (explicit, surname or acronym), a quotation without a
source goes on with the one before, the turn of a transcript has the name before its colon. Pronouns
and descriptors are questions: the scene gives the candidates, the scorer says who is meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from transforms.names import NamedMention
from transforms.quotes.asked import Kind, Question, descriptor_question
from transforms.quotes.attribution import Attribution, ChainLink, Quote, SpeakerForm
from transforms.quotes.cues import pronoun_of, pronouns
from transforms.quotes.evidence import is_common_noun, outside_quotations, read_evidence
from transforms.quotes.places import Place, places_of
from transforms.quotes.scene import Scene
from transforms.quotes.scorer import Choose, shipped_scorer
from transforms.quotes.source_phrases import (
    antecedent_before,
    appositive_role,
    head_mention,
    joins_names,
    joins_several,
    kind_of_descriptor,
    looks_like_name,
    may_be_known,
    without_possessive,
    words_in,
)
from transforms.quotes.surnames import Surnames
from transforms.quotes.turns import label_role
from transforms.quotes.unnamed import Unnamed
from transforms.text import Cover, Issue, Sentence, Span


def resolve_speakers(
    text: str,
    sentences: Sequence[Sentence],
    attributions: Sequence[Attribution],
    named: Sequence[NamedMention],
    choose: Choose | None = None,
) -> tuple[Quote, ...]:
    """One Quote per attribution, in the same order.

    choose: who says whom a pronoun or descriptor means; the shipped scorer, if not given.
    """
    sieve = _Sieve(text, sentences, attributions, named, choose or shipped_scorer())
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
    """The scene of one article, asked source by source in text order."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        attributions: Sequence[Attribution],
        named: Sequence[NamedMention],
        choose: Choose,
    ) -> None:
        self.text = text
        self.named = named
        self.choose = choose
        self.starts = [one.mention.span.start_char for one in named]
        quoted = _direct_spans(attributions)
        self.quoted = Cover(quoted)
        outside = outside_quotations(named, quoted)
        self.evidence = read_evidence(text, sentences, named, outside, attributions)
        places = places_of(text, sentences, outside)
        self.scene = Scene(
            sentences,
            places,
            self.evidence,
            self._coming(attributions),
            Counter(one.entity_id for one in named),
            frozenset(one.entity_id for one in named if one.mention.zone == "headline"),
        )
        self.unnamed: Unnamed | None = None  # who spoke last without a name
        self.is_nested = False  # whether the source asked about stands in what another says
        self.surnames = Surnames(text, named, places, self.evidence)

    def inside(self, span: Span) -> Sequence[NamedMention]:
        """Mentions within a span, in text order."""
        first = bisect_left(self.starts, span.start_char)
        last = bisect_left(self.starts, span.end_char)
        return [one for one in self.named[first:last] if span.contains(one.mention.span)]

    def _coming(self, attributions: Sequence[Attribution]) -> list[tuple[int, NamedMention]]:
        """Sources that name their speaker, by where they start."""
        sources = sorted({a.source for a in attributions if a.source is not None})
        heads = ((s, head_mention(self.text, s, self.inside(s))) for s in sources)
        return [(source.start_char, head) for source, head in heads if head is not None]

    def speaker_of(self, attribution: Attribution, earlier: Sequence[Quote]) -> _Speaker:
        """Run the sieve on one attribution; ``earlier`` holds the quotes before it."""
        source = attribution.source
        self.is_nested = attribution.parent is not None
        if source is None:
            return self._continued(attribution, earlier)
        surface = source.of(self.text)
        pronoun = pronoun_of(surface.lower())
        if attribution.parent is not None and pronoun in pronouns("speaker"):
            return _quoted_self(pronoun, attribution.parent, earlier)
        source = without_possessive(self.text, source)
        head = head_mention(self.text, source, self.inside(source))
        is_acronym = head is not None and surface.isupper()  # "WHO" is the health organisation
        if not is_acronym and (pronoun or surface.lower() in _RELATIVES):
            return self._pronoun(pronoun, source, attribution, earlier)
        if attribution.method == "transcript" and self._is_person_in_capitals(surface, head):
            return self._turn(source, surface)
        if head is not None:
            return self._named(source, head)
        if attribution.method == "transcript":
            return self._turn(source, surface)
        if looks_like_name(surface) and not self._is_common(source):
            self.scene.spoke(source, None, is_nested=self.is_nested)
            form: SpeakerForm = "full_name" if len(words_in(surface)) > 1 else "surname"
            return _Speaker(form, "unresolved", 0.0)
        return self._described(source, surface, attribution, earlier)

    def _is_person_in_capitals(self, surface: str, head: NamedMention | None) -> bool:
        """Whether what looks like a body is the surname of somebody: "SEN. SOREL:"."""
        is_body = head is not None and head.mention.entity_type != "person"
        return is_body and self.surnames.has(words_in(surface)[-1])

    def _is_common(self, source: Span) -> bool:
        """Whether one capitalised word is a noun that opens a sentence: "Police said"."""
        word = source.of(self.text)
        return word.isalpha() and self.scene.opens(source) and is_common_noun(word, self.text)

    def _named(self, source: Span, head: NamedMention) -> _Speaker:
        inside = self.inside(source)
        is_joint = joins_names(self.text, source, inside)
        is_joint = is_joint or joins_several(self.text, source, head, inside)
        if is_joint or head.mention.entity_type == "norp":
            self.scene.spoke(source, None, is_nested=self.is_nested)
            return _Speaker("collective", "role", 0.8, role=source.of(self.text))
        form: SpeakerForm = "surname" if head.form == "surname" else "full_name"
        resolution = head.form if head.form in ("surname", "acronym") else "explicit"
        if head.form == "surname" and head.mention.entity_type == "person":
            bearer = self.surnames.bearer(self.text, head)
            if bearer is None:
                self.scene.spoke(source, None, is_nested=self.is_nested)
                return _Speaker(form, "unresolved", 0.0)
            head = replace(head, entity_id=bearer.entity_id, canonical_name=bearer.canonical_name)
        self.scene.spoke(source, head, is_nested=self.is_nested)
        role = appositive_role(self.text, source, head)
        confidence = round(0.95 * head.mention.confidence, 2)
        return _Speaker(form, resolution, confidence, head.canonical_name, head.entity_id, role)

    def _pronoun(
        self, word: str, source: Span, attribution: Attribution, earlier: Sequence[Quote]
    ) -> _Speaker:
        if word in pronouns("indefinite"):
            self.scene.spoke(source, None, is_nested=self.is_nested)
            return _Speaker("collective", "role", 0.8, role=source.of(self.text))
        if word in pronouns("relative") or not word:
            before = self.scene.right_before(self.text, source)
            if before is None or (word in _PERSONAL and before.mention.entity_type in _PLACES):
                return self._antecedent(source)
            return _Speaker("pronoun", "pronoun", 0.8, before.canonical_name, before.entity_id)
        same = self._same_unnamed(word, source)
        if same is not None:
            self.scene.spoke(source, None, is_nested=self.is_nested)
            self.unnamed = same._replace(start=source.start_char, end=source.end_char)
            return _Speaker(
                "collective" if word == "they" else "pronoun", "role", 0.7, role=same.role
            )
        kind = _QUESTIONS.get(word)
        if kind is None:
            plural = word in pronouns("person", "thing", number="plural")
            return _Speaker("collective" if plural else "pronoun", "unresolved", 0.0)
        gender = {"he": "m", "she": "f"}.get(word, "")
        question = self._within(
            Question(kind, source, attribution.segments, gender), attribution, earlier
        )
        if kind == "person":
            question = question._replace(without=self._named_behind(source, attribution))
        one, chance = self.choose(self.scene.ask(question))
        if kind == "thing" and (chance < _SURE_THING or _is_people(one)):
            one = None
        self.scene.spoke(source, one, is_nested=self.is_nested, is_pronoun=True, gender=gender)
        form: SpeakerForm = "collective" if word == "they" else "pronoun"
        if one is None:
            return _Speaker(form, "unresolved", 0.0)
        if gender:
            self.evidence.learn(one.entity_id, gender)
        share = round(chance, 2)
        return _Speaker(form, "pronoun", share, one.canonical_name, one.entity_id)

    def _same_unnamed(self, word: str, source: Span) -> Unnamed | None:
        """Who spoke last without a name, if a pronoun goes on with them.

        They spoke in this sentence or the one before, and nobody else was named since.
        """
        before = self.unnamed
        if before is None or self.is_nested or self.scene.heard.spoken[-1].start != before.start:
            return None
        index = self.scene.index_of(source.start_char)
        if not 0 <= index - self.scene.index_of(before.start) <= 1 or not before.fits(word):
            return None
        first = bisect_left(self.starts, before.end if before.is_person() else before.start)
        last = bisect_left(self.starts, source.start_char)
        for one in self.named[first:last]:
            is_quoted = self.quoted.overlaps(one.mention.span)
            is_person = not self.evidence.is_body(one)
            if not is_quoted and (word == "they" or is_person == (word != "it")):
                return None
        return before

    def _named_behind(self, source: Span, attribution: Attribution) -> frozenset[str]:
        """Whom "he" names in what he says: "he said that [Sorel] was late" is not Sorel's.

        A name before the pronoun may be the one that it stands for: "[Sorel] was late, he said".
        """
        if attribution.quote_type == "direct":
            return frozenset()
        behind = (part for part in attribution.segments if part.start_char >= source.end_char)
        return frozenset(
            one.entity_id
            for part in behind
            for one in self.inside(part)
            if not self.quoted.overlaps(one.mention.span)
        )

    def _antecedent(self, source: Span) -> _Speaker:
        """The noun before "who" or "that", where no name stands there: "a banner that read"."""
        role = antecedent_before(self.text, source)
        if role is None:
            return _Speaker("pronoun", "unresolved", 0.0)
        self.scene.spoke(source, None, is_nested=self.is_nested)
        return _Speaker("pronoun", "role", 0.7, role=role)

    def _within(
        self, question: Question, attribution: Attribution, earlier: Sequence[Quote]
    ) -> Question:
        """The question with who speaks the words in which its attribution stands."""
        if attribution.parent is None or attribution.parent >= len(earlier):
            return question
        outer = earlier[attribution.parent]
        is_quoted = outer.attribution.quote_type == "direct"
        inner: Sequence[Place] = ()
        if is_quoted:
            names = [one for part in outer.attribution.segments for one in self.inside(part)]
            inner = places_of(self.text, self.scene.sentences, names)
        around = (outer.speaker_entity_id or "", is_quoted)
        return question._replace(around=around, inner=inner)

    def _turn(self, source: Span, surface: str) -> _Speaker:
        """A transcript's label: the one person whose surname it ends in, or whose initials it is.

        Who answers in an interview ("A: …") is the one person named in full before it.
        """
        does = label_role(surface)
        if does == "asks":
            self.scene.spoke(source, None, is_nested=self.is_nested)
            return _Speaker("descriptor", "role", 0.8, role=surface)
        if does == "answers":
            one = self.surnames.only_before(source.start_char)
        else:
            one = self.surnames.only(words_in(surface)[-1]) or self.surnames.initialled(surface)
        if one is None:
            return _Speaker("full_name", "unresolved", 0.0)
        self.scene.spoke(source, one, is_nested=self.is_nested)
        return _Speaker("full_name", "transcript", 0.8, one.canonical_name, one.entity_id)

    def _described(
        self, source: Span, surface: str, attribution: Attribution, earlier: Sequence[Quote]
    ) -> _Speaker:
        """A descriptor; "the senator" is whom the article has called one."""
        role = surface.strip(" ,—–")
        kind: SpeakerForm = _DESCRIPTOR_FORMS[kind_of_descriptor(surface)]
        one, chance = None, 0.0
        if kind != "document" and may_be_known(surface):
            asked = descriptor_question(surface, source, attribution.segments)
            without = frozenset(other.entity_id for other in self.inside(source))
            asked = asked._replace(without=without)
            question = self._within(asked, attribution, earlier)
            one, chance = self.choose(self.scene.ask(question))
            if chance < _SURE_LONG and len(words_in(surface)) > _SHORT:
                one = None
        self.scene.spoke(source, one, is_nested=self.is_nested)
        if one is None:
            self.unnamed = Unnamed(role, kind, source.start_char, source.end_char)
            return _Speaker(kind, "role", 0.85, role=role)
        share = round(chance, 2)
        return _Speaker(kind, "role", share, one.canonical_name, one.entity_id, role)

    def _continued(self, attribution: Attribution, earlier: Sequence[Quote]) -> _Speaker:
        """A quotation without a source goes on with the speaker of the one it continues."""
        at = attribution.continues
        if at is None and attribution.cue is None and not self.is_nested:
            return self._introduced(attribution)
        if at is None or at >= len(earlier) or earlier[at].speaker_resolution == "unresolved":
            return _UNNAMED
        return _Speaker.as_in(earlier[at], form="none", resolution="continuation", share=0.8)

    def _introduced(self, attribution: Attribution) -> _Speaker:
        """A quotation that is a paragraph of its own: whom the sentence before it is about."""
        one, before = self.scene.introduced(attribution.segments[0].start_char)
        share = 0.7
        if before is not None and self.quoted.overlaps(before):
            return _UNNAMED
        opening = _HE_OR_SHE.match(self.text, before.start_char) if before is not None else None
        if opening is not None:
            gender = "m" if opening["pronoun"].lower() == "he" else "f"
            at = Span(*opening.span("pronoun"))
            one, chance = self.choose(
                self.scene.ask(Question("person", at, attribution.segments, gender))
            )
            share = round(0.7 * chance, 2)
        if one is None:
            return _UNNAMED
        self.scene.spoke(attribution.segments[0], one)
        return _Speaker("none", "continuation", share, one.canonical_name, one.entity_id)


_RELATIVES = ("which", "that")
_PERSONAL = ("who", "whom", "whose")
_PLACES = ("place", "facility", "norp")
_SHORT = 2
_SURE_LONG = 0.65
"""Below this, "the central bank" is more than the bank that was named; "the bank" is not."""
_SURE_THING = 0.65
"""Below this, two in three "it" are a report, a court or a plan that has no name."""
_HE_OR_SHE = re.compile(r"(?P<pronoun>[Hh]e|[Ss]he)\s")
_DESCRIPTOR_FORMS: dict[str, SpeakerForm] = {
    "document": "document",
    "collective": "collective",
    "descriptor": "descriptor",
}
_QUESTIONS: dict[str, Kind] = {"he": "person", "she": "person", "it": "thing", "they": "they"}


def _is_people(one: NamedMention | None) -> bool:
    """Whether a name is a people's, whose adjective may name something else: "the Dutch bank"."""
    return one is not None and one.mention.entity_type == "norp"


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

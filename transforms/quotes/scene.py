"""Scene: whom a pronoun or descriptor may stand for, each with what speaks for and against.

Pure. It is what the text has said before a source: names in their places, who spoke, and what
is known of each entity. It is asked source by source in text order.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from transforms.names import NamedMention
from transforms.quotes.asked import Asked, Candidate, Question
from transforms.quotes.evidence import Evidence, Role, nouns
from transforms.quotes.heard import Heard, Spoken
from transforms.quotes.places import Place
from transforms.text import Sentence, Span

_RELATIVE_GAP = re.compile(r"\s*(?:\([^()]*\)\s*)?,?\s*")
REACH = 8  # sentences
_NEAR = 3  # sentences
_MOST_CANDIDATES = 32
"""Entities that are weighed for one source, the nearest; an article of usual length has fewer."""
_MOST_TRIED = 256
"""Mentions that are looked at, backwards, for people of a role or for one of a person that fits."""
_NO_SUBJECT = frozenset(["after_preposition", "after_verb", "possessive", "inserted"])
_THING_TYPES = ("org", "place", "norp", "facility")


@dataclass(slots=True)
class Scene:
    """What the text before a source offers.

    places: mentions outside quotations, in text order.
    coming: the named speakers of the whole text, by where their sources start; a quotation may be
            answered for by the one beside the next.
    """

    sentences: Sequence[Sentence]
    places: Sequence[Place]
    evidence: Evidence
    coming: Sequence[tuple[int, NamedMention]]
    counts: Counter[str]
    headline: frozenset[str]
    heard: Heard = field(default_factory=Heard)
    _starts: list[int] = field(default_factory=list)
    _place_starts: list[int] = field(default_factory=list)
    _by_sentence: dict[int, list[Place]] = field(default_factory=dict)
    _by_entity: dict[str, list[int]] = field(default_factory=dict)
    _by_role: dict[str, list[int]] = field(default_factory=dict)
    _with_role: list[int] = field(default_factory=list)
    _coming_starts: list[int] = field(default_factory=list)
    _matches: dict[str, str] = field(default_factory=dict)  # of the question that is asked

    def __post_init__(self) -> None:
        self._starts = [one.span.start_char for one in self.sentences]
        self._place_starts = [place.start for place in self.places]
        self._coming_starts = [start for start, _ in self.coming]
        for index, place in enumerate(self.places):
            self._by_sentence.setdefault(place.sentence, []).append(place)
            self._by_entity.setdefault(place.one.entity_id, []).append(index)
            if roles := self.evidence.roles.get(place.one.entity_id):
                self._with_role.append(index)
                for word in {word for role in roles for word in (role.head, *role.words)}:
                    self._by_role.setdefault(word, []).append(index)

    def index_of(self, at: int) -> int:
        """Position of the sentence that holds a character."""
        return max(0, bisect_right(self._starts, at) - 1)

    def spoke(
        self,
        source: Span,
        one: NamedMention | None,
        *,
        is_nested: bool = False,
        is_pronoun: bool = False,
        gender: str = "",
    ) -> None:
        """Note who the source of an attribution is."""
        index = self.index_of(source.start_char)
        paragraph = self.sentences[index].paragraph_index if self.sentences else 0
        at = source.start_char
        self.heard.add(Spoken(one, at, index, paragraph, is_pronoun, is_nested, gender))

    def introduced(self, at: int) -> tuple[NamedMention | None, Span | None]:
        """Whom the sentence before a paragraph is about: its one person, else that sentence.

        at: where the paragraph begins.
        """
        here = self.index_of(at)
        if here == 0 or self.sentences[here].span.start_char != at:
            return None, None
        before = self.sentences[here - 1]
        if self.sentences[here].paragraph_index - before.paragraph_index != 1:
            return None, None
        persons = [
            p for p in self._by_sentence.get(here - 1, ()) if not self.evidence.is_body(p.one)
        ]
        subjects = [p for p in persons if not p.marks & _NO_SUBJECT]
        if len({p.one.entity_id for p in persons}) == 1 and subjects:
            return subjects[0].one, None
        return None, None if persons else before.span

    def opens(self, span: Span) -> bool:
        """Whether a sentence begins with a span, a quotation before it or not."""
        index = self.index_of(span.start_char)
        return bool(self.sentences) and self.sentences[index].span.start_char == span.start_char

    def right_before(self, text: str, source: Span) -> NamedMention | None:
        """The name right before "who", a comma or brackets between them."""
        at = bisect_right(self._place_starts, source.start_char)
        for place in reversed(self.places[max(0, at - 3) : at]):
            end = place.one.mention.span.end_char
            if end <= source.start_char:
                gap = text[end : source.start_char]
                return place.one if _RELATIVE_GAP.fullmatch(gap) else None
        return None

    def ask(self, question: Question) -> Asked:
        """The candidates for a question."""
        self._matches = {}
        views = [*self._before(question)]
        if question.kind in ("person", "thing"):
            views += self._after(question, {view.one.entity_id for view in views})
        pick = self._pick(question, views)
        candidates = tuple(
            Candidate(view.one, frozenset(self._features(question, view, views, pick)))
            for view in views
        )
        nobody = frozenset(self._nobody(question, views))
        return Asked(question, candidates, nobody)

    def _before(self, question: Question) -> list[_View]:
        """Per entity that fits: the last sentence that names it or lets it speak, nearest first."""
        start = question.at.start_char
        here = self.index_of(start)
        found = []
        for place in self._last_places(question, here):
            last, at = place.sentence, place.start
            past = self.heard.last_of(place.one.entity_id, inside=question.around is not None)
            if past is not None and last <= past.sentence <= here and past.start < start:
                last, at = past.sentence, max(at, past.start)
            if here - last <= REACH or self._match(question, place.one.entity_id):
                first = self._first_there(place, start)
                found.append((at, _View(place.one, first, here - last)))
        return [view for _, view in sorted(found, key=lambda pair: -pair[0])]

    def _last_places(self, question: Question, here: int) -> Iterator[Place]:
        """Of each entity that may count, the last place that fits, the nearest of them first.

        Who is neither near nor of the role asked for does not count, so a long text costs no more.
        """
        start = question.at.start_char
        before = bisect_right(self._place_starts, start)

        def fits(place: Place) -> bool:
            return (
                place.end <= start
                and place.one.entity_id not in question.without
                and not _is_within(place, question.content)
                and self._fits(question, place.one)
            )

        seen: set[str] = set()
        for place in reversed(question.inner):
            if place.one.entity_id not in seen and fits(place):
                seen.add(place.one.entity_id)
                yield place
        found = []
        for entity_id in self._may_count(question, here) - seen:
            indexes = self._by_entity.get(entity_id, ())
            stop = bisect_left(indexes, before)
            earlier = reversed(range(max(0, stop - _MOST_TRIED), stop))
            fitting = (indexes[at] for at in earlier if fits(self.places[indexes[at]]))
            found.append(next(fitting, -1))
        nearest = sorted((index for index in found if index >= 0), reverse=True)
        yield from (self.places[index] for index in nearest[:_MOST_CANDIDATES])

    def _may_count(self, question: Question, here: int) -> set[str]:
        """Entities that are named or speak near a question, or may have the role it asks for."""
        near = range(here - REACH, here + 1)
        named = {place.one.entity_id for at in near for place in self._by_sentence.get(at, ())}
        named |= {one.entity_id for at in near for one in self.heard.named_in(at)}
        if question.role is not None:
            before = bisect_right(self._place_starts, question.at.start_char)
            if not question.role.words:
                named |= self._nearest(self._with_role, before)
            for word in (question.role.head, *question.role.words):
                named |= self._nearest(self._by_role.get(word, ()), before)
        return named

    def _nearest(self, indexes: Sequence[int], before: int) -> set[str]:
        """The entities at the last of these places before one; indexes of places, in text order."""
        stop = bisect_left(indexes, before)
        found: set[str] = set()
        for index in reversed(indexes[max(0, stop - _MOST_TRIED) : stop]):
            found.add(self.places[index].one.entity_id)
            if len(found) == _MOST_CANDIDATES:
                break
        return found

    def _pick(self, question: Question, views: Sequence[_View]) -> str:
        """The entity of the nearest sentence that offers one: its speaker, else its subject."""
        fitting = {view.one.entity_id for view in views if view.back >= 0}
        here = self.index_of(question.at.start_char)
        for back in range(REACH + 1):
            at = here - back
            spoke = self.heard.named_in(at, inside=question.around is not None)
            if back and spoke and spoke[-1].entity_id in fitting:
                return spoke[-1].entity_id
            there = [
                place
                for place in self._by_sentence.get(at, ())
                if place.one.entity_id in fitting
                and place.end <= question.at.start_char
                and not _is_within(place, question.content)
            ]
            subjects = [p for p in there if not p.marks & {"after_preposition", "after_verb"}]
            free = [p for p in subjects or there if "joined" not in p.marks] or subjects
            if free:
                return free[0].one.entity_id
        return ""

    def _after(self, question: Question, seen: set[str]) -> Iterator[_View]:
        """Names behind a pronoun that opens its sentence's first clause: "When he came, Able"."""
        start = question.at.end_char
        here = self.index_of(start)
        opening = self.sentences[here].span.start_char if self.sentences else 0
        before = len(self._place_starts) and bisect_right(self._place_starts, start)
        for place in self.places[before : before + 4]:
            if place.sentence != here or question.at.start_char - opening > 30:
                break
            inside = _is_within(place, question.content)
            if not inside and place.one.entity_id not in seen and self._fits(question, place.one):
                seen.add(place.one.entity_id)
                yield _View(place.one, place, -1)

    def _first_there(self, last: Place, before: int) -> Place:
        """The first mention of an entity in the sentence of its last one."""
        there = self._by_sentence.get(last.sentence, ())
        same = (place for place in there if place.one.entity_id == last.one.entity_id)
        return next((place for place in same if place.end <= before), last)

    def _fits(self, question: Question, one: NamedMention) -> bool:
        is_body = self.evidence.is_body(one)
        kind = one.mention.entity_type
        if question.kind == "thing" or question.kind == "body":
            return is_body and kind in (*_THING_TYPES, "person")
        if question.kind == "they":
            return is_body and kind in ("org", "norp", "person")
        if question.kind == "none":
            return kind in ("person", "org")
        if question.around == (one.entity_id, True) and question.kind == "person":
            return False  # who is quoted calls themselves "I"
        known, is_sure = self.evidence.gender_of(one.entity_id)
        is_other = bool(question.gender) and is_sure and known != question.gender
        return not is_body and not is_other

    # ------------------------------------------------------------------ features

    def _features(
        self, question: Question, view: _View, views: Sequence[_View], pick: str
    ) -> Iterator[str]:
        if any(place.one.entity_id == view.one.entity_id for place in question.inner):
            yield "named_in_same_words"
        if view.one.entity_id == pick:
            yield "picked"
            yield f"picked_back_{min(view.back, 3)}"
        yield from _distance(view, self._paragraphs_back(question, view.place))
        yield from (f"is_{mark}" for mark in view.place.marks)
        yield from _rank(view, views)
        yield from self._standing(view.one, views)
        yield from self._speech(question, view.one)
        if question.gender:
            yield from self._gender(question, view, views)
        else:
            yield f"type_{view.one.mention.entity_type}"
        if question.role is not None:
            yield from self._role_features(question, view.one, views)

    def _gender(self, question: Question, view: _View, views: Sequence[_View]) -> Iterator[str]:
        agreement = self._agreement(question, view.one)
        yield f"gender_{agreement}"
        near = [other for other in views if other is not view and other.back <= view.back]
        others = {self._agreement(question, other.one) for other in near}
        if agreement in ("unknown", "against") and others & {"sure", "heard"}:
            yield f"gender_{agreement}_beside_known"
        if self._equals(question, view, views):
            yield "joined_to_equal"
        if agreement == "unknown" and self._is_only_left(question, view, views):
            yield "gender_by_contrast"

    def _is_only_left(self, question: Question, view: _View, views: Sequence[_View]) -> bool:
        """Whether everybody else who is near is of the other gender, and somebody is."""
        others = [v for v in views if v is not view and v.back <= _NEAR]
        if view.back > _NEAR or any(self._agreement(question, v.one) != "against" for v in others):
            return False
        here = self.index_of(question.at.start_char)
        near = (p for at in range(here - _NEAR, here + 1) for p in self._by_sentence.get(at, ()))
        return any(
            place.one.entity_id != view.one.entity_id
            and place.end <= question.at.start_char
            and not self.evidence.is_body(place.one)
            and self._agreement(question, place.one) == "against"
            for place in near
        )

    def _equals(self, question: Question, view: _View, views: Sequence[_View]) -> bool:
        """Whether "and" joins somebody to another whose gender fits no less."""
        fit = self._agreement(question, view.one)
        return "joined" in view.place.marks and any(
            other is not view
            and other.place.sentence == view.place.sentence
            and "joined" in other.place.marks
            and self._agreement(question, other.one) == fit
            for other in views
        )

    def _agreement(self, question: Question, one: NamedMention) -> str:
        known, is_sure = self.evidence.gender_of(one.entity_id)
        if not known:
            return "unknown"
        return "against" if known != question.gender else "sure" if is_sure else "heard"

    def _paragraphs_back(self, question: Question, place: Place) -> int:
        here = self.index_of(question.at.start_char)
        return self.sentences[here].paragraph_index - place.paragraph

    def _standing(self, one: NamedMention, views: Sequence[_View]) -> Iterator[str]:
        count = self.counts[one.entity_id]
        yield "named_once" if count == 1 else "named_few" if count < 5 else "named_often"
        if count == max(self.counts[view.one.entity_id] for view in views):
            yield "most_named"
        if one.entity_id in self.headline:
            yield "in_headline"

    def _speech(self, question: Question, one: NamedMention) -> Iterator[str]:
        here = self.index_of(question.at.start_char)
        paragraph = self.sentences[here].paragraph_index
        near = self.heard.latest(3, here - REACH, inside=question.around is not None)
        for back, past in enumerate(near, start=1):
            if past.one is not None and past.one.entity_id == one.entity_id:
                yield f"spoke_{back}"
                if back == 1:
                    yield f"spoke_{max(0, min(here - past.sentence, 3))}_sentences_back"
                    if past.paragraph == paragraph:
                        yield "spoke_in_paragraph"
                    if paragraph - past.paragraph > 1:
                        yield "spoke_paragraphs_back"
                    if past.is_pronoun and past.gender == question.gender:
                        yield "spoke_as_same_pronoun"
                break
        if question.around is not None and question.around[0] == one.entity_id:
            yield "is_quoted_around" if question.around[1] else "speaks_around"
        after = bisect_right(self._coming_starts, question.at.end_char)
        if after < len(self.coming):
            start, next_one = self.coming[after]
            if next_one.entity_id == one.entity_id and self.index_of(start) - here <= 2:
                yield "speaks_next"

    def _match(self, question: Question, entity_id: str) -> str:
        """How well the roles of an entity match a descriptor: "full", "head", "other", ""."""
        if question.role is None:
            return ""
        if entity_id not in self._matches:
            self._matches[entity_id] = self._match_of(question.role, entity_id)
        return self._matches[entity_id]

    def _match_of(self, asked: Role, entity_id: str) -> str:
        best = ""
        for role in self.evidence.roles.get(entity_id, ()):
            if asked.words <= role.words:
                return "full"
            if role.head == asked.head or asked.head in role.words:
                best = "head" if asked.words >= role.words else best or "other"
        return best

    def _role_features(
        self, question: Question, one: NamedMention, views: Sequence[_View]
    ) -> Iterator[str]:
        match = self._match(question, one.entity_id)
        yield f"role_{match or 'none'}"
        yield f"role_{match or 'none'}_{question.opener}"
        rivals = {self._match(question, v.one.entity_id) for v in views if v.one is not one}
        if match and match in rivals:
            yield "role_shared"
            yield f"role_shared_{match}"
        if not match and rivals - {""}:
            yield "role_of_another"
        if match and not rivals - {""}:
            yield "role_alone"

    def _nobody(self, question: Question, views: Sequence[_View]) -> Iterator[str]:
        yield "nobody"
        near = [view for view in views if view.back <= 1]
        yield f"fitting_{min(len(near), 3)}"
        if any(self._equals(question, view, near) for view in near):
            yield "fitting_joined"
        shared = Counter(self._match(question, view.one.entity_id) for view in near)
        if max(shared["full"], 0 if shared["full"] else shared["head"]) > 1:
            yield "role_shared"
        if not any(view.back <= 3 for view in views):
            yield "nobody_near"
        here = self.index_of(question.at.start_char)
        last = self.heard.spoken[-1] if self.heard.spoken else None
        if last is not None and last.one is None and here - last.sentence <= 1:
            yield "unnamed_spoke_last"
        if question.role is not None:
            yield f"opener_{question.opener}"
            yield "noun_known" if question.role.head in nouns() else "noun_unknown"
            if len(question.role.words) > 2:
                yield "long_descriptor"
            if not any(self._match(question, view.one.entity_id) for view in views):
                yield "role_of_none"


class _View(NamedTuple):
    """An entity with the place that counts and how many sentences back it is; -1 behind."""

    one: NamedMention
    place: Place
    back: int


def _is_within(place: Place, content: Sequence[Span]) -> bool:
    return any(segment.overlaps(place.one.mention.span) for segment in content)


def _distance(view: _View, paragraphs: int) -> Iterator[str]:
    back = view.back
    far = "back_3_4" if back < 5 else "far"
    yield "behind" if back < 0 else f"back_{back}" if back < 3 else far
    yield "same_paragraph" if paragraphs == 0 else f"paragraph_{min(paragraphs, 3)}_back"


def _rank(view: _View, views: Sequence[_View]) -> Iterator[str]:
    at = next(number for number, other in enumerate(views) if other is view)
    yield f"nearest_{min(at, 3)}"
    if len(views) == 1:
        yield "alone"
    same = [other for other in views if other.back == view.back]
    if len(same) > 1:
        first = min(same, key=lambda other: other.place.start)
        yield "first_of_sentence" if first is view else "later_in_sentence"

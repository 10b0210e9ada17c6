"""Antecedents: whom "he", "she", "it" and "who" stand for.

Pure. The nearest sentence before the pronoun that offers anybody decides. In it the speaker counts
before the subject, and a name inside a quotation does not count. Two joined subjects ("Putin and
Kerry") are not an antecedent of a singular pronoun. Beyond ``MAX_SENTENCES`` nobody is offered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from transforms.lexicon import read_lexicon
from transforms.names import EntityType, NamedMention
from transforms.quotes.cues import function_words
from transforms.text import Sentence, Span

MAX_SENTENCES = 8
MAX_THING_SENTENCES = 2
_LAST_WORD = re.compile(r"(\w+)\W*\Z")
_RELATIVE_GAP = re.compile(r"\s*(?:\([^()]*\)\s*)?,?\s*")
_THINGS: frozenset[EntityType] = frozenset(["org"])
_PERSONS: frozenset[EntityType] = frozenset(["person"])


@dataclass(slots=True)
class Antecedents:
    """What the text before a pronoun offers. Speakers are added as they are resolved.

    by_sentence: body mentions outside direct quotes, by position of their sentence.
    speakers:    the last resolved speaker, by position of the sentence.
    genders:     "m" or "f" by entity; "" where mentions disagree.
    """

    text: str
    sentences: Sequence[Sentence]
    by_sentence: dict[int, list[NamedMention]] = field(default_factory=dict)
    speakers: dict[int, NamedMention] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        text: str,
        sentences: Sequence[Sentence],
        named: Sequence[NamedMention],
        quoted: Sequence[Span],
    ) -> Antecedents:
        """Collect the mentions outside ``quoted`` spans, which are sorted and disjoint."""
        found = cls(text, sentences, _starts=[s.span.start_char for s in sentences])
        quoted_starts = [span.start_char for span in quoted]
        for one in named:
            if one.gender is not None:
                known = found.genders.setdefault(one.entity_id, one.gender)
                found.genders[one.entity_id] = one.gender if known == one.gender else ""
            at = bisect_right(quoted_starts, one.mention.span.start_char) - 1
            inside = at >= 0 and quoted[at].contains(one.mention.span)
            if one.mention.zone == "body" and not inside:
                found.by_sentence.setdefault(found.index_of(one.mention.span), []).append(one)
        return found

    def index_of(self, span: Span) -> int:
        """Position, in ``sentences``, of the one a span begins in."""
        return max(0, bisect_right(self._starts, span.start_char) - 1)

    def spoke(self, source: Span, speaker: NamedMention) -> None:
        """Note that the source of an attribution is this entity's mention."""
        self.speakers[self.index_of(source)] = speaker

    def of_pronoun(
        self, pronoun: str, source: Span, content: Sequence[Span]
    ) -> tuple[NamedMention, float] | None:
        """Mention and confidence (0..1) for a third-person singular pronoun; None to abstain.

        content: the segments that the pronoun's own attribution reports.
        """
        gender = _pronoun_gender(pronoun)
        types = _THINGS if gender == "n" else _PERSONS
        here = self.index_of(source)
        same = [
            one
            for one in self.by_sentence.get(here, ())
            if one.mention.span.end_char <= source.start_char
            and not any(part.overlaps(one.mention.span) for part in content)
            and not self._is_object(one)
        ]
        if (found := self._choice(same, types, gender)) is not None:
            return found, self._confidence(found, gender, 0)
        reach = MAX_THING_SENTENCES if gender == "n" else MAX_SENTENCES
        for back in range(1, reach + 1):
            if here - back < 0:
                break
            speaker = self.speakers.get(here - back)
            if speaker is not None and self._fits(speaker, types, gender):
                return speaker, self._confidence(speaker, gender, back)
            found = self._subject(here - back, types, gender)
            if found is not None:
                return found, self._confidence(found, gender, back)
        return None

    def of_relative(self, source: Span) -> NamedMention | None:
        """The mention right before "who"."""
        for one in reversed(self.by_sentence.get(self.index_of(source), ())):
            end = one.mention.span.end_char
            if end <= source.start_char:
                gap = self.text[end : source.start_char]
                return one if _RELATIVE_GAP.fullmatch(gap) else None
        return None

    def _subject(
        self, index: int, types: frozenset[EntityType], gender: str
    ) -> NamedMention | None:
        mentions = self.by_sentence.get(index, [])
        subjects = [one for one in mentions if not self._is_object(one)]
        chosen = self._choice(subjects, types, gender)
        if chosen is not None or subjects:
            return chosen
        fitting = {o.entity_id: o for o in mentions if self._fits(o, types, gender)}
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def _choice(
        self, mentions: Sequence[NamedMention], types: frozenset[EntityType], gender: str
    ) -> NamedMention | None:
        """The first fitting mention, unless "and" joins it to another."""
        joined = {
            id(one)
            for first, second in pairwise(mentions)
            if self.text[first.mention.span.end_char : _start(second)].strip() in ("and", "&")
            for one in (first, second)
        }
        fitting = (o for o in mentions if id(o) not in joined and self._fits(o, types, gender))
        return next(fitting, None)

    def _fits(self, one: NamedMention, types: frozenset[EntityType], gender: str) -> bool:
        known = self.genders.get(one.entity_id, "")
        return one.mention.entity_type in types and (gender == "n" or not known or known == gender)

    def _is_object(self, one: NamedMention) -> bool:
        """Whether the word before a mention makes it an object: "with Putin", "praising Putin"."""
        start = _start(one)
        match = _LAST_WORD.search(self.text[max(0, start - 40) : start])
        index = self.index_of(one.mention.span)
        if match is None or start == self.sentences[index].span.start_char:
            return False
        word = match.group(1).lower()
        return word in function_words("preposition") or word.endswith(("ing", "ed"))

    def _confidence(self, one: NamedMention, gender: str, back: int) -> float:
        known = gender == "n" or self.genders.get(one.entity_id) == gender
        return round(max(0.4, (0.85 if known else 0.7) - 0.05 * back), 2)


def _start(one: NamedMention) -> int:
    title = one.mention.title
    return title.start_char if title is not None else one.mention.span.start_char


def _pronoun_gender(pronoun: str) -> str:
    return next(
        (row["gender"] for row in read_lexicon("pronouns") if row["surface"] == pronoun), ""
    )

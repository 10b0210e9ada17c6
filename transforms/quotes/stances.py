"""Stances: what the source of an attribution does with its content.

Pure. Most assert it. "Denied that …" and "dismissed claims that …" deny it, "did not say" and "no
official has said" decline to say it, "if she said" and "would have said" suppose that it were
said. Every engine's attributions are read, from the words of source, cue and content and from the
verb group around the cue, which an engine may have cut short. Of several readings the one that
says that nothing was said counts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from transforms.lexicon import words_of
from transforms.quotes.attribution import Attribution, Stance
from transforms.quotes.cues import function_words, is_adverb
from transforms.quotes.stance_words import (
    UNASSERTED,
    StanceWord,
    is_verb_in_group,
    negation_before,
    stance_word_at,
)
from transforms.quotes.statements import Statement, Token
from transforms.text import Span

_FURTHEST_CLAIM = 8
"""Words from where a content begins to the noun that makes it somebody's claim."""


class Shown(NamedTuple):
    """A stance and the words that show it."""

    stance: Stance
    by: Span


def with_stances(
    text: str, statements: Sequence[Statement], found: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """The attributions with their stances; whose content nobody claims is marked as negated.

    statements: in text order.
    """
    starts = [statement.span.start_char for statement in statements]
    read = []
    for one in found:
        anchor = (one.cue or one.source or one.segments[0]).start_char
        at = bisect_right(starts, anchor) - 1
        shown = _Reading(text, statements[at].tokens, one).shown() if at >= 0 else None
        stance: Stance = shown.stance if shown is not None else "asserts"
        negated = stance in UNASSERTED
        by = shown.by if shown is not None else None
        read.append(replace(one, stance=stance, shown_by=by, cue_negated=negated))
    return tuple(read)


class _Reading:
    """One attribution, read in the tokens of its statement."""

    def __init__(self, text: str, tokens: Sequence[Token], one: Attribution) -> None:
        self.text = text
        self.tokens = tokens
        self.one = one
        self.cue = self._tokens_of(one.cue)
        self.source = self._tokens_of(one.source)
        self.group = self._group() if self.cue is not None else None
        first, last = self.group or (0, -1)
        self.words = [token.word for token in tokens[first : last + 1]]

    def shown(self) -> Shown | None:
        """The first reading that says what is done with the content; None when it is asserted."""
        readings: tuple[Callable[[], Shown | None], ...] = (
            self._nobody_speaks,
            self._nothing_is_said,
            self._unsaid_cue,
            self._condition,
            self._inversion,
            self._hypothesis,
            self._plea,
            self._cue_words,
            self._question,
        )
        return next((shown for read in readings if (shown := read()) is not None), None)

    def _tokens_of(self, span: Span | None) -> tuple[int, int] | None:
        """First and last token of a span, if it lies in the statement."""
        if span is None or not self.tokens:
            return None
        first = bisect_left(self.tokens, span.start_char, key=lambda token: token.start_char)
        last = bisect_left(self.tokens, span.end_char, key=lambda token: token.start_char) - 1
        return (first, last) if first <= last else None

    def _group(self) -> tuple[int, int]:
        """The cue with the auxiliaries, adverbs and refusals before it: "has declined to say"."""
        first, last = self.cue or (0, -1)
        floor = self.source[1] + 1 if self.source and self.source[1] < first else 0
        while first > floor:
            token = self.tokens[first - 1]
            if self.text[token.end_char : self.tokens[first].start_char].strip():
                break  # a mark of a scare quote stands between
            before = self.tokens[first - 2].word if first > floor + 1 else ""
            if token.word == "to" and before in function_words("refusal") | {"yet", "able"}:
                first -= 2
            elif token.word in function_words("auxiliary") | function_words("refusal") | {
                "no",
                "longer",
            } or is_adverb(token):
                first -= 1
            else:
                break
        return first, last

    def _span(self, first: int, last: int) -> Span:
        return Span(self.tokens[first].start_char, self.tokens[last].end_char)

    def _word(self, at: int) -> str:
        return self.tokens[at].word if 0 <= at < len(self.tokens) else ""

    def _group_span(self) -> Span:
        assert self.group is not None
        return self._span(*self.group)

    # Readings that say that nothing was said

    def _nobody_speaks(self) -> Shown | None:
        """ "No official has said that …"; "No 10 said" is somebody."""
        if self.source is None or self._word(self.source[0]) not in function_words("nobody"):
            return None
        first = self.source[0]
        is_number = any(self._word(first + k)[:1].isdigit() for k in (1, 2))
        if self._word(first) == "no" and is_number:
            return None
        return Shown("declines", self._span(first, first))

    def _nothing_is_said(self) -> Shown | None:
        """ "Said nothing about it", "said little"; not a clause that "nothing" opens."""
        if self.one.quote_type != "indirect":
            return None
        span = self.one.segments[0]
        words = span.of(self.text).lower().split()
        if words[0].strip(".,;:!?") not in function_words("unsaid"):
            return None
        if len(words) > 1 and words[1] not in function_words("preposition"):
            return None
        end = span.start_char + len(words[0].rstrip(".,;:!?"))
        return Shown("declines", Span(span.start_char, end))

    def _unsaid_cue(self) -> Shown | None:
        """ "Has yet to say", "stopped short of calling", "would neither confirm nor deny"."""
        surface = f" {' '.join(self.words)} "
        if {"go", "goes", "went"} & set(self.words):  # "it goes without saying"
            return None
        if any(f" {phrase} " in surface for phrase in words_of("unsaid_cues")):
            return Shown("declines", self._group_span())
        return None

    # Readings that suppose that something were said

    def _condition(self) -> Shown | None:
        """ "If the minister said …": a condition stands right before the source."""
        part = self.source or self.group
        if part is None:
            return None
        before = part[0] - 1
        while before >= 0 and is_adverb(self.tokens[before]):
            before -= 1
        opens = self._word(before) in function_words("condition")
        if not opens or self._is_content(before):
            return None
        return Shown("supposes", self._span(before, before))

    def _inversion(self) -> Shown | None:
        """ "Did the minister say that …?", "Had she told them …, …", "Who said …?"."""
        if self.source is None or self.cue is None or self.source[0] > self.cue[0]:
            return None
        first = self.source[0]
        opens = first == 0 or (first == 1 and self._word(0) in function_words("auxiliary"))
        if self._word(first - 1) in function_words("inverted_condition") and opens:
            return Shown("supposes", self._span(first - 1, first - 1))
        mark = len(self.tokens) - 1
        if self._word(mark) != "?" or (self._is_content(mark) and self._quotes()):
            return None
        if self._word(first - 1) in function_words("finite") and not self._is_content(first - 1):
            return Shown("supposes", self._span(first - 1, first - 1))
        if first == self.source[1] and self._word(first) in function_words("question"):
            return Shown("supposes", self._span(first, first))
        return None

    def _hypothesis(self) -> Shown | None:
        """ "Would have said", "some might say", "a better lawyer would say"."""
        words = set(self.words)
        if self.group is None or words & (function_words("negation") | {"only"}):
            return None
        has_have = bool(words & {"have", "'ve", "’ve"})
        generic = self.source is not None and (
            self._word(self.source[0]) in function_words("generic")
        )
        if (
            (has_have and words & function_words("hypothetical"))
            or words & function_words("possible")
            or (generic and words & {"would", "'d", "’d"})
        ):
            return Shown("supposes", self._group_span())
        return None

    # Readings of the cue's own words

    def _plea(self) -> Shown | None:
        """ "Pleaded not guilty to theft"."""
        part = self._tokens_of(self.one.segments[0])
        if part is None or self.cue is None or self.one.cue_lemma != "plead":
            return None
        words = [token.word for token in self.tokens[: max(part[1], self.cue[1] + 1)]]
        for at in (part[0], *range(self.cue[0] + 1, self.cue[1] + 1)):
            if (word := stance_word_at(words, at, "plea")) is not None:
                return Shown(word.stance, self._span(word.first, word.last))
        return None

    def _cue_words(self) -> Shown | None:
        """ "Denied", "cast doubt on", "did not believe"; else "did not say", "declined"."""
        if self.group is None:
            return None
        begin, word = self.group[0], self._stance_word()
        negations = function_words("negation") | function_words("refusal")
        if word is None:
            last = len(self.words) - 1
            negated = self.words[last] in negations or negation_before(self.words, last) is not None
            return Shown("declines", self._group_span()) if negated else None
        is_negated = negation_before(self.words, word.first) is not None
        stance = word.negated if is_negated else word.stance
        first = 0 if is_negated else word.first
        if stance == "asserts":
            return None
        return Shown(stance, self._span(begin + first, begin + word.last))

    def _stance_word(self) -> StanceWord | None:
        """The first word of the cue that has a stance; "mocked" has one only before a claim."""
        for at in range(len(self.words)):
            is_verb = is_verb_in_group(self.words, at)
            word = stance_word_at(self.words, at, *(("verb", "belief") if is_verb else ("noun",)))
            if word is None and is_verb and self._is_about_claim():
                word = stance_word_at(self.words, at, "attitude")
            if word is None or (word.stance == "denies" and self._is_characterised()):
                continue
            if word.stance == "asks" and not self._asks():
                continue
            return word
        return None

    # Readings of the content

    def _question(self) -> Shown | None:
        """A content that is one question: “Where is it?” she said."""
        surface = self.one.segments[-1].of(self.text).rstrip(" \n”\"'’»")
        whole = " ".join(part.of(self.text) for part in self.one.segments)
        if len(self.one.segments) > 1 or not surface.endswith("?"):
            return None
        first = whole.split()[0].lower()
        if self.one.quote_type != "direct" and (
            first not in function_words("question") | function_words("finite")
        ):
            return None  # "cited examples such as “Where is it?”"
        if any(mark in whole.rstrip(" \n”\"'’»?") for mark in (". ", "! ", "? ", ".” ")):
            return None
        end = self.one.segments[-1].start_char + len(surface)
        return Shown("asks", Span(end - 1, end))

    def _asks(self) -> bool:
        """Whether what is asked is a question, and not for a thing or deed."""
        words = [word.strip("“\"'‘”’,.") for word in self.one.segments[0].of(self.text).split()]
        opens = bool(words) and words[0].lower() in function_words("question")
        return opens or self._question() is not None

    def _is_about_claim(self) -> bool:
        """Whether the content is, by its first noun phrase, a claim of somebody's."""
        words = self.one.segments[0].of(self.text).lower().split()[:_FURTHEST_CLAIM]
        cue = set(self.words) & words_of("claim_nouns")
        for word in words:
            if word in function_words("subordinator"):
                break
            if word.rstrip(".,") in words_of("claim_nouns"):
                return True
        return bool(cue)

    def _is_characterised(self) -> bool:
        """ "Dismissed the report as “a lie”": that it is a lie is asserted."""
        words = self.one.segments[0].of(self.text).lower().split()
        clause = next((at for at, word in enumerate(words) if word == "that"), len(words))
        return "as" in words[1:clause]

    def _quotes(self) -> bool:
        return self.one.quote_type != "indirect"

    def _is_content(self, at: int) -> bool:
        """Whether a token stands in the content."""
        place = self.tokens[at].start_char
        return any(part.start_char <= place < part.end_char for part in self.one.segments)

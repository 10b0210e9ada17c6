"""Extents: contents that an engine drew from another sentence, or cut inside a phrase.

Pure. A content without quotation marks stands in the sentence of its cue: what an engine takes from
another one is the article's own. Within the sentence it neither ends nor begins where no clause
does: "said one [of the boats was lost] in May", "yet [the boats were lost], officials said".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from transforms.lexicon import words_of
from transforms.quotes.attribution import Attribution
from transforms.quotes.claimed import Claimed
from transforms.quotes.contents import skip_adjuncts
from transforms.quotes.cues import function_words, verb_forms
from transforms.quotes.relays import renumbered
from transforms.quotes.stance_words import stance_word_at
from transforms.quotes.statements import Statement, quote_type_of
from transforms.text import Quotation, Sentence, Span

_LEARNED = "learned"
_DENIALS = ("denies", "doubts")
_SAYING = ("speech", "writing")
_NEXT_WORD = re.compile(r"\s+(?:\?(?=\w))?(?P<word>[\w$£€][\w'’-]*)")
_RELATIVE = re.compile(r",\s+(?:which|who|whose|known|where)\b[^,;:—–]{2,120},\s+\w")
_SIGNED = re.compile(r"[.?!]\s+-?[a-z]{1,3}/|[.?!]-?\s+[a-z(]")
"""Behind a sentence: the desk's initials, "kl/ab (Reuters)"."""
_LED = re.compile(r"[\s?-]*")
_COMMA = re.compile(r"\s*,\s*\Z")
_CLOSING = re.compile(r"[,.?!][\"”]\Z")
_OPENING = frozenset("\"“‘'")
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_RELATIVES = frozenset(["who", "which", "that", "whose", "whom", "what"])
_CLAUSES = frozenset(["clause", "that"])
_ACCORDING = frozenset(["according to", "in the words of"])
_LONGEST_SUBJECT = 60
"""Characters of a content that may be no more than the subject of what was said."""


def with_extents(
    text: str,
    sentences: Sequence[Sentence],
    statements: Sequence[Statement],
    quotations: Sequence[Quotation],
    found: Sequence[Attribution],
) -> tuple[tuple[Attribution, ...], tuple[Span, ...]]:
    """The attributions with whole contents of their own sentence, and the contents left out.

    One of which nothing is left is gone.
    """
    page = _Page(text, sentences, statements, quotations, found)
    changed: dict[int, Attribution | None] = {}
    for number, one in enumerate(found):
        mended = page.mended(one)
        if mended is not one:
            changed[number] = mended if mended.segments else None
    answers = [
        (n, part) for n, one in enumerate(found) for part in page.answer(changed.get(n, one))
    ]
    for number, answer in answers:
        denial = changed.get(number) or found[number]
        segments = tuple(part for part in denial.segments if part != answer)
        kind = quote_type_of(text, segments, page.marked)
        changed[number] = replace(denial, segments=segments, quote_type=kind)
        changed[len(found) + len(changed)] = page.said_then(denial, answer, number)
    return renumbered(found, changed) if changed else tuple(found), tuple(page.dropped)


@cache
def _small() -> frozenset[str]:
    return function_words("determiner") | function_words("possessive")


@cache
def _leading() -> frozenset[str]:
    """Words that no content ends in."""
    modal = function_words("modal") | function_words("possessive") | {"not", "while", "what"}
    return function_words("preposition") | function_words("determiner") | modal


@cache
def _verbs() -> frozenset[str]:
    return function_words("finite") | words_of("finite_verbs")


def _takes_clause(lemma: str | None) -> bool:
    verb = verb_forms().get(lemma or "")
    return lemma in _ACCORDING or (verb is not None and not verb.takes.isdisjoint(_CLAUSES))


class _Page:
    """A text with what its attributions have taken of it.

    breaks: where a sentence begins and no quotation runs on, in text order.
    """

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        statements: Sequence[Statement],
        quotations: Sequence[Quotation],
        found: Sequence[Attribution],
    ) -> None:
        self.text = text
        self.statements = statements
        self.statement_starts = [one.span.start_char for one in statements]
        self.marked = [one.span for one in quotations if one.depth == 0]
        reopened = {
            after.span.start_char
            for before, after in pairwise(one for one in quotations if one.depth == 0)
            if not before.is_closed
            and not text[before.span.end_char : after.span.start_char].strip()
        }
        self.breaks = [
            one.span.start_char
            for one in sentences
            if one.span.start_char not in reopened and not self._is_quoted(one.span.start_char)
        ]
        self.dropped: list[Span] = []
        self.claimed = Claimed(text, found)

    def _is_quoted(self, at: int) -> bool:
        """Whether a place is inside a quotation, and not where one begins."""
        index = bisect_left(self.marked, at, key=lambda mark: mark.start_char) - 1
        return index >= 0 and at < self.marked[index].end_char

    def _touches_mark(self, span: Span) -> bool:
        index = bisect_right(self.marked, span.start_char, key=lambda mark: mark.end_char)
        return index < len(self.marked) and self.marked[index].overlaps(span)

    def _bounds(self, at: int) -> Span:
        """The sentences about a place that a quotation holds together."""
        index = bisect_right(self.breaks, at)
        start = self.breaks[index - 1] if index else 0
        stop = self.breaks[index] if index < len(self.breaks) else len(self.text)
        return Span(start, start + len(self.text[start:stop].rstrip()))

    def mended(self, one: Attribution) -> Attribution:
        """One attribution after every repair."""
        if one.method != _LEARNED or one.cue is None:
            return one
        segments = self._own(one, one.cue)
        segments = self._without_stray(one, one.cue, segments)
        segments = self._without_adjunct(one, one.cue, segments)
        if one.attribution_kind in _SAYING and segments:
            segments = self._from_start(one, one.cue, segments)
            if self._is_main(one):
                segments = self._to_end(one.cue, segments, one.cue_lemma)
        if segments == one.segments:
            return one
        for part in segments:
            self.claimed.add(part)
        kind = quote_type_of(self.text, segments, self.marked) if segments else one.quote_type
        return replace(one, segments=segments, quote_type=kind)

    def answer(self, one: Attribution | None) -> tuple[Span, ...]:
        """The quotation that follows a denial and is not what is denied.

        In "Sorel disputes that. “We paid.”" the words are Sorel's, in a sentence of their own.
        """
        if one is None or one.cue is None or len(one.segments) < 2:
            return ()
        words, last = one.cue.of(self.text).lower().split(), one.segments[-1]
        found = (stance_word_at(words, at, "verb", "attitude") for at in range(len(words)))
        is_denied = any(word is not None and word.stance in _DENIALS for word in found)
        is_apart = (
            last in self.marked and last.start_char >= self._bounds(one.cue.end_char).end_char
        )
        return (last,) if is_denied and is_apart else ()

    def said_then(self, one: Attribution, answer: Span, number: int) -> Attribution:
        """A quotation that goes on with the speaker of an attribution."""
        kind = quote_type_of(self.text, (answer,), self.marked)
        return replace(
            one,
            quote_type=kind,
            attribution_kind="speech",
            segments=(answer,),
            source=None,
            cue=None,
            cue_lemma=None,
            cue_negated=False,
            relays=(),
            continues=number,
        )

    def _own(self, one: Attribution, cue: Span) -> tuple[Span, ...]:
        """The segments without what stands outside marks in another sentence than the cue.

        A colon that ends the cue's sentence leads on to the next.
        """
        home = self._bounds(cue.start_char)
        kept = []
        for part in one.segments:
            inner = self._nearest(part, cue)
            leads = self.text[home.start_char : home.end_char].endswith(":")
            leads = leads or self.text[inner.start_char] in _OPENING
            if not (self._touches_mark(inner) or leads or home.overlaps(inner)):
                self.dropped.append(part)
                continue
            if inner != part:
                self.dropped.append(
                    Span(inner.end_char, part.end_char)
                    if inner.start_char == part.start_char
                    else Span(part.start_char, inner.start_char)
                )
            kept.append(inner)
        return tuple(kept)

    def _nearest(self, part: Span, cue: Span) -> Span:
        """A segment as far as the first break, seen from the cue."""
        first = bisect_right(self.breaks, part.start_char)
        stop = bisect_left(self.breaks, part.end_char)
        opens, last = self.text[part.start_char], self.text[part.end_char - 1]
        is_marked = opens in _OPENING and last in ".?!…"
        if first >= stop or is_marked:
            return part
        if part < cue:
            return Span(self.breaks[stop - 1], part.end_char)
        end = len(self.text[: self.breaks[first]].rstrip(" \n\t.-"))
        return Span(part.start_char, max(end, part.start_char + 1))

    def _without_stray(
        self, one: Attribution, cue: Span, segments: tuple[Span, ...]
    ) -> tuple[Span, ...]:
        """What stands before a clause that has a content of its own: "as he left, she said that".

        In "they seek [the boat], though officials said [it sank]" a conjunction cuts it off.
        """
        if len(segments) < 2 or one.source is None:
            return segments
        first, after = segments[0], min(one.source.start_char, cue.start_char)
        if first.end_char > after or segments[1].start_char < after or self._touches_mark(first):
            return segments
        between = self.text[first.end_char : after].lower().replace(",", " ").split()
        joins = function_words("subordinator") | function_words("conjunction")
        leads = self.text[segments[1].start_char :].startswith("that ")
        leads = leads or self.text[: segments[1].start_char].endswith(": ")
        if joins.isdisjoint(between) and not leads:
            return segments
        self.dropped.append(first)
        return segments[1:]

    def _without_adjunct(
        self, one: Attribution, cue: Span, segments: tuple[Span, ...]
    ) -> tuple[Span, ...]:
        """ "“It sank,” she said [to applause], [as he left], of [the ferry]": how it was said."""
        if len(segments) < 2 or segments[0] not in self.marked:
            return segments
        first, source = segments[0], one.source or cue
        is_led = _LED.fullmatch(self.text, first.end_char, min(cue.start_char, source.start_char))
        if is_led is None or self.text[first.end_char - 2] not in ",?!":
            return segments
        stop = self._bounds(cue.start_char).end_char
        return tuple(
            part
            for part in segments
            if part.start_char < cue.start_char
            or part.start_char >= stop
            or self._touches_mark(part)
            or self.text.startswith(("that ", "and ", "but "), part.start_char)
        )

    def _from_start(
        self, one: Attribution, cue: Span, segments: tuple[Span, ...]
    ) -> tuple[Span, ...]:
        """A content before ", she said" from where its sentence begins."""
        first = segments[0]
        source = one.source or cue
        after = min(cue.start_char, source.start_char)
        if first.end_char > after:
            return segments
        between = self.text[first.end_char : after]
        ends_speech = _CLOSING.search(first.of(self.text)) is not None
        if not (_COMMA.fullmatch(between) or (ends_speech and not between.strip(" ?"))):
            return segments
        start = self._bounds(first.start_char).start_char
        start += len(self.text[start : first.start_char]) - len(
            self.text[start : first.start_char].lstrip(" –—*•-")
        )
        before = self.text[start : first.start_char]
        opening = first.of(self.text).split()[0].lower()
        if not before or self._touches_mark(first) or opening in _RELATIVES:
            return segments
        if not before[-1].isspace() or not self.claimed.is_free(Span(start, first.start_char)):
            return segments
        if before.rstrip()[-1:] in tuple(";:—–") or any(c in before for c in '"“”'):
            return segments
        return (Span(start, first.end_char), *segments[1:])

    def _is_main(self, one: Attribution) -> bool:
        """Whether a cue is no clause within a phrase that goes on: "those who said so [left]".

        Nor is "his refusal to say why [was met with laughter]" one.
        """
        cue = one.cue.of(self.text).lower().split() if one.cue is not None else [""]
        source = one.source.of(self.text).lower() if one.source is not None else ""
        is_verb = len(cue) > 1 and cue[-1] in verb_forms() and cue[-2] != "to"
        if source.endswith(_POSSESSIVE) or source in function_words("possessive"):
            return is_verb
        return not cue[0].endswith("ing") and source not in _RELATIVES

    def _to_end(self, cue: Span, segments: tuple[Span, ...], lemma: str | None) -> tuple[Span, ...]:
        """A content behind its cue as far as its sentence goes on without a mark."""
        last = segments[-1]
        if last.start_char < cue.end_char or self.text[last.end_char - 1] in "\"”'’»":
            return segments
        end = self._bounds(last.end_char - 1).end_char
        signed = _SIGNED.search(self.text, last.end_char, end)
        end = signed.start() if signed is not None else end
        end = len(self.text[:end].rstrip(".?!…- "))
        if end <= last.end_char or not self.claimed.is_free(Span(last.end_char, end)):
            return segments
        if not (self._goes_on(last, end, lemma) or self._is_subject(last, end, lemma)):
            return segments
        return (*segments[:-1], Span(last.start_char, end))

    def _goes_on(self, last: Span, end: int, lemma: str | None) -> bool:
        """Whether the word after a content belongs to its last phrase.

        Behind a thing ("rejected [the plan] in May") it may say when or how somebody spoke.
        """
        match = _NEXT_WORD.match(self.text, last.end_char, end)
        if match is None:
            return False
        word = match["word"].lower()
        words = last.of(self.text).lower().split()
        if words[-1] in _leading():
            return True
        is_clause = words[0] == "that" or not _verbs().isdisjoint([*words, word])
        if not (is_clause and _takes_clause(lemma)):
            return False
        if word in function_words("breaker") | function_words("time_preposition"):
            return False
        index = bisect_right(self.statement_starts, match.start("word")) - 1
        tokens = self.statements[index].tokens
        at = bisect_left(tokens, match.start("word"), key=lambda token: token.start_char)
        if at >= len(tokens) or skip_adjuncts(tokens, at) > at:
            return False
        if word not in function_words("preposition"):
            return True
        noun = next((t.word for t in tokens[at + 1 :] if t.word not in _small()), "")
        return noun.removesuffix("s") not in words_of("occasion_nouns")

    def _is_subject(self, last: Span, end: int, lemma: str | None) -> bool:
        """Whether a content is a subject that a relative clause parts from its verb."""
        surface = last.of(self.text)
        if len(surface) > _LONGEST_SUBJECT or not _takes_clause(lemma):
            return False
        has_verb = not _verbs().isdisjoint(surface.lower().split())
        return not has_verb and _RELATIVE.match(self.text, last.end_char, end) is not None

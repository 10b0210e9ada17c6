"""Closing cues: "…, officials said" at the end of a sentence that has another speaker inside.

Pure. "Russia fears a ban, the minister said" is the minister's, and Russia's fear stands inside it;
“We left,” she added is hers, whoever an engine gave the quotation to; and "Sorel said it was shut,
adding that it leaked" says two things. Every engine's attributions are completed so. Those inside
another have it for their parent.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from transforms.quotes.attribution import Attribution
from transforms.quotes.cues import Cue, function_words, is_adverb, verb_forms
from transforms.quotes.drafts import AttributionDraft
from transforms.quotes.frames import Frame, find_frames
from transforms.quotes.relays import renumbered
from transforms.quotes.statements import Statement, quote_type_of
from transforms.text import Quotation, Span

_WITHIN = re.compile(r"\A[a-z]+ing\b|\bthat\b|[\"“”]")
"""In no source of a closing cue: "most with “PRESS” [written]", "compelling member [states]"."""
_LEADS_ON = re.compile(r"\s*[,:]?\s*[\"“]|:")
"""Behind a cue that leads to a quotation: "As it rained, she wrote, “…”"."""
_METHODS = frozenset(["trailing", "inverted", "according_to"])
_SHARED = "shared_subject"
_LEADING = frozenset(["leading", _SHARED])
_LEAST_LEADING = 0.85
_JOINED = re.compile(r",\s+(?:(?:and|but|while)\s+)?\Z")
_SPOKEN = ("speech", "writing")
_ACCORDING = "according"
_AFTER_CUE = frozenset([",", ";", ".", ":", "–", "—", "-", "--", "…", "!", "?", ")"])

Given = tuple[int, Attribution]
"""An attribution inside another, with the position of its parent."""


def with_closing_cues(
    text: str,
    statements: Sequence[Statement],
    quotations: Sequence[Quotation],
    found: Sequence[Attribution],
    given: Sequence[Given],
) -> tuple[tuple[Attribution, ...], list[Given]]:
    """The attributions with those of closing cues, and those that stand inside others.

    given: those known to stand inside, each with the position of its parent.
    """
    page = _Page(text, statements, quotations, found, given)
    for statement in statements:
        page.read(statement)
    return page.result()


class _Page:
    """A text with its attributions while closing cues are read.

    changed: what becomes of an attribution by position, as in ``renumbered``; new ones come after.
    inside:  positions of the attributions that get a parent, with the position of that.
    fixed:   positions that may not change, since another attribution hangs on them.
    """

    def __init__(
        self,
        text: str,
        statements: Sequence[Statement],
        quotations: Sequence[Quotation],
        found: Sequence[Attribution],
        given: Sequence[Given],
    ) -> None:
        self.text = text
        self.marked = [one.span for one in quotations if one.depth == 0]
        self.whole = {(one.start_char, one.end_char) for one in self.marked}
        self.found = found
        self.given = given
        self.starts = [one.span.start_char for one in statements]
        self.changed: dict[int, Attribution | None] = {}
        self.inside: list[tuple[int, int]] = []
        self.fixed = {parent for parent, _ in given}
        self.fixed |= {one.continues for one in found if one.continues is not None}
        self.cues = bytearray(len(text))
        self.by_statement: dict[int, set[int]] = {}
        for number, one in enumerate(found):
            for part in _parts(one):
                first, last = self._index(part.start_char), self._index(part.end_char - 1)
                for at in range(first, last + 1):
                    self.by_statement.setdefault(at, set()).add(number)
        for one in (*found, *(one for _, one in given)):
            for cue in (one.cue, *(relay.cue for relay in one.relays)):
                if cue is not None:
                    start, end = cue.start_char, cue.end_char
                    self.cues[start:end] = b"\1" * (end - start)

    def _index(self, at: int) -> int:
        return max(0, bisect_left(self.starts, at + 1) - 1)

    def read(self, statement: Statement) -> None:
        """Complete the attributions of one statement."""
        if not self._has_free_cue(statement):
            return
        number = self._index(statement.span.start_char)
        held = sorted(self.by_statement.get(number, ()))
        for made in self._closing(statement):
            touched = [at for at in held if _touches(self.found[at], made)]
            if any(at in self.fixed or at in self.changed for at in touched):
                continue
            if not touched:
                if made.method in _METHODS or (made.segments[0] in self.marked):
                    self._add(made)
            elif made.method != _SHARED and all(_holds(made, self.found[at]) for at in touched):
                parent = self._add(made)
                self.inside += [(at, parent) for at in touched]
                self.changed.update(dict.fromkeys(touched))
            elif len(touched) == 1 and made.method in _METHODS:
                self._take_quotation(touched[0], made)
            elif len(touched) == 1 and made.method == _SHARED:
                self._split(touched[0], made)

    def _has_free_cue(self, statement: Statement) -> bool:
        forms = verb_forms()
        return any(
            not token.quoted
            and (token.word == _ACCORDING or token.word in forms)
            and not self.cues[token.start_char]
            for token in statement.tokens
        )

    def _closing(self, statement: Statement) -> Iterator[Attribution]:
        """What the statement's closing cues without an attribution report."""
        for frame in find_frames(statement):
            draft = AttributionDraft.of(statement, frame)
            cue, source = draft.cue_span, draft.source
            if cue is None or source is None or not draft.segments:
                continue
            if draft.kind not in _SPOKEN or self.cues.find(1, cue.start_char, cue.end_char) >= 0:
                continue
            segments = tuple(draft.segments)
            if _WITHIN.search(source.of(self.text)) is not None:
                continue
            if frame.method in _LEADING:
                modal = function_words("modal") & set(cue.of(self.text).lower().split())
                is_sure = frame.confidence >= _LEAST_LEADING and len(segments) == 1
                between = self.text[cue.end_char : segments[0].start_char]
                is_next = segments[0].start_char >= cue.end_char and not between.strip(" :,")
                if modal or not (is_sure and (is_next or frame.method == _SHARED)):
                    continue
            elif not self._is_closing(statement, frame, segments):
                continue
            yield Attribution(
                quote_type=quote_type_of(self.text, segments, self.marked),
                attribution_kind=draft.kind,
                segments=segments,
                source=source,
                cue=cue,
                cue_lemma=draft.cue_lemma,
                cue_negated=draft.is_negated,
                relays=(),
                sentence_index=draft.sentence_index,
                method=frame.method,
                confidence=frame.confidence,
            )

    def _is_closing(self, statement: Statement, frame: Frame, segments: Sequence[Span]) -> bool:
        """Whether a content is a sentence from its beginning, or quotations and no more."""
        cue = statement.tokens[frame.cue.last]
        if frame.method not in _METHODS or not _closes(statement, frame.cue):
            return False
        if len(segments) == 1 and _LEADS_ON.match(self.text, cue.end_char):
            return False
        if all((part.start_char, part.end_char) in self.whole for part in segments):
            return True
        first = segments[0].of(self.text)
        opens = self.text[statement.span.start_char : segments[0].start_char].strip(" –—-•*(")
        if cue.end_char < segments[0].start_char and frame.cue.first <= 1:
            opens = ""  # "According to a survey, the town …"
        ends_before = any(f"{stop}{mark}" in first[:-1] for stop in ".?!" for mark in '"”')
        return not opens and not ends_before and first[0] not in "\"“”'‘’"

    def _add(self, made: Attribution) -> int:
        number = len(self.found) + sum(at >= len(self.found) for at in self.changed)
        self.changed[number] = made
        return number

    def _take_quotation(self, at: int, made: Attribution) -> None:
        """Give a quotation to its own cue, if another attribution had no more than that of it."""
        one = self.found[at]
        [quotation, *others] = made.segments
        if others or (quotation.start_char, quotation.end_char) not in self.whole:
            return
        parts = [part for part in _parts(made) if part != quotation]
        if any(part.overlaps(other) for part in parts for other in _parts(one)):
            return
        rest = []
        for part in one.segments:
            if not part.overlaps(quotation):
                rest.append(part)
            elif part != quotation and self._goes_on(part, quotation):
                return
            elif part.start_char < quotation.start_char and part.end_char <= quotation.end_char:
                stop = len(self.text[: quotation.start_char].rstrip(" ,:;-"))
                rest.append(Span(part.start_char, stop))
            elif part != quotation:
                return
        segments = tuple(rest)
        kind = quote_type_of(self.text, segments, self.marked) if segments else one.quote_type
        self.changed[at] = replace(one, segments=segments, quote_type=kind) if segments else None
        self._add(made)

    def _split(self, at: int, made: Attribution) -> None:
        """Cut a content where a further cue begins: "said it was shut, [adding that it leaked]"."""
        one, cue, source = self.found[at], made.cue, made.source
        if cue is None or source is None:
            return
        last = one.segments[-1]
        own = source.start_char > last.start_char
        start = min(cue.start_char, source.start_char) if own else cue.start_char
        joined = _JOINED.search(self.text, last.start_char, start)
        if joined is None or not last.contains(Span(start, made.span.end_char)):
            return
        segments = (*one.segments[:-1], Span(last.start_char, joined.start()))
        kind = quote_type_of(self.text, segments, self.marked)
        self.changed[at] = replace(one, segments=segments, quote_type=kind)
        self._add(made)

    def _goes_on(self, part: Span, quotation: Span) -> bool:
        """Whether a clause leads to a quotation: "to make “more room,”", "he said “no,”"."""
        before = self.text[part.start_char : quotation.start_char].rstrip(" ,:").split()
        is_led = bool(before) and before[-1] in verb_forms()
        return is_led or self.text[quotation.start_char + 1].islower()

    def result(self) -> tuple[tuple[Attribution, ...], list[Given]]:
        """What ``with_closing_cues`` returns."""
        if not self.changed:
            return tuple(self.found), list(self.given)
        made = renumbered(self.found, self.changed)
        place = {(one.segments, one.cue): number for number, one in enumerate(made)}
        everyone = [*((parent, one) for parent, one in self.given)]
        moved = [
            (place[self.found[parent].segments, self.found[parent].cue], one)
            for parent, one in everyone
        ]
        for at, parent in self.inside:
            outer = self.changed[parent]
            if outer is not None:
                inner = replace(self.found[at], continues=None)
                moved.append((place[outer.segments, outer.cue], inner))
        return made, moved


def _closes(statement: Statement, cue: Cue) -> bool:
    """Whether nothing that a cue might report follows it: "said", "told Reuters", "said on Monday".

    An adverb ends "he responded quickly", which reports nothing.
    """
    tokens = statement.tokens
    at = cue.last + 1
    if "addressee" in cue.takes or "according" in cue.takes or at >= len(tokens):
        return True
    if is_adverb(tokens[at]) and at + 1 < len(tokens) and not tokens[at + 1].is_word:
        return False
    after = tokens[at]
    is_inverted = after.is_capital or after.word in function_words("determiner")
    return (
        is_inverted
        or after.word in _AFTER_CUE
        or after.word in function_words("tail") | function_words("time")
        or after.word in function_words("preposition")
    )


def _parts(one: Attribution) -> Iterator[Span]:
    yield from one.segments
    yield from (part for part in (one.source, one.cue) if part is not None)


def _touches(one: Attribution, other: Attribution) -> bool:
    return any(part.overlaps(near) for part in _parts(one) for near in _parts(other))


def _holds(outer: Attribution, one: Attribution) -> bool:
    """Whether all of an attribution stands in the content of another."""
    return all(any(part.contains(inner) for part in outer.segments) for inner in _parts(one))

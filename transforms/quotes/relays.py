"""Relay scenes: one statement, its attributions, and what its words say about who passed them on.

Pure. The constructions in the order in which they are tried: quoted as saying, citing, according to
and reported, told and interviews, an outlet's report of what somebody said.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from transforms.lexicon import read_lexicon, words_of
from transforms.quotes.attribution import Attribution, Relay
from transforms.quotes.contents import trimmed
from transforms.quotes.cues import function_words, is_adverb, is_cue_form, verb_forms
from transforms.quotes.frames import find_frames
from transforms.quotes.noun_phrases import Phrase, source_after, source_before
from transforms.quotes.outlets import outlet_at
from transforms.quotes.statements import Statement, quote_type_of
from transforms.text import Quotation, Span


def anchor_of(attribution: Attribution) -> int:
    """Where an attribution is looked up: its cue, else its content."""
    return (attribution.cue or attribution.segments[0]).start_char


def span_before(span: Span, end: int) -> Span | None:
    """What of a span lies before a place; None when nothing does."""
    return (
        Span(span.start_char, end)
        if span.start_char < end < span.end_char
        else (span if span.end_char <= end else None)
    )


class SceneTokens:
    """One statement and the attributions whose cue stands in it.

    number: what the next attribution that is made here is called.
    """

    def __init__(
        self,
        text: str,
        statement: Statement,
        quotations: Sequence[Quotation],
        attributions: dict[int, Attribution],
        number: int,
    ) -> None:
        self.text = text
        self.statement = statement
        self.marked = [q.span for q in quotations if q.depth == 0]
        self.tokens = statement.tokens
        self.starts = [token.start_char for token in self.tokens]
        self.all: dict[int, Attribution | None] = dict(attributions)
        self.number = number

    def phrase(self, span: Span | None) -> Phrase | None:
        """Tokens of a span of characters."""
        if span is None:
            return None
        first = bisect_left(self.starts, span.start_char)
        last = bisect_left(self.starts, span.end_char) - 1
        return (first, last) if first <= last else None

    def span(self, phrase: Phrase) -> Span:
        """Characters of a stretch of tokens."""
        return Span(self.tokens[phrase[0]].start_char, self.tokens[phrase[1]].end_char)

    def word(self, at: int) -> str:
        """The word at a position outside quotations; "" elsewhere."""
        inside = 0 <= at < len(self.tokens) and not self.tokens[at].quoted
        return self.tokens[at].word if inside else ""

    def is_outlet(self, span: Span | None) -> bool:
        """Whether a source is an outlet and nothing more."""
        phrase = self.phrase(span)
        if phrase is None:
            return False
        found = outlet_at(self.tokens, phrase[0])
        return found is not None and found[1] >= phrase[1]

    def spoken(self) -> list[tuple[int, Attribution]]:
        """Attributions that are left, in order of their cues."""
        left = [(i, one) for i, one in self.all.items() if one is not None]
        return sorted(left, key=lambda pair: anchor_of(pair[1]))


@cache
def _words(word_class: str) -> frozenset[str]:
    """Words of one class of the lexicon ``relay_words``."""
    return frozenset(
        row["surface"] for row in read_lexicon("relay_words") if row["class"] == word_class
    )


class RelayScene(SceneTokens):
    """One statement and the attributions whose cue stands in it, as they come to be."""

    def resolved(self) -> dict[int, Attribution | None]:
        """The attributions as they are now; None where one has become a relay of another."""
        for at in range(len(self.tokens)):
            if self.word(at) in _words("quote"):
                self._quoted_as_saying(at)
            if self.word(at) in _words("cite"):
                self._citing(at)
        self._reported_by()
        self._told()
        for i in list(self.all):
            self._nested(i)
        return self.all

    def relay(self, i: int, outlet: Phrase, cue: Phrase) -> None:
        """Add a relay outside those an attribution has."""
        one = self.all[i]
        link = Relay(self.span(outlet), self.span(cue))
        if one is None or any(link.source.overlaps(known.source) for known in one.relays):
            return
        if one.source is not None and one.source.overlaps(link.source):
            source = self._without_apposition(one.source, outlet)
            if source is None:
                return
            one = replace(one, source=source)
        if not any(link.source.overlaps(part) for part in one.segments):
            self.all[i] = replace(one, relays=(*one.relays, link))

    def _without_apposition(self, source: Span, outlet: Phrase) -> Span | None:
        """ "the colonel, quoted by Interfax": the colonel."""
        phrase = self.phrase(source)
        if phrase is None:
            return None
        commas = [at for at in range(phrase[0] + 1, outlet[0]) if self.word(at) == ","]
        return self.span((phrase[0], commas[-1] - 1)) if commas else None

    def _quoted_as_saying(self, verb: int) -> None:
        """ "Reuters quoted the minister as saying": the minister is the source."""
        stop = min(verb + 14, len(self.tokens) - 1)
        as_ = next((at for at in range(verb + 1, stop) if self.word(at) == "as"), None)
        if as_ is None or not self.word(as_ + 1).endswith("ing"):
            return
        outlet: Phrase | None
        if self.word(verb - 1) in function_words("be"):
            source = source_before(self.tokens, verb - 1)
            by = verb + 1 if self.word(verb + 1) == "by" else as_ + 2
            outlet = outlet_at(self.tokens, by + 1) if self.word(by) in ("by", "in") else None
        else:
            source = (verb + 1, as_ - 1) if as_ > verb + 1 else None
            outlet = self._outlet_before(verb)
            if outlet is None:
                return
        if source is None:
            return
        if self.word(as_ + 1) == "telling" and outlet is None:
            outlet = outlet_at(self.tokens, as_ + 2)
        after = as_ + 2
        if outlet is not None and outlet[0] > as_:
            after = outlet[1] + 1
        content = self._content_beside(after, min(source[0], outlet[0] if outlet else source[0]))
        if content is None:
            return
        segment = self.span(content)
        taken = self.span((verb, as_ + 1))
        old = [
            i
            for i, one in self.spoken()
            if (one.cue is not None and one.cue.overlaps(taken))
            or any(s.overlaps(segment) for s in one.segments)
        ]
        for i in old:
            self.all[i] = None
        self.all[self.number] = Attribution(
            quote_type=quote_type_of(self.text, (segment,), self.marked),
            attribution_kind="speech",
            segments=(segment,),
            source=self.span(source),
            cue=self.span((as_ + 1, as_ + 1)),
            cue_lemma="say",
            cue_negated=False,
            relays=(),
            sentence_index=self.statement.sentence_index,
            method="quoted_as_saying",
            confidence=0.85,
        )
        self.number += 1
        if outlet is not None:
            self.relay(self.number - 1, outlet, (verb, verb))

    def _content_beside(self, after: int, before: int) -> Phrase | None:
        """What follows a cue or, if nothing does, the quotation that precedes its source."""
        last = len(self.tokens) - 1
        while after <= last and not (self.tokens[after].is_word or self.tokens[after].quoted):
            after += 1
        if after <= last:
            stop = trimmed(self.tokens, after, last)
            return (after, stop) if any(t.is_word for t in self.tokens[after : stop + 1]) else None
        quoted = [at for at in range(before) if self.tokens[at].quoted]
        return (quoted[0], quoted[-1]) if quoted else None

    def _outlet_before(self, verb: int) -> Phrase | None:
        """The outlet that ends right before a verb."""
        last = verb - 1
        while last >= 0 and (is_adverb(self.tokens[last]) or self.word(last) == "has"):
            last -= 1
        for first in range(max(0, last - 8), last + 1):
            found = outlet_at(self.tokens, first)
            if found is not None and found[1] == last:
                return found
        return None

    def _citing(self, at: int) -> None:
        """ "Reuters reported, citing two officials": the officials are the source."""
        cited = self._cited_after(at)
        if cited is None:
            return
        outlet = self._outlet_before(at - 1) if self.word(at - 1) == "," else None
        if at == 0:
            comma = next((k for k in range(1, len(self.tokens)) if self.word(k) == ","), 0)
            outlet = outlet_at(self.tokens, comma + 1) if comma > 1 else None
            cited = (1, comma - 1) if comma > 1 else cited
        here = self.span((at, cited[1]))
        own = [i for i, one in self.spoken() if one.cue is not None and one.cue.overlaps(here)]
        for i, one in self.spoken():
            named = one.source is None and outlet is not None
            if i in own or not (named or self.is_outlet(one.source)):
                continue
            cut = [
                s if not s.overlaps(here) else span_before(s, here.start_char) for s in one.segments
            ]
            segments = tuple(s for s in cut if s is not None)
            source = outlet or self.phrase(one.source)
            if not segments or source is None:
                continue
            self.all[i] = replace(one, source=self.span(cited), relays=(), segments=segments)
            self.relay(i, source, self.phrase(one.cue) or (at, at))
            for other in own:
                self.all[other] = None
            return

    def _cited_after(self, at: int) -> Phrase | None:
        """Who is cited: up to the next comma, clause or reporting verb."""
        stop = at + 1
        while stop < len(self.tokens) and not self.tokens[stop].quoted:
            token = self.tokens[stop]
            if token.word in {",", ".", ";", ":", "that"} or (stop > at + 1 and is_cue_form(token)):
                break
            stop += 1
        return (at + 1, stop - 1) if stop > at + 1 else None

    def _reported_by(self) -> None:
        """ "…, he said, according to Interfax" and "…, he said, Reuters reported"."""
        for at in range(len(self.tokens)):
            if self.word(at) == "according" and self.word(at + 1) == "to":
                source = outlet_at(self.tokens, at + 2) or source_after(
                    self.tokens, at + 2, len(self.tokens)
                )
                if source is not None:
                    self._hand_over(source, (at, at + 1), any_source=True)
            elif self.word(at) in _words("report"):
                outlet = self._outlet_before(at)
                if outlet is not None and self._is_parenthesis(outlet, at):
                    self._hand_over(outlet, (at, at), any_source=False)

    def _is_parenthesis(self, outlet: Phrase, verb: int) -> bool:
        """Whether "Reuters reported" stands at an end, after a comma or "as"."""
        after = verb + 1
        while after < len(self.tokens) and self.word(after) in function_words("time") | {"on"}:
            after += 1
        ends = after >= len(self.tokens) or self.word(after) in {",", ".", "—", "–"}
        before = outlet[0] - 1
        opens = before < 0 or self.tokens[before].quoted or self.word(before) in {",", "as", "—"}
        return ends and opens and (before >= 0 or self.word(before) == "as")

    def _hand_over(self, outlet: Phrase, cue: Phrase, *, any_source: bool) -> None:
        """Make an outlet's own attribution a relay of the one beside it."""
        outlet_span, cue_span = self.span(outlet), self.span(cue)
        mine = [
            i
            for i, one in self.spoken()
            if one.cue is not None
            and one.cue.overlaps(cue_span)
            and (one.source is None or one.source.overlaps(outlet_span))
        ]
        others = [
            (i, one)
            for i, one in self.spoken()
            if i not in mine
            and one.source is not None
            and one.attribution_kind in ("speech", "writing")
            and not any(s.overlaps(outlet_span) or s.overlaps(cue_span) for s in one.segments)
            and not self.is_outlet(one.source)
        ]
        before = [i for i, one in others if anchor_of(one) < outlet_span.start_char]
        beside = before[-1:] or [i for i, _ in others[:1]]
        if not beside:
            if mine:
                self._from_frames(mine[0], outlet, cue)
            return
        for i in mine:
            self.all[i] = None
        self.relay(beside[0], outlet, cue)

    def _told(self) -> None:
        """ "told Reuters", "in an interview with CNN", "in remarks carried by TASS"."""
        for at in range(len(self.tokens) - 1):
            word = self.word(at)
            if word in _words("tell"):
                self._attach(at + 1, (at, at))
            elif word in _words("venue") and self._carries(at, word):
                self._attach(at + 1, (at - 1, at))
            elif self.word(at + 1) in _words("quote") and (outlet := self._outlet_before(at + 1)):
                if self.word(outlet[1] + 1) == word:
                    continue
                for i, one in self.spoken():
                    if one.source is not None and self.phrase(one.source) is not None:
                        self.relay(i, outlet, (at + 1, at + 1))

    def _carries(self, at: int, word: str) -> bool:
        before = at - 1
        while before > 0 and (
            self.word(before) in function_words("time") or self.word(before) == "live"
        ):
            before -= 1
        said = self.word(before)
        verb = verb_forms().get(said)
        speaks = verb is not None and verb.kind == "speech"
        if word == "in":
            return said in _words("print")
        if word == "by":
            return said in _words("carrier")
        if word == "to":
            return speaks or said in _words("carrier")
        return (
            said in _words("carrier")
            or (speaks and word == "on")
            or said in words_of("occasion_nouns")
        )

    def _attach(self, at: int, cue: Phrase) -> None:
        """Make the outlet at a token a relay of the attribution whose cue is nearest."""
        outlet = outlet_at(self.tokens, at)
        if outlet is None:
            return
        place = self.span(cue).start_char
        spoken = [
            (abs(anchor_of(one) - place), i)
            for i, one in self.spoken()
            if not any(s.overlaps(self.span(outlet)) for s in one.segments)
        ]
        if spoken:
            self.relay(min(spoken)[1], outlet, cue)

    def _nested(self, i: int) -> None:
        """ "The Journal reported that a source said …": the source's words, passed on."""
        one = self.all[i]
        if one is None or len(one.segments) != 1 or not self.is_outlet(one.source):
            return
        content = self.phrase(one.segments[0])
        source, cue = self.phrase(one.source), self.phrase(one.cue)
        if content is None or source is None or cue is None:
            return
        first = content[0] + (self.word(content[0]) == "that")
        self._retold(i, (first, content[1]), source, cue)

    def _from_frames(self, i: int, outlet: Phrase, cue: Phrase) -> None:
        """ "The minister told Kommersant that …, Reuters reported": what stands before counts."""
        if outlet[0] > 2:
            self._retold(i, (0, outlet[0] - 2), outlet, cue)

    def _retold(self, i: int, within: Phrase, outlet: Phrase, cue: Phrase) -> None:
        """Make an outlet's attribution that of whoever speaks in a stretch of its content."""
        one, first = self.all[i], within[0]
        inner = self.statement._replace(tokens=self.tokens[first : within[1] + 1])
        said = [f for f in find_frames(inner) if f.cue.kind in ("speech", "writing")]
        frames = [f for f in said if f.source is not None and f.segments]
        if one is None or not frames or frames[0].source is None:
            return
        frame, source = frames[0], frames[0].source
        if frame.segments[-1][1] + first < within[1] - 2 and frame.method == "leading":
            return
        self.all[i] = replace(
            one,
            attribution_kind=frame.cue.kind,
            segments=tuple(self.span((a + first, b + first)) for a, b in frame.segments),
            source=self.span((source[0] + first, source[1] + first)),
            cue=self.span((frame.cue.first + first, frame.cue.last + first)),
            cue_lemma=frame.cue.lemma,
            cue_negated=frame.cue.is_negated,
            relays=tuple(
                Relay(self.span((a + first, b + first)), self.span((c + first, d + first)))
                for (a, b), (c, d) in frame.relays
            ),
        )
        self.relay(i, outlet, cue)
        inside = self.all[i]
        if inside is not None:
            self.all[i] = replace(inside, relays=(*inside.relays, *one.relays))


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

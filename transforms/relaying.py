"""Relaying: who passed the words on, found beside attributions that stand already.

Pure, rules: no corpus teaches it. "…, he said, according to Interfax", "told Reuters", "Reuters
quoted the minister as saying", "the Journal reported that a source said": the speaker stays the one
who said it, whoever printed or broadcast it becomes a relay, innermost first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from transforms.cues import function_words, is_adverb, verb_forms
from transforms.frames import find_frames
from transforms.lexicon import words_of
from transforms.noun_phrases import Phrase, source_after
from transforms.outlets import is_outlet, outlet_at
from transforms.quotations import Quotation
from transforms.quotes import Attribution, Relay
from transforms.sentences import Sentence
from transforms.span import Span
from transforms.statements import Statement, find_statements

_TELLS = frozenset(["told", "tell", "tells", "telling"])
_TO = frozenset(["to"])
_VENUES = frozenset(["on", "with", "for", "in", "by", "to"])
_CARRIED = frozenset(
    "carried published broadcast aired quoted cited posted released printed reported televised "
    "interview interviews interviewed remarks comments speaking spoke spoken talking appearing "
    "appearance saying statement email e-mail message".split()
)
_REPORTS = frozenset("reported reports reporting said says".split())
_QUOTES = frozenset("quoted quotes quoting cited cites citing".split())
_MIN_NESTED_SHARE = 0.5


def with_relays(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution],
) -> tuple[Attribution, ...]:
    """The attributions with their relays, in text order; an outlet that only passes words on is
    no attribution of its own."""
    at = 0
    ordered = sorted(range(len(attributions)), key=lambda i: _anchor(attributions[i]))
    changed: dict[int, Attribution | None] = {}
    for statement in find_statements(text, sentences, quotations):
        here = []
        while at < len(ordered) and _anchor(attributions[ordered[at]]) < statement.span.end_char:
            here.append(ordered[at])
            at += 1
        if here:
            scene = _Scene(statement, {i: attributions[i] for i in here})
            changed |= scene.resolved()
    return _renumbered(attributions, changed)


def _anchor(attribution: Attribution) -> int:
    return (attribution.cue or attribution.segments[0]).start_char


def _renumbered(
    attributions: Sequence[Attribution], changed: dict[int, Attribution | None]
) -> tuple[Attribution, ...]:
    """The attributions that remain, in order, what they continue counted anew."""
    kept = [(i, changed.get(i, one)) for i, one in enumerate(attributions)]
    remaining = [(i, one) for i, one in kept if one is not None]
    remaining.sort(key=lambda pair: (pair[1].segments[0], pair[1].cue or pair[1].segments[0]))
    place = {i: position for position, (i, _) in enumerate(remaining)}
    return tuple(
        replace(one, continues=_earlier(place, one.continues, position))
        for position, (_, one) in enumerate(remaining)
    )


def _earlier(place: dict[int, int], continues: int | None, position: int) -> int | None:
    found = place.get(continues) if continues is not None else None
    return found if found is not None and found < position else None


class _Scene:
    """One statement and the attributions whose cue stands in it."""

    def __init__(self, statement: Statement, attributions: dict[int, Attribution]) -> None:
        self.statement = statement
        self.tokens = statement.tokens
        self.starts = [token.start_char for token in self.tokens]
        self.all: dict[int, Attribution | None] = dict(attributions)

    def resolved(self) -> dict[int, Attribution | None]:
        """The attributions as they are now; None where one has become a relay of another."""
        for i in list(self.all):
            self._quoted_as_saying(i)
            self._citing(i)
        self._reported_by()
        self._told()
        for i in list(self.all):
            self._nested(i)
        return self.all

    # Looking up

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
        return sorted(left, key=lambda pair: _anchor(pair[1]))

    # Changing

    def relay(self, i: int, outlet: Phrase, cue: Phrase) -> None:
        """Add a relay outside those an attribution has."""
        one = self.all[i]
        link = Relay(self.span(outlet), self.span(cue))
        if one is None or any(link.source.overlaps(known.source) for known in one.relays):
            return
        apart = (*one.segments, *([one.source] if one.source is not None else []))
        if not any(link.source.overlaps(part) for part in apart):
            self.all[i] = replace(one, relays=(*one.relays, link))

    def _quoted_as_saying(self, i: int) -> None:
        """ "Reuters quoted the minister as saying": the minister is the source."""
        one = self.all[i]
        cue = self.phrase(one.cue) if one is not None else None
        if one is None or cue is None:
            return
        verb = next((at for at in range(cue[0], cue[1] + 1) if self.word(at) in _QUOTES), None)
        if verb is None or self.word(verb - 1) in function_words("be"):
            return
        said = next((at for at in range(verb + 1, min(verb + 12, len(self.tokens)))
                     if self.word(at) == "as"), None)
        before = self._outlet_before(verb)
        if said is None or before is None:
            return
        inner = (verb + 1, said - 1)
        if inner[0] > inner[1]:
            return
        stop = said + 1 if said + 1 < len(self.tokens) else said
        own = self.span((verb, verb))
        self.all[i] = replace(
            one,
            source=self.span(inner),
            cue=self.span((said, stop)) if self.word(stop) in ("saying", "telling") else own,
            cue_lemma="say",
            relays=(),
        )
        self._clear(i)
        self.relay(i, before, (verb, verb))

    def _clear(self, i: int) -> None:
        """Keep cue and source of an attribution out of its segments."""
        one = self.all[i]
        assert one is not None
        taken = [part for part in (one.source, one.cue) if part is not None]
        segments = tuple(s for s in one.segments if not any(s.overlaps(part) for part in taken))
        self.all[i] = replace(one, segments=segments) if segments else None

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

    def _citing(self, i: int) -> None:
        """ "Reuters reported, citing two officials": the officials are the source."""
        one = self.all[i]
        if one is None or not self.is_outlet(one.source):
            return
        source, cue = self.phrase(one.source), self.phrase(one.cue)
        for at, token in enumerate(self.tokens[:-1]):
            if token.quoted or token.word not in ("citing", "quoting"):
                continue
            cited = source_after(self.tokens, at + 1, len(self.tokens))
            if cited is None or source is None:
                continue
            if at < source[0]:
                cited = (cited[0], min(cited[1], source[0] - 2))
            if cited[0] > cited[1]:
                continue
            made = replace(one, source=self.span(cited), relays=())
            segments = [s for s in made.segments if not s.overlaps(self.span((at, cited[1])))]
            cut = [_before(s, self.span((at, at)).start_char) for s in made.segments]
            segments = segments or [s for s in cut if s is not None]
            if not segments:
                return
            self.all[i] = replace(made, segments=tuple(segments))
            self.relay(i, source, cue or (at, at))
            return

    def _reported_by(self) -> None:
        """ "…, he said, according to Interfax" and "…, he said, Reuters reported"."""
        for at in range(len(self.tokens)):
            if self.word(at) == "according" and self.word(at + 1) == "to":
                source = outlet_at(self.tokens, at + 2) or source_after(
                    self.tokens, at + 2, len(self.tokens)
                )
                if source is not None:
                    self._hand_over(source, (at, at + 1), any_source=True)
            elif self.word(at) in _REPORTS:
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
        before = [i for i, one in others if _anchor(one) < outlet_span.start_char]
        beside = before[-1:] or [i for i, _ in others[:1]]
        if not beside:
            return
        for i in mine:
            self.all[i] = None
        self.relay(beside[0], outlet, cue)

    def _told(self) -> None:
        """ "told Reuters", "in an interview with CNN", "in remarks carried by TASS"."""
        for at in range(len(self.tokens) - 1):
            word = self.word(at)
            if word in _TELLS:
                self._attach(at + 1, (at, at))
            elif word in _VENUES and self._carries(at, word):
                self._attach(at + 1, (at - 1, at))
            elif self.word(at + 1) in _QUOTES and (outlet := self._outlet_before(at + 1)):
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
            return said in {"published", "printed", "quoted", "interview", "saying", "carried"}
        if word == "by":
            return said in _CARRIED
        if word == "to":
            return speaks or said in _CARRIED
        return said in _CARRIED or (speaks and word == "on") or said in words_of("occasion_nouns")

    def _attach(self, at: int, cue: Phrase) -> None:
        """Make the outlet at a token a relay of the attribution whose cue is nearest."""
        outlet = outlet_at(self.tokens, at)
        if outlet is None:
            return
        place = self.span(cue).start_char
        spoken = [
            (abs(_anchor(one) - place), i)
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
        inner = self.statement._replace(tokens=self.tokens[first : content[1] + 1])
        frames = [f for f in find_frames(inner) if f.source is not None and f.segments]
        if not frames:
            return
        frame = frames[0]
        moved = [(a + first, b + first) for a, b in frame.segments]
        size = sum(b - a + 1 for a, b in moved)
        if size < _MIN_NESTED_SHARE * (content[1] - first + 1) or frame.source is None:
            return
        self.all[i] = replace(
            one,
            attribution_kind=frame.cue.kind,
            segments=tuple(self.span(part) for part in moved),
            source=self.span((frame.source[0] + first, frame.source[1] + first)),
            cue=self.span((frame.cue.first + first, frame.cue.last + first)),
            cue_lemma=frame.cue.lemma,
            cue_negated=frame.cue.is_negated,
            relays=tuple(
                Relay(self.span((a + first, b + first)), self.span((c + first, d + first)))
                for (a, b), (c, d) in frame.relays
            ),
        )
        self.relay(i, source, cue)
        for link in one.relays:
            inside = self.all[i]
            assert inside is not None
            self.all[i] = replace(inside, relays=(*inside.relays, link))


def _before(span: Span, end: int) -> Span | None:
    return Span(span.start_char, end) if span.start_char < end < span.end_char else (
        span if span.end_char <= end else None
    )

"""Relays: who passed a speaker's words on, as in "…, he said, according to Interfax".

Pure. Runs after either engine, statement by statement, and tries these constructions in turn:
quoted as saying, citing, "according to" and "Reuters reported", "told Reuters" and interviews, and
last an outlet's report of what somebody said. An outlet that only passes words on is a relay of
whoever said them and has no attribution of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from transforms.lexicon import words_of
from transforms.quotes.attribution import Attribution, Relay
from transforms.quotes.contents import trimmed
from transforms.quotes.cues import function_words, is_cue_form, verb_forms, words_of_class
from transforms.quotes.frames import Frame, find_frames
from transforms.quotes.noun_phrases import Phrase, source_after, source_before
from transforms.quotes.outlets import is_outlet, outlet_at, outlet_before
from transforms.quotes.statements import Statement, quote_type_of
from transforms.text import Quotation, Span

MAX_TOKENS = 1500  # more in one statement is not prose; work per word grows with the statement
_FURTHEST_AS = 14  # tokens from "quoted" to "as saying"


def with_relays(
    text: str,
    statements: Sequence[Statement],
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution],
) -> tuple[Attribution, ...]:
    """The attributions with their relays, in text order, without those of mere relays."""
    marked = [quotation.span for quotation in quotations if quotation.depth == 0]
    at = 0
    ordered = sorted(range(len(attributions)), key=lambda i: _anchor(attributions[i]))
    changed: dict[int, Attribution | None] = {}
    number = len(attributions)
    for statement in statements:
        here = []
        while at < len(ordered) and _anchor(attributions[ordered[at]]) < statement.span.end_char:
            here.append(ordered[at])
            at += 1
        words = {token.word for token in statement.tokens if not token.quoted}
        if words.isdisjoint(words_of("relay_words")) or len(statement.tokens) > MAX_TOKENS:
            continue
        own = {i: attributions[i] for i in here}
        attributed = _AttributedStatement(text, statement, marked, own, number)
        for i, one in attributed.resolved().items():
            before = attributions[i] if i < len(attributions) else None
            if one is not None and before is not None and one.segments != before.segments:
                one = replace(one, quote_type=quote_type_of(text, one.segments, marked))
            changed[i] = one
        number = attributed.number
    return renumbered(attributions, changed)


def _anchor(attribution: Attribution) -> int:
    """The character that an attribution is looked up by: where its cue begins, else its content."""
    return (attribution.cue or attribution.segments[0]).start_char


def renumbered(
    attributions: Sequence[Attribution], changed: dict[int, Attribution | None]
) -> tuple[Attribution, ...]:
    """The attributions that remain, in order; what each continues is counted again."""
    kept = dict(enumerate(attributions)) | changed
    remaining = [(i, one) for i, one in sorted(kept.items()) if one is not None]
    remaining.sort(key=lambda pair: (pair[1].segments[0], pair[1].cue or pair[1].segments[0]))
    place = {i: position for position, (i, _) in enumerate(remaining)}
    found = []
    for position, (_, one) in enumerate(remaining):
        continued = None if one.continues is None else place.get(one.continues)
        is_earlier = continued is not None and continued < position
        found.append(replace(one, continues=continued if is_earlier else None))
    return tuple(found)


_words = partial(words_of_class, "relay_words")


class _Quoted(NamedTuple):
    """Who is quoted as saying something, by which outlet, and what."""

    source: Phrase
    outlet: Phrase | None
    content: Phrase


class _AttributedStatement:
    """One statement and the attributions whose cue stands in it, while relays are read from it.

    marked: the outer quotations of the text.
    all:    the attributions by number; None where one has become a relay of another.
    number: that of the next attribution that is made here.
    """

    def __init__(
        self,
        text: str,
        statement: Statement,
        marked: Sequence[Span],
        attributions: dict[int, Attribution],
        number: int,
    ) -> None:
        self.text = text
        self.statement = statement
        self.marked = marked
        self.tokens = statement.tokens
        self.starts = [token.start_char for token in self.tokens]
        self.all: dict[int, Attribution | None] = dict(attributions)
        self.number = number

    def resolved(self) -> dict[int, Attribution | None]:
        """The attributions after every construction has been tried."""
        for at in range(len(self.tokens)):
            if self._word(at) in _words("quote"):
                self._read_quoted_as_saying(at)
            if self._word(at) in _words("cite"):
                self._read_citing(at)
        self._read_reported_by()
        self._read_addressed()
        for i in list(self.all):
            self._read_report(i)
        return self.all

    # Looking up tokens and attributions

    def _phrase(self, span: Span | None) -> Phrase | None:
        """Tokens of a span of characters."""
        if span is None:
            return None
        first = bisect_left(self.starts, span.start_char)
        last = bisect_left(self.starts, span.end_char) - 1
        return (first, last) if first <= last else None

    def _span(self, phrase: Phrase) -> Span:
        """Characters of a stretch of tokens."""
        return Span(self.tokens[phrase[0]].start_char, self.tokens[phrase[1]].end_char)

    def _word(self, at: int) -> str:
        """The word at a position outside quotations; "" elsewhere."""
        inside = 0 <= at < len(self.tokens) and not self.tokens[at].quoted
        return self.tokens[at].word if inside else ""

    def _is_outlet(self, span: Span | None) -> bool:
        """Whether a source is an outlet and nothing more."""
        phrase = self._phrase(span)
        if phrase is None:
            return False
        found = outlet_at(self.tokens, phrase[0])
        return found is not None and found[1] >= phrase[1]

    def _spoken(self) -> list[tuple[int, Attribution]]:
        """Attributions that are left, in order of their cues."""
        left = [(i, one) for i, one in self.all.items() if one is not None]
        return sorted(left, key=lambda pair: _anchor(pair[1]))

    def _add_relay(self, i: int, outlet: Phrase, cue: Phrase) -> None:
        """Add a relay outside those an attribution has."""
        one = self.all[i]
        link = Relay(self._span(outlet), self._span(cue))
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
        phrase = self._phrase(source)
        if phrase is None:
            return None
        commas = [at for at in range(phrase[0] + 1, outlet[0]) if self._word(at) == ","]
        return self._span((phrase[0], commas[-1] - 1)) if commas else None

    # Quoted as saying

    def _read_quoted_as_saying(self, verb: int) -> None:
        """ "Reuters quoted the minister as saying": the minister is the source."""
        saying = self._saying_after(verb)
        if saying is None:
            return
        quoted = (
            self._outlet_quotes(verb, saying)
            or self._quoted_by_outlet(verb, saying)
            or self._quoted_telling(verb, saying)
        )
        if quoted is None:
            return
        self._replace_with_quoted(quoted, verb, saying)
        if quoted.outlet is not None:
            self._add_relay(self.number - 1, quoted.outlet, (verb, verb))

    def _saying_after(self, verb: int) -> int | None:
        """The participle of "[quoted …] as saying"; None when none is near."""
        stop = min(verb + _FURTHEST_AS, len(self.tokens) - 1)
        saying = next((at + 1 for at in range(verb + 1, stop) if self._word(at) == "as"), None)
        return saying if saying is not None and self._word(saying).endswith("ing") else None

    def _outlet_quotes(self, verb: int, saying: int) -> _Quoted | None:
        """ "Reuters quoted the minister as saying …"."""
        if self._is_passive(verb) or saying - 1 == verb + 1:
            return None
        outlet = outlet_before(self.tokens, verb)
        if outlet is None:
            return None
        return self._quoted((verb + 1, saying - 2), outlet, saying)

    def _quoted_by_outlet(self, verb: int, saying: int) -> _Quoted | None:
        """ "The minister was quoted by Reuters as saying …", "… as saying in the Herald"."""
        outlet = self._quoting_outlet(verb, saying)
        if outlet is None or not self._is_passive(verb):
            return None
        return self._quoted(source_before(self.tokens, verb - 1), outlet, saying)

    def _quoted_telling(self, verb: int, saying: int) -> _Quoted | None:
        """ "The minister was quoted as telling Reuters …", or as saying, by whom is not said."""
        if self._quoting_outlet(verb, saying) is not None or not self._is_passive(verb):
            return None
        tells = self._word(saying) == "telling"
        outlet = outlet_at(self.tokens, saying + 1) if tells else None
        return self._quoted(source_before(self.tokens, verb - 1), outlet, saying)

    def _is_passive(self, verb: int) -> bool:
        return self._word(verb - 1) in function_words("be")

    def _quoting_outlet(self, verb: int, saying: int) -> Phrase | None:
        """The outlet after "quoted by" or after "as saying in"."""
        by = verb + 1 if self._word(verb + 1) == "by" else saying + 1
        return outlet_at(self.tokens, by + 1) if self._word(by) in ("by", "in") else None

    def _quoted(self, source: Phrase | None, outlet: Phrase | None, saying: int) -> _Quoted | None:
        """The words that follow "saying" and its outlet, else the quotation before them all."""
        if source is None:
            return None
        after, before = saying + 1, source[0]
        if outlet is not None:
            before = min(before, outlet[0])
            if outlet[0] >= saying:
                after = outlet[1] + 1
        content = self._content_beside(after, before)
        return _Quoted(source, outlet, content) if content is not None else None

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

    def _replace_with_quoted(self, quoted: _Quoted, verb: int, saying: int) -> None:
        """Make an attribution of who is quoted, in place of those that share its cue or words."""
        segment, taken = self._span(quoted.content), self._span((verb, saying))
        for i, one in self._spoken():
            shares_cue = one.cue is not None and one.cue.overlaps(taken)
            if shares_cue or any(part.overlaps(segment) for part in one.segments):
                self.all[i] = None
        self.all[self.number] = Attribution(
            quote_type=quote_type_of(self.text, (segment,), self.marked),
            attribution_kind="speech",
            segments=(segment,),
            source=self._span(quoted.source),
            cue=self._span((saying, saying)),
            cue_lemma="say",
            cue_negated=False,
            relays=(),
            sentence_index=self.statement.sentence_index,
            method="quoted_as_saying",
            confidence=0.85,
        )
        self.number += 1

    # Citing

    def _read_citing(self, at: int) -> None:
        """ "Reuters reported, citing two officials": the officials are the source."""
        cited = self._cited_after(at)
        if cited is None:
            return
        outlet = outlet_before(self.tokens, at - 1) if self._word(at - 1) == "," else None
        if at == 0:  # "Citing two officials, Reuters reported …"
            comma = next((k for k in range(1, len(self.tokens)) if self._word(k) == ","), 0)
            outlet = outlet_at(self.tokens, comma + 1) if comma > 1 else None
            cited = (1, comma - 1) if comma > 1 else cited
        here = self._span((at, cited[1]))
        own = [i for i, one in self._spoken() if one.cue is not None and one.cue.overlaps(here)]
        for i, one in self._spoken():
            has_outlet = self._is_outlet(one.source) or (one.source is None and outlet is not None)
            source = outlet or self._phrase(one.source)
            segments = _cut_before(one.segments, here)
            if i in own or not has_outlet or source is None or not segments:
                continue
            self.all[i] = replace(one, source=self._span(cited), relays=(), segments=segments)
            self._add_relay(i, source, self._phrase(one.cue) or (at, at))
            for other in own:
                self.all[other] = None
            return

    def _cited_after(self, at: int) -> Phrase | None:
        """Who is cited: up to the next comma, clause or reporting verb."""
        stop = at + 1
        while stop < len(self.tokens) and not self.tokens[stop].quoted:
            token = self.tokens[stop]
            is_noun = self._word(stop - 1) in function_words("determiner")  # "close to the talks"
            is_verb = stop > at + 1 and is_cue_form(token) and not is_noun
            if token.word in {",", ".", ";", ":", "that"} or is_verb:
                break
            stop += 1
        return (at + 1, stop - 1) if stop > at + 1 else None

    # According to, and "Reuters reported" in parenthesis

    def _read_reported_by(self) -> None:
        """ "…, he said, according to Interfax" and "…, he said, Reuters reported".

        After "according to" anybody may pass on the words of a speaker beside it; before "reported"
        only an outlet does.
        """
        for at in range(len(self.tokens)):
            if self._word(at) == "according" and self._word(at + 1) == "to":
                source = outlet_at(self.tokens, at + 2) or source_after(
                    self.tokens, at + 2, len(self.tokens)
                )
                if source is not None:
                    self._hand_over(source, (at, at + 1))
            elif self._word(at) in _words("report"):
                outlet = outlet_before(self.tokens, at)
                if outlet is not None and self._is_parenthesis(outlet, at):
                    self._hand_over(outlet, (at, at))

    def _is_parenthesis(self, outlet: Phrase, verb: int) -> bool:
        """Whether "Reuters reported" stands at an end, after a comma or "as"."""
        after = verb + 1
        while after < len(self.tokens) and self._word(after) in function_words("time") | {"on"}:
            after += 1
        ends = after >= len(self.tokens) or self._word(after) in {",", ".", "—", "–"}
        before = outlet[0] - 1
        if before < 0 or not ends:
            return False
        return self.tokens[before].quoted or self._word(before) in {",", "as", "—"}

    def _hand_over(self, relay: Phrase, cue: Phrase) -> None:
        """Make a relay's own attribution a relay of the one beside it."""
        relay_span, cue_span = self._span(relay), self._span(cue)
        mine = [
            i
            for i, one in self._spoken()
            if one.cue is not None
            and one.cue.overlaps(cue_span)
            and (one.source is None or one.source.overlaps(relay_span))
        ]
        others = [
            (i, one)
            for i, one in self._spoken()
            if i not in mine
            and one.source is not None
            and one.attribution_kind in ("speech", "writing")
            and not any(s.overlaps(relay_span) or s.overlaps(cue_span) for s in one.segments)
            and not self._is_outlet(one.source)
        ]
        before = [i for i, one in others if _anchor(one) < relay_span.start_char]
        beside = before[-1:] or [i for i, _ in others[:1]]
        if not beside:
            # "The minister told Kommersant that …, Reuters reported": what stands before counts;
            # "according to the police" is the police's own account instead
            if mine and relay[0] > 2 and is_outlet(self.tokens, relay):
                self._give_to_inner_speaker(mine[0], (0, relay[0] - 2), relay, cue)
            return
        for i in mine:
            self.all[i] = None
        self._add_relay(beside[0], relay, cue)

    # Told, interviews and quoted in passing

    def _read_addressed(self) -> None:
        """ "told Reuters", "in an interview with CNN", "in remarks carried by TASS"."""
        for at in range(len(self.tokens) - 1):
            word = self._word(at)
            if word in _words("tell"):
                self._attach(at + 1, (at, at))
            elif word in _words("venue") and self._carries(at, word):
                self._attach(at + 1, (at - 1, at))
            elif self._word(at + 1) in _words("quote"):
                self._attach_quoting(at + 1)

    def _attach_quoting(self, verb: int) -> None:
        """Make the outlet before "quoted" a relay of everybody who is named here."""
        outlet = outlet_before(self.tokens, verb)
        if outlet is None or outlet[1] < verb - 1:  # "Reuters also quoted" is about other words
            return
        for i, one in self._spoken():
            if one.source is not None and self._phrase(one.source) is not None:
                self._add_relay(i, outlet, (verb, verb))

    def _carries(self, at: int, word: str) -> bool:
        """Whether what stands before a venue's preposition is carried by an outlet."""
        before = at - 1
        while before > 0 and (
            self._word(before) in function_words("time") or self._word(before) == "live"
        ):
            before -= 1
        carrier = self._word(before)
        if word == "in":
            return carrier in _words("print")
        if carrier in _words("carrier"):
            return True
        verb = verb_forms().get(carrier)
        if word in ("to", "on") and verb is not None and verb.kind == "speech":
            return True
        return word not in ("to", "by") and carrier in words_of("occasion_nouns")

    def _attach(self, at: int, cue: Phrase) -> None:
        """Make the outlet at a token a relay of the attribution whose cue is nearest."""
        outlet = outlet_at(self.tokens, at)
        if outlet is None:
            return
        place = self._span(cue).start_char
        near = [
            (abs(_anchor(one) - place), i)
            for i, one in self._spoken()
            if not any(s.overlaps(self._span(outlet)) for s in one.segments)
        ]
        if near:
            self._add_relay(min(near)[1], outlet, cue)

    # An outlet's report of what somebody said

    def _read_report(self, i: int) -> None:
        """ "The Journal reported that a source said …": the source's words, passed on."""
        one = self.all[i]
        if one is None or len(one.segments) != 1 or not self._is_outlet(one.source):
            return
        content = self._phrase(one.segments[0])
        source, cue = self._phrase(one.source), self._phrase(one.cue)
        if content is None or source is None or cue is None:
            return
        first = content[0]
        if self._word(first) == "that":
            first += 1
        self._give_to_inner_speaker(i, (first, content[1]), source, cue)

    def _give_to_inner_speaker(self, i: int, within: Phrase, outlet: Phrase, cue: Phrase) -> None:
        """Make an outlet's attribution that of whoever speaks in a stretch of its content."""
        one, first = self.all[i], within[0]
        inner = self.statement._replace(tokens=self.tokens[first : within[1] + 1])
        speaks = [f for f in find_frames(inner) if f.cue.kind in ("speech", "writing")]
        frame = next((f for f in speaks if f.source is not None and f.segments), None)
        if one is None or frame is None:
            return
        if frame.segments[-1][1] + first < within[1] - 2 and frame.method == "leading":
            return
        self.all[i] = made = self._from_frame(one, frame, first)
        self._add_relay(i, outlet, cue)
        made = self.all[i] or made
        self.all[i] = replace(made, relays=(*made.relays, *one.relays))

    def _from_frame(self, one: Attribution, frame: Frame, shift: int) -> Attribution:
        """An attribution with the parts of a frame whose tokens are counted from ``shift`` on."""

        def span(phrase: Phrase) -> Span:
            return self._span((phrase[0] + shift, phrase[1] + shift))

        return replace(
            one,
            attribution_kind=frame.cue.kind,
            segments=tuple(span(part) for part in frame.segments),
            source=span(frame.source) if frame.source is not None else None,
            cue=span((frame.cue.first, frame.cue.last)),
            cue_lemma=frame.cue.lemma,
            cue_negated=frame.cue.is_negated,
            relays=tuple(Relay(span(source), span(cue)) for source, cue in frame.relays),
        )


def _cut_before(segments: Sequence[Span], here: Span) -> tuple[Span, ...]:
    """Segments without what of them lies in or after ``here``, where one overlaps it."""
    kept = []
    for segment in segments:
        if not segment.overlaps(here):
            kept.append(segment)
        elif segment.start_char < here.start_char:
            kept.append(Span(segment.start_char, here.start_char))
    return tuple(kept)

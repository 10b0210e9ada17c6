"""The learned engine: attributions as the trained tagger and linker find them.

Pure. The rules run first. What they find is a feature of every token, and relays, transcripts and
continuations come from them, since no corpus teaches these.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import astuple, replace

from transforms.lexicon import words_of
from transforms.quotes.attribution import UNCERTAIN, Attribution, AttributionKind, Relay
from transforms.quotes.cues import pronouns, read_cue, verb_forms
from transforms.quotes.drafts import names_artifact
from transforms.quotes.learned.attribution_model import AttributionModel
from transforms.quotes.learned.confidence import inputs_of
from transforms.quotes.learned.features import CAPITALISED, CAPITALS, FeatureToken, chunks_of
from transforms.quotes.learned.linker import LinkedParts, Surroundings, rule_numbers
from transforms.quotes.learned.parts import Part, Parts, TokenLine, snapped
from transforms.quotes.rules import find_attributions
from transforms.quotes.statements import (
    MIN_QUOTATION_WORDS,
    Statement,
    count_words,
    looks_like_title,
    names_work,
    quote_type_of,
)
from transforms.text import Quotation, Sentence, Span

LEAST_CONFIDENCE = 0.3
"""Attributions below this are wrong too often to be evidence; chosen on texts out of training."""
RESCUED_CONFIDENCE = 0.75
"""Rule-based attributions at or above this are kept where the tagger found nothing."""
_FORMATS = frozenset(["transcript", "signature", "announced"])
_OPENERS = frozenset('“‘"„«')
_CLOSED_SENTENCE = re.compile(r"[.?!…]['’]?[”\"»]\Z")
_NEXT_SENTENCE = re.compile(r"\s+[^\W\d_a-z]")
_EDGES = frozenset(",.;:—–-")


def find_learned_attributions(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    statements: Sequence[Statement] | None,
    model: AttributionModel,
) -> tuple[Attribution, ...]:
    """Attributions ordered by where their content begins.

    statements: those of the sentences; the rules find them when None.
    model:      what was learnt.
    """
    ruled = find_attributions(text, sentences, quotations, statements)
    chunks = list(chunks_of(text, sentences, quotations, ruled, model.word_classes))
    if not chunks:
        return ()
    tokens = [token for chunk in chunks for token in chunk]
    line = TokenLine(tokens)
    scores = model.scores(chunks)
    path = [label for path in model.best_paths(scores, chunks) for label in path]
    sure = model.sureness(scores, path)
    real = [at for at, token in enumerate(tokens) if token.span is not None]  # no markers
    labels = [path[at] for at in real]
    fixed = [one for one in ruled if one.method in _FORMATS]
    parts = _outside(snapped(line, quotations, Parts.of(labels)), line, fixed)
    surroundings = Surroundings(line.tokens, parts, rule_numbers(line, ruled))
    linked = model.linker.link(surroundings, parts)
    assembly = _Assembly(
        text=text,
        line=line,
        quotations=quotations,
        ruled=ruled,
        model=model,
        sure=[sure[at] for at in real],
    )
    return assembly.attributions(linked, fixed)


def _outside(parts: Parts, line: TokenLine, fixed: Sequence[Attribution]) -> Parts:
    """The parts outside transcripts and signed quotations, which their format makes certain."""
    taken: set[int] = set()
    for one in fixed:
        for span in (*one.segments, one.source, one.cue):
            part = line.part(span) if span is not None else None
            taken.update(range(part[0], part[1] + 1) if part is not None else ())
    if not taken:
        return parts
    free = [
        [part for part in found if taken.isdisjoint(range(part[0], part[1] + 1))]
        for found in (parts.sources, parts.cues, parts.contents)
    ]
    return Parts(*free)


def _parts_of(one: Attribution) -> list[Span]:
    return [*one.segments, *(part for part in (one.source, one.cue) if part is not None)]


def _is_relative(token: FeatureToken) -> bool:
    """Whether a token is "who" and not the WHO."""
    return token.word in pronouns("relative") and token.shape != CAPITALS


class _Assembly:
    """Turns linked parts into attributions.

    sure: per token of the line the probability of its label.
    """

    def __init__(
        self,
        text: str,
        line: TokenLine,
        quotations: Sequence[Quotation],
        ruled: Sequence[Attribution],
        model: AttributionModel,
        sure: Sequence[float],
    ) -> None:
        self.model = model
        self.sure = sure
        self.text = text
        self.line = line
        self.marked = [q.span for q in quotations if q.depth == 0]
        self.reopened = {q.span.start_char for q in quotations if q.continues}
        self.unclosed = {q.span.start_char for q in quotations if not q.is_closed}
        self.ruled_cues = sorted(
            ((one.cue, one) for one in ruled if one.cue is not None), key=lambda pair: pair[0]
        )

    def attributions(
        self, linked: Sequence[LinkedParts], fixed: Sequence[Attribution]
    ) -> tuple[Attribution, ...]:
        """Attributions in text order; one without a cue is kept only if it is a quotation.

        Behind them stand those with a cue that are too uncertain.
        """
        seen = [self._attribution(one) for one in linked if not self._is_put_to(one)]
        made = [a for a in seen if a.confidence >= LEAST_CONFIDENCE or self._is_kept(a)]
        made = [a for a in made if a.cue is not None or a.quote_type != "indirect"]
        made = [
            a
            for a in made
            if not self._is_label(a) and not names_work(self.text, a.cue, a.segments)
        ]
        made += [replace(one, continues=None) for one in fixed]
        made += [replace(one, continues=None) for one in self._rescued(made)]
        made.sort(key=lambda a: (a.segments[0], a.cue or a.segments[0]))
        found: list[Attribution] = []
        for one in made:
            if one.cue is not None and not self._is_and_then(one):
                found.append(self._with_beginning(found, one))
            else:
                self._continue(found, one)
        doubted = [a for a in seen if a.confidence < LEAST_CONFIDENCE and a.cue is not None]
        return (*found, *(replace(one, method=UNCERTAIN) for one in doubted))

    def _is_and_then(self, one: Attribution) -> bool:
        """Whether a colon alone leads to more of what was said: “A,” he said. And then: “B.”"""
        is_colon = one.cue is not None and one.cue.of(self.text) == ":"
        return is_colon and one.source is None and one.quote_type == "direct"

    def _is_label(self, one: Attribution) -> bool:
        """Whether the cue is the colon after a section's name, or of a form: "Name: Jane Doe"."""
        if one.source is None or one.cue is None or one.cue.of(self.text) != ":":
            return False
        words = one.span.of(self.text).split()
        if one.quote_type == "indirect" and not any(word[0].islower() for word in words):
            return True
        return one.source.of(self.text).lower() in words_of("section_words")

    def _is_kept(self, one: Attribution) -> bool:
        """Whether a content without a cue stays, however little speaks for it.

        It does as part of a quotation over several paragraphs, and as a paragraph of its own.
        """
        start = one.segments[0].start_char
        goes_on = start in self.reopened or start in self.unclosed
        return one.cue is None and (goes_on or self._stands_alone(one))

    def _stands_alone(self, one: Attribution) -> bool:
        """Whether a content is a paragraph that is one quotation and no heading."""
        span = one.segments[0]
        at = bisect_right(self.marked, span.start_char, key=lambda mark: mark.start_char) - 1
        if at < 0 or self.marked[at] != span or len(one.segments) > 1:
            return False
        line = self.text[self.text.rfind("\n", 0, span.start_char) + 1 : span.start_char]
        after = self.text[span.end_char :].split("\n", 1)[0]
        return (
            not line.strip()
            and not after.strip()
            and count_words(self.text, span) >= MIN_QUOTATION_WORDS
            and not looks_like_title(self.text, span)
        )

    def _with_beginning(self, found: list[Attribution], one: Attribution) -> Attribution:
        """An attribution with the paragraphs of its quotation that came before its cue."""
        segments = one.segments
        while (
            found
            and segments[0].start_char in self.reopened
            and found[-1].cue is None
            and found[-1].continues is None
            and found[-1].segments[0].start_char in self.unclosed
            and self._paragraph(found[-1]) == self._index(segments[0]) - 1
        ):
            segments = (*found.pop().segments, *segments)
        kind = quote_type_of(self.text, segments, self.marked)
        return one if segments == one.segments else replace(one, segments=segments, quote_type=kind)

    def _attribution(self, linked: LinkedParts) -> Attribution:
        contents = (self._trimmed(self._in_paragraph(part)) for part in sorted(linked.contents))
        segments = tuple(self._within_quotation(part) for part in contents)
        cue = self._trimmed(linked.cue) if linked.cue is not None else None
        ruled = self._ruled(cue)
        segments = self._without_addressee(segments, cue, ruled)
        source = self._source(linked.source) if linked.source is not None else None
        if source is None and ruled is not None and ruled.source is not None:
            source = ruled.source if self._stands_apart(ruled.source, cue, segments) else None
        reading = read_cue([] if linked.cue is None else self._words(linked.cue))
        anchor = linked.cue or min(linked.contents)
        made = Attribution(
            quote_type=quote_type_of(self.text, segments, self.marked),
            attribution_kind=self._kind(reading.kind, source, segments),
            segments=segments,
            source=source,
            cue=cue,
            cue_lemma=reading.lemma,
            cue_negated=reading.is_negated,
            relays=() if ruled is None else self._relays(ruled, source, segments),
            sentence_index=self.line.tokens[anchor[0]].sentence_index,
            method="learned",
            confidence=0.0,
        )
        inputs = inputs_of(linked, made, ruled, self.sure)
        return replace(made, confidence=self.model.confidence(inputs))

    def _in_paragraph(self, part: Part) -> Part:
        """A part without the paragraphs that it runs into outside quotation marks."""
        tokens = self.line.tokens
        for at in range(part[0] + 1, part[1] + 1):
            is_new = tokens[at].paragraph_index != tokens[at - 1].paragraph_index
            if is_new and not (tokens[at].quotation or tokens[at - 1].quotation):
                return part[0], at - 1
        return part

    def _within_quotation(self, part: Span) -> Span:
        """A part that begins with a whole quoted sentence, without the sentence after it."""
        at = bisect_right(self.marked, part.start_char, key=lambda mark: mark.start_char) - 1
        if at < 0 or self.marked[at].start_char != part.start_char:
            return part
        mark = self.marked[at]
        if mark.end_char >= part.end_char or not _CLOSED_SENTENCE.search(mark.of(self.text)):
            return part
        return mark if _NEXT_SENTENCE.match(self.text, mark.end_char) else part

    def _without_addressee(
        self, segments: tuple[Span, ...], cue: Span | None, ruled: Attribution | None
    ) -> tuple[Span, ...]:
        """The content without who is spoken to, where the rules see them: "told the court" …"""
        if ruled is None or cue is None or len(ruled.segments) != 1 or len(segments) != 1:
            return segments
        verb = verb_forms().get(ruled.cue_lemma or "")
        ours, theirs = segments[0], ruled.segments[0]
        runs_in = ours.start_char < theirs.start_char and ours.end_char == theirs.end_char
        between = self.text[cue.end_char : ours.start_char].strip()
        if verb is None or "addressee" not in verb.takes or not runs_in or between:
            return segments
        return ruled.segments

    def _is_put_to(self, linked: LinkedParts) -> bool:
        """Whether a participle that opens the sentence says what was put to somebody.

        "Asked whether it was safe, Able shrugged": nobody is said to have asked.
        """
        if linked.cue is None or linked.source is not None:
            return False
        token = self.line.tokens[linked.cue[0]]
        before = self.line.tokens[linked.cue[0] - 1] if linked.cue[0] else None
        opens = before is None or before.sentence_index != token.sentence_index
        return (
            opens
            and token.word.endswith("ed")
            and not self._quotes_words([self.line.span(part) for part in linked.contents])
        )

    def _ruled(self, cue: Span | None) -> Attribution | None:
        """What the rules made of the same cue."""
        if cue is None:
            return None
        at = bisect_right(self.ruled_cues, cue.end_char - 1, key=lambda pair: pair[0].start_char)
        if at and self.ruled_cues[at - 1][0].overlaps(cue):
            return self.ruled_cues[at - 1][1]
        return None

    def _relays(
        self, ruled: Attribution, source: Span | None, segments: Sequence[Span]
    ) -> tuple[Relay, ...]:
        """The relays that the rules found, without those that are source or content here."""
        taken = (*segments, *([source] if source is not None else []))
        return tuple(r for r in ruled.relays if self._stands_apart(r.source, None, taken))

    def _rescued(self, made: Sequence[Attribution]) -> list[Attribution]:
        """What the rules are sure of in places where the tagger found nothing."""
        taken = bytearray(len(self.text))
        for one in made:
            for span in _parts_of(one):
                taken[span.start_char : span.end_char] = b"\1" * (span.end_char - span.start_char)
        return [
            one
            for _, one in self.ruled_cues
            if one.confidence >= RESCUED_CONFIDENCE
            and one.attribution_kind in ("speech", "writing")
            and one.source is not None
            and one.method not in _FORMATS
            and not any(taken.find(1, *astuple(part)) >= 0 for part in _parts_of(one))
        ]

    @staticmethod
    def _stands_apart(source: Span, cue: Span | None, segments: Sequence[Span]) -> bool:
        return not any(source.overlaps(part) for part in (*segments, *([cue] if cue else [])))

    def _continue(self, found: list[Attribution], one: Attribution) -> None:
        """A quotation without a cue goes on with the speaker before it.

        In the same paragraph it is a further segment; in the next one it is another attribution.
        """
        paragraph = self._paragraph(one)
        for at in range(len(found) - 1, -1, -1):
            before = found[at]
            there = self._paragraph(before)
            if there < paragraph - 1:
                break
            if before.source is None or before.quote_type == "indirect":
                continue
            same = there == paragraph or one.segments[0].start_char in self.reopened
            if same and before.segments[-1].end_char <= one.segments[0].start_char:
                segments = (*before.segments, *one.segments)
                kind = quote_type_of(self.text, segments, self.marked)
                found[at] = replace(before, segments=segments, quote_type=kind)
            else:
                found.append(replace(one, continues=at))
            return
        found.append(one)

    def _paragraph(self, attribution: Attribution) -> int:
        return self._index(attribution.segments[-1])

    def _index(self, span: Span) -> int:
        part = self.line.part(span)
        return self.line.tokens[part[0]].paragraph_index if part is not None else -1

    def _words(self, part: Part) -> list[str]:
        return [token.word for token in self.line.tokens[part[0] : part[1] + 1]]

    def _trimmed(self, part: Part) -> Span:
        """Characters of a part without the marks at its edges that belong to the sentence."""
        first, last = part
        tokens = self.line.tokens
        while (
            last > first
            and not tokens[last].quotation
            and (tokens[last].word in _EDGES or self._is_lone_mark(last))
        ):
            last -= 1
        while last > first and tokens[first].word in _EDGES and not tokens[first].quotation:
            first += 1
        return self.line.span((first, last))

    def _is_lone_mark(self, at: int) -> bool:
        """Whether a token is a straight mark behind a space: a dash that lost its encoding."""
        start = self.line.starts[at]
        return self.line.tokens[at].word == '"' and self.text[start - 1 : start].isspace()

    def _source(self, part: Part) -> Span:
        """Characters of a source without a mark or "as" before it or a "who" after it."""
        first, last = part
        tokens = self.line.tokens
        while last > first and (tokens[first].word in _OPENERS or tokens[first].word == "as"):
            first += 1
        while last > first and _is_relative(tokens[last]):
            last -= 1
        return self._trimmed((first, last))

    def _kind(
        self, kind: AttributionKind, source: Span | None, segments: Sequence[Span]
    ) -> AttributionKind:
        """A document's words are written; quoted words were said, whatever the cue says."""
        part = self.line.part(source) if source is not None else None
        tokens = self.line.tokens[part[0] : part[1] + 1] if part is not None else ()
        is_document = names_artifact([(token.word, token.shape == CAPITALISED) for token in tokens])
        if kind in ("thought", "other") and self._quotes_words(segments):
            kind = "speech"
        return "writing" if kind == "speech" and is_document else kind

    def _quotes_words(self, segments: Sequence[Span]) -> bool:
        for segment in segments:
            at = bisect_right(self.marked, segment.end_char - 1, key=lambda s: s.start_char)
            while at and self.marked[at - 1].end_char > segment.start_char:
                at -= 1
                if count_words(self.text, self.marked[at]) >= MIN_QUOTATION_WORDS:
                    return True
        return False

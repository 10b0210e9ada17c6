"""Claims: who asserts a figure, who only mentions it, and which entity it is about.

Pure. A figure inside a quote is the claim of the quote's speaker, unless the speaker denies or
doubts it or did not say it; what they deny may mention a number that they do not dispute. In the
article's own voice no person claims it: the view ``claims`` then names the outlet.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.corrections import Claimant
from transforms.figures import Figure
from transforms.names import NamedMention
from transforms.quotes import Quote, Stance, is_belief, only_mentions, partial_stance
from transforms.tables.annotation import Annotated
from transforms.text import Sentence, Span

_STATED_ALOUD = ("speech", "writing")
_APPOSITION = 2
""""Jane Doe, 34," — comma and blank between a name and the age in apposition to it."""


_MENTIONED: tuple[Stance, Span | None] = ("asserts", None)
"""Of a number that a denied content takes for given: the article states it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure with its quote and its subject.

    quote:       position in the article's quotes; None in the article's own voice.
    stance:      what the speaker, or the article, does with the figure.
    shown_by:    the words that show a stance other than "asserts".
    is_asserted: whether the quote's speaker is who claims the figure.
    """

    figure: Figure
    quote: int | None
    subject_entity_id: str | None
    stance: Stance
    shown_by: Span | None
    is_asserted: bool


def claims_of(
    text: str,
    sentences: Sequence[Sentence],
    figures: Sequence[Figure],
    quotes: Sequence[Quote],
    named: Sequence[NamedMention],
) -> Iterator[Claim]:
    """One Claim per figure, in the order of the figures.

    sentences: of the article, numbered from 0.
    """
    ends = [mention.mention.span.end_char for mention in named]
    starts = [mention.mention.span.start_char for mention in named]
    holders = _innermost_quotes(figures, quotes)
    for figure, holder in zip(figures, holders, strict=True):
        quote = quotes[holder] if holder is not None else None
        if quote is not None and only_mentions(text, quote.attribution, figure.span):
            holder, quote = None, None
            stance, shown_by = _MENTIONED
        else:
            stance, shown_by = _stance(text, sentences, figure, quote)
        is_asserted = quote is not None and not quote.attribution.cue_negated
        is_asserted = is_asserted and stance not in ("denies", "doubts", "declines")
        subject = _subject(figure, named, starts, ends)
        yield Claim(figure, holder, subject, stance, shown_by, is_asserted)


def claimants_of(annotated: Annotated) -> dict[Span, Claimant]:
    """Span of each figure to the speaker who claims it; those of the article's voice are absent."""
    text, quotes = annotated.document.text, annotated.quotes
    found = {}
    for claim in claims_of(text, annotated.sentences, annotated.figures, quotes, annotated.named):
        if claim.quote is None or not claim.is_asserted:
            continue
        quote = quotes[claim.quote]
        source = quote.attribution.source
        name = quote.speaker_name or quote.speaker_role or (source.of(text) if source else None)
        found[claim.figure.span] = Claimant(name, quote.speaker_entity_id)
    return found


def _stance(
    text: str, sentences: Sequence[Sentence], figure: Figure, quote: Quote | None
) -> tuple[Stance, Span | None]:
    """The stance of the figure's quote; in what is asserted or asked, that of its clause."""
    within = sentences[figure.sentence_index].span
    if quote is not None:
        attribution = quote.attribution
        if attribution.stance != "asserts":
            return attribution.stance, attribution.shown_by
        segment = next(part for part in attribution.segments if part.contains(figure.span))
        around = segment
        if attribution.cue is not None and attribution.cue.end_char <= segment.start_char:
            around = attribution.cue.envelope(segment)  # "dismissed", of a claim "as a lie"
        start = max(within.start_char, around.start_char)
        within = Span(start, min(within.end_char, around.end_char))
    return partial_stance(text, within, figure.span)


def _innermost_quotes(figures: Sequence[Figure], quotes: Sequence[Quote]) -> list[int | None]:
    """Per figure the shortest quote said, written or believed whose segment holds the figure.

    One pass through figures and segments in text order, with the segments that are still open.
    """
    segments = [
        (segment, index)
        for index, quote in enumerate(quotes)
        if quote.attribution.attribution_kind in _STATED_ALOUD or is_belief(quote.attribution)
        for segment in quote.attribution.segments
    ]
    segments.sort(key=lambda pair: pair[0].start_char)
    holders: list[int | None] = [None] * len(figures)
    still_open: list[tuple[Span, int]] = []
    position = 0
    for number in sorted(range(len(figures)), key=lambda at: figures[at].span.start_char):
        span = figures[number].span
        while position < len(segments) and segments[position][0].start_char <= span.start_char:
            still_open.append(segments[position])
            position += 1
        still_open = [pair for pair in still_open if pair[0].end_char > span.start_char]
        holding = [
            (segment.end_char - segment.start_char, index)
            for segment, index in still_open
            if segment.contains(span)
        ]
        holders[number] = min(holding)[1] if holding else None
    return holders


def _subject(
    figure: Figure, named: Sequence[NamedMention], starts: Sequence[int], ends: Sequence[int]
) -> str | None:
    """The entity named inside what is measured, or the person whose age stands in apposition."""
    if figure.measured is not None:
        first = bisect_left(starts, figure.measured.start_char)
        stop = bisect_right(ends, figure.measured.end_char)
        inside = {mention.entity_id for mention in named[first:stop]}
        if len(inside) == 1:
            return inside.pop()
    if figure.kind == "age":
        before = bisect_right(ends, figure.span.start_char) - 1
        if before >= 0 and figure.span.start_char - ends[before] <= _APPOSITION:
            candidate = named[before]
            return candidate.entity_id if candidate.mention.entity_type == "person" else None
    return None

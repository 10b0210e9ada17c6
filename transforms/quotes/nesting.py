"""Nesting: attributions inside the content of another: “He told me ‘I will resign’,” she said.

Pure. Runs after either engine and uses the rules alone. One level at a time they read every content
as a text of its own, in which the marks inside the quotation are the outer ones. Only speech and
writing with a source and a cue count: nearly everybody who is quoted also thinks, and that is not
news.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from transforms.quotes.attribution import Attribution
from transforms.quotes.cues import function_words, pronouns
from transforms.quotes.drafts import MIN_FLOATING_WORDS
from transforms.quotes.rules import find_attributions
from transforms.quotes.statements import count_words
from transforms.text import Quotation, Sentence, Span

DEEPEST = 2
LEAST_CONFIDENCE = 0.8
NESTED_CONFIDENCE = 0.7
"""About four in five of the 33 found in PolNeAR dev were right, read by eye; the gold has none."""
_KINDS = ("speech", "writing")
_UNNESTED = frozenset(["transcript", "signature", "floating", "bare"])


def with_nested(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution],
) -> tuple[Attribution, ...]:
    """The attributions and those inside them, in text order; the latter know their parent."""
    known = [one.cue for one in attributions if one.cue is not None]
    inner: list[tuple[int, Attribution]] = []  # number of the parent, in the order of ``everyone``
    everyone = list(attributions)
    level = range(len(everyone))
    for _ in range(DEEPEST):
        for number in level:
            for one in _inside(text, sentences, quotations, everyone[number]):
                if not any(one.cue is not None and one.cue.overlaps(cue) for cue in known):
                    inner.append((number, one))
        level = range(len(everyone), len(attributions) + len(inner))
        everyone += [one for _, one in inner[len(everyone) - len(attributions) :]]
    return _in_order(attributions, inner)


def _in_order(
    attributions: Sequence[Attribution], inner: Sequence[tuple[int, Attribution]]
) -> tuple[Attribution, ...]:
    """All in text order, a parent before what stands in it; positions are counted again."""
    if not inner:
        return tuple(attributions)
    everyone = [(one, None) for one in attributions] + [(one, parent) for parent, one in inner]
    order = sorted(
        range(len(everyone)), key=lambda number: (everyone[number][0].span.start_char, number)
    )
    place = {number: at for at, number in enumerate(order)}
    return tuple(
        replace(
            everyone[number][0],
            continues=None if (before := everyone[number][0].continues) is None else place[before],
            parent=None if (parent := everyone[number][1]) is None else place[parent],
        )
        for number in order
    )


def _inside(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    outer: Attribution,
) -> Iterator[Attribution]:
    if outer.attribution_kind not in _KINDS or outer.method == "transcript":
        return
    for segment in outer.segments:
        span = _inner(text, quotations, segment)
        if span is None:
            continue
        clipped = [
            replace(one, span=part)
            for one in sentences
            if one.span.overlaps(span) and (part := _trimmed(text, one.span, span)) is not None
        ]
        marked = list(_marked(quotations, span))
        for one in find_attributions(text, clipped, marked):
            if _is_certain(text, one) and all(span.contains(part) for part in one.segments):
                yield replace(one, continues=None, method="nested", confidence=NESTED_CONFIDENCE)


def _is_certain(text: str, one: Attribution) -> bool:
    """Whether the speaker is identifiable and the act of speaking is certain."""
    if one.source is None or one.cue is None or one.confidence < LEAST_CONFIDENCE:
        return False
    if one.attribution_kind not in _KINDS or one.method in _UNNESTED or one.cue_negated:
        return False
    if sum(count_words(text, part) for part in one.segments) < MIN_FLOATING_WORDS:
        return False
    cue = one.cue.of(text).lower().split()
    first, *rest = one.source.of(text).split()
    is_name = first[0].isupper() or first.lower() in function_words("determiner")
    speaks = first.lower() in pronouns("person", "speaker", "relative") if not rest else is_name
    return speaks and function_words("modal").isdisjoint(cue)


def _inner(text: str, quotations: Sequence[Quotation], segment: Span) -> Span | None:
    """A segment without the quotation marks around all of it; None when nothing is left."""
    start, end = segment.start_char, segment.end_char
    for quotation in quotations:
        if quotation.span.contains(segment) and quotation.depth == 0:
            first = quotation.span.start_char
            mark = 2 if text[first : first + 2] in ("``", "''") else 1
            start = max(start, first + mark)
            if quotation.is_closed:
                end = min(end, quotation.span.end_char - mark)
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _trimmed(text: str, sentence: Span, within: Span) -> Span | None:
    start = max(sentence.start_char, within.start_char)
    end = min(sentence.end_char, within.end_char)
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end) if start < end else None


def _marked(quotations: Sequence[Quotation], span: Span) -> Iterator[Quotation]:
    """The quotations inside a stretch, as they would be if the stretch were the text."""
    for quotation in quotations:
        if span.contains(quotation.span):
            yield replace(quotation, depth=max(0, quotation.depth - 1), continues=False)

"""Nesting: attributions inside the content of another: “He told me ‘I will resign’,” she said.

Pure. Runs after either engine and uses the rules alone. One level at a time they read every content
as a text of its own, in which the marks inside the quotation are the outer ones. Only speech and
writing with a source and a cue count: nearly everybody who is quoted also thinks, and that is not
news.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from transforms.quotes.attribution import Attribution
from transforms.quotes.cues import function_words, pronouns
from transforms.quotes.drafts import MIN_FLOATING_WORDS
from transforms.quotes.rules import find_attributions
from transforms.quotes.statements import count_words
from transforms.text import Quotation, Sentence, Span

DEEPEST = 2
MIN_QUOTED_WORDS = 2
LEAST_CONFIDENCE = 0.8
NESTED_CONFIDENCE = 0.7
"""About four in five of the 33 found in PolNeAR dev were right, read by eye; the gold has none."""
_KINDS = ("speech", "writing")
_WORD_BEFORE = 20
"""Characters before a source in which the word before it stands."""
_BEFORE_SENTENCE = frozenset(["", ".", "?", "!", ":", "“", '"', "‘", "'", "’", "”", "…"])
_UNNESTED = frozenset(["transcript", "signature", "floating", "bare"])


def with_nested(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution],
    given: Sequence[tuple[int, Attribution]] = (),
) -> tuple[Attribution, ...]:
    """The attributions and those inside them, in text order; the latter know their parent.

    sentences, quotations: in text order.
    given: attributions known to stand in others, each with the position of its parent.
    """
    page = _Page(text, sentences, quotations)
    known = bytearray(len(text))  # 1 for each character of a cue that has a row already
    for one in (*attributions, *(one for _, one in given)):
        if one.cue is not None:
            start, end = one.cue.start_char, one.cue.end_char
            known[start:end] = b"\1" * (end - start)
    inner = list(given)  # number of the parent, in the order of ``everyone``
    everyone = [*attributions, *(one for _, one in given)]
    level = range(len(everyone))
    for _ in range(DEEPEST):
        for number in level:
            for one in _inside(page, everyone[number]):
                cue = one.cue
                if cue is None or known.find(1, cue.start_char, cue.end_char) < 0:
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


class _Page:
    """A text whose sentences and quotations are looked up by where they stand.

    A long page has thousands of quotes, sentences and quotations, so that no quote may look at all
    sentences.
    """

    def __init__(
        self, text: str, sentences: Sequence[Sentence], quotations: Sequence[Quotation]
    ) -> None:
        self.text = text
        self._sentences = sentences
        self._sentence_starts = [one.span.start_char for one in sentences]
        self._sentence_ends = [one.span.end_char for one in sentences]
        self._quotations = quotations
        self._quotation_starts = [one.span.start_char for one in quotations]
        self._outer = [one for one in quotations if one.depth == 0]
        self._outer_starts = [one.span.start_char for one in self._outer]

    def sentences_in(self, span: Span) -> Iterator[Sentence]:
        """The sentences that overlap a stretch, cut at its edges."""
        first = bisect_right(self._sentence_ends, span.start_char)
        stop = bisect_left(self._sentence_starts, span.end_char)
        for one in self._sentences[first:stop]:
            part = _trimmed(self.text, one.span, span)
            if part is not None:
                yield replace(one, span=part)

    def quotations_in(self, span: Span) -> Iterator[Quotation]:
        """The quotations inside a stretch, as they would be if the stretch were the text."""
        first = bisect_left(self._quotation_starts, span.start_char)
        stop = bisect_left(self._quotation_starts, span.end_char)
        for one in self._quotations[first:stop]:
            if span.contains(one.span):
                yield replace(one, depth=max(0, one.depth - 1), continues=False)

    def quotation_around(self, span: Span) -> Quotation | None:
        """The outermost quotation that holds a stretch; None when none does."""
        at = bisect_right(self._outer_starts, span.start_char) - 1
        if at < 0 or not self._outer[at].span.contains(span):
            return None
        return self._outer[at]


def _inside(page: _Page, outer: Attribution) -> Iterator[Attribution]:
    if outer.attribution_kind not in _KINDS:
        return
    text = page.text
    for segment in outer.segments:
        span = _inner(page, segment)
        if span is None:
            continue
        clipped, marked = list(page.sentences_in(span)), list(page.quotations_in(span))
        for one in find_attributions(text, clipped, marked):
            if _is_certain(text, one) and all(span.contains(part) for part in one.segments):
                yield replace(one, continues=None, method="nested", confidence=NESTED_CONFIDENCE)


def _is_certain(text: str, one: Attribution) -> bool:
    """Whether the speaker is identifiable and the act of speaking is certain."""
    if one.source is None or one.cue is None:
        return False
    if one.confidence < LEAST_CONFIDENCE and one.cue_lemma != "tell":  # its hearer makes it sure
        return False
    if one.attribution_kind not in _KINDS or one.method in _UNNESTED or one.cue_negated:
        return False
    least = MIN_FLOATING_WORDS if one.quote_type == "indirect" else MIN_QUOTED_WORDS
    if sum(count_words(text, part) for part in one.segments) < least:
        return False
    cue = one.cue.of(text).lower().split()
    before = text[max(0, one.source.start_char - _WORD_BEFORE) : one.source.start_char].lower()
    conditions = function_words("condition") | function_words("inverted_condition")
    if not conditions.isdisjoint(before.split()[-1:]):  # "had he told them, they would know"
        return False
    first, *rest = one.source.of(text).split()
    is_name = first[0].isupper() or first.lower() in function_words("determiner")
    if not rest:  # a capital may only open the sentence: “Police said …”
        opens = text[: one.source.start_char].rstrip()[-1:] in _BEFORE_SENTENCE
        is_name = is_name and first.isalpha() and first.istitle() and not opens
        is_name = is_name or first.lower() in pronouns("person", "speaker", "relative")
    return is_name and function_words("modal").isdisjoint(cue)


def _inner(page: _Page, segment: Span) -> Span | None:
    """A segment without the quotation marks around all of it; None when nothing is left."""
    text = page.text
    start, end = segment.start_char, segment.end_char
    quotation = page.quotation_around(segment)
    if quotation is not None:
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

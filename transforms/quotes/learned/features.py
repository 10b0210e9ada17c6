"""What the attribution tagger sees of a text: chunks of tokens, each with a row of small integers.

Pure. A chunk packs whole paragraphs, each opened by a marker, so that the model sees what stands
around a quotation. Besides the word itself a token has its shape, its word class, its place
relative to quotation marks and what the rules found there. No lexicon is read here: a trained model
brings the word classes that it was trained with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from transforms.models import Window, windows_of
from transforms.quotes.attribution import Attribution
from transforms.quotes.statements import MIN_QUOTATION_WORDS, count_words
from transforms.text import TITLE_KINDS, Quotation, Sentence, Span, tokenize

PARAGRAPH_MARK, HEADLINE_MARK = "<p>", "<h>"
COLUMNS = {
    "shape": 7,
    "lexicon": 20,
    "quotation": 6,
    "sentence_quotation": 3,
    "cues": 4,
    "rule": 11,
    "edge": 4,
}
"""What a token has besides its word, and how many values each column can have."""

LOWER, DIGITS, MARK, CAPITALS, CAPITALISED, WITH_DIGIT, HYPHENATED = range(COLUMNS["shape"])
_OUTSIDE, _INSIDE, OPENING, CLOSING, _SCARE, _NESTED = range(6)
_MARKS = frozenset("\"“”„«»‘’'`")
_SOURCE, _CUE, _CONTENT, _RELAY, _RELAY_CUE = 1, 3, 5, 7, 9
_SPEECH_CUES = (1, 2, 3)


class WordClasses:
    """The number of a word's class, 0 for none, as a model was trained with it.

    words: the words of each class, lower-cased and without a final full stop; classes 1 to 3 are
           verbs that report speech or writing.

    >>> classes = WordClasses({1: ("said", "says"), 16: ("sen",)})
    >>> [classes.number_of(word) for word in ("Said", "Sen.", "bridge", ".")]
    [1, 16, 0, 0]
    """

    def __init__(self, words: Mapping[int, Sequence[str]]) -> None:
        self.words = words
        self._numbers = {word: number for number, members in words.items() for word in members}

    def number_of(self, surface: str) -> int:
        """The class of a token as it is written."""
        return self._numbers.get(surface.lower().rstrip(".") or surface, 0)


class FeatureToken(NamedTuple):
    """One token as the model sees it; a paragraph's marker has no span.

    values: one integer per column of ``COLUMNS``.
    sentence_index, paragraph_index: of the sentence it stands in.
    """

    span: Span | None
    word: str
    values: tuple[int, ...]
    sentence_index: int
    paragraph_index: int

    @property
    def shape(self) -> int:
        """How it is written, ``LOWER`` to ``HYPHENATED``."""
        return self.values[0]

    @property
    def quotation(self) -> int:
        """Where it stands relative to quotation marks: 0 outside, else inside or a mark."""
        return self.values[2]


Chunk = tuple[FeatureToken, ...]


def chunks_of(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    ruled: Sequence[Attribution],
    word_classes: WordClasses,
) -> Iterator[Chunk]:
    """Chunks in text order; together they hold every token of the sentences.

    ruled:        what the rules found; their spans are a feature.
    word_classes: those of the model that is to read the chunks.
    """
    marks = _Marks(text, quotations, ruled)
    paragraphs = groupby(sentences, key=lambda sentence: sentence.paragraph_index)
    yield from windows_of(
        _paragraph(text, list(members), marks, word_classes) for _, members in paragraphs
    )


def window_of(chunk: Chunk) -> Window:
    """The words of a chunk as the encoder takes them."""
    return tuple(None if token.span is None else token.word for token in chunk)


class _Marks:
    """Quotation marks and the rules' spans, looked up by character."""

    def __init__(
        self, text: str, quotations: Sequence[Quotation], ruled: Sequence[Attribution]
    ) -> None:
        self.quotation = bytearray(len(text))
        for quotation in quotations:
            start, end = quotation.span.start_char, quotation.span.end_char
            if quotation.depth:
                code = _NESTED
            elif quotation.is_closed and count_words(text, quotation.span) < MIN_QUOTATION_WORDS:
                code = _SCARE
            else:
                code = _INSIDE
            self.quotation[start:end] = bytes([code]) * (end - start)
        self.rule = bytearray(len(text))
        for attribution in ruled:
            for segment in attribution.segments:
                self._write(segment, _CONTENT)
        for attribution in ruled:
            self._write(attribution.source, _SOURCE)
            self._write(attribution.cue, _CUE)
            for relay in attribution.relays:
                self._write(relay.source, _RELAY)
                if relay.cue != attribution.cue:
                    self._write(relay.cue, _RELAY_CUE)

    def _write(self, span: Span | None, code: int) -> None:
        if span is None:
            return
        start, end = span.start_char, span.end_char
        self.rule[start:end] = bytes([code + 1]) * (end - start)
        self.rule[start] = code

    def quotation_code(self, text: str, start: int) -> int:
        """Where a token stands relative to quotation marks."""
        code = self.quotation[start]
        if code and text[start] in _MARKS:
            before = self.quotation[start - 1] if start else _OUTSIDE
            after = self.quotation[start + 1] if start + 1 < len(text) else _OUTSIDE
            if before == _OUTSIDE:
                return OPENING
            if after == _OUTSIDE:
                return CLOSING
        return code


def _paragraph(
    text: str, sentences: Sequence[Sentence], marks: _Marks, word_classes: WordClasses
) -> list[FeatureToken]:
    zone = sentences[0].zone
    word = HEADLINE_MARK if zone in TITLE_KINDS else PARAGRAPH_MARK
    first = sentences[0]
    found = [FeatureToken(None, word, (0,) * len(COLUMNS), first.index, first.paragraph_index)]
    for sentence in sentences:
        found += _sentence(text, sentence, marks, word_classes)
    return found


def _sentence(
    text: str, sentence: Sentence, marks: _Marks, word_classes: WordClasses
) -> list[FeatureToken]:
    tokens = tokenize(text, sentence.span)
    surfaces = tokens.words
    classes = [word_classes.number_of(surface) for surface in surfaces]
    codes = [marks.quotation_code(text, start) for start in tokens.starts]
    words = [code for surface, code in zip(surfaces, codes, strict=True) if surface[0].isalnum()]
    inside = sum(code in (_INSIDE, _NESTED) for code in words)
    quoted = 0 if not inside else 2 if inside == len(words) else 1
    cues = sum(k in _SPEECH_CUES and c == _OUTSIDE for k, c in zip(classes, codes, strict=True))
    last = len(tokens) - 1
    return [
        FeatureToken(
            tokens.span(at, at),
            surface.lower(),
            (
                shape(surface),
                classes[at],
                codes[at],
                quoted,
                min(3, cues),
                marks.rule[tokens.starts[at]],
                (at == 0) + 2 * (at == last),
            ),
            sentence.index,
            sentence.paragraph_index,
        )
        for at, surface in enumerate(surfaces)
    ]


@lru_cache(maxsize=50_000)
def shape(surface: str) -> int:
    """How a token is written.

    >>> [shape(word) for word in ("said", "12", "“", "US", "Kerry", "4th", "well-known")]
    [0, 1, 2, 3, 4, 5, 6]
    """
    if surface.isdigit():
        return DIGITS
    if not surface[0].isalnum():
        return MARK
    if len(surface) > 1 and surface.isupper():
        return CAPITALS
    if surface[0].isupper():
        return CAPITALISED
    if any(character.isdigit() for character in surface):
        return WITH_DIGIT
    return HYPHENATED if "-" in surface else LOWER

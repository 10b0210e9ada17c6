"""What the attribution tagger sees of a text: chunks of tokens, each with a row of small integers.

Pure. A chunk packs whole paragraphs, each opened by a marker, so that the model sees what stands
around a quotation. Beside the word itself a token tells its shape, what the lexicons know of it,
where it stands to quotation marks and what the rules of ``quotes`` make of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from transforms.lexicon import read_lexicon, words_of
from transforms.quotes.attribution import Attribution
from transforms.quotes.cues import function_words
from transforms.quotes.statements import MIN_QUOTATION_WORDS, count_words
from transforms.text import Quotation, Sentence, Span, tokenize

CHUNK_TOKENS = 180
LONGEST_CHUNK = 350
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
"""What is told about a token beside its word, and how many values each can have."""

_OUTSIDE, _INSIDE, OPENING, CLOSING, _SCARE, _NESTED = range(6)
_MARKS = frozenset("\"“”„«»‘’'`")
_SOURCE, _CUE, _CONTENT, _RELAY, _RELAY_CUE = 1, 3, 5, 7, 9
_SPEECH_CUES = (1, 2, 3)


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


Chunk = tuple[FeatureToken, ...]


def chunks_of(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    ruled: Sequence[Attribution],
) -> Iterator[Chunk]:
    """Chunks in text order; together they hold every token of the sentences.

    ruled: what the rules found; their spans are a feature.
    """
    marks = _Marks(text, quotations, ruled)
    current: list[FeatureToken] = []
    for _, members in groupby(sentences, key=lambda sentence: sentence.paragraph_index):
        paragraph = _paragraph(text, list(members), marks)
        if current and len(current) + len(paragraph) > CHUNK_TOKENS:
            yield tuple(current)
            current = []
        current += paragraph
        while len(current) > LONGEST_CHUNK:
            yield tuple(current[:LONGEST_CHUNK])
            current = current[LONGEST_CHUNK:]
    if current:
        yield tuple(current)


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
        """Where a token stands to quotation marks."""
        code = self.quotation[start]
        if code and text[start] in _MARKS:
            before = self.quotation[start - 1] if start else _OUTSIDE
            after = self.quotation[start + 1] if start + 1 < len(text) else _OUTSIDE
            if before == _OUTSIDE:
                return OPENING
            if after == _OUTSIDE:
                return CLOSING
        return code


def _paragraph(text: str, sentences: Sequence[Sentence], marks: _Marks) -> list[FeatureToken]:
    zone = sentences[0].zone
    word = HEADLINE_MARK if zone in ("headline", "subheading") else PARAGRAPH_MARK
    first = sentences[0]
    found = [FeatureToken(None, word, (0,) * len(COLUMNS), first.index, first.paragraph_index)]
    for sentence in sentences:
        found += _sentence(text, sentence, marks)
    return found


def _sentence(text: str, sentence: Sentence, marks: _Marks) -> list[FeatureToken]:
    tokens = tokenize(text, sentence.span)
    surfaces = tokens.words
    shapes_and_kinds = [_shape_and_class(surface) for surface in surfaces]
    kinds = [kind for _, kind in shapes_and_kinds]
    codes = [marks.quotation_code(text, start) for start in tokens.starts]
    words = [code for surface, code in zip(surfaces, codes, strict=True) if surface[0].isalnum()]
    inside = sum(code in (_INSIDE, _NESTED) for code in words)
    quoted = 0 if not inside else 2 if inside == len(words) else 1
    cues = sum(k in _SPEECH_CUES and c == _OUTSIDE for k, c in zip(kinds, codes, strict=True))
    last = len(tokens) - 1
    return [
        FeatureToken(
            tokens.span(at, at),
            surface.lower(),
            (
                *shapes_and_kinds[at],
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
def _shape_and_class(surface: str) -> tuple[int, int]:
    return shape(surface), lexicon_class(surface)


def shape(surface: str) -> int:
    """How a token is written.

    >>> [shape(word) for word in ("said", "12", "“", "US", "Kerry", "4th", "well-known")]
    [0, 1, 2, 3, 4, 5, 6]
    """
    if surface.isdigit():
        return 1
    if not surface[0].isalnum():
        return 2
    if len(surface) > 1 and surface.isupper():
        return 3
    if surface[0].isupper():
        return 4
    if any(character.isdigit() for character in surface):
        return 5
    return 6 if "-" in surface else 0


def lexicon_class(surface: str) -> int:
    """What the lexicons know of a word: the number of its class, 0 for none."""
    word = surface.lower().rstrip(".") or surface
    return _classes().get(word, 0)


@cache
def _classes() -> dict[str, int]:
    """Class number by word; where a word is in two, the first counts."""
    found: dict[str, int] = {}

    def add(number: int, words: frozenset[str] | set[str]) -> None:
        for word in words:
            found.setdefault(word, number)

    verbs: dict[int, set[str]] = {1: set(), 2: set(), 3: set(), 4: set()}
    for row in read_lexicon("cues"):
        takes = row["takes"].split()
        speaks = row["kind"] in ("speech", "writing")
        number = (1 if "inverted" in takes else 2) if speaks else 4
        verbs[number] |= {row["lemma"], *row["forms"].split()}
    add(1, verbs[1])
    add(2, verbs[2])
    add(4, verbs[4])
    add(5, {"according", "reportedly", "allegedly", "per"})
    for number, name in enumerate(("person", "thing"), start=6):
        add(number, {r["surface"] for r in read_lexicon("pronouns") if r["class"] == name})
    add(8, {r["surface"] for r in read_lexicon("pronouns")})
    add(9, function_words("subordinator"))
    add(10, function_words("negation") | function_words("refusal"))
    add(11, function_words("auxiliary") | function_words("be"))
    add(12, function_words("preposition"))
    add(13, function_words("conjunction"))
    add(14, function_words("determiner"))
    add(15, function_words("time"))
    add(16, words_of("titles"))
    add(17, words_of("role_nouns"))
    add(18, words_of("artifact_nouns") | words_of("noun_cues"))
    add(19, words_of("news_outlets"))
    return found

"""Measured signs: the phrases that a quantity may measure, and what speaks for and against each.

Pure. The phrases are the noun chunks of the sentence on both sides, and what the rungs of
``measured`` found. ``measured_choice`` weighs the signs.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from transforms.figures.clauses import MARKS, WordToken, head_of, tokens_of
from transforms.figures.counted import is_plural, singular
from transforms.figures.empty_phrases import names_nothing
from transforms.figures.kinds import kinds_where
from transforms.figures.noun_chunks import FINITE, Chunk, Part, chunks_of, parts_of
from transforms.figures.passage import Passage
from transforms.figures.quantities import Quantity
from transforms.figures.reading import Measured, Reading
from transforms.figures.vocabulary import TIME_WORDS, figure_words
from transforms.lexicon import either, read_lexicon, words_of
from transforms.text import Span

_TOKEN = re.compile(r"[^\W\d_][\w&’'.-]*[\w’']|[^\W\d_]|\d[\d,.]*\d|\d|[^\s\w]")
_WINDOW, _MAX_BEFORE, _MAX_AFTER, _MAX_PATH = 110, 8, 5, 4
_RELATIVE = kinds_where("is_relative")
_PEOPLE = words_of("person_nouns") | words_of("role_nouns")
_TIMES = TIME_WORDS | figure_words("no_thing") | words_of("calendar_words")
_GENERIC = words_of("generic_measures")
_CHANGES = frozenset(row["surface"] for row in read_lexicon("change_words"))
_UNITS = frozenset(
    f"{row['surface']}{ending}"
    for table in ("units", "currencies")
    for row in read_lexicon(table)
    for ending in ("", "s")
    if len(row["surface"]) > 1
)
_ENDINGS = ("ing", "ed", "tion", "ment", "ness", "ity", "er", "or", "ist", "ship", "age", "ance")
_POSSESSIVE = re.compile(r"['’]s?\Z")
# a verb behind a phrase, as it is written: "[report] claims", "[teacher] initially fought"
_ENDS = re.compile(r"[ ](?:[a-z]+ly[ ])?(?:[a-z]+(?:s|ed|ing)|" + either(FINITE) + r")\b")
_HAVE = frozenset(["has", "have", "had", "having"])
_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Guess:
    """What a rung of ``measured`` found, and its name."""

    rung: str
    measured: Measured


@dataclass(slots=True)
class FigureCandidate:
    """A phrase that a quantity may measure.

    signs: what is true of it.
    head:  its head as written, for what the word is like.
    verb:  the verb between it and the quantity, nearest to that.
    """

    measured: Measured
    head: Span
    verb: str = ""
    signs: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class FigureAsked:
    """A quantity with the phrases that it may measure.

    kind:   that of the quantity, roughly: weights differ by it.
    at:     where the quantity stands.
    nobody: the signs that it measures none of them.
    """

    text: str
    at: Span
    kind: str
    candidates: tuple[FigureCandidate, ...]
    nobody: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Side:
    """The words of one side of a quantity, those nearest to it last or first."""

    tokens: Sequence[WordToken]
    parts: Sequence[Part]
    chunks: list[Chunk]


def asked_of(
    passage: Passage,
    quantity: Quantity,
    before: int,
    guess: Guess | None,
    preceding: Reading | None,
) -> FigureAsked:
    """The phrases that a quantity may measure, with their signs.

    before: where the quantity starts, with its modifier.
    """
    tokens = tokens_of(passage, before)
    left = _side(tokens, is_left=True)
    after = _words(passage, quantity.span.end_char)
    right = _side(after, is_left=False)
    if quantity.kind == "age":
        right.chunks[:1] = [_bearer(right, chunk) for chunk in right.chunks[:1]]
    candidates = _left_candidates(left)
    candidates += _right_candidates(right)
    candidates = [one for one in candidates if not names_nothing(passage.text, one.measured)]
    _mark_guess(passage.text, candidates, guess)
    _mark_earlier(passage.text, candidates, preceding, quantity)
    here = _signs_here(quantity, left, right)
    rung = f"rung={guess.rung}" if guess is not None else "no_rung"
    for candidate in candidates:
        last = next(sign for sign in here if sign.startswith("last="))
        side = "left" if candidate.head.start_char < before else "right"
        candidate.signs |= {f"{side} {last}", f"given {rung}"}
    return FigureAsked(
        passage.text,
        quantity.span,
        _group(quantity),
        tuple(candidates),
        frozenset([*here, rung, "nothing"]),
    )


def _group(quantity: Quantity) -> str:
    kind = quantity.kind
    if kind in {"money", "duration", "age", "score"}:
        return kind
    if kind in _RELATIVE or kind == "share":
        return "percent"
    return "count" if kind == "count" else "size"


def _bearer(side: _Side, chunk: Chunk) -> Chunk:
    """Who has an age: "[aunt]'s room", "[Ann Roe] waits", but "[Varno City girl]"."""
    for at in range(chunk.first, chunk.last):
        token, following = side.tokens[at], side.tokens[at + 1]
        is_named = token.text[0].isupper() and following.text.islower()
        goes_on = any(one.lower in _PEOPLE for one in side.tokens[at + 1 : chunk.last + 1])
        if _POSSESSIVE.search(token.text) or (is_named and not goes_on):
            return Chunk(chunk.first, at, token, chunk.start_char, token.end_char)
    return chunk


def _words(passage: Passage, start: int) -> list[WordToken]:
    end = min(passage.end, start + _WINDOW)
    return [
        WordToken(match[0], match[0].lower(), *match.span())
        for match in _TOKEN.finditer(passage.text, start, end)
    ]


def _side(tokens: Sequence[WordToken], *, is_left: bool) -> _Side:
    parts = parts_of(tokens, is_before_number=is_left)
    return _Side(tokens, parts, chunks_of(tokens, parts))


def _left_candidates(side: _Side) -> list[FigureCandidate]:
    found = []
    for order, chunk in enumerate(reversed(side.chunks[-_MAX_BEFORE:])):
        if _describes_the_figure(side, chunk):
            continue
        path = _path(side, chunk.last + 1, len(side.tokens))
        candidate = _candidate(side, chunk, "left", order, path)
        candidate.verb = _verb(side, chunk.last + 1)
        found.append(candidate)
    return found


def _describes_the_figure(side: _Side, chunk: Chunk) -> bool:
    """Whether "a" and a word stand before the figure and belong to it: "a slow 9 km"."""
    is_next = chunk.last == len(side.tokens) - 1
    return is_next and chunk.first > 0 and side.tokens[chunk.first - 1].lower in {"a", "an"}


def _right_candidates(side: _Side) -> list[FigureCandidate]:
    found = []
    for order, chunk in enumerate(side.chunks[:_MAX_AFTER]):
        path = _path(side, 0, chunk.first)
        found.append(_candidate(side, chunk, "right", order, path))
    return found


def _candidate(
    side: _Side, chunk: Chunk, name: str, order: int, path: Sequence[str]
) -> FigureCandidate:
    """A noun chunk with the signs of its place and of its head."""
    between = ".".join(path) if len(path) <= _MAX_PATH else "long"
    verbs = min(2, sum(step in {"V", "BE", "HAVE"} for step in path))
    marks = min(2, sum(step in MARKS for step in path))
    lead, opened = _lead(side, chunk)
    classes = _classes(chunk.head)
    signs = {
        f"{name}{min(order, 4)}",
        f"{name} path={between}",
        f"{name} near={'.'.join(path[-2:] if name == 'left' else path[:2])}",
        f"{name} verbs={verbs} marks={marks}",
        f"{name} lead={lead}",
        f"det={opened}",
        f"{name} lead={lead} verbs={verbs}",
        *(f"is={one}" for one in classes),
        *(f"{name} verbs={verbs} is={one}" for one in classes),
    }
    bare = _POSSESSIVE.sub("", chunk.head.text)
    head = Span(chunk.head.start_char, chunk.head.start_char + len(bare))
    span = Span(chunk.start_char, head.end_char)
    tail = _tail(side, chunk)
    if tail is not None:
        signs.add(f"{name} has_of")
        span = Span(chunk.start_char, tail)
    return FigureCandidate(Measured(span, head_of(chunk.head)), head, signs=signs)


def _tail(side: _Side, chunk: Chunk) -> int | None:
    """Where the "of" phrase behind a chunk ends."""
    at = chunk.last + 1
    if at >= len(side.tokens) or side.tokens[at].lower != "of":
        return None
    following = next((one for one in side.chunks if one.first > at), None)
    if following is None or any(
        part != "determiner" for part in side.parts[at + 1 : following.first]
    ):
        return None
    bare = _POSSESSIVE.sub("", following.head.text)
    return following.head.start_char + len(bare)


def _path(side: _Side, start: int, end: int) -> list[str]:
    """The words between a phrase and the quantity, as far as they matter."""
    steps: list[str] = []
    for token, part in zip(side.tokens[start:end], side.parts[start:end], strict=True):
        step = _step(token, part)
        if step and (step not in {"N", "V"} or steps[-1:] != [step]):
            steps.append(step)
    return steps


def _verb(side: _Side, start: int) -> str:
    """The last verb from a word on, if there is one."""
    for at in range(len(side.tokens) - 1, start - 1, -1):
        if side.parts[at] in {"verb", "be"}:
            return side.tokens[at].lower
    return ""


def _step(token: WordToken, part: Part) -> str:
    if part in {"determiner", "other"}:
        return ""
    if part in {"preposition", "mark", "relative", "conjunction"}:
        return token.lower
    if token.lower in _HAVE:
        return "HAVE"
    short: dict[str, str] = {"noun": "N", "verb": "V", "be": "BE", "number": "#", "pronoun": "R"}
    return short[part]


def _lead(side: _Side, chunk: Chunk) -> tuple[str, str]:
    """What stands before a chunk, and the determiner that opens it."""
    at, opened = chunk.first - 1, "none"
    while at >= 0 and side.parts[at] in {"determiner", "other"}:
        if side.parts[at] == "determiner":
            opened = side.tokens[at].lower
        at -= 1
    return ("start" if at < 0 else _step(side.tokens[at], side.parts[at])), opened


def _classes(head: WordToken) -> set[str]:
    """What sort of word a head is."""
    bare = _POSSESSIVE.sub("", head.text)
    lower = bare.lower()
    found: set[str] = set()
    if bare.isupper() and len(bare) > 1:
        found.add("acronym")
    elif bare[0].isupper():
        found.add("opener" if head.opens else "name")
    if bare != head.text:
        found.add("owner")
    one = singular(lower)
    for name, words in (("person", _PEOPLE), ("time", _TIMES), ("generic", _GENERIC),
                        ("change", _CHANGES), ("unit", _UNITS)):  # fmt: skip
        if lower in words or one in words:
            found.add(name)
    if bare.islower():
        found.add("plural" if is_plural(lower) else "singular")
        found |= {f"-{ending}" for ending in _ENDINGS if lower.endswith(ending)}
    return found


def _mark_guess(text: str, candidates: list[FigureCandidate], guess: Guess | None) -> None:
    """Mark the phrase that a rung found, or add it; its boundaries are better than a chunk's."""
    if guess is None:
        return
    _mark(text, candidates, guess.measured, {f"rung={guess.rung}", "rung"}, replaces=True)


def _mark_earlier(
    text: str, candidates: list[FigureCandidate], preceding: Reading | None, quantity: Quantity
) -> None:
    """Mark what the figure before measures."""
    if preceding is None or preceding.measured is None:
        return
    is_like = preceding.quantity.kind == quantity.kind
    _mark(text, candidates, preceding.measured, {f"earlier like={is_like}"}, replaces=False)


def _mark(
    text: str,
    candidates: list[FigureCandidate],
    found: Measured,
    signs: set[str],
    *,
    replaces: bool,
) -> None:
    head = head_span(text, found)
    for candidate in candidates:
        where = candidate.measured.span
        # a chunk ends at a verb that the rung took for a noun: "[report] claims"
        is_shorter = (
            where.start_char == found.span.start_char
            and candidate.head < head
            and _ENDS.match(text, candidate.head.end_char) is not None
        )
        if candidate.head.overlaps(head) or is_shorter:
            candidate.signs |= signs
            if replaces and not is_shorter:
                candidate.measured = found
            return
    candidates.append(FigureCandidate(found, head, signs=signs | {"no_chunk"}))


def head_span(text: str, measured: Measured) -> Span:
    """Where the head of a phrase stands.

    >>> text = "sales of cars"
    >>> head_span(text, Measured(Span(0, 13), "sale")).of(text)
    'sales'
    """
    span = measured.span
    words = list(_TOKEN.finditer(text, span.start_char, span.end_char))
    for word in words:
        bare = _POSSESSIVE.sub("", word[0])
        if measured.head in {bare.lower(), singular(bare)}:
            return Span(word.start(), word.start() + len(bare))
    return Span(*words[-1].span()) if words else span


def _signs_here(quantity: Quantity, left: _Side, right: _Side) -> list[str]:
    """What speaks of the quantity itself."""
    last = _nearest(left.tokens[::-1], left.parts[::-1])
    following = _nearest(right.tokens, right.parts)
    numbers = sum(part == "number" for part in (*left.parts, *right.parts))
    words = len(left.parts) + len(right.parts) + 1
    found = [f"last={last}", f"next={following}", f"rule={quantity.rule}"]
    found.append(f"form={quantity.form}")
    if numbers / words > _SHARE:
        found.append("table")
    if not left.chunks:
        found.append("no_left")
    return found


def _nearest(tokens: Sequence[WordToken], parts: Sequence[Part]) -> str:
    """The word or mark nearest to the quantity that matters."""
    for token, part in zip(tokens, parts, strict=True):
        step = _step(token, part)
        if step:
            return step
    return "none"


@cache
def _vectors() -> dict[str, str]:
    return {row["word"]: row["vector"] for row in read_lexicon("word_vectors")}


@cache
def likeness(word: str) -> tuple[float, ...]:
    """What a word is like, as numbers between -1 and 1; of an unknown word, none."""
    coded = _vectors().get(word) or _vectors().get(singular(word)) or ""
    return tuple(cell / 127 for cell in memoryview(b64decode(coded)).cast("b"))

"""Gold: attributions of the project's own annotation, with who their sources are.

The parts are those of the annotation, so that what is learnt depends on no engine. Names are those
that the tagger finds, since the scorer chooses among them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.annotation.web_texts import read_web_texts
from transforms.names import NamedMention, find_mentions, resolve_names
from transforms.page import parse_page
from transforms.quotes import Attribution, QuoteType
from transforms.text import Sentence, Span, find_sentences

DATA = Path(__file__).parents[1] / "annotation" / "data" / "quotes.jsonl"
PERSON_PRONOUNS = frozenset(["he", "she"])
OTHER_PRONOUNS = frozenset(
    re.findall(
        r"\w+", "it they who which that i we you his her its their my our your us me him them"
    )
)
_WORD = re.compile(r"[^\W_]+")
_LIGHT = frozenset(["the", "of", "and", "a", "an", "for", "jr", "sr"])
_OPENING = frozenset("“\"'‘«")


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text with its attributions and, for each, who its source is: a name, a role or "?"."""

    doc_id: str
    text: str
    sentences: tuple[Sentence, ...]
    named: tuple[NamedMention, ...]
    attributions: tuple[Attribution, ...]
    who: tuple[str, ...]


def read_gold(path: Path = DATA) -> Iterator[GoldText]:
    """The annotated texts in the order of the file."""
    texts = read_web_texts()
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield _gold_text(row["doc_id"], texts[row["doc_id"]], row["attributions"])


def _gold_text(doc_id: str, text: str, rows: Sequence[dict[str, Any]]) -> GoldText:
    sentences = find_sentences(text, parse_page(text).zones)
    named = resolve_names(text, find_mentions(text, sentences, engine="fast"))
    ordered = sorted(rows, key=lambda row: (row["content"], row["source"]))
    spans = [[Span(*part) for part in row["content"]] for row in ordered]
    attributions = tuple(
        _attribution(text, sentences, row, _parent(spans, at), spans[at])
        for at, row in enumerate(ordered)
    )
    return GoldText(
        doc_id, text, sentences, named, attributions, tuple(row["who"] for row in ordered)
    )


def _attribution(
    text: str,
    sentences: Sequence[Sentence],
    row: dict[str, Any],
    parent: int | None,
    segments: Sequence[Span],
) -> Attribution:
    source = Span(*row["source"][0]) if row["source"] else None
    cue = Span(*row["cue"][0]) if row["cue"] else None
    is_direct = all(segment.of(text)[:1] in _OPENING for segment in segments)
    kind: QuoteType = "direct" if is_direct else "indirect"
    at = source or segments[0]
    index = max((s.index for s in sentences if s.span.start_char <= at.start_char), default=0)
    return Attribution(
        quote_type=kind,
        attribution_kind="speech",
        segments=tuple(segments),
        source=source,
        cue=cue,
        cue_lemma=None,
        cue_negated=False,
        relays=(),
        sentence_index=index,
        method="gold",
        confidence=1.0,
        parent=parent,
    )


def _parent(spans: Sequence[Sequence[Span]], at: int) -> int | None:
    """The smallest content that holds another one and is longer."""
    inner = spans[at][0].envelope(spans[at][-1])
    around = [
        (outer.end_char - outer.start_char, number)
        for number, segments in enumerate(spans)
        for outer in segments
        if number != at and outer.contains(inner) and outer != inner
    ]
    return min(around)[1] if around else None


def form_of(surface: str) -> str:
    """How a source is written: person pronoun, other pronoun, name, descriptor or none.

    >>> [form_of(source) for source in ("She", "it", "the mayor", "a Reuters man", "Ann Able", "")]
    ['he/she', 'other pronoun', 'descriptor', 'name', 'name', 'none']
    """
    words = surface.split()
    if not words:
        return "none"
    if surface.lower() in PERSON_PRONOUNS:
        return "he/she"
    if surface.lower() in OTHER_PRONOUNS:
        return "other pronoun"
    first = words[0]
    named = any(word[0].isupper() for word in words[1:])
    opens = first.lower() in _DETERMINERS or (len(words) > 1 and not first[0].isupper())
    return "name" if named or (first[0].isupper() and not opens) else "descriptor"


_DETERMINERS = frozenset(
    re.findall(
        r"\w+", "the a an his her its their my our some many several one two three four five"
    )
)


def is_same_name(found: str, wanted: str) -> bool:
    """Whether one of two names has all the words of the other.

    >>> is_same_name("Able", "Ann Able"), is_same_name("The Times", "Times of India")
    (True, True)
    >>> is_same_name("Eva Able", "Ann Able"), is_same_name("WHO", "World Health Organization")
    (False, True)
    """
    one, other = (set(_WORD.findall(name.casefold())) - _LIGHT for name in (found, wanted))
    if one and other and (one <= other or other <= one):
        return True
    short, long = sorted((found, wanted), key=len)
    initials = "".join(word[0] for word in _WORD.findall(long) if word[0].isupper())
    return len(short) > 1 and short.replace(".", "") == initials

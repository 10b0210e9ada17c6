"""Phrases: finds the names and titles of the lexicons in a text.

Pure. Lookups are by the first word of a phrase, the longest phrase first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from benchmarks.rule_mentions.name_words import Word, words_in
from transforms.lexicon import read_lexicon, words_of
from transforms.names import plain
from transforms.text import Span


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of a lexicon.

    Attributes:
        words: its words, cut as those of a text are.
        kind: an entity type, or "title".
        canonical: the name it is counted under.
        is_certain: False where the form is as often another word or name ("Victoria").
        phrase: the whole, with plain apostrophes and blanks.
    """

    words: tuple[str, ...]
    kind: str
    canonical: str
    is_certain: bool = True
    phrase: str = ""


Index = Mapping[str, Sequence[Entry]]


def entry_of(phrase: str, kind: str, canonical: str = "", *, is_certain: bool = True) -> Entry:
    """The entry of a phrase; its words are cut as those of a text are."""
    words = tuple(word.text for word in words_in(phrase, Span(0, len(phrase))))
    return Entry(words, kind, canonical or phrase, is_certain, plain(phrase))


def index_of(entries: Iterable[Entry]) -> Index:
    """Entries by their first word, the longest first; of equal phrases, the first one."""
    found: dict[str, dict[tuple[str, ...], Entry]] = {}
    for entry in entries:
        if entry.words:
            found.setdefault(entry.words[0], {}).setdefault(entry.words, entry)
    return {
        first: tuple(sorted(rows.values(), key=lambda entry: (-len(entry.words), entry.words)))
        for first, rows in found.items()
    }


def match_at(index: Index, text: str, words: Sequence[Word], at: int) -> Entry | None:
    """The longest entry that stands at word ``at``, written as in the lexicon."""
    for entry in index.get(words[at].text, ()):
        length = len(entry.words)
        if length == 1:
            return entry
        if at + length <= len(words):
            surface = text[words[at].start_char : words[at + length - 1].end_char]
            if plain(surface) == entry.phrase:
                return entry
    return None


@cache
def known_names() -> Index:
    """Countries, peoples, places and organisations by their first word."""
    entries = [
        entry_of(row["surface"], row["kind"], row["canonical"]) for row in read_lexicon("countries")
    ]
    entries += [
        entry_of(row["surface"], "org", row["canonical"]) for row in read_lexicon("organisations")
    ]
    entries += [
        entry_of(row["surface"], "place", row["canonical"], is_certain=row["also"] != "word")
        for row in read_lexicon("places")
    ]
    return index_of(entries)


@cache
def known_titles() -> Index:
    """Titles and person nouns by their first word, capitalised and lower-cased."""
    entries = []
    for row in read_lexicon("titles"):
        entries.append(entry_of(row["surface"], "title", row["gender"]))
        if row["kind"] != "honorific":
            entries.append(entry_of(row["surface"].lower(), "title", row["gender"]))
    entries += [entry_of(noun, "title", "-") for noun in sorted(words_of("person_nouns"))]
    return index_of(entries)


@cache
def certain_given_names() -> frozenset[str]:
    """Given names that are not as often another word or a surname."""
    return frozenset(row["surface"] for row in read_lexicon("given_names") if not row["also"])

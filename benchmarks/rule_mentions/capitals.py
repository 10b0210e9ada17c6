"""Capitals: which capitalised words of a sentence stand together as one chain.

Pure. A chain is the raw material of mentions; ``name_types`` says what a chain names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.rule_mentions.name_words import Word, continues
from benchmarks.rule_mentions.phrases import (
    certain_given_names,
    known_names,
    known_titles,
    match_at,
)
from transforms.lexicon import read_lexicon, words_of
from transforms.names import given_names, heads

NEVER = frozenset(row["surface"] for row in read_lexicon("plain_words") if row["always"])
PLAIN = words_of("plain_words")
_BREAKS = frozenset(
    row["surface"] for row in read_lexicon("not_names", "benchmarks.rule_mentions") if row["breaks"]
)
NOT_NAMES = frozenset(
    row["surface"] for row in read_lexicon("not_names", "benchmarks.rule_mentions")
)
_PARTICLES = words_of("name_particles")
_COMPOUND_TAILS = words_of("compound_tails")
_OF = frozenset({"of", "for", "on", "de", "against"})
_LEAST_TITLE_CASE_WORDS = 3


@dataclass(frozen=True, slots=True)
class NameUnit:
    """A word, or words that a lexicon holds as one phrase.

    Attributes:
        first, last: indices of its words, both included.
        kind: entity type or "title", from a lexicon; "" for a merely capitalised word.
        canonical: the name that a lexicon counts the phrase under.
        is_certain: False where the phrase is as often another word.
    """

    first: int
    last: int
    kind: str
    canonical: str = ""
    is_certain: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """Neighbouring units that may make one name.

    Attributes:
        units: in order.
        of_at: number of the unit after a joining "of"; None if there is no "of".
    """

    units: tuple[NameUnit, ...]
    of_at: int | None = None


@dataclass(frozen=True, slots=True)
class LowerCased:
    """The words that the article writes in lower case."""

    words: frozenset[str]

    def is_common(self, word: Word) -> bool:
        """Whether this word may have its capital without being a name."""
        folded = word.text.lower()
        return folded in PLAIN or (folded in self.words and word.text not in certain_given_names())


def lower_cased_in(sentences: Iterable[Sequence[Word]]) -> LowerCased:
    """The words of all sentences of an article that begin with a small letter."""
    return LowerCased(
        frozenset(word.text for words in sentences for word in words if word.text[0].islower())
    )


def is_title_case(words: Sequence[Word]) -> bool:
    """Whether capitals in this sentence prove nothing, as in a headline or a line in capitals."""
    long = [word for word in words if len(word.text) > 3 and word.text[0].isalpha()]
    if len(long) < _LEAST_TITLE_CASE_WORDS:
        return False
    capitals = sum(word.is_capitalised for word in long)
    return (capitals >= 0.75 * len(long) and len(long) > 4) or capitals == len(long) > 3


def units_in(text: str, words: Sequence[Word], lower_cased: LowerCased) -> list[NameUnit]:
    """The units of a sentence, in order: its capitalised words and the lexicons' phrases."""
    units: list[NameUnit] = []
    at = 0
    while at < len(words):
        unit = _unit_at(text, words, at, lower_cased)
        if unit is None:
            at += 1
        else:
            units.append(unit)
            at = unit.last + 1
    return units


def _unit_at(text: str, words: Sequence[Word], at: int, lower_cased: LowerCased) -> NameUnit | None:
    word = words[at]
    if word.text[0].isdigit():
        return None
    title = match_at(known_titles(), text, words, at)
    name = match_at(known_names(), text, words, at)
    if name is not None and title is not None and len(title.words) > len(name.words):
        name = None
    if name is not None and not _is_disproved(name.words, name.kind, words, at, lower_cased):
        last = at + len(name.words) - 1
        return NameUnit(at, last, name.kind, name.canonical, name.is_certain)
    if title is not None:
        return NameUnit(at, at + len(title.words) - 1, "title", title.canonical)
    if not word.is_capitalised or word.text in _BREAKS or word.text.lower() in NEVER:
        return None
    return NameUnit(at, at, "")


def _is_disproved(
    name: tuple[str, ...], kind: str, words: Sequence[Word], at: int, lower_cased: LowerCased
) -> bool:
    """Whether a lexicon's name stands where it may be other words: "The Sun rose"."""
    word = words[at]
    if name[0] == "The" and len(name) == 2 and word.opens:
        after = words[at + 2] if at + 2 < len(words) else None
        return after is None or after.is_capitalised or not after.text.startswith(("report", "sa"))
    return kind == "org" and len(name) == 1 and word.opens and lower_cased.is_common(word)


def chains_in(text: str, words: Sequence[Word], lower_cased: LowerCased) -> list[Chain]:
    """The chains of a sentence, in order and disjoint."""
    units = units_in(text, words, lower_cased)
    chains: list[Chain] = []
    at = 0
    while at < len(units):
        chain, at = _chain_from(words, units, at)
        chains.append(chain)
    return chains


def _chain_from(words: Sequence[Word], units: Sequence[NameUnit], at: int) -> tuple[Chain, int]:
    taken = [_with_particle_before(words, units, at)]
    of_at: int | None = None
    while True:
        taken[-1] = _with_hyphen_tail(words, taken)
        if at + 1 >= len(units):
            break
        after = units[at + 1]
        if _joins(words, taken[-1], after):
            taken.append(after)
        elif _joins_by_of(words, taken, after):
            of_at = of_at or len(taken)
            taken.append(after)
        elif of_at is not None and _joins_by_and(words, taken[-1], after):
            taken.append(after)
        else:
            break
        at += 1
    return Chain(tuple(taken), of_at), at + 1


def _with_particle_before(words: Sequence[Word], units: Sequence[NameUnit], at: int) -> NameUnit:
    """The unit with the particle before it: "al-" of "al-Zarqawi", "bin" of "bin Laden"."""
    unit = units[at]
    first = unit.first
    floor = units[at - 1].last if at else -1
    while (
        unit.kind == ""
        and first - 1 > floor
        and words[first - 1].text in _PARTICLES
        and len(words[first - 1].text) > 1
        and words[first].gap in (" ", "-")
    ):
        first -= 1
    return unit if first == unit.first else NameUnit(first, unit.last, "")


def _with_hyphen_tail(words: Sequence[Word], taken: Sequence[NameUnit]) -> NameUnit:
    """The last unit with a lower-case half: "-moon" of "Ki-moon", but not "-led" of "US-led"."""
    unit = taken[-1]
    after = unit.last + 1
    if unit.kind or after >= len(words) or words[after].gap != "-":
        return unit
    tail = words[after].text
    known = words[unit.last].text in given_names() or len(taken) > 1
    if not tail[0].islower() or tail in _COMPOUND_TAILS or not known or len(tail) > 8:
        return unit
    return NameUnit(unit.first, after, "")


def _joins(words: Sequence[Word], before: NameUnit, after: NameUnit) -> bool:
    """Whether two units are neighbours within one chain."""
    between = range(before.last + 1, after.first + 1)
    if len(between) > 4 or (words[before.last].text[0].islower() and before.kind == ""):
        return len(between) == 1 and continues(words[before.last], words[after.first])
    if not words[after.first].is_capitalised and len(between) == 1 and after.kind == "title":
        return continues(words[before.last], words[after.first])
    if before.kind == "title" and len(between) > 1:
        particles_start_a_name = words[between[0]].text in _PARTICLES
        if not particles_start_a_name:
            return False
    if len(between) > 1 and (before.kind in ("norp", "place", "org") or after.kind == "title"):
        return False
    for index in between:
        if not continues(words[index - 1], words[index]):
            return False
        if index != after.first and words[index].text not in _PARTICLES:
            return False
    return not (words[after.first].gap == "-" and (before.kind != "" or after.kind != ""))


def _joins_by_of(words: Sequence[Word], taken: Sequence[NameUnit], after: NameUnit) -> bool:
    """Whether "of", "for" or "on" joins two units: "Ministry of Defence", "Gulf of Aden"."""
    before = taken[-1]
    head = words[before.last].text
    if before.kind == "title" or not words[after.first].is_capitalised or after.kind == "title":
        return False
    between = [words[index] for index in range(before.last + 1, after.first)]
    if not between or len(between) > 2 or between[0].text not in _OF:
        return False
    if len(between) == 2 and between[1].text not in ("the", "la"):
        return False
    if any(word.gap != " " for word in [*between, words[after.first]]):
        return False
    if before.kind == "" and head in heads("head") and between[0].text == "of":
        return True
    return head in heads("of") and (between[0].text in ("of", "de") or after.kind == "")


def _joins_by_and(words: Sequence[Word], before: NameUnit, after: NameUnit) -> bool:
    """Whether "and" joins two units: "Department of Health and Human Services"."""
    if after.first != before.last + 2 or words[before.last + 1].text not in ("and", "of"):
        return False
    if words[after.first].gap != " " or words[before.last + 1].gap != " ":
        return False
    return before.kind == after.kind == "" and words[after.first].is_capitalised

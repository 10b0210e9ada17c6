"""Name types: what one chain of capitalised words names, judged by its own words.

Pure. Where the words leave the type open, ``mentions`` decides by what stands around the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.rule_mentions.capitals import NOT_NAMES, Chain, LowerCased, NameUnit
from benchmarks.rule_mentions.name_words import Word
from benchmarks.rule_mentions.phrases import certain_given_names
from transforms.lexicon import read_lexicon, words_of
from transforms.names import given_names, heads

_COMPASS = frozenset(
    row["surface"] for row in read_lexicon("compass_words", "benchmarks.rule_mentions")
)
_TITLE_MODIFIERS = words_of("title_modifiers")
_LONGEST_PERSON = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of words that may be a mention.

    Attributes:
        first, last: indices of its words, both included.
        entity_type: its type; "" where its own words do not say.
        confidence: 0..1.
        is_open: whether what stands around the name may overrule the type.
        title: first and last word of the title before it.
    """

    first: int
    last: int
    entity_type: str
    confidence: float
    is_open: bool = False
    title: tuple[int, int] | None = None


def read_chain(words: Sequence[Word], chain: Chain, lower_cased: LowerCased) -> list[Candidate]:
    """The candidates in a chain, in order and disjoint."""
    units, of_at = _without_opener(words, chain, lower_cased)
    if not units:
        return []
    titles = [index for index, unit in enumerate(units) if unit.kind == "title"]
    if not titles:
        return _read_units(words, units, of_at, lower_cased)
    whole = _whole_with_title(words, units, of_at)
    if whole is not None:
        return [whole]
    found = _read_units(words, units[: titles[0]], None, lower_cased)
    for index, at in enumerate(titles):
        stop = titles[index + 1] if index + 1 < len(titles) else len(units)
        run = units[at + 1 : stop]
        if run:
            shifted = of_at - at - 1 if of_at is not None and of_at > at + 1 else None
            found += _read_titled(words, units[at], run, shifted, lower_cased)
    return found


def _without_opener(
    words: Sequence[Word], chain: Chain, lower_cased: LowerCased
) -> tuple[tuple[NameUnit, ...], int | None]:
    """The chain without a first word that has its capital only because it opens the sentence."""
    units, of_at = chain.units, chain.of_at
    first = units[0]
    word = words[first.first]
    if first.kind or not word.opens or not lower_cased.is_common(word) or word.is_acronym:
        return units, of_at
    if len(units) == 1:
        return (), None
    if len(units) == 2 and words[units[1].last].text in heads("tail") and not units[1].kind:
        return units, of_at  # "Farmers Union" is a name although farmers are common
    if of_at == 1:
        return units, of_at
    return units[1:], of_at - 1 if of_at is not None else None


def _whole_with_title(
    words: Sequence[Word], units: Sequence[NameUnit], of_at: int | None
) -> Candidate | None:
    """An organisation or place named with a title: "King Hussein Airport"."""
    first, last = units[0], units[-1]
    head = words[last.last].text
    if of_at is not None or last.kind or head not in heads("tail"):
        return None
    if not all(words[unit.first].is_capitalised for unit in units):
        return None
    return Candidate(first.first, last.last, heads("tail")[head], 0.7)


def _read_titled(
    words: Sequence[Word],
    title: NameUnit,
    run: Sequence[NameUnit],
    of_at: int | None,
    lower_cased: LowerCased,
) -> list[Candidate]:
    first = words[title.last + 1]
    head = words[run[-1].last].text
    known = run[0].kind in ("place", "norp", "org") and run[0].is_certain
    if (
        of_at is not None
        or known
        or first.text in NOT_NAMES
        or (head in heads("tail") and len(run) > 1 and first.text not in given_names())
    ):
        return _read_units(words, run, of_at, lower_cased)
    length = next((index for index, unit in enumerate(run) if unit.kind == "norp"), len(run))
    kept = run[: min(length, _LONGEST_PERSON)]
    # A lower-case noun before the name is weaker lower_cased than a written title.
    sure = words[title.first].is_capitalised or first.text in given_names()
    person = Candidate(
        title.last + 1,
        kept[-1].last,
        "person",
        0.9 if sure else 0.75,
        title=(_title_start(words, title), title.last),
    )
    return [person, *_read_units(words, run[len(kept) :], None, lower_cased)]


def _title_start(words: Sequence[Word], title: NameUnit) -> int:
    """Where the title starts with its modifiers: "former Russian deputy foreign minister"."""
    at = title.first
    while at > 0 and words[at].gap in (" ", "-"):
        before = words[at - 1]
        named = before.is_capitalised and not (before.opens and before.text.lower() in NEVER_TITLE)
        if not named and before.text.lower() not in _TITLE_MODIFIERS:
            break
        at -= 1
    return at


NEVER_TITLE = words_of("plain_words") - _TITLE_MODIFIERS


def _read_units(
    words: Sequence[Word], units: Sequence[NameUnit], of_at: int | None, lower_cased: LowerCased
) -> list[Candidate]:
    """Type a run of units without titles."""
    if not units:
        return []
    first, last = units[0].first, units[-1].last
    if of_at is not None and of_at < len(units):
        head = words[units[of_at - 1].last].text
        kind = heads("head").get(head) or heads("tail").get(head) or "org"
        return [Candidate(first, last, kind, 0.8)]
    if len(units) == 1:
        return list(_single(words, units[0], lower_cased))
    whole = _by_shape(words, units)
    if whole is not None:
        return [whole]
    return list(_by_parts(words, units, lower_cased))


def _by_shape(words: Sequence[Word], units: Sequence[NameUnit]) -> Candidate | None:
    """A name of several units whose first or last word shows what it names."""
    first, last = units[0].first, units[-1].last
    opening, closing = words[first].text, words[last].text
    is_given = units[0].kind in ("", "place") and opening in given_names()
    if closing in heads("legal"):
        return Candidate(first, last, "org", 0.9)
    if closing in heads("tail") and not units[-1].kind:
        kind = heads("tail")[closing]
        is_person = is_given and len(units) == 2 and opening in certain_given_names()
        if not (is_person and kind in ("place", "facility")):
            return Candidate(first, last, kind, 0.8)
    if opening in heads("head") and not units[0].kind and len(units) <= 3:
        return Candidate(first, last, "place", 0.75)
    if opening in _COMPASS and len(units) == 2 and units[1].kind == "place":
        return Candidate(first, last, "place", 0.8)
    if is_given and len(units) <= _LONGEST_PERSON and _may_be_person(words, units):
        sure = opening in certain_given_names()
        return Candidate(first, last, "person", 0.9 if sure else 0.65)
    return None


def _may_be_person(words: Sequence[Word], units: Sequence[NameUnit]) -> bool:
    return not any(
        unit.kind in ("norp", "org")
        or (words[unit.last].is_acronym and "." not in words[unit.last].text)
        for unit in units[1:]
    )


def _by_parts(
    words: Sequence[Word], units: Sequence[NameUnit], lower_cased: LowerCased
) -> Iterator[Candidate]:
    """The lexicons' names in the run, each for itself, and what stands between them."""
    at = 0
    while at < len(units):
        unit = units[at]
        if unit.kind:
            yield from _single(words, unit, lower_cased)
            at += 1
            continue
        stop = at
        while stop < len(units) and not units[stop].kind:
            stop += 1
        if stop - at == len(units) or stop - at > 1:
            yield from _unknown_run(words, units[at:stop], lower_cased)
        elif stop < len(units) and units[stop].kind == "place" and stop + 1 == len(units):
            yield Candidate(unit.first, units[stop].last, "place", 0.5, is_open=True)
            return
        else:
            yield from _single(words, unit, lower_cased)
        at = stop


def _unknown_run(
    words: Sequence[Word], units: Sequence[NameUnit], lower_cased: LowerCased
) -> Iterator[Candidate]:
    first, last = units[0].first, units[-1].last
    parts = [words[unit.last] for unit in units]
    opening = words[first].text
    if all(word.text in NOT_NAMES or lower_cased.is_common(word) for word in parts):
        return
    if opening in given_names() and len(units) <= _LONGEST_PERSON:
        yield Candidate(first, last, "person", 0.85)
    elif any(
        word.text in heads("tail") or word.text in heads("of") or word.is_acronym
        for word in parts
        if len(word.text) > 2
    ):
        yield Candidate(first, last, "org", 0.55, is_open=True)
    elif any(lower_cased.is_common(word) for word in parts) or len(units) > 4:
        yield Candidate(first, last, "", 0.4, is_open=True)
    else:
        yield Candidate(first, last, "person", 0.6, is_open=True)


def _single(words: Sequence[Word], unit: NameUnit, lower_cased: LowerCased) -> Iterator[Candidate]:
    word = words[unit.last]
    if unit.kind:
        yield Candidate(
            unit.first,
            unit.last,
            unit.kind,
            0.9 if unit.is_certain else 0.6,
            is_open=not unit.is_certain or word.text in given_names(),
        )
    elif word.text in NOT_NAMES or len(word.text) < 2 or lower_cased.is_common(word):
        return
    elif word.is_acronym:
        yield Candidate(unit.first, unit.last, "org", 0.65, is_open=True)
    elif word.text in heads("tail") or word.text in heads("of"):
        return
    elif word.text in certain_given_names():
        yield Candidate(unit.first, unit.last, "person", 0.6, is_open=True)
    else:
        yield Candidate(unit.first, unit.last, "", 0.4, is_open=True)

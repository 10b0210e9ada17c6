"""Person bounds: where the name of a person begins and ends among the words of a sentence.

Pure. What the tagger read is put right: a title goes out of a name ("DI Una Fell"), particles and
a nickname in quotation marks come into it ("van der" before "Dell", "Ann “Nan” Fell"), and a rank
shows a name that the tagger missed ("PC Una Fell").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transforms.lexicon import read_lexicon, words_in_role, words_of
from transforms.models import Stretch
from transforms.names.known_names import heads
from transforms.names.titles import address_before, title_within

_OPENING = words_in_role("name_particles", "opens")
_PARTICLES = words_of("name_particles")
_DAYS = words_of("calendar_words")
_MONTHS = frozenset(r["surface"] for r in read_lexicon("months") if r["language"] == "en")
_COMMON = words_of("plain_words") | _DAYS
_QUOTES = {"“": "”", '"': '"', "‘": "’", "'": "'", "”": "”"}
_PRINCES = frozenset({"prince", "princess", "king", "queen", "duke", "duchess"})
_COUNTRIES = words_of("countries")
_LONGEST_NICKNAME = 3
_KOREAN_NAME = 4
"""Tokens of "Noh Geun-tak"."""
_AFTER_TITLE = 0.6
"""Confidence of a name that only the rank before it shows."""


def bound_persons(words: Sequence[str], stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches of a sentence with the names of persons as long as they should be."""
    bounded: list[Stretch] = []
    for read in stretches:
        stretch = _with_family_name(words, read)
        if bounded and stretch.first <= bounded[-1].last:
            continue
        if stretch.kind != "person":
            bounded.append(stretch)
            continue
        first = stretch.first + title_within(words, stretch.first, stretch.last)
        if first == stretch.first:
            first = _with_calendar_name(words, _with_particles(words, first))
        before = bounded[-1] if bounded else None
        if before and before.last >= first:
            first = before.last + 1
        name = replace(stretch, first=first)
        if before and before.kind == "person" and _continues(words, before, first):
            name = replace(stretch, first=bounded.pop().first)
        last = max(_end_behind_nickname(words, name, stretches), _end_of_realm(words, name))
        bounded.append(replace(name, last=last))
    return sorted([*bounded, *_named_by_rank(words, bounded)], key=lambda one: one.first)


def _with_family_name(words: Sequence[str], stretch: Stretch) -> Stretch:
    """Take in the family name before a hyphenated given name: the "Noh" of "Noh Geun-tak"."""
    first, last = stretch.first, stretch.last
    syllables = words[first : last + 1]
    is_given = len(syllables) == 3 and syllables[1] == "-" and syllables[2].islower()
    if is_given and first > 0 and words[first - 1].istitle() and _is_family_name(words[first - 1]):
        return replace(stretch, first=first - 1, kind="person")
    is_full = len(syllables) == _KOREAN_NAME and syllables[2] == "-" and syllables[3].islower()
    is_person = is_full and stretch.kind == "place" and _is_family_name(syllables[0])
    return replace(stretch, kind="person") if is_person else stretch


def _is_family_name(word: str) -> bool:
    return word.lower() in words_of("family_first")


def _with_particles(words: Sequence[str], first: int) -> int:
    """Where a surname begins, with the particles before it: "van der", "al-"."""
    start = at = first
    while at > 0 and (words[at - 1] in _PARTICLES or (words[at - 1] == "-" and at < first + 1)):
        at -= 1
        if words[at] in _OPENING:
            start = at
    opens = at == 1 or (at > 1 and words[at - 2] in _QUOTES)
    if at > 0 and opens and at < first and words[at - 1].lower() in _OPENING:
        return at - 1
    return start


def _with_calendar_name(words: Sequence[str], first: int) -> int:
    """Take in the "June" of "June Field" where no date can stand: as the first of a sentence."""
    if first != 1 or words[0].lower() not in _MONTHS | _DAYS:
        return first
    return 0 if words[0].lower() in _MONTHS or words[2:3] == [","] else first


def _continues(words: Sequence[str], before: Stretch, first: int) -> bool:
    """Whether a name goes on with a particle directly behind what was read of it."""
    joint = words[before.last] if before.last > before.first else ""
    return before.last + 1 == first and (words[first] in _OPENING or joint in _PARTICLES)


def _end_behind_nickname(words: Sequence[str], name: Stretch, others: Sequence[Stretch]) -> int:
    """The last word of a name that has a nickname in quotation marks before the surname."""
    opening = name.last + 1
    if opening >= len(words) or words[opening] not in _QUOTES:
        return name.last
    for closing in range(opening + 2, min(opening + 2 + _LONGEST_NICKNAME, len(words) - 1)):
        if words[closing] != _QUOTES[words[opening]]:
            continue
        inside = words[opening + 1 : closing]
        follows = words[closing + 1]
        is_name = any(word[0].isupper() for word in inside) and follows[0].isupper()
        if is_name and all(map(str.isalpha, inside)):
            ends = (s.last for s in others if s.kind == "person" and s.first == closing + 1)
            return next(ends, closing + 1)
        break
    return name.last


def _end_of_realm(words: Sequence[str], name: Stretch) -> int:
    """The last word of a prince's name, with the land that it has in place of a surname.

    A country of today stays a name of its own: "Prince Egon of Denmark".
    """
    realm = name.last + 2
    if name.first != name.last or name.first == 0 or realm >= len(words):
        return name.last
    is_prince = words[name.first - 1].istitle() and words[name.first - 1].lower() in _PRINCES
    is_realm = words[name.last + 1] == "of" and words[realm].istitle()
    return realm if is_prince and is_realm and words[realm].lower() not in _COUNTRIES else name.last


def _named_by_rank(words: Sequence[str], found: Sequence[Stretch]) -> list[Stretch]:
    """Names of two words that the tagger missed behind a rank or a form of address."""
    taken = {at for one in found for at in range(one.first, one.last + 1)}
    missed: list[Stretch] = []
    for first in range(1, len(words) - 1):
        pair = words[first : first + 2]
        is_free = taken.isdisjoint({first - 1, first, first + 1, first + 2})
        if is_free and all(map(_may_be_name, pair)) and address_before(words, first):
            following = words[first + 2] if first + 2 < len(words) else ""
            if pair[1] not in heads("tail") and not following[:1].isupper():
                missed.append(Stretch(first, first + 1, "person", _AFTER_TITLE))
    return missed


def _may_be_name(word: str) -> bool:
    return word.istitle() and len(word) > 1 and word.isalpha() and word.lower() not in _COMMON

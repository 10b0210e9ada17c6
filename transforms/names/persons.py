"""Person names: which mentions of persons name the same person.

Pure. Full names are resolved first, then the rest: surnames, given names, slips of the pen. Two
different given names of the lexicon are never taken for one. A surname goes to the full name
written nearest before it, since news names a person in full once; else to the nearest after it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice

from transforms.lexicon import read_lexicon, words_in_role, words_of
from transforms.names.alike import TWO_SLIPS, Alike, slips_in, slips_of
from transforms.names.genders import Gender, given_gender, title_gender
from transforms.names.ids import unaccented
from transforms.names.known_names import given_names
from transforms.names.mention import Form
from transforms.names.occurrences import Occurrence, ResolvedName, best_spelling
from transforms.names.spelling import edit_distance, slip_keys

_SUFFIXES = words_in_role("name_words", "generation")
_NICKNAME = re.compile(r"(?<=\s)(?:[\"“”][^\"“”]+[\"“”]|['‘]\w[^'‘’]*['’])(?=\s)")
_ARTICLE = re.compile(r"\A[ae]l-(?=\w{3})")
_ONE_SLIP = 5
"""Fewest letters of a name with which one slip leaves it recognisable."""
_LONGEST_SYLLABLE = 5
"""Letters of the longest syllable of a Korean or Chinese given name: "Hyeok"."""

Words = tuple[str, ...]


@dataclass(slots=True)
class _Person:
    """One person: how the article calls them, and where.

    Attributes:
        name: the best attested full spelling.
        head: the words of that spelling, as ``_words_of`` gives them.
        places: positions of the mentions by full name.
        gender: what titles or the given name say.
    """

    name: str
    head: Words
    places: list[int] = field(default_factory=list)
    gender: Gender | None = None


def name_persons(occurrences: Sequence[Occurrence]) -> list[ResolvedName]:
    """One ResolvedName per occurrence, in the same order."""
    worded = [_words_of(one.surface) for one in occurrences]
    full: dict[Words, list[Occurrence]] = {}
    for one, words in zip(occurrences, worded, strict=True):
        if len(words) > 1:
            full.setdefault(words, []).append(one)
    persons, reasons = _cluster(full)
    index = _Index(persons)
    namings: list[ResolvedName] = []
    for one, words in zip(occurrences, worded, strict=True):
        if words in reasons:
            person, form, reason = reasons[words]
            namings.append(ResolvedName(person.name, form, reason))
        else:
            namings.append(_name_part(one, words, index))
    return namings


@cache
def _words_of(surface: str) -> Words:
    """The words of a name, case-folded, without accents, points, nickname and generational suffix.

    The Arabic article does not count either.

    >>> _words_of("George W. Peña Jr."), _words_of("James “Jimmy” al-Orr")
    (('george', 'w', 'pena'), ('james', 'orr'))
    """
    words = [word.strip(".,") for word in _NICKNAME.sub(" ", _folded(surface)).split()]
    words = [_ARTICLE.sub("", word) for word in words if word]
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return tuple(words)


def _folded(name: str) -> str:
    return unaccented(name).casefold()


def _cluster(
    full: dict[Words, list[Occurrence]],
) -> tuple[list[_Person], dict[Words, tuple[_Person, Form, str]]]:
    """Gather full names into persons, the most trustworthy spelling first.

    Returns:
        The persons, and for each full name its person, form and rule.
    """
    persons: list[_Person] = []
    # One person's names begin or end alike, so that only these need be compared: see _same_person.
    beginning: defaultdict[str, Alike[_Person]] = defaultdict(lambda: Alike(_surname_keys))
    ending: defaultdict[str, Alike[_Person]] = defaultdict(lambda: Alike(_given_keys))
    reasons: dict[Words, tuple[_Person, Form, str]] = {}
    for words in sorted(full, key=lambda words: (-_trust(words), -_weight(full[words]), words)):
        begun = beginning[words[0]].asked(partial(slips_of, words[-1]))
        alike = ending[words[-1]].asked(partial(_asked_keys, words[0]))
        alike = [*alike, *(person for person in begun if person.head[-1] != words[-1])]
        met = [(p, how) for p in alike if (how := _same_person(p.head, words)) is not None]
        if len(met) == 1:
            person, (form, reason) = met[0]
        else:
            person = _Person(_spelling(full[words]), words)
            persons.append(person)
            beginning[words[0]].add(person)
            ending[words[-1]].add(person)
            form, reason = "full_name", "same_name"
        person.places += [one.at for one in full[words]]
        person.gender = person.gender or _gender(full[words])
        reasons[words] = (person, form, reason)
    for person in persons:
        person.places.sort()
    return persons, reasons


def _surname_keys(person: _Person) -> Iterable[str]:
    """What somebody is found by whose given name is the same: see ``_same_person``."""
    return slips_of(person.head[-1])


def _given_keys(person: _Person) -> Iterable[str]:
    """What somebody is found by whose surname is the same."""
    first, *inner = person.head[:-1]
    yield from (f"word {word}" for word in (first, *inner))
    yield f"letter {first[0]}"
    if len(first) == 1:
        yield f"initial {first}"
    yield from slips_of(first)


def _asked_keys(given: str) -> Iterable[str]:
    """What those are found by whose given name may be this one: see ``_same_given``."""
    yield from (f"word {one}" for one in full_forms(given) | _nicknames().get(given, frozenset()))
    yield f"letter {given}" if len(given) == 1 else f"initial {given[0]}"
    yield from slips_of(given)


def _spelling(occurrences: Sequence[Occurrence]) -> str:
    """The best spelling; one with a nickname only if there is no other."""
    surfaces = [one.surface for one in occurrences]
    return best_spelling([one for one in surfaces if not _NICKNAME.search(one)] or surfaces)


def same_person(name: str, other: str) -> tuple[Form, str] | None:
    """How two full names differ if they may name one person, and by which rule; else None.

    The more trustworthy of the two counts as the right one, in whichever order they are given.

    >>> same_person("Vladmir Putin", "Vladimir Putin"), same_person("John Kerry", "Jane Kerry")
    (('misspelling', 'misspelt_given_name'), None)
    """
    head, words = sorted((_words_of(name), _words_of(other)), key=lambda one: (-_trust(one), one))
    return _same_person(head, words) if len(head) > 1 and len(words) > 1 else None


def full_forms(given: str) -> frozenset[str]:
    """A given name, case-folded, and the given names that it is short for.

    >>> sorted(full_forms("bill"))
    ['bill', 'william']
    """
    return frozenset({given, *(full for full, short in _nicknames().items() if given in short)})


def _weight(occurrences: Sequence[Occurrence]) -> float:
    """How often a spelling stands in the article; all captions together count one half."""
    outside = [one for one in occurrences if not one.is_captioned]
    return len(outside) + (0.5 if len(outside) < len(occurrences) else 0)


def _trust(words: Words) -> int:
    """How likely a full name is spelled right, by its first word.

    3 for a given name of the lexicon, 2 for another word, 1 for an initial, 0 for a particle, with
    which a surname of two words begins.
    """
    first = words[0]
    if len(first) == 1:
        return 1
    if first in _known_given():
        return 3
    return 0 if first in words_of("name_particles") else 2


def _gender(occurrences: Sequence[Occurrence]) -> Gender | None:
    """The first gender that a title says, else the one of the given name."""
    titled = (title_gender(one.title) for one in occurrences)
    return next(filter(None, titled), None) or given_gender(occurrences[0].surface)


def _same_person(head: Words, words: Words) -> tuple[Form, str] | None:
    """How two full names differ if they name one person, and by which rule; else None.

    >>> _same_person(("vladimir", "putin"), ("vladmir", "putin"))
    ('misspelling', 'misspelt_given_name')
    >>> _same_person(("john", "kerry"), ("jane", "kerry")) is None
    True
    >>> _same_person(("maria", "lopez", "obrador"), ("lopez", "obrador"))
    ('surname', 'surname')
    """
    if len(words) < len(head) and head[-len(words) :] == words:
        return "surname", "surname"
    if not _nested(head[1:-1], words[1:-1]):
        if (head[0], head[-1]) == (words[0], words[-1]) and _one_slipped(head, words):
            return "misspelling", "misspelt_middle_name"
        return None
    if head[-1] != words[-1]:
        if head[0] == words[0] and len(head) == len(words) and _slipped(head[-1], words[-1]):
            return "misspelling", "misspelt_surname"
        return None
    return _same_given(head[0], words[0])


def _nested(one: Words, other: Words) -> bool:
    """Whether the fewer middle names are among, or initials of, the more."""
    few, many = sorted((one, other), key=len)
    return all(any(m == f or m[0] == f or f[0] == m for m in many) for f in few)


def _same_given(head: str, given: str) -> tuple[Form, str] | None:
    if head == given:
        return "variant", "middle_name"
    if len(given) == 1 or len(head) == 1:
        return ("variant", "initial") if head[0] == given[0] else None
    if given in _nicknames().get(head, ()) or head in _nicknames().get(given, ()):
        return "variant", "nickname"
    if head in _known_given() and given in _known_given():
        return None
    return ("misspelling", "misspelt_given_name") if _slipped(head, given) else None


def _one_slipped(head: Words, words: Words) -> bool:
    """Whether two names have equally many words, of which one differs, by a slip."""
    differing = [pair for pair in zip(head, words, strict=False) if pair[0] != pair[1]]
    return len(head) == len(words) and len(differing) == 1 and _slipped(*differing[0])


def _slipped(one: str, other: str) -> bool:
    """Whether two words differ by no more slips than their length allows.

    Where the shorter has four letters, the first and the last must agree, and no letter may be
    replaced: "Ross" and "Rsos" are one, but neither "Wang" and "Wong" nor "Jian" and "Jiang".
    """
    shorter = min(len(one), len(other))
    if shorter == _ONE_SLIP - 1:
        same_ends = (one[0], one[-1]) == (other[0], other[-1])
        is_slip = len(one) != len(other) or sorted(one) == sorted(other)
        return same_ends and is_slip and edit_distance(one, other, limit=1) == 1
    limit = 2 if shorter >= TWO_SLIPS else 1
    return shorter >= _ONE_SLIP and edit_distance(one, other, limit=limit) <= limit


class _Index:
    """The persons of an article by the words of their names, each list in the persons' order."""

    def __init__(self, persons: Sequence[_Person]) -> None:
        self.last: defaultdict[str, list[_Person]] = defaultdict(list)
        self.first: defaultdict[str, list[_Person]] = defaultdict(list)
        self.inner: defaultdict[str, list[_Person]] = defaultdict(list)
        for person in persons:
            *_, last = person.head
            self.last[last].append(person)
            self.first[person.head[0]].append(person)
            for word in dict.fromkeys((*person.head[1:-1], *last.split("-"))):
                self.inner[word].append(person)
        self._named: dict[tuple[str, Gender | None], list[tuple[int, int]]] = {}
        # Surnames by what is left of them, one a line: a hundred thousand lists would cost more.
        self._slips: dict[str, str] | None = None

    def nearest(self, at: int, surname: str, gender: Gender | None) -> _Person | None:
        """Who of a surname is named in full nearest before a place, else nearest after it.

        gender: whoever is known to be of another one is left out.
        """
        if (surname, gender) not in self._named:
            self._named[surname, gender] = sorted(
                (
                    (place, number)
                    for number, one in enumerate(self.last.get(surname, ()))
                    if not gender or not one.gender or one.gender == gender
                    for place in one.places
                )
            )
        named = self._named[surname, gender]
        if not named:
            return None
        after = bisect_left(named, (at, -1))
        return self.last[surname][named[max(0, after - 1)][1]]

    def slipped(self, word: str) -> list[_Person]:
        """The persons for whose surname a word is a slip of the pen."""
        if self._slips is None:
            self._slips = {}
            for surname in self.last:
                for key in slip_keys(surname, slips_in(surname)):
                    held = self._slips.get(key)
                    self._slips[key] = surname if held is None else f"{held}\n{surname}"
        keys = slip_keys(word, slips_in(word))
        lines = (self._slips[key] for key in keys if key in self._slips)
        near = dict.fromkeys(surname for line in lines for surname in line.split("\n"))
        return [one for surname in near if _slipped(surname, word) for one in self.last[surname]]


def _name_part(one: Occurrence, words: Words, persons: _Index) -> ResolvedName:
    """Resolve a mention of one word: a surname, a given name, or a slip in a surname."""
    gender = title_gender(one.title)

    def fitting(among: Iterable[_Person]) -> Iterator[_Person]:
        return (p for p in among if not gender or not p.gender or p.gender == gender)

    def two_at_most(among: Iterable[_Person]) -> list[_Person]:
        return list(islice(among, 2))

    word = words[-1] if words else one.surface.casefold()
    if found := persons.nearest(one.at, word, gender):
        return ResolvedName(found.name, "surname", "surname")
    firsts = fitting(persons.first.get(word, ()))
    by_first = two_at_most(p for p in firsts if _goes_with(one.title, p.head))
    if len(by_first) == 1:
        person = by_first[0]
        if is_family_first(person.head):
            return ResolvedName(person.name, "surname", "surname")
        return ResolvedName(person.name, "given_name", "given_name")
    inner = fitting(persons.inner.get(word, ()))
    by_middle = two_at_most(p for p in inner if _is_inner_surname(word, p.head))
    if len(by_middle) == 1 and not by_first:
        return ResolvedName(by_middle[0].name, "surname", "surname")
    if word not in _known_given():
        slipped = two_at_most(fitting(persons.slipped(word)))
        if len(slipped) == 1:
            return ResolvedName(slipped[0].name, "misspelling", "misspelt_surname")
    form: Form = "given_name" if word in _known_given() else "surname"
    return ResolvedName(one.surface, form, "only_name")


def _is_inner_surname(word: str, head: Words) -> bool:
    """Whether a word is a surname but the last: "Olmo" in "Ana Olmo Ruiz", "Orr" in "Orr-Bell"."""
    if len(word) == 1 or word in _known_given() or word in words_of("name_particles"):
        return False
    return word in head[1:-1] or word in head[-1].split("-")


def _goes_with(title: str, head: Words) -> bool:
    """Whether a title may stand before the first word of a full name.

    "Sir" goes with a given name; "Mr" only with what is no given name of ours: the family name that
    stands first, or a name like "Saddam".
    """
    if not title or is_family_first(head) or head[0] not in _known_given():
        return True
    words = _folded(title).replace(".", "").split()
    return any(" ".join(words[start:]) in _before_given() for start in range(len(words)))


@cache
def _before_given() -> frozenset[str]:
    """Titles before a given name alone: "sir", "crown prince"."""
    return frozenset(_folded(r["surface"]) for r in read_lexicon("titles") if r["use"] == "given")


def is_family_first(words: Words) -> bool:
    """Whether the family name is the first of a name's words.

    >>> is_family_first(("lee", "jun-yun")), is_family_first(("lee", "harvey"))
    (True, False)
    """
    use = _family_first().get(words[0])
    if use is None or len(words) == 1:
        return False
    return not use or "-" in words[1] or (len(words) == 3 and _is_syllables(words[1:]))


def _is_syllables(words: Words) -> bool:
    """Whether these are the syllables of one given name: "Kah Wei"."""
    return all(len(word) <= _LONGEST_SYLLABLE for word in words) and not any(
        word in _known_given() and word not in _family_first() for word in words
    )


@cache
def _family_first() -> dict[str, str]:
    return {_folded(row["surface"]): row["use"] for row in read_lexicon("family_first")}


def is_given_name(word: str) -> bool:
    """Whether a word, case-folded and without accents, is a given name of the lexicon."""
    return word in _known_given()


@cache
def _known_given() -> frozenset[str]:
    return frozenset(map(_folded, given_names()))


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    """Short forms, by the given name that they stand for."""
    found: dict[str, set[str]] = {}
    for row in read_lexicon("nicknames"):
        found.setdefault(_folded(row["given_name"]), set()).add(_folded(row["surface"]))
    return {name: frozenset(short) for name, short in found.items()}

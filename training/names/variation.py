"""Variation: the same sentences with other names and in other casings.

The network then learns the form of names instead of the names of its texts. Within a document the
same name gets the same other name throughout.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from training.names.corpora import LabelledStretch, TrainingSentence

_PARTICLES = frozenset(
    ["van", "von", "de", "da", "del", "di", "bin", "al", "el", "la", "le", "of", "and", "the", "-"]
)
_SMALL = frozenset(
    ["a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "of", "on", "or", "the", "to"]
)


_FIRMS = frozenset(
    ["ag", "co", "company", "corp", "group", "holdings", "inc", "llc", "ltd", "nv", "partners",
     "plc", "sa", "se"]
)  # fmt: skip


class Replacer:
    """Draws other names: of persons and places from lists, of organisations from the corpora.

    An organisation of one word gets a surname or a word that nobody has seen.
    """

    def __init__(
        self,
        given: Sequence[str],
        family: Sequence[str],
        places: Sequence[Sequence[str]],
        orgs: Sequence[Sequence[str]],
    ) -> None:
        self._given, self._family, self._places, self._orgs = given, family, places, orgs

    def __call__(
        self, sentences: Sequence[TrainingSentence], rng: random.Random
    ) -> list[TrainingSentence]:
        """The document with other names."""
        drawn: dict[tuple[str, ...], list[str]] = {}
        return [self._replaced(sentence, drawn, rng) for sentence in sentences]

    def _replaced(
        self,
        sentence: TrainingSentence,
        drawn: dict[tuple[str, ...], list[str]],
        rng: random.Random,
    ) -> TrainingSentence:
        words: list[str] = []
        stretches: list[LabelledStretch] = []
        done = 0
        for first, last, kinds in sentence.stretches:
            words += sentence.words[done:first]
            other = self._other(sentence.words[first : last + 1], kinds, drawn, rng)
            stretches.append((len(words), len(words) + len(other) - 1, kinds))
            words += other
            done = last + 1
        return TrainingSentence(words + sentence.words[done:], stretches)

    def _other(
        self,
        words: list[str],
        kinds: tuple[str, ...],
        drawn: dict[tuple[str, ...], list[str]],
        rng: random.Random,
    ) -> list[str]:
        if kinds == ("person",):
            return [self._other_part(words, at, drawn, rng) for at in range(len(words))]
        key = (kinds[0], *words)
        if key not in drawn:
            drawn[key] = words
            if kinds[0] == "place" and rng.random() < 0.4:
                drawn[key] = list(rng.choice(self._places))
            elif kinds == ("org",) and _is_brand(words) and rng.random() < 0.5:
                drawn[key] = [self._brand(rng)]
            elif kinds == ("org",) and self._orgs and rng.random() < 0.3:
                drawn[key] = list(rng.choice(self._orgs))
        return drawn[key]

    def _brand(self, rng: random.Random) -> str:
        """A surname, or a word that nobody has seen: the beginning of one and the end of another.

        A reader knows such a company by what it does, and so must the network.
        """
        name = rng.choice(self._family)
        if rng.random() < 0.4:
            return name
        end = rng.choice(self._family)
        return name[: rng.randint(2, 4)] + end[-rng.randint(2, 4) :].lower()

    def _other_part(
        self,
        words: list[str],
        at: int,
        drawn: dict[tuple[str, ...], list[str]],
        rng: random.Random,
    ) -> str:
        word = words[at]
        if word in _PARTICLES or not word[0].isupper() or len(word) < 3 or word.endswith("."):
            return word
        key = ("person", word.lower())
        if key not in drawn:
            is_given = at == 0 and len(words) > 1
            drawn[key] = [rng.choice(self._given if is_given else self._family)]
        [name] = drawn[key]
        return name.upper() if word.isupper() and len(word) > 3 else name


def _is_brand(words: Sequence[str]) -> bool:
    """Whether a name is one capitalised word and no acronym, or that of a firm by its ending."""
    if len(words) == 1:
        return words[0][0].isupper() and not words[0].isupper()
    return words[-1].rstrip(".").lower() in _FIRMS


def recased(words: list[str], rng: random.Random, share: float) -> list[str]:
    """The words, or with probability ``share`` in capitals or in one of the title cases."""
    draw = rng.random() / share if share else 1.0
    if draw >= 1:
        return words
    if draw < 0.25:
        return [word.upper() for word in words]
    if draw < 0.6:
        return [word[0].upper() + word[1:] for word in words]
    return [
        word if at and word.lower() in _SMALL else word[0].upper() + word[1:]
        for at, word in enumerate(words)
    ]

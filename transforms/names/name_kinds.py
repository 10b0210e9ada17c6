"""Kinds: what kind of thing a name names, by the network and by all that stands around it.

Pure. The network judges a mention by its sentence. Here all mentions of a name are weighed
together: the network's probabilities for this one and for the others, and the signs around each
(``surroundings``). The weights are learned (``training/names/name_kinds.py``): a table with one
row per piece of evidence and one column per kind.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from transforms.lexicon import read_lexicon
from transforms.models import Stretch
from transforms.names.known_names import given_names, heads
from transforms.names.surroundings import SIGNS, signs_of

KINDS = ("person", "org", "place", "other")
"""What a mention is taken for; a facility is weighed as a place, every other type as ``other``."""
_OF = {"person": 0, "org": 1, "place": 2, "facility": 2}
_LEAST = -5.0
"""Least log-probability that counts: one sentence never rules a kind out."""
SHAPES = ("one_word", "one_word_of_few", "full_person", "longer_org", "longer_place",
          "short_person", "begins_given", "tail_org", "tail_place", "tail_facility",
          "known_place", "in_capitals", "often", "few")  # fmt: skip
_FEW = 120
"""Words of a text that is too short to name everybody in full."""
EVIDENCE = (
    *(f"network_{kind}" for kind in KINDS), *(f"others_{kind}" for kind in KINDS), "has_others",
    *SIGNS, *(f"others_{sign}" for sign in SIGNS), *SHAPES, "always",
)  # fmt: skip
"""The rows of the table of weights, in the order of ``evidence``'s columns."""
_OFTEN = 2
_SURE = 0.6
"""Share above which another kind replaces the network's; chosen on the development sets."""
_SILENT = frozenset(["opens_sentence", "amid_business", "amid_sport"])
"""Signs that alone say nothing of one name: without another the network's kind stays."""
_LOCAL = frozenset(["behind_in", "behind_place_prep", "behind_weak_prep"])
"""Signs with which a place stays one, whoever else has its name: "from Orme", where Ann Orme is."""
_POOLED = 0.5
"""Part of a mention's shares that all mentions of its name give."""
_AT = {name: at for at, name in enumerate(EVIDENCE)}
Matrix: TypeAlias = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Seen:
    """One mention as it is weighed.

    Attributes:
        words: of the name.
        masses: the network's probability of each of ``KINDS``, the mean over the words.
        signs: around it.
        kind: what it is taken for so far.
    """

    words: tuple[str, ...]
    masses: Matrix
    signs: frozenset[str]
    kind: str


def column_of(kind: str) -> int:
    """The place of a type in ``KINDS``.

    >>> column_of("facility"), column_of("event")
    (2, 3)
    """
    return _OF.get(kind, 3)


def evidence(seen: Sequence[Seen], length: int) -> Matrix:
    """What speaks for the kinds of the mentions of one article: shape (mentions, ``EVIDENCE``).

    length: words of the article.
    """
    rows = np.zeros((len(seen), len(EVIDENCE)))
    groups: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(seen):
        groups[one.words].append(at)
    longer = _Longer(seen)
    logs = np.maximum(np.log(np.array([one.masses for one in seen]) + 1e-9), _LEAST)
    for words, members in groups.items():
        shown = {*_shapes(words), *longer.shapes(words)}
        if length < _FEW:
            shown |= {"few", "one_word_of_few"} if "one_word" in shown else {"few"}
        if len(members) > _OFTEN:
            shown.add("often")
        shapes = [_AT[shape] for shape in sorted(shown)]
        for at in members:
            row = rows[at]
            row[: len(KINDS)] = logs[at]
            row[[*shapes, _AT["always"], *(_AT[sign] for sign in seen[at].signs)]] = 1
            others = [other for other in members if other != at]
            if others:
                row[len(KINDS) : 2 * len(KINDS)] = logs[others].mean(axis=0)
                row[_AT["has_others"]] = 1
                signs = frozenset().union(*(seen[other].signs for other in others))
                row[[_AT[f"others_{sign}"] for sign in signs]] = 1
    return rows


def _shapes(words: tuple[str, ...]) -> Iterator[str]:
    """What a name shows by itself."""
    if len(words) == 1:
        yield "one_word"
    elif words[0] in given_names():
        yield "begins_given"
    if len(words) > 1 and (tail := heads("tail").get(words[-1])) in ("org", "place", "facility"):
        yield f"tail_{tail}"
    if " ".join(words) in _places():
        yield "known_place"
    if words[0].isupper() and len(words[0]) > 1:
        yield "in_capitals"


class _Longer:
    """The longer names of an article, by the words that may stand for them alone."""

    def __init__(self, seen: Sequence[Seen]) -> None:
        self._of: defaultdict[str, set[str]] = defaultdict(set)
        self._short: set[str] = set()
        for one in seen:
            if len(one.words) == 1:
                if one.kind == "person":
                    self._short.add(one.words[0])
                continue
            if one.kind == "person":
                self._of["full_person"].update((one.words[0], one.words[-1]))
            elif one.kind == "org":
                self._of["longer_org"].add(one.words[0])
            elif one.kind == "place":
                self._of["longer_place"].update((one.words[0], one.words[-1]))

    def shapes(self, words: tuple[str, ...]) -> Iterator[str]:
        """The longer names that a name of one word may be short for, and the other way round."""
        if len(words) == 1:
            yield from (shape for shape in sorted(self._of) if words[0] in self._of[shape])
        elif words[-1] in self._short:
            yield "short_person"


@cache
def _places() -> frozenset[str]:
    rows = (
        *read_lexicon("places"),
        *(r for r in read_lexicon("countries") if r["kind"] == "place"),
    )
    return frozenset(row["surface"] for row in rows)


def kind_masses(masses: Matrix, types: Sequence[str]) -> Matrix:
    """The network's probability of each of ``KINDS`` per word: types that count as one are added.

    Args:
        masses: shape (words, types).
        types: what their columns mean.
    """
    into = np.zeros((len(types), len(KINDS)))
    into[range(len(types)), [column_of(kind) for kind in types]] = 1
    return masses @ into


Read: TypeAlias = tuple[Sequence[str], Sequence[Stretch], Matrix]
"""A sentence: its words, its stretches, the network's probabilities per word."""


def seen_in(sentences: Sequence[Read]) -> Iterator[Seen]:
    """The mentions of an article as they are weighed; words for peoples are left out."""
    for number, (words, stretches, masses) in enumerate(sentences):
        following = sentences[number + 1][0] if number + 1 < len(sentences) else ()
        for at, one in enumerate(stretches):
            if one.kind != "norp":
                yield Seen(
                    words=tuple(words[one.first : one.last + 1]),
                    masses=masses[one.first : one.last + 1].mean(axis=0),
                    signs=frozenset(signs_of(words, stretches, at, following)),
                    kind=one.kind,
                )


def weigh(sentences: Sequence[Read]) -> Iterator[list[Stretch]]:
    """The stretches of each sentence of an article, each as what its name is taken for."""
    seen = list(seen_in(sentences))
    length = sum(len(words) for words, _, _ in sentences)
    rows: Iterator[Matrix] = iter(())
    if seen:
        rows = iter(_pooled(seen, _shares(evidence(seen, length))))
    spoken_of = {one.words for one in seen if one.signs - _SILENT}
    mentions = iter(seen)
    for _, stretches, _ in sentences:
        settled = []
        for one in stretches:
            if one.kind == "norp":
                settled.append(one)
                continue
            mention, shares = next(mentions), next(rows)
            judged = _judged(one, shares) if mention.words in spoken_of else one
            is_there = one.kind == "place" and mention.signs & _LOCAL
            settled.append(one if is_there and judged.kind == "person" else judged)
        yield settled


def _pooled(seen: Sequence[Seen], shares: Matrix) -> Matrix:
    """The shares, half of them from all mentions of the name."""
    groups: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(seen):
        groups[one.words].append(at)
    pooled = shares.copy()
    for members in groups.values():
        pooled[members] = (1 - _POOLED) * shares[members] + _POOLED * shares[members].mean(axis=0)
    return pooled


def _judged(stretch: Stretch, shares: Matrix) -> Stretch:
    """The stretch as another kind, if that is sure enough; never as one of the rare types.

    A building that speaks stays one: a hospital says as much as a firm, and is weighed as a place.
    """
    best = int(shares.argmax())
    if stretch.kind == "facility" and KINDS[best] == "org":
        return stretch
    is_rare = column_of(stretch.kind) == column_of("other") and stretch.first < stretch.last
    if is_rare or best in (column_of(stretch.kind), column_of("other")) or shares[best] <= _SURE:
        return stretch
    return replace(stretch, kind=KINDS[best], confidence=round(float(shares[best]), 2))


def _shares(rows: Matrix) -> Matrix:
    """The probability of each of ``KINDS`` per mention."""
    scores = rows @ _weights()
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Matrix = exps / exps.sum(axis=1, keepdims=True)
    return shares


@cache
def _weights() -> Matrix:
    """The learned weights, shape (``EVIDENCE``, ``KINDS``)."""
    content = (files("transforms.models") / "name_kinds.json").read_text("utf-8")
    weights = json.loads(content)["weights"]
    return np.array([weights[name] for name in EVIDENCE])

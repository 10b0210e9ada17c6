"""Families: copies gathered into stories.

Pure. Two bodies that share most of their words belong together, and so do all that belong with
either. An excerpt belongs to one story only: a round-up that holds two reports, or a text that two
stories end with, must not make one story of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from transforms.stories.copies import Body, Flags, likeness
from transforms.stories.union import UnionFind

_SHARED_WORDS = 20
"""Fewer words in common are a quotation or a phrase."""
_SAME, _SAME_IF_SHORT, _SHORT = 0.5, 0.6, 100
"""Share of both bodies that two of one report have in common, and the share if the shorter body has
fewer words than ``_SHORT``. Above a half, no body can be most of two that share nothing."""
_EXCERPT = 0.6
"""Share of the shorter body that an excerpt has in common with the longer."""
_OVERLAP = 0.5
"""Share of an excerpt's region that must be known from others, and of a beginning to be a lead."""
_LEAD = 40
"""Words of a beginning."""


class Tie(NamedTuple):
    """What two bodies have in common if one may be a copy or an excerpt of the other.

    is_same: they are one report; else the shorter is an excerpt.
    region:  whether each word of the longer body stands in a shared stretch.
    """

    is_same: bool
    region: Flags


def tie_of(longer: Body, shorter: Body) -> Tie | None:
    """What ties two bodies to each other; None if neither is a copy or an excerpt of the other."""
    found = likeness(shorter, longer)
    is_same = min(found.shorter, found.longer) > _least(shorter)
    if found.region.sum() < _SHARED_WORDS or not (is_same or found.shorter >= _EXCERPT):
        return None
    return Tie(is_same, found.region) if found.states_the_same else None


class Ties:
    """The ties of pairs of bodies, each pair compared once.

    bodies: by fingerprint, as they are when a pair is asked for.
    """

    def __init__(self, bodies: Mapping[str, Body]) -> None:
        self._bodies = bodies
        self._known: dict[tuple[str, str], Tie | None] = {}

    def between(self, longer: str, shorter: str) -> Tie | None:
        """The tie of two fingerprints, as ``tie_of`` says."""
        pair = longer, shorter
        if pair not in self._known:
            self._known[pair] = tie_of(self._bodies[longer], self._bodies[shorter])
        return self._known[pair]


def families_of(
    names: Iterable[str], pairs: Sequence[tuple[str, str]], ties: Ties
) -> dict[str, list[str]]:
    """Families of bodies: the fingerprints of each, by the least of them.

    Args:
        names: fingerprints.
        pairs: fingerprints of a longer and a shorter body, the most alike first; only these are
            compared.
    """
    same = UnionFind()
    excerpts: dict[tuple[str, str], Tie] = {}
    regions: dict[str, Flags] = {}
    for longer, shorter in pairs:
        if same.root(longer) == same.root(shorter):
            continue
        tie = ties.between(longer, shorter)
        if tie is None:
            continue
        if tie.is_same:
            same.join(longer, shorter)
            regions[longer] = regions.get(longer, False) | tie.region
        else:
            excerpts[longer, shorter] = tie
    families = _with_excerpts(same, excerpts, regions)
    groups: dict[str, list[str]] = {}
    for fingerprint in sorted(names):
        groups.setdefault(families.root(same.root(fingerprint)), []).append(fingerprint)
    return groups


def _least(body: Body) -> float:
    return _SAME if len(body) >= _SHORT else _SAME_IF_SHORT


def _with_excerpts(
    same: UnionFind, excerpts: Mapping[tuple[str, str], Tie], regions: dict[str, Flags]
) -> UnionFind:
    """Join each group of one report with the longer report that it is an excerpt of.

    Of several longer ones, the one that begins with the excerpt is taken, then the one that shares
    most words with it. An excerpt from further down must overlap with what is already found in the
    longer text: two excerpts that do not overlap are parts of a round-up.
    """
    families: UnionFind = UnionFind()
    placed: set[str] = set()
    order = sorted(
        (not _is_lead(found.region), -int(found.region.sum()), longer, shorter)
        for (longer, shorter), found in excerpts.items()
    )
    for further_down, _, longer, shorter in order:
        small, large = same.root(shorter), same.root(longer)
        if small in placed or families.root(small) == families.root(large):
            continue
        region = excerpts[longer, shorter].region
        known = regions.get(longer)
        apart = known is not None and (region & known).sum() < _OVERLAP * region.sum()
        if further_down and apart:
            continue
        regions[longer] = region if known is None else region | known
        placed.add(small)
        families.join(small, large)
    return families


def _is_lead(region: Flags) -> bool:
    """Whether the shared words take in most of the beginning."""
    return bool(region[:_LEAD].mean() > _OVERLAP)

"""Families: copies gathered into stories.

Pure. Two bodies that share most of their words belong together, and so do all that belong with
either. An excerpt belongs to one story only: a round-up that holds two reports, or a text that two
stories end with, must not make one story of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from transforms.stories.candidates import UnionFind
from transforms.stories.copies import Body, Flags, Likeness, likeness

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


def families_of(
    bodies: Mapping[str, Body], pairs: Sequence[tuple[str, str]]
) -> dict[str, list[str]]:
    """Families of bodies: the fingerprints of each, by the least of them.

    Args:
        bodies: by fingerprint.
        pairs: fingerprints of a longer and a shorter body, the most alike first; only these are
            compared.
    """
    same = UnionFind()
    excerpts: dict[tuple[str, str], Likeness] = {}
    regions: dict[str, Flags] = {}
    for longer, shorter in pairs:
        if same.root(longer) == same.root(shorter):
            continue
        found = likeness(bodies[shorter], bodies[longer])
        if found.region.sum() < _SHARED_WORDS or not found.states_the_same:
            continue
        if min(found.shorter, found.longer) > _least(bodies[shorter]):
            same.join(longer, shorter)
            regions[longer] = regions.get(longer, False) | found.region
        elif found.shorter >= _EXCERPT:
            excerpts[longer, shorter] = found
    families = _with_excerpts(same, excerpts, regions)
    groups: dict[str, list[str]] = {}
    for fingerprint in sorted(bodies):
        groups.setdefault(families.root(same.root(fingerprint)), []).append(fingerprint)
    return groups


def _least(body: Body) -> float:
    return _SAME if len(body) >= _SHORT else _SAME_IF_SHORT


def _with_excerpts(
    same: UnionFind, excerpts: Mapping[tuple[str, str], Likeness], regions: dict[str, Flags]
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

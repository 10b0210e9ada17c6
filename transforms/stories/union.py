"""Union: names joined into groups, whatever order they are joined in. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl


def connected(names: Iterable[str], pairs: pl.DataFrame) -> list[list[str]]:
    """The connected groups of a graph, each sorted, in order of their first members.

    >>> pairs = pl.DataFrame({"longer": ["b", "d", "a"], "shorter": ["c", "e", "c"]})
    >>> connected(["x"], pairs)
    [['a', 'b', 'c'], ['d', 'e'], ['x']]

    Args:
        names: of the graph; those in pairs need not be among them.
        pairs: longer and shorter, two names that are connected.
    """
    joined = UnionFind()
    for name in names:
        joined.root(name)
    for one, other in pairs.select("longer", "shorter").iter_rows():
        joined.join(one, other)
    groups: dict[str, list[str]] = {}
    for name in sorted(joined.names()):
        groups.setdefault(joined.root(name), []).append(name)
    return list(groups.values())


class UnionFind:
    """Names joined into groups; the root of a group is its least name."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def names(self) -> Iterable[str]:
        """Every name that was joined or asked about."""
        return self._parent.keys()

    def root(self, name: str) -> str:
        """The least name of the group; a name never joined is a group of its own."""
        parent = self._parent.setdefault(name, name)
        while parent != name:
            above = self._parent[parent]
            self._parent[name] = above
            name, parent = parent, above
        return name

    def join(self, one: str, other: str) -> None:
        """Make one group of the two."""
        least, more = sorted((self.root(one), self.root(other)))
        self._parent[more] = least

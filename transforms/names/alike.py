"""Alike: people who share a word of their names, found by the word in which they may differ.

Pure. A list of a thousand Smiths is not searched for each of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from transforms.names.spelling import slip_keys

Named = TypeVar("Named")
_FEW = 50
"""People who are compared one by one: an article seldom has as many of one surname."""
TWO_SLIPS = 8
"""Fewest letters of a name with which two slips leave it recognisable."""


class Alike(Generic[Named]):
    """Things with a word in common, and what each may be found by.

    keys_of: keys of one; whatever may be the same as it must ask for one of them.
    """

    def __init__(self, keys_of: Callable[[Named], Iterable[str]]) -> None:
        self._keys_of = keys_of
        self._all: list[Named] = []
        self._by_key: defaultdict[str, list[Named]] = defaultdict(list)

    def add(self, one: Named) -> None:
        """One more."""
        self._all.append(one)
        if len(self._all) > _FEW:
            for late in self._all if len(self._all) == _FEW + 1 else (one,):
                for key in set(self._keys_of(late)):
                    self._by_key[key].append(late)

    def asked(self, keys: Callable[[], Iterable[str]]) -> list[Named]:
        """Those with one of the keys; where they are few, all."""
        if len(self._all) <= _FEW:
            return self._all
        found = {id(one): one for key in keys() for one in self._by_key.get(key, ())}
        return list(found.values())


def slips_in(word: str) -> int:
    """Slips with which a word may be recognisable, if the other one is no shorter."""
    return 2 if len(word) >= TWO_SLIPS else 1


def slips_of(word: str) -> set[str]:
    """Keys of which a word and every slip of it share one."""
    return {f"slip {key}" for key in slip_keys(word, slips_in(word))}

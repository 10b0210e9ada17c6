"""Unit names: the unit that somebody means by a name, a code or a spelling.

Pure. In a text its surroundings decide what a spelling means; here somebody says a unit outright.
"""

from __future__ import annotations

from functools import cache

from transforms.figures.currencies import currency_surfaces
from transforms.figures.units import Unit, unit_of_row
from transforms.lexicon import read_lexicon

_SHORT = 3
"""Letters of a name that has no plural in -s: "ms" are no metres."""


def unit_said(name: str) -> Unit | None:
    """The unit or currency of a canonical name, a code or a spelling; None if no lexicon has it.

    >>> [unit_said(name).canonical for name in ("km", "EUR", "percent", "mile/hour", "Miles")]
    ['kilometre', 'EUR', 'percent', 'mile', 'mile']
    """
    named, lowered = _names()
    plain = name.lower()
    singular = plain[:-1] if len(plain) > _SHORT and plain.endswith("s") else plain
    return named.get(name) or lowered.get(plain) or lowered.get(singular)


@cache
def _names() -> tuple[dict[str, Unit], dict[str, Unit]]:
    """Units by name as written, canonical names first, and by name in lower case."""
    rows = read_lexicon("units")
    money = {
        one.code: Unit(one.code, "money")
        for one in currency_surfaces("before", "glued", "word", "behind")
    }
    canonical = {row["canonical"]: unit_of_row(row) for row in reversed(rows)}
    spelt = {row["surface"]: unit_of_row(row) for row in reversed(rows)}
    named = spelt | money | canonical
    return named, {name.lower(): unit for name, unit in (spelt | canonical).items()}

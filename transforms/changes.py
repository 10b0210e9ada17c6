"""Changes: whether a quantity is a rise or a fall, and what part it plays: by, to or from.

Pure. The verb must stand right before the quantity ("dropped 7%", "rose by about 4%"), or the noun
right after it ("a 5% cut").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from transforms.lexicon import read_lexicon, words_of
from transforms.span import Span

Direction = Literal["up", "down"]
Role = Literal["by", "to", "from"]

_ROWS = read_lexicon("change_words")
_DIRECTIONS: dict[str, Direction] = {"up": "up", "down": "down"}
_ROLES: dict[str, Role] = {"by": "by", "to": "to", "from": "from"}
_BEFORE = {
    row["surface"]: _DIRECTIONS[row["direction"]] for row in _ROWS if row["side"] == "before"
}
_AFTER = {row["surface"]: _DIRECTIONS[row["direction"]] for row in _ROWS if row["side"] == "after"}
_BETWEEN = frozenset(row["surface"] for row in _ROWS if row["side"] == "between")
_WINDOW = 70
_MAX_BETWEEN = 7
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\s]")
_NEXT = re.compile(r"[ -](?:point )?(?P<word>[^\W\d_]+)")
# "gave up 3 goals", "made up 5%": the particle is not a rise.
_PHRASAL = words_of("particle_verbs")


@dataclass(frozen=True, slots=True)
class Change:
    """A direction and the part the number plays in it.

    is_stated: by, to or from is written.
    """

    direction: Direction
    role: Role
    is_stated: bool = False


def change_of(
    text: str,
    quantity: Span,
    floor: int,
    limit: int,
    *,
    previous: tuple[Span, Change | None] | None = None,
) -> Change | None:
    """The change a quantity takes part in; None where no word says so.

    previous: the quantity before this one in its sentence, with its change, which this one may go
        on with ("fell to $5m from $7m").
    """
    if previous is not None and previous[1] is not None:
        continued = _continued(text, previous[0], previous[1], quantity)
        if continued is not None:
            return continued
    left = text[max(floor, quantity.start_char - _WINDOW) : quantity.start_char]
    words = [match[0].lower() for match in _WORDS.finditer(left)]
    role: Role | None = None
    for distance, word in enumerate(reversed(words)):
        if word in _ROLES and role is None and not _is_bound(words, len(words) - 1 - distance):
            role = _ROLES[word]
        at = len(words) - 1 - distance
        before = words[at - 1] if at else ""
        if word in _BEFORE and not (word in _BETWEEN and _is_bound(words, at)):
            if before in _PHRASAL:
                return None
            return Change(_BEFORE[word], role or "by", role is not None)
        if word not in _BETWEEN or distance >= _MAX_BETWEEN:
            break
    if left.endswith("+"):
        return Change("up", "by")
    following = _NEXT.match(text, quantity.end_char, limit)
    if following is not None and following["word"].lower() in _AFTER:
        return Change(_AFTER[following["word"].lower()], "by")
    return None


def _continued(text: str, before: Span, change: Change, quantity: Span) -> Change | None:
    """The same change, where only "to" or "from" and hedges stand between two quantities."""
    gap = text[before.end_char : quantity.start_char]
    words = gap.lower().split() if len(gap) <= _WINDOW else []
    if not words or words[0] not in {"to", "from"} or not _BETWEEN.issuperset(words):
        return None
    return Change(change.direction, _ROLES[words[0]], True)


def _is_bound(words: list[str], at: int) -> bool:
    """Whether a word belongs to a modifier: the "up" and "to" of "up to"."""
    pair = words[at : at + 2], words[max(0, at - 1) : at + 1]
    return ["up", "to"] in pair

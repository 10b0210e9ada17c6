"""Marking: the lines of a page with the kinds found for them so far.

The one mutable thing among the stages; it lives only while ``anatomise`` runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.page.boilerplate import Boilerplate
from transforms.page.bylines import Byline
from transforms.page.lines import Line
from transforms.text import ZoneKind


@dataclass(slots=True)
class Marking:
    """Kinds found so far; None is a line nothing is known about yet."""

    lines: Sequence[Line]
    kinds: list[ZoneKind | None]
    furniture: list[Boilerplate | None]
    bylines: dict[int, Byline]

    def is_prose(self, index: int) -> bool:
        """Whether the line is open and reads like a paragraph."""
        return self.kinds[index] is None and self.lines[index].is_prose

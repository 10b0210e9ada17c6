"""Marking: the lines of a page with the kinds found for them so far.

The stages of ``anatomise`` change it in place; nothing else sees it.
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
    """What is known of a page's lines so far.

    kinds:     one per line; None while the line is open.
    furniture: why each line looks like the site's, if it does.
    bylines:   what the byline lines say, by their index.
    """

    lines: Sequence[Line]
    kinds: list[ZoneKind | None]
    furniture: list[Boilerplate | None]
    bylines: dict[int, Byline]

    def is_prose(self, index: int) -> bool:
        """Whether the line is open and reads like a paragraph."""
        return self.kinds[index] is None and self.lines[index].is_prose

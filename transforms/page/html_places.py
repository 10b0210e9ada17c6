"""HTML places: where in a page an element stands, seen from its heading.

Pure. What belongs to the site (menus, related articles, comments) and what stands far from the
heading says less of the article than what stands beside it.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from transforms.page.html_blocks import marks_of
from transforms.page.html_text import SITE

# Chosen once, by hand; what a place is worth is learned, so that no limit decides anything alone.
_ABOVE, _BELOW = 30, 60  # elements before and after the heading that are near it
_AROUND = 5  # elements around one whose marks count


class Places:
    """The elements of a page's body in document order, each with its way from the heading."""

    def __init__(self, tree: Any) -> None:
        body = tree.find("body")
        root = tree if body is None else body
        self.elements = [one for one in root.iter() if isinstance(one.tag, str)]
        heading = next(root.iter("h1"), None)
        heading = next(root.iter("h2"), None) if heading is None else heading
        self._heading = next((n for n, x in enumerate(self.elements) if x is heading), None)
        self._holders = set() if heading is None else set(heading.iterancestors())

    def where(self, element: Any, order: int) -> str:
        """site: in what belongs to the site; above, below: near the heading; far: elsewhere.

        order: of the element, or of one inside or after it.
        """
        for one in [element, *islice(element.iterancestors(), _AROUND - 1)]:
            if one not in self._holders and (one.tag in SITE or "boilerplate" in marks_of(one)):
                return "site"
        far = None if self._heading is None else order - self._heading
        if far is None or not -_ABOVE <= far <= _BELOW:
            return "far"
        return "above" if far < 0 else "below"


def words_of_element(element: Any, most: int) -> str:
    """The text of an element, its blanks evened out; at most so many of its texts."""
    return " ".join("".join(islice(element.itertext(), most)).split())

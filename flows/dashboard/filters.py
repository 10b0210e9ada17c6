"""Filters: what a reader asked of a listing, as it stands in the address of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flows.catalog import QueryError, lists_to_browse

ROWS = 50
"""Rows of a page."""
_LAST_PAGE = 10_000_000


@dataclass(frozen=True, slots=True)
class Filter:
    """A listing as it was asked for.

    name:  of the listing.
    asked: value of each filter that was given.
    page:  counted from 1.
    """

    name: str
    asked: dict[str, str]
    page: int = 1

    @property
    def skipped(self) -> int:
        """Rows before the page."""
        return (self.page - 1) * ROWS

    def address(self, suffix: str = "", **changed: object) -> str:
        """The address of the same listing: as a file of that suffix, or with filters changed.

        >>> Filter("quotes", {"words": "river & dam"}, 3).address(".csv")
        '/quotes.csv?words=river+%26+dam'
        >>> Filter("quotes", {"words": "dam"}).address(page=2)
        '/quotes?words=dam&page=2'
        >>> Filter("quotes", {"words": "dam"}).address(words=None)
        '/quotes'
        """
        values = {**self.asked, **changed}
        given = {name: str(value) for name, value in values.items() if value not in (None, "")}
        query = urlencode(given)
        return f"/{self.name}{suffix}" + (f"?{query}" if query else "")


def read_filter(name: str, query: Mapping[str, str]) -> Filter:
    """The filter that an address asks for; empty fields of a form ask for nothing.

    Raises:
        QueryError: the page is not a number, or a field holds a character that no text has.
    """
    asked = {key: value.strip() for key, value in query.items() if value.strip()}
    if any("\0" in part for pair in asked.items() for part in pair):
        raise QueryError("a filter cannot hold the character U+0000")
    page = asked.pop("page", "1")
    if not (page.isascii() and page.isdigit() and 1 <= int(page[:9]) <= _LAST_PAGE):
        raise QueryError(f"page must be a whole number, 1 or more, not {page!r}")
    known = lists_to_browse()[name].parameters
    ordered = {key: asked[key] for key in known if key in asked}
    return Filter(name, ordered | asked, int(page[:9]))

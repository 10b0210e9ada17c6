"""Habits: what the pages of a run say of one another, outlet by outlet.

Traits of unchanged pages come from the published version, those of new ones from their text; a page
whose outlet says something else of it than when it was read is to be read again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, replace
from pathlib import Path

import polars as pl

from transforms.document import RawDocument, folder_of, read_document
from transforms.habits import TRAITS, Traits, habits_of, traits_of
from transforms.issue import Quarantined


class Outlets:
    """The traits of all pages of a corpus.

    known: rows of ``_traits`` of the published version; none of them counts that is forgotten.
    """

    def __init__(self, known: pl.DataFrame) -> None:
        self._known = known
        self._read: dict[str, Traits] = {}
        self._gone: set[str] = set()
        self._habits: dict[str, tuple[tuple[int, ...], bool | None]] = {}

    def note(self, raw: RawDocument, root: Path) -> bool:
        """Take the traits of a new page; whether it has any, and can be read again.

        Records and markup say what their parts are; a page outside of any folder has no outlet.
        """
        self._gone.add(raw.article_id)  # what was known of it, if it was
        outlet = folder_of(raw.source_path)
        if raw.kind != "page" or raw.source_id is not None or raw.problem or outlet is None:
            return False
        if not (root / raw.source_path).is_file():  # a name that is no text stands otherwise there
            return False
        try:
            text = read_document(raw).text
        except Quarantined:
            return False
        self._read[raw.article_id] = traits_of(text, outlet)
        return True

    def forget(self, article_ids: Collection[str]) -> None:
        """Pages that are gone say nothing any more."""
        self._gone.update(article_ids)

    def settle(self) -> set[str]:
        """Learn the habits; the ids of known pages of whom their outlet says something else now."""
        kept = self._known.filter(~pl.col("article_id").is_in(list(self._gone)))
        rows = [{"article_id": i, **asdict(traits)} for i, traits in self._read.items()]
        read = pl.DataFrame([{name: row[name] for name in TRAITS} for row in rows], schema=TRAITS)
        found = habits_of(pl.concat([kept.select(list(TRAITS)), read]))
        self._habits = {
            article_id: (tuple(repeated), day_first)
            for article_id, repeated, day_first in found.iter_rows()
        }
        columns = ("article_id", "repeated", "outlet_day_first")
        return {
            article_id
            for article_id, repeated, day_first in kept.select(columns).iter_rows()
            if self._habits[article_id] != (tuple(repeated), day_first)
        }

    def told(self, raw: RawDocument) -> RawDocument:
        """A page with its traits and what its outlet says of it."""
        traits = self._read.get(raw.article_id)
        outlet = folder_of(raw.source_path)
        if traits is None and outlet is not None and not raw.problem:
            try:
                traits = traits_of(read_document(raw).text, outlet)
            except Quarantined:
                return raw
        if traits is None or raw.article_id not in self._habits:
            return raw
        repeated, day_first = self._habits[raw.article_id]
        return replace(raw, traits=replace(traits, repeated=repeated, outlet_day_first=day_first))

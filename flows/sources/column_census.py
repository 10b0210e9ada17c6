"""Column census: which columns of the mapping the files of a run have.

One mapping may serve several feeds, so a column that one file lacks is no error; one that all
files lack is most often misspelt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from flows.errors import nearest


class ColumnCensus:
    """Counts files by whether they have the columns that are mapped for them.

    heard: of each file with a mapping, the mapping and the names of its columns.
    """

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], list[str]]] = []
        self._files: Counter[tuple[str, str]] = Counter()
        self._found: Counter[tuple[str, str]] = Counter()
        self._names: dict[tuple[str, str], set[str]] = {}

    def saw(self, columns: Mapping[str, str], names: Iterable[str]) -> None:
        """Count a file.

        columns: field to column, as mapped for this file.
        names:   of the columns that the file has.
        """
        held = set(names)
        if columns:
            self.heard.append((dict(columns), sorted(held)))
        for mapping in columns.items():
            self._files[mapping] += 1
            if mapping[1] in held:
                self._found[mapping] += 1
            else:
                self._names.setdefault(mapping, set()).update(held)

    def repeat(self, heard: Iterable[tuple[Mapping[str, str], Iterable[str]]]) -> None:
        """Count files of which another census heard."""
        for columns, names in heard:
            self.saw(columns, names)

    def sentences(self) -> Iterator[str]:
        """One sentence for each mapped column that is in none of its files.

        >>> census = ColumnCensus()
        >>> census.saw({"title": "titel"}, ["text", "title"])
        >>> [*census.sentences()]
        ["`titel` (for title) is in none of 1 file (did you mean 'title'?)"]
        """
        for mapping, count in self._files.items():
            if not self._found[mapping]:
                field, column = mapping
                files = "1 file" if count == 1 else f"{count:,} files"
                meant = nearest(column, sorted(self._names[mapping]))
                yield f"`{column}` (for {field}) is in none of {files}{meant}"

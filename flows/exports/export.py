"""Export: the chosen articles with their rows, in the form that a file's name asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.errors import UsageError, nearest
from flows.exports import graph, web_annotations
from flows.exports.databases import write_duckdb, write_sqlite
from flows.exports.selection import TABLES, TEXTS, Selection, selected
from flows.exports.sheets import MOST_ROWS, made, workbook


class ExportError(UsageError):
    """The export cannot be written as asked; the message says why and what to do."""


def export(
    processed: Path, destination: Path, filters: Mapping[str, str], *, replace: bool = False
) -> str:
    """Write the chosen articles with their quotes, figures, mentions and names.

    destination: the suffix decides: .xlsx, .duckdb, .sqlite, .ftm.json (FollowTheMoney), .jsonld
                 (Web Annotations); a name ending in .csv or .parquet is a folder with a file per
                 table.
    filters:     words, outlet, since, until, as on the site; none takes everything.
    replace:     whether to overwrite what is there.

    Returns:
        What was written, in one sentence.

    Raises:
        ExportError: the suffix is unknown, something is there already, or it does not fit.
        NoDataset, QueryError: as ``selected``.
    """
    form = _form(destination)
    if destination.exists() and not replace:
        raise ExportError(f"{destination} is there already: name another file, or add --replace")
    with selected(processed, filters) as selection:
        if not selection.articles:
            raise ExportError("no article is left with these filters; nothing was written")
        destination.parent.mkdir(parents=True, exist_ok=True)
        # beside the destination, so that it appears whole or not at all
        with TemporaryDirectory(dir=destination.parent, prefix=".export-") as folder:
            written = Path(folder) / destination.name
            _WRITERS[form](selection, written)
            _put(written, destination)
        noun = "article" if selection.articles == 1 else "articles"
        return (
            f"wrote {selection.articles:,} {noun} of version {selection.version} to {destination}"
        )


def _form(destination: Path) -> str:
    name = destination.name.lower()
    for form in _WRITERS:
        if name.endswith(form):
            return form
    known = ", ".join(_WRITERS)
    suffix = destination.suffix or "nothing"
    raise ExportError(
        f"{destination} ends in {suffix}{nearest(destination.suffix, _WRITERS)};"
        f" the end of the name says the form: {known}"
    )


def _put(written: Path, destination: Path) -> None:
    if destination.is_dir():
        for old in destination.iterdir():
            if old.suffix in (".csv", ".parquet"):
                old.unlink()
        for new in written.iterdir():
            new.replace(destination / new.name)
    else:
        written.replace(destination)


def _xlsx(selection: Selection, path: Path) -> None:
    sheets = {table: selection.rows(table) for table in TABLES}
    for table, answer in sheets.items():
        if len(answer.rows) > MOST_ROWS:
            raise ExportError(
                f"{len(answer.rows):,} {table} do not fit into a sheet, which has {MOST_ROWS:,}"
                " rows: choose fewer articles (--since, --words), or export to .sqlite or .parquet"
            )
    path.write_bytes(workbook(sheets | {"dictionary": selection.dictionary()}))


def _folder(form: str) -> Callable[[Selection, Path], None]:
    def write(selection: Selection, path: Path) -> None:
        path.mkdir()
        # a spreadsheet is no place for whole texts; code that reads offsets needs them
        for table in TABLES if form == "csv" else (*TABLES, TEXTS):
            (path / f"{table}.{form}").write_bytes(made(selection.rows(table), form))
        (path / f"dictionary.{form}").write_bytes(made(selection.dictionary(), form))

    return write


def _lines(lines_of: Callable[[Selection], Iterator[str]]) -> Callable[[Selection, Path], None]:
    def write(selection: Selection, path: Path) -> None:
        with path.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines_of(selection))

    return write


_WRITERS: dict[str, Callable[[Selection, Path], None]] = {
    ".xlsx": _xlsx,
    ".csv": _folder("csv"),
    ".parquet": _folder("parquet"),
    ".duckdb": write_duckdb,
    ".sqlite": write_sqlite,
    ".ftm.json": _lines(graph.lines_of),
    ".jsonld": _lines(web_annotations.lines_of),
}

"""Errors: which of them a user can mend, and the exit code each one ends the program with.

Known by name, not by import: a command that failed has already imported what it needed.
"""

from __future__ import annotations

EXIT_CODES = {
    "SettingsError": 2,
    "CurationError": 2,
    "RawFolderMissing": 2,
    "RetractionRefused": 2,
    "Locked": 2,
    "StoreError": 2,
    "CatalogError": 2,
    "QueryError": 2,
    "ScheduleError": 2,
    "ServerError": 2,
    "NoSuchArticle": 2,
    "Incomplete": 1,
    "ChecksFailed": 1,
    "BrokenTable": 1,
    "WorkerDied": 1,
    "PermissionError": 2,
    "OSError": 1,
    "IOException": 1,  # DuckDB's: a full disk while the catalog is built, above all
}


def exit_code_of(error: BaseException) -> int | None:
    """The exit code of an error that deserves a message; None for a defect, whose trace is wanted.

    >>> exit_code_of(ZeroDivisionError()) is None
    True
    """
    for kind in type(error).__mro__:
        if kind.__name__ in EXIT_CODES:
            return EXIT_CODES[kind.__name__]
    return None

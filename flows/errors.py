"""Errors: the base class of those that a message explains, and the exit code each one gives.

Light, because every room of ``flows`` imports it, also those that ``--help`` loads.
"""

from __future__ import annotations

import sys


class UserError(Exception):
    """An error that whoever runs the program can mend: shown as its message, without traceback.

    The message says what is wrong, where, and what to do. Everything else that is raised is a
    defect, whose traceback is wanted.

    exit_code: what the program ends with: 2 for usage and configuration, 1 when a run went wrong.
    """

    exit_code = 2


def exit_code_of(error: BaseException) -> int | None:
    """The exit code of an error that deserves a message; None for a defect.

    >>> exit_code_of(UserError("no such folder")), exit_code_of(PermissionError())
    (2, 2)
    >>> exit_code_of(OSError("no space left on device"))
    1
    >>> exit_code_of(ZeroDivisionError()) is None
    True
    """
    if isinstance(error, UserError):
        return error.exit_code
    if isinstance(error, PermissionError):
        return 2
    if isinstance(error, OSError) or _is_file_error_of_duckdb(error):
        return 1
    return None


def _is_file_error_of_duckdb(error: BaseException) -> bool:
    """Whether DuckDB could not read or write a file: most often the disk is full."""
    duckdb = sys.modules.get("duckdb")  # whoever raises an error of DuckDB's has imported it
    return duckdb is not None and isinstance(error, duckdb.IOException)

"""Errors: the base class of those that a message explains, and the exit code each one gives.

Light, because every room of ``flows`` imports it, also those that ``--help`` loads.
"""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Iterable
from difflib import get_close_matches

OK = 0
QUARANTINED = 1
"""A run went to its end, and documents are in quarantine: of this run or of earlier ones."""
USAGE = 2
"""What was asked for cannot be: a command, an option, a setting, a query, a name."""
FAILED = 3
"""It did not run to its end, and nothing was published."""
FAULTS = 4
"""A promise of the dataset is broken, or something is wrong with the machine."""
INTERRUPTED = 130
TERMINATED = 143
"""As a shell says it of SIGTERM (128 + 15): it was ended in order, and the dataset is as it was."""

_SCREEN = 20
"""Lines of an error; whoever wants more asks with --verbose or with another command."""
_FRAMES = 4
"""Calls that are shown of a defect, the innermost last."""


class UserError(Exception):
    """An error that whoever runs the program can mend: shown as its message, without traceback.

    The message says what is wrong, where, and what to do. Everything else that is raised is a
    defect, whose traceback is wanted.

    exit_code: what the program ends with; never 1, which says that a run went to its end.
    """

    exit_code = FAILED


class UsageError(UserError):
    """What was asked for cannot be; whoever asks otherwise gets an answer."""

    exit_code = USAGE


def is_defect(error: BaseException) -> bool:
    """Whether an error is nobody's fault but ours, so that its traceback is wanted.

    >>> is_defect(UserError("no such folder")), is_defect(OSError("disk full"))
    (False, False)
    >>> is_defect(ZeroDivisionError())
    True
    """
    return not (isinstance(error, UserError | OSError) or _is_file_error_of_duckdb(error))


def exit_code_of(error: BaseException) -> int:
    """The exit code with which a program ends that met this error.

    >>> exit_code_of(UsageError("no such setting")), exit_code_of(OSError("disk full"))
    (2, 3)
    """
    return error.exit_code if isinstance(error, UserError) else FAILED


def report_of(error: BaseException) -> str:
    """What to print of an error, one screen at most: its message, and of a defect where it is."""
    if not is_defect(error):
        return _screen([f"error: {message_of(error)}"])
    frames = traceback.format_tb(error.__traceback__)[-_FRAMES:]
    last = traceback.format_exception_only(error)
    return _screen(
        [
            "error: a defect of Broadsheet; nothing was published. Please report these lines;"
            " --verbose, where the command has it, prints the whole traceback",
            *frames,
            *last,
        ]
    )


def _screen(parts: Iterable[str]) -> str:
    lines = "\n".join(part.rstrip("\n") for part in parts).splitlines()
    more = len(lines) - _SCREEN
    return "\n".join(lines if more <= 0 else [*lines[:_SCREEN], f"… and {more} lines more"])


def nearest(name: str, known: Iterable[str]) -> str:
    """A parenthesis that names the nearest of the known names; empty if none is near.

    >>> nearest("wokers", ["raw", "workers"]), nearest("x", ["raw", "workers"])
    (" (did you mean 'workers'?)", '')
    """
    by_lower = {one.lower(): one for one in known}
    found = get_close_matches(name.lower(), by_lower, n=1)
    return f" (did you mean {by_lower[found[0]]!r}?)" if found else ""


_REMEDIES = {
    errno.ENOENT: "create the folder it lies in, or name another path",
    errno.ENOTDIR: "a file stands where a folder is needed; name another path",
    errno.EEXIST: "a file stands where a folder is needed; name another path",
    errno.EISDIR: "a folder stands where a file is needed; name another path",
    errno.EACCES: "allow this user to read and write there, or name another path",
    errno.EPERM: "allow this user to read and write there, or name another path",
    errno.EROFS: "name a path on a disk that can be written",
    errno.ENOSPC: "free some space, and run again",
    errno.EDQUOT: "free some space, and run again",
}


def message_of(error: BaseException) -> str:
    """What to say of an error: for one of the operating system what, where and what to do.

    >>> message_of(FileNotFoundError(errno.ENOENT, "No such file or directory", "a/b.md"))
    'a/b.md: No such file or directory; create the folder it lies in, or name another path'
    """
    if not isinstance(error, OSError) or error.errno is None:
        return str(error)
    where = "" if error.filename is None else f"{error.filename}: "
    remedy = _REMEDIES.get(error.errno, "mend that, and run again")
    return f"{where}{error.strerror}; {remedy}"


def _is_file_error_of_duckdb(error: BaseException) -> bool:
    """Whether DuckDB could not read or write a file: most often the disk is full."""
    duckdb = sys.modules.get("duckdb")  # whoever raises an error of DuckDB's has imported it
    return duckdb is not None and isinstance(error, duckdb.IOException)

"""Errors: the base class of those that a message explains, and the exit code each one gives.

Light, because every room of ``flows`` imports it, also those that ``--help`` loads.
"""

from __future__ import annotations

import errno
import sys


class UserError(Exception):
    """An error that whoever runs the program can mend: shown as its message, without traceback.

    The message says what is wrong, where, and what to do. Everything else that is raised is a
    defect, whose traceback is wanted.

    exit_code: what the program ends with; never 1, which says that a command ran to its end and
               found faults in documents or dataset.
    """

    exit_code = 2


def exit_code_of(error: BaseException) -> int | None:
    """The exit code of an error that deserves a message; None for a defect.

    >>> exit_code_of(UserError("no such folder")), exit_code_of(OSError("disk full"))
    (2, 2)
    >>> exit_code_of(ZeroDivisionError()) is None
    True
    """
    if isinstance(error, UserError):
        return error.exit_code
    is_of_a_file = isinstance(error, OSError) or _is_file_error_of_duckdb(error)
    return 2 if is_of_a_file else None


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

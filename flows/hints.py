"""Hints: the commands that messages name, completed with the folders that this command was given.

A message says "run `broadsheet run` first" wherever it is written. Whoever named a folder on the
command line needs the same folder there, or the hint would look at another dataset.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

_COMMAND = re.compile(r"`broadsheet (?P<command>[a-z]+)(?P<rest>[^`]*)`")
_OF_BOTH = {"run", "schedule", "watch", "deploy", "repair", "doctor", "config"}
"""Commands that look at the raw folder too."""
_OF_NEITHER = {"init"}
_given: dict[str, str] = {}
"""The folders given on the command line, by option: of one command, which is all a process has."""


def remember(flags: Mapping[str, object]) -> None:
    """Keep the folders that the command line names; None means not given."""
    _given.clear()
    _given.update(
        (name, str(flags[name])) for name in ("raw", "processed") if flags.get(name) is not None
    )


def options_for(command: str) -> str:
    """The options that a hint of this command needs, each after a blank; none means as it is."""
    names = [] if command in _OF_NEITHER else ["raw", "processed"]
    wanted = [name for name in names if name != "raw" or command in _OF_BOTH]
    return "".join(f" --{name} {shlex.quote(_given[name])}" for name in wanted if name in _given)


def filled(message: str) -> str:
    """The message with every command in it that stands between backquotes completed.

    >>> remember({"processed": "my news"})
    >>> filled("nothing yet: run `broadsheet run` first")
    "nothing yet: run `broadsheet run --processed 'my news'` first"
    >>> remember({})
    """

    def whole(hit: re.Match[str]) -> str:
        is_whole = " --processed " in hit["rest"]
        return hit[0] if is_whole else f"{hit[0][:-1]}{options_for(hit['command'])}`"

    return _COMMAND.sub(whole, message)

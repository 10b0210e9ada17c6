"""Mail marks: what a message holds besides its own words, the message it answers and a signature.

Pure. The conventions are those of RFC 3676: "> " before quoted lines, "-- " above a signature.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.page.lines import Line
from transforms.text import ZoneKind

_WROTE = re.compile(r"(?:on|am|le|el)\b.{5,200}\b(?:wrote|schrieb|a écrit|escribió)\s?:\Z", re.I)
_FORWARDED = re.compile(r"-{3,}\s?(?:original|forwarded) message\s?-{3,}\Z", re.IGNORECASE)
_LONGEST_SIGNATURE = 10  # lines


def mail_kinds(lines: Sequence[Line]) -> list[ZoneKind]:
    """The kinds of the lines of a record: body, or boilerplate for a quoted message or signature.

    Quoted lines count only below the words that introduce them: a text may quote with ">" too.

    >>> from transforms.page.lines import read_lines
    >>> mail_kinds(read_lines("No.\\nOn 3 May 2024, Jo Roe wrote:\\n> Rain?\\nSo be it."))
    ['body', 'boilerplate', 'boilerplate', 'body']
    """
    kinds: list[ZoneKind] = ["body"] * len(lines)
    quoting = False
    for index, line in enumerate(lines):
        introduces = _WROTE.match(line.surface) is not None and any(
            one.surface.startswith(">") for one in lines[index + 1 : index + 2]
        )
        if introduces or (quoting and line.surface.startswith(">")):
            kinds[index], quoting = "boilerplate", True
        elif _FORWARDED.match(line.surface):
            kinds[index], quoting = "boilerplate", False
        else:
            quoting = False
    for index in range(max(1, len(lines) - _LONGEST_SIGNATURE), len(lines)):
        if lines[index].surface == "--":
            kinds[index:] = ["boilerplate"] * (len(lines) - index)
            break
    return kinds

"""Agencies: the wire service behind a surface such as "AP" or "Agence France-Presse".

Pure.
"""

from __future__ import annotations

import re

from transforms.lexicon.tsv import read_lexicon, words_of

_AGENCIES = {row["surface"]: row["agency"] for row in read_lexicon("agencies")}
_FOLDED = {surface.lower(): agency for surface, agency in _AGENCIES.items() if len(surface) > 3}
_DESKS = words_of("picture_desks")
_FILLER = re.compile(
    r"\A(?:the|by) |\s(?:news|wire|staff|writer|news agency|agency|reporter)s?\Z", re.I
)
_NAMED = re.compile(r"\A(?:[A-Z][\w’'-]+ ){1,3}(?:Press|News) Agency\Z")
_ENDING = re.compile(r"(?:\A|\s)(?:[(\[]([^()\[\]]{2,40})[)\]]|[–—-]{1,2}\s?([^–—()-]{2,30}))\.?\Z")
_TAIL = 60  # characters at the end of a line in which an agency may sign
_SOURCE = re.compile(r"\Asource\s?:\s*(.{2,30})\Z", re.IGNORECASE)


def agency_of(surface: str) -> str | None:
    """Canonical name of the wire agency that a surface names; short ones only in capitals.

    A "… Press Agency" that is in no lexicon is named as it is written.

    >>> agency_of("Agence France-Presse"), agency_of("REUTERS"), agency_of("ap")
    ('AFP', 'Reuters', None)
    """
    for part in re.split(r"\s?/\s?", surface.strip()):
        plain = part.strip()
        for name in (plain, _FILLER.sub("", _FILLER.sub("", plain))):
            if found := _AGENCIES.get(name) or _FOLDED.get(name.lower()):
                return found
        if _NAMED.search(plain):
            return plain
    return None


def agency_at_end(surface: str) -> str | None:
    """The agency a last line signs with: "… on Monday. (Reuters)", "– AFP", "Source: Xinhua"."""
    tail = surface[-_TAIL:].strip()
    if source := _SOURCE.match(tail):
        return agency_of(source[1])
    ending = _ENDING.search(tail)
    if ending:
        return agency_of(ending[1] or ending[2])
    # the end of a sentence is no name, unless a slash parts one from it
    return agency_of(tail) if len(surface) <= _TAIL or "/" in tail else None


def is_desk(name: str) -> bool:
    """Whether a name is, or ends in, one of an agency or picture desk."""
    last = name.strip().lower().rstrip(".")
    return last in _DESKS or any(last.endswith(" " + desk) for desk in _DESKS)

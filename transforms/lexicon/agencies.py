"""Agencies: which news agency a surface such as "AP" or "Agence France-Presse" names.

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
_TAIL = 60
"""Characters at the end of a line in which an agency may sign."""
_SOURCE = re.compile(r"\Asource\s?:\s*(.{2,30})\Z", re.IGNORECASE)


def agency_of(surface: str) -> str | None:
    """The canonical name of the agency that a surface names; None if it names none.

    Names of up to three letters count only as the lexicon writes them. A "… Press Agency" that the
    lexicon does not have is its own canonical name.

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
    """The agency that signs a line: "… on Monday. (Reuters)", "– AFP", "Source: Xinhua"."""
    tail = surface[-_TAIL:].strip()
    if source := _SOURCE.match(tail):
        return agency_of(source[1])
    ending = _ENDING.search(tail)
    if ending:
        return agency_of(ending[1] or ending[2])
    # The end of a sentence is not a signature, unless a slash parts the two.
    return agency_of(tail) if len(surface) <= _TAIL or "/" in tail else None


def is_desk(name: str) -> bool:
    """Whether a name is that of an agency or picture desk, or ends in one."""
    last = name.strip().lower().rstrip(".")
    return last in _DESKS or any(last.endswith(" " + desk) for desk in _DESKS)

"""Appearance: a text as a reader sees it, whatever characters draw it.

Pure. Pages are full of blanks that are no space, marks without width and letters with their accents
apart. Words are compared, and lines are judged, in the form that these functions give; spans refer
to the text as it is.
"""

from __future__ import annotations

import re
import unicodedata

# General categories Zs and Cf of the Unicode standard, as far as they occur in running text, and
# the two hyphens that differ from "-" only in where a line may break.
_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008" + (
    "\u2009\u200a\u202f\u205f\u3000"
)
UNSEEN = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
"""Characters that have no width."""
_HYPHENS = "\u2010\u2011"
_PLAIN = {**dict.fromkeys(map(ord, _BLANKS), " "), **dict.fromkeys(map(ord, _HYPHENS), "-")}
_PLAIN_AND_SEEN = {**_PLAIN, **dict.fromkeys(map(ord, UNSEEN))}
_ODD = re.compile(f"[{_BLANKS}{_HYPHENS}{UNSEEN}]")
_ACCENT = re.compile("[\u0300-\u036f]")


def as_seen(text: str) -> str:
    """The text with plain blanks and hyphens, composed letters and nothing that is not seen.

    >>> as_seen("By\\u00a0Zoe\\u0308 Roe\\u200b")
    'By Zoë Roe'
    """
    if text.isascii():
        return text
    if _ODD.search(text):
        text = text.translate(_PLAIN_AND_SEEN)
    return unicodedata.normalize("NFC", text) if _ACCENT.search(text) else text


def with_plain_blanks(text: str) -> str:
    """The text with plain blanks and hyphens, character for character, so that places stay.

    >>> with_plain_blanks("5\\u00a0May\\u202f2024")
    '5 May 2024'
    """
    return text if text.isascii() else text.translate(_PLAIN)

"""References: characters that a plain text still spells out as HTML does, "&rsquo;" or "&#8217;".

Pure. A program that took the tags out of a page and left its references has not finished; nobody
writes them in a text.
"""

from __future__ import annotations

import html
import re

# "&lt;" and "&gt;" stay: they may be there to show a tag.
_REFERENCE = re.compile(
    r"&(?!(?:lt|gt|#0*6[02]|#x0*3[ce]);)"
    r"(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{2,6}|#[xX][0-9a-fA-F]{2,6});"
)


def replace_references(text: str) -> tuple[str, int]:
    """The text with the characters that its references mean, and how many there were.

    A reference to a reference is followed: "&amp;rsquo;". What HTML does not define stays.

    >>> replace_references("Don&rsquo;t &amp;amp; won&#8217;t &unknown;")
    ('Don’t & won’t &unknown;', 3)
    """
    if "&" not in text or _REFERENCE.search(text) is None:
        return text, 0
    count = 0

    def meant(match: re.Match[str]) -> str:
        nonlocal count
        character = html.unescape(match[0])
        if character == match[0] or not (character.isprintable() or character == "\u00a0"):
            return match[0]
        count += 1
        return character

    replaced = _REFERENCE.sub(meant, text)
    return _REFERENCE.sub(lambda match: html.unescape(match[0]), replaced) if count else text, count

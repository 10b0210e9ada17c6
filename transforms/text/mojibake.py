"""Mojibake: text whose bytes were once read in the wrong encoding, undone where that is certain.

Pure. ftfy proposes the repair of a line; it is believed only if nothing is lost by it: every
character of the repaired line must be one of the line itself, or stand in it as its own bytes read
wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_PLAIN = "–—‘’“”…\u00a0"
_SUSPICIOUS = re.compile(f"[^\x00-\x7f{_PLAIN}][^\x00-\x7f]|[^\x00-\x7f][^\x00-\x7f{_PLAIN}]")
_LONGEST = 4_000
"""Characters of a line that is proposed for repair; a proof walks through all of them."""
# Encodings in which UTF-8 is read by mistake, by the names under which ftfy registers them: those
# that give the five bytes that Windows-1252 leaves unused, too.
_MISTAKES = ("sloppy-windows-1252", "latin-1", "sloppy-windows-1251", "macroman", "cp437")


def is_suspicious(text: str) -> bool:
    """Whether characters stand side by side as only misread text, or another script, has them.

    >>> is_suspicious("Zoë said: “No…”"), is_suspicious("Itâ€™s")
    (False, True)
    """
    return not text.isascii() and _SUSPICIOUS.search(text) is not None


def proposed(line: str) -> tuple[str, list[str]] | None:
    """A line repaired, and what was misread in it; None if nothing can be repaired for certain.

    >>> proposed("On dit cafÃ© au café")
    ('On dit café au café', ['Ã©'])
    """
    if len(line) > _LONGEST or not is_suspicious(line):
        return None
    from ftfy import fix_encoding  # a quarter of a second, and only for suspicious texts

    mended = fix_encoding(line)
    if mended == line:
        return None
    misread: list[str] = []
    for found in _misread(line, mended):
        if found is None:
            return None
        misread.append(found)
    return mended, misread


def _misread(line: str, mended: str) -> Iterator[str | None]:
    """What stands in a line for each character of its repair that is not there itself.

    None where neither the character nor its misread bytes stand there, or something is left over.
    """
    at = 0
    for character in mended:
        found = next((one for one in _readings(character) if line.startswith(one, at)), None)
        if found is not None:
            yield found
        elif line.startswith(character, at):
            found = character
        else:
            yield None
            return
        at += len(found)
    if at < len(line):
        yield None


@cache
def _readings(character: str) -> tuple[str, ...]:
    """How a character looks when its bytes are read wrongly, once or twice; the longest first."""
    if character.isascii():
        return ()
    found = {character}
    for _ in range(2):
        for one in tuple(found):
            for mistake in _MISTAKES:
                try:
                    found.add(one.encode().decode(mistake))
                except UnicodeDecodeError:
                    continue
    found |= {one.replace("\u00a0", " ") for one in found}
    return tuple(sorted(found - {character}, key=lambda one: (-len(one), one)))

"""HTML scripts: a story that only the data of a page's scripts has, as strings with markup.

Pure. Pages that a browser fills keep the article as an object in a script: a JSON text, or a
string of JavaScript that holds one. No script is run; strings are read as JSON reads them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from transforms.text import storable

# An unclosed string ends with the script, so that no character is looked at twice.
_STRING = re.compile(r'"((?:[^"\\]|\\.)*+)(?:"|\Z)', re.DOTALL)
_MARKUP = re.compile(r"</p>|<br\b", re.IGNORECASE)
_OBJECT = re.compile(r'\s*(?:[0-9a-f]{1,4}:)?[{\["]')  # JSON, or a numbered row of it
_SHORTEST = 400  # characters of a string; a shorter one holds no story of some paragraphs
_FEWEST = 2  # ends of paragraphs in it
_NESTED = 3  # strings that hold strings


def scripted_story(tree: Any) -> str:
    """The markup with most paragraphs among the strings of the page's scripts; empty if none has.

    It may be anything that the page's scripts show, so whoever asks must know that the page is an
    article and that its elements have no story.
    """
    found = (
        (len(_MARKUP.findall(text)), text)
        for script in tree.iter("script")
        for text in _strings(script.text or "", _NESTED)
    )
    ends, story = max(found, key=lambda one: one[0], default=(0, ""))
    return storable(story) if ends >= _FEWEST else ""


def _strings(script: str, deep: int) -> Iterator[str]:
    """The long strings in a script that may hold markup, and those in them."""
    for match in _STRING.finditer(script):
        raw = match[1]
        if len(raw) < _SHORTEST or ("<" not in raw and "\\u003" not in raw):
            continue
        try:
            text = json.loads(f'"{raw}"', strict=False)
        except ValueError:
            continue
        within = list(_strings(text, deep - 1)) if deep > 1 and _OBJECT.match(text) else []
        yield from within or [text]

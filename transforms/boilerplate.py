"""Boilerplate: lines that belong to the site and not to the article.

Pure. Evidence is the lexicon of phrases and the shape of menus, share bars and contact lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from transforms.lexicon import read_lexicon, words_of

_PHRASES = tuple(read_lexicon("boilerplate"))
_EDGES = " \t.,:;!?…*|>»«<›‹→←↓↑▶►•·–—-_=~#+[](){}\"'“”‘’/\\"
_COUNT = re.compile(r"\s*[(\[]?\d[\d,.]*[kKmM]?[)\]]?\Z")
_SPACE = re.compile(r"\s+")
_MENU_BREAK = re.compile(r"\s[|•·/›»>]\s|\s?\|\s?|\s?[›»•·]\s?")
_CONTACT = re.compile(
    r"\S@\S+\.\w|\[email.protected\]|(?:https?://|www\.)\S|(?<!\w)@\w{2,}|\bwhatsapp\b",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright(?: ©| \(c\))?):? ?(?:\d{4}|[A-Z])", re.IGNORECASE)
_QUOTES = "\"“”‘'«„"
_LETTER = re.compile(r"[^\W\d_]")
_SITES = words_of("site_words")
_MOST_WORDS = {"whole": 12, "start": 16, "end": 8, "any": 45}


def _compiled(match: str, before: str, after: str) -> re.Pattern[str]:
    phrases = [row["phrase"] for row in _PHRASES if row["match"] == match]
    return re.compile(f"{before}(?:{'|'.join(map(re.escape, phrases))}){after}")


_BY_MATCH = {
    "whole": _compiled("whole", r"\A", r"\Z"),
    "start": _compiled("start", r"\A", r"(?!\w)"),
    "end": _compiled("end", r"(?<!\w)", r"\Z"),
    "any": _compiled("any", r"(?<!\w)", r"(?!\w)"),
}
_OPENS = {row["phrase"]: row["opens"] for row in _PHRASES if row["opens"]}


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Why a line is boilerplate.

    certain: False if an article's headline could look like this.
    opens:   "links" before a list of other articles, "comments" before what readers wrote.
    """

    certain: bool
    opens: Literal["", "links", "comments"] = ""


def normalised(surface: str) -> str:
    """The line in lower case without bullets, counts and outer punctuation.

    >>> normalised("» Comments (14)")
    'comments'
    """
    plain = _SPACE.sub(" ", surface).lower().replace("’", "'").strip(_EDGES)
    return _COUNT.sub("", plain).strip(_EDGES)


def boilerplate_of(surface: str, words: int) -> Boilerplate | None:
    """What kind of boilerplate a line is, or None.

    surface: the line without outer blanks; words: its number of blank-separated tokens.
    """
    if not _LETTER.search(surface) or (words <= 30 and _COPYRIGHT.match(surface)):
        return Boilerplate(certain=True)
    plain = normalised(surface)
    for match, pattern in _BY_MATCH.items():
        if words <= _MOST_WORDS[match] and (found := pattern.search(plain)):
            opens = _OPENS.get(found[0], "")
            certain = match in ("whole", "any") or words <= 3
            if opens == "comments":
                return Boilerplate(certain, "comments")
            return Boilerplate(certain, "links" if opens == "links" and match == "whole" else "")
    if _is_menu(surface, plain):
        return Boilerplate(certain=True)
    return None


def is_contact_line(surface: str, words: int) -> bool:
    """Whether a short line is there to give an address, a handle or a link."""
    return words <= 16 and surface[0] not in _QUOTES and _CONTACT.search(surface) is not None


def _is_menu(surface: str, plain: str) -> bool:
    """Whether a line is a row of short labels: a menu, a breadcrumb trail, a share bar."""
    tokens = [token.strip(_EDGES) for token in plain.split()]
    if tokens and all(token in _SITES or not token for token in tokens):
        return True
    items = [item.strip() for item in _MENU_BREAK.split(surface) if item.strip()]
    return (
        len(items) >= 3
        and all(len(item.split()) <= 4 for item in items)
        and not any(re.search(r"[.!?]\Z", item) for item in items[:-1])
        and not any(char.isdigit() for char in plain)
    )

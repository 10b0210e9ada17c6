"""HTML text: the characters between tags as a reader sees them, and what no reader sees.

Pure. Words stay as they are. Blanks are one, hints where a line may break are gone, and what was
escaped twice is what it stands for.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

UNSEEN = frozenset(
    (
        *("script", "style", "noscript", "template", "svg", "math", "head", "title", "select"),
        *("option", "textarea", "button", "input", "iframe", "object", "audio", "video", "canvas"),
        *("dialog", "rt", "rp"),  # the last two say above a word how it is read
    )
)
SITE = frozenset(("nav", "footer", "form", "aside", "menu"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BREAKING = SITE | HEADINGS | frozenset(
    (
        *("address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "header", "hgroup", "hr", "html", "li"),
        *("main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "ul"),
    )
)  # fmt: skip
BREAK = "\x0b"  # stands for <br>; the control characters of the source were dropped before
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = re.compile(r" *\n *")
# Soft hyphen, zero-width space, word joiner, zero-width no-break space. Joiners and marks of
# direction are kept: they change what a reader sees.
_HINTS = re.compile("[\u00ad\u200b\u2060\ufeff]")
# What a browser shows as "&quot;" was meant as a mark. "&lt;" is left: pages on markup show it.
_ESCAPED = re.compile(r"&(?!lt;|gt;)(?:[A-Za-z]{2,8}[0-9]{0,2}|#[0-9]{2,7}|#x[0-9A-Fa-f]{2,6});")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def shown(raw: str) -> str:
    """The text of a block; a line break for each ``BREAK``.

    >>> shown(" A\\u00adT&amp;T\\n rose " + BREAK + " by &euro;2 ")
    'AT&T rose\\nby €2'
    """
    text = _BLANKS.sub(" ", raw)
    if BREAK in text:
        text = _AROUND_BREAK.sub("\n", text.replace(BREAK, "\n"))
    text = without_hints(text)
    if "&" in text:
        text = _ESCAPED.sub(_unescaped, text)
    return text.strip()


def without_hints(text: str) -> str:
    """A text without the hints where a line may break, which no reader sees."""
    return text if text.isascii() else _HINTS.sub("", text)


def _unescaped(escaped: re.Match[str]) -> str:
    """What an entity stands for, unless that is nothing or a character that nobody sees."""
    found = unescape(escaped[0])
    return found if found.isprintable() or found == "\u00a0" else ""


def is_hidden(element: Any) -> bool:
    """Whether an element is not shown until somebody asks for it, if ever.

    A paragraph that only screen readers pass over is text: paywalls mark the rest of a story so.
    A larger element that they pass over is a window which is not open.
    """
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or (element.get("aria-hidden") == "true" and element.tag != "p")
        or (style is not None and _HIDDEN.search(style) is not None)
    )

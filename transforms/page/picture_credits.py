"""Picture credits: who took or supplied a picture, as the caption below it says.

Pure. A credit is never a newsmaker: "Photo: Reuters" names no agency that wrote the article.
"""

from __future__ import annotations

import re

from transforms.lexicon import is_desk
from transforms.page.captions import CREDIT_TAIL
from transforms.page.page import Page
from transforms.text import PictureCredit, Span

_LABEL = (
    r"(?:(?:file |stock |handout |ap |afp )?(?:photo|image|picture|photograph|pic|illustration"
    r"|graphic|video)s?|credit|courtesy)"
)
_LABELLED = re.compile(
    rf"(?<!\w){_LABEL}(?: credits?| source)?\s?(?::|/|\bby\b|\bcourtesy(?: of)?\b|©)\s*"
    r"(?:credit\s?:\s*|by\s)?(?P<credit>[^\s:/][^()\[\]\n]{1,60}?)[)\].]*\Z"
    r"|(?:©|\bcourtesy of)\s?(?P<owner>[A-Z][^()\[\]\n]{1,50}?)[)\].]*\Z",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[|]\s?(?P<credit>[^()\[\]|\n]{2,60}?)[)\]]?\.?\Z")
_SLASHED = re.compile(
    r"(?:\A|[\s(])"
    r"(?P<credit>(?:(?:[A-Z]\.|[A-Z][\w’'-]*) ){0,3}[A-Z][\w’'-]+ ?/ ?[\w.’' -]{2,40}?)\.?\Z"
)
_SUPPLIED = re.compile(
    r"\b(?:images?|photos?|handout|file|getty|supplied|provided)\Z", re.IGNORECASE
)


def find_picture_credits(page: Page) -> tuple[PictureCredit, ...]:
    """The credits in the captions of a page, in text order.

    >>> from transforms.page import parse_page
    >>> page = parse_page("Rain\\n\\nThe bridge at noon. Photo: Ann Lee/Reuters\\n\\nIt rained.")
    >>> [(one.span.of(page.text), one.named.of(page.text)) for one in find_picture_credits(page)]
    [('Photo: Ann Lee/Reuters', 'Ann Lee/Reuters')]
    """
    found = (_credit_in(page.text, caption) for caption in page.spans_of("caption"))
    return tuple(credit for credit in found if credit is not None)


def named_credits(page: Page) -> tuple[Span, ...]:
    """Whom the credits of a page name, in text order; the same words count once."""
    found: dict[str, Span] = {}
    for credit in find_picture_credits(page):
        found.setdefault(credit.named.of(page.text), credit.named)
    return tuple(found.values())


def _credit_in(text: str, caption: Span) -> PictureCredit | None:
    """The one credit of a caption, if it has one."""
    start = max(caption.start_char, caption.end_char - CREDIT_TAIL)
    tail = text[start : caption.end_char]
    for pattern, is_credit in (
        (_LABELLED, None),
        (_BRACKETED, _is_supplier),
        (_SLASHED, _has_desk),
    ):
        match = pattern.search(tail)
        if match is None:
            continue
        name = next(name for name, part in match.groupdict().items() if part is not None)
        if is_credit is None or is_credit(match[name]):
            return PictureCredit(
                Span(start + match.start(), start + match.end()),
                Span(start + match.start(name), start + match.end(name)),
            )
    return None


def _is_supplier(name: str) -> bool:
    """Whether the words in brackets name a picture desk or what it supplies."""
    return _has_desk(name) or _SUPPLIED.search(name.strip()) is not None


def _has_desk(name: str) -> bool:
    return any(is_desk(part) for part in re.split(r"[/,]| via ", name))

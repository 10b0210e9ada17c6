"""Picture credits: who took or supplied a picture, as its caption says.

Pure. A credit is never a newsmaker: the agency in "Photo: Reuters" did not write the article.
"""

from __future__ import annotations

import re

from transforms.lexicon import is_desk
from transforms.page.page import Page
from transforms.page.picture_marks import (
    BRACKETED,
    CREDIT_TAIL,
    FROM_LIBRARY,
    GIVEN,
    LABELLED,
    SLASHED_NAME,
)
from transforms.text import PictureCredit, Span


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
    """The names in the credits of a page, in text order; the same words count once."""
    found: dict[str, Span] = {}
    for credit in find_picture_credits(page):
        found.setdefault(credit.named.of(page.text), credit.named)
    return tuple(found.values())


def _credit_in(text: str, caption: Span) -> PictureCredit | None:
    """The one credit of a caption, if it has one."""
    start = max(caption.start_char, caption.end_char - CREDIT_TAIL)
    tail = text[start : caption.end_char]
    for pattern, is_credit in (
        (LABELLED, None),
        (BRACKETED, _is_supplier),
        (SLASHED_NAME, _has_desk),
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
    """Whether the words in brackets name a picture desk or what a desk supplies."""
    words = name.strip()
    return _has_desk(name) or bool(FROM_LIBRARY.search(words) or GIVEN.search(words))


def _has_desk(name: str) -> bool:
    return any(is_desk(part) for part in re.split(r"[/,]| via ", name))

"""Author names: the names in a field or an element of a page that is said to name its authors.

Pure. "Von Jane Doe und John Roe, Oslo", "Jane Doe | Gazette", "Autor: Jane Doe". Unlike a line of
a text, such a place is known to hold names, so that words of other languages are taken away too.
Which of the parts is an author is decided later, by weights.
"""

from __future__ import annotations

import re
import unicodedata

from transforms.lexicon import either, read_lexicon
from transforms.page.bylines import without_asides
from transforms.page.credentials import without_credentials
from transforms.text import as_seen


def _either(role: str) -> str:
    rows = read_lexicon("byline_words")
    return either(row["surface"] for row in rows if row["role"] == role)


_LEAD = re.compile(
    rf"\s*(?:(?:(?:{_either('lead')})\s*)?(?:{_either('by')}\b|:)\s*:?\s*"
    rf"|{_either('signer')}\s*:?\s+(?=\S))",
    re.IGNORECASE,
)
_PART = re.compile(rf"\s*(?:,|;|\||•|·|/|&| – | — | - |\n|\b{_either('join')}\b)\s*", re.IGNORECASE)
_CUT = re.compile(rf"\s+{_either('cut')}\s.*\Z", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]{0,80}\)")
_NUMBERED = re.compile(r"\d{1,2}\..*|\d{4}.*|\d+ .*")  # a day, a time, a count of comments
_WORD = re.compile(r"\w+")
_GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv"))
_OUTER = " .,:;|-–—()"
_SHORTEST, _LONGEST = 2, 59  # characters of a name
_LONGEST_FIELD = 400
_LEADS = 2  # "Text: Von Jane Doe"


def split_names(stated: str) -> tuple[str, ...]:
    """The parts of a field that may be names, as written and in order.

    >>> split_names("Von Jane Doe und John Roe, 12.03.2021"), split_names("by Ann Lee | Gazette")
    (('Jane Doe', 'John Roe'), ('Ann Lee', 'Gazette'))
    >>> split_names("Jane Doe, Ph.D., RN, and Martin Roe, Jr.")
    ('Jane Doe', 'Martin Roe Jr')
    """
    credit = _bare(without_asides(" ".join(as_seen(stated[:_LONGEST_FIELD]).split())))
    names: list[str] = []
    for part in _PART.split(credit):
        name = _CUT.sub("", _BRACKETS.sub("", _bare(part)).strip(_OUTER)).strip(_OUTER)
        name = without_credentials(name)
        if names and name.lower() in _GENERATIONS:
            names[-1] = f"{names[-1]} {name}"
            continue
        if _SHORTEST <= len(name) <= _LONGEST and not _NUMBERED.fullmatch(name):
            names.append(name)
    return tuple(dict.fromkeys(names))


def _bare(credit: str) -> str:
    """The text without the words before its names."""
    for _ in range(_LEADS):
        lead = _LEAD.match(credit)
        credit = credit[lead.end() :] if lead else credit
    return credit.strip(_OUTER)


def folded(name: str) -> str:
    """The words of a name in lower case.

    >>> folded("Jane O'Neill-Smith")
    'jane o neill smith'
    """
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", name).casefold()))

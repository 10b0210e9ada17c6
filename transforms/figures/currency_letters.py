"""Currency letters: whether a capital letter before a number is a sign of money: R350, P2.1bn.

Pure. A letter and digits are mostly a name: a road, a form, a model. They are money where the
number is written as only an amount is, with groups of thousands, a magnitude or two decimals; where
it is listed with an amount; or where the words beside it say that something is paid, and the page
writes another amount so or names the currency or its country.
"""

from __future__ import annotations

import re
from functools import lru_cache

from transforms.figures.currencies import currency_surfaces
from transforms.figures.passage import Passage
from transforms.figures.vocabulary import number_words
from transforms.lexicon import either, read_lexicon, words_of

_LETTERS = "".join({one.surface for one in currency_surfaces("letter")})
_MEANT: dict[str, str] = {}
_BESIDE: dict[str, dict[str, str]] = {}
for _row in read_lexicon("currency_letters"):
    _MEANT.setdefault(_row["surface"], _row["code"])
    _BESIDE.setdefault(_row["surface"], {})[_row["beside"]] = _row["code"]
_NAMED = re.compile(rf"\b(?:{either({word for words in _BESIDE.values() for word in words})})\b")
_LARGE = either(set(number_words("scale")) - {"dozen", "hundred"})
_AMOUNT = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ ]\d{3})+|\d{2,}\.\d\d"
    rf"|\d{{1,3}}(?:\.\d{{1,3}})?(?:[ -]?(?:{_LARGE})|[ ]?(?:bn|mn|m)))(?![\w.,]?\d|[^\W\d_])"
)
_STATED = re.compile(rf"(?<![\w-])(?P<letter>[{_LETTERS}]){_AMOUNT}")
_LETTER = re.compile(rf"(?<![\w-])[{_LETTERS}]\Z")
_MARKS = either(one.surface for one in currency_surfaces("before", "glued"))
_LISTED = re.compile(
    rf"(?<!\w)(?:(?:{_MARKS})[ ]?\d[\d,.]*(?:[ -]?(?:{_LARGE})|bn|m|k)?|[{_LETTERS}]{_AMOUNT})"
    r"(?:,|,?[ ](?:and|or|to)|[ ]?[-–])[ ]?\Z"
)
_CUES, _WORD = words_of("money_cues"), re.compile(r"[^\W\d_]+")
_EACH = re.compile(r"[\d.,]{1,12}[ ](?:an?|per|each)\b")
_NEXT = re.compile(r"[\d.,]{1,12}[ -](?P<noun>[a-z]{2,20})\b")
_WINDOW, _NEAR = 60, 4


def letter_before(passage: Passage, at: int) -> str | None:
    """The code of the currency whose letter touches the number at ``at``; None where it is a name.

    >>> letter_before(Passage("They owe N5,000 on the N5 road.", 0, 31), 10)
    'NGN'
    >>> letter_before(Passage("They owe N5,000 on the N5 road.", 0, 31), 24) is None
    True
    """
    found = _LETTER.search(passage.before(at, 2))
    if found is None:
        return None
    letter = found[0]
    named, stated = _shown_by(passage.text)
    code = next((of for word, of in _BESIDE[letter].items() if word in named), None)
    if passage.match(_STATED, at - 1) or _LISTED.search(passage.before(at - 1, _WINDOW)):
        return code or _MEANT[letter]
    if (code is None and letter not in stated) or not _is_paid(passage, at):
        return None
    return code or _MEANT[letter]


def _is_paid(passage: Passage, at: int) -> bool:
    """Whether the words beside an amount say so: "a fine of R60", "R60 a month", "the R60 fee"."""
    if passage.match(_EACH, at):
        return True
    words = _WORD.findall(passage.before(at - 1, _WINDOW).lower())[-_NEAR:]
    following = passage.match(_NEXT, at)
    return not _CUES.isdisjoint(words) or (following is not None and following["noun"] in _CUES)


@lru_cache(maxsize=4)
def _shown_by(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of the lexicon that a text has, and the letters that it writes before amounts."""
    return (
        frozenset(_NAMED.findall(text)),
        frozenset(found["letter"] for found in _STATED.finditer(text)),
    )

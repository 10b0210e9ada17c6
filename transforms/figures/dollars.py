"""Dollars: which dollar a page means by a bare "$", where the page itself says so.

Pure. A page says so in one of two ways. A sentence declares it: "all figures in Canadian dollars".
Or the dateline is in a country whose dollar the page also names in full, and the page does not
convert that dollar into the bare sign ("A$5m ($3.3m)"). Otherwise "$" stays an assumed US dollar.
"""

from __future__ import annotations

import re

from transforms.figures.currencies import currency_surfaces
from transforms.lexicon import either, read_lexicon

_PLACES = {row["surface"].lower(): row["code"] for row in read_lexicon("dollar_places")}
_NAMED = {one.surface.lower(): one.code for one in currency_surfaces("adjective")}
_NAMES = either(_NAMED)
_DECLARED = re.compile(
    r"\b(?:amounts|figures|prices|sums|values|currency|money)\b[^.;\n]{0,40}?\b(?:in|is)[ ]"
    rf"(?P<name>{_NAMES})[ ]dollars?\b",
    re.IGNORECASE,
)
_SIGNS = {
    one.surface: one.code
    for one in currency_surfaces("before")
    if "$" in one.surface and one.surface != "$"
}
_SIGN = re.compile(either(_SIGNS))
_IN_WORDS = re.compile(rf"\b(?P<name>{_NAMES})[ ]dollars?\b", re.IGNORECASE)
_CODE = re.compile(rf"\b(?:{either(set(_NAMED.values()))})\b")
_AMOUNT = r"[ ]?[\d.,]+[ ]?\w{0,8}"
_BARE = r"(?<![A-Za-z])\$"


def _against(code: str) -> re.Pattern[str]:
    """An amount in that dollar beside its conversion into a bare "$", or the other way round."""
    signs = either(sign for sign, of in _SIGNS.items() if of == code)
    return re.compile(
        rf"(?:{signs}){_AMOUNT}[ ]\([^()$]{{0,12}}{_BARE}{_AMOUNT}|{_BARE}{_AMOUNT}[ ]\((?:{signs})"
    )


_SET_AGAINST = {code: _against(code) for code in sorted(set(_SIGNS.values()))}


def dollar_of(text: str, dateline_place: str | None) -> str | None:
    """The ISO code that a bare "$" stands for; None where the page does not say.

    >>> dollar_of("It cost $5m. All figures are in Canadian dollars.", None)
    'CAD'
    >>> dollar_of("SYDNEY — It cost $5m, or A$2 a head.", "SYDNEY")
    'AUD'
    """
    if "$" not in text:
        return None
    declared = _DECLARED.search(text)
    if declared is not None:
        return _NAMED[declared["name"].lower()]
    local = _local(dateline_place)
    if local is None or local not in _stated(text):
        return None
    other = _SET_AGAINST.get(local)
    return None if other is not None and other.search(text) else local


def _local(place: str | None) -> str | None:
    parts = [part.strip().lower() for part in (place or "").split(",")]
    return next((_PLACES[part] for part in parts if part in _PLACES), None)


def _stated(text: str) -> set[str]:
    """The dollars a text names otherwise than by a bare sign."""
    codes = {_SIGNS[sign] for sign in _SIGN.findall(text)} | set(_CODE.findall(text))
    return codes | {_NAMED[found["name"].lower()] for found in _IN_WORDS.finditer(text)}

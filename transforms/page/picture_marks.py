"""Picture marks: the forms in which sites and picture desks label, pose and credit pictures.

Pure. ``captions`` asks whether a line has one of the forms, ``picture_credits`` where the credit in
it stands; each form is written here once. Lists of forms are tried in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from transforms.lexicon import either, words_in_role, words_of


class Form(NamedTuple):
    """One way to mark a picture: an expression, and a line that has this form."""

    pattern: str
    example: str


def _either(*roles: str) -> str:
    return either(words_in_role("picture_words", *roles))


def _any_of(forms: Iterable[Form], before: str = "") -> re.Pattern[str]:
    """One expression for all forms, since that is faster than one after another."""
    return re.compile(f"{before}(?:{'|'.join(form.pattern for form in forms)})", re.IGNORECASE)


_PHOTOGRAPH = _either("photograph")
_PHOTO = _either("photograph", "image")
_STILL = _either("photograph", "image", "drawing")
_SHOWN = _either("photograph", "image", "drawing", "footage")
_KIND = rf"(?:{_either('kind')} )?"
_DESK = either(words_of("picture_desks"))

OPENINGS = (
    Form(
        rf"{_KIND}{_STILL}s?(?: credit| courtesy| source| by)?\s?(?::|\bby\b)", "File photo: A boat"
    ),
    Form(r"pictured(?: above| below| here)?\s?[:,]", "Pictured above: the old quay"),
    Form(r"credits?\s?:", "Credit: Jo Roe"),
    Form(rf"{_PHOTO}s?\s?/", "Photo / Jo Roe"),
    Form(r"file\s?[-–—:]\s", "FILE - The old quay in March"),
    Form(r"©\s?[A-Z][\w.]+ ?/ ?\w+\Z", "© Gazette / Roe"),
    Form(r"(?:(?:image|media|video|picture|photo) )?caption\s?:", "Caption: the old quay"),
    Form(r"clip\s?:", "Clip: boats leave the quay"),
    Form(
        rf"(?:file )?{_PHOTO} {_either('depicting')}\b",
        "Photo shows the old quay",
    ),
    Form(r"!\[[^\[\]]{0,300}\]\(", "![The old quay](quay.jpg)"),
    Form(r"[(\[](?:copyright|©) [^()\d]{3,60}[)\]][\"”]?\Z", "(Copyright The Gazette)"),
    Form(rf"(?:{_STILL}|caption)\s?\Z", "Picture"),
    Form(rf"{_STILL} (?:copyright|caption|source)\b", "Image copyright Jo Roe"),
    Form(r"in this (?:\w+ ){0,2}(?:file )?photo(?:graph)?\b", "In this 1964 file photo, boats"),
)
OPENS = _any_of(OPENINGS, before=r"[\[(]?")
"""At the beginning of a line."""

CLOSINGS = (
    Form(
        rf"(?<!\w)(?:{_SHOWN}|credit|courtesy|source: {_DESK})s?(?: by| credit| courtesy)?"
        r"\s?[:/©]\s?.{2,60}\Z",
        "The old quay. Photo: Jo Roe",
    ),
    Form(
        rf"(?:[(\[/|–—]|(?<!\w)-)\s?(?:file )?{_PHOTO}s?"
        r"(?: by [^()]{3,40}| courtesy[^()]{0,40})?[)\]]?\.?\Z",
        "The old quay (file picture)",
    ),
    Form(
        rf"\((?:\w+ ){{0,3}}(?:{_PHOTO}|file)\s?(?:/|by|:|courtesy)[^()]{{0,50}}\)\.?\Z",
        "The old quay (AP Photo/Jo Roe)",
    ),
    # Only photographs: a paragraph may well end with "an image by a young painter".
    Form(
        rf"(?<!\w){_PHOTOGRAPH}s? (?:by|courtesy(?: of)?) [^.]{{3,50}}\.?\Z",
        "The old quay, photo courtesy of Jo Roe",
    ),
)
CLOSES = _any_of(CLOSINGS)
"""At the end of a line."""

WHOLE_LINES = (
    Form(
        rf"[(\[]?{_KIND}{_STILL}s?(?: credit| courtesy)?(?:\s?[:/|]| by\b)[^.!?]*\.?\Z",
        "Photo: Jo Roe",
    ),
    Form(r"[(\[]?credit\s?:[^.!?]*\.?\Z", "Credit: Jo Roe"),
    Form(r"[(\[]?courtesy(?: of)?\b[^.!?]*\.?\Z", "Courtesy of Jo Roe"),
    Form(r"[(\[]?©\s?[A-Z][^.!?]*\.?\Z", "© Jo Roe"),
    Form(rf"[(\[][^()\[\]]{{2,50}}(?<!\w)(?:{_PHOTO}|handout|file)s?[)\]]\Z", "(PTI photo)"),
    Form(rf"(?:{_STILL}|caption)\s?:?\Z", "Picture:"),
)
IS_CREDIT = _any_of(WHOLE_LINES)
"""A line that only says who took a picture."""

_ORDER, _POSITION = _either("order"), _either("position")
PLACED = re.compile(
    rf"[(,\[] ?(?:{_ORDER} (?:from )?)?"
    rf"(?:{_POSITION}|pictured (?:left|right|above|below|here|in \d{{4}}))[,)\]]",
    re.IGNORECASE,
)
"""Where somebody stands: "Jo Roe, second from left, and". Not "(R)", which is a Republican."""

POSED = re.compile(rf"\b{_either('pose')}\b", re.IGNORECASE)
"""What people do in pictures: "pose for photographers"."""

BRACKETED = re.compile(r"[(\[|]\s?(?P<credit>[^()\[\]|]{2,60}?)[)\]]?\.?\Z")
"""The last brackets of a line, or what follows its last bar: "(Getty Images)", "| Reuters"."""

SLASHED = re.compile(r"(?:\A|[\s(])([\w.’' -]{2,40}?)\s?/\s?([\w.’' -]{2,40})\)?\.?\Z")
"""What stands before and behind the last slash of a line: "Jo Roe/AFP", "boats. REUTERS/Jo Roe"."""

SLASHED_NAME = re.compile(
    r"(?:\A|[\s(])"
    r"(?P<credit>(?:(?:[A-Z]\.|[A-Z][\w’'-]*) ){0,3}[A-Z][\w’'-]+ ?/ ?[\w.’' -]{2,40}?)\.?\Z"
)
"""``SLASHED`` from the first name on, without the sentence before it."""

NAMED = re.compile(
    r"[(\[][A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3} ?/ ?[A-Z][\w.’' -]{2,40}[)\]]\.?\Z"
    r"|(?:\A|[.!?] )[A-Z’'.-]{2,}(?: [A-Z’'.-]{2,}){1,3} \([A-Z]{2,}(?: [A-Z]+)*\)\Z"
)
"""A person with an employer: "(Jo Roe/The Gazette)", "JO ROE (THE GAZETTE)"."""

SUPPLIED = re.compile(rf"\({_either('given', 'origin')}\b[^()]{{0,60}}\)\.?\Z", re.IGNORECASE)
"""Brackets that say where a picture is from: "(Supplied: Jo Roe)", "(via Facebook)"."""

FROM_LIBRARY = re.compile(rf"\b{_either('library')}\Z", re.IGNORECASE)
"""Words in brackets that name what a picture desk has: "Getty Images", "PTI photo"."""

GIVEN = re.compile(rf"\b{_either('given')}\Z", re.IGNORECASE)
"""Words in brackets that only say that somebody gave the picture: "photo supplied"."""

LABELLED = re.compile(
    rf"(?<!\w)(?:{_KIND}{_SHOWN}s?|credit|courtesy)(?: credits?| source)?"
    r"\s?(?::|/|\bby\b|\bcourtesy(?: of)?\b|©)\s*"
    r"(?:credit\s?:\s*|by\s)?(?P<credit>[^\s:/][^()\[\]\n]{1,60}?)[)\].]*\Z"
    r"|(?:©|\bcourtesy of)\s?(?P<owner>[A-Z][^()\[\]\n]{1,50}?)[)\].]*\Z",
    re.IGNORECASE,
)
"""A label and whom it credits: "Photo: Jo Roe", "(AP Photo/Jo Roe)", "© The Gazette"."""

CREDIT_TAIL = 140
"""Characters at the end of a line in which its credit stands; they bound the time of the search."""


def _without_longer(words: Iterable[str]) -> tuple[str, ...]:
    """The words that contain no other one: a text with a longer word has one of these as well."""
    kept: list[str] = []
    for word in sorted(words, key=lambda word: (len(word), word)):
        if not any(other in word for other in kept):
            kept.append(word)
    return tuple(kept)


CREDITING = _without_longer(
    [
        *words_in_role("picture_words", "photograph", "image", "drawing", "footage"),
        "credit",
        "courtesy",
        "source",
        "file",
    ]
)
"""A line that contains none of these, not even within a word, has none of the ``CLOSINGS``."""

HINTS = words_of("caption_hints")
"""Words without one of which, or a mark such as a bracket, no line is looked at as a caption."""

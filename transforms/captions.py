"""Captions: lines that describe a picture or name who took it.

Pure. The evidence is what picture desks write: a credit, a position in brackets, a pose.
"""

from __future__ import annotations

import re

from transforms.lexicon import words_of

_OPENS = re.compile(
    r"\A[\[(]?(?:(?:file |stock )?(?:photo|image|picture|photograph|illustration|graphic|pic)s?"
    r"(?: credit| courtesy| source| by)?\s?(?::|\bby\b)|pictured(?: above| below| here)?\s?[:,]"
    r"|credits?\s?:|photo(?:graph|s)?\s?/|file\s?[-–—:]\s|©\s?[A-Z][\w.]+ ?/ ?\w+\Z|caption\s?:"
    r"|(?:file )?(?:photo|image|picture) (?:of|shows|taken|provided|released|courtesy)\b"
    r"|(?:image|photo) (?:copyright|caption|source)\b|in this (?:\w+ )?(?:\w+ )?(?:file )?photo\b)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?<!\w)(?:photo|image|picture|photograph|pic|credit|photo credit|image credit|video"
    r"|illustration|courtesy|source: (?:getty|reuters|afp|ap))s?(?: by| credit| courtesy)?\s?"
    r"[:/©]\s?.{2,60}\Z"
    r"|[(\[/|–—-]\s?(?:file )?(?:photo|image|picture)s?(?: by [^()]{3,40}| courtesy[^()]{0,40})?"
    r"[)\]]?\.?\Z"
    r"|\((?:\w+ ){0,3}(?:photo|image|picture|file)\s?(?:/|by|:|courtesy)[^()]{0,50}\)\.?\Z"
    r"|(?<!\w)(?:photo|photograph|picture)s? (?:by|courtesy(?: of)?) [^.]{3,50}\.?\Z",
    re.IGNORECASE,
)
_POSITION = re.compile(
    r"[(,\[] ?(?:(?:second|third|fourth|far|top|bottom|front|centre|center|back) (?:from )?)?"
    r"(?:left|right|centre|center|top|bottom|l|rear|foreground|background|pictured"
    r"|pictured (?:left|right|above|below|here|in \d{4}))[,)\]]",  # not (R): a Republican
    re.IGNORECASE,
)
_POSE = re.compile(
    r"\b(?:poses? (?:for|with)|posing (?:for|with)|pictured|seen here|looks? on|is seen|are seen"
    r"|in this (?:file )?(?:photo|picture|image)|(?:file|handout) (?:photo|picture|image)"
    r"|screen ?(?:shot|grab)|artist['’]s (?:impression|rendering)|shakes? hands"
    r"|gestures? (?:as|during)|attends a|speaks (?:during|at|to reporters)|walks? past|waves to)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[|]\s?([^()\[\]|]{2,60})[)\]]?\.?\Z")
_NAMED = re.compile(r"\([A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3} ?/ ?[A-Z][\w.’' -]{2,40}\)\.?\Z")
_SLASHED = re.compile(r"(?:\A|[\s(])([\w.’' -]{2,40}?)\s?/\s?([\w.’' -]{2,40})\)?\.?\Z")
_AGENCIES = words_of("picture_desks")
_LONGEST_CAPTION = 90


def is_caption(surface: str, words: int, *, stopped: bool, before_body: bool) -> bool:
    """Whether the line describes or credits a picture.

    stopped:     it ends like a sentence, as no headline does that says who speaks at a meeting.
    before_body: no paragraph stands before it; a pose or a position counts alone only there, since
                 prose also has people who look on.

    >>> is_caption("Two ships in port. Photo: Jo Roe", 7, stopped=False, before_body=False)
    True
    """
    if words > _LONGEST_CAPTION:
        return False
    if _OPENS.match(surface) or _CREDIT.search(surface) or _is_credited(surface):
        return True
    if before_body and words <= 45:
        return bool(_POSITION.search(surface) or (stopped and _POSE.search(surface)))
    return words <= 30 and bool(_POSITION.search(surface) and _POSE.search(surface))


def _is_credited(surface: str) -> bool:
    """Whether the line ends with a picture desk: (Getty Images), Jo Roe/AFP, REUTERS/Jo Roe."""
    tail = surface[-90:]
    slashed = _SLASHED.search(tail)
    if slashed and (_is_desk(slashed[1]) or _is_desk(slashed[2])):
        return True
    if _NAMED.search(tail):
        return True
    bracketed = _BRACKETED.search(tail)
    return bracketed is not None and any(
        part.strip().lower().endswith(("images", "photo", "photos", "handout", "file", "getty"))
        for part in re.split(r"[/,]| via ", bracketed[1])
    )


def _is_desk(name: str) -> bool:
    last = name.strip().lower().rstrip(".")
    return last in _AGENCIES or any(last.endswith(" " + desk) for desk in _AGENCIES)

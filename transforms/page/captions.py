"""Captions: lines that describe a picture or name who took it.

Pure. The evidence is what picture desks write: a credit, a position in brackets, a pose.
"""

from __future__ import annotations

import re

from transforms.lexicon import is_desk, words_of
from transforms.page.lines import Line

_OPENS = re.compile(
    r"\A[\[(]?(?:(?:file |stock )?(?:photo|image|picture|photograph|illustration|graphic|pic)s?"
    r"(?: credit| courtesy| source| by)?\s?(?::|\bby\b)|pictured(?: above| below| here)?\s?[:,]"
    r"|credits?\s?:|photo(?:graph|s)?\s?/|file\s?[-–—:]\s|©\s?[A-Z][\w.]+ ?/ ?\w+\Z|caption\s?:"
    r"|(?:file )?(?:photo|image|picture) (?:of|shows|taken|provided|released|courtesy)\b"
    r"|!\[[^\[\]]{0,300}\]\(|[(\[](?:copyright|©) [^()\d]{3,60}[)\]][\"”]?\Z"
    r"|photo(?:graph)?s by [A-Z]|(?:photo|image|picture|caption)\s?\Z"
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
_NAMED = re.compile(
    r"[(\[][A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3} ?/ ?[A-Z][\w.’' -]{2,40}[)\]]\.?\Z"
    r"|(?:\A|[.!?] )[A-Z’'.-]{2,}(?: [A-Z’'.-]{2,}){1,3} \([A-Z]{2,}(?: [A-Z]+)*\)\Z"
)
_SUPPLIED = re.compile(
    r"\((?:supplied|submitted|provided|courtesy|source|via|abc|bbc)\b[^()]{0,60}\)\.?\Z", re.I
)
_SLASHED = re.compile(r"(?:\A|[\s(])([\w.’' -]{2,40}?)\s?/\s?([\w.’' -]{2,40})\)?\.?\Z")
_LONGEST_CAPTION = 90
_LONGEST_CREDIT = 9  # words
CREDIT_TAIL = 140  # characters at the end of a line in which its credit stands
_ONLY_CREDIT = re.compile(
    r"[(\[]?(?:(?:file |staff |handout )?(?:photo(?:graph)?|image|picture|pic|illustration)s?"
    r"(?: credit| courtesy)?(?:\s?[:/|]| by\b)|credit\s?:|courtesy(?: of)?\b|©\s?[A-Z])[^.!?]*\.?\Z"
    r"|[(\[][^()\[\]]{2,50}(?:photo|image|picture|handout|file)s?[)\]]\Z"
    r"|(?:photo|image|picture|caption)\s?:?\Z",
    re.IGNORECASE,
)
_HINTS = words_of("caption_hints")
_STRONG_HINTS = ("photo", "image", "pictur", "credit", "courtesy", "graphic", "file", "video")
_MARKS = "/()[]|©!"
_CREDITING = (
    "photo",
    "image",
    "pic",
    "credit",
    "video",
    "illustration",
    "courtesy",
    "source",
    "file",
)


def is_caption(line: Line, *, before_body: bool) -> bool:
    """Whether the line describes or credits a picture.

    before_body: no paragraph stands before it; a pose or a position counts alone only there, since
                 prose also has people who look on. A pose must also end like a sentence, as no
                 headline does that says who speaks at a meeting.
    """
    surface, words = line.surface, line.words
    if words > _LONGEST_CAPTION:
        return False
    tail = surface[-CREDIT_TAIL:]
    if line.tokens:
        hinted = not _HINTS.isdisjoint(line.tokens)
    else:
        small = tail.lower()
        hinted = any([word in small for word in _STRONG_HINTS])
    marked = _is_marked(tail)
    if not hinted and not marked and surface[0] not in _MARKS:
        return False
    if _OPENS.match(surface) or _is_crediting(tail) or (marked and _is_credited(tail)):
        return True
    if not hinted and not marked:
        return False
    if before_body and words <= 45:
        return bool(_POSITION.search(surface) or (line.stopped and _POSE.search(surface)))
    return words <= 30 and bool(_POSITION.search(surface) and _POSE.search(surface))


def _is_marked(tail: str) -> bool:
    """Whether one of the marks stands in it; spelled out, as this is asked of every line."""
    return (
        "(" in tail or "/" in tail or ")" in tail or "[" in tail or "]" in tail or "|" in tail
        or "©" in tail or "!" in tail
    )  # fmt: skip


def _is_crediting(tail: str) -> bool:
    """Whether a line ends with a credit that says so: "Photo: Jo Roe", "(file picture)"."""
    small = tail.lower()
    return any([word in small for word in _CREDITING]) and _CREDIT.search(tail) is not None


def is_credit(line: Line) -> bool:
    """Whether a line says no more than who took a picture: "Photo: Jo Roe", "(PTI photo)"."""
    return line.words <= _LONGEST_CREDIT and (
        _ONLY_CREDIT.match(line.surface) is not None
        or (line.words <= 5 and _is_credited(line.surface))
    )


def _is_credited(surface: str) -> bool:
    """Whether the line ends with a picture desk: (Getty Images), Jo Roe/AFP, REUTERS/Jo Roe."""
    tail = surface[-90:]
    if tail[-1] not in ')].”"' and "/" not in tail:
        return False
    slashed = _SLASHED.search(tail) if "/" in tail else None
    if slashed and (is_desk(slashed[1]) or is_desk(slashed[2])):
        return True
    if not ("(" in tail or "[" in tail or "|" in tail):
        return False
    if _NAMED.search(tail) or _SUPPLIED.search(tail):
        return True
    bracketed = _BRACKETED.search(tail)
    return bracketed is not None and any(
        part.strip().lower().endswith(("images", "photo", "photos", "handout", "file", "getty"))
        for part in re.split(r"[/,]| via ", bracketed[1])
    )

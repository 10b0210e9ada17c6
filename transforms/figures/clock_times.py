"""Clock times: hours of a day that their shape does not give away: "at 13.30", "half past two".

Pure. "13.30" may be a price, so that something in the sentence must say that it is a time: what
happens then, a day beside it, another time, or a zero before the hour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.figures.passage import Passage
from transforms.figures.vocabulary import figure_words, number_words
from transforms.lexicon import either, read_lexicon, words_of
from transforms.text import Span

_HOURS = {word: value for word, value in number_words("unit").items() if 1 <= value <= 12}
_HOUR_WORD = rf"(?:{either(_HOURS)}|1[0-2]|[1-9])"
_DAYS = either(words_of("calendar_words") | {row["surface"] for row in read_lexicon("months")})
# Said as a clock is read: "a quarter to nine", "half past two", "at half eight".
_SAID = re.compile(
    rf"\b(?:(?:a[ ])?(?:quarter|half)[ -]past[ -]{_HOUR_WORD}"
    rf"|(?:(?<=\bat )|(?<=\bby )|(?<=\buntil )|(?<=\bafter )|(?<=\bbefore )|(?<=\bsince ))"
    rf"(?:a[ ])?quarter[ ](?:to|before)[ ]{_HOUR_WORD}"
    rf"|(?:five|ten|twenty|twenty[- ]five|\d\d?)[ ](?:minutes[ ])?past[ ]{_HOUR_WORD}"
    rf"|(?<=\bat )half[ ](?:{either(_HOURS)}))\b(?![ ]*%|[.,]\d)",
    re.IGNORECASE,
)
# "twenty to nine": no range, which would rise.
_TO = re.compile(
    rf"\b(?P<minutes>ten|twenty|twenty[- ]five)[ ](?:minutes[ ])?to[ ](?P<hour>{either(_HOURS)})\b",
    re.IGNORECASE,
)
_AT = r"(?:at|from|until|till|by|before|after|around|about|since|to|between|and|or)"
_NOT_MORE = r"(?![\w%°′]|[.,:]\d|[ ](?:per|p|pence|cents?|m|million|bn|billion|trillion|times)\b)"
_POINTED = re.compile(
    rf"\b{_AT}[ ](?:about[ ]|around[ ]|just[ ](?:after|before)[ ])?"
    rf"(?P<time>(?:[01]?\d|2[0-3])[.][0-5]\d){_NOT_MORE}",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"\b(?P<at>at|from|until|till|by)[ ](?P<time>1[0-2]|[1-9]){_NOT_MORE}"
    rf"(?=[.,;)]|\s*\Z|[ ](?:and|or|on|till|until|but|to)\b)",
    re.IGNORECASE,
)
_FROM_TILL = re.compile(
    rf"\bfrom[ ](?P<from>{_HOUR_WORD})[ ](?:till|until|’til|'til)[ ](?P<till>{_HOUR_WORD})\b"
    rf"{_NOT_MORE}",
    re.IGNORECASE,
)
_MILITARY = re.compile(
    r"\b(?:at|by|from|until|around|about)[ ](?P<time>[0-2]\d[0-5]\d)(?=[ ](?:hours|local)\b)"
)
# The time before an entry of a live report.
_ENTRY = re.compile(r"\s*(?P<time>(?:[01]\d|2[0-3])[.][0-5]\d)(?=[ ]*(?:[:–—-]|[ ][A-Z“\"‘]|\Z))")
# Quick: what neither pattern can do without.
_MAY_BE_TIME = re.compile(r"[ ](?:1[0-2]|[1-9]|[0-2]?\d[.][0-5]\d)(?![\d%])")
_PADDED = re.compile(r"0\d[.]")
_WHEN = re.compile(
    rf"[ ](?:on[ ]|this[ ]|yesterday[ ]|tomorrow[ ])?"
    rf"(?:{_DAYS}|tonight|morning|afternoon|evening)\b"
    r"|[ ](?:in[ ]the[ ](?:morning|afternoon|evening)|at[ ]night|local[ ]time|sharp)\b",
    re.IGNORECASE,
)
_HAPPENS = re.compile(rf"\b(?:{either(figure_words('happening'))})\b", re.IGNORECASE)
_MARKET = re.compile(rf"\b(?:{either(figure_words('market'))})\b", re.IGNORECASE)


def find_clock_times(passage: Passage, known: Sequence[Span]) -> list[Span]:
    """Times of a passage in text order.

    known: times that were recognised by their shape; beside one, other numbers may be times.

    >>> text = "Doors open at 19.30 and he left at ten past nine."
    >>> [time.of(text) for time in find_clock_times(Passage(text, 0, 49), ())]
    ['19.30', 'ten past nine']
    """
    text, start, end = passage.text, passage.start, passage.end
    found = [Span(*said.span()) for said in _SAID.finditer(text, start, end)]
    found += [
        Span(*said.span())
        for said in _TO.finditer(text, start, end)
        if number_words("ten").get(said["minutes"].lower(), 10) > _HOURS[said["hour"].lower()]
    ]
    for pair in _FROM_TILL.finditer(text, start, end):
        found += [Span(*pair.span("from")), Span(*pair.span("till"))]
    found += [Span(*time.span("time")) for time in _MILITARY.finditer(text, start, end)]
    entry = passage.match(_ENTRY, start)
    if entry is not None:
        found.append(Span(*entry.span("time")))
    found += _told_by_context(passage, [*known, *found])
    return sorted(set(found))


def _told_by_context(passage: Passage, known: Sequence[Span]) -> list[Span]:
    """ "at 13.30" and "at 9", where the sentence says that they are times."""
    text, start, end = passage.text, passage.start, passage.end
    if not _MAY_BE_TIME.search(text, start, end) or _MARKET.search(text, start, end):
        return []
    happens = _HAPPENS.search(text, start, end) is not None
    found: list[Span] = []
    for time in _POINTED.finditer(text, start, end):
        is_told = happens or known or _PADDED.match(time["time"])
        if is_told or passage.match(_WHEN, time.end()):
            found.append(Span(*time.span("time")))
    if known or found or happens:
        for hour in _WHOLE.finditer(text, start, end):
            if hour["at"].lower() != "by" or known or found:
                found.append(Span(*hour.span("time")))
    return found

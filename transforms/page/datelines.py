"""Datelines: the place, day and agency that open a news story's first paragraph.

Pure. "MOSCOW (Reuters) - ", "PARIS, Feb. 3 (AP) —", "WASHINGTON —", "Port Elland —".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.lexicon import agency_of, either, words_of
from transforms.text import Span

_LONGEST = 120  # characters of a paragraph in which its dateline must end
_WORD = r"[^\W\d_a-z][\w’'.]*(?:-[\w’'.]+)*"
_PLACE = (
    rf"{_WORD}(?:(?:[ /]|, ?)(?:{either(words_of('place_particles'))} ){{0,2}}"
    rf"{_WORD}){{0,5}}"
)
_DAY = (
    r"(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)day,? )?"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?|\d{1,2}[/.]\d{1,2})(?:,? \d{4})?"
)
_SOURCE = r"[(\[](?P<source>[^()\[\]]{2,40})[)\]]"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE}?)?(?:(?:, ?| | [–—-] )(?P<day>{_DAY}))?,?\s?(?:(?:--|—)?{_SOURCE})?"
    rf"(?:,? (?P<late>{_DAY}))?"
    r"(?P<dash>\s?(?:—|–|--|―)\s?|\s[-:]\s|- |: )(?=\S)",
)
_DASHES = "—–-―:"
_SLASHED = re.compile(  # "MOSCOW, March 22. /TASS/."
    rf"(?P<place>{_PLACE}?)(?:, (?P<day>{_DAY}))?[.,]?\s?/(?P<source>[^/\n]{{2,30}})/"
    rf"(?P<late>\s?{_DAY}\s?/)?(?:[.:]|\s?(?:--|[–—-])(?=[\s“\"A-Z]))?(?=\s)"
)
_UNDASHED = re.compile(  # "Elland, Sep 5 (PTI) The court …"
    rf"(?P<place>{_PLACE}?), (?P<day>{_DAY}) {_SOURCE}(?=\s[“\"‘'(]?[A-Z])"
)
_CALL_SIGN = re.compile(r"[KW][A-Z]{2,3}(?:-TV)?")  # of American stations, which are not agencies
_AGENCY_LIKE = re.compile(r"[A-Z]{2,6}")
_OPENS_SENTENCE = re.compile(r"[“\"‘'(\[«„]*[^\W_a-z]|[“\"‘'$€£]")
_OPENING_WORDS = words_of("sentence_openers")
_LABELS = words_of("section_words")
_TITLES = words_of("titles")
_PRESS_WIRES = words_of("press_wires")
_SPEAKERS_WITHIN = 20_000  # characters of a page in which speakers' names are looked for
_FEWEST_SPEAKERS = 2  # paragraphs that open "SMITH: " make an interview, which has no dateline
_MOST_PLACE_WORDS = 4  # of a place that is not in capitals
_SPEAKER = re.compile(r"^[ \t\"“]*[A-Z][A-Z .'’-]{2,30}: ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline of a paragraph.

    span:   to its dash, which is included.
    place:  as written; None for "(Reuters) - ".
    agency: canonical name, or as written when no lexicon has it.
    """

    span: Span
    place: Span | None
    agency: str | None


def find_dateline(text: str, line: Span, *, opens_story: bool) -> Dateline | None:
    """The dateline a paragraph begins with, or None.

    opens_story: the paragraph is the first of the story. Only there is a place believed that is not
                 in capitals and has neither day nor agency.

    >>> text = "PARIS, Feb. 3 (AP) — Talks ended."
    >>> found = find_dateline(text, Span(0, len(text)), opens_story=True)
    >>> found.span.of(text), found.place.of(text), found.agency
    ('PARIS, Feb. 3 (AP) —', 'PARIS', 'AP')
    """
    limit = min(line.end_char, line.start_char + _LONGEST)
    head = text[line.start_char : limit]
    match = _SLASHED.match(text, line.start_char, limit) if "/" in head else None
    if match and ((sender := agency_of(match["source"])) or _is_press_wire(match["source"])):
        span = Span(line.start_char, match.end())
        return Dateline(span, Span(*match.span("place")), sender)
    match = _UNDASHED.match(text, line.start_char, limit) if ")" in head else None
    if match and match.end() < line.end_char and (sender := agency_of(match["source"])):
        span = Span(line.start_char, match.end())
        return Dateline(span, Span(*match.span("place")), sender)
    if not any([dash in head for dash in _DASHES]):
        return None
    match = _DATELINE.match(text, line.start_char, limit)
    if match is None or match.end() >= line.end_char:
        return None
    agency = agency_of(match["source"]) if match["source"] else None
    by_agency = agency is not None
    place = match["place"] or ""
    if not place and agency is None:
        return None
    if place and not _is_believed(text, match, by_agency, opens_story):
        return None
    # What stands in brackets in a dateline is an agency even if no lexicon has it.
    if not (match["source"] and _is_press_wire(match["source"])):
        agency = agency or match["source"]
    if agency and _CALL_SIGN.fullmatch(agency):
        agency = None
    end = match.start("dash") + len(match["dash"].rstrip())
    if place and (sender := agency_of(place)):
        return Dateline(Span(line.start_char, end), None, agency or sender)
    where = Span(*match.span("place")) if place else None
    return Dateline(Span(line.start_char, end), where, agency)


def _is_press_wire(source: str) -> bool:
    """Whether a source is such a service, a day behind it aside: "Newsfile Corp. - May 7, 2024"."""
    return source.partition(" - ")[0].strip().lower() in _PRESS_WIRES


def _is_believed(text: str, match: re.Match[str], by_agency: bool, opens_story: bool) -> bool:
    """Whether what stands before the dash is a place, and not words of a sentence."""
    place = match["place"]
    words = re.split(r"[ /,]+", place)
    labels = {word.lower().strip(".") for word in words if word[:1].isupper()}
    if labels & _LABELS or words[0].lower() in _OPENING_WORDS:
        return False
    if by_agency:
        return True
    upper = words[0].isupper() and len(words[0].strip(".")) > 1
    if match["source"] and _is_press_wire(match["source"]):
        return True
    if match["source"]:  # not "Donald Trump (R) – the former president"
        return _AGENCY_LIKE.fullmatch(match["source"]) is not None and (upper or bool(match["day"]))
    follows = _OPENS_SENTENCE.match(text, match.end()) is not None
    if match["dash"].strip() == ":":
        speakers = _SPEAKER.findall(text, 0, _SPEAKERS_WITHIN)
        is_interview = len(speakers) >= _FEWEST_SPEAKERS
        asked = text[match.end() : match.end() + _LONGEST].partition("\n")[0].rstrip().endswith("?")
        is_turn = asked or is_interview or words[0].lower().strip(".") in _TITLES
        return upper and opens_story and follows and len(place) >= 4 and not is_turn
    if match["day"] or match["late"]:
        return upper or opens_story
    if upper:
        return follows
    dash = match["dash"].strip()
    parted = f" {dash} " in text[match.end("place") : match.end()] and dash in ("—", "–", "--")
    return opens_story and follows and parted and len(words) <= _MOST_PLACE_WORDS

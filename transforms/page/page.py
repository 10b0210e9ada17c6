"""Page: which lines of a page are headline, byline, date, caption, body or boilerplate.

Pure: text in, zones out. Offsets count code points of the text as given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from transforms.lexicon import agency_at_end, agency_of
from transforms.page.anatomy import anatomise
from transforms.page.boilerplate import boilerplate_of
from transforms.page.bylines import read_bare_byline, read_byline
from transforms.page.datelines import Dateline, find_dateline
from transforms.page.lines import LONGEST_JUDGED, Line, read_lines
from transforms.page.mail_marks import mail_kinds
from transforms.text import Span, Zone, ZoneKind

# Paragraphs that may open with the dateline: a standfirst or an editor's note may stand above it.
_DATELINE_PARAGRAPHS = 3
_LONGEST_POINT = 14  # words of a line of a summary in points, which may stand above the dateline
_LONGEST_SIGNATURE = 3  # words of a line above the last one with the agency's name: "— Reuters"
_SIGNED_WITHIN = 60  # characters at the end of a record in which its agency may sign
_SIGNED_LINES = 4  # at the end of a page, in which an agency may state its rights or sign
_LONGEST_OWNER = 8  # words of such a line
_OWNED = re.compile(r"(?:©|\(c\)|copyright)(?: ©| \(c\))?:? ?\d{4},? (?:by )?([^.,]{2,40})", re.I)
_INITIALLED = re.compile(r"([A-Z]{2,5})(?: [A-Z]{2,4}){1,6}")  # of those who worked on it


@dataclass(frozen=True, slots=True)
class Page:
    """A text with its anatomy.

    zones:          one per non-blank line, but a dateline is cut from the body line that it opens;
                    in a text wrapped at a fixed width, one per paragraph; one per table.
    byline:         names as written, without "By".
    dateline_place: "MOSCOW" of "MOSCOW (Reuters) —", as written.
    agency:         canonical wire agency that wrote the article, from dateline, byline or last
                    line; never from the credit of a picture.
    """

    text: str
    zones: tuple[Zone, ...]
    headline: Span | None = None
    byline: tuple[str, ...] = ()
    dateline_place: str | None = None
    agency: str | None = None

    def spans_of(self, *kinds: ZoneKind) -> tuple[Span, ...]:
        """Spans of the zones of these kinds, in text order."""
        return tuple(zone.span for zone in self.zones if zone.kind in kinds)


def parse_page(text: str, repeated: frozenset[int] = frozenset()) -> Page:
    """Find the zones of a plain-text page and what its header states.

    repeated: keys (``key_of``) of lines that other pages of the outlet have as well.

    >>> page = parse_page("Talks end\\nBy Jo Roe\\n\\nOSLO — The talks ended on Monday, both said.")
    >>> [zone.kind for zone in page.zones], page.byline, page.dateline_place
    (['headline', 'byline', 'dateline', 'body'], ('Jo Roe',), 'OSLO')
    """
    lines = read_lines(text)
    anatomy = anatomise(lines, repeated)
    kinds = anatomy.kinds
    body = [line for line, kind in zip(lines, kinds, strict=True) if kind == "body"]
    paragraphs = [line for line in body if line.stopped or line.words > _LONGEST_POINT]
    dateline = _first_dateline(text, paragraphs)
    signed = (
        agency_at_end(line.surface)
        for line in body[-2:]
        if line.words <= _LONGEST_SIGNATURE or line is body[-1]
    )
    agency = (
        (dateline.agency if dateline else None)
        or anatomy.byline.agency
        or next((name for name in signed if name), None)
        or next((name for line in lines[-_SIGNED_LINES:] if (name := _owner_of(line))), None)
    )
    zones = tuple(_zones(text, lines, kinds, dateline))
    headline = None if anatomy.headline is None else lines[anatomy.headline].span
    return Page(text, zones, headline, anatomy.byline.names, _place(text, dateline), agency)


def parse_record(text: str, *, byline: tuple[str, ...] = ()) -> Page:
    """Find the zones of a structured record's text: all is body, but for a dateline at its start.

    In a mail, the message that it answers and a signature are boilerplate.

    byline: authors as the record states them, agencies among them.
    """
    lines = read_lines(text)
    dateline = _first_dateline(text, lines[:1])
    agency = dateline.agency if dateline else None
    agency = agency or next((name for name in map(agency_of, byline) if name), None)
    if agency is None and lines:
        agency = agency_at_end(_tail(text, lines[-1].span))
    zones = tuple(_zones(text, lines, mail_kinds(lines), dateline))
    names = tuple(name for name in byline if agency_of(name) is None)
    return Page(text, zones, None, names, _place(text, dateline), agency)


def parse_marked_up(text: str, known: Sequence[Zone], *, byline: tuple[str, ...] = ()) -> Page:
    """Find the zones of a text whose markup states the kind of every line.

    Markup does not state the dateline, the agency and site furniture among the paragraphs ("Sign up
    for our newsletter"). Only these are looked for.

    known:  the zones that the markup states.
    byline: authors as the metadata states them; without any, the byline lines are read.
    """
    lines = read_lines(text)
    kinds = [_known_kind(line, known) for line in lines]
    body = [line for line, kind in zip(lines, kinds, strict=True) if kind == "body"]
    dateline = _first_dateline(text, body)
    read = [
        found
        for line, kind in zip(lines, kinds, strict=True)
        if kind == "byline"
        and (
            found := read_byline(line.surface, line.words)
            or read_bare_byline(line.surface, line.words, beside_date=True)
        )
    ]
    written = tuple(dict.fromkeys(name for found in read for name in found.names))
    agency = (
        (dateline.agency if dateline else None)
        or next((name for name in map(agency_of, byline) if name), None)
        or next((found.agency for found in read if found.agency), None)
        or next(
            (name for line in body[-1:] if (name := agency_at_end(_tail(text, line.span)))), None
        )
    )
    names = tuple(name for name in byline if agency_of(name) is None) or written
    headline = next(
        (line.span for line, kind in zip(lines, kinds, strict=True) if kind == "headline"), None
    )
    zones = _with_tables(_zones(text, lines, kinds, dateline), known)
    return Page(text, tuple(zones), headline, names, _place(text, dateline), agency)


def _with_tables(zones: Iterable[Zone], known: Sequence[Zone]) -> Iterator[Zone]:
    """The zones with one for each table instead of one for each of its lines."""
    tables = [zone for zone in known if zone.kind == "table"]
    at = 0
    for zone in zones:
        if zone.kind != "table":
            yield zone
        elif at < len(tables) and tables[at].span.start_char <= zone.span.start_char:
            yield tables[at]
            at += 1


def _owner_of(line: Line) -> str | None:
    """The agency that a last line names as its owner, "© 2024 AFP", or signs for: "PTI KLM ABC"."""
    if line.words > _LONGEST_OWNER:
        return None
    owned = _OWNED.match(line.surface)
    if owned:
        return agency_of(owned[1])
    initials = _INITIALLED.fullmatch(line.surface)
    return agency_of(initials[1]) if initials else None


def _known_kind(line: Line, known: Sequence[Zone]) -> ZoneKind:
    """The kind that the markup states for a line, unless a body line is certain furniture."""
    at = bisect_right(known, line.span.start_char, key=lambda zone: zone.span.start_char) - 1
    kind = known[at].kind if at >= 0 and known[at].span.overlaps(line.span) else "boilerplate"
    if kind == "body" and line.span.end_char - line.span.start_char <= LONGEST_JUDGED:
        furniture = boilerplate_of(line)
        return "boilerplate" if furniture and furniture.certain else kind
    return kind


def _first_dateline(text: str, body: Iterable[Line]) -> Dateline | None:
    for number, line in enumerate(body):
        if number == _DATELINE_PARAGRAPHS:
            break
        if found := find_dateline(text, line.span, opens_story=number == 0):
            return found
    return None


def _place(text: str, dateline: Dateline | None) -> str | None:
    return dateline.place.of(text) if dateline and dateline.place else None


def _tail(text: str, span: Span) -> str:
    return text[max(span.start_char, span.end_char - _SIGNED_WITHIN) : span.end_char]


def _zones(
    text: str, lines: Iterable[Line], kinds: Iterable[ZoneKind], dateline: Dateline | None
) -> Iterable[Zone]:
    """One zone per line, but two for the line that the dateline opens."""
    for line, kind in zip(lines, kinds, strict=True):
        if dateline and line.span.start_char == dateline.span.start_char:
            yield Zone("dateline", dateline.span)
            start = dateline.span.end_char
            while text[start].isspace():
                start += 1
            yield Zone("body", Span(start, line.span.end_char))
        else:
            yield Zone(kind, line.span)

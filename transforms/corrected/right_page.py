"""Right page: the lines and the day of a page as people say.

Pure. Zones are put right before sentences are found, so that what is read follows from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from transforms.corrected.correction_values import NONE
from transforms.corrected.folding import Fold, folded
from transforms.corrections import CORRECTED, Compared, Correction, Outcome
from transforms.page import DateChoice, Page, names_stated
from transforms.text import Span, Zone, ZoneKind


def _itself(_: Correction, span: Span) -> Span | str:
    """A line and a day are stated where they were seen."""
    return span


def with_right_zones(page: Page, corrections: Sequence[Correction]) -> tuple[Page, list[Outcome]]:
    """The page with the lines that people name in the zones that people say."""
    folds, outcomes = folded(page.text, corrections, "zone", _itself)
    zones = page.zones
    for fold in folds:
        kind = cast(ZoneKind, fold.said["zone"])
        zones = tuple(_with_zone(page.text, zones, Zone(kind, fold.span)))
    for fold in folds:
        had = _kind_of(page.zones, fold.span)
        outcomes += _outcomes(fold, "zone", had)
    return (_consistent(page, zones) if folds else page), outcomes


def _with_zone(text: str, zones: Sequence[Zone], added: Zone) -> Iterator[Zone]:
    """The zones with one more, which takes its stretch from the others."""
    span, waits = added.span, True
    for zone in zones:
        if waits and zone.span.end_char > span.start_char:
            if zone.span.start_char < span.start_char:
                yield from _trimmed(text, zone.kind, zone.span.start_char, span.start_char)
            yield added
            waits = False
        if not zone.span.overlaps(span):
            yield zone
        elif zone.span.end_char > span.end_char:
            yield from _trimmed(text, zone.kind, span.end_char, zone.span.end_char)
    if waits:
        yield added


def _trimmed(text: str, kind: ZoneKind, start: int, end: int) -> Iterator[Zone]:
    """What is left of a zone, without blanks at its ends."""
    surface = text[start:end]
    if surface.strip():
        start += len(surface) - len(surface.lstrip())
        yield Zone(kind, Span(start, start + len(surface.strip())))


def _consistent(page: Page, zones: tuple[Zone, ...]) -> Page:
    """The page with these zones, and with headline and authors that agree with them."""
    headlines = [zone.span for zone in zones if zone.kind == "headline"]
    headline = page.headline if page.headline in headlines else None
    if headline is None and headlines:
        headline = headlines[0]
    before = set(page.spans_of("byline"))
    after = {zone.span for zone in zones if zone.kind == "byline"}
    gone = [span.of(page.text) for span in before - after]
    names = [name for name in page.byline if not any(name in line for line in gone)]
    for span in sorted(after - before):
        names += names_stated(span.of(page.text))
    return replace(page, zones=zones, headline=headline, byline=tuple(dict.fromkeys(names)))


def _kind_of(zones: Sequence[Zone], span: Span) -> str | None:
    """The kind of the zone that has most of a stretch."""

    def common(zone: Zone) -> int:
        ends = min(zone.span.end_char, span.end_char)
        return ends - max(zone.span.start_char, span.start_char)

    there = [zone for zone in zones if zone.span.overlaps(span)]
    return max(there, key=common).kind if there else None


def with_right_date(
    text: str, chosen: DateChoice, corrections: Sequence[Correction]
) -> tuple[DateChoice, list[Outcome]]:
    """The day that people state; the instant stays if it is of that day, and nothing conflicts."""
    folds, outcomes = folded(text, corrections, "date", _itself)
    # the day is one for the whole article, so a later line wins wherever it was anchored
    ones = [one for one in corrections if any(one == it for f in folds for it, _ in f.members)]
    if not ones:
        return chosen, outcomes
    whole = Fold(folds[0].span, folds[0].span, [(one, _place(folds, one)) for one in ones])
    said = whole.said["published"]
    had = chosen.published_date.isoformat() if chosen.published_date else NONE
    outcomes += _outcomes(whole, "published", had)
    if said == NONE:
        return replace(
            chosen, published_date=None, published_at=None, source=None, conflict=False, issues=()
        ), outcomes
    day = date.fromisoformat(said)
    instant = chosen.published_at if chosen.published_date == day else None
    right = replace(
        chosen, published_date=day, published_at=instant, source=CORRECTED, conflict=False,
        issues=(),
    )  # fmt: skip
    return right, outcomes


def _place(folds: Sequence[Fold], one: Correction) -> Span:
    return next(span for fold in folds for member, span in fold.members if member == one)


def _outcomes(fold: Fold, field: str, had: str | None) -> list[Outcome]:
    found = []
    for one, span in fold.members:
        said = dict(one.values)[field]
        agrees = said == had
        fields = (Compared(field, said, had, agrees),)
        found.append(Outcome(one, fold.state_of(one), span, None, fields, agrees))
    return found

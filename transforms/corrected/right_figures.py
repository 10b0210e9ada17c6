"""Right figures: the figures of an article with people's corrections in place of an engine's word.

Pure. What a person does not speak of stays as the engine has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from transforms.corrected.correction_values import ARTICLE, NOBODY, NONE, RANGE
from transforms.corrected.folding import Fold, folded, matched
from transforms.corrected.people import find_stated
from transforms.corrections import CORRECTED, Claimant, Compared, Correction, Outcome
from transforms.figures import Bound, Figure, FigureKind, RejectedNumber, Unit, unit_said
from transforms.names import NamedMention
from transforms.text import Sentence, Span

_NO_CLAIMANT = "the article no longer has the name or description of who states the number"
_NO_SENTENCE = "its words stand in no part of the page that is read"
_COUNTED: tuple[FigureKind, ...] = ("count", "age", "rank", "score", "points", "ratio", "other")
"""Kinds whose unit is a noun of any sort, so that another noun does not change the kind."""


@dataclass(frozen=True, slots=True)
class Righted:
    """The figures of an article as people say.

    claimants: span of a figure to who states it, where a person says so.
    """

    figures: tuple[Figure, ...]
    rejected: tuple[RejectedNumber, ...]
    claimants: Mapping[Span, Claimant] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()


class _Sums:
    """What a correction of a figure means in one article."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        named: Sequence[NamedMention],
        claimed: Mapping[Span, Claimant],
    ) -> None:
        self.text, self.sentences, self.named, self.claimed = text, sentences, named, claimed

    def target(self, one: Correction, span: Span) -> Span | str:
        """The place itself, or why the correction cannot hold."""
        if one.action == "remove":
            return span
        if self.sentence_of(span) is None:
            return _NO_SENTENCE
        said = dict(one.values).get("claimed_by")
        return span if said is None or self.claimant(said, span) is not None else _NO_CLAIMANT

    def sentence_of(self, span: Span) -> Sentence | None:
        """The sentence that holds a stretch."""
        return next((one for one in self.sentences if one.span.contains(span)), None)

    def claimant(self, said: str, span: Span) -> Claimant | None:
        """Who is meant; None where the article has no such words."""
        if said in (ARTICLE, NOBODY):
            return Claimant()
        stated = find_stated(self.text, self.named, said, span)
        if stated is None:
            return None
        return Claimant(stated.written(self.text), stated.entity_id)


def with_right_figures(
    text: str,
    sentences: Sequence[Sentence],
    named: Sequence[NamedMention],
    figures: Sequence[Figure],
    rejected: Sequence[RejectedNumber],
    corrections: Sequence[Correction],
    claimed: Mapping[Span, Claimant],
) -> Righted:
    """The figures as people say, in text order, and what became of each correction.

    claimed: span of a figure to who states it by the rules, for comparison.
    """
    sums = _Sums(text, sentences, named, claimed)
    folds, outcomes = folded(text, corrections, "figure", sums.target)
    found = matched(folds, [figure.span for figure in figures])
    rows = [(figure, -1) for at, figure in enumerate(figures) if at not in found.values()]
    left_out: list[RejectedNumber] = []
    claimants: dict[Span, Claimant] = {}
    for number, fold in enumerate(folds):
        was = figures[found[number]] if number in found else None
        if not fold.is_removed:
            right = _righted(sums, fold, was)
            rows.append((right, number))
            if claimant := sums.claimant(fold.said.get("claimed_by", ""), fold.span):
                claimants[right.span] = claimant
        elif was is not None:
            left_out.append(RejectedNumber(was.span, CORRECTED, was.zone, was.sentence_index))
    rows.sort(key=lambda row: row[0].span)
    places = {number: place for place, (_, number) in enumerate(rows) if number >= 0}
    for number, fold in enumerate(folds):
        was = figures[found[number]] if number in found else None
        outcomes += _outcomes(sums, fold, was, places.get(number))
    taken = [row[0].span for row in rows if row[1] >= 0]
    kept = [one for one in rejected if not any(one.span.overlaps(span) for span in taken)]
    return Righted(
        tuple(figure for figure, _ in rows),
        tuple(sorted((*kept, *left_out), key=lambda one: one.span)),
        claimants,
        tuple(outcomes),
    )


def _righted(sums: _Sums, fold: Fold, was: Figure | None) -> Figure:
    said = fold.said
    figure = was or _new(sums, fold)
    if "value" in said:
        figure = _with_value(figure, said["value"])
    if "unit" in said:
        figure = _with_unit(figure, said["unit"])
    span = fold.span if was is None or was.span != fold.span else was.span
    if span != figure.span and sums.sentence_of(span) is not None:
        figure = replace(figure, span=span)
    return replace(figure, rule_id=CORRECTED, confidence=1.0)


def _new(sums: _Sums, fold: Fold) -> Figure:
    """A figure of which nothing is known but its place; a value follows, as ``add`` has one."""
    sentence = sums.sentence_of(fold.span)
    assert sentence is not None  # ``target`` found it
    return Figure(
        span=fold.span, value=None, value_low=None, value_high=None, bound="vague",
        is_approximate=False, modifier=None, kind="count", unit_text=None, unit=None,
        unit_assumed=False, per_unit=None, value_si=None, unit_si=None, change=None,
        change_role=None, stated_period=None, measured=None, measured_head=None,
        zone=sentence.zone, sentence_index=sentence.index, rule_id=CORRECTED, confidence=1.0,
    )  # fmt: skip


def _with_value(figure: Figure, said: str) -> Figure:
    """The figure with another value, and with the value in SI units that follows from its unit."""
    if said == _value_of(figure):
        return figure
    ends = [float(end) for end in said.split(RANGE)]
    if len(ends) == 2:
        figure = replace(figure, value=None, value_low=ends[0], value_high=ends[1], bound="range")
    else:
        bound: Bound = "exact" if figure.bound in ("range", "vague") else figure.bound
        figure = replace(figure, value=ends[0], value_low=None, value_high=None, bound=bound)
    return _in_si(figure)


def _with_unit(figure: Figure, said: str) -> Figure:
    """The figure with another unit; of a noun that no lexicon has, something is counted."""
    if said == _unit_of(figure):
        return replace(figure, unit_assumed=False)
    unit, per = _unit_meant(said)
    name = None if said == NONE else unit.canonical if unit else said.partition("/")[0]
    kind: FigureKind = figure.kind if figure.kind in _COUNTED else "count"
    if unit is not None:
        kind = unit.kind
    if per is not None and (unit is None or unit.per is None):
        kind = "rate"
    return _in_si(replace(figure, unit=name, per_unit=per, unit_assumed=False, kind=kind))


def _unit_meant(said: str) -> tuple[Unit | None, str | None]:
    """The unit, if a lexicon has it, and the denominator that a person wrote: "ferry/day"."""
    whole = unit_said(said)
    if whole is not None or said == NONE:
        return whole, whole.per if whole else None
    name, _, per = said.partition("/")
    denominator = unit_said(per) if per else None
    return unit_said(name), denominator.canonical if denominator else per or None


def _in_si(figure: Figure) -> Figure:
    """The figure with its value in SI units, where its unit has a fixed factor."""
    unit = unit_said(_unit_of(figure))
    if unit is None or unit.si_factor is None or figure.value is None:
        return replace(figure, value_si=None, unit_si=None)
    return replace(figure, value_si=figure.value * unit.si_factor, unit_si=unit.si_unit)


def _outcomes(sums: _Sums, fold: Fold, was: Figure | None, row: int | None) -> list[Outcome]:
    found = []
    for one, span in fold.members:
        fields = () if one.action == "remove" else tuple(_compared(sums, one, span, was))
        agrees = was is None
        if one.action != "remove":
            agrees = was is not None and all(part.agrees for part in fields)
        found.append(Outcome(one, fold.state_of(one), span, row, fields, agrees))
    return found


def _compared(sums: _Sums, one: Correction, span: Span, was: Figure | None) -> list[Compared]:
    said, rows = dict(one.values), []
    if "value" in said:
        value = None if was is None else _value_of(was)
        rows.append(Compared("value", said["value"], value, value == said["value"]))
    if "unit" in said:
        unit = None if was is None else _unit_of(was)
        same = was is not None and _unit_of(_with_unit(was, said["unit"])) == unit
        rows.append(Compared("unit", said["unit"], unit, same))
    if "claimed_by" in said and was is not None:
        had, meant = sums.claimed.get(was.span, Claimant()), sums.claimant(said["claimed_by"], span)
        same = meant is not None and _plain(meant) == _plain(had)
        rows.append(Compared("claimed_by", said["claimed_by"], had.name or ARTICLE, same))
    found = None if was is None else was.span.of(sums.text)
    return rows or [Compared("value", span.of(sums.text), found, agrees=was is not None)]


def _plain(one: Claimant) -> str:
    return one.entity_id or (one.name or "").casefold()


def _value_of(figure: Figure) -> str:
    """The value as a correction writes it."""
    if figure.value is not None:
        return f"{figure.value:.15g}"
    ends = (figure.value_low, figure.value_high)
    return RANGE.join("" if end is None else f"{end:.15g}" for end in ends)


def _unit_of(figure: Figure) -> str:
    """The unit as a correction writes it, with the denominator of a rate."""
    return f"{figure.unit or ''}/{figure.per_unit}" if figure.per_unit else figure.unit or NONE

"""Figures of a text: the quantities it states, with their bounds, and what they measure.

Pure. Terms follow MeasEval (SemEval-2021 task 8): a quantity is value, unit and modifier. Spans
cover number and unit, never the modifier.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from transforms.figures.ages import as_age
from transforms.figures.bounds import modifier_of
from transforms.figures.certainty import certainty_of
from transforms.figures.changes import change_of
from transforms.figures.clock_times import find_clock_times
from transforms.figures.conversions import conversions_of
from transforms.figures.figure import Bound, Figure, RejectedNumber
from transforms.figures.gapped import with_gapped
from transforms.figures.genres import cites_in_brackets, is_about_cricket
from transforms.figures.inherited_units import with_inherited_units
from transforms.figures.kinds import kinds_where
from transforms.figures.measured import measured_by
from transforms.figures.measured_choice import FigureChoose
from transforms.figures.name_numbers import continues_label, is_capital_name
from transforms.figures.notation import groups_by_points
from transforms.figures.number_context import context_of
from transforms.figures.numbers import Number, find_numbers, may_hold_number
from transforms.figures.passage import Passage
from transforms.figures.periods import period_of
from transforms.figures.quantities import Quantity, bare_quantity, read_quantity
from transforms.figures.ranges import join_quantities
from transforms.figures.reading import Change, Modifier, Reading
from transforms.figures.rejections import UNCERTAIN, find_rejected_shapes, rejection_of
from transforms.figures.shared_nouns import with_shared_nouns
from transforms.figures.years import find_years
from transforms.text import Sentence, Span

_NEVER_CHANGES = kinds_where("never_changes")
# What may stand between a quantity and its conversion.
_CONVERSION_GAPS = frozenset({" (", "(", "; ", " / ", "/"})


def find_figures(
    text: str,
    sentences: Sequence[Sentence],
    *,
    dollar: str | None = None,
    choose: FigureChoose | None = None,
) -> tuple[tuple[Figure, ...], tuple[RejectedNumber, ...]]:
    """Figures and rejected numbers, each in text order; no two spans of the two lists overlap.

    dollar: ISO code of the currency that the page means by a bare "$", if it says so.
    choose: chooses what a quantity measures; None for the shipped scorer.
    """
    figures: list[Figure] = []
    rejected: list[RejectedNumber] = []
    traits = groups_by_points(text), is_about_cricket(text), cites_in_brackets(text)
    for sentence in sentences:
        passage = Passage(text, sentence.span.start_char, sentence.span.end_char, *traits)
        if may_hold_number(passage):
            _read_sentence(passage, sentence, figures, rejected, choose)
    if dollar is not None:
        figures = [
            replace(figure, unit=dollar, unit_assumed=False)
            if figure.unit_assumed and figure.unit == "USD"
            else figure
            for figure in figures
        ]
    return tuple(figures), tuple(rejected)


def _read_sentence(
    passage: Passage,
    sentence: Sentence,
    figures: list[Figure],
    rejected: list[RejectedNumber],
    choose: FigureChoose | None,
) -> None:
    """Append the figures of one sentence and its rejected numbers to the two lists."""
    numbers, shapes = _numbers_of(passage, sentence)
    left, preceding, label = passage.start, None, None
    for quantity in _quantities_of(passage, numbers, shapes):
        quantity = as_age(passage, quantity)
        modifier = modifier_of(replace(passage, start=left), quantity) or _converted(
            passage, quantity, preceding
        )
        context = context_of(passage, quantity, modifier)
        reason = rejection_of(context)
        is_open = reason is None or reason == UNCERTAIN
        if is_open and label is not None and continues_label(context, label):
            reason = "label"
        if reason is not None:
            number = Span(quantity.number_start, quantity.number_end)
            label = number if reason == "label" else None
            rejected.append(RejectedNumber(number, reason, sentence.zone, sentence.index))
        else:
            change = _change(passage, quantity, preceding)
            measured = measured_by(passage, quantity, modifier, preceding, choose)
            preceding = Reading(quantity, modifier, change, measured)
            figures.append(_figure(passage, sentence, preceding))
        left = quantity.span.end_char
    rejected.extend(shapes)
    rejected.sort(key=lambda number: number.span)


def _numbers_of(passage: Passage, sentence: Sentence) -> tuple[list[Number], list[RejectedNumber]]:
    """The numbers of a sentence, and what is rejected before any of them is read for a unit."""

    def rejected(span: Span, reason: str) -> RejectedNumber:
        return RejectedNumber(span, reason, sentence.zone, sentence.index)

    shapes = [rejected(*found) for found in find_rejected_shapes(passage)]
    clocks = [shape.span for shape in shapes if shape.reason == "clock_time"]
    times = [
        rejected(time, "clock_time")
        for time in find_clock_times(passage, clocks)
        if not _touches(time, shapes)
    ]
    shapes = sorted([*shapes, *times], key=lambda shape: shape.span)
    numbers = [one for one in find_numbers(passage) if not _touches(one.span, shapes)]
    years = [rejected(year, "year") for year in find_years(passage, numbers)]
    names = [rejected(one.span, "name") for one in numbers if is_capital_name(passage, one)]
    early = [*years, *names]
    return (
        [one for one in numbers if not any(one.span.overlaps(other.span) for other in early)],
        sorted([*shapes, *early], key=lambda shape: shape.span),
    )


def _quantities_of(
    passage: Passage, numbers: Iterable[Number], shapes: Sequence[RejectedNumber]
) -> list[Quantity]:
    """The quantities of a sentence, joined where two state one, outside the rejected shapes."""
    quantities = []
    for number in numbers:
        quantity = read_quantity(passage, number)
        # "90,000 K-1 visas": what reaches into a name is neither a unit nor a counted noun
        reaches = _touches(quantity.span, shapes)
        quantities.append(bare_quantity(number) if reaches else quantity)
    joined = join_quantities(passage, _disjoint(quantities))
    inherited = with_inherited_units(passage, with_gapped(passage, joined))
    return conversions_of(passage, with_shared_nouns(passage, inherited))


def _converted(passage: Passage, quantity: Quantity, preceding: Reading | None) -> Modifier | None:
    """The modifier of the quantity that this one converts: "about 500 miles (800 km)"."""
    if preceding is not None and quantity.converts:
        return preceding.modifier
    if preceding is None or quantity.unit is None or preceding.quantity.unit is None:
        return None
    end = quantity.span.end_char
    gap = passage.text[preceding.quantity.span.end_char : quantity.span.start_char]
    closes = passage.text[end : end + 1] == ")"
    is_one = quantity.kind == preceding.quantity.kind and gap in _CONVERSION_GAPS
    return preceding.modifier if is_one and (closes or "/" in gap or "(" in gap) else None


def _touches(span: Span, shapes: Sequence[RejectedNumber]) -> bool:
    index = bisect_right(shapes, span.start_char, key=lambda shape: shape.span.end_char)
    return index < len(shapes) and shapes[index].span.overlaps(span)


def _disjoint(quantities: Iterable[Quantity]) -> list[Quantity]:
    """Quantities whose units do not reach into the next number; the earlier one keeps its unit."""
    kept: list[Quantity] = []
    for quantity in quantities:
        if not kept or kept[-1].span.end_char <= quantity.span.start_char:
            kept.append(quantity)
    return kept


def _change(passage: Passage, quantity: Quantity, preceding: Reading | None) -> Change | None:
    if quantity.end is not None:
        return Change(*quantity.end, is_stated=True)
    if quantity.kind in _NEVER_CHANGES:
        return None
    change = change_of(passage, quantity.span, kind=quantity.kind, preceding=preceding)
    if quantity.kind == "duration" and change is not None:
        # "crashed 13 minutes later", "fell to a 50-year low": time changes only when it says so.
        is_stated = change.is_stated and "-" not in quantity.span.of(passage.text)
        return change if is_stated else None
    return change


def _figure(passage: Passage, sentence: Sentence, reading: Reading) -> Figure:
    quantity, modifier = reading.quantity, reading.modifier
    change, measured = reading.change, reading.measured
    bound, value, low, high = _values(quantity, modifier)
    unit = quantity.unit
    value_si, unit_si = _in_si(quantity, value)
    return Figure(
        span=quantity.span,
        value=value,
        value_low=low,
        value_high=high,
        bound=bound,
        is_approximate=modifier is not None and modifier.is_approximate,
        modifier=modifier.span if modifier else None,
        kind=quantity.kind,
        unit_text=quantity.unit_span.of(passage.text) if quantity.unit_span else None,
        unit=_unit_of(quantity),
        unit_assumed=unit is not None and unit.is_assumed,
        per_unit=quantity.per,
        value_si=value_si,
        unit_si=unit_si,
        change=change.direction if change else None,
        change_role=change.role if change else None,
        stated_period=period_of(passage, quantity.span),
        measured=measured.span if measured else None,
        measured_head=measured.head if measured else None,
        zone=sentence.zone,
        sentence_index=sentence.index,
        rule_id=quantity.rule,
        confidence=certainty_of(passage, quantity, modifier),
    )


def _values(
    quantity: Quantity, modifier: Modifier | None
) -> tuple[Bound, float | None, float | None, float | None]:
    """Bound, value, lower and upper bound of a quantity under its modifier."""
    if quantity.shape == "vague":
        return "vague", None, quantity.low, quantity.high
    if quantity.shape in {"range", "score"}:
        return "range", None, quantity.low, quantity.high
    bound = modifier.bound if modifier else None
    if bound is None:
        return "exact", quantity.low, None, None
    if bound in {"gt", "ge"}:
        return bound, quantity.low, quantity.low, None
    return bound, quantity.low, None, quantity.low


def _in_si(quantity: Quantity, value: float | None) -> tuple[float | None, str | None]:
    """The value in SI, for a unit with a fixed factor that no further rate divides."""
    unit = quantity.unit
    if value is None or unit is None or unit.si_factor is None or quantity.per != unit.per:
        return None, None
    return value * unit.si_factor, unit.si_unit


def _unit_of(quantity: Quantity) -> str | None:
    if quantity.unit is not None:
        return quantity.unit.canonical
    if quantity.counted is not None:
        return quantity.counted.head
    # a sum whose sign was lost is in a currency, in which one nobody knows
    is_sum = quantity.converts or quantity.rule == "lost_sign"
    is_number = quantity.per is not None and not is_sum
    return "1" if quantity.kind == "share" or is_number else None

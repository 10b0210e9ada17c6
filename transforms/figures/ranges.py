"""Ranges: two quantities that state one thing: a range, score, share or composite.

Pure. "$3bn-$4bn", "between 5 and 7 people", "one in three", "7lb 4oz", "2-1". A number without a
unit takes it from the quantity it is listed with ("7, 9 and 12 acres").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.figures.changes import change_of
from transforms.figures.currencies import hundredths
from transforms.figures.from_to import as_ends, in_scale_of
from transforms.figures.kinds import kinds_where
from transforms.figures.passage import Passage
from transforms.figures.quantities import UNCLEAR_LETTER, Quantity
from transforms.figures.units import Unit
from transforms.lexicon import number_of, read_lexicon
from transforms.text import Span

_DASH = re.compile(r"[ ]?[-–—−][ ]?|[ -]to[ ]?-")
_TO = re.compile(
    r"-?[ ](?:up )?to[ ](?:(?:about|around|just over|nearly|almost|over|as much as|as many as)[ ])?"
)
_AND = re.compile(r"[ ]and[ ](?:(?:about|around|nearly|over)[ ])?")
_OR = re.compile(r"[ ](?:or|or even|maybe|perhaps)[ ]")
_IN = re.compile(r"[ ](?:in|out of)(?:[ ]every)?[ ]")
_OPENS_RANGE = re.compile(
    r"\b(?:between|from|ranging|ranged|ranges?)[ ](?:from[ ]|between[ ])?"
    r"(?:(?:about|roughly|around|approximately|up to|the|an?|(?:the[ ])?ages?(?:[ ]of)?)[ ])?\Z",
    re.IGNORECASE,
)
_COMPOSITE_GAP = re.compile(r",?[ ]?(?:and[ ])?")
_LIST_GAP = re.compile(
    r"-?(?:,|,?[ ](?:and|or))[ ](?:(?:about|nearly|some|almost|more than|over|to)[ ])?"
    r"|-to-|[ ]to[ ](?:about[ ])?"
)
_OF_WHOLE = re.compile(r"[ ]of[ ](?:the|its|their|his|her|a)[ ](?:[a-z]+[ ])?")
_COMPOSITES = {
    (row["larger"], row["smaller"]): number_of("composite_units", row, "parts")
    for row in read_lexicon("composite_units")
} | {pair: 100.0 for pair in hundredths().items()}
_WHOLES = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 50, 100, 1000})
_KEEPS_UNIT = kinds_where("keeps_unit")
_MAX_SCORE, _ALL = 999, 100
# "7 for 309": wickets lost for so many runs
_MOST_WICKETS = 10
# With blanks around the dash only what a match can end in: "Norvik 1 – 0 Varno".
_MAX_SPACED_SCORE = 20
# "3-4,000": how many times the lower end the upper may be; own judgement, "2-5,000" is near enough.
_THOUSANDS, _MAX_APART = re.compile(r"\d{1,3},000"), 3
_WINDOW = 30
_BY = re.compile(r"\bby[ ]\Z")


def join_quantities(passage: Passage, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Quantities of one sentence in text order, those that state one thing joined.

    The two ends of a change stay two. A dash joins before words do: "from 24 to 33-35 billion".
    """
    joined: list[Quantity] = []
    for quantity in _joined_by_dashes(passage, quantities):
        # a year may stand between: "from 4% in 2019 to 6%"
        for start in range(len(joined) - 1, max(-1, len(joined) - 3), -1):
            ends = as_ends(passage, joined[start], quantity)
            if ends is not None:
                joined[start], quantity = ends
                break
        one = _join(passage, joined[-1], quantity) if joined else None
        if one is not None:
            joined[-1] = one
        else:
            joined.append(quantity)
    return _share_units(passage, joined)


def _joined_by_dashes(passage: Passage, quantities: Sequence[Quantity]) -> list[Quantity]:
    joined: list[Quantity] = []
    for quantity in quantities:
        if joined:
            gap = passage.text[joined[-1].span.end_char : quantity.span.start_char]
            one = _join(passage, joined[-1], quantity) if _DASH.fullmatch(gap) else None
            if one is not None:
                joined[-1] = one
                continue
        joined.append(quantity)
    return joined


def _join(passage: Passage, left: Quantity, right: Quantity) -> Quantity | None:
    text, start = passage.text, left.span.end_char
    if not 0 <= right.span.start_char - start <= _WINDOW or left.shape != "single":
        return None
    gap = text[start : right.span.start_char]
    if right.shape != "single" or right.end is not None:
        return None
    if UNCLEAR_LETTER in {left.rule, right.rule}:
        return None
    return (
        _part_of_one(left, right, gap)
        or _share(left, right, text[left.number_end : right.number_start])
        or _composite(left, right, gap)
        or _score(passage, left, right, gap)
        or _range(passage, left, right, gap)
    )


def _part_of_one(left: Quantity, right: Quantity, gap: str) -> Quantity | None:
    """A fraction of one unit: "half of 1 percent", "0.3 of 1 percent"."""
    is_part = left.form == "fraction" or 0 < left.low < 1
    if gap != " of " or not is_part or right.low != 1 or right.unit is None:
        return None
    return replace(
        right, span=left.span.envelope(right.span), number_start=left.number_start, low=left.low,
        form="fraction",
    )  # fmt: skip


def _share(left: Quantity, right: Quantity, gap: str) -> Quantity | None:
    """A share such as "one in three": only over a round whole, and without a unit."""
    if not _IN.fullmatch(gap) or left.unit is not None or right.unit is not None:
        return None
    if not 0 < left.low < right.low or left.form == "fraction":
        return None
    if left.low == 1 and right.shape == "single" and not 1500 <= right.low < 2100:
        is_whole = right.low == int(right.low)
    else:
        is_whole = right.low in _WHOLES and ("out" in gap or left.form == right.form)
    if not is_whole:
        return None
    span = Span(left.span.start_char, right.number_end)
    return replace(
        left, span=span, number_end=right.number_end, low=left.low / right.low, kind="share",
        form="fraction", counted=None, unit_span=None, rule="one_in_so_many",
    )  # fmt: skip


def _composite(left: Quantity, right: Quantity, gap: str) -> Quantity | None:
    """A composite such as "5ft 10in": one value, in the larger unit."""
    if left.unit is None or right.unit is None or not _COMPOSITE_GAP.fullmatch(gap):
        return None
    parts = _COMPOSITES.get((left.unit.canonical, right.unit.canonical.removesuffix(" of age")))
    if parts is None or not 0 <= right.low < parts:
        return None
    age = right.kind == "age"
    unit = Unit(f"{left.unit.canonical} of age", "age") if age else left.unit
    return replace(
        left, span=left.span.envelope(right.span), low=left.low + right.low / parts,
        unit=unit, kind=right.kind if age else left.kind,
        rule="composite", unit_span=Span(left.number_end, right.span.end_char),
    )  # fmt: skip


def _score(passage: Passage, left: Quantity, right: Quantity, gap: str) -> Quantity | None:
    """A score or vote, "2-1" or "52-48": two bare whole numbers around a dash."""
    # "Athletic 4-2 Rovers": a side follows, not what is counted
    names_side = right.counted is not None and right.counted.head_surface[0].isupper()
    is_spaced = gap in {" - ", " – "} and max(left.low, right.low) <= _MAX_SPACED_SCORE
    is_innings = passage.is_cricket and gap == " for " and left.low <= _MOST_WICKETS
    if (
        not (gap in {"-", "–"} or is_spaced or is_innings)
        or not left.is_bare
        or not (right.is_bare or names_side)
    ):
        return None
    forms = {"digits", "words"} if is_innings else {"digits"}
    whole = all(
        q.form in forms and q.low == int(q.low) and 0 <= q.low <= _MAX_SCORE for q in (left, right)
    )
    if not whole or _opens_range(passage, left):
        return None
    return replace(
        left, span=Span(left.span.start_char, right.number_end), number_end=right.number_end,
        high=right.low, shape="score", kind="score", rule="score",
    )  # fmt: skip


def _opens_range(passage: Passage, left: Quantity) -> bool:
    return _OPENS_RANGE.search(passage.before(left.span.start_char, _WINDOW)) is not None


def _in_larger_unit(left: Quantity, right: Quantity) -> Quantity:
    """The start of a range in the unit of its end: "from eight months to two years"."""
    if left.unit is None or right.unit is None or left.kind != right.kind:
        return left
    units = [one.canonical.removesuffix(" of age") for one in (right.unit, left.unit)]
    parts = _COMPOSITES.get((units[0], units[1]))
    if parts is None and left.unit.si_factor and right.unit.si_factor and left.per == right.per:
        is_one = left.unit.si_unit == right.unit.si_unit
        parts = right.unit.si_factor / left.unit.si_factor if is_one else None
    return left if parts is None else replace(left, low=left.low / parts, unit=right.unit)


def _range(passage: Passage, left: Quantity, right: Quantity, gap: str) -> Quantity | None:
    if _TO.fullmatch(gap) or _AND.fullmatch(gap):
        left = _in_larger_unit(left, right)
    if not _have_one_unit(left, right) or not _links(passage, left, right, gap):
        return None
    low, high = in_scale_of(passage.text, left, right), right.low
    if "-" in gap or "–" in gap:
        low = _in_thousands(passage.text, left, right, low)
    if low > high:
        low = left.low
    if high < low < 0:
        # "from -18 to -34 degrees"
        low, high = high, low
    if high < low or left.kind == "share" or ("-" in gap and right.low < 0):
        return None
    unit = right if right.unit is not None or right.counted is not None else left
    return replace(
        unit, span=left.span.envelope(right.span), number_start=left.number_start,
        number_end=right.number_end, low=low, high=high, shape="range", form=right.form,
        rule="range",
    )  # fmt: skip


def _in_thousands(text: str, left: Quantity, right: Quantity, low: float) -> float:
    """The lower end in thousands where the upper alone spells them: "3-4,000", not "1-10,000"."""
    surfaces = [text[q.number_start : q.number_end] for q in (left, right)]
    are_so_written = surfaces[0].isdecimal() and _THOUSANDS.fullmatch(surfaces[1]) is not None
    thousands = low * 1000
    is_near = thousands < right.low <= _MAX_APART * thousands
    return thousands if are_so_written and is_near else low


def _have_one_unit(left: Quantity, right: Quantity) -> bool:
    if left.counted is not None:
        return right.counted is not None and left.counted.head == right.counted.head
    if left.unit is None:
        return right.rule != "currency_before"
    if right.unit is None:
        return left.rule == "currency_before" and right.counted is None
    return left.unit.canonical.removesuffix(" of age") == right.unit.canonical.removesuffix(
        " of age"
    )


def _links(passage: Passage, left: Quantity, right: Quantity, gap: str) -> bool:
    """Whether the words between two quantities make them the ends of a range."""
    if _DASH.fullmatch(gap):
        return left.form != "words" or "to" in gap or right.form == "words"
    opens = _opens_range(passage, left)
    if _AND.fullmatch(gap):
        return opens and "between" in passage.before(left.span.start_char, _WINDOW).lower()
    if _OR.fullmatch(gap):
        near = 0 < right.low - left.low <= max(5, left.low)
        return left.is_bare and near and left.form != "fraction"
    if not _TO.fullmatch(gap):
        return False
    if opens or (left.is_bare and not right.is_bare):
        # "shrank by 14,000 to 2 million people"
        is_step = _BY.search(passage.before(left.span.start_char, _WINDOW)) is not None
        return opens or not is_step or right.low <= _MAX_APART * left.low
    # "rose $4 to $50" is a rise by 4 to 50, not a range.
    return change_of(passage, left.span) is None


def _with_unit_of_start(passage: Passage, quantities: list[Quantity]) -> list[Quantity]:
    """Give a bare end the unit of its start: "from 81 kilograms to 74"."""
    shared = quantities[:1]
    for quantity in quantities[1:]:
        start = shared[-1]
        gap = passage.text[start.span.end_char : quantity.span.start_char]
        is_end = quantity.is_bare and quantity.shape == "single" and gap == " to "
        if is_end and start.unit is not None and start.per == start.unit.per:
            opens = start.rule != "currency_before" and _opens_range(passage, start)
            unit, kind = (start.unit, start.kind) if opens else (None, quantity.kind)
            quantity = replace(quantity, unit=unit, kind=kind, per=start.per if opens else None)
        shared.append(quantity)
    return shared


def _part_of_sum(passage: Passage, left: Quantity, right: Quantity) -> Quantity | None:
    """A bare part of a sum, in the unit of the whole: "20 million of the 95 million crowns"."""
    if not left.is_bare or right.unit is None or right.kind != "money" or left.shape != "single":
        return None
    gap = passage.text[left.span.end_char : right.span.start_char]
    if not _OF_WHOLE.fullmatch(gap):
        return None
    return replace(left, kind=right.kind, unit=right.unit, unit_span=right.unit_span, rule="listed")


def _share_units(passage: Passage, quantities: list[Quantity]) -> list[Quantity]:
    """Give bare numbers the unit of the next item of their list, from the right."""
    shared = _with_unit_of_start(passage, quantities)
    for index in range(len(shared) - 2, -1, -1):
        left, right = shared[index], shared[index + 1]
        part = _part_of_sum(passage, left, right)
        if part is not None:
            shared[index] = part
            continue
        if (
            not left.is_bare
            or left.shape != "single"
            or right.is_bare
            or right.end is not None
            or right.rule == "currency_before"
        ):
            continue
        if right.kind in _KEEPS_UNIT or right.per is not None:
            continue
        gap = passage.text[left.span.end_char : right.span.start_char]
        # "by 55-45 per cent"
        is_split = gap in {"-", "–"} and right.kind == "percent" and left.low + right.low <= _ALL
        if is_split or (len(gap) <= _WINDOW and _LIST_GAP.fullmatch(gap)):
            shared[index] = replace(
                left, kind=right.kind, unit=right.unit, counted=right.counted,
                unit_span=right.unit_span, rule="listed",
            )  # fmt: skip
    return shared

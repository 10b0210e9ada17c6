"""Charts: numbers as SVG, made on the server, with a text that says what they show.

No script draws them and no style stands in them: their classes are those of ``style.css``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from flows.dashboard.wording import counted, quantity

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 720, 160, 44, 22
_MOST_BARS = 120


@dataclass(frozen=True, slots=True)
class Dot:
    """One dot of a plot: its value, its label and where it leads."""

    value: float
    label: str
    link: str


def months(counts: Sequence[tuple[date, int]], what: str) -> Markup:
    """Bars by month, gaps between months shown as such; empty for fewer than two months.

    counts: first day of each month and how many, in any order.
    what:   the noun of what is counted, in the plural.
    """
    known = dict(counts)
    if len(known) < 2:
        return Markup("")
    span = _all_months(min(known), max(known))[-_MOST_BARS:]
    most = max(known.values())
    step = (_WIDTH - _LEFT) / len(span)
    bars, ticks = [], []
    for index, month in enumerate(span):
        count = known.get(month, 0)
        height = count / most * (_HEIGHT - _BOTTOM - 12)
        x, y = _LEFT + index * step, _HEIGHT - _BOTTOM - height
        bars.append(
            f'<rect class="bar" x="{x:.1f}" y="{y:.1f}" width="{max(step - 1, 0.5):.1f}"'
            f' height="{height:.1f}"><title>{month:%B %Y}: {counted(count)}</title></rect>'
        )
        if month.month == 1 or len(span) <= 12 or index == 0:
            label = f"{month:%Y}" if len(span) > 12 else f"{month:%b %Y}"
            ticks.append(f'<text x="{x:.1f}" y="{_HEIGHT - 6}">{label}</text>')
    text = f"{what} by month, from {span[0]:%B %Y} to {span[-1]:%B %Y}; at most {counted(most)}"
    axis = f'<text x="0" y="16">{counted(most)}</text><text x="0" y="{_HEIGHT - _BOTTOM}">0</text>'
    return _svg(text, f"{axis}{''.join(bars)}{''.join(ticks)}", _HEIGHT)


def dots(found: Sequence[Dot], what: str) -> Markup:
    """Values on a logarithmic axis; empty for fewer than two above zero."""
    shown = [dot for dot in found if dot.value > 0 and math.isfinite(dot.value)]
    if len(shown) < 2:
        return Markup("")
    low = math.floor(math.log10(min(dot.value for dot in shown)))
    high = max(math.ceil(math.log10(max(dot.value for dot in shown))), low + 1)
    width = _WIDTH - 2 * _LEFT
    grid = [
        f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="8" y2="68"></line>'
        f'<text class="middle" x="{x:.1f}" y="86">{quantity(10.0**power)}</text>'
        for power in range(low, high + 1, max(1, (high - low) // 6))
        for x in [_LEFT + (power - low) / (high - low) * width]
    ]
    marks = [
        f'<a href="{escape(dot.link)}"><circle class="dot" r="5" cy="{18 + index % 4 * 13}"'
        f' cx="{_LEFT + (math.log10(dot.value) - low) / (high - low) * width:.1f}">'
        f"<title>{escape(dot.label)}</title></circle></a>"
        for index, dot in enumerate(shown)
    ]
    text = f"{what} on a logarithmic axis: {len(shown)} values"
    return _svg(text, "".join(grid) + "".join(marks), 92)


def _svg(text: str, inner: str, height: int) -> Markup:
    return Markup(
        f'<svg class="chart" role="group" aria-label="{escape(text)}"'
        f' viewBox="0 0 {_WIDTH} {height}"><title>{escape(text)}</title>{inner}</svg>'
    )  # every text of it that comes from the dataset is escaped where it is put in


def _all_months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [
        date(first.year + (first.month - 1 + index) // 12, (first.month - 1 + index) % 12 + 1, 1)
        for index in range(count)
    ]

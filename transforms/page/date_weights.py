"""Date weights: how likely each stated day of a page with markup is the day of publication.

Pure. A page states many days: in metadata, in elements, in its text. Every statement has labels of
what speaks for it; a day has the labels of all its statements. The weights of
``transforms/lexicon/date_weights.tsv`` were fitted on the open pages of public benchmarks
(``training/dates``): the probability of a day is the softmax of the sums over the days of the page,
with one alternative more, that none of them is right.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

from transforms.lexicon import number_of, read_lexicon
from transforms.page.date_values import DateCandidate

NO_DAY = "none"  # the label of the alternative that no stated day is right
# Labels that begin so are no reason to call a day the earliest.
_WEAK = ("prose", "told", "image", "utc", "key", "call", "id", "in ", "not in ", "address")
_SHOWN = re.compile(r"(?:alone|short|item|joined|brief|time)\..*\.(?:below|above)\.first\Z")
_KINDS = frozenset(
    (
        *("linked", "meta", "item", "time", "title", "data", "alone", "short", "told", "joined"),
        *("brief", "script", "key", "address", "url", "image", "htmldate", "zone", "id"),
    )
)
_MOST_KINDS = 6
_FURTHEST_WEST, _FURTHEST_EAST = 8, 12  # hours of the zones in which most news is written
_FROM_CLOCKS = frozenset(("json_ld", "html_meta", "time"))  # which often state the day in UTC


def labels_by_day(candidates: Iterable[DateCandidate]) -> dict[str, set[str]]:
    """The labels of every whole day, in the order of the statements."""
    stated = [one for one in candidates if one.source != "copyright"]
    labels: dict[str, set[str]] = {}
    for one in stated:
        if one.states_whole_day:
            own = labels.setdefault(one.day, set())
            own.update(one.evidence)
            if one.source in _FROM_CLOCKS and one.value.endswith("+00:00"):
                own.add(f"utc.{one.evidence[0].split('.')[0]}")
    _compare_with_months(labels, stated)
    _compare_with_clocks(labels, stated)
    _compare_days(labels)
    return labels


def _compare_days(labels: dict[str, set[str]]) -> None:
    """Which days are the first and the last of a page, and how many kinds of places state each."""
    strong = [day for day, own in labels.items() if not all(x.startswith(_WEAK) for x in own)]
    for day, own in labels.items():
        if strong and day == min(strong):
            own.add("earliest")
        if strong and day == max(strong):
            own.add("latest")
        if len(labels) == 1:
            own.add("only day")
        kinds = {x.split(".")[0].split(" ")[0] for x in own} & _KINDS
        own.add(f"kinds {min(len(kinds), _MOST_KINDS)}")


def _compare_with_months(labels: dict[str, set[str]], stated: Sequence[DateCandidate]) -> None:
    """Whether each day is in the month that the page's address or picture is filed under."""
    for one in stated:
        if not one.states_whole_day and one.evidence[0].startswith("month."):
            for day, own in labels.items():
                own.add(f"{'in' if day.startswith(one.value) else 'not in'} {one.evidence[0]}")


def _compare_with_clocks(labels: dict[str, set[str]], stated: Sequence[DateCandidate]) -> None:
    """Whether a day that the page shows is the local one of an instant that it states in UTC."""
    for one in stated:
        if one.moment is None or one.is_update or not one.value.endswith("+00:00"):
            continue
        for hours in (-_FURTHEST_WEST, _FURTHEST_EAST):
            try:
                local = (one.moment + timedelta(hours=hours)).date().isoformat()
            except OverflowError:
                continue
            own, others = labels.get(local, set()), labels[one.day]
            if (
                local != one.day
                and any(map(_SHOWN.match, own))
                and not any(map(_SHOWN.match, others))
            ):
                own.add("shown for utc")
                others.add("utc for shown")


def weighed(candidates: Sequence[DateCandidate]) -> list[DateCandidate]:
    """The candidates, those of whole days with the probability of their day."""
    labels = labels_by_day(candidates)
    trust = _softmax({day: _sum(own) for day, own in labels.items()})
    return [replace(one, trust=trust.get(one.day)) for one in candidates]


def _sum(labels: Iterable[str]) -> float:
    weights = _weights()
    return sum(weights.get(label, 0.0) for label in sorted(labels))


def _softmax(sums: dict[str, float]) -> dict[str, float]:
    """Probabilities of the days; what is missing from 1 is that none of them is right."""
    none = _weights().get(NO_DAY, 0.0)
    highest = max([none, *sums.values()])
    powers = {day: math.exp(one - highest) for day, one in sums.items()}
    whole = math.exp(none - highest) + sum(powers.values())
    return {day: power / whole for day, power in powers.items()}


@cache
def _weights() -> dict[str, float]:
    return {
        row["label"]: number_of("date_weights", row, "weight")
        for row in read_lexicon("date_weights")
    }

"""Date weights: how likely each stated day of a page with markup is the day of publication.

Pure. A page states many days: in metadata, in elements, in its text. Every statement has labels of
what speaks for it; a day has the labels of all its statements. The weights of
``transforms/lexicon/date_weights.tsv`` were fitted on the open pages of public benchmarks
(``training/dates``): the probability of a day is the softmax of the sums over the days of the page,
with one alternative more, that none of them is right.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from transforms.lexicon import number_of, read_lexicon
from transforms.page.date_values import DateCandidate

NO_DAY = "none"  # the label of the alternative that no stated day is right
_WEAK = ("prose", "image", "utc")  # labels that begin so are no reason to call a day the earliest
_STATED = ("linked", "meta", "url", "htmldate", "zone", "metadata", "file_name")
_FROM_CLOCKS = frozenset(("json_ld", "html_meta", "time"))  # which often state the day in UTC


def labels_by_day(candidates: Iterable[DateCandidate]) -> dict[str, set[str]]:
    """The labels of every whole day, in the order of the statements."""
    labels: dict[str, set[str]] = {}
    for one in candidates:
        if one.states_whole_day and one.source != "copyright":
            own = labels.setdefault(one.day, set())
            own.update(one.evidence)
            if one.source in _FROM_CLOCKS and one.value.endswith("+00:00"):
                own.add(f"utc.{one.evidence[0].split('.')[0]}")
    strong = [day for day, own in labels.items() if not all(x.startswith(_WEAK) for x in own)]
    for day, own in labels.items():
        if strong and day == min(strong):
            own.add("earliest")
        if strong and day == max(strong):
            own.add("latest")
        if not any(x.startswith(_STATED) or x.endswith("first") for x in own):
            own.add("weak")
    return labels


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

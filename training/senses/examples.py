"""Examples: signs whose meaning is known, from texts that write the long form and invented ones.

"15 metres" and "a 15-foot wall" are examples of m as metres, "15 million" and "15,000,000" of m as
millions: the scorer sees the words around, not the long form itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from transforms.figures import SIGNS, Passage, features_of
from transforms.lexicon import either

INVENTED = Path(__file__).parent / "invented.tsv"
_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_NUMBER = rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{either(_WORDS)})"
_NO_MONEY = r"(?<![\w.,$£€¥₹�?])(?<!US\$ )"
_NOT_MONEY_AFTER = (
    r"(?![ -](?:dollars?|euros?|pounds?|yen|rand|rupees?|yuan|pesos?|rou?bles?|francs?|cents?)\b)"
)
_LONG_FORMS = (
    ("m", True, r"[ -](?:metre|meter|foot|feet|yard)s?\b", 1.0),
    ("m", True, r"[ -]?(?:km|kilometre|kilometer|mile)s?\b", 0.3),
    ("m", False, rf"[ -]million\b{_NOT_MONEY_AFTER}", 1.0),
    ("m", False, rf",000,000\b{_NOT_MONEY_AFTER}", 1.0),
    ("k", True, r"[ -]?(?:km|kilometre|kilometer|mile)s?\b", 0.3),
    ("k", False, rf",000\b{_NOT_MONEY_AFTER}", 1.0),
    ("c", True, r"(?:[ -]degrees?(?:[ ](?:celsius|fahrenheit|C|F))?|[ ]?°[ ]?[CF])\b", 1.0),
    ("c", False, r"[ -](?:cents?|pence|p)\b", 1.0),
    ("foot", True, r"[ -](?:metres?|meters?|feet|yards?)\b", 1.0),
    ("yard", True, r"[ -](?:metres?|meters?|feet|yards?)\b", 1.0),
    ("degree", True, r"(?:[ ]?°[ ]?[CF]|[ -]degrees?[ -](?:celsius|fahrenheit|C|F))\b", 1.0),
    ("knot", True, r"[ ](?:mph|km/h|kph|miles[ ](?:per|an)[ ]hour|knots)\b", 1.0),
    ("buck", True, r"[ ](?:dollars|euros|pounds)\b", 0.5),
    ("won", True, r"[ ](?:yen|yuan|rupees|baht|pesos)\b", 1.0),
    ("century", True, r"[ ](?:centuries|decades|millennia)\b", 1.0),
    ("stone", True, r"[ ](?:kg|kilos?|kilograms?|lbs?)\b", 0.5),
    ("cup", True, r"[ ](?:tablespoons?|tbsp|teaspoons?|tsp|litres?|liters?|pints?|ml)\b", 1.0),
    ("TB", True, r"[ ]?(?:GB|TB|MB|gigabytes?|terabytes?|megabytes?)\b", 1.0),
    ("GB", True, r"[ ]?(?:GB|TB|MB|gigabytes?|terabytes?|megabytes?)\b", 1.0),
    ("MP", True, r"[ -]?(?:MP|megapixels?)\b", 1.0),
)
_PATTERNS = tuple(
    (sign, meaning, re.compile(rf"{_NO_MONEY}{_NUMBER}{form}"), weight)
    for sign, meaning, form, weight in _LONG_FORMS
)
_INVENTED_WEIGHT = 3.0
_LONGEST = 300  # characters of a sentence on either side


class Example(NamedTuple):
    """What the scorer sees, if the first meaning is right, how much it counts, and its text."""

    sign: str
    features: dict[str, tuple[float, ...]]
    is_first: bool
    weight: float
    text: str


def found_in(texts: Iterable[str]) -> Iterator[Example]:
    """Examples of texts, from their long forms."""
    for text in texts:
        for sign, meaning, pattern, weight in _PATTERNS:
            for found in pattern.finditer(text):
                start, end = _sentence(text, found.start(), found.end())
                number = found["number"].replace(",", "")
                value = float(_WORDS.get(number, 0) or number)
                passage = Passage(text, start, end)
                features = features_of(passage, found.start(), found.end(), value)
                yield Example(sign, features, meaning, weight, text[start:end])


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Roughly the sentence around a stretch."""
    low = max(0, start - _LONGEST)
    begins = max(text.rfind(mark, low, start) + len(mark) for mark in (". ", "\n", "? ", "! "))
    ends = [
        at for mark in (". ", "\n", "? ", "! ") if (at := text.find(mark, end, end + _LONGEST)) >= 0
    ]
    return max(low, begins), min([*ends, min(len(text), end + _LONGEST)])


def invented() -> Iterator[Example]:
    """The invented texts; of several numbers in a text each is an example."""
    lines = [line for line in INVENTED.read_text("utf-8").splitlines() if not line.startswith("#")]
    for line in lines[1:]:
        sign, meaning, marked = line.split("\t")
        if sign not in SIGNS:
            raise ValueError(f"{INVENTED}: no sign is called {sign!r}")
        text = marked.replace("[", "").replace("]", "")
        for order, mark in enumerate(re.finditer(r"(?:(\S+)[ ])?\[([^\]]+)\]", marked)):
            before = 2 * order + 1
            end = mark.end() - before - 1
            is_joined = mark[2][0].isdigit()
            stated = mark[2] if is_joined else mark[1]
            start = mark.start(2) - before if is_joined else mark.start(1) - before + 1
            digits = re.sub(r"[^\d.]", "", stated)
            value = float(digits or _WORDS.get(stated.lower(), 2))
            features = features_of(Passage(text, 0, len(text)), start, end, value)
            yield Example(sign, features, meaning == "yes", _INVENTED_WEIGHT, text)

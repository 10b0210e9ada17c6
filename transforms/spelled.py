"""Spelled: the grammar of numbers written in words.

Pure. A run of number words may hold several numbers ("one two"); where the grammar breaks, the next
number begins, so that no value is made of words that do not belong together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.lexicon import read_lexicon

_TOKEN = re.compile(r"[^\W\d_]+")
_PARTS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25}


def number_words(role: str) -> dict[str, float]:
    """The words of one role in the lexicon, with their values."""
    rows = read_lexicon("number_words")
    return {row["surface"]: float(row["value"]) for row in rows if row["role"] == role}


_UNITS, _TENS, _SCALES = number_words("unit"), number_words("ten"), number_words("scale")


@dataclass(frozen=True, slots=True)
class Words:
    """One number inside a run of number words; offsets into the run."""

    start: int
    end: int
    value: float


@dataclass(slots=True)
class _Reading:
    """The number read so far: ``total`` is closed by a scale word, ``group`` is still open.

    room: the largest number the open group may still take: 99 after "hundred", 9 after "twenty".
    decimals: digits after "point".
    """

    total: float = 0.0
    group: float | None = None
    room: float = 1e99
    scale: float = 1e99
    decimals: str | None = None
    ends_in_scale: bool = False

    @property
    def value(self) -> float:
        decimals = float(f"0.{self.decimals}") if self.decimals else 0.0
        return self.total + (self.group or 0.0) + decimals

    def take(self, word: str) -> bool:
        """Add a word; False where it cannot continue this number."""
        if self.decimals is not None and word in _UNITS and _UNITS[word] < 10:
            self.decimals += str(int(_UNITS[word]))
            return True
        if word in _SCALES:
            return self._scale(_SCALES[word])
        small = _UNITS.get(word, _TENS.get(word))
        if self.decimals is not None or small is None or small >= self.room:
            return False
        if self.group == 0:
            return False
        self.group = (self.group or 0.0) + small
        self.room = 10 if word in _TENS else 0
        self.ends_in_scale = False
        return True

    def add_part(self, part: float) -> None:
        """Add "and a half": half of the unit, or of the scale word just before."""
        if self.ends_in_scale and self.group is None:
            self.total += part * self.scale
        else:
            self.group = (self.group or 0.0) + part

    def _scale(self, scale: float) -> bool:
        if scale == 100:
            if self.group is None:
                self.group = 1.0
            if self.group >= 100 or self.group == 0:
                return False
            self.group, self.room = self.group * 100, 100
        elif self.ends_in_scale and self.group is None:
            self.total *= scale
        elif scale < self.scale:
            decimals = float(f"0.{self.decimals}") if self.decimals else 0.0
            group = 1.0 if self.group is None else self.group + decimals
            self.total += group * scale
            self.group, self.room, self.scale, self.decimals = None, 1e3, scale, None
        else:
            return False
        self.ends_in_scale = True
        return True


def read_words(run: str) -> Iterator[Words]:
    """The numbers in a run of number words, left to right.

    >>> [found.value for found in read_words("twenty-eight thousand six hundred forty-two")]
    [28642.0]
    >>> [found.value for found in read_words("two and three")]
    [2.0, 3.0]
    """
    tokens = [(match.start(), match.end(), match[0].lower()) for match in _TOKEN.finditer(run)]
    index = 0
    while index < len(tokens):
        reading, first, last = _Reading(), index, index
        index = _read_one(tokens, index, reading)
        last = index - 1
        if last < first:
            index = first + 1
            continue
        yield Words(tokens[first][0], tokens[last][1], reading.value)


def _read_one(tokens: list[tuple[int, int, str]], index: int, reading: _Reading) -> int:
    """Read one number from ``index``; returns the index after its last word."""
    words = [word for _, _, word in tokens[index : index + 4]]
    if words[0] in {"a", "an"}:
        if len(words) < 2 or not reading.take("one"):
            return index
        reading.room = 0
        index += 1
    start = index
    while index < len(tokens):
        word = tokens[index][2]
        following = [word for _, _, word in tokens[index + 1 : index + 3]]
        if word == "and" and _adds_part(following):
            reading.add_part(_PARTS[following[1]])
            index += 3
            if (
                index < len(tokens)
                and tokens[index][2] in _SCALES
                and reading.take(tokens[index][2])
            ):
                index += 1
            return index
        if word == "and":
            if not reading.ends_in_scale or not following or not _takes(reading, following[0]):
                return index
        elif word == "point":
            if index == start or reading.decimals is not None or not following:
                return index
            reading.decimals = ""
        elif not reading.take(word):
            return index
        index += 1
    return index


def _adds_part(following: list[str]) -> bool:
    return len(following) == 2 and following[0] in {"a", "an"} and following[1] in _PARTS


def _takes(reading: _Reading, word: str) -> bool:
    small = _UNITS.get(word, _TENS.get(word))
    return small is not None and small < reading.room

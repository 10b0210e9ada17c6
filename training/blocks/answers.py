"""Answers: which blocks of a page are its story, by what the page's annotation says of the text.

An annotation is the text of the story, or a few passages that stand in it and a few that do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transforms.page import Known, words_of

_SURE = 6  # words of a block that cannot stand in the story by chance
_SAME = 0.75  # share of its runs of words that stand there; a little is lost at its edges
_BESIDE = 3  # blocks before the first and after the last sure one, where a short one may stand
_MOST_WORDS = 150  # beyond which a longer block does not weigh more
_WANTED, _UNWANTED = 6.0, 3.0  # weights of passages; there are few on a page


@dataclass(frozen=True, slots=True)
class Answers:
    """is_story: 1, 0 or, where nobody says, -1. weights: of each block in the learning."""

    is_story: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float64]


def answers_of_body(blocks: Sequence[Sequence[str]], body: str) -> Answers:
    """All answers of a page of which the whole story is known.

    blocks: the words of each.
    """
    known = Known.of(body)
    flat = f" {' '.join(words_of(body))} "
    answers = np.zeros(len(blocks), int)
    for at, words in enumerate(blocks):
        answers[at] = len(words) >= _SURE and known.share(words) >= _SAME
    _keep_one(answers, blocks)
    sure = np.flatnonzero(answers)
    for at in range(max(sure[0] - _BESIDE, 0), sure[-1] + _BESIDE + 1) if len(sure) else ():
        if at < len(blocks) and 0 < len(blocks[at]) < _SURE:
            answers[at] = _is_in(blocks, at, known, flat)
    weights = np.sqrt([min(len(words) + 3, _MOST_WORDS) for words in blocks])
    return Answers(answers, weights)


def _keep_one(answers: npt.NDArray[np.int64], blocks: Sequence[Sequence[str]]) -> None:
    """Of blocks with the same words the one in the midst of the story is its part."""
    sure = np.flatnonzero(answers)
    middle = float(np.median(sure)) if len(sure) else 0.0
    kept: dict[str, int] = {}
    for at in sorted(sure.tolist(), key=lambda at: abs(at - middle)):
        answers[at] = kept.setdefault(" ".join(blocks[at]), at) == at


def _is_in(blocks: Sequence[Sequence[str]], at: int, known: Known, flat: str) -> bool:
    """Whether a short block is a line of the story, or goes on from one neighbour there."""
    text = " ".join(blocks[at])
    before = " ".join(blocks[at - 1][-2:]) if at else ""
    after = " ".join(blocks[at + 1][:2]) if at + 1 < len(blocks) else ""
    return (
        (text in known.lines and f" {text} " in flat)
        or (bool(before) and f" {before} {text} " in flat)
        or (bool(after) and f" {text} {after} " in flat)
    )


def answers_of_passages(
    blocks: Sequence[Sequence[str]], wanted: Sequence[str], unwanted: Sequence[str]
) -> Answers:
    """The answers for the blocks that hold a passage, or are a part of one.

    A wanted passage that stands in several blocks with the same words is in the one that is
    nearest to all passages; the others are not answered.
    """
    texts = [f" {' '.join(words)} " for words in blocks]
    answers = np.full(len(blocks), -1)
    weights = np.zeros(len(blocks))
    for passage in unwanted:
        for at in _holders(texts, passage):
            answers[at], weights[at] = 0, _UNWANTED
    found = [_holders(texts, passage) for passage in wanted]
    middle = float(np.median(sorted(at for some in found for at in some))) if any(found) else 0.0
    for some in found:
        kept: set[str] = set()
        for at in sorted(some, key=lambda at: abs(at - middle)):
            if texts[at] not in kept and answers[at] != 0:
                answers[at], weights[at] = 1, _WANTED
            kept.add(texts[at])
    return Answers(answers, weights)


def _holders(texts: Sequence[str], passage: str) -> list[int]:
    words = " ".join(words_of(passage))
    if not words:
        return []
    return [
        at
        for at, text in enumerate(texts)
        if f" {words} " in text or (text.count(" ") > 3 and text in f" {words} ")
    ]

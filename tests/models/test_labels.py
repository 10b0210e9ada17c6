"""Labels and stretches: decoding finds the best of the paths that the labels allow."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from transforms.models import labels_for
from transforms.models.network import decode

LABELS = labels_for(["person", "place"])


def scores_of(seed: int, tokens: int) -> np.ndarray:
    made = np.random.default_rng(seed).normal(size=(tokens, len(LABELS.names)))
    scores: np.ndarray = (made - np.log(np.exp(made).sum(axis=1, keepdims=True))).astype(np.float32)
    return scores


def is_allowed(path: tuple[int, ...]) -> bool:
    return bool(
        LABELS.may_open[path[0]]
        and LABELS.may_close[path[-1]]
        and all(LABELS.may_follow[a, b] for a, b in pairwise(path))
    )


@given(st.integers(0, 10**6), st.integers(1, 4))
def test_the_path_is_the_best_of_all_that_are_allowed(seed: int, tokens: int) -> None:
    scores = scores_of(seed, tokens)
    every = filter(is_allowed, product(range(len(LABELS.names)), repeat=tokens))
    best = max(every, key=lambda path: sum(scores[at, n] for at, n in enumerate(path)))
    assert LABELS.best_paths(scores, [tokens]) == [list(best)]


@given(st.integers(0, 10**6), st.lists(st.integers(0, 6), max_size=6))
def test_a_sentence_is_decoded_alike_alone_and_among_others(seed: int, lengths: list[int]) -> None:
    scores = scores_of(seed, sum(lengths))
    together = decode(scores, lengths, LABELS)
    at = 0
    for length, found in zip(lengths, together, strict=True):
        assert decode(scores[at : at + length], [length], LABELS) == [found]
        assert all(0 <= s.first <= s.last < length and 0 <= s.confidence <= 1 for s in found)
        at += length


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2), st.booleans()), max_size=5))
def test_encoding_and_reading_a_path_are_inverse(parts: list[tuple[int, int, bool]]) -> None:
    stretches, at = [], 0
    for size, blank, is_person in parts:
        stretches.append((at, at + size - 1, "person" if is_person else "place"))
        at += size + blank
    path = LABELS.encode(at, stretches)
    assert list(LABELS.stretches(path)) == stretches

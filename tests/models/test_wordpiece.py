"""Word pieces: every word gets numbers, and marks that mean the same get the same ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.models.encoder import load_piece_table
from transforms.models.wordpiece import MOST_PIECES, UNKNOWN, WordPieces

PIECES = WordPieces(["[UNK]", "bridge", "##s", "re", "##open", "u", ".", "s", '"', "'", "-"])


def cut(word: str) -> list[str]:
    return [PIECES.pieces[number] for number in PIECES.ids(word)]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Bridges", ["bridge", "##s"]),
        ("REOPEN", ["re", "##open"]),
        ("U.S.", ["u", ".", "s", "."]),
        ("Bridgé", ["bridge"]),
        ("re-bridge", ["re", "-", "bridge"]),
        ("bridgex", [UNKNOWN]),
        ("桥", [UNKNOWN]),
        ("\u200b", [UNKNOWN]),
    ],
)
def test_a_word_is_cut_into_the_longest_known_pieces(word: str, pieces: list[str]) -> None:
    assert cut(word) == pieces


@pytest.mark.parametrize(("marks", "piece"), [("“”„«»", '"'), ("‘’`", "'"), ("–—‑", "-")])
def test_marks_that_mean_the_same_are_one_piece(marks: str, piece: str) -> None:
    assert {PIECES.ids(mark) for mark in marks} == {PIECES.ids(piece)}


@given(st.text(max_size=200))
def test_any_word_has_at_least_one_piece_and_at_most_a_few(word: str) -> None:
    numbers = load_piece_table().pieces.ids(word)
    assert 1 <= len(numbers) <= MOST_PIECES
    assert all(0 <= number < len(load_piece_table().pieces.pieces) for number in numbers)

"""The encoder: one row per word, whatever stands beside the document."""

from __future__ import annotations

import numpy as np
import pytest

from transforms.models import Network, Scores, Window, load_encoder, windows_of
from transforms.models.encoder import LONGEST_WINDOW, MOST_PIECES, WIDTH, WINDOW_WORDS

RAIN: Window = (None, "it", "rained", "on", "monday", ",", "the", "mayor", "said", ".")
SUN: Window = (None, "the", "sun", "shone", ".")


def vectors_of(windows: tuple[Window, ...], network: Network = "accurate") -> Scores:
    return load_encoder(network).vectors(windows)


def test_every_word_and_marker_has_a_row() -> None:
    assert vectors_of((RAIN, SUN)).shape == (len(RAIN) + len(SUN), WIDTH)


def test_no_window_changes_the_vectors_of_another() -> None:
    alone = np.concatenate([vectors_of((RAIN,)), vectors_of((SUN,))])
    assert np.array_equal(vectors_of((RAIN, SUN)), alone)


def test_reading_twice_gives_the_same_bytes() -> None:
    first = vectors_of((RAIN,)).tobytes()
    vectors_of((SUN,))
    assert vectors_of((RAIN,)).tobytes() == first


def test_what_one_reader_gets_no_other_reader_can_change() -> None:
    with pytest.raises(ValueError, match="read-only"):
        vectors_of((RAIN,))[0, 0] = 1.0


def test_the_engines_read_with_encoders_of_their_own() -> None:
    assert not np.allclose(vectors_of((RAIN,)), vectors_of((RAIN,), "fast"), atol=0.1)


def test_the_words_around_it_change_the_vector_of_a_word() -> None:
    first = vectors_of(((None, "the", "bank", "of", "the", "river"),))
    second = vectors_of(((None, "the", "bank", "raised", "its", "rates"),))
    assert not np.allclose(first[2], second[2], atol=0.1)


def test_a_window_of_endless_words_is_read_all_the_same() -> None:
    window: Window = tuple(["supercalifragilistic"] * LONGEST_WINDOW)
    found = vectors_of((window,))
    assert found.shape[0] == LONGEST_WINDOW
    assert np.array_equal(found[-1], found[-2]), f"both stand after {MOST_PIECES} pieces"


def test_nothing_to_read_gives_no_rows() -> None:
    assert vectors_of(()).shape == (0, WIDTH)


def test_windows_hold_whole_paragraphs_in_order() -> None:
    paragraphs = [[at] * (20 + 7 * at) for at in range(30)]
    windows = list(windows_of(paragraphs))
    assert [one for window in windows for one in window] == [x for p in paragraphs for x in p]
    for window in windows:
        assert len(window) <= max(WINDOW_WORDS, len(paragraphs[window[-1]]))

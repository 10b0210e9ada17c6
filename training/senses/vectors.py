"""Vectors: what words are like, from the shipped encoder, as the scorer of senses knows them.

    python -m training.senses vectors TEXTS

TEXTS is a JSON Lines file with a field "text". Each word that is frequent there is read by the
encoder on its own; the leading components of its vector are kept, in one byte each.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from transforms.models import load_encoder

SIZE = 24
LEAST = 5  # times that a word is met
COMMON = 8000  # words that say which components lead
_WORD = re.compile(r"[A-Za-z]{2,}")
_HEAD = """\
# What words are like: the nearer two vectors, the more alike the words. The scorer of senses knows
# by them words that it never met beside its signs.
# vector: signed bytes, in base64. Made by training/senses from the shipped encoder; never edited.
# Source: see transforms/models/NOTICE.md. Licence: Apache-2.0.
"""
TARGET = Path("transforms/lexicon/word_vectors.tsv")


def frequent_words(texts: Iterable[str]) -> list[str]:
    """Words in small letters, the most frequent first; without names, which have a capital."""
    met: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in texts:
        for word in _WORD.findall(text):
            met[word.lower()] += 1
            small[word] += word.islower()
    frequent = sorted(met.items(), key=lambda one: (-one[1], one[0]))
    return [word for word, times in frequent if times >= LEAST and small[word] >= 0.3 * times]


def write_vectors(words: Sequence[str], target: Path = TARGET) -> None:
    """Write the vector of each word."""
    encoder = load_encoder("accurate")
    rows = np.array([encoder.vectors(((None, word),))[-1] for word in words], dtype=np.float64)
    rows -= rows.mean(axis=0)
    _, _, components = np.linalg.svd(rows[:COMMON], full_matrices=False)
    kept = rows @ components[:SIZE].T
    kept /= np.linalg.norm(kept, axis=1, keepdims=True)
    coded = np.round(kept * 127).astype(np.int8)
    lines = [
        f"{word}\t{b64encode(row.tobytes()).decode()}\n"
        for word, row in sorted(zip(words, coded, strict=True), key=lambda one: one[0])
    ]
    target.write_text(f"{_HEAD}word\tvector\n{''.join(lines)}", encoding="utf-8")

"""The words beside a figure: each role is explained where its words stand."""

from __future__ import annotations

from importlib.resources import files

import pytest

from transforms.figures.vocabulary import figure_words
from transforms.lexicon import read_lexicon


def test_the_lexicon_explains_every_role_and_no_other() -> None:
    lines = (files("transforms.lexicon") / "figure_words.tsv").read_text(encoding="utf-8")
    explained = [
        line[2:].split(":")[0]
        for line in lines.splitlines()
        if line.startswith("# ") and line[2:].split(":")[0].isidentifier()
    ]
    explained.remove("Source")
    assert explained == list(dict.fromkeys(row["role"] for row in read_lexicon("figure_words")))


def test_a_word_has_a_role_once() -> None:
    rows = [(row["surface"], row["role"]) for row in read_lexicon("figure_words")]
    assert len(rows) == len(set(rows))


def test_a_role_without_words_is_an_error() -> None:
    with pytest.raises(KeyError):
        figure_words("no such role")

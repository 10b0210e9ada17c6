"""The words beside a figure: each role is explained where its words stand."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from transforms.figures.kinds import kind_of
from transforms.figures.vocabulary import figure_words
from transforms.lexicon import number_of, read_lexicon


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


def test_an_unknown_kind_is_an_error_that_names_file_row_and_allowed_kinds() -> None:
    row = {"surface": "dram", "kind": "weight"}
    message = "lexicon/units.tsv, row 'dram': kind is 'weight', not one of: count, money, "
    with pytest.raises(ValueError, match=re.escape(message)):
        kind_of("units", row)


def test_a_row_with_blanks_for_tabs_is_an_error_that_says_so() -> None:
    row = {"surface": "dram dram mass 0.0018 kg", "kind": ""}
    with pytest.raises(ValueError, match=r"row 'dram dram .*empty .*separated by tabs"):
        kind_of("units", row)


def test_a_cell_that_must_hold_a_number_is_an_error_that_names_file_and_row() -> None:
    row = {"surface": "dram", "si_factor": "kg"}
    message = "lexicon/units.tsv, row 'dram': si_factor is 'kg', not a number"
    with pytest.raises(ValueError, match=re.escape(message)):
        number_of("units", row, "si_factor")


@pytest.mark.parametrize(
    ("lexicon", "columns"),
    [
        ("modifiers", ("approximate", "preposition")),
        ("currencies", ("assumed", "needs_case")),
    ],
)
def test_a_column_of_yes_or_nothing_holds_nothing_else(
    lexicon: str, columns: tuple[str, ...]
) -> None:
    assert {row[column] for row in read_lexicon(lexicon) for column in columns} == {"", "yes"}

"""The lexicons of reporting verbs: every row is spelt right, and says only what is understood."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files
from itertools import pairwise
from typing import get_args

import pytest

from tests.support.inflection import UnknownSpelling, forms_of
from transforms.lexicon import read_lexicon, words_of
from transforms.quotes.cues import CueKind, function_words

CUES = read_lexicon("cues")
LEMMAS = tuple(row["lemma"] for row in CUES)
VERB_LEXICONS = ("cues", "loose_cues", "noun_cues", "cue_words", "casualty_verbs", "change_words")


def expected_forms(lemma: str) -> str:
    """The cell ``forms`` that a verb should have, or the question that only a person can answer."""
    try:
        return str(forms_of(lemma))
    except UnknownSpelling as question:
        return f"{question} Say it in tests/support/irregular_verbs.tsv"


def test_forms_are_those_of_the_rules_of_spelling_or_of_an_irregular_verb() -> None:
    expected = {row["lemma"]: expected_forms(row["lemma"]) for row in CUES}
    wrong = [row["lemma"] for row in CUES if row["forms"] != expected[row["lemma"]]]
    assert not wrong, "\n".join(f"{lemma}: {expected[lemma]}" for lemma in wrong)


def test_a_verb_among_other_cue_words_is_spelt_as_its_lemma_says() -> None:
    verbs = [row for row in read_lexicon("cue_words") if row["lemma"]]
    assert verbs
    forms = {row["lemma"]: [row["lemma"], *expected_forms(row["lemma"]).split()] for row in verbs}
    assert [row for row in verbs if row["surface"] not in forms[row["lemma"]]] == []


@pytest.mark.parametrize("name", VERB_LEXICONS)
def test_an_american_spelling_has_its_british_one_beside_it(name: str) -> None:
    def british(row: dict[str, str]) -> dict[str, str]:
        return {key: re.sub(r"iz(?=e|ing)", "is", cell) for key, cell in row.items()}

    rows = read_lexicon(name)
    american = [row for row in rows if re.search(r"..iz(?:e|es|ed|ing)$", next(iter(row.values())))]
    assert [row for row in american if british(row) not in rows] == []


def test_a_row_says_only_words_that_the_head_of_its_file_explains() -> None:
    text = (files("transforms.lexicon") / "cues.tsv").read_text(encoding="utf-8")
    explained = re.findall(r"^#   ([a-z-]+): ", text, re.MULTILINE)
    assert {word for row in CUES for word in row["takes"].split()} == set(explained)


def test_every_kind_and_preposition_is_one_that_the_rules_know() -> None:
    assert {row["kind"] for row in CUES} == set(get_args(CueKind))
    known = function_words("preposition") | function_words("particle")
    assert {word for row in CUES for word in row["prepositions"].split()} <= known


def test_every_verb_can_be_followed_by_something() -> None:
    assert [row["lemma"] for row in CUES if not row["takes"] and not row["prepositions"]] == []


def test_a_form_belongs_to_one_verb() -> None:
    forms = Counter(form for row in CUES for form in {row["lemma"], *row["forms"].split()})
    assert [form for form, count in forms.items() if count > 1] == []


def test_verbs_are_in_the_order_of_the_alphabet() -> None:
    assert [(before, after) for before, after in pairwise(LEMMAS) if before > after] == []


def test_verbs_with_few_contents_are_verbs_of_the_lexicon() -> None:
    assert words_of("loose_cues") <= set(LEMMAS)

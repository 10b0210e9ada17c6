"""The parts of the learned engine: chunks, decoding, cues, parts, and the model that ships."""

from __future__ import annotations

import shutil
from importlib.resources import files
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.quotes.test_quotes import WORDS
from training.attribution.word_classes import current_word_classes
from transforms.lexicon import read_lexicon, tsv, words_of
from transforms.models import best_paths
from transforms.models.encoder import LONGEST_WINDOW
from transforms.models.viterbi import Matrix
from transforms.page import parse_record
from transforms.quotes.cues import read_cue
from transforms.quotes.learned.attribution_model import load_attribution_model
from transforms.quotes.learned.features import COLUMNS, Chunk, chunks_of
from transforms.quotes.learned.linker import around
from transforms.quotes.learned.parts import LABELS, Parts, TokenLine, snapped, stretches
from transforms.quotes.rules import find_attributions
from transforms.text import Span, find_quotations, find_sentences


def chunks(text: str) -> list[Chunk]:
    sentences = find_sentences(text, parse_record(text).zones)
    quotations = find_quotations(text, sentences)
    ruled = find_attributions(text, sentences, quotations)
    classes = load_attribution_model("fast").word_classes
    return list(chunks_of(text, sentences, quotations, ruled, classes))


@given(WORDS)
def test_chunks_hold_every_non_blank_character_of_the_sentences_once_and_in_order(
    text: str,
) -> None:
    found = chunks(text)
    spans = [token.span for chunk in found for token in chunk if token.span is not None]
    assert all(a.end_char <= b.start_char for a, b in pairwise(spans))
    held = {at for span in spans for at in range(span.start_char, span.end_char)}
    sentences = find_sentences(text, parse_record(text).zones)
    inside = {at for one in sentences for at in range(one.span.start_char, one.span.end_char)}
    assert {at for at in inside if not text[at].isspace()} <= held
    assert all(len(chunk) <= LONGEST_WINDOW for chunk in found)


@given(WORDS)
def test_every_value_of_a_token_lies_in_its_column(text: str) -> None:
    for chunk in chunks(text):
        for token in chunk:
            assert len(token.values) == len(COLUMNS)
            assert all(
                0 <= value < size
                for value, size in zip(token.values, COLUMNS.values(), strict=True)
            )


NEW_WORDS = {
    "cues": "yodel\tspeech\tyodelled\tclause inverted",
    "titles": "sorel\thonorific",
    "role_nouns": "bridge\t\tperson",
    "news_outlets": "march\tname",
}


def test_editing_a_lexicon_does_not_change_what_a_trained_model_sees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "The bridge will reopen in March, yodelled Sorel."
    sentences = find_sentences(text, parse_record(text).zones)
    classes = load_attribution_model("fast").word_classes

    def seen() -> list[Chunk]:
        return list(chunks_of(text, sentences, (), (), classes))

    before, current = seen(), current_word_classes()
    shutil.copytree(Path(str(files("transforms.lexicon"))), tmp_path, dirs_exist_ok=True)
    for name, row in NEW_WORDS.items():
        with (tmp_path / f"{name}.tsv").open("a", encoding="utf-8") as lexicon:
            lexicon.write(f"{row}\n")
    caches = (read_lexicon, words_of, current_word_classes)
    with monkeypatch.context() as patch:
        patch.setattr(tsv, "files", lambda _: tmp_path)
        for cached in caches:
            cached.cache_clear()
        after, retrained = seen(), current_word_classes()
    for cached in caches:
        cached.cache_clear()

    assert after == before
    words = text.replace(",", "").replace(".", "").split()
    changed = [w for w in words if retrained.number_of(w) != current.number_of(w)]
    assert changed == ["bridge", "March", "yodelled", "Sorel"], "the next training would see them"


def test_every_word_class_of_the_model_is_one_that_its_network_has() -> None:
    numbers = load_attribution_model("fast").word_classes.words
    assert set(numbers) <= set(range(1, COLUMNS["lexicon"]))


def test_a_paragraph_longer_than_a_chunk_is_cut() -> None:
    assert [len(chunk) > 0 for chunk in chunks("word " * 900)] == [True] * 3


scores = st.integers(-5, 5)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.data())
def test_the_path_found_is_the_best_of_all_paths(lengths: list[int], data: st.DataObject) -> None:
    count = 3
    total = sum(lengths)

    def draw(size: int) -> Matrix:
        return np.array(data.draw(st.lists(scores, min_size=size, max_size=size)), float)

    emitted = draw(total * count).reshape(total, count)
    transitions, starts = draw(count * count).reshape(count, count), draw(count)

    found = best_paths(emitted, lengths, transitions, starts)

    at = 0
    for length, path in zip(lengths, found, strict=True):
        own = emitted[at : at + length]
        at += length

        def worth(labels: tuple[int, ...], own: np.ndarray = own) -> float:
            steps = sum(transitions[a, b] for a, b in pairwise(labels))
            return float(starts[labels[0]] + steps + sum(own[i, k] for i, k in enumerate(labels)))

        best = max(worth(labels) for labels in product(range(count), repeat=length))
        assert worth(tuple(path)) == pytest.approx(best)


@given(st.lists(st.integers(0, len(LABELS) - 1), max_size=12))
def test_parts_are_disjoint_and_hold_every_labelled_token(labels: list[int]) -> None:
    found = list(stretches(labels))
    held = [at for first, last, _ in found for at in range(first, last + 1)]
    assert held == sorted(set(held))
    begins = {at for at, number in enumerate(labels) if LABELS[number][0] == "B"}
    assert begins <= set(held)


def test_a_content_is_widened_to_the_quotation_it_shares() -> None:
    text = "Sorel said “nobody at all was hurt here” on Monday."
    sentences = find_sentences(text, parse_record(text).zones)
    line = TokenLine([token for chunk in chunks(text) for token in chunk])
    quotation = Span(text.index("“"), text.index("”") + 1)
    part = line.part(quotation)
    assert part is not None
    inside = Parts(contents=[(part[0] + 2, part[1] - 1)], sources=[(part[0] + 1, part[0] + 1)])

    found = snapped(line, find_quotations(text, sentences), inside)

    assert (found.contents, found.sources) == ([part], [])


@pytest.mark.parametrize(
    "text",
    [
        "Sorel said the bridge was “a very old thing that nobody in the town had ever mended”.",
        "Sorel found a “grave shortage” of masons.",
    ],
)
def test_a_content_that_begins_a_quotation_has_all_of_it(text: str) -> None:
    sentences = find_sentences(text, parse_record(text).zones)
    line = TokenLine([token for chunk in chunks(text) for token in chunk])
    quotation = line.part(Span(text.index("“"), text.index("”") + 1))
    assert quotation is not None
    begun = Parts(contents=[(2, quotation[0] + 1)])

    found = snapped(line, find_quotations(text, sentences), begun)

    assert found.contents == [(2, quotation[1])]


def test_a_source_that_runs_into_a_quotation_ends_before_it() -> None:
    text = "said Ilse Fenwick, who leads it, “and floods us in winter”."
    sentences = find_sentences(text, parse_record(text).zones)
    line = TokenLine([token for chunk in chunks(text) for token in chunk])
    quotation = line.part(Span(text.index("“"), text.index("”") + 1))
    assert quotation is not None

    found = snapped(line, find_quotations(text, sentences), Parts(sources=[(1, quotation[1])]))

    assert found.sources == [(1, quotation[0] - 1)]
    assert found.contents == [quotation]


def test_the_nearest_on_either_side_are_candidates() -> None:
    others = [(0, 1), (3, 3), (7, 8), (12, 12)]
    assert around((4, 6), others, 1) == [(3, 3), (7, 8)]
    assert around((4, 6), others, 2) == others


@pytest.mark.parametrize(
    ("cue", "lemma", "kind", "negated"),
    [
        ("said", "say", "speech", False),
        ("did not say", "say", "speech", True),
        ("declined to comment", "comment", "speech", True),
        ("according to", "according to", "speech", False),
        ("wrote in a letter", "write", "writing", False),
        ("in a statement", "statement", "speech", False),
        ("hopes", "hope", "thought", False),
        (":", None, "speech", False),
        ("walked out", None, "other", False),
        ("defied a cease - fire agreement", None, "other", False),
    ],
)
def test_a_cue_is_read_by_its_last_reporting_word(
    cue: str, lemma: str | None, kind: str, negated: bool
) -> None:
    assert read_cue(cue.split()) == (lemma, kind, negated)


def test_foreign_marks_are_shown_to_the_network_as_those_it_has_learnt() -> None:
    vocabulary = load_attribution_model("fast").vocabulary
    british, american = (
        [
            vocabulary.ids(chunk)[:, :3].tolist()
            for chunk in chunks(f"{left}The deal cost {money}40 in all,{right} Sorel said.")
        ]
        for left, right, money in (("‘", "’", "€"), ("“", "”", "$"))
    )
    assert british == american

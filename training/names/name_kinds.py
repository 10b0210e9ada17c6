"""Learn what the surroundings of a name say of its kind: ``transforms/models/name_kinds.json``.

    python -m training.names.name_kinds [--silver 320]

The lessons are documents whose names are replaced by names that say nothing: the network then
doubts, as it does before a name that nobody has seen, and what stands around the name must decide.
Gold are the project's own annotation and the first texts of MASC and GUM; further texts have what
the network reads of them before anything is replaced. Each document is read whole and cut into
short runs of sentences. Where the corpora have hardly any example (business news), ``PRIOR``
speaks.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from training.annotation.lists import SHARED
from training.annotation.web_texts import read_web_texts
from training.names.corpora import (
    LabelledStretch,
    TrainingSentence,
    read_annotation,
    read_corpora,
    read_web_annotation,
)
from transforms.models import (
    Scores,
    Stretch,
    decode,
    load_encoder,
    load_model,
    masses_of,
    windows_of,
)
from transforms.names import (
    EVIDENCE,
    GAZETTEER_KINDS,
    KINDS,
    MUTE,
    NameFeatures,
    column_of,
    evidence,
    find_mentions,
    kind_masses,
    seen_in,
    shipped_gazetteer,
)
from transforms.page import parse_record
from transforms.text import find_sentences, tokenize

TARGET = Path(__file__).parents[2] / "transforms" / "models" / "name_kinds.json"
_REPLACED = 0.6
"""Share of the names that are replaced."""
_SURE = 0.9
"""Least confidence of what the network reads for it to be a lesson."""
_GIVEN_BACK = 2.0
"""How strongly weights are drawn back to ``PRIOR``."""
_STEPS, _RATE = 600, 0.05
PRIOR = {
    ("it_acts", "org"): 2.0, ("it_acts", "person"): -1.0,
    ("others_it_acts", "org"): 1.5, ("others_it_acts", "person"): -1.0,
    ("behind_holding", "org"): 2.0, ("others_behind_holding", "org"): 1.0,
    ("behind_body_noun", "org"): 1.5, ("others_behind_body_noun", "org"): 1.0,
    ("called_body", "org"): 1.5, ("others_called_body", "org"): 1.0,
    ("owns_of_org", "org"): 1.0, ("others_owns_of_org", "org"): 1.0,
    ("before_near_org", "org"): 0.7, ("before_org_verb", "org"): 0.7,
    ("before_match_verb", "org"): 1.0, ("behind_match_verb", "org"): 1.0,
    ("others_before_match_verb", "org"): 0.5, ("others_behind_match_verb", "org"): 0.5,
    ("then_body", "org"): 0.3, ("amid_business", "org"): 0.3,
    **{(f"network_{kind}", kind): 1.0 for kind in KINDS},
}  # fmt: skip
"""What is believed before any lesson, by evidence and kind; set by hand."""


class Namer:
    """Draws names of any kind for names of every kind: surnames, towns, and blends of two."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._families = _known("family_us", "family_world")
        self._towns = _known("city", "city_big", "region")

    def __call__(self) -> str:
        """A name."""
        draw = self._rng.random()
        if draw < 0.5:
            begin, end = self._any(), self._any()
            return begin[: self._rng.randint(2, 5)] + end[-self._rng.randint(2, 4) :].lower()
        return self._rng.choice(self._families if draw < 0.75 else self._towns)

    def _any(self) -> str:
        return self._rng.choice(self._families if self._rng.random() < 0.6 else self._towns)


def _known(*kinds: str) -> list[str]:
    """The gazetteer's words of these kinds."""
    wanted = sum(1 << GAZETTEER_KINDS.index(kind) for kind in kinds)
    words = shipped_gazetteer().words
    return sorted(w for w, bits in words.items() if bits & wanted and w.isalpha() and len(w) > 3)


def renamed(
    sentences: Sequence[TrainingSentence], name: Namer, rng: random.Random
) -> tuple[list[TrainingSentence], set[str]]:
    """The document with other names, and the words that are new."""
    other: dict[str, str] = {}
    for sentence in sentences:
        for first, last, kinds in sentence.stretches:
            words = sentence.words[first : last + 1]
            is_short = len(words) == 1 or (kinds[0] == "org" and len(words) == 2)
            word = words[-1] if kinds[0] == "person" else words[0]
            is_wanted = kinds[0] == "person" or (kinds[0] in ("org", "place") and is_short)
            if is_wanted and word[0].isupper() and not word.isupper() and len(word) > 2:
                is_new = word not in other and rng.random() < _REPLACED
                other.setdefault(word, name().capitalize() if is_new else word)
    made = []
    for sentence in sentences:
        words = list(sentence.words)
        for first, last, _ in sentence.stretches:
            words[first : last + 1] = [other.get(w, w) for w in words[first : last + 1]]
        made.append(TrainingSentence(words, sentence.stretches))
    return made, {new for old, new in other.items() if new != old}


def gold_texts() -> Iterator[list[TrainingSentence]]:
    """The annotated documents."""
    own = [*read_annotation(), *read_web_annotation(), *read_web_annotation(kept_out=True)]
    known = {text.doc_id for text in own}
    others = [text for text in read_corpora(names=["masc", "gum"]) if text.doc_id not in known]
    for text in [*own, *others[:60]]:
        yield text.sentences


def silver_texts(count: int, rng: random.Random) -> Iterator[list[TrainingSentence]]:
    """Other texts with the names that the accurate engine is sure of."""
    folder = SHARED / "gold" / "quotes"
    rows = (folder / "polnear_train.jsonl").read_text("utf-8").splitlines()
    ids = sorted({json.loads(row)["doc_id"] for row in rows})
    rng.shuffle(ids)
    news = [(folder / "text" / f"{one}.txt").read_text("utf-8") for one in ids[:count]]
    web = [text for one, text in read_web_texts().items() if not one.startswith("masc")]
    for text in [*web, *news]:
        sentences = find_sentences(text, parse_record(text).zones)
        found = find_mentions(text, sentences)
        made = []
        for sentence in sentences:
            tokens = tokenize(text, sentence.span)
            stretches: list[LabelledStretch] = [
                (
                    tokens.starts.index(one.span.start_char),
                    tokens.ends.index(one.span.end_char),
                    (one.entity_type,),
                )
                for one in found
                if one.sentence_index == sentence.index and one.confidence >= _SURE
            ]
            made.append(TrainingSentence(list(tokens.words), stretches))
        yield made


class Reader:
    """The accurate engine's network, before anything corrects it."""

    def __init__(self) -> None:
        self._features = NameFeatures(shipped_gazetteer())
        self._encoder = load_encoder("accurate")
        self._model = load_model("accurate_names")

    def __call__(
        self, sentences: Sequence[TrainingSentence]
    ) -> list[tuple[list[str], list[Stretch], Scores, bool]]:
        """Per sentence its words, stretches, probabilities of kinds, and whether it is mute."""
        words = [one.words for one in sentences]
        ids, flags = self._features(words)
        paragraphs: list[list[str | None]] = [
            [None, *(word.lower() for word in one)] for one in words
        ]
        windows = tuple(windows_of(paragraphs))
        is_word = [word is not None for window in windows for word in window]
        seen = np.concatenate([self._encoder.vectors(windows)[is_word], flags], axis=1)
        lengths = [len(one) for one in words]
        scores = self._model.scores(ids, seen, lengths)
        masses = kind_masses(masses_of(scores), list(self._model.labels.columns_of))
        stretches = decode(scores, lengths, self._model.labels)
        ends = np.cumsum(lengths)
        return [
            (one, found, masses[end - len(one) : end], bool(flags[end - 1, MUTE]))
            for one, found, end in zip(words, stretches, ends, strict=True)
        ]


def lessons(
    texts: Iterator[list[TrainingSentence]], rng: random.Random, *, only_new: bool
) -> Iterator[tuple[Scores, int]]:
    """A row of evidence and its right column for each mention that the network bounds rightly."""
    name, read = Namer(rng), Reader()
    for text in texts:
        made, new = renamed([one for one in text if one.words], name, rng)
        if not made:
            continue
        readings = read(made)
        for start, end in [(0, len(made)), *_runs(len(made), rng)]:
            part = [one for one in readings[start:end] if not one[3]]
            gold = [
                {(first, last): kinds for first, last, kinds in sentence.stretches}
                for sentence, one in zip(made[start:end], readings[start:end], strict=True)
                if not one[3]
            ]
            seen = list(seen_in([one[:3] for one in part]))
            places = [
                marks.get((one.first, one.last))
                for (_, stretches, _, _), marks in zip(part, gold, strict=True)
                for one in stretches
                if one.kind != "norp"
            ]
            rows: Scores | list[Scores] = (
                evidence(seen, sum(len(one[0]) for one in part)) if seen else []
            )
            for row, one, kinds in zip(rows, seen, places, strict=True):
                if kinds and (not only_new or new.intersection(one.words)):
                    yield row, column_of(kinds[0])


def _runs(length: int, rng: random.Random) -> Iterator[tuple[int, int]]:
    at = 0
    while at < length:
        end = min(length, at + rng.randint(1, 6))
        yield at, end
        at = end


def fitted(rows: Scores, right: np.ndarray) -> Scores:
    """Weights of a logistic model, shape (``EVIDENCE``, ``KINDS``), by Adam on all lessons."""
    prior = np.zeros((len(EVIDENCE), len(KINDS)))
    for (sign, kind), weight in PRIOR.items():
        prior[EVIDENCE.index(sign), KINDS.index(kind)] = weight
    weights = prior.copy()
    wanted = np.eye(len(KINDS))[right]
    slow, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        scores = rows @ weights
        exps = np.exp(scores - scores.max(axis=1, keepdims=True))
        wrong = exps / exps.sum(axis=1, keepdims=True) - wanted
        slope = (rows.T @ wrong + _GIVEN_BACK * (weights - prior)) / len(rows)
        slow = 0.9 * slow + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        scale = np.sqrt(square / (1 - 0.99**step)) + 1e-8
        weights -= _RATE * slow / (1 - 0.9**step) / scale
    return weights - weights.mean(axis=1, keepdims=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.names.name_kinds")
    parser.add_argument("--silver", type=int, default=320, help="texts of PolNeAR train")
    parser.add_argument("--to", type=Path, default=TARGET)
    options = parser.parse_args()
    rng = random.Random(7)
    found = [*lessons(gold_texts(), rng, only_new=False)]
    found += lessons(silver_texts(options.silver, rng), rng, only_new=True)
    rows, right = np.array([row for row, _ in found]), np.array([kind for _, kind in found])
    print(f"{len(right)} lessons")
    weights = fitted(rows, right).round(3).tolist()
    about = "Weights of transforms/names/name_kinds.py, made by training/names/name_kinds.py."
    lines = (f"  {json.dumps(n)}: {json.dumps(w)}" for n, w in zip(EVIDENCE, weights, strict=True))
    head = f'{{\n "about": {json.dumps(about)},\n "kinds": {json.dumps(KINDS)},\n "weights": {{\n'
    options.to.write_text(head + ",\n".join(lines) + "\n }\n}\n", "utf-8")


if __name__ == "__main__":
    main()

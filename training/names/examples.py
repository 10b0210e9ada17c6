"""Examples: sentences of the training corpora as the network of names sees them, varied.

Data: the open rows of ``corpora`` and the project's own annotation. Some corpora do not mark a
type, or mark a coarser one. Such a row teaches only what it says: each word has the set of labels
that the row allows, and the loss sums their probabilities.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.names.corpora import KINDS, TrainingSentence, TrainingText
from training.names.name_lists import world_names
from training.names.variation import Replacer, recased
from transforms.models import labels_for
from transforms.names import GAZETTEER_KINDS, NameFeatures, shipped_gazetteer

LABELS = labels_for(KINDS)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to vary; shares are probabilities, 0..1.

    Attributes:
        replaced: share of documents with other names.
        recased: share of sentences in another casing.
        evidence: share of documents with the flags that the rest of the document gives.
    """

    replaced: float = 0.4
    recased: float = 0.2
    evidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence's words, their features and the number of the set of labels each may have."""

    words: list[str]
    ids: np.ndarray
    flags: np.ndarray
    targets: np.ndarray


class LabelSets:
    """Sets of labels, numbered."""

    def __init__(self) -> None:
        self._numbers: dict[frozenset[int], int] = {}

    def number(self, labels: frozenset[int]) -> int:
        """The number of a set; a set that was not met before gets the next one."""
        return self._numbers.setdefault(labels, len(self._numbers))

    def targets(self, sentence: TrainingSentence, hidden: tuple[str, ...]) -> np.ndarray:
        """The set numbers of a sentence's tokens.

        hidden: types that the corpus does not mark.
        """
        every = range(len(LABELS.names))
        outside = frozenset([0, *(at for kind in hidden for at in every[LABELS.columns_of[kind]])])
        found = np.full(len(sentence.words), self.number(outside), np.int64)
        for first, last, kinds in sentence.stretches:
            paths = [LABELS.encode(last - first + 1, [(0, last - first, kind)]) for kind in kinds]
            for at, allowed in enumerate(zip(*paths, strict=True)):
                found[first + at] = self.number(frozenset(allowed))
        return found

    def table(self) -> Tensor:
        """Shape (sets, labels): log 1 for members of a set, about log 0 for other labels."""
        made = torch.full((len(self._numbers), len(LABELS.names)), -1e9)
        for labels, number in self._numbers.items():
            made[number, sorted(labels)] = 0.0
        return made


class Examples:
    """Makes examples of texts, varied anew each time."""

    def __init__(self, texts: Sequence[TrainingText], plan: Plan) -> None:
        self._plan = plan
        self._features = NameFeatures(shipped_gazetteer())
        self.sets = LabelSets()
        gazetteer = shipped_gazetteer()
        kinds = GAZETTEER_KINDS
        big = 1 << kinds.index("city_big") | 1 << kinds.index("region")
        wanted = sum(
            1 << kinds.index(kind) for kind in ("phrase_city_big", "phrase_region", "phrase_city")
        )
        places = [
            list(words)
            for firsts in gazetteer.phrases.values()
            for words, bits in firsts.items()
            if bits & wanted and len(words) <= 3
        ]
        places += [[word] for word, bits in gazetteer.words.items() if bits & big]
        orgs = [
            sentence.words[first : last + 1]
            for text in texts
            for sentence in text.sentences
            for first, last, named in sentence.stretches
            if named == ("org",) and last > first
        ]
        self._replace = Replacer(world_names("given"), world_names("family"), places, orgs)

    def of(self, text: TrainingText, rng: random.Random) -> Iterator[Example]:
        """The sentences of a text in order, varied."""
        plan = self._plan
        sentences = list(text.sentences)
        if rng.random() < plan.replaced:
            sentences = self._replace(sentences, rng)
        shown = [recased(sentence.words, rng, plan.recased) for sentence in sentences]
        with_evidence = rng.random() < plan.evidence
        ids, flags = self._features(shown, with_evidence=with_evidence)
        at = 0
        for sentence, words in zip(sentences, shown, strict=True):
            end = at + len(words)
            targets = self.sets.targets(sentence, text.hidden)
            yield Example(words, ids[at:end], flags[at:end], targets)
            at = end

"""Mentions: where the text names a person, organisation, place, people, event, work or product.

Pure. The trained tagger reads every sentence by itself; ``consistency`` lets the whole article
settle what its names are; ``titles`` finds what stands before a person's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import cast

import numpy as np

from transforms.models import (
    DEFAULT_ENGINE,
    Engine,
    Scores,
    SequenceModel,
    Stretch,
    decode,
    load_model,
    masses_of,
    vectors_of,
    windows_of,
)
from transforms.names.consistency import TaggedSentence, agree
from transforms.names.mention import EntityType, Mention
from transforms.names.name_kinds import kind_masses
from transforms.names.titles import title_before
from transforms.names.word_features import MUTE, NameFeatures, shipped_gazetteer
from transforms.text import Sentence, Span, Tokens, tokenize


@cache
def _features() -> NameFeatures:
    return NameFeatures(shipped_gazetteer())


def find_mentions(
    text: str,
    sentences: Sequence[Sentence],
    model: SequenceModel | None = None,
    engine: Engine = DEFAULT_ENGINE,
) -> tuple[Mention, ...]:
    """Mentions in text order, never overlapping, each inside one sentence.

    Args:
        text: the article's text.
        sentences: its sentences, with the zone of each.
        model: the tagger; None is the shipped one of the engine.
        engine: what reads.
    """
    model = model or load_model("accurate_names" if engine == "accurate" else "fast_names")
    tokens = [tokenize(text, sentence.span) for sentence in sentences]
    words = [one.words for one in tokens]
    ids, flags = _features()(words)
    mute = flags[:, MUTE]
    if model.vectors:
        flags = np.concatenate([_vectors(sentences, words), flags], axis=1)
    lengths = [len(one) for one in words]
    scores = model.scores(ids, flags, lengths)
    masses = kind_masses(masses_of(scores), list(model.labels.columns_of))
    stretches = decode(scores, lengths, model.labels)
    tagged: list[TaggedSentence] = []
    at = 0
    for sentence, one, found in zip(sentences, words, stretches, strict=True):
        is_mute = sentence.zone == "headline" or bool(mute[at])
        tagged.append(TaggedSentence(one, found, is_mute, masses[at : at + len(one)]))
        at += len(one)
    agree(tagged)
    return tuple(
        _mention(sentence, one, stretch)
        for sentence, one, settled in zip(sentences, tokens, tagged, strict=True)
        for stretch in settled.stretches
    )


def _vectors(sentences: Sequence[Sentence], words: Sequence[Sequence[str]]) -> Scores:
    """The encoder's vectors, one row per token."""
    paragraphs: list[list[str | None]] = []
    last = -1
    for sentence, one in zip(sentences, words, strict=True):
        if sentence.paragraph_index != last:
            paragraphs.append([None])
            last = sentence.paragraph_index
        paragraphs[-1] += [word.lower() for word in one]
    windows = tuple(windows_of(paragraphs))
    is_word = [word is not None for window in windows for word in window]
    return vectors_of(windows)[is_word]


def _mention(sentence: Sentence, tokens: Tokens, stretch: Stretch) -> Mention:
    title: Span | None = None
    if stretch.kind == "person":
        found = title_before(tokens, stretch.first)
        title = tokens.span(*found) if found else None
    return Mention(
        span=tokens.span(stretch.first, stretch.last),
        entity_type=cast(EntityType, stretch.kind),
        sentence_index=sentence.index,
        zone=sentence.zone,
        confidence=stretch.confidence,
        title=title,
    )

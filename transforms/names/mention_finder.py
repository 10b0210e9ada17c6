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
    Stretch,
    Window,
    decode,
    load_encoder,
    load_model,
    masses_of,
    network_of,
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
    engine: Engine = DEFAULT_ENGINE,
) -> tuple[Mention, ...]:
    """Mentions in text order, never overlapping, each inside one sentence.

    Args:
        text: the article's text.
        sentences: its sentences, with the zone of each.
        engine: what reads.
    """
    network = network_of(engine)
    tokens = [tokenize(text, sentence.span) for sentence in sentences]
    words = [one.words for one in tokens]
    ids, flags = _features()(words)
    mute = flags[:, MUTE]
    windows = _windows(sentences, words)
    is_word = [word is not None for window in windows for word in window]
    vectors = load_encoder(network).vectors(windows)[is_word]
    flags = np.concatenate([vectors, flags], axis=1)
    lengths = [len(one) for one in words]
    model = load_model(f"{network}_names")
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


def _windows(sentences: Sequence[Sentence], words: Sequence[Sequence[str]]) -> tuple[Window, ...]:
    """The words as the encoder takes them."""
    paragraphs: list[list[str | None]] = []
    last = -1
    for sentence, one in zip(sentences, words, strict=True):
        if sentence.paragraph_index != last:
            paragraphs.append([None])
            last = sentence.paragraph_index
        paragraphs[-1] += [word.lower() for word in one]
    return tuple(windows_of(paragraphs))


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

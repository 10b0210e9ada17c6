"""Mentions: where the text names a person, organisation, place, group, event, work or product.

Pure. The trained tagger reads every sentence; ``consistency`` lets the occurrences of a name in the
article decide together, adds the countries and organisations that the lexicons are certain of, and
gives headlines, where capitals prove nothing, the names of the prose; ``person_titles`` finds what
stands before a person's name. ``rule_mentions`` is the same without a trained model.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import cast

from transforms.models import SequenceModel, load_model
from transforms.names.consistency import Stretch, TaggedSentence, agree
from transforms.names.mention import EntityType, Mention
from transforms.names.titles import title_before
from transforms.names.word_features import MUTE, NameFeatures, shipped_gazetteer
from transforms.text import Sentence, Span, Tokens, tokenize

__all__ = ["EntityType", "Mention", "find_mentions"]


@cache
def _features() -> NameFeatures:
    return NameFeatures(shipped_gazetteer())


def find_mentions(
    text: str, sentences: Sequence[Sentence], model: SequenceModel | None = None
) -> tuple[Mention, ...]:
    """Mentions in text order, never overlapping, each inside one sentence.

    model: the tagger; the shipped one if none is given.
    """
    model = model or load_model("entities")
    tokens = [tokenize(text, sentence.span) for sentence in sentences]
    words = [one.words for one in tokens]
    ids, flags = _features()(words)
    lengths = [len(one) for one in words]
    tagged = model.tag(ids, flags, lengths)
    read = []
    at = 0
    for sentence, one, found in zip(sentences, words, tagged, strict=True):
        is_mute = sentence.zone == "headline" or bool(flags[at, MUTE])
        stretches = [Stretch(t.first, t.last, t.kind, t.confidence) for t in found]
        read.append(TaggedSentence(one, stretches, is_mute))
        at += len(one)
    agree(read)
    return tuple(
        _mention(sentence, one, stretch)
        for sentence, one, settled in zip(sentences, tokens, read, strict=True)
        for stretch in settled.stretches
    )


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

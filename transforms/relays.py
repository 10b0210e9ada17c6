"""Relays: who passed the words on, when that is not who spoke them.

Pure. "told Reuters" names the outlet that was told; "Reuters reported, citing officials" swaps the
outlet for those it cites; "he said, according to Interfax" is found with its cue in ``frames``.
"""

from __future__ import annotations

from functools import cache

from transforms.frame import Frame
from transforms.lexicon import read_lexicon
from transforms.noun_phrases import Phrase, Tokens, source_after


@cache
def _outlet_words(word_class: str) -> frozenset[str]:
    return frozenset(
        row["surface"] for row in read_lexicon("news_outlets") if row["class"] == word_class
    )


def is_outlet(tokens: Tokens, phrase: Phrase) -> bool:
    """Whether a phrase names a news outlet: "Reuters", "the Daily Herald", "the newspaper"."""
    words = [tokens[at] for at in range(phrase[0], phrase[1] + 1)]
    if any(token.is_capital and token.word in _outlet_words("name") for token in words):
        return True
    nouns = [token for token in words if token.word in _outlet_words("noun")]
    return any(token.is_capital and len(words) > 1 for token in nouns)


def with_relays(tokens: Tokens, frame: Frame) -> Frame:
    """The frame with the relays that its own tokens tell."""
    if frame.source is None or not frame.segments:
        return frame
    source = frame.source
    told = _told_outlet(tokens, frame)
    if told is not None:
        frame = frame._replace(relays=((told, (frame.cue.verb, frame.cue.verb)), *frame.relays))
    cited = _cited(tokens, frame)
    if cited is not None and is_outlet(tokens, source):
        relay = (source, (frame.cue.first, frame.cue.last))
        frame = frame._replace(source=cited, relays=(*frame.relays, relay))
    return frame


def _told_outlet(tokens: Tokens, frame: Frame) -> Phrase | None:
    """ "“…,” Kerry told Reuters": the addressee after a trailing cue."""
    if frame.relays or "addressee" not in frame.cue.takes:
        return None
    start = frame.cue.last + 1
    stop = start
    while stop < len(tokens) and (
        tokens[stop].is_capital or tokens[stop].word in {"the", "&", "'s", "’s", "of"}
    ):
        stop += 1
    while stop > start and not tokens[stop - 1].is_capital:
        stop -= 1
    if stop == start or not is_outlet(tokens, (start, stop - 1)):
        return None
    return start, stop - 1


def _cited(tokens: Tokens, frame: Frame) -> Phrase | None:
    """ "Reuters reported, citing two officials": those who are cited."""
    for at in range(frame.cue.last + 1, len(tokens) - 1):
        if tokens[at].word == "citing" and not tokens[at].quoted and tokens[at - 1].word == ",":
            return source_after(tokens, at + 1, len(tokens))
    return None

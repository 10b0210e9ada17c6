"""According: "according to NP", a frame of its own or the relay of one that stands there already.

Pure. Indexes count the statement's tokens, both ends inclusive.
"""

from __future__ import annotations

from transforms.contents import trimmed
from transforms.cues import Cue, function_words, is_cue_form
from transforms.frame import Frame
from transforms.lexicon import words_of
from transforms.noun_phrases import Phrase, Tokens, source_after
from transforms.statements import Statement


def with_according(statement: Statement, cue: Cue, frames: list[Frame]) -> list[Frame]:
    """Add "according to NP" as a frame, or as the relay of the one that stands there already."""
    tokens = statement.tokens
    source = source_after(tokens, cue.last + 1, len(tokens))
    if source is None:
        return frames
    source = _without_clause(tokens, source)
    source = _without_trailing_cue(tokens, source)
    spoken = [f for f in frames if f.cue.kind in ("speech", "writing") and f.segments]
    if spoken:
        relayed = spoken[-1]
        link = (source, (cue.first, cue.last))
        frames[frames.index(relayed)] = relayed._replace(relays=(*relayed.relays, link))
        return frames
    if cue.first <= 1:
        start = source[1] + 1
        while start < len(tokens) and not tokens[start].is_word and not tokens[start].quoted:
            start += 1
        segments = [(start, trimmed(tokens, start, len(tokens) - 1))] if start < len(tokens) else []
    else:
        segments = [(0, trimmed(tokens, 0, cue.first - 1))]
        after = source[1] + 1
        if after + 1 < len(tokens) and tokens[after].word == ",":
            segments.append((after + 1, trimmed(tokens, after + 1, len(tokens) - 1)))
    segments = [s for s in segments if any(t.is_word for t in tokens[s[0] : s[1] + 1])]
    if not segments:
        return frames
    kept = [f for f in frames if not _overlaps(f, segments)]
    return [*kept, Frame(tuple(segments), source, cue, "according_to", 0.85)]


def _without_clause(tokens: Tokens, source: Phrase) -> Phrase:
    """ "According to NP, the deal is dead": only "a" and "who" go on describing the source."""
    for at in range(source[0], source[1] + 1):
        if tokens[at].word == "," and tokens[at + 1].word not in function_words("describing"):
            return source[0], at - 1
    return source


def _without_trailing_cue(tokens: Tokens, source: Phrase) -> Phrase:
    """Garbled wire copy: "according to Interfax news agency reported"."""
    last = source[1]
    if last == source[0] or not is_cue_form(tokens[last]):
        return source
    # "a source close to the talks" ends in a noun
    return source if tokens[last - 1].word in words_of("determiners") else (source[0], last - 1)


def _overlaps(frame: Frame, segments: list[Phrase]) -> bool:
    return any(
        first <= end and start <= last for first, last in frame.segments for start, end in segments
    )

"""Frames: how content, cue and source stand to each other in one statement.

Pure. Three orders are known: trailing (“…,” NP said; also inverted, “…,” said NP, and with a second
part of the content after it), leading (NP said that …) and "according to NP". Trailing cues are
read first, since a quotation shows them plainly; leading cues take what those leave. Indexes count
the statement's tokens, both ends inclusive.
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.quotes.according import beside_according, source_of_according
from transforms.quotes.contents import (
    Complement,
    complement_after,
    content_end,
    skip_adjuncts,
    trimmed,
)
from transforms.quotes.cues import (
    Cue,
    find_cues,
    function_words,
    is_adverb,
    pronouns,
)
from transforms.quotes.noun_phrases import (
    Phrase,
    Tokens,
    first_subject,
    goes_on_in_name,
    source_after,
    source_before,
)
from transforms.quotes.outlets import is_outlet
from transforms.quotes.statements import Statement

MIN_CLAUSE_WORDS = 2
_LONGEST_NAMING = 20  # tokens of what somebody is called
MAX_CUES = 200  # more in one statement is not prose; work per cue grows with the statement
_BREAKS = frozenset([",", "—", "–", "--", "?", "!"])
_STOPS = frozenset([",", ".", ";", "—", "–", "--", "?", "!", ":", "(", "…"])
_SPOKEN = ("speech", "writing")


class Frame(NamedTuple):
    """One attribution in a statement, before its spans are cut.

    segments: content, in token order; empty when it stands in the next statement.
    relays:   (relay, its cue) pairs.
    """

    segments: tuple[Phrase, ...]
    source: Phrase | None
    cue: Cue
    method: str
    confidence: float
    relays: tuple[tuple[Phrase, Phrase], ...] = ()


class _CueInStatement(NamedTuple):
    """One cue of a statement.

    number: position of the cue in ``cues``, which are all those of the statement.
    floor:  first token that no frame before has taken.
    """

    statement: Statement
    cues: tuple[Cue, ...]
    number: int
    floor: int

    @property
    def tokens(self) -> Tokens:
        """Those of the statement."""
        return self.statement.tokens

    @property
    def cue(self) -> Cue:
        """The cue itself."""
        return self.cues[self.number]

    @property
    def earlier(self) -> tuple[Cue, ...]:
        """The cues before it."""
        return self.cues[: self.number]

    @property
    def next_cue(self) -> int:
        """First token of the cue after it; the number of tokens when there is none."""
        return next((cue.first for cue in self.cues[self.number + 1 :]), len(self.tokens))


def find_frames(statement: Statement) -> tuple[Frame, ...]:
    """Frames of a statement, in order of their cues; contents do not overlap."""
    cues = find_cues(statement)
    if not cues or len(cues) > MAX_CUES:
        return ()
    claimed = bytearray(len(statement.tokens))
    frames: list[Frame] = []
    floor = 0
    for number, cue in enumerate(cues):
        if claimed[cue.first] or cue.kind not in _SPOKEN or cue.is_passive:
            continue
        frame = _trailing(_CueInStatement(statement, cues, number, floor))
        if frame is not None:
            frames.append(frame)
            _claim(claimed, frame)
            floor = max(cue.last, frame.source[1] if frame.source else 0) + 1
    for number, cue in enumerate(cues):
        if claimed[cue.first] or "according" in cue.takes:
            continue
        floor = _floor_of(cue, claimed)
        place = _CueInStatement(statement, cues, number, floor)
        frame = _passive(place) if cue.is_passive else _leading(place, frames, claimed)
        if frame is not None:
            frames.append(frame)
            _claim(claimed, frame)
    frames.sort(key=lambda frame: frame.cue.first)
    for cue in cues:
        if "according" in cue.takes and not claimed[cue.first]:
            frames = _with_according(statement.tokens, cue, frames)
    return _without_cited([_relayed(statement.tokens, frame) for frame in frames])


def _claim(claimed: bytearray, frame: Frame) -> None:
    parts = [*frame.segments, (frame.cue.first, frame.cue.last)]
    if frame.source is not None:
        parts.append(frame.source)
    for first, last in parts:
        claimed[first : last + 1] = b"\1" * (last + 1 - first)


def _floor_of(cue: Cue, claimed: bytearray) -> int:
    """First of the tokens before a cue that no frame has taken."""
    floor = cue.first
    while floor > 0 and not claimed[floor - 1]:
        floor -= 1
    return floor


def _trailing(place: _CueInStatement) -> Frame | None:
    """“…,” NP said. / …, NP said, … / “…,” said NP."""
    tokens, cue, floor = place.tokens, place.cue, place.floor
    if "according" in cue.takes or cue.is_participle:
        return None
    source = source_before(tokens, cue.first, floor)
    if source is not None and source[0] > floor:
        before = tokens[source[0] - 1]
        is_own = before.quoted and not _introduces_next(place, source)
        if is_own or (before.word in _BREAKS and _is_parenthesis(tokens, cue)):
            return _around(place, source, "trailing")
    if cue.first <= floor or "inverted" not in cue.takes or cue.first != cue.verb:
        return None
    before = tokens[cue.first - 1]
    if not before.quoted and (source is not None or before.word not in _BREAKS):
        return None
    after = source_after(tokens, cue.last + 1, len(tokens))
    if after is None or not (before.quoted or _ends_here(tokens, after)):
        return None
    return _around(place, after, "inverted")


def _introduces_next(place: _CueInStatement, source: Phrase) -> bool:
    """Whether a cue between two quotations belongs to the second: … said “A,” she said, “B.”

    It does when an earlier cue has introduced the first one already.
    """
    tokens = place.tokens
    opening = _quotation_start(tokens, source[0] - 1)
    introduced = any(place.floor <= cue.first < opening for cue in place.earlier)
    after = skip_adjuncts(tokens, place.cue.last + 1)
    while after < len(tokens) and tokens[after].word in {",", ":"}:
        after += 1
    return introduced and after < len(tokens) and tokens[after].quoted


def _quotation_start(tokens: Tokens, at: int) -> int:
    """First token of the quotation that holds token ``at``."""
    while at > 0 and tokens[at - 1].quoted:
        at -= 1
    return at


def _ends_here(tokens: Tokens, source: Phrase) -> bool:
    """Whether nothing but an adjunct follows an inverted source that no quotation precedes."""
    named = any(tokens[i].is_capital for i in range(source[0], source[1] + 1))
    after = source[1] + 1
    return (named or source[1] > source[0]) and (
        after >= len(tokens)
        or tokens[after].word in _STOPS
        or tokens[after].word in function_words("tail")
    )


def _is_parenthesis(tokens: Tokens, cue: Cue) -> bool:
    """Whether nothing that could be a content follows "…, NP said"."""
    if cue.takes.isdisjoint(("clause", "inverted")):
        return False
    at = cue.last + 1
    while at < len(tokens) and is_adverb(tokens[at]):
        at += 1
    if "infinitive" in cue.takes and at < len(tokens) and tokens[at].word == "to":
        return False
    if "addressee" in cue.takes and at < len(tokens) and tokens[at].word not in _STOPS:
        while at < len(tokens) and (
            tokens[at].is_capital or tokens[at].word in function_words("addressee") | {"the"}
        ):
            at += 1
    at = skip_adjuncts(tokens, at)
    if at >= len(tokens) or tokens[at].word in _STOPS - {":"} or tokens[at - 1].word == ",":
        return True
    if tokens[at].quoted or tokens[at].word not in function_words("tail"):
        return False
    rest = {token.word for token in tokens[at:]}
    blocked = function_words("finite") | pronouns("person") | {"that", ":"}
    return rest.isdisjoint(blocked) and not any(token.quoted for token in tokens[at:])


def _around(place: _CueInStatement, source: Phrase, method: str) -> Frame | None:
    """The frame of a content that ends where its source and cue begin, and may go on after them."""
    tokens, cue = place.tokens, place.cue
    last = min(source[0], cue.first) - 1
    is_quoted = tokens[last].quoted
    start = _content_start(place, last)
    stop = last if is_quoted else trimmed(tokens, start, last)
    after = max(source[1], cue.last) + 1
    rest = _rest_of_quotation(place, after) if is_quoted else _rest_of_clause(place, after)
    if not is_quoted and rest is not None and _opens_quotation(tokens, rest[0]):
        return Frame((rest,), source, cue, "leading", 0.9)
    if not is_quoted and _needs_marks(cue):
        return None
    words = sum(token.is_word for token in tokens[start : stop + 1])
    if words < (1 if is_quoted or rest is not None else MIN_CLAUSE_WORDS):
        return None
    segments = ((start, stop),) if rest is None else ((start, stop), rest)
    return Frame(segments, source, cue, method, 0.9 if is_quoted else 0.75)


def _needs_marks(cue: Cue) -> bool:
    """Whether a cue reports only beside quotation marks: "Asked about it, Lansing shrugged"."""
    return "quotation" in cue.takes and cue.takes.isdisjoint(("clause", "that", "wh"))


def _opens_quotation(tokens: Tokens, at: int) -> bool:
    """Whether a quotation that is a sentence of its own begins here: … Trump said, “We will.”"""
    if not tokens[at].quoted:
        return False
    word = next((token for token in tokens[at:] if token.is_word), None)
    return word is not None and word.is_capital


def _content_start(place: _CueInStatement, last: int) -> int:
    """First token of a content that ends at ``last``.

    Words before its quotation belong to it ("The plan is “dead,” he said") unless a comma or colon
    cuts them off or they have a cue of their own.
    """
    tokens, start = place.tokens, place.floor
    while start < last and not tokens[start].is_word and not tokens[start].quoted:
        start += 1
    if not tokens[last].quoted or tokens[start].quoted:
        return start
    opening = _quotation_start(tokens, last)
    apart = any(start <= cue.first < opening for cue in place.earlier)
    return opening if apart or tokens[opening - 1].word in {",", ":", ";"} else start


def _rest_of_quotation(place: _CueInStatement, at: int) -> Phrase | None:
    """The second part of a split quotation, from ``at`` on: “A,” he said, “B.”"""
    tokens = place.tokens
    quoted = next((i for i in range(at, len(tokens)) if tokens[i].quoted), None)
    if quoted is None or place.next_cue < quoted or tokens[quoted - 1].is_word:
        return None
    last = quoted
    while last + 1 < len(tokens) and tokens[last + 1].quoted:
        last += 1
    return quoted, last


def _rest_of_clause(place: _CueInStatement, at: int) -> Phrase | None:
    """The second part of a split clause, from ``at`` on: The deal, he said, is dead."""
    tokens = place.tokens
    at = skip_adjuncts(tokens, at)
    if at >= len(tokens) or (tokens[at].word != "," and tokens[at - 1].word != ","):
        return None
    if tokens[at].word == ",":
        at += 1
    if at >= len(tokens) or place.next_cue < len(tokens):
        return None
    if tokens[at].quoted:
        return at, trimmed(tokens, at, len(tokens) - 1)
    if not tokens[at].is_word:
        return None
    blocked = function_words("breaker") - {"and", "because", "or"}
    if tokens[at].word in blocked or tokens[at].word.endswith("ing"):
        return None
    last = trimmed(tokens, at, len(tokens) - 1)
    return (at, last) if last > at else None


def _leading(place: _CueInStatement, frames: list[Frame], claimed: bytearray) -> Frame | None:
    """NP said that … / NP told X … / …, adding that …"""
    tokens, cue = place.tokens, place.cue
    source = source_before(tokens, cue.first, place.floor)
    method = "leading"
    if source is None:
        source, method = _shared_source(tokens, cue, frames), "shared_subject"
        if source is None:
            return None
    if source[0] > 0 and tokens[source[0] - 1].word in function_words("hypothesis"):
        return None
    if tokens[-1].word == ":" and not any(c.first > cue.first for c in place.cues):
        return Frame((), source, cue, "colon", 0.8)
    complement = complement_after(place.statement, cue)
    if complement is None or claimed[complement.start]:
        return None
    last = _last_of(place, complement)
    while claimed[last] and last > complement.start:
        last -= 1
    words = sum(token.is_word for token in tokens[complement.start : last + 1])
    if words < (1 if complement.shape == "object" else MIN_CLAUSE_WORDS):
        return None
    relays: tuple[tuple[Phrase, Phrase], ...] = ()
    if complement.addressee is not None and is_outlet(tokens, complement.addressee):
        relays = ((complement.addressee, (cue.verb, cue.verb)),)
    certain = complement.shape in ("that", "quotation") or cue.lemma == "say"
    certain = certain or (cue.lemma == "tell" and complement.shape == "clause")
    confidence = 0.85 if certain else 0.6
    return Frame(((complement.start, last),), source, cue, method, confidence, relays)


def _passive(place: _CueInStatement) -> Frame | None:
    """… was called “NP” by NP: only what stands in quotation marks was said."""
    tokens, cue = place.tokens, place.cue
    start = cue.last + 1
    if start < len(tokens) and tokens[start].word == "as":
        start += 1
    ends = range(start + 1, min(len(tokens), start + _LONGEST_NAMING))
    by = next((at for at in ends if tokens[at].word == "by" and not tokens[at].quoted), None)
    if by is None or "object" not in cue.takes:
        return None
    content = tokens[start].start_char, tokens[by - 1].end_char
    is_marked = any(
        content[0] - 1 <= mark.span.start_char and mark.span.end_char <= content[1] + 1
        for mark in place.statement.all_marked
    )
    source = source_after(tokens, by + 1, len(tokens)) if is_marked else None
    if source is None:
        return None
    return Frame(((start, by - 1),), source, cue, "passive", 0.8)


def _shared_source(tokens: Tokens, cue: Cue, frames: list[Frame]) -> Phrase | None:
    """The subject of "and added" or ", saying": that of the cue before, or of the statement."""
    if cue.first == 0:
        return None
    before = tokens[cue.first - 1]
    joins = before.word in function_words("joiner") | {","} or before.quoted
    if cue.is_participle:
        joins = joins or before.word in function_words("participle_opener")
    if not joins:
        return None
    earlier = [f for f in frames if f.cue.first < cue.first and f.source is not None]
    if earlier:
        return max(earlier, key=lambda frame: frame.cue.first).source
    return first_subject(tokens, cue.first)


def _last_of(place: _CueInStatement, complement: Complement) -> int:
    """Last token of a content; an object or infinitive ends before a comma that opens a clause."""
    tokens, start = place.tokens, complement.start
    last = content_end(place.statement, start, place.cues, place.number)
    if complement.shape not in ("object", "infinitive"):
        return last
    for at in range(start + 1, last):
        if tokens[at].word != "," or tokens[at].quoted:
            continue
        after = tokens[at + 1]
        if after.word in function_words("breaker") - {"and", "or"} or (
            after.word.endswith("ing") and not after.is_capital
        ):
            return at - 1
    return last


def _with_according(tokens: Tokens, cue: Cue, frames: list[Frame]) -> list[Frame]:
    """Add "according to NP" as a frame, or as the relay of the one that stands there already."""
    source = source_of_according(tokens, cue)
    if source is None:
        return frames
    spoken = [f for f in frames if f.cue.kind in _SPOKEN and f.segments]
    if spoken:
        relayed = spoken[-1]
        link = (source, (cue.first, cue.last))
        frames[frames.index(relayed)] = relayed._replace(relays=(*relayed.relays, link))
        return frames
    segments = beside_according(tokens, cue, source)
    if not segments:
        return frames
    kept = [f for f in frames if not _overlaps(f, segments)]
    return [*kept, Frame(tuple(segments), source, cue, "according_to", 0.85)]


def _overlaps(frame: Frame, segments: list[Phrase]) -> bool:
    return any(
        first <= end and start <= last for first, last in frame.segments for start, end in segments
    )


def _relayed(tokens: Tokens, frame: Frame) -> Frame:
    """The frame with the relays that stand among its own words."""
    if frame.source is None or not frame.segments:
        return frame
    outlet = _addressed_outlet(tokens, frame)
    if outlet is not None:
        frame = frame._replace(relays=((outlet, (frame.cue.verb, frame.cue.verb)), *frame.relays))
    cited = _cited(tokens, frame)
    if cited is not None and frame.source is not None and is_outlet(tokens, frame.source):
        relay = (frame.source, (frame.cue.first, frame.cue.last))
        frame = frame._replace(source=cited, relays=(*frame.relays, relay))
    return frame


def _addressed_outlet(tokens: Tokens, frame: Frame) -> Phrase | None:
    """ "“…,” Kerry told Reuters": the addressee after a trailing cue."""
    if frame.relays or "addressee" not in frame.cue.takes:
        return None
    start = frame.cue.last + 1
    stop = start
    while stop < len(tokens) and (tokens[stop].is_capital or goes_on_in_name(tokens[stop])):
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


def _without_cited(frames: list[Frame]) -> tuple[Frame, ...]:
    """Drop ", citing officials" as a frame where the officials have become a source by it."""
    cited = {frame.source[0] for frame in frames if frame.source is not None}
    return tuple(f for f in frames if f.cue.lemma != "cite" or f.cue.last + 1 not in cited)

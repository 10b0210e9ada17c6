"""Drafts: attributions to which later statements may still add a quotation.

Pure. “A,” he said. “B.” is one attribution. So is a quotation that a colon announces in the
sentence before, and a quotation that runs over several paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from transforms.lexicon import words_of
from transforms.quotes.cues import CueKind, function_words
from transforms.quotes.frames import Frame
from transforms.quotes.noun_phrases import Phrase
from transforms.quotes.statements import Statement, count_words
from transforms.text import Span

MIN_BARE_WORDS = 6
_ANNOUNCING = ("colon", "announced")
MIN_FLOATING_WORDS = 4


@dataclass(slots=True, eq=False)
class AttributionDraft:
    """An attribution under construction; fields as in ``attribution.Attribution``.

    marked:      the quotations in its statements, which decide between direct and indirect.
    is_verbatim: direct although it has no quotation marks (transcripts).
    """

    sentence_index: int
    kind: CueKind
    method: str
    confidence: float
    segments: list[Span] = field(default_factory=list)
    marked: list[Span] = field(default_factory=list)
    source: Span | None = None
    cue_span: Span | None = None
    cue_lemma: str | None = None
    is_negated: bool = False
    relays: tuple[tuple[Span, Span], ...] = ()
    continues: AttributionDraft | None = None
    is_verbatim: bool = False

    @classmethod
    def of(cls, statement: Statement, frame: Frame) -> AttributionDraft:
        """The draft of one frame, its segments widened to whole quotations."""
        cue = frame.cue
        source = span_of(statement, frame.source) if frame.source is not None else None
        kind = cue.kind
        if kind == "speech" and frame.source and _is_artifact(statement, frame.source):
            kind = "writing"  # "the report says"
        avoided = [span_of(statement, (cue.first, cue.last)), *([source] if source else [])]
        segments = [
            _snapped(statement, span_of(statement, part), avoided) for part in frame.segments
        ]
        return cls(
            sentence_index=statement.sentence_index,
            kind=kind,
            method=frame.method,
            confidence=frame.confidence,
            segments=sorted(segments),
            marked=[quotation.span for quotation in statement.all_marked],
            source=source,
            cue_span=span_of(statement, (cue.first, cue.last)),
            cue_lemma=cue.lemma,
            is_negated=cue.is_negated,
            relays=tuple(
                (span_of(statement, relay), span_of(statement, by)) for relay, by in frame.relays
            ),
        )

    @property
    def has_quotation(self) -> bool:
        """Whether a quotation is part of the content."""
        return any(segment.overlaps(mark) for segment in self.segments for mark in self.marked)

    def add(self, statement: Statement) -> None:
        """Take a statement that is one quotation as a further segment."""
        self.segments.append(statement.span)
        self.marked += [quotation.span for quotation in statement.all_marked]


@dataclass(slots=True)
class OngoingSpeech:
    """Who is speaking, judging by the text so far.

    latest:      the last draft of speech in this paragraph, or in the one before.
    announced:   a draft whose cue ended in a colon and waits for its quotation.
    is_open:     the last quotation was not closed, so the next paragraph goes on with it.
    ends_quoted: the text so far ends in a closing mark. A new paragraph that opens a quotation then
                 means another speaker: a quotation of the same speaker would have stayed open.
    """

    paragraph_index: int = -1
    latest: AttributionDraft | None = None
    latest_paragraph: int = -1
    announced: AttributionDraft | None = None
    announced_at: int = -1
    is_open: bool = False
    ends_quoted: bool = False

    def enter(self, paragraph_index: int) -> None:
        """Begin a paragraph and forget what lies more than one paragraph back."""
        self.paragraph_index = paragraph_index
        if paragraph_index - self.latest_paragraph > 1:
            self.latest = None
        if paragraph_index - self.announced_at > 1:
            self.announced = None

    def is_turn(self, statement: Statement) -> bool:
        """Whether a transcript's turn is going on; it runs to the end of its paragraph."""
        latest = self.latest
        return (
            latest is not None
            and latest.is_verbatim
            and self.latest_paragraph == statement.paragraph_index
        )

    def prolong(self, statement: Statement) -> None:
        """Extend the turn that is going on to the end of a statement."""
        if self.latest is not None:
            last = self.latest.segments[-1]
            self.latest.segments[-1] = last.envelope(statement.span)
            self.latest.marked += [quotation.span for quotation in statement.all_marked]

    def floating(self, text: str, statement: Statement) -> list[AttributionDraft]:
        """Give a statement that is one quotation to an earlier draft, or else to a new one."""
        latest = self.latest
        same = self.latest_paragraph == statement.paragraph_index
        if self.announced is not None:
            draft, self.announced = self.announced, None
            draft.add(statement)
            return []
        continues = statement.quotations[0].continues
        if latest is not None and ((continues and self.is_open) or same or self._goes_on(latest)):
            latest.add(statement)
            self.latest_paragraph = statement.paragraph_index
            self.is_open = not statement.quotations[-1].is_closed
            return []
        if count_words(text, statement.span) < MIN_FLOATING_WORDS:
            return []
        draft = AttributionDraft(
            statement.sentence_index, "speech", "floating", 0.5 if latest else 0.3
        )
        draft.continues = latest if latest is not None and latest.method != "bare" else None
        draft.add(statement)
        return [draft]

    def _goes_on(self, latest: AttributionDraft) -> bool:
        """Whether a new paragraph's quotation is still the last speaker's: … he said. ¶ “B.”"""
        return latest.has_quotation and not self.ends_quoted

    def take_up(self, statement: Statement, draft: AttributionDraft) -> None:
        """Give a draft the paragraphs of its quotation that stand before it."""
        latest = self.latest
        if (
            latest is not None
            and self.is_open
            and latest.source is None
            and draft.segments
            and statement.quotations
            and statement.quotations[0].continues
            and draft.segments[0].contains(statement.quotations[0].span)
        ):
            draft.segments = [*latest.segments, *draft.segments]
            draft.marked = [*latest.marked, *draft.marked]
            latest.segments = []

    def follow(self, statement: Statement, found: Sequence[AttributionDraft]) -> None:
        """Remember what a statement leaves open."""
        speech = [d for d in found if d.kind in ("speech", "writing") and d.method != "bare"]
        waiting = [draft for draft in found if not draft.segments and draft.method in _ANNOUNCING]
        if waiting:
            self.announced, self.announced_at = waiting[-1], statement.paragraph_index
        elif self.announced is not None:
            self.announced = None
        if speech:
            self.latest = speech[-1]
            self.latest_paragraph = statement.paragraph_index
        elif not statement.is_quotation and not self.is_turn(statement):
            self.latest = self.latest if self.latest_paragraph < self.paragraph_index else None
        last = statement.tokens[-1] if statement.tokens else None
        self.ends_quoted = last is not None and last.quoted
        if found or not statement.is_quotation:
            self.is_open = bool(statement.quotations) and not statement.quotations[-1].is_closed


def bare_quotations(
    text: str, statement: Statement, drafts: Sequence[AttributionDraft]
) -> list[AttributionDraft]:
    """Quotations without a cue that are too long to be scare quotes."""
    found = []
    taken = [segment for draft in drafts for segment in draft.segments]
    for quotation in statement.quotations:
        if any(segment.overlaps(quotation.span) for segment in taken):
            continue
        if count_words(text, quotation.span) < MIN_BARE_WORDS:
            continue
        found.append(
            AttributionDraft(
                sentence_index=statement.sentence_index,
                kind="speech",
                method="bare",
                confidence=0.3,
                segments=[quotation.span],
                marked=[quotation.span],
            )
        )
    return found


def span_of(statement: Statement, phrase: Phrase) -> Span:
    """Characters of a stretch of tokens."""
    first, last = statement.tokens[phrase[0]], statement.tokens[phrase[1]]
    return Span(first.start_char, last.end_char)


def _snapped(statement: Statement, span: Span, avoided: Sequence[Span]) -> Span:
    """Widen a segment to the whole of every quotation it touches."""
    for quotation in statement.all_marked:
        near = quotation.span
        if not span.overlaps(near) or span.contains(near):
            continue
        wider = span.envelope(near)
        if not any(wider.overlaps(other) for other in avoided):
            span = wider
    return span


def _is_artifact(statement: Statement, source: Phrase) -> bool:
    words = statement.tokens[source[0] : source[1] + 1]
    return names_artifact([(token.word, token.is_capital) for token in words])


def names_artifact(words: Sequence[tuple[str, bool]]) -> bool:
    """Whether the head of a source is a written thing: "a report by …", "the poll".

    words: lower-cased, each with whether it was written with a capital.

    >>> names_artifact([("the", False), ("report", False)])
    True
    >>> names_artifact([("the", False), ("author", False), ("of", False), ("the", False),
    ...                 ("report", False)])
    False
    """
    for word, is_capital in words:
        if word in function_words("after_head") or word == ",":
            break
        if word in words_of("artifact_nouns") and not is_capital:
            return True
    return False

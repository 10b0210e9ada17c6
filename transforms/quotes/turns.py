"""Turns: paragraphs of a transcript, each a label, a colon and the words of whoever it names.

Pure. A name in capitals is a label by itself ("JANE DOE: …"). Any other label ("QUESTION", "Q",
"Doe") is one only where the text shows that people take turns: several such paragraphs, and a label
that comes back. A form ("Name: …", "Address: …") repeats none, and behind a label of a box score
stand numbers: "Norvik (3-1): …".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from transforms.lexicon import read_lexicon, words_of
from transforms.quotes.drafts import AttributionDraft
from transforms.quotes.statements import Statement
from transforms.text import Span

FEWEST_TURNS = 3
_WORD = r"[^\W\d_a-z][\w.'’-]*"
_SMALL = "|".join(sorted(words_of("name_particles")))
_AFTER_NAME = r"(?:,[ ][^:,\n\"“]{2,40})?(?:[ ]\([^()\d\n]{1,40}\))?(?P<cue>:)[ ]+(?=\S)"
_IN_CAPITALS = re.compile(
    rf"(?P<mark>[\"“]?)(?P<name>[A-Z][A-Z.'’-]+(?:[ ][A-Z][A-Z.'’-]*){{0,4}}){_AFTER_NAME}"
)
_LABELLED = re.compile(
    rf"(?P<mark>[\"“]?)(?P<name>{_WORD}(?:[ ](?:{_WORD}|{_SMALL})){{0,4}}){_AFTER_NAME}"
)
_LETTER = re.compile(r"(?P<mark>)(?P<name>[QA])(?P<cue>[.:])[ ]+(?=[\"“]?[^\W\d_a-z])")
_ENDS_SENTENCE = re.compile(r"[.?!…—–][\"”’')\]]*\Z")


@cache
def label_role(label: str) -> str:
    """What a label says in place of a name: "asks", "answers"; "" for any other.

    >>> label_role("QUESTION"), label_role("A"), label_role("DOE")
    ('asks', 'answers', '')
    """
    roles = {row["surface"]: row["role"] for row in read_lexicon("turn_labels")}
    return roles.get(label.casefold(), "")


def find_turns(text: str, statements: Sequence[Statement]) -> dict[int, int]:
    """Turns that need the whole text as evidence: where each begins, and where it ends."""
    labels: dict[Span, str] = {}
    for paragraph in _paragraphs(statements):
        match = _label(text, paragraph)
        if match is not None and _ENDS_SENTENCE.search(text, match.end(), paragraph.end_char):
            labels[paragraph] = match["name"].casefold()
    counts = Counter(labels.values())
    if len(labels) < FEWEST_TURNS or len(counts) < 2 or max(counts.values()) < 2:
        return {}
    return {paragraph.start_char: paragraph.end_char for paragraph in labels}


def _paragraphs(statements: Sequence[Statement]) -> list[Span]:
    """The paragraphs of the body, in text order."""
    found: dict[int, Span] = {}
    for statement in statements:
        if statement.zone == "body":
            before = found.get(statement.paragraph_index, statement.span)
            found[statement.paragraph_index] = before.envelope(statement.span)
    return list(found.values())


def _label(text: str, paragraph: Span) -> re.Match[str] | None:
    start, end = paragraph.start_char, paragraph.end_char
    match = _LETTER.match(text, start, end) or _LABELLED.match(text, start, end)
    if match is None or label_role(match["name"]):
        return match
    return None if _is_page_label(match["name"]) else match


def _is_page_label(label: str) -> bool:
    """Whether a label belongs to the page: "READ MORE", "OPINION", "WATCH LIVE"."""
    words = label.casefold().split()
    return " ".join(words) in _furniture() or words[-1] in words_of("section_words")


@cache
def _furniture() -> frozenset[str]:
    return frozenset(row["phrase"] for row in read_lexicon("boilerplate"))


def transcript_turn(
    text: str, statement: Statement, turns: Mapping[int, int]
) -> AttributionDraft | None:
    """The turn that a statement opens; None when it opens none.

    turns: as ``find_turns`` finds them. Elsewhere a name in capitals opens a turn, one of a single
           word ("UPDATE: …") only if quotation marks follow.
    """
    start, end = statement.span.start_char, statement.span.end_char
    is_turn = start in turns
    if is_turn:
        end = turns[start]
        match = _label(text, Span(start, end))
    else:
        match = _IN_CAPITALS.match(text, start, end)
    if match is None or statement.zone != "body":
        return None
    if not is_turn and _is_page_label(match["name"]):
        return None
    content = Span(match.end(), end)
    marked = [q.span for q in statement.all_marked if content.contains(q.span)]
    is_quoted = bool(marked) and marked[0].start_char == content.start_char
    if not is_turn and " " not in match["name"] and not (is_quoted or match["mark"]):
        return None
    return AttributionDraft(
        sentence_index=statement.sentence_index,
        kind="speech",
        method="transcript",
        confidence=0.8,
        segments=[content],
        marked=marked,
        source=Span(*match.span("name")),
        cue_span=Span(*match.span("cue")),
        is_verbatim=True,
    )

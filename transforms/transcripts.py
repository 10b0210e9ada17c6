"""Transcripts: turns of a conversation written as "NAME: what they said".

Pure.
"""

from __future__ import annotations

import re

from transforms.drafts import Draft
from transforms.statements import Statement
from transforms.text.span import Span

_TURN = re.compile(
    r"(?P<mark>[\"“]?)(?P<name>[A-Z][A-Z.'’-]+(?:[ ][A-Z][A-Z.'’-]*){0,4})"
    r"(?:[ ]\([^()\n]{1,40}\))?(?P<cue>:)[ ]+(?=\S)"
)


def transcript_turn(text: str, statement: Statement) -> Draft | None:
    """The turn a statement opens, when it begins with a name in capitals and a colon.

    A label of one word ("UPDATE: …") is a turn only if quotation marks follow.
    """
    match = _TURN.match(text, statement.span.start_char, statement.span.end_char)
    if match is None or statement.zone != "body":
        return None
    content = Span(match.end(), statement.span.end_char)
    marked = [q.span for q in statement.all_marked if content.contains(q.span)]
    is_quoted = bool(marked) and marked[0].start_char == content.start_char
    if " " not in match["name"] and not (is_quoted or match["mark"]):
        return None
    return Draft(
        statement.sentence_index,
        "speech",
        "transcript",
        0.8,
        segments=[content],
        marked=marked,
        source=Span(*match.span("name")),
        cue_span=Span(*match.span("cue")),
        is_verbatim=True,
    )

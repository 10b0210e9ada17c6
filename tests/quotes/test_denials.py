"""Who is said to have said nothing has said nothing, with every engine."""

from __future__ import annotations

from typing import get_args

import pytest

from transforms.models import Engine
from transforms.page import parse_record
from transforms.quotes.attribution import Attribution
from transforms.quotes.denials import with_denials
from transforms.quotes.engines import find_quotes
from transforms.text import Span, find_sentences


def said(text: str, engine: Engine) -> list[Attribution]:
    return list(find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine))


@pytest.mark.parametrize("engine", get_args(Engine))
@pytest.mark.parametrize(
    "text",
    [
        "Dora Finch said nothing about the bridge.",
        "The mayor said little about the bridge.",
        "No minister has said that the bridge is unsafe.",
        "Nobody at the firm said that the bridge was unsafe.",
        "The mayor has yet to say what the bridge will cost.",
        "The mayor did not say that the bridge was unsafe.",
    ],
)
def test_what_was_not_said_is_marked_as_negated(text: str, engine: Engine) -> None:
    assert all(one.cue_negated for one in said(text, engine))


@pytest.mark.parametrize("engine", get_args(Engine))
@pytest.mark.parametrize(
    "text",
    [
        "Dora Finch said nothing had changed at the bridge.",
        "Dora Finch said little progress had been made.",
        "Dora Finch said that no official had seen the bridge.",
    ],
)
def test_that_nothing_happened_can_be_said(text: str, engine: Engine) -> None:
    [one] = said(text, engine)
    assert not one.cue_negated


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "denied"),
    [
        ("No minister has said that it is safe.", "No minister", "has said", "that it", True),
        ("A minister has said that it is safe.", "A minister", "has said", "that it", False),
        ("Ann has yet to say what it costs.", "Ann", "has yet to say", "what it", True),
        ("Ann stopped short of calling it safe.", "Ann", "stopped short of calling", "it", True),
        ("Ann said nothing about it.", "Ann", "said", "nothing about it", True),
        ("Ann said nothing had changed.", "Ann", "said", "nothing had changed", False),
    ],
)
def test_source_cue_or_content_can_deny(
    text: str, source: str, cue: str, content: str, denied: bool
) -> None:
    [found] = with_denials(text, [attribution(text, source, cue, content)])
    assert found.cue_negated is denied


def attribution(text: str, source: str, cue: str, content: str) -> Attribution:
    places = [Span(text.index(part), text.index(part) + len(part)) for part in (source, cue)]
    begin = text.rindex(content)
    return Attribution(
        quote_type="indirect",
        attribution_kind="speech",
        segments=(Span(begin, begin + len(content)),),
        source=places[0],
        cue=places[1],
        cue_lemma="say",
        cue_negated=False,
        relays=(),
        sentence_index=0,
        method="learned",
        confidence=0.9,
    )

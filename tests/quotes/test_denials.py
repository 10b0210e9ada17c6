"""Who is said to have said nothing has said nothing, with every engine."""

from __future__ import annotations

from typing import get_args

import pytest

from transforms.models import Engine
from transforms.page import parse_record
from transforms.quotes.attribution import Attribution
from transforms.quotes.engines import find_quotes
from transforms.text import find_sentences


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

"""Constructions that are attributions by their words alone, whatever an engine sees in them."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.support.markup import unmark
from transforms.models import Engine
from transforms.page import parse_record
from transforms.quotes.attribution import Attribution
from transforms.quotes.certain import with_certain
from transforms.quotes.engines import find_quotes
from transforms.quotes.statements import find_statements
from transforms.text import find_quotations, find_sentences


def certain(text: str) -> tuple[Attribution, ...]:
    sentences = find_sentences(text, parse_record(text).zones)
    quotations = find_quotations(text, sentences)
    return with_certain(list(find_statements(text, sentences, quotations)), ())


CERTAIN = [
    "{source:The rail union} {cue:put} {content:the number at 65}.",
    "{source:Police} {cue:put} {content:the crowd at about 3,000}, fewer than last year.",
    "{source:The firm} {cue:has put} {content:the cost of the work at $3.2m}, and wants more.",
    "{source:Officials} {cue:put} {content:the toll at more than sixty}.",
    "{source:Hartley’s office} {cue:did not respond to} {content:requests for comment}.",
    "{source:The bank} {cue:has not replied to} {content:a question} from the paper.",
]


@pytest.mark.parametrize("marked", CERTAIN)
def test_an_estimate_or_a_silence_is_an_attribution(marked: str) -> None:
    text, spans = unmark(marked)
    [one] = certain(text)
    assert (one.source, one.cue) == (spans["source"][0], spans["cue"][0])
    assert one.segments == tuple(spans["content"])


@pytest.mark.parametrize(
    "text",
    [
        "She put the boat at risk.",
        "She put the kettle on at 6pm.",
        "She put the kettle on at six.",
        "They put the plan at the top of the list.",
        "The mayor put Hartley at ease, and 40 people laughed.",
        "The engine did not respond to the throttle.",
        "Shares did not respond to the news.",
    ],
)
def test_what_is_put_somewhere_is_no_estimate(text: str) -> None:
    assert certain(text) == ()


@pytest.mark.parametrize("engine", get_args(Engine))
def test_who_does_not_respond_declines(engine: Engine) -> None:
    text = "It rained. Hartley’s office did not respond to requests for comment."
    found = find_quotes(text, find_sentences(text, parse_record(text).zones), engine=engine)
    [one] = [one for one in found if "comment" in one.span.of(text)]
    assert one.stance == "declines"

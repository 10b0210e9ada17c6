"""The registry of engines: a name that the settings offer has a function, which is all it needs."""

from __future__ import annotations

import runpy
from collections.abc import Sequence
from typing import Literal, get_args

import pytest

from tests.support.markup import unmark
from transforms import models
from transforms.models import Engine
from transforms.page import parse_record
from transforms.quotes import engines
from transforms.quotes.attribution import Attribution
from transforms.quotes.engines import ENGINES, find_quotes
from transforms.quotes.statements import Statement
from transforms.text import Quotation, Sentence, Span, find_sentences


@pytest.mark.parametrize(
    ("offered", "named"),
    [
        (Literal["accurate", "fast", "rules", "marks"], "engine marks:"),
        (Literal["accurate", "rules"], "engine fast:"),
    ],
)
def test_no_run_begins_while_names_and_functions_of_engines_differ(
    monkeypatch: pytest.MonkeyPatch, offered: object, named: str
) -> None:
    monkeypatch.setattr(models, "Engine", offered)
    with pytest.raises(ImportError, match=named):
        runpy.run_path(engines.__file__)


def test_one_function_makes_an_engine_and_relays_are_found_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "“The deal is dead,” Ana Sorel told Reuters."

    def find_said(
        text: str,
        sentences: Sequence[Sentence],
        quotations: Sequence[Quotation],
        statements: Sequence[Statement],
    ) -> tuple[Attribution, ...]:
        """Gives every quotation to whoever stands after it."""
        [quotation], [sentence], [_] = quotations, sentences, statements
        name = text.index("Ana Sorel")
        cue = text.index("told")
        return (
            Attribution(
                quote_type="direct",
                attribution_kind="speech",
                segments=(quotation.span,),
                source=Span(name, name + len("Ana Sorel")),
                cue=Span(cue, cue + len("told")),
                cue_lemma="tell",
                cue_negated=False,
                relays=(),
                sentence_index=sentence.index,
                method="said",
                confidence=1.0,
            ),
        )

    monkeypatch.setitem(ENGINES, "said", find_said)  # type: ignore[misc]  # a name that no setting offers
    sentences = find_sentences(text, parse_record(text).zones)
    [found] = find_quotes(text, sentences, engine="said")  # type: ignore[arg-type]  # as above
    assert found.method == "said"
    assert [relay.source.of(text) for relay in found.relays] == ["Reuters"]


@pytest.mark.parametrize("engine", get_args(Engine))
@pytest.mark.parametrize(
    "text",
    [
        "Asked whether that was too much, Lansing shrugged.",
        "Asked about the price of the bridge, Lansing sighed on Monday.",
        "After the long vote in the chamber, sighed Lansing.",
    ],
)
def test_who_shrugs_beside_no_quotation_marks_says_nothing(text: str, engine: Engine) -> None:
    sentences = find_sentences(text, parse_record(text).zones)
    assert find_quotes(text, sentences, engine=engine) == ()


@pytest.mark.parametrize("engine", get_args(Engine))
@pytest.mark.parametrize(
    "marked",
    [
        "{content:“Too much,”} {cue:shrugged} {source:Lansing}.",
        "{content:“Too much,”} {source:Lansing} {cue:sighed}.",
    ],
)
def test_who_shrugs_or_sighs_quoted_words_says_them(marked: str, engine: Engine) -> None:
    text, spans = unmark(marked)
    sentences = find_sentences(text, parse_record(text).zones)
    [found] = find_quotes(text, sentences, engine=engine)
    assert found.segments == tuple(spans["content"])
    assert (found.cue, found.source) == (spans["cue"][0], spans["source"][0])

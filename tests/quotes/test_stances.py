"""What a source does with a content: asserts, denies, doubts, asks, supposes or declines to say."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.support.markup import unmark
from transforms.models import Engine
from transforms.page import parse_record
from transforms.quotes.attribution import Attribution, Stance
from transforms.quotes.cues import read_cue
from transforms.quotes.engines import find_quotes
from transforms.quotes.partial_stances import partial_stance
from transforms.quotes.stances import with_stances
from transforms.quotes.statements import find_statements
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
        "If the mayor said that the bridge was unsafe, few would cross it.",
        "A braver mayor would have said that the bridge was unsafe.",
        "Did the mayor say that the bridge was unsafe?",
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
        "Dora Finch said that if it rained the bridge would fall.",
        "Dora Finch said the mayor would have been told by now.",
        "No 10 said that the bridge was closed for good.",
    ],
)
def test_that_nothing_happened_can_be_said(text: str, engine: Engine) -> None:
    [one] = said(text, engine)
    assert (one.stance, one.shown_by, one.cue_negated) == ("asserts", None, False)


READINGS: list[tuple[Stance, str, str]] = [
    ("declines", "No", "{source:No minister} {cue:has said} {content:that it is safe}."),
    ("asserts", "", "{source:A minister} {cue:has said} {content:that it is safe}."),
    ("declines", "has yet to say", "{source:Ann} {cue:has yet to say} {content:what it costs}."),
    (
        "declines",
        "stopped short of calling",
        "{source:Ann} {cue:stopped short of calling} {content:it safe}.",
    ),
    ("declines", "nothing", "{source:Ann} {cue:said} {content:nothing about it}."),
    ("asserts", "", "{source:Ann} {cue:said} {content:nothing had changed}."),
    ("declines", "did not say", "{source:Ann} did not {cue:say} {content:that it is safe}."),
    (
        "declines",
        "has declined to say",
        "{source:Ann} has declined to {cue:say} {content:what it costs}.",
    ),
    ("asserts", "", "{source:Ann} {cue:not only said} {content:that it is safe}, she swore it."),
    ("denies", "denied", "{source:Ann} {cue:denied} {content:that it is safe}."),
    ("denies", "dismissed", "{source:Ann} {cue:dismissed claims} {content:that it is safe}."),
    ("denies", "ruled out", "{source:Ann} {cue:ruled out} {content:a sale}."),
    ("denies", "mocked", "{source:Ann} {cue:mocked} {content:the claim that it is safe}."),
    ("asserts", "", "{source:Ann} {cue:mocked} {content:the mayor for his hat}."),
    (
        "denies",
        "does not believe",
        "{source:Ann} does not {cue:believe} {content:that it is safe}.",
    ),
    ("denies", "not guilty", "{source:Ann} {cue:pleaded} {content:not guilty to theft}."),
    ("denies", "not guilty", "{source:Ann} {cue:pleaded not guilty} to {content:theft}."),
    ("declines", "did not deny", "{source:Ann} did not {cue:deny} {content:that it is safe}."),
    ("doubts", "cast doubt", "{source:Ann} {cue:cast doubt on} {content:the report of a sale}."),
    ("asserts", "", "{source:Ann} {cue:does not doubt} {content:that it is safe}."),
    ("asserts", "", "{source:Ann} {cue:said in answer to a question} {content:that it is safe}."),
    ("asks", "asked", "{source:Ann} {cue:asked} {content:whether it was safe}."),
    ("asserts", "", "{source:Ann} {cue:asked for} {content:300 beds}."),
    ("asks", "?", "{content:“Is it safe?”} {source:Ann} {cue:said}."),
    ("asserts", "", "{content:“It is safe. Why ask?”} {source:Ann} {cue:said}."),
    ("supposes", "If", "If {source:Ann} {cue:said} {content:that it is safe}, all would laugh."),
    ("supposes", "Had", "Had {source:Ann} {cue:said} {content:it was safe}, all would laugh."),
    ("supposes", "Did", "Did {source:Ann} {cue:say} {content:that it is safe}?"),
    ("supposes", "Who", "{source:Who} {cue:said} {content:that it is safe}?"),
    (
        "supposes",
        "would have said",
        "{source:Ann} would have {cue:said} {content:that it is safe}.",
    ),
    ("supposes", "might say", "{source:Some} might {cue:say} {content:that it is safe}."),
    ("supposes", "would say", "{source:A cleverer man} would {cue:say} {content:it is safe}."),
    ("asserts", "", "{source:Ann} {cue:would say only} {content:that it is safe}."),
    ("asserts", "", "{source:Ann} {cue:has raised questions about} {content:its safety}."),
    ("doubts", "raised doubts", "{source:Ann} {cue:raised doubts about} {content:its safety}."),
    ("asserts", "", "{source:Ann} {cue:could not resist saying} {content:that it is safe}."),
    ("asserts", "", "{source:Ann} {cue:never failed to mention} {content:that it is safe}."),
    ("asserts", "", "{source:It} {cue:goes without saying} {content:that it is safe}."),
    ("asserts", "", "{source:Ann} {cue:dismissed} {content:the report as a bad joke}."),
    ("asserts", "", "{source:Ann} {cue:cited} {content:questions such as “Is it safe?”}."),
    ("asserts", "", "{content:If it rains, it is safe}, {source:Ann} {cue:said}."),
]


@pytest.mark.parametrize(("stance", "shown", "marked"), READINGS)
def test_source_cue_and_content_show_a_stance(stance: Stance, shown: str, marked: str) -> None:
    text, spans = unmark(marked)
    found = attribution(text, spans)
    sentences = find_sentences(text, parse_record(text).zones)
    [read] = with_stances(text, list(find_statements(text, sentences, [])), [found])
    assert (read.stance, read.shown_by.of(text) if read.shown_by else "") == (stance, shown)
    assert read.cue_negated is (stance not in ("asserts", "asks"))


def attribution(text: str, spans: dict[str, list[Span]]) -> Attribution:
    content = spans["content"]
    return Attribution(
        quote_type="direct" if content[0].of(text).startswith("“") else "indirect",
        attribution_kind="speech",
        segments=tuple(content),
        source=spans["source"][0],
        cue=spans["cue"][0],
        cue_lemma=read_cue(spans["cue"][0].of(text).split()).lemma,
        cue_negated=False,
        relays=(),
        sentence_index=0,
        method="learned",
        confidence=0.9,
    )


PARTS: list[tuple[Stance, str, str]] = [
    ("asserts", "", "There were {part:90} forged votes."),
    ("denies", "no evidence", "There is no evidence that {part:90} votes were forged."),
    ("denies", "any sign", "We have not seen any sign that {part:90} votes were forged."),
    ("asserts", "", "There is no doubt that {part:90} votes were forged."),
    ("asserts", "", "She knew of no proof, but {part:90} votes were forged."),
    ("denies", "not true", "It is not true that {part:90} votes were forged."),
    ("doubts", "unclear", "It is unclear whether {part:90} votes were forged."),
    ("denies", "wrong", "The {part:40 per cent} figure given by the party was wrong."),
    ("denies", "not accurate", "The estimate of {part:90} is not accurate."),
    ("asserts", "", "The estimate of {part:90} is accurate."),
    ("denies", "dismissed", "Claims that {part:90} votes were forged were dismissed by the court."),
    ("asserts", "", "{part:40 per cent} of the answers were wrong."),
    ("asserts", "", "The report said that {part:90} votes were forged and the clerk was wrong."),
    ("supposes", "If", "If the tax rises by {part:5 per cent}, shops will close."),
    ("asserts", "", "If the tax rises, {part:90} shops will close."),
    ("denies", "not believe", "She did not believe that {part:90} shops would close."),
    ("denies", "rejected", "She rejected claims that {part:90} shops would close."),
    ("denies", "denied", "He denied taking {part:90} bribes."),
    ("asserts", "", "The court rejected {part:90} appeals."),
    ("asserts", "", "He answered a question about {part:90} appeals."),
    ("denies", "not", "There were 60 forged votes, not {part:90}."),
    ("denies", "not", "The bridge cost £3m and not about {part:£5m}."),
    ("denies", "rather than", "She paid for 60 rather than {part:90} votes."),
    ("asserts", "", "The bridge shut, and not {part:40} minutes later it fell."),
    ("asserts", "", "Dozens, if not {part:90}, were forged."),
    ("asserts", "", "If convicted, {part:28-year-old} Tom Varga may go to jail."),
    ("asserts", "", "If convicted {part:28-year-old} Tom Varga may go to jail."),
    ("asserts", "", "He denied that the {part:90} votes were forged."),
    ("asserts", "", "There is no proof that the deal, signed by {part:40} firms, was broken."),
]


@pytest.mark.parametrize(("stance", "shown", "marked"), PARTS)
def test_a_clause_may_deny_doubt_or_suppose_a_part(stance: Stance, shown: str, marked: str) -> None:
    text, spans = unmark(marked)
    read = partial_stance(text, Span(0, len(text)), spans["part"][0])
    assert (read.stance, read.shown_by.of(text) if read.shown_by else "") == (stance, shown)


def test_a_no_in_a_scare_quote_before_a_cue_negates_nothing() -> None:
    text = 'The page goes on, "Or not... " saying that the editor has drawn two towns.'
    assert all(one.stance != "declines" for one in said(text, "accurate"))

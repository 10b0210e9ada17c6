"""Acts and works that verbs of speech can name: recalled vans, dismissed appeals, sung songs."""

from __future__ import annotations

import pytest

from transforms.page import parse_record
from transforms.quotes import Attribution, find_quotes
from transforms.text import find_sentences


def attributions(text: str) -> tuple[Attribution, ...]:
    return find_quotes(text, find_sentences(text, parse_record(text).zones))


@pytest.mark.parametrize(
    "text",
    [
        "The firm recalled 6,000 heaters on Friday.",
        "The judge dismissed the lawsuit on Monday.",
        "The keeper denied her with a fine save.",
        "The visitors defended well in the second half.",
        "The results suggested nothing new.",
        "The tribunal denied him bail.",
        "The embassy questioned two drivers.",
        "She booked a room and called Varga.",
        "Varga leads a choir called “The Long Road”.",
        "The ministry encouraged timber exports.",
        "The council authorised the sale of the mill.",
        "At 43 she assumed the office of mayor.",
        "The army countered the threat with new walls.",
    ],
)
def test_an_object_that_is_no_statement_makes_an_act_of_the_verb(text: str) -> None:
    assert attributions(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Varga dismissed the idea on Monday.",
        "Varga denied the claim.",
        "Varga defended the plan before parliament.",
        "Varga called Sorel a coward.",
        "Varga called it “The Lie of Norvik”.",
        "Varga encouraged the mayor to leave.",
        "Varga recalled that 6,000 heaters had been sold.",
        "Varga dismissed the appeal as “a bad joke about a bridge”.",
    ],
)
def test_an_object_that_can_be_spoken_of_leaves_it_speech(text: str) -> None:
    assert [one.attribution_kind for one in attributions(text)] == ["speech"]


@pytest.mark.parametrize(
    "text",
    [
        "Sorel waved to the crowd. She sang “The Long Road to Norvik” and left.",
        "The band played “Nobody Knows the Way Home Tonight” for an hour.",
    ],
)
def test_the_title_of_a_work_that_is_performed_is_not_said(text: str) -> None:
    assert attributions(text) == ()

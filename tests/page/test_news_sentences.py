"""News sentences: news about newsletters, cookies and rights, and the furniture it resembles."""

from __future__ import annotations

import pytest

from transforms.page.boilerplate import boilerplate_of
from transforms.page.captions import is_caption
from transforms.page.lines import Line, read_lines
from transforms.page.news_sentences import has_finite_verb


def line(text: str) -> Line:
    [only] = read_lines(text)
    return only


@pytest.mark.parametrize(
    "text",
    [
        "The watchdog fined the bank for setting cookies without the consent of its users.",
        "Readers of the newsletter fell by 8% to 90,000 last year, its publisher said.",
        "Every site must ask before it sets cookies, according to the ruling.",
        "Register for work or go, the guards told the men at the gate.",
        "Villagers posted hundreds of letters to the editor about the closed bridge.",
        "Built by a German yard, the ferry lost power within an hour of the port.",
        "Sponsored by a dozen senators, the act is the third of its kind.",
        "Tagged as dangerous by its keepers, the bear will stay in the zoo.",
        "Advertisement sales at the broadcaster dropped by a tenth in the spring.",
        "Copyright claims over the song ended in court after nine years.",
        "Photo of a lifetime went for $4,000 at the auction on Friday.",
    ],
)
def test_a_sentence_that_says_what_others_did_is_no_furniture(text: str) -> None:
    assert boilerplate_of(line(text)) is None
    assert not is_caption(line(text), before_body=False)


@pytest.mark.parametrize(
    "text",
    [
        "Sign up for the newsletter that thousands of readers loved last year.",
        "Subscribe here, and listen to the episode that was published below.",
        "We have updated our privacy policy, and the new terms applied from May.",
        "Copyright 2019 The Gazette. All rights reserved.",
        "An error occurred while loading the comments. Please reload the page.",
        "This story was updated to add what the minister said on Monday.",
        "Ann Lee and Jo Roe contributed reporting from Norvik and Oslo.",
        "Except where noted, content on this site is licensed under a Creative Commons licence.",
        "The material on this site may not be reproduced, distributed, cached or otherwise used.",
    ],
)
def test_what_bids_readers_or_states_rights_stays_furniture(text: str) -> None:
    assert boilerplate_of(line(text)) is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The trains are back.", True),
        ("Prices rose again.", True),
        ("Three men drowned off Elland.", True),
        ("She did not say why.", True),
        ("Trains at the old station.", False),
        ("A speed of 40 knots.", False),
        ("The quay as seen by gulls.", False),
    ],
)
def test_a_finite_verb_makes_a_few_words_a_clause(text: str, expected: bool) -> None:
    assert has_finite_verb(line(text).tokens) is expected

"""What of a page is its story is learned from many kinds of evidence; no single one overrules."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.page.test_html import codes, read, said
from tests.support.pages import PARAGRAPHS, page
from transforms.models.trees import Trees
from transforms.page.html import headline_among, parse_markup, story_of
from transforms.page.html_evidence import HeldByElements, ReadBlocks
from transforms.page.html_likeness import Known, words_of
from transforms.page.html_words import of_words, shipped_weights
from transforms.text import Quarantined

LIVE = """<html><body><h1>Storm hits the coast</h1>
<div class="feed">{}</div><footer>About us</footer></body></html>"""
POST = """<div class="post social-card"><p>Rescue teams moved {} families out of the harbour
district on Monday, the fire brigade said, and the
road to the north stays closed until noon.</p></div>"""


def test_a_class_word_on_every_post_does_not_delete_a_live_blog() -> None:
    posts = "".join(POST.format(number) for number in range(20, 32))
    assert len(said(LIVE.format(posts), "body")) == 12


def test_a_story_in_the_data_of_a_page_that_scripts_fill_is_read_with_an_issue() -> None:
    stated = {"@type": "NewsArticle", "headline": "Pumps fail"}
    data = json.dumps(stated | {"articleBody": "\n".join(PARAGRAPHS)})
    markup = (
        f"<html><head><script type='application/ld+json'>{data}</script></head>"
        "<body><div id='app'><a href='/'>Menu</a></div></body></html>"
    )
    assert said(markup, "body") == list(PARAGRAPHS)
    assert "html_story_in_data" in codes(read(markup))


SCRIPTED = (
    "<html><head><meta property='og:type' content='article'><title>Pumps fail</title></head>"
    "<body><div id='app'><a href='/'>Menu</a></div><script>{}</script></body></html>"
)
STORY_MARKUP = (
    "<div class='caption'><p>Ann Lee beside the failed pumps.</p></div>$$AD$$"
    + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    + "<h3>What comes next</h3>$$AD$$"
)


@pytest.mark.parametrize(
    "script",
    [
        "app.push({})".format(json.dumps({"title": "Pumps fail", "html": STORY_MARKUP})),
        f"self.push([1,{json.dumps(STORY_MARKUP)}])".replace("<", "\\u003c"),
        f"var x = {json.dumps(json.dumps({'a': {'html': STORY_MARKUP}}))};",
    ],
)
def test_a_story_that_only_a_script_has_is_read_with_an_issue(script: str) -> None:
    found = read(SCRIPTED.format(script))
    assert "html_story_in_data" in codes(found)
    assert said(SCRIPTED.format(script), "body") == list(PARAGRAPHS)
    assert said(SCRIPTED.format(script), "subheading") == ["What comes next"]
    assert said(SCRIPTED.format(script), "caption") == ["Ann Lee beside the failed pumps."]


def test_markup_in_the_scripts_of_a_page_that_is_no_article_is_no_story() -> None:
    markup = SCRIPTED.format(f"app.push({json.dumps(STORY_MARKUP)})").replace("article", "website")
    with pytest.raises(Quarantined):
        read(markup)


def test_a_story_that_the_page_shows_is_not_read_twice_from_its_data() -> None:
    markup = page(paragraphs=PARAGRAPHS)
    data = json.dumps({"@type": "NewsArticle", "articleBody": " ".join(PARAGRAPHS)})
    markup = markup.replace("</head>", f"<script type='application/ld+json'>{data}</script></head>")
    assert said(markup, "body") == list(PARAGRAPHS)
    assert "html_story_in_data" not in codes(read(markup))


def test_soft_hyphens_do_not_hide_a_paragraph() -> None:
    soft = tuple(text.replace("pumps", "pu\u00admps") for text in PARAGRAPHS)
    assert len(said(page(paragraphs=soft), "body")) == len(PARAGRAPHS)


def test_runs_of_words_are_compared_without_blanks_and_hints() -> None:
    known = Known.of("The pumps\u00a0of the town had failed.\nHelp came")
    assert known.share(words_of("the pu\u00admps of the town")) == pytest.approx(2 / 3)
    assert known.share(words_of("Help came")) == 1
    assert known.share(words_of("had failed")) == 0


def test_a_menu_is_no_article() -> None:
    with pytest.raises(Quarantined):
        read("<html><body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav></body></html>")


def test_trees_give_the_log_odds_of_the_leaves_that_their_answers_choose() -> None:
    trees = Trees(
        ("a", "b"),
        np.array([[0, 1]], np.int32),
        np.array([[0.5, 2.0]], np.float32),
        np.array([[0, 65536, -65536, 131072]], np.int32),
        0,
    )
    shares = trees.shares({"b": [0, 0, 3, 3], "a": [0, 1, 0, 1]})
    assert np.log(shares / (1 - shares)) == pytest.approx([0, 1, -1, 2], abs=1e-4)


def test_the_words_that_are_learned_from_are_those_that_are_looked_up() -> None:
    bags_of = pytest.importorskip("training.blocks.bags").bags_of
    found = parse_markup(page())
    told = story_of(found.tree)
    read_page = ReadBlocks.of(
        found.blocks, told, headline_among(found.blocks, found.metadata, told)
    )
    held = HeldByElements.of(read_page)
    weights = shipped_weights()
    columns = of_words(read_page, held, weights)
    places = ("own", "outer", "around", "most")
    names = np.sum([columns[f"name {place}"] for place in places], axis=0)
    for at, bag in enumerate(bags_of(read_page, held)):
        expected = sum(weights[place].get(word, 0.0) for place, word in bag)
        assert names[at] + columns["word"][at] == pytest.approx(expected)


STANDFIRST = "Pumps fail again, and the lower town is left to wait."
DESCRIBED = f"<meta name='description' content='{STANDFIRST}'>"


def test_a_block_above_the_story_that_the_page_describes_itself_by_is_its_standfirst() -> None:
    markup = page(head=DESCRIBED, top=f"<div class='entry__lead'>{STANDFIRST}</div>")
    assert said(markup, "standfirst") == [STANDFIRST]
    assert said(markup, "body") == list(PARAGRAPHS)


def test_a_first_paragraph_that_was_copied_into_the_description_stays_a_paragraph() -> None:
    described = f"<meta name='description' content='{PARAGRAPHS[0]}'>"
    assert said(page(head=described), "body") == list(PARAGRAPHS)

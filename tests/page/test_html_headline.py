"""The headline of an HTML page: which heading it is, and what is left of a stated title."""

from __future__ import annotations

import json

import pytest

from tests.support.pages import PARAGRAPHS, page
from transforms.page import parse_marked_up, read_html


def headline(markup: str) -> str | None:
    found = read_html(markup)
    parsed = parse_marked_up(found.text, found.zones)
    return parsed.headline.of(parsed.text) if parsed.headline else found.title


def test_the_heading_that_is_the_stated_title_wins_over_one_that_only_begins_a_title() -> None:
    head = "<meta property='og:title' content='Pumps fail again in the lower town'>"
    top = "<h2>Pumps fail again in the lower town</h2>"
    assert headline(page(head=head, top=top)) == "Pumps fail again in the lower town"


@pytest.mark.parametrize(
    "title",
    [
        "Pumps fail again | The Harbour Gazette",
        "Pumps fail again - Harbour Gazette",
        "Harbour Gazette » Pumps fail again",
        "Pumps fail again | harbour-gazette.example",
        "Pumps fail again",
    ],
)
def test_a_stated_title_loses_the_name_of_the_site(title: str) -> None:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    markup = (
        f"<html><head><title>{title}</title>"
        "<meta property='og:site_name' content='Harbour Gazette'>"
        "<link rel=canonical href='https://www.harbour-gazette.example/pumps'></head>"
        f"<body><article>{body}</article></body></html>"
    )
    assert headline(markup) == "Pumps fail again"


def test_entities_in_a_stated_title_are_characters() -> None:
    data = {"@type": "NewsArticle", "headline": "R&uuml;ckbau beginnt &amp; dauert"}
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    markup = f"<html><head>{script}</head><body><article>{body}</article></body></html>"
    assert headline(markup) == "Rückbau beginnt & dauert"

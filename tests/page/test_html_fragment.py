"""A piece of markup is all text: nothing of it is lost, and furniture is marked as such."""

from __future__ import annotations

import json

import pytest

from transforms.documents import Document, RawDocument, read_document
from transforms.page.html_fragment import is_whole_page, read_fragment, shown_line
from transforms.page.page import parse_marked_up
from transforms.text import Quarantined
from transforms.text.zones import ZoneKind

PARAGRAPH = "The river rose again on Monday and people in the lower town left their homes."


def kinds(markup: str, title: str | None = None) -> list[tuple[ZoneKind, str]]:
    """The zones of a piece of markup with their text."""
    found = read_fragment(markup, title)
    return [(zone.kind, zone.span.of(found.text)) for zone in found.zones]


def record(**fields: str) -> Document:
    payload = json.dumps({"id": "1"} | fields).encode()
    return read_document(RawDocument("0" * 16, "a.jsonl", "1", "f" * 64, "record", payload))


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("Rain fell.", ["Rain fell."]),
        ("<p>Yes.</p><p>No.</p>", ["Yes.", "No."]),
        ("AT&amp;T fell", ["AT&T fell"]),
        ("Rain.\n\nWind and\nsun.", ["Rain.", "Wind and sun."]),
        ("Rain <b>fell</b> &lt;on&gt; Elland", ["Rain fell <on> Elland"]),
        ("a < b and <!DOCTYPE", ["a < b and <!DOCTYPE"]),
        ("<ul><li>One</li><li>Two</li></ul>", ["One", "Two"]),
        ("<object data='x.swf'><p>A chart of the floods.</p></object>", ["A chart of the floods."]),
        ("Where <math><mi>x</mi></math> is the level", ["Where x is the level"]),
        ("<svg><title>A map of Elland</title></svg>", ["A map of Elland"]),
        ("<script>var a = 1;</script><style>p {}</style>", []),
        ("  \n ", []),
        ("<img src='a.png'>", []),
    ],
)
def test_every_block_of_a_fragment_is_text(markup: str, texts: list[str]) -> None:
    assert [text for _, text in kinds(markup)] == texts


def test_captions_headings_and_what_repeats_the_title_are_zones_of_their_own() -> None:
    picture = "<figure><img><figcaption>A pump</figcaption></figure>"
    below = "<h2>What is next</h2><p>No one knows.</p>"
    markup = f"<h1>Pumps fail</h1><p>{PARAGRAPH}</p>{picture}{below}"
    assert [kind for kind, _ in kinds(markup, "Pumps Fail")] == [
        *("headline", "body", "caption", "subheading", "body")
    ]


def test_furniture_is_kept_as_boilerplate_and_no_mark_takes_the_whole_text() -> None:
    share = '<div class="share">Share on Facebook</div>'
    assert [kind for kind, _ in kinds(f"<p>{PARAGRAPH}</p>{share}")] == ["body", "boilerplate"]
    assert [kind for kind, _ in kinds(f'<div class="promo"><p>{PARAGRAPH}</p></div>')] == ["body"]


def test_a_line_that_is_certain_furniture_is_none_of_the_body() -> None:
    found = read_fragment(f"<p>{PARAGRAPH}</p><p>Advertisement</p>")
    page = parse_marked_up(found.text, found.zones)
    assert [zone.kind for zone in page.zones] == ["body", "boilerplate"]


def test_a_page_has_a_frame_and_a_fragment_has_none() -> None:
    assert is_whole_page("<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'><p>x")
    assert is_whole_page("<p>x</p><body onload='a()'>")
    assert not is_whole_page("<header>x</header><p>bodyguard</p>")


def test_a_line_is_shown_without_markup() -> None:
    assert shown_line("<a href='x'>Rain</a> &amp;&nbsp;wind<br/>fell ") == "Rain & wind fell"
    assert shown_line("Is 2 < 3?") == "Is 2 < 3?"


def test_a_record_of_one_marked_up_line_is_an_article() -> None:
    found = record(html="<p>Yes.</p>")
    assert (found.text, [zone.kind for zone in found.zones]) == ("Yes.", ["body"])


@pytest.mark.parametrize("fields", [{"text": " "}, {"html": "<img src='a.png'>"}, {"html": ""}])
def test_a_record_of_a_title_alone_is_its_headline_and_an_issue(fields: dict[str, str]) -> None:
    found = record(title="Pumps &amp; bridges fail", **fields)
    assert (found.text, found.title) == ("Pumps & bridges fail", "Pumps & bridges fail")
    assert [zone.kind for zone in found.zones] == ["headline"]
    assert [issue.code for issue in found.issues] == ["headline_only"]
    with pytest.raises(Quarantined, match="empty"):
        record(**fields)

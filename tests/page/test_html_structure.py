"""What the markup of a page says of its structure: standfirsts, kickers, tables, lists, posts."""

from __future__ import annotations

import pytest

from tests.support.pages import PARAGRAPHS, page
from transforms.annotate import annotate
from transforms.documents import Document, RawDocument, read_document
from transforms.page import parse_marked_up


def read(markup: str) -> Document:
    raw = RawDocument("0" * 16, "a.html", None, "f" * 64, "html", markup.encode())
    return read_document(raw)


def zones(markup: str) -> list[tuple[str, str]]:
    """Kind and surface of every zone of the page that the markup makes."""
    document = read(markup)
    found = parse_marked_up(document.text, document.zones, byline=document.byline)
    return [(zone.kind, zone.span.of(found.text)) for zone in found.zones]


def said(markup: str, kind: str) -> list[str]:
    return [surface for found, surface in zones(markup) if found == kind]


STANDFIRST = "Mayor Ann Lee says that 400 people left their homes in one night"


@pytest.mark.parametrize("mark", ["standfirst", "article__dek", "story-subtitle", "subheadline"])
def test_a_standfirst_is_a_zone_of_its_own(mark: str) -> None:
    found = zones(page(top=f"<p class='{mark}'>{STANDFIRST}</p>"))
    assert found[:2] == [("headline", "Pumps fail"), ("standfirst", STANDFIRST)]


def test_names_and_figures_of_a_standfirst_are_read() -> None:
    found = annotate(read(page(top=f"<p class='standfirst'>{STANDFIRST}</p>")))
    mentions = [(one.mention.zone, one.mention.span.of(found.document.text)) for one in found.named]
    assert ("standfirst", "Ann Lee") in mentions
    figures = [(one.zone, one.span.of(found.document.text)) for one in found.figures]
    assert ("standfirst", "400 people") in figures
    [quote] = [one for one in found.quotes if one.attribution.sentence_index == 1]
    assert quote.attribution.source
    assert quote.attribution.source.of(found.document.text) == "Mayor Ann Lee"


def test_a_line_marked_like_a_standfirst_within_the_story_is_a_subheading() -> None:
    story = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><h2 class='subhead'>The pumps</h2>"
    assert said(page(top=story), "subheading") == ["The pumps"]
    assert said(page(top=story), "standfirst") == []


def test_a_kicker_is_a_zone_above_the_headline() -> None:
    markup = page().replace("<h1>", "<p class='article-kicker'>Flooding</p><h1>")
    assert zones(markup)[:2] == [("kicker", "Flooding"), ("headline", "Pumps fail")]


def test_the_kicker_of_another_story_is_left_out() -> None:
    teaser = "<div class='teaser'><p class='kicker'>Weather</p><h3>Rain again</h3></div>"
    assert "Weather" not in read(page(bottom=teaser)).text

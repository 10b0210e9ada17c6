"""Dates of HTML pages: which of the days that a page states is the day of publication."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.support.pages import page
from transforms.documents import RawDocument, read_document
from transforms.page import (
    DateChoice,
    parse_marked_up,
    puts_day_first,
    read_dates,
    resolve_date,
)


def chosen(
    markup: str, *, language: str | None = None, published_at: str | None = None
) -> DateChoice:
    raw = RawDocument("0" * 16, "a.html", None, "f" * 64, "html", markup.encode())
    document = read_document(raw)
    reading = read_dates(
        parse_marked_up(document.text, document.zones, byline=document.byline),
        source_path="a.html",
        url=document.url,
        published_at=published_at,
        stated=document.dates,
        day_first=puts_day_first(language),
    )
    return resolve_date(reading.candidates, issues=reading.issues)


def linked(**data: str) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    "markup",
    [
        "<time datetime='2019-02-22'>vor drei Tagen</time>",
        "<span itemprop='datePublished' content='2019-02-22'></span>",
        "<span itemprop='datePublished'>22.02.2019</span>",
        "<p class='info'>Samstag, 22. Februar 2019, 10:30 Uhr</p>",
        "<p>Publié le 22 février 2019 à 10h32</p>",
        "<p>22 de febrero de 2019</p>",
        "<p>22 febbraio 2019</p>",
        "<p>Veröffentlicht: 22.02.2019</p>",
        "<p class='info'>Jo Marlin, 22.2.19</p>",
        "<p class='date'><b>22</b> <i>Feb</i> <u>2019</u></p>",
        "<p class='meta'>22. helmikuuta 2019</p>",
        "<span data-published-at='2019-02-22T08:00:00+01:00'></span>",
    ],
)
def test_an_element_or_a_line_below_the_heading_states_the_day(markup: str) -> None:
    assert str(chosen(page(top=markup)).published_date) == "2019-02-22"


@pytest.mark.parametrize(
    "head",
    [
        "<meta name='site:uploaded' content='2019-02-22T04:36:36-05:00'>",
        "<link rel='shortlink' href='https://news.example/2019/02/22/pumps'>",
        "<link rel='canonical' href='https://news.example/news/22-02-2019'>",
        '<script>var state = {"firstPublishedAt": "2019-02-22T08:00:00Z"}</script>',
        '<script>state = "{\\"publishDate\\":1550822400000}"</script>',
        "<script>showDate('2019/02/22 01:43:09')</script>",
    ],
)
def test_the_day_stands_out_of_sight(head: str) -> None:
    assert str(chosen(page(head=head)).published_date) == "2019-02-22"


def test_the_name_of_the_element_that_holds_the_page_has_the_day() -> None:
    markup = page(top="<i></i>").replace("<body", "<body id='news20190222_k1001'", 1)
    assert str(chosen(markup).published_date) == "2019-02-22"


def test_the_sentence_below_an_article_that_says_when_it_appeared_counts() -> None:
    note = "Dieser Beitrag wurde am Freitag, 22. Februar 2019 um 10 Uhr veröffentlicht und unter"
    markup = page(bottom=f"<p class='postmetadata'>{note} <a href='/c'>Politik</a> abgelegt.</p>")
    assert str(chosen(markup).published_date) == "2019-02-22"


def test_the_field_of_a_day_on_which_something_else_happens_is_no_publication() -> None:
    head = '<script>x = {"expiryDate": "2029-02-22", "foundingDate": "1919-02-22"}</script>'
    assert chosen(page(head=head)).published_date is None


@pytest.mark.parametrize(
    ("locale", "day"), [("en-GB", "2019-04-03"), ("en_US", "2019-03-04"), ("en", "None")]
)
def test_bare_numbers_are_read_in_the_order_of_the_region_that_a_page_declares(
    locale: str, day: str
) -> None:
    markup = page(top="<p class='date'>03/04/2019</p>").replace("<html", f"<html lang='{locale}'")
    assert str(chosen(markup, language="en").published_date) == day


def test_the_region_does_not_overrule_another_date_of_the_page() -> None:
    markup = page(head="<meta name='date' content='2019-04-03'>", top="<p>03/04/2019</p>")
    markup = markup.replace("<html", "<html lang='en-US'")
    assert str(chosen(markup, language="en").published_date) == "2019-04-03"


def test_a_month_in_an_address_alone_dates_nothing() -> None:
    head = "<meta property='og:image' content='https://news.example/uploads/2019/02/pump.jpg'>"
    choice = chosen(page(head=head))
    assert (choice.published_date, choice.conflict) == (None, False)


def test_the_day_of_the_page_itself_counts_where_the_article_has_none() -> None:
    head = linked(**{"@type": "WebPage", "datePublished": "2019-02-22T08:00:00+01:00"})
    choice = chosen(page(head=head))
    assert (str(choice.published_date), choice.source) == ("2019-02-22", "json_ld")


def test_a_day_beside_the_heading_wins_over_days_of_other_articles() -> None:
    others = "".join(
        f"<li><a href='/x'>Rain again</a> <time>0{day}.03.2019</time></li>" for day in range(1, 6)
    )
    markup = page(top="<p class='date'>22.02.2019</p>", bottom=f"<aside><ul>{others}</ul></aside>")
    choice = chosen(markup)
    assert (str(choice.published_date), choice.conflict) == ("2019-02-22", False)


def test_an_instant_shown_in_utc_keeps_the_day_that_the_page_shows() -> None:
    head = linked(**{"@type": "NewsArticle", "datePublished": "2019-02-22T23:30:00Z"})
    choice = chosen(page(head=head, top="<time class='published'>23 February 2019</time>"))
    assert str(choice.published_date) == "2019-02-23"
    assert choice.published_at == datetime(2019, 2, 22, 23, 30, tzinfo=UTC)


def test_the_last_change_is_told_apart_from_the_publication() -> None:
    data = {"@type": "NewsArticle", "datePublished": "2019-02-22T08:00:00Z"}
    head = linked(**data, dateModified="2019-02-24T10:00:00+01:00")
    choice = chosen(page(head=head))
    assert str(choice.published_date) == "2019-02-22"
    assert choice.modified_at == datetime(2019, 2, 24, 9, tzinfo=UTC)
    assert chosen(page(head=linked(**data))).modified_at is None


def test_a_change_before_the_publication_is_none() -> None:
    data = {"@type": "NewsArticle", "datePublished": "2019-02-22T08:00:00Z"}
    head = linked(**data, dateModified="2019-02-01T10:00:00Z")
    assert chosen(page(head=head)).modified_at is None


def test_bare_numbers_are_read_in_the_order_of_the_language() -> None:
    markup = page(top="<p class='date'>03/04/2019</p>")
    assert str(chosen(markup, language="fr").published_date) == "2019-04-03"
    assert chosen(markup, language="en").published_date is None


def test_the_field_of_a_record_wins_over_its_markup() -> None:
    head = linked(**{"@type": "NewsArticle", "datePublished": "2019-02-22"})
    choice = chosen(page(head=head, top="<time>22 February 2019</time>"), published_at="2019-03-01")
    assert (str(choice.published_date), choice.source) == ("2019-03-01", "metadata")


def test_a_day_in_a_sentence_far_down_is_no_date_of_publication() -> None:
    story = "The bridge across the Vessa was built on 4 May 1931 and has stood through every flood."
    assert chosen(page(bottom=f"<p>{story}</p>")).published_date is None

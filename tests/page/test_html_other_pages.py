"""A page that is not one article is not read as one, and an issue says what it is."""

from __future__ import annotations

import pytest

from tests.support.pages import PARAGRAPHS, page
from transforms.annotate import annotate
from transforms.documents import Document, RawDocument, read_document
from transforms.text import Quarantined

STAND_IN = "<p>Sorry, what you are looking for is not here. It may have been moved.</p>"
TEASER = (
    "<article class='card'><a href='/{n}'><h3>Pumps fail again in town {n}</h3></a>"
    "<p class='summary'>“It is not safe,” Mayor Ann Lee said of the {n} pumps on Monday.</p>"
    "<span class='time'>{n} hours ago</span></article>"
)


def read(markup: str) -> Document:
    return read_document(RawDocument("0" * 16, "a.html", None, "f" * 64, "html", markup.encode()))


def front(head: str = "", top: str = "", count: int = 9) -> str:
    teasers = "".join(TEASER.format(n=n) for n in range(2, 2 + count))
    return (
        f"<html lang='en'><head><title>The Gazette - News and weather</title>{head}</head>"
        f"<body><main>{top}<section>{teasers}</section></main></body></html>"
    )


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Page not found | Gazette", "Sorry"),
        ("404 Not Found", ""),
        ("Gazette", "We value your privacy"),
        ("Just a moment...", "Checking your browser before accessing gazette.example"),
        ("Subscribe to read | Gazette", "Pumps fail"),
        ("We can’t find that page - Gazette", ""),
    ],
)
def test_a_page_sent_in_place_of_an_article_is_quarantined(title: str, heading: str) -> None:
    markup = f"<html><title>{title}</title><body><h1>{heading}</h1>{STAND_IN * 2}</body></html>"
    with pytest.raises(Quarantined) as refused:
        read(markup)
    assert refused.value.issue.code == "html_stand_in"
    assert "fetch the page again" in refused.value.issue.detail


def test_an_article_about_an_error_or_with_a_banner_stays_an_article() -> None:
    named = page().replace("Pumps fail", "Page not found: a town without a map")
    assert "html_stand_in" not in codes(named)
    banner = "<div><h2>We value your privacy</h2><p>We and our partners use cookies.</p></div>"
    assert PARAGRAPHS[0] in read(page(top=banner)).text
    whole = page(paragraphs=PARAGRAPHS * 4).replace("Pumps fail", "Access denied")
    assert PARAGRAPHS[0] in read(whole).text
    stated = page(head="<meta property='og:type' content='article'>")
    assert PARAGRAPHS[0] in read(stated.replace("Pumps fail", "Access denied")).text


def test_nothing_is_extracted_from_a_front_page_and_an_issue_says_so() -> None:
    document = read(front())
    listing = [issue for issue in document.issues if issue.code == "html_listing"]
    assert [issue.detail.split(";")[0] for issue in listing] == ["a list of 9 other stories"]
    assert "Mayor Ann Lee said of the 9 pumps" in document.text
    annotated = annotate(document, "rules")
    for rows in (annotated.quotes, annotated.figures, annotated.named):
        assert not rows
    assert not annotated.page.spans_of("body")


def test_a_page_that_calls_itself_an_article_is_no_front_page() -> None:
    assert "html_listing" not in codes(front("<meta property='og:type' content='article'>"))


def test_a_story_with_teasers_of_others_below_it_is_a_story() -> None:
    story = "<h1>Pumps fail</h1>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS * 3)
    assert "html_listing" not in codes(front(top=f"<article>{story}</article>"))
    assert "html_listing" not in codes(front(count=4))


def codes(markup: str) -> list[str]:
    return [issue.code for issue in read(markup).issues]

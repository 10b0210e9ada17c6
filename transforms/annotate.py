"""Annotate: the one order in which the stages read a document.

Pure. Each stage only adds: text, page, dates, language, sentences, mentions, names, quotations,
attributions, speakers, figures. A finder never sees what a later stage found.
"""

from __future__ import annotations

from transforms.documents import Document
from transforms.figures import dollar_of, find_figures
from transforms.names import find_credits, find_mentions, outside_credits, resolve_names
from transforms.page import (
    Page,
    find_picture_credits,
    parse_marked_up,
    parse_page,
    parse_record,
    read_dates,
    resolve_date,
)
from transforms.quotes import QuotesEngine, find_quotes, resolve_speakers
from transforms.tables import Annotated
from transforms.text import Issue, find_sentences, identify_language

SUPPORTED_LANGUAGES = ("en",)


def annotate(document: Document, quotes_engine: QuotesEngine = "learned") -> Annotated:
    """Run every stage on one document.

    quotes_engine: what finds attributions: the shipped model, or the rules alone.

    A text in a language that is not supported keeps its page and date; its issue says that nothing
    was extracted. A text too short to tell its language is read as English.
    """
    text = document.text
    page = _page_of(document)
    dates = read_dates(
        page,
        source_path="" if _is_archived(document) else document.source_path,
        url=document.url,
        published_at=document.published_at,
        stated=document.dates,
        day_first=document.habits.day_first,
    )
    candidates = dates.candidates
    date = resolve_date(candidates, issues=dates.issues)
    language = document.language or identify_language(_prose(page))
    issues = (*document.issues, *date.issues)
    if language is not None and language[:2].lower() not in SUPPORTED_LANGUAGES:
        issue = Issue(
            "language", "info", "language_not_supported", f"nothing was extracted from {language!r}"
        )
        return Annotated(
            document,
            page,
            language,
            candidates,
            date,
            issues=(*issues, issue),
            quotes_engine=quotes_engine,
        )
    sentences = find_sentences(text, page.zones)
    found = find_mentions(text, sentences)
    pictures = find_picture_credits(page)
    mentions = outside_credits(pictures, found)
    named = resolve_names(text, mentions)
    # Writers are named apart: a reporter is nobody whom the story's "Smith" may mean.
    credits = find_credits(text, page.zones, byline=page.byline, pictures=pictures, mentions=found)
    writers = resolve_names(text, credits)
    attributions = find_quotes(text, sentences, engine=quotes_engine)
    quotes = resolve_speakers(text, sentences, attributions, named)
    figures, rejected = find_figures(text, sentences, dollar=dollar_of(text, page.dateline_place))
    return Annotated(
        document,
        page,
        language,
        candidates,
        date,
        sentences,
        tuple(sorted((*named, *writers), key=lambda one: one.mention.span)),
        quotes,
        figures,
        rejected,
        (*issues, *(issue for quote in quotes for issue in quote.issues)),
        quotes_engine,
    )


def _is_archived(document: Document) -> bool:
    """Whether it is a page of a web archive, whose name tells the day of the crawl and no other."""
    return document.source_id is not None and document.kind != "record"


def _page_of(document: Document) -> Page:
    """The anatomy of a document: stated by its markup, else found."""
    if document.zones:
        return parse_marked_up(document.text, document.zones, byline=document.byline)
    if document.kind == "record":
        return parse_record(document.text, byline=document.byline)
    return parse_page(document.text, document.habits.lines)


def _prose(page: Page) -> str:
    """The lines whose words tell the language; boilerplate is often in another one."""
    spans = page.spans_of("headline", "subheading", "caption", "body")
    return "\n".join(span.of(page.text) for span in spans)

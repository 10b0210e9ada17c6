"""Annotate: the one order in which the stages read a document.

Pure. Each stage only adds: text, page, dates, language, sentences, mentions, names, quotations,
attributions, speakers, figures. A finder never sees what a later stage found. What people corrected
takes the place of what was found: lines before sentences are cut, all else when an engine is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transforms.corrected import (
    stale_issues,
    unread,
    with_right_date,
    with_right_figures,
    with_right_quotes,
    with_right_zones,
    without_settled,
)
from transforms.documents import Document
from transforms.figures import dollar_of, find_figures, find_table_figures
from transforms.models import DEFAULT_ENGINE, Engine
from transforms.names import find_credits, find_mentions, outside_credits, resolve_names
from transforms.page import (
    Page,
    find_picture_credits,
    parse_marked_up,
    parse_page,
    parse_record,
    puts_day_first,
    read_dates,
    resolve_date,
)
from transforms.quotes import Quote, find_unattributed, read_quotes, resolve_speakers, sifted
from transforms.tables import Annotated, claimants_of
from transforms.text import (
    PROSE_KINDS,
    Issue,
    find_cells,
    find_sentences,
    identify_language,
    is_long_enough_to_show,
)

SUPPORTED_LANGUAGES = ("en",)
_NO_BODY = "no line of it reads like a paragraph of its story"


def annotate(document: Document, engine: Engine = DEFAULT_ENGINE) -> Annotated:
    """Run every stage on one document.

    engine: what reads names and quotes.

    A text in a language that is not supported keeps its page and date, and an issue says that
    nothing was extracted. A text that does not show its language is read as English, and if it is
    long enough to show one, an issue says so.
    """
    framed = frame(document)
    language = framed.language
    if language is None:
        if is_long_enough_to_show(_prose(framed.page)):
            framed = _with_issue(framed, "language_unknown", "read as if it were English")
    elif language[:2].lower() not in SUPPORTED_LANGUAGES:
        detail = f"nothing was extracted from {language!r}"
        left = unread(document.corrections, "quote", "figure")
        framed = replace(framed, outcomes=(*framed.outcomes, *left))
        return _with_stale(_with_issue(framed, "language_not_supported", detail))
    return _with_stale(_corrected(_with_findings(framed, engine)))


def _with_issue(framed: Annotated, code: str, detail: str) -> Annotated:
    """The document with one thing more that its language means for the rows."""
    return replace(framed, issues=(*framed.issues, Issue("language", "info", code, detail)))


def frame(document: Document) -> Annotated:
    """The document with its page, date and language, and nothing of what its text says."""
    page, lines = with_right_zones(_page_of(document), document.corrections)
    language = document.language or identify_language(_prose(page))
    proven = document.habits.day_first
    dates = read_dates(
        page,
        source_path="" if _is_archived(document) else document.source_path,
        url=document.url,
        published_at=document.published_at,
        stated=document.dates,
        day_first=puts_day_first(language) if proven is None else proven,
    )
    date = resolve_date(dates.candidates, issues=dates.issues)
    date, days = with_right_date(page.text, date, document.corrections)
    bare = () if page.spans_of("body") else (Issue("page", "warning", "no_body", _NO_BODY),)
    return Annotated(
        document=document,
        page=page,
        language=language,
        date_candidates=dates.candidates,
        date=date,
        issues=(*document.issues, *bare, *date.issues),
        outcomes=(*lines, *days),
    )


def _with_stale(annotated: Annotated) -> Annotated:
    """The document with an issue for each correction that no longer fits its text."""
    return replace(annotated, issues=(*annotated.issues, *stale_issues(annotated.outcomes)))


def _corrected(found: Annotated) -> Annotated:
    """The document with quotes and figures as people say they are."""
    said = found.document.corrections
    if not any(one.kind in ("quote", "figure") for one in said):
        return found
    text, sentences, named = found.document.text, found.sentences, found.named
    claimed = claimants_of(found)
    quotes, of_quotes = with_right_quotes(text, sentences, named, found.quotes, said)
    figures = with_right_figures(
        text, sentences, named, found.figures, found.rejected, said, claimed
    )
    outcomes = (*found.outcomes, *of_quotes, *figures.outcomes)
    gone = _issues_of(found.quotes) - _issues_of(quotes)
    return replace(
        found,
        quotes=quotes,
        figures=figures.figures,
        rejected=figures.rejected,
        claimants=figures.claimants,
        outcomes=outcomes,
        issues=without_settled([one for one in found.issues if one not in gone], outcomes),
    )


def _issues_of(quotes: Sequence[Quote]) -> set[Issue]:
    return {issue for quote in quotes for issue in quote.issues}


def _with_findings(framed: Annotated, engine: Engine) -> Annotated:
    """The document with what its text says: names, quotes and figures."""
    text, page = framed.document.text, framed.page
    sentences = find_sentences(text, page.zones)
    found = find_mentions(text, sentences, engine=engine)
    pictures = find_picture_credits(page)
    named = resolve_names(text, outside_credits(pictures, found))
    # Writers are named apart, so that "Smith" in the story never resolves to the reporter.
    credits = find_credits(text, page.zones, byline=page.byline, pictures=pictures, mentions=found)
    writers = resolve_names(text, credits)
    reading = read_quotes(text, sentences, engine=engine)
    quotes, doubtful = sifted(text, resolve_speakers(text, sentences, reading.attributions, named))
    unattributed = find_unattributed(text, sentences, quotes, reading.left_out)
    dollar = dollar_of(text, page.dateline_place)
    figures, rejected = find_figures(text, sentences, dollar=dollar)
    cells = find_cells(text, page.zones, after=sentences)
    in_tables, rejected_in_tables = find_table_figures(text, cells, dollar=dollar)
    return replace(
        framed,
        sentences=(*sentences, *(cell.sentence for cell in cells)),
        named=tuple(sorted((*named, *writers), key=lambda one: one.mention.span)),
        quotes=quotes,
        figures=tuple(sorted((*figures, *in_tables), key=lambda one: one.span)),
        rejected=tuple(sorted((*rejected, *rejected_in_tables), key=lambda one: one.span)),
        issues=(
            *framed.issues,
            *(issue for quote in quotes for issue in quote.issues),
            *doubtful,
            *unattributed,
        ),
    )


def _page_of(document: Document) -> Page:
    """The anatomy of a document: as its markup states it, else as the parser finds it."""
    if document.zones:
        return parse_marked_up(document.text, document.zones, byline=document.byline)
    if document.kind == "record":
        return parse_record(document.text, byline=document.byline)
    return parse_page(document.text, document.habits.lines)


def _is_archived(document: Document) -> bool:
    """Whether it is a page of a web archive, whose file name gives only the day of the crawl."""
    return document.source_id is not None and document.kind != "record"


def _prose(page: Page) -> str:
    """The lines whose words show the language; boilerplate is often in another one."""
    spans = page.spans_of(*PROSE_KINDS)
    return "\n".join(span.of(page.text) for span in spans)

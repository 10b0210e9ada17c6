"""Dates: every statement of when a page was published, and the one that is chosen.

Pure. Candidates come from the page's date lines and byline lines, the dateline, the URL, the file
name, record metadata and the copyright line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from transforms.issue import Issue
from transforms.page import Page
from transforms.span import Span

DateSource = Literal[
    "metadata", "page_header", "byline", "dateline", "url", "file_name", "copyright"
]


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One statement of a date.

    value: ISO text as precise as stated: "2019", "2019-02", "2019-02-22" or with time and zone.
    span:  where the page says so; None for URL, file name and metadata.
    """

    value: str
    source: DateSource
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class DateChoice:
    """The chosen date; both fields NULL when nothing states a whole day."""

    published_date: date | None
    published_at: datetime | None
    source: DateSource | None
    conflict: bool
    issues: tuple[Issue, ...] = ()


def find_dates(
    page: Page, *, source_path: str, url: str | None = None, published_at: str | None = None
) -> tuple[DateCandidate, ...]:
    """All date statements, strongest source first, then in text order."""
    raise NotImplementedError


def resolve_date(candidates: Iterable[DateCandidate]) -> DateChoice:
    """Choose the first candidate that states a whole day; say when others disagree.

    Candidates from the same day in two time zones (one day apart, one with a time) do not conflict.
    """
    raise NotImplementedError

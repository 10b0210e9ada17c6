"""Annotated: a document with everything that was found in it, from which its rows are made.

Pure values: this module imports no finder.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.documents import Document
from transforms.figures import Figure, RejectedNumber
from transforms.names import NamedMention
from transforms.page import DateCandidate, DateChoice, Page
from transforms.quotes import Quote
from transforms.text import Issue, Sentence


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with everything the stages found in it."""

    document: Document
    page: Page
    language: str | None
    date_candidates: tuple[DateCandidate, ...]
    date: DateChoice
    sentences: tuple[Sentence, ...] = ()
    named: tuple[NamedMention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    rejected: tuple[RejectedNumber, ...] = ()
    issues: tuple[Issue, ...] = ()

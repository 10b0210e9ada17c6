"""Annotated: a document with everything that was found in it, from which its rows are made.

Pure values: this module imports no finder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from transforms.corrections import Claimant, Outcome
from transforms.documents import Document
from transforms.figures import Figure, RejectedNumber
from transforms.names import NamedMention
from transforms.page import DateCandidate, DateChoice, Page
from transforms.quotes import Quote
from transforms.text import Issue, Sentence, Span


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with everything the stages found in it.

    claimants: span of a figure to who states it, where a person says so.
    outcomes:  what became of people's corrections.
    """

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
    claimants: Mapping[Span, Claimant] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()

"""Sentences and paragraphs of the zones that hold prose.

Pure. A paragraph is one zone line; a sentence never crosses a paragraph. A quotation that ends in
"?” she asked." does not end the sentence, abbreviations ("Gov.", "U.S.", "a.m.") do not either.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.page import Page, ZoneKind
from transforms.span import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    index:           running number in the article, over all prose zones, from 0.
    paragraph_index: running number of the paragraph (zone) it stands in, from 0.
    zone:            headline, subheading, caption or body.
    """

    span: Span
    index: int
    paragraph_index: int
    zone: ZoneKind


def find_sentences(page: Page) -> tuple[Sentence, ...]:
    """Sentences of headline, subheading, caption and body zones, in text order.

    They are disjoint, stripped of outer blanks, and together cover every non-blank character of
    those zones.
    """
    raise NotImplementedError

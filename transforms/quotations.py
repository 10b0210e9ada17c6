"""Quotations: stretches between quotation marks, whoever says them.

Pure. Knows “ ” " `` '' « » ‘ ’, tells an apostrophe from a closing mark, joins a quotation whose
closer is missing because the next paragraph reopens it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.sentences import Sentence
from transforms.span import Span


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch in quotation marks.

    span:      marks included.
    is_closed: False when its closer is missing (multi-paragraph quotations, typing errors).
    continues: True when it reopens the unclosed quotation of the paragraph before.
    depth:     0, or 1 for a quotation inside another.
    """

    span: Span
    is_closed: bool
    continues: bool = False
    depth: int = 0


def find_quotations(text: str, sentences: Sequence[Sentence]) -> tuple[Quotation, ...]:
    """Quotations in text order; none crosses a paragraph."""
    raise NotImplementedError

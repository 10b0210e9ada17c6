"""Engines: what finds attributions, each under the name that the settings give it.

Pure. An engine reads a text with its sentences, quotations and statements and returns attributions
ordered by where their content begins. To add one, write such a function and enter it here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, get_args

from transforms.quotes.attribution import Attribution, QuotesEngine
from transforms.quotes.learned.attribution_finder import find_learned_attributions
from transforms.quotes.nesting import with_nested
from transforms.quotes.relays import with_relays
from transforms.quotes.rules import find_attributions
from transforms.quotes.statements import Statement, find_statements
from transforms.text import Quotation, Sentence, find_quotations


class FindAttributions(Protocol):
    """What an engine does."""

    def __call__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        quotations: Sequence[Quotation],
        statements: Sequence[Statement],
        /,
    ) -> tuple[Attribution, ...]:
        """Attributions ordered by where their content begins."""


ENGINES: Mapping[QuotesEngine, FindAttributions] = {
    "learned": find_learned_attributions,
    "rules": find_attributions,
}
assert tuple(ENGINES) == get_args(QuotesEngine), "settings offer what is registered here"


def find_quotes(
    text: str,
    sentences: Sequence[Sentence],
    *,
    engine: QuotesEngine = "learned",
) -> tuple[Attribution, ...]:
    """Attributions as one engine finds them, who passed the words on, what stands in them."""
    quotations = find_quotations(text, sentences)
    statements = tuple(find_statements(text, sentences, quotations))
    found = ENGINES[engine](text, sentences, quotations, statements)
    found = with_relays(text, statements, quotations, found)
    return with_nested(text, sentences, quotations, found)

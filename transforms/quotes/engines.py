"""Engines: what finds attributions, each under the name that the settings give it.

Pure. To add an engine, write a function like ``FindAttributions``, enter it in ``ENGINES`` and add
its name to ``attribution.QuotesEngine``. Where one of the two is missing, the import of this module
fails, and with it every run, before a document is read. Relays and nested attributions are found
after every engine alike. Rows of an engine other than "learned" carry its name in
``extractor_version``, so that a change of the engine redoes the documents.
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
    """An engine: reads a text with what is known of it and returns its attributions.

    sentences, statements: in text order; statements join the sentences that a quotation crosses.
    quotations:            in text order, those inside others included.
    """

    def __call__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        quotations: Sequence[Quotation],
        statements: Sequence[Statement],
        /,
    ) -> tuple[Attribution, ...]:
        """Attributions ordered by where their content begins, without those inside a content.

        ``continues`` is a position in what is returned; ``parent`` stays None.
        """


ENGINES: Mapping[QuotesEngine, FindAttributions] = {
    "learned": find_learned_attributions,
    "rules": find_attributions,
}
if _differing := ENGINES.keys() ^ set(get_args(QuotesEngine)):
    raise ImportError(
        f"engine {' and '.join(sorted(_differing))}: an engine stands both in QuotesEngine"
        " (attribution.py) and in ENGINES (engines.py)"
    )


def find_quotes(
    text: str,
    sentences: Sequence[Sentence],
    *,
    engine: QuotesEngine = "learned",
) -> tuple[Attribution, ...]:
    """The attributions of one engine, with their relays and the attributions inside them.

    Ordered by where their content begins.
    """
    quotations = find_quotations(text, sentences)
    statements = tuple(find_statements(text, sentences, quotations))
    found = ENGINES[engine](text, sentences, quotations, statements)
    found = with_relays(text, statements, quotations, found)
    return with_nested(text, sentences, quotations, found)

"""Engines: what finds attributions under each name that the settings may give.

Pure. To add an engine, write a function like ``FindAttributions``, enter it in ``ENGINES`` and add
its name to ``transforms.models.Engine``. Where one of the two is missing, the import of this module
fails, and with it every run, before a document is read. Relays and nested attributions are found
after every engine alike. Rows of an engine other than the default carry its name in
``extractor_version``, so that a change of the engine redoes the documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, get_args

from transforms.models import DEFAULT_ENGINE, Engine, Network
from transforms.quotes.acts import without_acts
from transforms.quotes.attribution import Attribution
from transforms.quotes.certain import with_certain
from transforms.quotes.learned.attribution_finder import find_learned_attributions
from transforms.quotes.learned.attribution_model import load_attribution_model
from transforms.quotes.mouths import words_given
from transforms.quotes.nesting import with_nested
from transforms.quotes.relays import with_relays
from transforms.quotes.repairs import with_repairs
from transforms.quotes.rules import find_attributions
from transforms.quotes.stances import with_stances
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


def _learned(network: Network) -> FindAttributions:
    """The finder with the model of an engine, which is loaded when it is first needed."""

    def find(
        text: str,
        sentences: Sequence[Sentence],
        quotations: Sequence[Quotation],
        statements: Sequence[Statement],
        /,
    ) -> tuple[Attribution, ...]:
        model = load_attribution_model(network)
        return find_learned_attributions(text, sentences, quotations, statements, model)

    return find


ENGINES: Mapping[Engine, FindAttributions] = {
    "accurate": _learned("accurate"),
    "fast": _learned("fast"),
    "rules": find_attributions,
}
if _differing := ENGINES.keys() ^ set(get_args(Engine)):
    raise ImportError(
        f"engine {' and '.join(sorted(_differing))}: an engine stands both in Engine"
        " (transforms/models/engine_names.py) and in ENGINES (engines.py)"
    )


def find_quotes(
    text: str,
    sentences: Sequence[Sentence],
    *,
    engine: Engine = DEFAULT_ENGINE,
) -> tuple[Attribution, ...]:
    """The attributions of one engine, with their relays and the attributions inside them.

    Ordered by where their content begins.
    """
    quotations = find_quotations(text, sentences)
    statements = tuple(find_statements(text, sentences, quotations))
    found = ENGINES[engine](text, sentences, quotations, statements)
    found = without_acts(text, with_repairs(text, sentences, quotations, found))
    found = with_relays(text, statements, quotations, found)
    found = with_certain(statements, found)
    found, given = words_given(text, statements, quotations, found)
    found = with_nested(text, sentences, quotations, found, given)
    return with_stances(text, statements, found)

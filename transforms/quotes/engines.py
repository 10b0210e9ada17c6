"""Engines: what finds attributions under each name that the settings may give.

Pure. To add an engine, write a function like ``FindAttributions``, enter it in ``ENGINES`` and add
its name to ``transforms.models.Engine``. Where one of the two is missing, the import of this module
fails, and with it every run, before a document is read. Relays and nested attributions are found
after every engine alike. Rows of an engine other than the default carry its name in
``extractor_version``, so that a change of the engine redoes the documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol, get_args

from transforms.models import DEFAULT_ENGINE, Engine, Network
from transforms.quotes.acts import without_acts
from transforms.quotes.attribution import UNCERTAIN, Attribution
from transforms.quotes.certain import with_certain
from transforms.quotes.closing_cues import with_closing_cues
from transforms.quotes.extents import with_extents
from transforms.quotes.learned.attribution_finder import find_learned_attributions
from transforms.quotes.learned.attribution_model import load_attribution_model
from transforms.quotes.mouths import words_given
from transforms.quotes.nesting import with_nested
from transforms.quotes.relays import with_relays
from transforms.quotes.repairs import with_repairs
from transforms.quotes.rules import find_attributions
from transforms.quotes.stances import with_stances
from transforms.quotes.statements import Statement, find_statements
from transforms.text import Quotation, Sentence, Span, find_quotations


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

        ``continues`` is a position in what is returned; ``parent`` stays None. Those of the method
        ``UNCERTAIN`` come last; they become issues.
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


class QuoteReading(NamedTuple):
    """What an engine made of a text.

    attributions: with their relays and the attributions inside them, ordered by where their content
                  begins.
    left_out:     contents for which too little speaks, in text order.
    """

    attributions: tuple[Attribution, ...]
    left_out: tuple[Span, ...]


def find_quotes(
    text: str,
    sentences: Sequence[Sentence],
    *,
    engine: Engine = DEFAULT_ENGINE,
) -> tuple[Attribution, ...]:
    """The attributions of one engine: ``read_quotes`` without what it left out."""
    return read_quotes(text, sentences, engine=engine).attributions


def read_quotes(
    text: str,
    sentences: Sequence[Sentence],
    *,
    engine: Engine = DEFAULT_ENGINE,
) -> QuoteReading:
    """The attributions of one engine, and the contents that it saw and that are no row."""
    quotations = find_quotations(text, sentences)
    statements = tuple(find_statements(text, sentences, quotations))
    seen = ENGINES[engine](text, sentences, quotations, statements)
    found = tuple(one for one in seen if one.method != UNCERTAIN)
    found = without_acts(text, with_repairs(text, sentences, quotations, found))
    found, foreign = with_extents(text, sentences, statements, quotations, found)
    found = with_relays(text, statements, quotations, found)
    found = with_certain(statements, found)
    found, given = words_given(text, statements, quotations, found)
    found, given = with_closing_cues(text, statements, quotations, found, given)
    found = with_nested(text, sentences, quotations, found, given)
    doubted = (one.span for one in seen if one.method == UNCERTAIN and one.is_statement)
    return QuoteReading(with_stances(text, statements, found), tuple(sorted({*doubted, *foreign})))

"""Measure: how often the speaker of a gold source is right, wrong or left open.

    python -m training.speakers measure

A source whose gold is a name is right when the quote has that name, and left open when it has none.
A source whose gold is a role is right when the quote has no name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from training.speakers.gold import GoldText, form_of, is_same_name
from transforms.quotes import Choose, Quote, resolve_speakers

Tally = dict[str, Counter[str]]


def measure(
    texts: Iterable[GoldText], choose: Choose | None = None, *, shows: bool = False
) -> Tally:
    """Verdicts by form of the source and sort of gold: "he/she, name"."""
    tally: Tally = defaultdict(Counter)
    for one in texts:
        quotes = resolve_speakers(one.text, one.sentences, one.attributions, one.named, choose)
        for quote, who in zip(quotes, one.who, strict=True):
            source = quote.attribution.source
            surface = source.of(one.text) if source else ""
            if who == "?":
                continue
            is_name = who[0].isupper()
            verdict = _verdict(quote, who, is_name=is_name)
            tally[f"{form_of(surface)}, {'name' if is_name else 'role'}"][verdict] += 1
            if shows and verdict != "right":
                print(one.doc_id, source, "|", surface, "|", who, "|", quote.speaker_name)
    return tally


def _verdict(quote: Quote, who: str, *, is_name: bool) -> str:
    name = quote.speaker_name
    if name is None:
        return "open" if is_name else "right"
    return "right" if is_name and is_same_name(name, who) else "wrong"


def table(tally: Tally) -> str:
    """The verdicts as lines, one per form, and the sum."""
    lines = []
    total: Counter[str] = Counter()
    for form, counts in sorted(tally.items()):
        total += counts
        lines.append(_line(form, counts))
    return "\n".join([*lines, _line("all", total)])


def _line(form: str, counts: Counter[str]) -> str:
    number = counts.total()
    parts = [f"{verdict} {counts[verdict]:4}" for verdict in ("right", "wrong", "open")]
    return f"{form:24} {number:5}  {'  '.join(parts)}  {100 * counts['right'] / number:5.1f} %"

"""How much work it is to find who asserts each figure."""

from __future__ import annotations

import cProfile
from types import SimpleNamespace

from transforms.tables.claims import claims_of
from transforms.text import Span


def _work_of_claims(repeated: int) -> int:
    """Calls of functions until each figure of a page has its quote and its subject."""
    places = [Span(at * 100, at * 100 + 90) for at in range(repeated)]
    quotes = [
        SimpleNamespace(attribution=SimpleNamespace(attribution_kind="speech", segments=(span,)))
        for span in places
    ]
    named = [SimpleNamespace(mention=SimpleNamespace(span=span), entity_id="e") for span in places]
    figures = [SimpleNamespace(span=span, measured=span, kind="count") for span in places]
    profile = cProfile.Profile()
    found = profile.runcall(
        lambda: list(claims_of(figures, quotes, named))  # type: ignore[arg-type]  # only these fields are read
    )
    assert [one.quote for one in found] == list(range(repeated))
    assert {one.subject_entity_id for one in found} == {"e"}
    return sum(entry.callcount for entry in profile.getstats())


def test_work_grows_with_the_page_and_not_with_its_square() -> None:
    assert _work_of_claims(400) < 6 * _work_of_claims(100)

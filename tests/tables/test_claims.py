"""Who asserts each figure, and how much work it is to find out."""

from __future__ import annotations

import cProfile
from types import SimpleNamespace

import pytest

from transforms.annotate import annotate
from transforms.documents import RawDocument, read_document
from transforms.quotes import Stance
from transforms.tables import build_rows
from transforms.tables.claims import claims_of
from transforms.text import Span


def _work_of_claims(repeated: int) -> int:
    """Calls of functions until each figure of a page has its quote and its subject."""
    text = (
        "There is no proof that 90 votes were forged in the count, she said. ".ljust(100) * repeated
    )
    sentences = [SimpleNamespace(span=Span(0, len(text)))]  # the longest that there can be
    places = [Span(at * 100, at * 100 + 90) for at in range(repeated)]
    quotes = [
        SimpleNamespace(
            attribution=SimpleNamespace(
                attribution_kind="speech",
                segments=(span,),
                cue=None,
                stance="asserts",
                cue_negated=False,
            )
        )
        for span in places
    ]
    named = [SimpleNamespace(mention=SimpleNamespace(span=span), entity_id="e") for span in places]
    figures = [
        SimpleNamespace(span=span, measured=around, kind="count", sentence_index=0)
        for around in places
        for span in [Span(around.start_char + 23, around.start_char + 25)]
    ]
    profile = cProfile.Profile()
    found = profile.runcall(
        lambda: list(claims_of(text, sentences, figures, quotes, named))  # type: ignore[arg-type]  # only these fields are read
    )
    assert [one.quote for one in found] == list(range(repeated))
    assert {one.subject_entity_id for one in found} == {"e"}
    return sum(entry.callcount for entry in profile.getstats())


def test_work_grows_with_the_page_and_not_with_its_square() -> None:
    assert _work_of_claims(400) < 6 * _work_of_claims(100)


CLAIMS: list[tuple[str, Stance, str | None]] = [
    ("Ann Poole said 300 jobs would go.", "asserts", "Ann Poole"),
    ("Ann Poole denied that 300 jobs would go.", "denies", None),
    ("Ann Poole dismissed claims that 300 jobs would go.", "denies", None),
    ("Ann Poole dismissed a report that 300 jobs would go as a joke.", "denies", None),
    ("Ann Poole did not say whether 300 jobs would go.", "declines", None),
    ("Ann Poole said there was no evidence that 300 jobs would go.", "denies", None),
    ("Ann Poole said the 40 per cent figure given by the rail firm was wrong.", "denies", None),
    ("Ann Poole said that if 300 jobs went the town would die.", "supposes", "Ann Poole"),
    ("A bolder minister would have said that 300 jobs would go.", "supposes", None),
    ("“Will 300 jobs go by May?” Ann Poole asked.", "asks", "Ann Poole"),
    ("There is no evidence that 300 jobs will go.", "denies", None),
    ("Ann Poole denied that the £3m deal was illegal.", "asserts", None),
    ("Ann Poole denied that the deal, signed by 40 firms, was illegal.", "asserts", None),
    ("Ann Poole denied robbing a 12-year-old girl.", "asserts", None),
    ("Ann Poole rejected an offer of £300.", "asserts", None),
    ("Ann Poole rejected claims that 300 jobs would go.", "denies", None),
    ("Ann Poole did not say whether the £3m deal was illegal.", "asserts", None),
    ("Ann Poole said 60 jobs would go, and not 300.", "denies", None),
    ("Ann Poole expects 300 jobs to go.", "asserts", "Ann Poole"),
    ("Ann Poole fears that 300 jobs will go.", "asserts", "Ann Poole"),
    ("Ann Poole hopes the 300 jobs will stay.", "asserts", None),
    ("Ann Poole wants to sell 300 vans.", "asserts", None),
]


@pytest.mark.parametrize(("text", "stance", "asserter"), CLAIMS)
def test_only_who_puts_a_figure_forward_asserts_it(
    text: str, stance: Stance, asserter: str | None
) -> None:
    raw = RawDocument("0" * 16, "herald/a.txt", None, "f" * 64, "page", text.encode())
    rows = build_rows(annotate(read_document(raw), "rules"), "test")
    figure = rows["figures"][-1]
    names = {row["entity_id"]: row["canonical_name"] for row in rows["entities"]}
    assert figure["stance"] == stance
    assert names.get(figure["asserted_by_entity_id"], figure["asserted_by_role"]) == asserter

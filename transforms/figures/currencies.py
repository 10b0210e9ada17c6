"""Currencies: how a text writes them, as ``currencies.tsv`` lists it.

Pure. The lexicon explains its columns and the places in which a surface may stand.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from transforms.lexicon import number_of, read_lexicon

CurrencyPlace = Literal["before", "glued", "word", "adjective", "behind", "letter"]


class CurrencySurface(NamedTuple):
    """One way to write a currency.

    code:  ISO 4217, or "cent", "pence", "sen".
    least: the smallest amount that is money without a cue beside it.
    """

    surface: str
    code: str
    place: str
    is_assumed: bool
    needs_case: bool
    least: float


def currency_surfaces(*places: CurrencyPlace) -> tuple[CurrencySurface, ...]:
    """The surfaces that may stand in one of the places, in the order of the lexicon.

    >>> [one.code for one in currency_surfaces("before") if one.surface == "A$"]
    ['AUD']
    """
    return tuple(
        CurrencySurface(
            row["surface"],
            row["code"],
            row["place"],
            is_assumed=row["assumed"] == "yes",
            needs_case=row["needs_case"] == "yes",
            least=number_of("currencies", row, "least") if row["least"] else 0.0,
        )
        for row in read_lexicon("currencies")
        if row["place"] in places
    )


def hundredths() -> dict[str, str]:
    """The code of each currency whose hundredth is read with it, and the hundredth's unit.

    >>> hundredths()["GBP"]
    'pence'
    """
    return {row["code"]: row["hundredth"] for row in read_lexicon("currencies") if row["hundredth"]}

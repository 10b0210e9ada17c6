"""Attested links: what articles say of two names by using both for one entity.

Pure. An article that writes "Norvik Port Authority (NPA)" shows what "NPA" means in articles that
write nothing else. A rule is accepted where it leaves no doubt and no article says otherwise; what
other rules find are questions to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from transforms.entities.links import EntityRef, Link
from transforms.names import entity_id_of

RULES: Mapping[str, tuple[float, bool]] = {
    "acronym_defined": (0.98, True),
    "middle_name": (0.95, True),
    "nickname": (0.9, True),
    "misspelt_given_name": (0.9, True),
    "misspelt_middle_name": (0.9, True),
    "acronym": (0.8, False),
    "initial": (0.7, False),
    "misspelt_surname": (0.7, False),
    "short_form": (0.6, False),
    "surname": (0.5, False),
    "given_name": (0.3, False),
}
"""By the link reason of a mention: the score of what it attests, and whether that is accepted."""
_SINGLE = frozenset(["surname", "given_name"])
"""Rules that ask no question about a name that several entities share: too many would."""
_SLIPS = frozenset(["misspelt_given_name", "misspelt_middle_name"])
"""Rules that are accepted only from the rarer spelling to the more frequent one."""
VARIANTS = {
    "surface_id": pl.String(), "surface": pl.String(), "entity_id": pl.String(),
    "link_reason": pl.String(), "story_count": pl.Int32(), "mention_id": pl.String(),
    "published_date": pl.Date(),
}  # fmt: skip
"""What articles call an entity beside its full name; surface_id: the entity whose name that is."""
NAMES = {
    "entity_id": pl.String(), "entity_type": pl.String(), "canonical_name": pl.String(),
    "story_count": pl.Int32(), "mention_id": pl.String(), "published_date": pl.Date(),
}  # fmt: skip


def attested_links(names: pl.DataFrame, variants: pl.DataFrame) -> list[Link]:
    """Links between names of which some articles write one, and others both for one entity.

    Args:
        names: one row per entity, columns as ``NAMES``.
        variants: one row per surface, entity and link reason, as ``variants_of`` leaves them;
            columns as ``VARIANTS``.
    """
    ids = names.select("entity_id")
    uses = variants.join(ids, left_on="surface_id", right_on="entity_id", how="semi",
                         maintain_order="left").join(
        ids, on="entity_id", how="semi", maintain_order="left"
    )  # fmt: skip
    named = pl.concat([uses["surface_id"], uses["entity_id"]]).unique().to_frame("entity_id")
    known = {
        row["entity_id"]: row
        for row in names.join(named, on="entity_id", how="semi").iter_rows(named=True)
    }
    by_left: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in uses.iter_rows(named=True):
        by_left[row["surface_id"]].append(row)
    return [
        link
        for left_id, rows in sorted(by_left.items())
        for link in _links(known[left_id], rows, known)
    ]


def variants_of(uses: pl.DataFrame) -> pl.DataFrame:
    """Those of the uses that can attest a link, with the column surface_id.

    uses: one row per surface, entity and link reason; columns as ``VARIANTS`` and entity_type
          instead of surface_id.
    """
    ruled = uses.filter(pl.col("link_reason").is_in([*RULES]))
    called = ruled.select("entity_type", "surface").unique()
    ids = [entity_id_of(kind, surface) for kind, surface in called.iter_rows()]
    keyed = ruled.join(
        called.with_columns(surface_id=pl.Series(ids, dtype=pl.String)),
        on=["entity_type", "surface"],
        maintain_order="left",
    )
    return keyed.filter(pl.col("surface_id") != pl.col("entity_id")).select(VARIANTS.keys())


def _links(
    left: Mapping[str, Any], rows: list[dict[str, Any]], known: Mapping[str, Mapping[str, Any]]
) -> Iterator[Link]:
    """One link per entity that a name was used for, by the best rule that says so."""
    by_right: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_right[row["entity_id"]].append(row)
    total = sum(row["story_count"] for row in rows)
    for right_id, uses in sorted(by_right.items()):
        best = min(uses, key=lambda row: (-RULES[row["link_reason"]][0], row["mention_id"]))
        rule, right = best["link_reason"], known[right_id]
        if len(by_right) > 1 and rule in _SINGLE:
            continue
        stories = sum(row["story_count"] for row in uses)
        score, is_accepted = RULES[rule]
        if len(by_right) > 1:
            is_accepted, score = False, score * stories / total
        if rule in _SLIPS and left["story_count"] >= right["story_count"]:
            is_accepted, score = False, score / 2
        explained = f" of {_stories(total)} that explain it" if len(by_right) > 1 else ""
        yield Link(
            left=EntityRef.of(left),
            right=EntityRef.of(right),
            decision="same" if is_accepted else "unsure",
            rule=rule,
            score=round(score, 4),
            actor="rule",
            evidence=f"“{best['surface']}” is {right['canonical_name']} in {_stories(stories)}"
            + explained,
            story_count=stories,
            mention_id=best["mention_id"],
            published_date=best["published_date"],
        )


def _stories(count: int) -> str:
    return f"{count} stor{'y' if count == 1 else 'ies'}"

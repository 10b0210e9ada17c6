"""Similar names: entities that no article names together, but whose names are nearly the same.

Pure. Always questions to a person, never merged: a slip of the pen ("Vladmir Putin"), a short form
of a given name, another spelling of a foreign sound, the family name first or last, an acronym
whose letters fit. Names are compared only where they share a signature: the rest of the name and
the letters of the word in question without one of them, its consonants, its words in alphabetical
order.

Which names are alike follows from the names alone. So what was found for a version is kept, and for
the next one only names are compared that are new, or that share a signature with too many no more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import polars as pl

from transforms.names import (
    EntityType,
    acronym_letters,
    edit_distance,
    full_forms,
    genders_clash,
    initials_of,
    is_family_first,
    is_given_name,
    normalised_name,
    same_person,
    sound_of,
)

_SHORTEST_WORD, _SHORTEST_NAME = 5, 8
"""Fewest letters of a word of a person's name, and of another name, with which one slip leaves it
recognisable."""
_MOST_AT_ONCE = 50
"""Most names that may share a signature: one that more names share says nothing of any two."""
_SCORES = {"misspelt_given_name": 0.6, "misspelt_middle_name": 0.6, "misspelt_surname": 0.5,
           "nickname": 0.6, "initial": 0.4, "middle_name": 0.6, "misspelt_name": 0.5,
           "surname": 0.4, "initials": 0.4, "transliteration": 0.5, "name_order": 0.5}  # fmt: skip
_FEWEST_CONSONANTS, _FEWEST_IN_GIVEN = 5, 3
"""Consonants that two names must share to be spellings of one sound, and their given names if they
differ: "Mohamed" and "Muhammad" have four, "Anna" and "Anne" two. Set by hand."""
_ARTICLES = frozenset({"al", "el"})

_NAMED = ["entity_id", "entity_type", "canonical_name"]
_INITIALS = "initials"
SIGNED = {
    "entity_id": pl.String(), "entity_type": pl.String(), "canonical_name": pl.String(),
    "signatures": pl.List(pl.Int64()),
}  # fmt: skip
"""A name, and the hashes of what it shares with those that it is compared with, sorted."""
ALIKE = {"one_id": pl.String(), "other_id": pl.String(), "rule": pl.String()}
"""Two entities and the rule by which they are alike, the acronym or else the lower id first."""


def side_by_side(names: pl.DataFrame, alike: pl.DataFrame) -> pl.DataFrame:
    """Both names of each pair that is alike.

    Args:
        names: one row per entity, columns as ``attested.NAMES``.
        alike: columns as ``ALIKE``, of these names.

    Returns:
        The rule, and of each side id, name, type, stories, mention_id and published_date, with
        "one_" and "other_" before them.
    """
    facts = names.select(
        pl.col("entity_id").alias("id"),
        pl.col("canonical_name").alias("name"),
        pl.col("entity_type").alias("type"),
        pl.col("story_count").alias("stories"),
        "mention_id",
        "published_date",
    )
    one, other = (facts.select(pl.all().name.prefix(side)) for side in ("one_", "other_"))
    return alike.join(one, on="one_id").join(other, on="other_id")


def similar_names(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs of entities that may be one, as questions; columns as the fields of ``Link``.

    pairs: as ``side_by_side`` gives them.
    """
    # The name that more stories have is more likely the right one.
    is_left = (pl.col("one_stories") < pl.col("other_stories")) | (pl.col("rule") == _INITIALS)
    sided = pairs.select(
        "rule",
        *(
            pl.when(is_left)
            .then(pl.col(f"{one}_{field}"))
            .otherwise(pl.col(f"{other}_{field}"))
            .alias(f"{side}_{field}")
            for side, one, other in (("left", "one", "other"), ("right", "other", "one"))
            for field in ("id", "name", "type", "stories")
        ),
        *(
            pl.when(is_left).then(pl.col(f"one_{field}")).otherwise(pl.col(f"other_{field}"))
            .alias(field)
            for field in ("mention_id", "published_date")
        ),
    )  # fmt: skip
    is_initials = pl.col("rule") == _INITIALS
    shortened = sided.filter(is_initials)  # what initials say of two names is asked once
    spelt = sided.filter(~is_initials).join(shortened, on=["left_id", "right_id"], how="anti")
    return pl.concat([shortened, spelt]).select(
        *(f"{side}_{field}" for side in ("left", "right") for field in ("id", "name", "type")),
        "rule",
        decision=pl.lit("unsure"),
        score=pl.col("rule").replace_strict(_SCORES, return_dtype=pl.Float64),
        actor=pl.lit("rule"),
        evidence=pl.format(
            "{} against {} stories; none names both", "left_stories", "right_stories"
        ),
        story_count=pl.lit(0, pl.Int32),
        mention_id="mention_id",
        article_id=pl.lit(None, pl.String),
        published_date="published_date",
    )


def compared(
    names: pl.DataFrame, signed_before: pl.DataFrame, alike_before: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The names with their signatures, and which of them are alike.

    Args:
        names: one row per entity, with the columns of ``_NAMED``.
        signed_before, alike_before: what this function gave for other names; empty frames of
            ``SIGNED`` and ``ALIKE`` compare all names.

    Returns:
        Columns as ``SIGNED`` and as ``ALIKE``: the same, whatever was there before.
    """
    named = ["entity_id", "canonical_name"]
    same = signed_before.select(named).join(names, on=named, how="semi").select("entity_id")
    fresh = signed(names.join(same, on="entity_id", how="anti"))
    kept, gone = signed_before, signed_before.clear()
    if same.height < signed_before.height:  # copying signatures costs more than all else here
        kept = signed_before.join(same, on="entity_id", how="semi")
        gone = signed_before.join(same, on="entity_id", how="anti")
    if gone.is_empty() and fresh.is_empty():
        return kept, alike_before
    now = pl.concat([kept, fresh])
    holders = _holders(now)
    again = _to_compare(holders, kept.height, _holders(gone)["signature"])
    redone = pl.concat([now["entity_id"].gather(again), gone["entity_id"]]).to_frame("entity_id")
    left = alike_before.join(redone, left_on="one_id", right_on="entity_id", how="anti").join(
        redone, left_on="other_id", right_on="entity_id", how="anti"
    )
    found = _alike(now, _pairs(holders, again))
    return now, pl.concat([left, found])


def signed(names: pl.DataFrame) -> pl.DataFrame:
    """The names with the hashes of their signatures; columns as ``SIGNED``."""
    rows = [
        (entity_id, kind, name, sorted(map(_key, _signatures(kind, name))))
        for entity_id, kind, name in names.select(_NAMED).iter_rows()
    ]
    return pl.DataFrame(rows, SIGNED, orient="row")


def _key(signature: str) -> int:
    """A hash of a signature; odd for initials, which have a rule of their own."""
    digest = hashlib.blake2b(signature.encode(), digest_size=8).digest()
    number = int.from_bytes(digest, signed=True)
    return number | 1 if signature.startswith("i|") else number & ~1


def _holders(names: pl.DataFrame) -> pl.DataFrame:
    """One row per signature and name: columns signature and at, the place of the name."""
    places = pl.int_range(pl.len(), dtype=pl.UInt32).alias("at")
    return names.select(places, signature="signatures").explode("signature").drop_nulls()


def _to_compare(holders: pl.DataFrame, known: int, gone: pl.Series) -> pl.Series:
    """The places of names that must be compared again.

    Those are the new ones, and all that share a signature which too many names shared before or
    share now, but not both: of these, any two may be compared now or be no more.

    Args:
        holders: as ``_holders`` gives them.
        known: how many names from the first on were compared before.
        gone: signatures of the names that are there no more, each as often as names had it.
    """
    touched = pl.concat([holders.filter(pl.col("at") >= known)["signature"], gone])
    near = holders.join(touched.unique().to_frame("signature"), on="signature", how="semi")
    sizes = near.group_by("signature").agg(
        now=pl.len(), before=(pl.col("at") < known).sum()
    ).join(gone.value_counts(name="gone").rename({gone.name: "signature"}),
           on="signature", how="left")  # fmt: skip
    before = pl.col("before") + pl.col("gone").fill_null(0)
    crossing = sizes.filter((pl.col("now") > _MOST_AT_ONCE) != (before > _MOST_AT_ONCE))
    more = near.join(crossing, on="signature", how="semi")["at"]
    new = holders.filter(pl.col("at") >= known)["at"]
    return pl.concat([new, more]).unique()


def _pairs(holders: pl.DataFrame, again: pl.Series) -> pl.DataFrame:
    """Pairs of names that share a signature, one of them among ``again``.

    Returns:
        Columns at, other_at and of_initials: whether the signature is one of initials.
    """
    wanted = again.to_frame("at")
    own = holders.join(wanted, on="at", how="semi")
    near = holders.join(own.select("signature").unique(), on="signature", how="semi")
    sizes = near.group_by("signature").len().filter(pl.col("len").is_between(2, _MOST_AT_ONCE))
    marked = near.join(sizes, on="signature", how="semi").join(
        wanted.with_columns(is_again=True), on="at", how="left"
    )
    pairs = marked.filter("is_again").join(marked, on="signature", suffix="_other")
    once = (
        pl.when("is_again_other")
        .then(pl.col("at") < pl.col("at_other"))
        .otherwise(pl.col("at") != pl.col("at_other"))
    )
    return (
        pairs.filter(once)
        .select("at", other_at="at_other", of_initials=pl.col("signature") % 2 != 0)
        .unique()
    )


def _alike(names: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Those of the pairs that a rule finds alike; columns as ``ALIKE``."""
    places = pl.concat([pairs["at"], pairs["other_at"]]).unique()
    named = names.select(_NAMED).select(pl.all().gather(places))
    known = dict(zip(places, named.iter_rows(), strict=True))
    found = []
    for at, other_at, of_initials in pairs.iter_rows():
        one, other = sorted((known[at], known[other_at]))
        rule = _rule(of_initials, one[1], one[2], other[2])
        if rule == _INITIALS and acronym_letters(one[2]) is None:
            one, other = other, one
        if rule is not None:
            found.append((one[0], other[0], rule))
    return pl.DataFrame(found, ALIKE, orient="row")


def _signatures(kind: EntityType, written: str) -> set[str]:
    """What a name has in common with those that it is compared with."""
    normalised = normalised_name(kind, written)
    words = normalised.split(" ")
    if kind == "person":
        if len(words) < 2:
            return set()
        given, surname = words[0], words[-1]
        return {
            *(f"s|{surname}|{form}" for form in full_forms(given)),
            *(f"g|{surname}|{rest}" for rest in _without_one(given)),
            *(f"f|{given}|{rest}" for rest in _without_one(surname)),
            f"o|{' '.join(sorted(words))}",
            f"t|{sound_of(_worded(words))[0]}",
        }
    found = set()
    if kind == "org":
        letters = acronym_letters(written)
        found = {f"i|{one}" for one in ({letters} if letters else initials_of(written))}
    if len(normalised) >= _SHORTEST_NAME and not any(map(str.isdigit, normalised)):
        found |= {f"{kind}|{rest}" for rest in _without_one(normalised)}
    return found


def _without_one(word: str) -> set[str]:
    """A word, and what is left of it without one letter; nothing of a short word."""
    if len(word) < _SHORTEST_WORD:
        return set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _rule(of_initials: bool, kind: EntityType, name: str, other: str) -> str | None:
    """How two names of a type that share a signature are alike; None when they are not."""
    if kind == "person":
        found = same_person(name, other)
        return found[1] if found else _person_rule(name, other)
    if of_initials:
        is_short, is_other_short = (acronym_letters(one) is not None for one in (name, other))
        return _INITIALS if is_short != is_other_short else None
    folded, other_folded = (normalised_name(kind, one) for one in (name, other))
    return "misspelt_name" if edit_distance(folded, other_folded, limit=1) == 1 else None


def _person_rule(name: str, other_name: str) -> str | None:
    """How two persons' names are alike beyond slips of the pen; None when they are not."""
    words, others = (normalised_name("person", one).split(" ") for one in (name, other_name))
    if words != others and sorted(words) == sorted(others):
        has_family_first = any(_is_family_first(one) for one in (name, other_name))
        return "name_order" if has_family_first or _may_turn(words, others) else None
    return "transliteration" if _sounds_alike(_worded(words), _worded(others)) else None


def _is_family_first(name: str) -> bool:
    return is_family_first(tuple(name.casefold().split()))


def _may_turn(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the family name stands first in one of two names of the same words.

    "Martin Thomas" and "Thomas Martin" are two people, since each begins with a given name.
    """
    return not (is_given_name(words[0]) and is_given_name(others[0]))


def _sounds_alike(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two names are spellings of one sound: all consonants agree, all vowels but one."""
    (consonants, vowels), (other_consonants, other_vowels) = sound_of(words), sound_of(others)
    if consonants != other_consonants or len(consonants) < _FEWEST_CONSONANTS:
        return False
    if edit_distance(vowels, other_vowels, limit=1) > 1 or genders_clash(words[0], others[0]):
        return False
    if words[0] == others[0]:
        return True
    if len(sound_of(words[:1])[0]) < _FEWEST_IN_GIVEN:
        return False
    return sound_of(words[-1:]) == sound_of(others[-1:])


def _worded(words: Sequence[str]) -> list[str]:
    """The words of a name without the Arabic article."""
    return [word for word in words if word not in _ARTICLES] or list(words)

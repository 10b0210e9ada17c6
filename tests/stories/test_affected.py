"""What a change touches: found from the change, it is what a comparison of everything finds."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.support.tellings import beginning, closing_prices, edited, report
from transforms.stories.affected import BodyChange, what_changes
from transforms.stories.candidates import (
    Flags,
    Pairs,
    candidate_pairs,
    differing,
    is_enough,
    pairs_with,
)
from transforms.stories.copies import Body, body_of
from transforms.stories.families import Ties, families_of
from transforms.stories.samples import Samples
from transforms.stories.shingles import SAMPLED_BELOW, fingerprint, sampled
from transforms.stories.union import connected

SIGNATURE: dict[str, Any] = {
    "fingerprint": pl.String,
    "word_count": pl.Int32,
    "shingles": pl.List(pl.Int32),
}


def phrases(seed: int, bodies: int, hashes: int) -> pl.DataFrame:
    """Signatures of bodies that share hashes as texts share phrases: some hashes with very many."""
    random_ = random.Random(seed)
    known = [random_.randrange(SAMPLED_BELOW) for _ in range(hashes)]
    rows = []
    for number in range(bodies):
        often = [one for one in known[:4] if random_.random() < 0.8]
        some = {*random_.sample(known, random_.randint(0, 12)), *often}
        rows.append((f"{number:016x}", random_.randint(50, 90), sorted(some)))
    return pl.DataFrame(rows, schema=SIGNATURE, orient="row")


def one_in(count: int, size: int, random_: random.Random) -> Flags:
    """Flags of which one in ``count`` is set."""
    return np.array([random_.randrange(count) == 0 for _ in range(size)])


def counts(pairs: Pairs) -> dict[tuple[int, int], int]:
    return {
        (int(longer), int(shorter)): int(shared)
        for longer, shorter, shared in zip(pairs.longer, pairs.shorter, pairs.shared, strict=True)
    }


@pytest.mark.parametrize("seed", range(5))
def test_every_body_that_has_a_wanted_hash_is_found(seed: int) -> None:
    signatures = phrases(seed, 200, 3000)
    samples = Samples(signatures)
    wanted = np.unique(np.array([*samples.of(np.array([3, 50])), 7, SAMPLED_BELOW], np.uint32))
    hashes, rows = samples.having(wanted)
    expected = {
        (value, name)
        for name, values in signatures.select("fingerprint", "shingles").iter_rows()
        for value in values
        if value in {*wanted.tolist()}
    }
    assert {*zip(hashes.tolist(), samples.names.gather(rows), strict=True)} == expected


@pytest.mark.parametrize("hashes", [30, 400])
@pytest.mark.parametrize("seed", range(6))
def test_pairs_of_some_bodies_are_those_of_all_that_they_stand_in(seed: int, hashes: int) -> None:
    signatures = phrases(seed, 150, hashes)
    samples, random_ = Samples(signatures), random.Random(seed)
    there = ~one_in(4, 150, random_)
    names = samples.names.filter(pl.Series(there))
    everything = candidate_pairs(signatures.filter(pl.col("fingerprint").is_in(names.implode())))
    some = np.flatnonzero(one_in(6, 150, random_) & there)
    asked = samples.names.gather(some)
    is_asked = pl.any_horizontal(pl.col("longer", "shorter").is_in(asked.implode()))
    found = pairs_with(samples, there, some).frame(samples.names)
    assert found.equals(everything.filter(is_asked))
    assert found.height


@pytest.mark.parametrize("hashes", [30, 400])
@pytest.mark.parametrize("seed", range(6))
def test_pairs_that_differ_are_told_from_the_bodies_that_came_and_went(
    seed: int, hashes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transforms.stories.candidates._FEWEST_SHARED", 0)
    monkeypatch.setattr("transforms.stories.candidates._LEAST_SHARED", 0.0)  # count every pair
    samples, random_ = Samples(phrases(seed, 150, hashes)), random.Random(seed)
    came, went = (one_in(random_.choice([8, 40]), 150, random_) for _ in range(2))
    went &= ~came
    before, after = (counts(pairs_with(samples, there, np.arange(150))) for there in (~came, ~went))
    expected = {pair: after.get(pair, 0) - before.get(pair, 0) for pair in {*before, *after}}
    assert counts(differing(samples, came, went)) == {
        pair: more for pair, more in expected.items() if more
    }


def test_memory_for_pairs_does_not_decide_which_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    signatures = phrases(1, 150, 60)
    at_once = candidate_pairs(signatures)
    monkeypatch.setattr("transforms.stories.candidates._KEYS_AT_ONCE", 100)
    assert candidate_pairs(signatures).equals(at_once)


def test_few_hashes_make_no_candidate() -> None:
    samples = Samples(phrases(1, 20, 30))
    pair = Pairs(np.array([0]), np.array([1]), np.array([2]))
    assert is_enough(samples, pair, np.array([1])).tolist() == [False]
    assert is_enough(samples, pair, np.array([5])).tolist() == [True]


def texts() -> list[str]:
    """Stories with copies, excerpts, round-ups and reports of a kind."""
    stories = [report(number) for number in range(5)]
    return [
        *stories,
        *(edited(story, 0.15, seed) for seed, story in enumerate(stories)),
        *(edited(stories[0], 0.3, seed) for seed in range(9, 12)),
        *(beginning(story, 2) for story in stories[:3]),
        *(beginning(edited(story, 0.1, 7), 3) for story in stories[:2]),
        beginning(stories[1], 4) + "\n\n" + beginning(stories[2], 4),
        beginning(stories[0], 3) + "\n\n" + stories[3],
        *(closing_prices(number) for number in range(6)),
    ]


BODIES: dict[str, Body] = {
    fingerprint(body.words): body for body in (body_of(text.split("\n\n")) for text in texts())
}
SIGNATURES = pl.DataFrame(
    [(name, len(body), sampled(body.shingles).tolist()) for name, body in BODIES.items()],
    schema=SIGNATURE,
    orient="row",
)


def families(names: set[str]) -> dict[str, frozenset[str]]:
    """The family of each body, all of them compared."""
    pairs = candidate_pairs(SIGNATURES.filter(pl.col("fingerprint").is_in([*names])))
    return families_among(names, pairs)


def families_among(names: set[str], pairs: pl.DataFrame) -> dict[str, frozenset[str]]:
    asked = list(pairs.select("longer", "shorter").iter_rows())
    found = families_of(names, asked, Ties(BODIES)).values()
    return {name: frozenset(family) for family in found for name in family}


@pytest.mark.parametrize("seed", range(40))
def test_families_followed_from_a_change_are_those_of_a_rebuild(seed: int) -> None:
    random_ = random.Random(seed)
    everyone = sorted(BODIES)
    before = set(random_.sample(everyone, random_.randint(0, len(everyone))))
    swapped = set(random_.sample(everyone, random_.choice([1, 1, 2, 6])))
    after = before ^ swapped
    was, is_now = families(before), families(after)
    samples = Samples(SIGNATURES.filter(pl.col("fingerprint").is_in([*(before | after)])))
    roots = sorted({min(family) for family in was.values()})
    number = {name: roots.index(min(family)) for name, family in was.items()}
    mates = set().union(*(was[name] for name in swapped & before)) & after
    change = BodyChange(
        came=samples.flags(after - before),
        went=samples.flags(before - after),
        seeds=samples.flags(mates | (swapped & after)),
        story=np.array([number.get(name, -1) for name in samples.names]),
    )
    ties = Ties(BODIES)

    def tied(pairs: Pairs) -> list[bool]:
        ends = (samples.names.gather(rows) for rows in (pairs.longer, pairs.shorter))
        return [ties.between(*pair) is not None for pair in zip(*ends, strict=True)]

    rows, pairs = what_changes(samples, change, tied)
    touched = {*samples.names.gather(rows)}
    found = families_among(touched, pairs.frame(samples.names))
    assert {name: found.get(name) or was[name] for name in after} == is_now


def test_groups_of_a_graph_are_its_connected_names() -> None:
    pairs = pl.DataFrame({"longer": ["b", "d", "a"], "shorter": ["c", "e", "c"]})
    assert connected(["x", "a"], pairs) == [["a", "b", "c"], ["d", "e"], ["x"]]

"""Outlet changes: which outlets fell silent, and whose new pages are unlike the old ones."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import polars as pl

from flows import store

_FEWEST_DAYS = 5
"""Days with an article, below which nobody knows how often an outlet publishes."""
_RECENT_DAYS = 20
_SLACK = 2
"""How many times its longest usual pause an outlet may pause."""

_FEWEST_NEW, _FEWEST_OLD, _MOST_OLD = 5, 10, 500
"""Pages from which on two groups are compared, and how many of the old ones at most."""
_DRAWS = 50
_BEYOND = 1.5
_LEAST = 0.15
"""Of all characters, what must at least be in other kinds of zones."""

Shares = Mapping[str, float]
"""Kind of zone to the share of a page's characters in zones of that kind."""


def silent_outlets(processed: Path, today: date, days: int) -> tuple[dict[str, int], set[str]]:
    """Outlets whose newest article is older than their usual pauses explain, and the other ones.

    An outlet is silent after ``days``, or after twice the longest pause among its last twenty days
    with an article, whichever is later.

    Returns:
        Silent outlets with the age of their newest article, in days; outlets that are not silent.
        Neither has those with fewer than five days.
    """
    published = _articles(store.files_of(processed, "articles"), "outlet", "published_date")
    by_outlet: defaultdict[str, set[date]] = defaultdict(set)
    for outlet, day in published.drop_nulls().iter_rows():
        by_outlet[outlet].add(day)
    return silences(by_outlet, today, days)


def silences(
    published: Mapping[str, Collection[date]], today: date, days: int
) -> tuple[dict[str, int], set[str]]:
    """The same, of outlets with the days on which each published.

    >>> weekly = [date(2024, 1, day) for day in (1, 8, 15, 22, 29)]
    >>> silences({"herald": weekly}, date(2024, 2, 12), 3)
    ({}, {'herald'})
    >>> silences({"herald": weekly}, date(2024, 2, 13), 3)
    ({'herald': 15}, set())
    """
    silent, heard = {}, set()
    for outlet, all_days in published.items():
        # a wrong date in the future must not hide a silence for years
        found = sorted(day for day in all_days if day <= today)
        recent = found[-_RECENT_DAYS:]
        if len(recent) < _FEWEST_DAYS:
            continue
        usual = max((later - earlier).days for earlier, later in pairwise(recent))
        age = (today - recent[-1]).days
        if age > max(days, _SLACK * usual):
            silent[outlet] = age
        else:
            heard.add(outlet)
    return silent, heard


def changed_layouts(processed: Path, before: Path | None) -> tuple[set[str], dict[str, str]]:
    """Outlets whose new pages have their characters in other kinds of zones than the old ones.

    New are the articles that the version before has not; both kinds are read by one extractor. The
    mean shares of new pages are compared with those of as many old ones, drawn fifty times: they
    differ if they are half as far again from the mean of all as the furthest draw, and by 15 % of
    the characters.

    Returns:
        Outlets whose pages are as they were; those whose pages differ, with what differs most.
        Neither has those with fewer than five new or ten old pages.
    """
    if before is None:
        return set(), {}
    known = _articles(sorted(before.glob("articles/**/*.parquet")), "article_id")
    pages = _articles(
        store.files_of(processed, "articles"), "article_id", "outlet", "published_date", "zones"
    ).drop_nulls("outlet")
    is_old = pl.col("article_id").is_in(known["article_id"].to_list())
    arrived = _shares_by_outlet(pages.filter(~is_old))
    candidates = [outlet for outlet, new in arrived.items() if len(new) >= _FEWEST_NEW]
    old_pages = pages.filter(is_old & pl.col("outlet").is_in(candidates))
    same, changed = set(), {}
    for outlet, old in _shares_by_outlet(old_pages).items():
        if len(old) < _FEWEST_OLD:
            continue
        found = difference(old[-_MOST_OLD:], arrived[outlet])
        if found is None:
            same.add(outlet)
        else:
            changed[outlet] = found
    return same, changed


def difference(old: Sequence[Shares], new: Sequence[Shares]) -> str | None:
    """What differs most between two groups of pages, as words; None if no more than by chance.

    >>> pages = [{"body": 0.9, "caption": 0.1}, {"body": 0.8, "caption": 0.2}] * 10
    >>> difference(pages, pages[:5])
    >>> difference(pages, [{"body": 0.3, "boilerplate": 0.7}] * 5)
    '70% of the characters are boilerplate, against 0% before'
    """
    usual, found = _mean(old), _mean(new)
    distance = _distance(usual, found)
    chance = random.Random(0)  # the same pages are judged alike each time
    drawn = max(_distance(usual, _mean(chance.choices(old, k=len(new)))) for _ in range(_DRAWS))
    if distance < max(_LEAST, _BEYOND * drawn):
        return None
    kinds = sorted(usual.keys() | found.keys())
    kind = max(kinds, key=lambda one: abs(usual.get(one, 0) - found.get(one, 0)))
    then, now = usual.get(kind, 0), found.get(kind, 0)
    return f"{now:.0%} of the characters are {kind}, against {then:.0%} before"


def _distance(one: Shares, other: Shares) -> float:
    """The share of the characters that are in another kind of zone, 0..1."""
    kinds = one.keys() | other.keys()
    return sum(abs(one.get(kind, 0) - other.get(kind, 0)) for kind in kinds) / 2


def _mean(pages: Sequence[Shares]) -> Shares:
    total: defaultdict[str, float] = defaultdict(float)
    for shares in pages:
        for kind, share in shares.items():
            total[kind] += share / len(pages)
    return total


def _shares_by_outlet(pages: pl.DataFrame) -> dict[str, list[Shares]]:
    """The shares of each page, by outlet, in the order of their dates."""
    found: defaultdict[str, list[Shares]] = defaultdict(list)
    ordered = pages.sort("published_date", "article_id", nulls_last=True)
    for outlet, zones in ordered.select("outlet", "zones").iter_rows():
        lengths: Counter[str] = Counter()
        for zone in zones or ():
            lengths[zone["kind"]] += zone["end_char"] - zone["start_char"]
        if whole := lengths.total():
            found[outlet].append({kind: length / whole for kind, length in lengths.items()})
    return dict(found)


def _articles(files: list[Path], *columns: str) -> pl.DataFrame:
    if not files:
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return pl.read_parquet(files, columns=list(columns))

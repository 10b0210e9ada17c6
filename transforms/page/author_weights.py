"""Author weights: which of the names that a page states are its authors.

Pure. Every name has labels: where it is stated, how it looks, who else is named there. The weights
of ``transforms/lexicon/author_weights.tsv`` were fitted on the open pages of public benchmarks
(``training/authors``); the sum is the logarithm of the odds that a name is an author's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from transforms.lexicon import (
    agency_of,
    number_of,
    read_lexicon,
    words_of,
)
from transforms.page.author_names import folded, split_names
from transforms.page.markup import StatedName

BIAS = "bias"
# Odds of 0.4; and of 0.1 for the likeliest person of a page on which no name has more. F1 was best
# so on pages left out of the fit (training/authors).
_LEAST, _LEAST_ALONE = -0.41, -2.2
_GIVEN_NAMES = words_of("given_names")
_ROLES = words_of("byline_roles") | words_of("outlet_words")
_PLACES = words_of("places")
_PARTICLES = words_of("name_particles")
_COLLECTIVE = {
    match: tuple(r["surface"] for r in read_lexicon("collective_words") if r["match"] == match)
    for match in ("whole", "start")
}
_DOMAIN = re.compile(r"\.\w{2,3}\b")
_SIGNS = re.compile(r"[\W_]+")
_FROM_FIELDS = ("linked.article", "meta.author", "meta.article")
_BESIDE = ("rel.below", "rel.above", "item.below", "item.above")
_NOT_PERSONS = frozenset(("collective", "outlet", "of outlet", "of host", "domain", "place"))
_PERSONS = frozenset(("person", "name"))
_FULL_NAME = 2  # words
_MANY = 3  # names, above which a page that states none firmly is full of other people's


@dataclass(slots=True)
class NamedOnPage:
    """A name that a page states, as first written, with the labels of all its places."""

    name: str
    labels: set[str] = field(default_factory=set)


def labels_by_name(
    stated: Iterable[StatedName], *, outlet: str | None, url: str | None
) -> dict[str, NamedOnPage]:
    """The names of a page by their words in lower case, each with its labels.

    outlet, url: of the page; a name that is in one of them is that of the outlet.
    """
    found: dict[str, NamedOnPage] = {}
    for one in stated:
        for name in split_names(one.text):
            if key := folded(name):
                found.setdefault(key, NamedOnPage(name)).labels.add(one.evidence)
    firm = {kind for named in found.values() for kind in _firm(named.labels)}
    for key, named in found.items():
        own = _firm(named.labels)
        kinds = {label.split(".")[0] for label in named.labels}
        looks = _looks_of(named.name, outlet, url)
        sort = _sort_of(looks)
        others = {other for other in found if other != key}
        more = {f"looks {look}" for look in looks} | {f"in {kind}" for kind in kinds}
        more |= {f"{sort} @ {label.removesuffix('.first')}" for label in named.labels}
        more |= {f"{sort} in {kind}" for kind in kinds} | {sort, f"agreed {min(len(kinds), 3)}"}
        more |= {f"not in {kind}" for kind in firm - own}
        if any(set(key.split()) < set(other.split()) for other in others):
            more.add("part of another")
        if not firm:
            more.add("none is firm")
            more |= {"many"} if len(found) > _MANY else set()
        named.labels |= more
    return found


def authors_of(
    stated: Sequence[StatedName], *, outlet: str | None, url: str | None
) -> tuple[str, ...]:
    """The authors, and the agencies that fields or lines name, as written and in order.

    An agency is no author, but the page's signature; who asks for authors leaves it out.
    """
    found = labels_by_name(stated, outlet=outlet, url=url).values()
    sums = {named.name: _sum(named.labels) for named in found if "looks outlet" not in named.labels}
    chosen = {name for name, one in sums.items() if one >= _LEAST}
    persons = [named.name for named in found if not _PERSONS.isdisjoint(named.labels)]
    if not chosen and persons:
        likely = max(persons, key=lambda name: sums.get(name, -math.inf))
        chosen = {likely} if sums.get(likely, -math.inf) >= _LEAST_ALONE else set()
    kept = [named.name for named in found if named.name in chosen or agency_of(named.name)]
    return tuple(name for name in kept if not _goes_on(name, kept))


def _goes_on(name: str, others: Sequence[str]) -> bool:
    """Whether a name is another one with more behind it: "Ann Lee" and "Ann Lee China Editor"."""
    own = folded(name)
    begins = [folded(other) for other in others if len(other.split()) >= _FULL_NAME]
    return any(own.startswith(f"{other} ") for other in begins)


def _sum(labels: Iterable[str]) -> float:
    weights = _weights()
    return weights[BIAS] + sum(weights.get(label, 0.0) for label in sorted(labels))


def _firm(labels: Iterable[str]) -> set[str]:
    """The kinds of places among these that name authors of this page and hardly anyone else."""
    return {x.split(".")[0] for x in labels if x.startswith((*_FROM_FIELDS, *_BESIDE))}


def _looks_of(name: str, outlet: str | None, url: str | None) -> set[str]:
    tokens = name.split()
    small = [token.lower().strip(".") for token in tokens]
    looks = {f"{min(len(tokens), 5)} words"}
    checks = {
        "given name": small[0] in _GIVEN_NAMES,
        "capitals": len(tokens) > 1
        and all(token[:1].isupper() or token.lower() in _PARTICLES for token in tokens),
        "upper": name.isupper(),
        "lower": name.islower(),
        "digit": any(character.isdigit() for character in name),
        "domain": _DOMAIN.search(name) is not None,
        "role": not _ROLES.isdisjoint(small),
        "agency": agency_of(name) is not None,
        "place": name.lower() in _PLACES,
        "collective": any(
            word in _COLLECTIVE["whole"] or word.startswith(_COLLECTIVE["start"]) for word in small
        ),
        "of host": _is_of_host(name, url),
    }
    theirs, own = folded(outlet or ""), folded(name)
    checks["outlet"] = bool(theirs) and theirs == own
    checks["of outlet"] = bool(theirs) and theirs != own and (own in theirs or theirs in own)
    return looks | {look for look, is_so in checks.items() if is_so}


def _is_of_host(name: str, url: str | None) -> bool:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return False
    site = _SIGNS.sub("", host.split(".")[-2] if "." in host else host)
    own = _SIGNS.sub("", name.casefold())
    return bool(site and own) and (own in site or site in own)


def _sort_of(looks: set[str]) -> str:
    """A word for how a name looks as a whole."""
    if not looks.isdisjoint(_NOT_PERSONS):
        return "collective"
    if "capitals" in looks:
        return "person" if "given name" in looks else "name"
    return "word" if "1 words" in looks else "odd"


@cache
def _weights() -> dict[str, float]:
    return {
        row["label"]: number_of("author_weights", row, "weight")
        for row in read_lexicon("author_weights")
    }

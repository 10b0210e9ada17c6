"""Surnames: which of several people of one surname a source names.

Pure. A title decides ("Mrs Able", "Sgt Able"), or that one of them alone is named in the paragraph,
or how much more the text has of one. Else it stays open: names give such a mention to the last of
its bearers, which is no reason.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

from transforms.lexicon import read_lexicon
from transforms.names import NamedMention, title_gender
from transforms.quotes.evidence import Evidence, role_of
from transforms.quotes.places import Place
from transforms.quotes.source_phrases import words_in

_CLEARLY_MORE = 3  # full names of one for each of another


class Surnames:
    """The persons of a text by the last word of their name."""

    def __init__(
        self,
        text: str,
        named: Sequence[NamedMention],
        places: Sequence[Place],
        evidence: Evidence,
    ) -> None:
        self._evidence = evidence
        self._bearers: dict[str, dict[str, NamedMention]] = defaultdict(dict)
        self._full: list[Place] = [
            p for p in places if p.one.form == "full_name" and p.one.mention.entity_type == "person"
        ]
        self._ends = [place.end for place in self._full]
        self._first_other = next(
            (n for n, p in enumerate(self._full) if p.one.entity_id != self._full[0].one.entity_id),
            len(self._full),
        )
        self._initials: dict[str, dict[str, NamedMention]] = defaultdict(dict)
        for place in self._full:
            letters = "".join(word[0] for word in place.one.canonical_name.split())
            self._initials[letters][place.one.entity_id] = place.one
        self._counts = Counter(one.entity_id for one in named if one.form == "full_name")
        self._paragraphs = {p.one.mention.span: p.paragraph for p in places}
        self._titles: dict[str, set[frozenset[str]]] = defaultdict(set)
        self._ranked: set[str] = set()
        for place in self._full:
            if place.one.mention.title is not None:
                title = text[place.start : place.one.mention.span.start_char]
                self._titles[place.one.entity_id].add(role_of(title).words)
                if _is_rank(title):
                    self._ranked.add(place.one.entity_id)
        for one in named:
            words = words_in(one.canonical_name)
            if one.mention.entity_type == "person" and words:
                self._bearers[words[-1].casefold()].setdefault(one.entity_id, one)

    def has(self, surname: str) -> bool:
        """Whether anybody bears a surname."""
        return surname.casefold() in self._bearers

    def only(self, surname: str) -> NamedMention | None:
        """The one person of a surname; None if there are several or none."""
        found = self._bearers.get(surname.casefold(), {})
        return next(iter(found.values())) if len(found) == 1 else None

    def only_before(self, at: int) -> NamedMention | None:
        """The one person whom the text names in full before a character; None if several."""
        before = bisect_right(self._ends, at)
        return self._full[before - 1].one if 0 < before <= self._first_other else None

    def initialled(self, letters: str) -> NamedMention | None:
        """The one person of these initials; None if there are several or none."""
        found = self._initials.get(letters, {}) if len(letters) > 1 else {}
        return next(iter(found.values())) if len(found) == 1 else None

    def bearer(self, text: str, head: NamedMention) -> NamedMention | None:
        """Whom a mention by surname means; None if several may be meant."""
        words = words_in(head.mention.span.of(text))
        found = self._bearers.get(words[-1].casefold(), {}) if words else {}
        if len(found) < 2 or head.entity_id not in found:
            return head
        title = head.mention.title.of(text) if head.mention.title is not None else ""
        left = self._titled(title, list(found.values()))
        if len(left) > 1:
            left = self._near(head, left)
        return left[0] if len(left) == 1 else None

    def _titled(self, title: str, found: list[NamedMention]) -> list[NamedMention]:
        """Those of the bearers whom a title fits best."""
        role = role_of(title)
        if not role.words:
            return found
        bore = [one for one in found if any(role.words <= w for w in self._titles[one.entity_id])]
        if bore:
            return bore
        gender = title_gender(title)
        if gender is not None:
            found = self._of_gender(gender, found)
        held = {one.entity_id: self._evidence.roles[one.entity_id] for one in found}
        roles = [
            one for one in found if any(role.words <= other.words for other in held[one.entity_id])
        ]
        return roles or found

    def _of_gender(self, gender: str, found: list[NamedMention]) -> list[NamedMention]:
        """Those of a gender, else those of unknown gender; whoever has a rank is no plain Mrs."""
        known = {one.entity_id: self._evidence.gender_of(one.entity_id).gender for one in found}
        may_be = [one for one in found if known[one.entity_id] in (gender, "")]
        may_be = [one for one in may_be if one.entity_id not in self._ranked] or may_be
        same = [one for one in may_be if known[one.entity_id] == gender]
        return same or may_be

    def _near(self, head: NamedMention, found: list[NamedMention]) -> list[NamedMention]:
        """The one whom the paragraph or all before names in full, else the one named far more."""
        ids = {one.entity_id for one in found}
        start = head.mention.span.start_char
        before = [p for p in self._full if p.end <= start and p.one.entity_id in ids]
        here = self._paragraphs.get(head.mention.span)
        if here is not None:
            last = {p.one.entity_id for p in before if p.paragraph == here}
            if len(last) == 1:
                return [one for one in found if one.entity_id in last]
        if before:
            paragraph = before[-1].paragraph
            there = {p.one.entity_id for p in before if p.paragraph == paragraph}
            if len(there) == 1 and len({p.one.entity_id for p in before}) == 1:
                return [one for one in found if one.entity_id in there]
        [(first, most), *rest] = Counter({i: self._counts[i] for i in ids}).most_common()
        if all(most >= _CLEARLY_MORE * max(1, number) for _, number in rest):
            return [one for one in found if one.entity_id == first]
        return found


def _is_rank(title: str) -> bool:
    """Whether a title is a rank, whose bearer news calls by it and not "Mrs".

    >>> _is_rank("Det Insp"), _is_rank("President"), _is_rank("Mrs.")
    (True, False, False)
    """
    return " ".join(words_in(title.replace(".", ""))).casefold() in _ranks()


@cache
def _ranks() -> frozenset[str]:
    return frozenset(
        row["surface"].casefold() for row in read_lexicon("titles") if row["kind"] == "rank"
    )

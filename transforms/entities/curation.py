"""Curation: what people decided about entities, read from tab-separated files.

Pure. ``decisions.tsv`` has one line per decision. ``knowledge_base.tsv``, which need not exist, has
one line per entity of a knowledge base: Wikidata's Q numbers, or a newsroom's own ids. Both files
have a header line; lines that start with # are comments.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast, get_args

from transforms.names import EntityType, entity_id_of

Action: TypeAlias = Literal["merge", "split", "alias", "block", "type"]
DECISION_COLUMNS = ("action", "type", "name", "value", "article", "note")
KNOWLEDGE_COLUMNS = ("kb_id", "type", "name", "aliases")
_ID = re.compile(r"[0-9a-f]{16}")
_NEEDS_VALUE = {"merge": True, "split": True, "alias": True, "block": False, "type": True}


class CurationError(Exception):
    """A line of a curation file cannot be used; the message gives file, line and a remedy."""


@dataclass(frozen=True, slots=True)
class Named:
    """An entity as a person points to it: by type and name, or by the id alone."""

    entity_id: str
    entity_type: EntityType
    name: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of ``decisions.tsv``.

    The actions: *merge* and *alias* say that ``left`` is ``right``; *type* says so of one name with
    another type. *split* says that ``left`` is ``right`` in ``article``, or, without an article,
    that the two are different. *block* says that ``left`` is not an entity.

    Attributes:
        place: file and line, for messages.
        action: what the line says.
        left, right: the entities; right is None in a block.
        article: an article_id, or a source_path as in the table ``articles``; None everywhere.
        note: why, in words for people.
    """

    place: str
    action: Action
    left: Named
    right: Named | None
    article: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """One line of ``knowledge_base.tsv``: an entity with its names, the first of them its label."""

    place: str
    kb_id: str
    names: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Curation:
    """Everything that people decided: the lines of both files."""

    decisions: tuple[Decision, ...] = ()
    known: tuple[KnownEntity, ...] = ()

    @property
    def fingerprint(self) -> str:
        """16 hex digits that change with the decisions; empty when there are none.

        The fields are listed one by one: a field that a later release adds then changes no
        dataset's fingerprint before somebody uses the field.
        """
        if not self.decisions and not self.known:
            return ""
        decided = [
            (one.place, one.action, _key(one.left), _key(one.right), one.article, one.note)
            for one in self.decisions
        ]
        known = [(one.place, one.kb_id, [_key(name) for name in one.names]) for one in self.known]
        return hashlib.sha256(json.dumps([decided, known]).encode()).hexdigest()[:16]

    @property
    def entity_ids(self) -> frozenset[str]:
        """Every entity that it speaks of."""
        sides = (side for one in self.decisions for side in (one.left, one.right) if side)
        named = (name for one in self.known for name in one.names)
        return frozenset(one.entity_id for one in (*sides, *named))


def _key(named: Named | None) -> tuple[str, str, str | None] | None:
    return None if named is None else (named.entity_id, named.entity_type, named.name)


def read_decisions(text: str, file: str) -> tuple[Decision, ...]:
    """The decisions of a file.

    Raises:
        CurationError: a line is wrong or contradicts an earlier one.

    >>> lines = "action\\ttype\\tname\\tvalue\\nmerge\\torg\\tthe Fed\\tFederal Reserve"
    >>> [one] = read_decisions(lines, "decisions.tsv")
    >>> one.left.entity_id == entity_id_of("org", "Fed"), one.right.name
    (True, 'Federal Reserve')
    """
    decisions = [_decision(row, place) for place, row in _rows(text, file, DECISION_COLUMNS)]
    refuse_contradictions(decisions)
    return tuple(decisions)


def read_knowledge_base(text: str, file: str) -> tuple[KnownEntity, ...]:
    """The entities of a knowledge base.

    Raises:
        CurationError: a line is wrong, or an id stands in two lines.
    """
    found: dict[str, KnownEntity] = {}
    for place, row in _rows(text, file, KNOWLEDGE_COLUMNS):
        kb_id, kind = row["kb_id"], _type(row["type"], place)
        if not kb_id or not row["name"]:
            raise CurationError(f"{place}: kb_id and name must not be empty")
        if kb_id in found:
            raise CurationError(f"{place}: {kb_id} stands in {found[kb_id].place} already")
        names = [row["name"], *filter(None, map(str.strip, row["aliases"].split("|")))]
        unique = {one.entity_id: one for one in (_named(kind, name) for name in reversed(names))}
        found[kb_id] = KnownEntity(place, kb_id, tuple(reversed(unique.values())))
    return tuple(found.values())


def _rows(text: str, file: str, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """The place ("file:line") and the cells of every row; missing last cells are empty."""
    header: list[str] | None = None
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        place = f"{file}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            if unknown := [cell for cell in cells if cell not in columns]:
                raise CurationError(
                    f"{place}: unknown columns {unknown}; a header of tab-separated names is"
                    f" wanted: {', '.join(columns)}"
                )
            header = cells
            continue
        if len(cells) > len(header):
            raise CurationError(f"{place}: {len(cells)} cells, but the header has {len(header)}")
        row = dict.fromkeys(columns, "")
        yield place, row | dict(zip(header, cells, strict=False))


def _decision(row: Mapping[str, str], place: str) -> Decision:
    action, kind = row["action"], _type(row["type"], place)
    if action not in _NEEDS_VALUE:
        raise CurationError(
            f"{place}: unknown action {action!r}; known are {', '.join(_NEEDS_VALUE)}"
        )
    if not row["name"]:
        raise CurationError(f"{place}: {action} needs a name")
    if _NEEDS_VALUE[action] != bool(row["value"]):
        raise CurationError(
            f"{place}: {action} {'needs a' if _NEEDS_VALUE[action] else 'has no'} value"
        )
    if row["article"] and action != "split":
        raise CurationError(f"{place}: only a split can be of one article")
    left = _named(kind, row["name"])
    right = None
    if action == "type":
        if left.name is None:
            raise CurationError(f"{place}: type needs a name, not an id")
        right = _named(_type(row["value"], place), left.name)
    elif row["value"]:
        right = _named(kind, row["value"])
    if right is not None and right.entity_id == left.entity_id:
        raise CurationError(f"{place}: both names are one entity already, {left.entity_id}")
    return Decision(place, cast(Action, action), left, right, row["article"] or None, row["note"])


def _type(value: str, place: str) -> EntityType:
    if value not in get_args(EntityType):
        raise CurationError(
            f"{place}: unknown type {value!r}; known are {', '.join(get_args(EntityType))}"
        )
    return cast(EntityType, value)


def _named(kind: EntityType, name: str) -> Named:
    if _ID.fullmatch(name):
        return Named(name, kind, None)
    return Named(entity_id_of(kind, name), kind, name)


def refuse_contradictions(decisions: Sequence[Decision]) -> None:
    """Refuse an entity that is two others, and a chain of decisions that leads back to itself.

    Raises:
        CurationError: the message names both lines.
    """
    said: dict[tuple[str, str | None], Decision] = {}
    for one in decisions:
        if one.action == "split" and one.article is None:
            continue
        key = one.left.entity_id, one.article
        if key in said and said[key].right != one.right:
            raise CurationError(
                f"{one.place}: {said[key].place} says otherwise of {one.left.name or key[0]}"
            )
        said[key] = one
    for one in decisions:
        at, seen = one, {one.left.entity_id}
        while at.right is not None and (after := said.get((at.right.entity_id, None))) is not None:
            if after.left.entity_id in seen:
                raise CurationError(f"{one.place}: this and {after.place} lead in a circle")
            seen.add(after.left.entity_id)
            at = after
    _refuse_parted(decisions, said)


def _refuse_parted(
    decisions: Sequence[Decision], said: Mapping[tuple[str, str | None], Decision]
) -> None:
    """Refuse to call two entities different that other lines make one."""

    def root(entity_id: str) -> str:
        while (found := said.get((entity_id, None))) is not None and found.right is not None:
            entity_id = found.right.entity_id
        return entity_id

    for one in decisions:
        is_parting = one.action == "split" and one.article is None
        if is_parting and one.right and root(one.left.entity_id) == root(one.right.entity_id):
            raise CurationError(f"{one.place}: other lines make the two one entity")

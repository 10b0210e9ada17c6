"""Correction: what one person says of one place of an article, and what became of that in a run.

Pure values. A correction is a whole statement about its place, so that it holds whatever an engine
finds there: "here stands a quote, its speaker is Ann Lee", "this is no figure".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Literal, TypeAlias

from transforms.corrections.anchors import Anchor
from transforms.text import Span

CorrectionKind: TypeAlias = Literal["quote", "figure", "zone", "date"]
CorrectionAction: TypeAlias = Literal["confirm", "change", "remove", "add"]
CorrectionState: TypeAlias = Literal["applied", "superseded", "stale"]

CORRECTED: Literal["curated"] = "curated"
"""What rows say where else they name an engine, a rule or a source."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of a file of corrections.

    place:  file and row, for messages; rows of the dataset do not depend on it.
    action: confirm and change state what is right, add also where no row was, remove that there is
            nothing of the kind.
    values: field to what is right; a field that is not there was not judged.
    by, on: who said so, and the day in ISO form.
    """

    place: str
    kind: CorrectionKind
    article_id: str
    action: CorrectionAction
    anchor: Anchor
    values: tuple[tuple[str, str], ...]
    by: str
    on: str
    note: str = ""

    @property
    def key(self) -> str:
        """16 hex digits of what is said, by whom and when, wherever the line stands."""
        said = json.dumps([*_said(self), self.by, self.on, self.note])
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def _said(one: Correction) -> list[object]:
    return [one.kind, one.article_id, one.action, astuple(one.anchor), one.values]


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who states a figure; without a name the article does, in its own voice.

    name: their name, or the words of the article that describe them.
    """

    name: str | None = None
    entity_id: str | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of a correction beside what the engine had.

    said, found: as text; found is None where the engine had nothing.
    """

    field: str
    said: str
    found: str | None
    agrees: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a correction.

    state:   superseded when a later line says otherwise of the same place, stale when its words no
             longer stand in the text.
    span:    its place in the text; None when it is stale.
    row:     place of the row that it made or changed among the article's rows of its kind.
    fields:  each value beside the engine's.
    agrees:  whether the engine by itself had what the person says; None when it is stale.
    reason:  why it is stale.
    """

    correction: Correction
    state: CorrectionState
    span: Span | None = None
    row: int | None = None
    fields: tuple[Compared, ...] = ()
    agrees: bool | None = None
    reason: str = ""


def fingerprint_of(corrections: Sequence[Correction]) -> str | None:
    """16 hex digits that change with what is said of an article; None when nothing is."""
    if not corrections:
        return None
    keys = "".join(one.key for one in corrections)
    return hashlib.sha256(keys.encode()).hexdigest()[:16]


def as_json(corrections: Iterable[Correction]) -> str:
    """The corrections of an article as text, to be handed to another process."""
    return json.dumps([astuple(one) for one in corrections])


def from_json(written: str) -> tuple[Correction, ...]:
    """What ``as_json`` wrote."""
    return tuple(
        Correction(place, kind, article_id, action, Anchor(*anchor),
                   tuple((name, value) for name, value in values), by, on, note)
        for place, kind, article_id, action, anchor, values, by, on, note in json.loads(written)
    )  # fmt: skip

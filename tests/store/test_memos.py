"""What a commit keeps for the next: the same links, by less work, whatever came before."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.store import building, memos, store
from flows.store.link_evidence import evidence
from flows.store.manifest import read_manifest
from flows.store.store import StoreSettings
from tests.conftest import published_files
from tests.support.factory import Doc, stage
from transforms.entities import Curation, similar
from transforms.entities.curation import read_decisions
from transforms.names import EntityType, entity_id_of
from transforms.tables import DOCUMENTS, ENTITIES, MEMO_TABLES

Mention = tuple[EntityType, str, str, str, str | None]
"""Type, canonical name, surface, link reason and title."""
PEOPLE: list[Mention] = [
    ("person", "Vladimir Petrov", "Vladimir Petrov", "same_name", "striker"),
    ("person", "Vladimir Petrov", "Petrov", "surname", None),
    ("person", "Vladmir Petrov", "Vladmir Petrov", "same_name", "Bishop"),
    ("person", "Vladimir Petrow", "Vladimir Petrow", "same_name", None),
    ("person", "Vladimir Petrov", "Vladimir Petrov", "same_name", "Bishop"),
    ("person", "VLADIMIR PETROV", "VLADIMIR PETROV", "same_name", None),
    ("person", "Petrov", "Petrov", "same_name", None),
    ("person", "Robert Hartwell", "Bob Hartwell", "nickname", None),
    ("person", "Bob Hartwell", "Bob Hartwell", "same_name", "French minister"),
    ("person", "Robert Hartwell", "Robert Hartwell", "same_name", "Kenyan minister"),
]
ORGS: list[Mention] = [
    ("org", "Kelmar Port Authority", "KPA", "acronym_defined", None),
    ("org", "KPA", "KPA", "same_name", None),
    ("org", "Kelmar Port Autority", "Kelmar Port Autority", "same_name", None),
    ("org", "Kelmar Post Agency", "Kelmar Post Agency", "same_name", None),
]
DATES = [None, date(2024, 1, 3), date(2024, 1, 30), date(2024, 2, 22), date(2024, 3, 1)]
DECISIONS = (
    "",
    "merge\tperson\tVladmir Petrov\tVladimir Petrov\t\t\n",
    "split\torg\tKPA\tKelmar Port Authority\t\t\nblock\tperson\tPetrov\t\t\t\n"
    "split\tperson\tBob Hartwell\tRobert Hartwell\t3.txt\t\n",
)
HEADER = "action\ttype\tname\tvalue\tarticle\tnote\n"
DEFAULTS = StoreSettings()
Committer = Callable[..., store.Commit]


@dataclass(frozen=True)
class Telling:
    """A document and whom it names."""

    doc: Doc
    mentions: tuple[Mention, ...] = ()
    zone: str = "body"
    is_copy: bool | None = None


def telling(number: int, random_: random.Random) -> Telling:
    mentions = random_.choices(PEOPLE, k=random_.randint(0, 4)) + random_.choices(ORGS, k=1)
    doc = Doc(number, random_.choice(DATES), revision=random_.randint(0, 999))
    zone = random_.choice(["body", "body", "byline"])
    return Telling(doc, tuple(mentions), zone, random_.choice([None, False, True]))


def put(folder: Path, tellings: Sequence[Telling]) -> Path:
    """Stage the documents with the mentions that they have."""
    stage(folder, [one.doc for one in tellings])
    if not any(one.doc.state == "article" for one in tellings):
        return folder
    copies = {one.doc.article_id: one.is_copy for one in tellings}
    articles = pl.read_parquet(folder / "articles.parquet")
    is_copy = pl.col("article_id").replace_strict(copies, return_dtype=pl.Boolean)
    articles.with_columns(is_copy=is_copy).write_parquet(folder / "articles.parquet")
    template = pl.read_parquet(folder / "entities.parquet").row(0, named=True)
    rows: list[dict[str, Any]] = []
    for one in (one for one in tellings if one.doc.state == "article"):
        for index, (kind, name, surface, reason, title) in enumerate(one.mentions):
            rows.append(
                template
                | {
                    "mention_id": f"{one.doc.article_id}/e{index}",
                    "article_id": one.doc.article_id,
                    "published_date": one.doc.day,
                    "mention_index": index,
                    "start_char": 0,
                    "end_char": len(surface),
                    "surface": surface,
                    "entity_type": kind,
                    "entity_id": entity_id_of(kind, name),
                    "canonical_name": name,
                    "form": "full_name" if surface == name else "surname",
                    "title": title,
                    "zone": one.zone,
                    "link_reason": reason,
                }
            )
    pq.write_table(ENTITIES.arrow(ENTITIES.frame(rows)), folder / "entities.parquet")
    return folder


@pytest.fixture
def commit(tmp_path: Path) -> Committer:
    """Commit tellings in one batch."""
    numbers = itertools.count()

    def committed(
        *tellings: Telling,
        processed: Path = tmp_path / "processed",
        decisions: str = "",
        settings: StoreSettings = DEFAULTS,
        past_damage: bool = False,
    ) -> store.Commit:
        staged = [put(tmp_path / f"staged-{next(numbers)}", tellings)] if tellings else []
        read = read_decisions(HEADER + decisions, "decisions.tsv") if decisions else ()
        return store.commit(
            processed, staged, run={"started_at": "2024-06-01T12:00:00+00:00"},
            finish=lambda _: None, settings=settings, curation=Curation(read),
            past_damage=past_damage,
        )  # fmt: skip

    return committed


@pytest.fixture
def processed(tmp_path: Path) -> Path:
    return tmp_path / "processed"


def files_in(processed: Path) -> dict[str, bytes]:
    """The data files of a dataset, but for its ledger, which knows what was retracted."""
    return {p: b for p, b in published_files(processed).items() if DOCUMENTS.name not in p}


@pytest.mark.parametrize("seed", range(2))
def test_whatever_came_before_links_and_memos_are_those_of_a_rebuild(
    seed: int, commit: Committer, processed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar, "_MOST_AT_ONCE", 3)
    random_ = random.Random(seed)
    there: dict[int, Telling] = {}
    for step in range(6):
        some = {at: telling(at, random_) for at in random_.sample(range(12), 8 if step == 0 else 2)}
        gone = random_.sample(sorted(there.keys() - some.keys()), min(step, 1))
        retracted = [Telling(replace(there.pop(at).doc, state="retracted")) for at in gone]
        there |= some
        decisions = random_.choice(DECISIONS)
        parts = StoreSettings(parts_per_month=random_.choice([1, 1, 2]))
        commit(*some.values(), *retracted, decisions=decisions, settings=parts)
        if step % 2:
            at_once = tmp_path / f"at-once-{step}"
            commit(*there.values(), processed=at_once, decisions=decisions, settings=parts)
            assert files_in(processed) == files_in(at_once)


def plain(number: int, day: date | None, *mentions: Mention) -> Telling:
    return Telling(Doc(number, day), mentions)


def test_only_months_that_changed_are_read_again(
    commit: Committer, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(*(plain(at, day, PEOPLE[0]) for at, day in enumerate(DATES)))
    read: list[str] = []

    def heard(articles: Path, entities: Path) -> list[pl.DataFrame]:
        read.append(articles.parent.name)
        return evidence(articles, entities)

    monkeypatch.setattr("flows.store.link_update.evidence", heard)
    compared = []
    monkeypatch.setattr(similar, "_rule", lambda *names: compared.append(names))
    commit(plain(9, DATES[3], PEOPLE[0]))
    assert read == ["month=2024-02"]
    assert compared == [], "no name is new"


def test_memos_of_other_code_are_made_anew(
    commit: Committer, processed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(building, "code", lambda: "0123456789abcdef")
        before.setattr(similar, "_rule", lambda *_: None)
        commit(plain(1, DATES[1], PEOPLE[0]), plain(2, DATES[1], PEOPLE[3]))
    assert pl.read_parquet(f"{processed}/entity_links/**/*.parquet").is_empty()
    commit(plain(3, DATES[3]))
    assert pl.read_parquet(f"{processed}/entity_links/**/*.parquet").height == 1
    assert read_manifest(processed / "current").memos == memos.code() != ""


def test_damaged_memos_cost_no_document(commit: Committer, processed: Path) -> None:
    commit(*(plain(at, day, PEOPLE[at], ORGS[0]) for at, day in enumerate(DATES[1:])))
    before = published_files(processed)
    for table in MEMO_TABLES:
        damaged = next((processed / "current" / table.name).rglob("*.parquet"))
        damaged.unlink()
        damaged.write_bytes(b"nothing")
    assert "" not in set(store.read_ledger(processed, past_damage=True)["extractor_version"])
    commit(past_damage=True)
    assert published_files(processed) == before

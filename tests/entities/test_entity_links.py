"""Which names are one entity across articles: ids never move, and people decide last."""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.catalog import Answering, catalog
from flows.runs import run_pipeline
from flows.runs.extract import rows_of
from flows.sources import read_curation
from flows.store import StoreSettings, store
from tests.conftest import published_files
from transforms.documents import DocumentKind, RawDocument
from transforms.entities.curation import (
    Curation,
    CurationError,
    read_decisions,
    read_knowledge_base,
)
from transforms.models import DEFAULT_ENGINE
from transforms.names import entity_id_of
from transforms.tables import BY_NAME, DOCUMENTS

PAGES = {
    "defined": "The Kelmar Port Authority (KPA) will close the quay, it said. The KPA runs it.",
    "short": "A spokesman of the KPA said on Monday that the quay would stay closed in Varno.",
    "right": "Vladimir Sorensen spoke in Varno on Monday. Sorensen said that he would stay.",
    "slip": "On Monday Vladmir Sorensen spoke to the council. Sorensen said that he would stay.",
    "bishop": "On Monday Bishop John Smith led the service. Smith said that it had been long.",
    "striker": "On Monday striker John Smith scored twice. Smith said that he would stay.",
    "plain": "On Monday John Smith was seen in Varno, where he met Bob Hartwell and others.",
    "robert": "On Monday Robert Hartwell was seen in Varno, where nobody knew who he was.",
    "both": "Robert Hartwell left on Monday. Everybody calls the man Bob Hartwell, he said.",
    "photo": "Rain in Varno\n\nThe quay. Photo: Ann Lee/Reuters\n\nIt rained, John Mwangi said.",
}  # fmt: skip
HEADER = "action\ttype\tname\tvalue\tarticle\tnote\n"
RUN = {"started_at": "2024-06-01T12:00:00+00:00"}
Links = set[tuple[str, str | None, str, str]]


def id_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]


@cache
def extracted(name: str) -> dict[str, list[dict[str, Any]]]:
    payload = f"{PAGES[name]}\n".encode()
    digest = hashlib.sha256(payload).hexdigest()
    kind: DocumentKind = "page" if name == "photo" else "record"
    content = payload if kind == "page" else b'{"text": "%s"}' % payload.strip()
    raw = RawDocument(id_of(name), f"{name}.txt", None, digest, kind, content)
    return rows_of(raw, DEFAULT_ENGINE, "1.0")


@pytest.fixture
def commit(tmp_path: Path) -> Callable[..., store.Commit]:
    """Commit pages by name in one batch; a name that begins with "-" is retracted."""
    numbers = itertools.count()

    def committed(
        *names: str, processed: Path = tmp_path / "processed", decisions: str = "", known: str = ""
    ) -> store.Commit:
        folder = tmp_path / f"staged-{next(numbers)}"
        folder.mkdir()
        tables: dict[str, list[dict[str, Any]]] = {}
        for name in names:
            rows = extracted(name.removeprefix("-"))
            if name.startswith("-"):
                gone = {"state": "retracted", "published_date": None}
                rows = {"_documents": [rows["_documents"][0] | gone]}
            for kind, added in rows.items():
                tables.setdefault(kind, []).extend(added)
        for name, added in tables.items():
            table = BY_NAME[name]
            pq.write_table(table.arrow(table.frame(added)), folder / f"{name}.parquet")
        curation = Curation(
            read_decisions(HEADER + decisions, "decisions.tsv") if decisions else (),
            read_knowledge_base(known, "knowledge_base.tsv") if known else (),
        )

        def finish(version: Path) -> None:
            catalog.build_catalog(version)
            assert catalog.run_checks(version) == []

        return store.commit(
            processed, [folder] if names else [], run=RUN, finish=finish,
            settings=StoreSettings(), curation=curation, answers=Answering(),
        )  # fmt: skip

    return committed


@pytest.fixture
def processed(tmp_path: Path) -> Path:
    return tmp_path / "processed"


def links(processed: Path) -> Links:
    frame = pl.read_parquet(f"{processed}/entity_links/**/*.parquet", hive_partitioning=False)
    return set(frame.select("left_name", "right_name", "decision", "rule").iter_rows())


def index(processed: Path, *columns: str) -> dict[str, Any]:
    """Values of ``entity_index`` by canonical name."""
    with catalog.open(processed) as connection:
        rows = connection.execute(
            f"select canonical_name, {', '.join(columns)} from entity_index"
        ).fetchall()
    return {row[0]: row[1] if len(columns) == 1 else row[1:] for row in rows}


def test_an_acronym_that_one_article_explains_is_the_same_in_those_that_do_not(
    commit: Callable[..., store.Commit], processed: Path
) -> None:
    commit("defined", "short")
    assert ("KPA", "Kelmar Port Authority", "same", "acronym_defined") in links(processed)
    assert index(processed, "article_count")["Kelmar Port Authority"] == 2
    assert "KPA" not in index(processed, "article_count")
    stored = pl.read_parquet(f"{processed}/entities/**/*.parquet")
    assert entity_id_of("org", "KPA") in set(stored["entity_id"]), "rows of facts stay as they are"


def test_a_short_form_that_one_article_uses_beside_the_full_name_is_the_same_person(
    commit: Callable[..., store.Commit], processed: Path
) -> None:
    commit("plain", "robert", "both")
    assert index(processed, "article_count")["Bob Hartwell"] == 3


def test_a_likely_slip_across_articles_is_a_question(
    commit: Callable[..., store.Commit], processed: Path
) -> None:
    commit("right", "slip")
    decided = {link[2] for link in links(processed) if "misspelt" in link[3]}
    assert decided == {"unsure"}
    assert {"Vladimir Sorensen", "Vladmir Sorensen"} <= index(processed, "article_count").keys()


def test_namesakes_are_split_by_what_they_are(
    commit: Callable[..., store.Commit], processed: Path
) -> None:
    commit("bishop", "striker", "plain")
    people = index(processed, "article_count")
    assert people["John Smith (church)"] == people["John Smith (sport)"] == 1
    assert people["John Smith"] == 1, "who is called nothing is not guessed"
    assert ("John Smith (sport)", "John Smith (church)", "different", "namesake_field") in links(
        processed
    )


def test_who_took_the_picture_makes_no_news(
    commit: Callable[..., store.Commit], processed: Path
) -> None:
    commit("photo")
    assert {"Reuters", "Ann Lee"}.isdisjoint(index(processed, "article_count"))
    assert "John Mwangi" in index(processed, "article_count")
    stored = pl.read_parquet(f"{processed}/entities/**/*.parquet")
    zones = dict(stored.select("surface", "zone").iter_rows())
    assert zones["Reuters"] == zones["Ann Lee"] == "credit"


def test_people_win_over_rules_and_in_every_run(
    commit: Callable[..., store.Commit], processed: Path
) -> None:
    decisions = (
        "merge\tperson\tVladmir Sorensen\tVladimir Sorensen\t\ta slip\n"
        "split\torg\tKPA\tKelmar Port Authority\t\t\n"
        "split\tperson\tJohn Smith\tJohn Smith of Varno\tplain.txt\t\n"
        "type\tplace\tVarno\tfacility\t\t\n"
        "block\tperson\tBob Hartwell\t\t\t\n"
        "alias\tperson\tNobody Ever\tVladimir Sorensen\t\t\n"
    )
    for names in (("right", "slip", "defined", "short"), ("plain", "bishop"), ()):
        commit(*names, decisions=decisions)
    found = index(processed, "article_count", "entity_type")
    assert found["Vladimir Sorensen"] == (2, "person")
    assert found["KPA"] == (1, "org")
    assert found["John Smith of Varno"] == (1, "person")
    assert found["Varno"][1] == "facility"
    assert "Bob Hartwell" not in found
    assert ("KPA", "Kelmar Port Authority", "unsure", "acronym_defined") in links(processed)
    made = commit(decisions=decisions)
    assert not made.is_new, "the same decisions make no version"
    assert commit().is_new, "without them there is another one"
    assert index(processed, "article_count")["Kelmar Port Authority"] == 2


def test_an_id_of_a_knowledge_base_stands_beside_ours(
    commit: Callable[..., store.Commit], processed: Path
) -> None:
    known = "kb_id\ttype\tname\taliases\nQ1\tperson\tVladimir Sorensen\tVladmir Sorensen|V. S.\n"
    commit("right", "slip", known=known)
    found = index(processed, "kb_id", "entity_id", "article_count")["Vladimir Sorensen"]
    assert found == ("Q1", entity_id_of("person", "Vladimir Sorensen"), 2)


def test_a_name_of_two_entities_of_a_knowledge_base_is_a_question(
    commit: Callable[..., store.Commit], processed: Path
) -> None:
    known = "kb_id\ttype\tname\nQ1\tperson\tVladimir Sorensen\nQ2\tperson\tVladimir Sorensen\n"
    commit("right", known=known)
    assert {link[2] for link in links(processed) if link[3] == "knowledge_base"} == {"unsure"}


@pytest.mark.parametrize("seed", range(3))
def test_neither_order_nor_history_changes_an_id_or_a_decision(
    seed: int, commit: Callable[..., store.Commit], tmp_path: Path
) -> None:
    random_ = random.Random(seed)
    names = [*PAGES]
    random_.shuffle(names)
    slowly = tmp_path / "slowly"
    left = [*names]
    while left:
        some, left = left[: random_.randint(1, 4)], left[4:] if len(left) > 4 else []
        commit(*some, processed=slowly)
    commit(*names[:3], processed=slowly)
    commit(*(f"-{name}" for name in names[:2]), processed=slowly)
    commit(*names, processed=slowly)
    at_once = tmp_path / "at-once"
    commit(*PAGES, processed=at_once)
    assert data_of(slowly) == data_of(at_once)


def data_of(processed: Path) -> dict[str, bytes]:
    return {p: b for p, b in published_files(processed).items() if DOCUMENTS.name not in p}


@settings(max_examples=10, deadline=None)
@given(st.permutations([*PAGES]))
def test_an_article_has_the_ids_that_it_has_alone(order: list[str]) -> None:
    def ids(name: str) -> list[str]:
        payload = PAGES[name].encode()
        raw = RawDocument(id_of(name), "x", None, "0", "record", b'{"text": "%s"}' % payload)
        return [
            str(row["entity_id"]) for row in rows_of(raw, DEFAULT_ENGINE, "1.0").get("entities", ())
        ]

    for name in order[:2]:
        if name != "photo":
            assert ids(name) == [row["entity_id"] for row in extracted(name)["entities"]]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("join\tperson\tA B\tC D", r"decisions\.tsv:2: unknown action 'join'; known are merge"),
        ("merge\thuman\tA B\tC D", r"decisions\.tsv:2: unknown type 'human'"),
        ("merge\tperson\tA B\t", r":2: merge needs a value"),
        ("block\tperson\tA B\tC D", r":2: block has no value"),
        ("merge\tperson\t\tC D", r":2: merge needs a name"),
        ("merge\tperson\tA B\tC D\tx.txt", r":2: only a split can be of one article"),
        ("merge\tperson\tAnn Lee\tANN LEE", r":2: both names are one entity already"),
        ("# a note\nmerge\torg\tA\tB\nmerge\torg\tA\tC", r":4: decisions\.tsv:3 says otherwise"),
        ("merge\torg\tA\tB\nalias\torg\tB\tA", r"lead in a circle"),
        ("merge\torg\tA\tB\nsplit\torg\tA\tB", r":3: other lines make the two one entity"),
        ("merge\torg\tA\tB\t\t\tmore", r":2: 7 cells, but the header has 6"),
    ],
)
def test_a_bad_line_is_refused_with_file_and_line(rows: str, says: str) -> None:
    with pytest.raises(CurationError, match=says):
        read_decisions(HEADER + rows, "decisions.tsv")


def test_a_bad_header_or_knowledge_base_is_refused_with_file_and_line() -> None:
    with pytest.raises(CurationError, match=r"decisions\.tsv:1: unknown columns \['wrong'\]"):
        read_decisions("wrong\taction", "decisions.tsv")
    with pytest.raises(CurationError, match=r"kb\.tsv:3: Q1 stands in kb\.tsv:2 already"):
        read_knowledge_base("kb_id\ttype\tname\nQ1\torg\tA\nQ1\torg\tB", "kb.tsv")


def test_a_bad_line_stops_a_run_before_anything_is_read(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from flows.errors import UserError
    from flows.settings import Settings

    (tmp_path / "raw").mkdir()
    (tmp_path / "decisions.tsv").write_text(HEADER + "join\torg\tA\tB\n")
    broken = Settings(raw=tmp_path / "raw", processed=tmp_path / "processed", curation=tmp_path)
    with pytest.raises(UserError, match=r"decisions\.tsv:2"):
        run_pipeline(broken, lambda *_: [], run_id="", started=datetime(2024, 1, 1, tzinfo=UTC))
    assert not (tmp_path / "processed").exists()
    assert read_curation(tmp_path / "nowhere") == Curation()

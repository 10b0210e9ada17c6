"""Stored answers: what people ask most lies beside the tables, as a rebuild would write it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from flows import catalog, store
from flows.catalog import Answering
from flows.sources import read_curation
from flows.store.manifest import read_manifest
from flows.store.store import StoreSettings
from tests.conftest import published_files
from tests.support.defaults import with_defaults
from transforms.entities import Curation
from transforms.names import entity_id_of
from transforms.tables import ANSWERS, ARTICLES, DOCUMENTS, ENTITIES, FIGURES, QUOTES

NAMES = ["Ann Lee", "A. Lee", "Bob Hartwell", "Carla Sorel", "KPA", "Kelmar Port"]
HEADER = "action\ttype\tname\tvalue\tarticle\tnote\n"
RUN = {"run_id": "test", "started_at": "2024-06-01T12:00:00+00:00"}


@dataclass(frozen=True)
class Told:
    """An article that names people, lets the first of them speak, and says a number."""

    number: int
    day: date | None
    names: tuple[str, ...]
    is_gone: bool = False

    @property
    def article_id(self) -> str:
        """16 hex digits."""
        return f"{self.number:016x}"

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Its rows, by table."""
        state = "retracted" if self.is_gone else "article"
        every: dict[str, Any] = {"article_id": self.article_id, "extractor_version": "test"}
        ledger = every | {
            "source_path": f"{self.number}.txt", "content_sha256": repr(self.names), "state": state,
            "published_date": None if self.is_gone else self.day,
        }  # fmt: skip
        if self.is_gone:
            return {DOCUMENTS.name: [ledger]}
        text = " ".join(self.names) + " saw 12 ships"
        article = ledger | {
            "text": text, "outlet": f"outlet-{self.number % 3}", "headline": f"h{self.number}",
            "zones": [{"kind": "body", "start_char": 0, "end_char": len(text)}],
            "word_count": 9, "byline": [], "credits": [], "date_candidates": [],
        }  # fmt: skip
        every |= {"published_date": self.day, "confidence": 1.0, "sentence_index": 0}
        ids = [entity_id_of("person", name) for name in self.names]
        mentions = [
            every | {
                "mention_id": f"{self.article_id}/e{index}", "mention_index": index,
                "start_char": text.index(name), "end_char": text.index(name) + len(name),
                "surface": name, "entity_type": "person", "entity_id": ids[index], "zone": "body",
                "canonical_name": name, "form": "full_name", "link_reason": "same_name",
            }
            for index, name in enumerate(self.names)
        ]  # fmt: skip
        quote = every | {
            "quote_id": f"{self.article_id}/q0", "quote_index": 0, "start_char": len(text) - 8,
            "end_char": len(text), "surface": text[-8:], "quote_type": "indirect",
            "attribution_kind": "speech", "quote_text": text[-8:], "speaker_text": self.names[0],
            "segments": [{"start_char": len(text) - 8, "end_char": len(text)}],
            "speaker_form": "full_name", "speaker_entity_id": ids[0], "stance": "asserts",
            "speaker_name": self.names[0], "attribution_chain": [], "speaker_confidence": 1.0,
        }  # fmt: skip
        figure = every | {
            "figure_id": f"{self.article_id}/f0", "figure_index": 0, "start_char": len(text) - 8,
            "end_char": len(text) - 6, "surface": "12", "value": 12.0, "bound": "exact",
            "kind": "count", "measured": "ships", "measured_head": "ships", "zone": "body",
            "quote_id": f"{self.article_id}/q0", "stance": "asserts", "subject_entity_id": ids[-1],
        }  # fmt: skip
        return {
            DOCUMENTS.name: [ledger], ARTICLES.name: [article], ENTITIES.name: mentions,
            QUOTES.name: [quote], FIGURES.name: [figure],
        }  # fmt: skip


def stage(folder: Path, told: list[Told]) -> Path:
    folder.mkdir(parents=True)
    for table in (DOCUMENTS, ARTICLES, ENTITIES, QUOTES, FIGURES):
        rows = [row for one in told for row in one.rows().get(table.name, [])]
        known = [{k: v for k, v in row.items() if k in table.polars_schema} for row in rows]
        frame = table.frame(with_defaults(table, row) for row in known)
        frame.write_parquet(folder / f"{table.name}.parquet")
    return folder


Commit = Callable[..., store.Commit]


@pytest.fixture
def commit(tmp_path: Path) -> Commit:
    """Commit articles with their answers; ``decisions`` are lines of a curation file."""
    numbers = itertools.count()

    def committed(
        *told: Told, processed: Path = tmp_path / "processed", decisions: str = "", **more: Any
    ) -> store.Commit:
        number = next(numbers)
        more.setdefault("finish", lambda _: None)
        curation = Curation()
        if decisions:
            (tmp_path / f"curation-{number}").mkdir()
            (tmp_path / f"curation-{number}" / "decisions.tsv").write_text(HEADER + decisions)
            curation = read_curation(tmp_path / f"curation-{number}")
        staged = [stage(tmp_path / f"staged-{number}", list(told))] if told else []
        return store.commit(
            processed, staged, run=RUN, curation=curation,
            settings=StoreSettings(), answers=Answering(), **more,
        )  # fmt: skip

    return committed


def answers_of(processed: Path) -> dict[str, bytes]:
    kept = {answer.name for answer in ANSWERS}
    files = published_files(processed).items()
    return {path: data for path, data in files if path.split("/")[0] in kept}


def any_told(random_: random.Random, number: int) -> Told:
    month = random_.randint(1, 4)
    day = date(2024, month, random_.randint(1, 28)) if random_.random() < 0.9 else None
    names = random_.sample(NAMES, random_.randint(1, 4))
    return Told(number, day, tuple(names), is_gone=random_.random() < 0.15)


DECISIONS = [
    "",
    "merge\tperson\tA. Lee\tAnn Lee\n",
    "merge\tperson\tA. Lee\tAnn Lee\nmerge\tperson\tKPA\tKelmar Port\n",
    "block\tperson\tKPA\t\nmerge\tperson\tAnn Lee\tA. Lee\n",
]


@pytest.mark.parametrize("seed", range(2))
def test_no_history_changes_a_byte_of_an_answer(seed: int, commit: Commit, tmp_path: Path) -> None:
    random_ = random.Random(seed)
    slowly, there = tmp_path / "slowly", dict[int, Told]()
    for step in range(6):
        told = [any_told(random_, number) for number in random_.sample(range(12), 3)]
        there |= {one.number: one for one in told}
        decisions = random_.choice(DECISIONS)
        commit(*told, processed=slowly, decisions=decisions)
        if step in (2, 5):
            at_once = tmp_path / f"at-once-{step}"
            commit(*there.values(), processed=at_once, decisions=decisions)
            assert answers_of(slowly) == answers_of(at_once)


def test_an_answer_is_written_only_in_months_that_follow_from_what_changed(
    commit: Commit,
) -> None:
    commit(
        Told(1, date(2024, 1, 5), ("Ann Lee",)),
        Told(2, date(2024, 2, 5), ("Bob Hartwell", "KPA")),
        Told(3, date(2024, 3, 5), ("Carla Sorel",)),
    )
    made = commit(Told(4, date(2024, 3, 6), ("Carla Sorel",)))
    before = {file.path for file in read_manifest(made.path.with_name("000001")).files}
    now = {file.path for file in read_manifest(made.path).files}
    assert {path.split("/")[1] for path in now - before} == {"month=2024-03"}


def test_a_link_rewrites_only_the_months_that_have_one_of_its_names(commit: Commit) -> None:
    told = [
        Told(1, date(2024, 1, 5), ("Ann Lee",)),
        Told(2, date(2024, 2, 5), ("KPA", "Bob Hartwell")),
        Told(3, date(2024, 3, 5), ("Kelmar Port",)),
    ]
    first = commit(*told)
    made = commit(decisions="merge\tperson\tKPA\tKelmar Port\n", finish=catalog.build_catalog)
    before = {file.path for file in read_manifest(first.path).files}
    written = {file.path for file in read_manifest(made.path).files} - before
    months = {path.split("/")[1] for path in written if path.startswith("newsmakers_all")}
    assert months == {"month=2024-02"}
    with catalog.open(made.path.parents[1]) as connection:
        counted = "select article_count from entity_index where canonical_name = 'Kelmar Port'"
        assert connection.execute(counted).fetchall() == [(2,)]


def test_other_answers_make_a_version_without_anything_staged(
    commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = commit(Told(1, date(2024, 1, 5), ("Ann Lee",)))
    assert not commit().is_new
    monkeypatch.setattr(Answering, "fingerprint", "another")
    again = commit()
    assert again.is_new
    assert answers_of(first.path.parents[1]), "made again from the tables"
    assert not commit().is_new


def test_a_damaged_answer_is_made_again_and_no_document_is_read_for_it(
    commit: Commit, tmp_path: Path
) -> None:
    processed = tmp_path / "processed"
    made = commit(Told(1, date(2024, 1, 5), ("Ann Lee",)), Told(2, date(2024, 2, 5), ("KPA",)))
    whole = answers_of(processed)
    [broken] = (made.path / "statements_all" / "month=2024-01").glob("*.parquet")
    broken.chmod(0o644)
    broken.write_bytes(broken.read_bytes()[:-30] + b"x" * 30)
    assert any("statements_all" in str(one) for one in store.find_damage(processed))
    ledger = store.read_ledger(processed, past_damage=True)
    assert set(ledger["extractor_version"]) == {"test"}, "nothing need be read again"
    commit(past_damage=True)
    assert answers_of(processed) == whole


def test_whoever_reads_files_finds_the_answers_beside_the_tables(
    commit: Commit, tmp_path: Path
) -> None:
    commit(Told(1, date(2024, 1, 5), ("Ann Lee",)))
    files = f"{tmp_path}/processed/statements_all/**/*.parquet"
    assert pl.read_parquet(files, hive_partitioning=False)["speaker"].to_list() == ["Ann Lee"]
    with duckdb.connect() as connection:
        rows = connection.execute(f"select speaker, month from read_parquet('{files}')").fetchall()
    assert rows == [("Ann Lee", "2024-01")]

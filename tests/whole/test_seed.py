"""The page that this project began with comes out right, if the development gold is at hand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.settings import Settings
from tests.conftest import run

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "seed"
pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="the development gold is not here")


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((GOLD / "expected.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def tables(expected: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Rows of every table, as dicts, from the page alone."""
    folder = tmp_path_factory.mktemp("seed")
    (folder / "raw").mkdir()
    shutil.copy(GOLD / expected["source"], folder / "raw")
    settings = Settings(raw=folder / "raw", processed=folder / "processed", workers=1)
    run(settings)
    return {
        name: pl.read_parquet(f"{settings.processed}/{name}/**/*.parquet").to_dicts()
        for name in ("articles", "entities", "quotes", "figures")
    }


def test_the_zones_are_exactly_these(tables: dict[str, Any], expected: dict[str, Any]) -> None:
    assert tables["articles"][0]["zones"] == expected["zones"]


def test_headline_and_date(tables: dict[str, Any], expected: dict[str, Any]) -> None:
    [article] = tables["articles"]
    assert article["headline"] == expected["headline"]
    assert str(article["published_date"]) == expected["published_date"]
    assert (article["date_source"], article["date_conflict"]) == (expected["date_source"], False)


def test_each_entity_has_one_id_for_all_its_spellings(
    tables: dict[str, Any], expected: dict[str, Any]
) -> None:
    ids = []
    for entity in expected["same_entity"]:
        rows = [r for r in tables["entities"] if r["canonical_name"] == entity["canonical_name"]]
        assert {r["surface"] for r in rows} == set(entity["surfaces"])
        assert {r["entity_type"] for r in rows} == {entity["type"]}
        ids.append({r["entity_id"] for r in rows})
    assert all(len(found) == 1 for found in ids)
    assert len(set.union(*ids)) == len(ids)
    variants = [r for r in tables["entities"] if r["form"] == "misspelling"]
    assert {(r["surface"], r["canonical_name"]) for r in variants} == {
        ("Vladmir Putin", "Vladimir Putin")
    }
    norps = {r["surface"] for r in tables["entities"] if r["entity_type"] == "norp"}
    assert set(expected["norp"]) <= norps


def test_each_quote_has_its_words_speaker_and_relay(
    tables: dict[str, Any], expected: dict[str, Any]
) -> None:
    spoken = [q for q in tables["quotes"] if q["attribution_kind"] in ("speech", "writing")]
    matched = set()
    for quote in expected["quotes"]:
        [found] = [q for q in spoken if is_the_quote(q, quote)]
        matched.add(found["quote_id"])
        assert found["quote_type"] == quote["quote_type"]
        assert found["speaker_text"] == quote["speaker_text"]
        assert found["speaker_name"] == quote["speaker_name"]
        assert found["speaker_role"] == quote.get("speaker_role")
        assert found["relay_name"] == quote.get("relay_name")
        assert found["cue_text"] == quote["cue"]
        assert found["attribution_kind"] in quote["attribution_kind"]
    assert {q["quote_id"] for q in spoken} == matched, "nothing else is said or written"


def is_the_quote(row: dict[str, Any], expected: dict[str, Any]) -> bool:
    if "segments" in expected:
        places = [[s["start_char"], s["end_char"]] for s in row["segments"]]
        return bool(places == expected["segments"])
    return expected["contains"] in row["quote_text"]


def test_exactly_these_figures(tables: dict[str, Any], expected: dict[str, Any]) -> None:
    found = {row["surface"]: row for row in tables["figures"]}
    assert set(found) == {figure["surface"] for figure in expected["figures"]}
    for figure in expected["figures"]:
        row = found[figure["surface"]]
        assert [row["start_char"], row["end_char"]] == figure["span"]
        for column in set(figure) - {"surface", "span", "asserted_by"}:
            assert row[column] == figure[column], (figure["surface"], column)


def test_the_sorties_are_the_officials_claim(tables: dict[str, Any]) -> None:
    [figure] = [row for row in tables["figures"] if row["surface"].startswith("24 sorties")]
    [quote] = [q for q in tables["quotes"] if q["quote_id"] == figure["quote_id"]]
    assert quote["speaker_role"] == figure["asserted_by_role"] == "a US military official"

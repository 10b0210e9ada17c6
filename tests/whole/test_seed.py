"""A whole page comes out right, from zones to who asserts a number.

The page in ``seed/`` was written for this project: its people, papers and boats are invented. It
stands in for the page that the project began with, which is not the project's to give away: that
one is read as well where the folder of gold sets lies beside the checkout.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.settings import Settings
from tests.conftest import run

OWN = Path(__file__).parent / "seed"
GOLD = Path(__file__).parents[3] / "shared" / "gold" / "seed"
WITHOUT_GOLD = pytest.mark.skipif(
    not GOLD.exists(),
    reason="no ../shared/gold/seed beside this checkout; the page in seed/ is read",
)


@pytest.fixture(
    scope="module",
    params=[OWN, pytest.param(GOLD, marks=WITHOUT_GOLD)],
    ids=lambda folder: folder.parent.name,
)
def seed(request: pytest.FixtureRequest) -> Path:
    """The folder of a page and what is expected of it."""
    assert isinstance(request.param, Path)
    return request.param


@pytest.fixture(scope="module")
def expected(seed: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((seed / "expected.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def tables(
    seed: Path, expected: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Rows of every table, as dicts, from the page alone."""
    folder = tmp_path_factory.mktemp("seed")
    (folder / "raw").mkdir()
    shutil.copy(seed / expected["source"], folder / "raw")
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
    person, *_ = expected["same_entity"]
    [slip] = {row["surface"] for row in variants}
    assert {row["canonical_name"] for row in variants} == {person["canonical_name"]}
    assert slip in person["surfaces"]
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


def test_the_number_in_the_unnamed_officials_words_is_the_officials_claim(
    tables: dict[str, Any], expected: dict[str, Any]
) -> None:
    [figure] = [row for row in tables["figures"] if row["per_unit"] == "day"]
    [quote] = [q for q in tables["quotes"] if q["quote_id"] == figure["quote_id"]]
    [role] = [q["speaker_role"] for q in expected["quotes"] if q.get("speaker_role")]
    assert quote["speaker_role"] == figure["asserted_by_role"] == role

"""A published dataset of two small pages, quick to make, and corrections of one of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from flows.settings import Settings
from flows.sources import add_corrections
from tests.conftest import run
from transforms.corrections import Correction, CorrectionAction, CorrectionKind, anchor_of
from transforms.documents import article_id_of
from transforms.text import Span

DAM = "Dam holds\n\n5 May 2024\n\nThe dam holds 30 tonnes, Mayor Ann Lee said. Bo Roe was there.\n"
FERRY = "Ferry sinks\n\n6 May 2024\n\nThe ferry sank, Captain Jo Lindt said on Monday.\n"
DAM_ID = article_id_of("herald/dam.txt", None)
SAID, TONNES = "The dam holds 30 tonnes", "30 tonnes"


def publish_two(settings: Settings, folder: Path) -> Settings:
    """Publish the two pages, read by rules; nobody corrected anything."""
    settings = replace(settings, curation=folder / "curation", engine="rules")
    for name, text in (("dam", DAM), ("ferry", FERRY)):
        path = settings.raw / "herald" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    run(settings)
    return settings


def rows(settings: Settings, table: str) -> pl.DataFrame:
    """The rows of a table of the current version."""
    return pl.read_parquet(f"{settings.processed}/{table}/**/*.parquet")


def say(
    settings: Settings, kind: CorrectionKind, action: CorrectionAction, words: str, **values: str
) -> None:
    """Add Jo's correction of words of the page about the dam."""
    at = DAM.index(words)
    one = Correction(
        "", kind, DAM_ID, action, anchor_of(DAM, Span(at, at + len(words))),
        tuple(values.items()), "Jo", "2026-01-02",
    )  # fmt: skip
    add_corrections(settings.curation, [(one, "herald/dam.txt")])

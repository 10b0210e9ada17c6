"""The pin that binds the rows of the sample corpus to the extractor version that made them.

    python -m tests.support.extractor_version [--unreleased]

writes ``tests/whole/extractor_version.json`` from the rows that the sample has now. Where the rows
of the pin were others, the command asks for another EXTRACTOR_VERSION first. ``--unreleased`` says
that no dataset was made with the present one, so that it may stand for other rows.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from tests.conftest import publish_sample
from transforms.tables import TABLES, Table
from transforms.version import EXTRACTOR_VERSION

PIN = Path(__file__).parents[1] / "whole" / "extractor_version.json"
COMMAND = "python -m tests.support.extractor_version"


@dataclass(frozen=True)
class Pin:
    """An extractor version and, by table, the digest of the rows that it gives."""

    extractor_version: str
    tables: dict[str, str]


def pin_of(processed: Path) -> Pin:
    """The pin of a published dataset of the sample."""
    return Pin(EXTRACTOR_VERSION, {table.name: digest(processed, table) for table in TABLES})


def digest(processed: Path, table: Table) -> str:
    """16 hex digits over the rows of a table in their order, without the extractor version."""
    files = f"{processed}/current/{table.name}/**/*.parquet"
    rows = pl.read_parquet(files, hive_partitioning=False).drop("extractor_version", strict=False)
    order = [name for name in table.order if name in rows.columns]
    text = rows.sort(order, nulls_last=True).write_ndjson()
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_pin(path: Path = PIN) -> Pin:
    """The pin as it was written."""
    return Pin(**json.loads(path.read_text(encoding="utf-8")))


def differences(pinned: Pin, found: Pin) -> list[str]:
    """The tables whose rows are not those of the pin."""
    names = sorted(pinned.tables.keys() | found.tables.keys())
    return [name for name in names if pinned.tables.get(name) != found.tables.get(name)]


def complaint(pinned: Pin, found: Pin) -> str | None:
    """What is to be done so that pin, rows and version agree; None when they do."""
    changed = differences(pinned, found)
    is_same_version = pinned.extractor_version == found.extractor_version
    if changed and is_same_version:
        return (
            f"the sample has other rows in {', '.join(changed)}, but EXTRACTOR_VERSION still is"
            f" {found.extractor_version}, which says that no document need be read again. If the"
            " change is meant, raise EXTRACTOR_VERSION in transforms/version.py and run"
            f" `{COMMAND}`"
        )
    if not is_same_version:
        return (
            f"the pin is of extractor version {pinned.extractor_version}, and this is"
            f" {found.extractor_version}: run `{COMMAND}`"
        )
    return None


def main() -> int:
    """Write the pin, unless it would give one version to two sets of rows."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--unreleased", action="store_true", help="the version may stay")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = pin_of(publish_sample(Path(folder)).processed)
    pinned = read_pin() if PIN.exists() else found
    if (
        differences(pinned, found)
        and pinned.extractor_version == found.extractor_version
        and not arguments.unreleased
    ):
        print(complaint(pinned, found), file=sys.stderr)
        return 1
    PIN.write_text(json.dumps(asdict(found), indent=1) + "\n", encoding="utf-8")
    print(f"wrote {PIN}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

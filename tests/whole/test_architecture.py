"""Who may import whom; read from the source, so that a lazy import counts too."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PURE = {
    "__future__", "base64", "bisect", "codecs", "collections", "dataclasses", "datetime", "enum",
    "functools", "hashlib", "heapq", "html", "importlib", "itertools", "json", "math", "operator",
    "re", "string", "typing", "unicodedata", "zlib",
}  # fmt: skip
ALLOWED = {
    "transforms": PURE | {"polars", "pyarrow", "numpy", "onnxruntime", "transforms"},
    "flows": set(sys.stdlib_module_names)
    | {"transforms", "flows", "prefect", "duckdb", "polars", "pyarrow", "typer", "rich"}
    | {"lxml", "trafilatura"},
}
MODULES = [path for room in ALLOWED for path in sorted((ROOT / room).rglob("*.py"))]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    assert set(imported(path)) <= ALLOWED[room]


def calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


@pytest.mark.parametrize("path", sorted((ROOT / "transforms").rglob("*.py")), ids=lambda p: p.stem)
def test_transforms_read_no_file_clock_or_environment(path: Path) -> None:
    forbidden = {"open", "print", "input", "datetime.now", "date.today", "datetime.today"}
    assert forbidden.isdisjoint(calls(path))


def test_only_the_store_writes_the_dataset() -> None:
    writers = {"pq.write_table", "pq.ParquetWriter", "parquet.ParquetWriter"}
    found = {
        path.stem for path in (ROOT / "flows").glob("*.py") if not writers.isdisjoint(calls(path))
    }
    assert found <= {"extract", "merge"}, "extract stages, the store's merge publishes"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_stays_small_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 330


def test_prefect_is_imported_only_where_runs_are_orchestrated() -> None:
    users = {p.stem for p in (ROOT / "flows").glob("*.py") if "prefect" in set(imported(p))}
    assert users == {"news", "schedule", "server"}

"""The rooms of the house and who may import whom; read from the source, so lazy imports count."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]


class Room(NamedTuple):
    """A room stands on a floor and may use the faces of these rooms on lower floors."""

    floor: int
    uses: str

    @property
    def may_use(self) -> list[str]:
        """The rooms as a list."""
        return self.uses.split()


# A top-level module of transforms is a room of its own; those of flows are the common ones, which
# every room of flows may use, and the entrances.
ROOMS = {
    "transforms.version": Room(2, "models"),
    "transforms.lexicon": Room(1, ""),
    "transforms.models": Room(1, ""),
    "transforms.text": Room(2, "lexicon"),
    "transforms.stories": Room(2, "lexicon"),
    "transforms.page": Room(3, "lexicon models text"),
    "transforms.names": Room(3, "lexicon models text"),
    "transforms.figures": Room(3, "lexicon text"),
    "transforms.corrections": Room(3, "text"),
    "transforms.documents": Room(4, "corrections page text"),
    "transforms.entities": Room(4, "lexicon names"),
    "transforms.quotes": Room(4, "lexicon models names text"),
    "transforms.corrected": Room(5, "corrections figures names page quotes text"),
    "transforms.tables": Room(
        5, "corrections documents entities figures names page quotes stories text"
    ),
    "transforms.annotate": Room(
        6, "corrected documents figures models names page quotes tables text"
    ),
    "flows.common": Room(5, "documents models"),
    "flows.sources": Room(6, "common corrected corrections documents entities lexicon page text"),
    "flows.store": Room(6, "common entities stories tables"),
    "flows.catalog": Room(7, "common lexicon store tables"),
    "flows.runs": Room(
        8,
        "annotate catalog common corrections documents entities models sources store tables text"
        " version",
    ),
    "flows.exports": Room(8, "catalog common"),
    "flows.reviews": Room(8, "catalog common corrected corrections names sources text"),
    "flows.dashboard": Room(9, "catalog common corrections exports reviews sources store text"),
    "flows.entrances": Room(
        10, "catalog common dashboard exports reviews runs sources store tables"
    ),
}
COMMON = {"flows.errors", "flows.narration", "flows.settings"}
PURE = {
    "__future__", "base64", "bisect", "codecs", "collections", "csv", "dataclasses", "datetime",
    "enum", "functools", "hashlib", "heapq", "html", "importlib", "io", "itertools", "json", "math",
    "operator", "re", "string", "typing", "unicodedata", "urllib", "zlib",
}  # fmt: skip
LIBRARIES = {
    "transforms": PURE | {"polars", "pyarrow", "numpy", "onnxruntime", "lazy_loader"},
    "transforms.text": PURE | {"lazy_loader", "charset_normalizer", "ftfy", "py3langid"},
    "transforms.page": PURE
    | {"lazy_loader", "lxml", "numpy", "trafilatura", "htmldate", "logging"}
    | {"io", "statistics", "zipfile", "pypdfium2", "ctypes"},  # of bytes in memory
    "flows.sources": {*sys.stdlib_module_names}
    | {"brotli", "feedparser", "lazy_loader", "lxml", "polars", "pyarrow"},
    "flows.dashboard": {*sys.stdlib_module_names}
    | {"duckdb", "jinja2", "lazy_loader", "markupsafe", "starlette", "uvicorn"},
    "flows.reviews": {*sys.stdlib_module_names} | {"duckdb", "lazy_loader", "lxml", "xlsxwriter"},
    "flows.exports": {*sys.stdlib_module_names} | {"duckdb", "lazy_loader", "xlsxwriter"},
    "flows": set(sys.stdlib_module_names)
    | {
        "apprise",
        "duckdb",
        "lazy_loader",
        "numpy",
        "polars",
        "prefect",
        "pyarrow",
        "pydantic",
        "rich",
        "typer",
    },
}
MODULES = sorted(path for top in ("transforms", "flows") for path in (ROOT / top).rglob("*.py"))
OUTSIDE = sorted(
    path for top in ("broadsheet", "training", "benchmarks") for path in (ROOT / top).rglob("*.py")
)
LONGEST_MODULE, LONGEST_FUNCTION, FLOORS = 500, 45, 10


def name_of(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def room_of(module: str) -> str | None:
    """The room a module of ours stands in; None for a package itself and for other people's."""
    top, *rest = module.split(".")
    if top not in ("transforms", "flows") or not rest or rest == [""]:
        return None
    name = f"{top}.{rest[0]}"
    if name in ROOMS:
        return name
    assert top == "flows", f"{module} stands in no room"
    return "flows.common" if name in COMMON else "flows.entrances"


def is_module(room: str) -> bool:
    """Whether a room is modules of its own instead of a folder with a face."""
    return not (ROOT / room.replace(".", "/")).is_dir()


class Import(NamedTuple):
    """One import: ``name`` is empty where a module is imported as a whole."""

    module: str
    name: str
    line: int


@cache
def imports(path: Path) -> tuple[Import, ...]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, "", node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found += [Import(node.module or "", alias.name, node.lineno) for alias in node.names]
    return tuple(found)


def ours(path: Path) -> Iterator[Import]:
    """Imports of the house; ``from flows import store`` as an import of the room."""
    for one in imports(path):
        if one.module in ("transforms", "flows") and room_of(f"{one.module}.{one.name}") in ROOMS:
            inner = f"{one.module}.{one.name}"
            if (ROOT / inner.replace(".", "/")).with_suffix(".py").exists() or inner in ROOMS:
                yield Import(inner, "", one.line)
        elif one.module.split(".")[0] in ("transforms", "flows"):
            yield one


def ids(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_a_module_uses_only_rooms_below_it_and_only_their_faces(path: Path) -> None:
    own = room_of(name_of(path))
    for one in ours(path):
        other = room_of(one.module)
        if own is None or other is None or other == own:
            continue
        assert other.split(".")[1] in ROOMS[own].may_use, f"{path}:{one.line}: {one.module}"
        if not is_module(other):
            assert one.module == other, f"{path}:{one.line} reaches past the face of {other}"


@pytest.mark.parametrize("path", OUTSIDE, ids=ids)
def test_whoever_stands_outside_the_rooms_uses_faces_alone(path: Path) -> None:
    for one in ours(path):
        room = room_of(one.module)
        if room is not None and not is_module(room):
            assert one.module == room, f"{path}:{one.line} reaches past the face of {room}"


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_a_module_imports_only_the_libraries_of_its_room(path: Path) -> None:
    top = name_of(path).split(".")[0]
    allowed = LIBRARIES.get(room_of(name_of(path)) or top, LIBRARIES[top])
    if path.parent == ROOT / top and path.name == "__init__.py":
        allowed = allowed | {"os"}  # switches telemetry off before any library is imported
    others = {one.module.split(".")[0] for one in imports(path)} - {"transforms", "flows"}
    assert others <= allowed


def test_rooms_use_only_lower_floors() -> None:
    floors = {name.split(".")[1]: room.floor for name, room in ROOMS.items()}
    assert len(floors) == len(ROOMS), "two rooms of one name"
    for name, room in ROOMS.items():
        assert all(floors[used] < room.floor for used in room.may_use), name
    assert max(floors.values()) <= FLOORS


def test_every_right_to_import_is_used() -> None:
    used: dict[str, set[str]] = {name: set() for name in ROOMS}
    for path in MODULES:
        own = room_of(name_of(path))
        for one in ours(path):
            other = room_of(one.module)
            if own and other and own != other:
                used[own].add(other.split(".")[1])
    unused = {name: set(room.may_use) - used[name] - {"common"} for name, room in ROOMS.items()}
    assert not any(unused.values()), unused


def test_the_architecture_page_has_the_same_table() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z.]+)` \| (\d+) \| ([^|]*) \|", page, re.MULTILINE)
    told = {name: Room(int(floor), used.strip()) for name, floor, used in rows}
    assert told == ROOMS


@pytest.mark.parametrize("room", [n for n in ROOMS if (ROOT / n.replace(".", "/")).is_dir()])
def test_every_name_of_a_face_is_there(room: str) -> None:
    face = importlib.import_module(room)
    assert face.__all__ == sorted(set(face.__all__))
    for name in face.__all__:
        assert getattr(face, name) is not None


@pytest.mark.parametrize("room", [n for n in ROOMS if (ROOT / n.replace(".", "/")).is_dir()])
def test_every_name_of_a_face_is_used_by_others(room: str) -> None:
    face = importlib.import_module(room)
    tests = sorted((ROOT / "tests").rglob("*.py"))
    used = set()
    for path in [*MODULES, *OUTSIDE, *tests]:
        if room_of(name_of(path)) == room:
            continue
        used |= {one.name for one in imports(path) if one.module == room}
        alias = room.split(".")[1]
        used |= set(re.findall(rf"\b{alias}\.(\w+)", path.read_text(encoding="utf-8")))
    assert set(face.__all__) <= used


def test_tables_load_no_model_and_few_modules() -> None:
    code = (
        "import sys; from transforms.tables import TABLES;"
        " print('onnxruntime' in sys.modules,"
        " sum(m.split('.')[0] in ('transforms', 'flows') for m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    has_models, modules = done.stdout.split()
    assert has_models == "False"
    assert int(modules) < 40


def calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


@pytest.mark.parametrize("path", sorted((ROOT / "transforms").rglob("*.py")), ids=ids)
def test_transforms_read_no_file_clock_or_environment(path: Path) -> None:
    forbidden = {"open", "print", "input", "datetime.now", "date.today", "datetime.today"}
    assert forbidden.isdisjoint(calls(path))


CHANGING = {
    "ParquetWriter", "chmod", "copy", "copy2", "copyfile", "copytree", "hardlink_to",
    "link", "makedirs", "mkdir", "move", "remove", "rename", "rmdir", "rmtree", "symlink",
    "symlink_to", "touch", "truncate", "unlink", "write_bytes", "write_csv", "write_ipc",
    "write_parquet", "write_table", "write_text",
}  # fmt: skip
"""Functions that change files, by their last name."""
WRITERS = {
    "flows.catalog.catalog": ("chmod replace unlink", "the catalog of a version being built"),
    "flows.cli": ("write_text", "`broadsheet tables --write`"),
    "flows.exports.export": (
        "mkdir open replace unlink write_bytes",
        "`broadsheet export`, outside any dataset",
    ),
    "flows.exports.sheets": ("write_parquet", "a file for the browser, in memory"),
    "flows.reviews.review_sheet": (
        "mkdir replace write_bytes",
        "`broadsheet review`, outside any dataset",
    ),
    "flows.doctor": ("hardlink_to symlink_to write_bytes", "a trial in a temporary folder"),
    "flows.own_place": ("mkdir write_text", "`broadsheet init`, outside any dataset"),
    "flows.notices": (
        "mkdir write_text",
        "what was notified, in .notices.json beside the versions",
    ),
    "flows.sources.correction_files": (
        "mkdir open replace",
        "people's corrections, in the curation's folder",
    ),
    "flows.sources.curation_file": ("mkdir", "the curation's folder, for decisions about entities"),
    "flows.runs.extract": (
        "mkdir rename rmtree write_table",
        "rows that wait, in .staging",
    ),
    "flows.runs.known_files": ("write_ipc", "what is known of raw files, in memory"),
    "flows.runs.pipeline": ("rmtree", ".staging itself"),
    "flows.runs.plan": ("mkdir write_parquet", "retractions that wait, in .staging"),
    "flows.runs.spool": (
        "OSFile mkdir unlink write_ipc write_table",
        "documents to be read, in .staging",
    ),
}
"""Who else writes in flows: which functions, and to what."""


def changes(source: str) -> set[str]:
    """Names of the calls in a module that change files."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            texts = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
            modes = {
                one for one in texts if isinstance(one, str) and re.fullmatch("[rwxabt+]+", one)
            }
            moves = name == "replace" and len(node.args) == 1 and not node.keywords
            opens = name in ("open", "OSFile") and any(set(mode) & set("wxa+") for mode in modes)
            if name in CHANGING or moves or opens:
                found.add(name)
    return found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("unfinished.replace(path)", {"replace"}),
        ("os.symlink(target, link); folder.rename(final)", {"symlink", "rename"}),
        ("path.open('wb'); open(path, mode='a')", {"open"}),
        ("path.open('rb'); text.replace('a', 'b'); moment.replace(tzinfo=UTC)", set()),
    ],
)
def test_a_call_that_changes_files_is_seen(source: str, found: set[str]) -> None:
    assert changes(source) == found


def test_only_the_store_writes_the_dataset() -> None:
    found = {
        name_of(path): " ".join(sorted(names))
        for path in MODULES
        if name_of(path).startswith("flows.")
        and room_of(name_of(path)) != "flows.store"
        and (names := changes(path.read_text(encoding="utf-8")))
    }
    assert found == {name: names for name, (names, _) in WRITERS.items()}, (
        "to change the dataset is for flows/store; who writes elsewhere is named in WRITERS"
    )


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_a_module_stays_small_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_a_function_stays_small_enough_to_read(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{path}:{node.lineno} {node.name}"


def test_prefect_is_imported_only_where_runs_are_orchestrated() -> None:
    users = {
        name_of(path)
        for path in MODULES
        if any(one.module.split(".")[0] == "prefect" for one in imports(path))
    }
    assert users == {"flows.deployments", "flows.news", "flows.schedule", "flows.server"}


def test_no_two_modules_share_a_name() -> None:
    # A room's own module may be called after it; its tests and measurements too.
    product = Counter(path.stem for path in MODULES if not path.stem.startswith("__"))
    assert [name for name, often in product.items() if often > 1] == []


def test_no_two_modules_or_rooms_are_one_letter_apart() -> None:
    modules = {path.stem for path in MODULES if not path.stem.startswith("__")}
    rooms = {name.split(".")[1] for name in ROOMS}
    pairs = {
        (one, other)
        for names in (modules, rooms)
        for one, other in combinations(sorted(names), 2)
        if one in {other[:at] + other[at + 1 :] for at in range(len(other))}
        or other in {one[:at] + one[at + 1 :] for at in range(len(one))}
    }
    assert pairs == set()


def test_no_class_name_means_two_things() -> None:
    names = Counter(
        node.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, often in names.items() if often > 1] == []

"""Damage is found by size and hash, never built on, and mended by what the dataset itself holds."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows import store
from flows.store.durable import sha256_of
from tests.support.factory import Doc, rows_of, stage
from tests.support.faults import commit, document, plain_catalog

FEBRUARY, MARCH = date(2024, 2, 22), date(2024, 3, 1)


def flip(path: Path) -> None:
    """Change one bit in the middle; the file keeps its size, and its other names see it too."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.chmod(0o644)
    os.truncate(path, path.stat().st_size - 7)


def lose(path: Path) -> None:
    path.unlink()


def hide(path: Path) -> None:
    path.unlink()
    path.mkdir()


def alone(path: Path) -> Path:
    """The path, as a file that shares its bytes with no other version."""
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    return path


def first_file(folder: Path, table: str) -> Path:
    return sorted((folder / table).rglob("*.parquet"))[0]


@pytest.fixture
def processed(tmp_path: Path) -> Path:
    """Two versions: February is linked from the first to the second, March was written twice."""
    processed = tmp_path / "processed"
    commit(processed, [stage(tmp_path / "s1", [Doc(1, FEBRUARY), Doc(2, MARCH)])])
    commit(processed, [stage(tmp_path / "s2", [Doc(4, MARCH)])], day=1)
    return processed


def current(processed: Path) -> Path:
    return (processed / "current").resolve()


def said(processed: Path, *, every_version: bool = False) -> list[str]:
    return [str(one) for one in store.find_damage(processed, every_version=every_version)]


def test_a_whole_dataset_has_no_damage(processed: Path) -> None:
    assert said(processed, every_version=True) == []


@pytest.mark.parametrize(
    ("name", "harm", "fault"),
    [
        ("articles", flip, "does not hold the bytes written to it"),
        ("issues", flip, "does not hold the bytes written to it"),
        ("broadsheet.duckdb", flip, "does not hold the bytes written to it"),
        ("entities", cut, "bytes instead of"),
        ("_documents", lose, "is missing"),
        ("broadsheet.duckdb", lose, "is missing"),
        ("_traits", hide, "is not a file"),
    ],
)
def test_a_file_that_is_not_as_it_was_written_is_named(
    processed: Path, name: str, harm: Callable[[Path], None], fault: str
) -> None:
    path = current(processed) / name
    path = path if path.is_file() else first_file(current(processed), name)
    harm(alone(path))
    [damage] = said(processed)
    assert damage.startswith(f"version 2: {path.relative_to(current(processed)).as_posix()} ")
    assert fault in damage


@pytest.mark.parametrize(
    ("table", "harm"),
    [
        ("articles", flip),
        ("entities", lose),
        ("_documents", flip),
        ("_traits", cut),
        ("issues", flip),
    ],
)
def test_nothing_is_built_on_a_damaged_version(
    processed: Path, tmp_path: Path, table: str, harm: Callable[[Path], None]
) -> None:
    harm(first_file(current(processed), table))
    with pytest.raises(store.Damaged, match=rf"{table}/.*broadsheet repair"):
        commit(processed, [stage(tmp_path / "s3", [Doc(6, MARCH)])])
    assert [one.number for one in store.versions(processed)] == [1, 2]


def test_a_commit_that_has_nothing_to_do_notices_a_file_of_another_size(processed: Path) -> None:
    cut(first_file(current(processed), "quotes"))
    with pytest.raises(store.Damaged, match="bytes instead of"):
        commit(processed, [])


def test_a_damaged_ledger_is_not_read(processed: Path) -> None:
    flip(first_file(current(processed), "_documents"))
    with pytest.raises(store.Damaged, match="_documents"):
        store.read_ledger(processed)


def test_past_damage_only_the_documents_of_the_damaged_month_are_read_again(
    processed: Path, tmp_path: Path
) -> None:
    flip(first_file(current(processed), "quotes"))  # of February
    ledger = store.read_ledger(processed, past_damage=True)
    again = ledger.filter(extractor_version="")["article_id"].to_list()
    assert again == [Doc(1).article_id]
    batch = stage(tmp_path / "s3", [Doc(1, FEBRUARY)])
    made = store.commit(
        processed, [batch], run={}, finish=_build, settings=store.StoreSettings(), past_damage=True
    )
    assert made.is_new, "the rows are the same, but not the bytes that lie there"
    assert rows_of(made.path, "articles").height == rows_of(made.path, "quotes").height == 3
    assert said(processed) == []
    assert store.newest_whole(processed) == 3


def test_past_a_lost_ledger_its_documents_are_new_and_others_stay(
    processed: Path, tmp_path: Path
) -> None:
    lose(first_file(current(processed), "_documents"))
    assert store.read_ledger(processed, past_damage=True).height == 2
    batch = stage(tmp_path / "s3", [Doc(1, MARCH)])  # read again, it has another date
    made = store.commit(
        processed, [batch], run={}, finish=_build, settings=store.StoreSettings(), past_damage=True
    )
    assert rows_of(made.path, "articles").height == rows_of(made.path, "_documents").height == 3


def _build(version: Path) -> None:
    plain_catalog(version)


def test_a_file_comes_back_from_a_version_that_has_it_whole(processed: Path) -> None:
    for harm, table in ((flip, "articles"), (lose, "quotes"), (hide, "entities")):
        harm(alone(first_file(current(processed), table)))
    done = store.mend(processed)
    assert [line.endswith("took it from version 1") for line in done] == [True] * 3
    assert said(processed, every_version=True) == []


def test_a_file_that_is_damaged_in_every_version_stays_so(processed: Path) -> None:
    flip(first_file(current(processed), "articles"))
    assert store.mend(processed) == []
    assert len(said(processed)) == 1
    assert len(said(processed, every_version=True)) == 2, "the versions share the file"
    assert store.newest_whole(processed) is None


def test_to_a_damaged_version_nobody_rolls_back(processed: Path) -> None:
    cut(alone(first_file(processed / "versions" / "000001", "articles")))
    with pytest.raises(store.Damaged, match="version 1: articles/"):
        store.rollback(processed)


def test_a_manifest_with_another_number_in_it_is_noticed_and_comes_back(processed: Path) -> None:
    path = current(processed) / "manifest.json"
    before = path.read_text()
    path.write_text(json.dumps(json.loads(before) | {"parts_per_month": 2}))
    assert "manifest.json is damaged" in said(processed)[0]
    assert store.mend(processed) == ["version 2: took manifest.json from its copy"]
    assert path.read_text() == before
    assert said(processed) == []


def test_where_both_manifests_are_lost_the_newest_whole_version_is_published(
    processed: Path,
) -> None:
    for name in ("manifest.json", "published"):
        (current(processed) / name).write_text("{")
    [line] = store.mend(processed)
    assert "published version 1, the newest whole one" in line
    assert store.current_version(processed) == (processed / "versions" / "000001").resolve()


def test_the_copy_of_a_manifest_is_written_again(processed: Path) -> None:
    (current(processed) / "published").write_text("{")
    assert "published is not the copy" in said(processed)[0]
    store.mend(processed)
    assert said(processed) == []


def replaced(link: Path, make: Callable[[Path], object]) -> None:
    link.unlink()
    make(link)


@pytest.mark.parametrize(
    "make",
    [
        lambda _: None,
        lambda link: link.symlink_to("versions/latest"),
        lambda link: link.symlink_to("versions/000009"),
        lambda link: link.write_text("versions/000002"),
        lambda link: link.mkdir(),
        lambda link: (link.parent / "current.json").write_text("{"),
        lambda link: (link.parent / "current.json").mkdir(),
    ],
    ids=["gone", "to a word", "to nowhere", "a file", "a folder", "bad JSON", "JSON folder"],
)
def test_a_damaged_pointer_is_a_message_and_comes_to_lead_to_the_newest_version(
    processed: Path, tmp_path: Path, make: Callable[[Path], object]
) -> None:
    replaced(processed / "current", make)
    for action in (
        lambda: store.current_version(processed),
        lambda: commit(processed, [stage(tmp_path / f"s{os.urandom(4).hex()}", [Doc(6, MARCH)])]),
    ):
        with pytest.raises(store.StoreError, match="broadsheet repair"):
            action()
    assert [one.number for one in store.versions(processed)] == [1, 2]
    [line] = store.mend(processed)
    assert "published version 2" in line
    commit(processed, [stage(tmp_path / "s3", [Doc(6, MARCH)])])
    assert rows_of(current(processed), "articles").height == 4


def test_what_is_not_ours_among_the_versions_is_named_and_left_alone(
    processed: Path, tmp_path: Path
) -> None:
    versions = processed / "versions"
    (versions / "notes.txt").write_text("mine")
    (versions / "000003").write_text("a file with the name of a version")
    (versions / "000001 copy").mkdir()
    (current(processed) / "quotes" / "copy.parquet").write_bytes(b"mine")
    assert [line.partition(" is no ")[0] for line in said(processed)] == [
        "versions/000001 copy", "versions/000003", "versions/notes.txt",
        "version 2: quotes/copy.parquet",
    ]  # fmt: skip
    made = commit(processed, [stage(tmp_path / "s3", [Doc(6, MARCH)])])
    assert made.version == 4
    assert len(list(versions.iterdir())) == 6
    assert store.rollback(processed, 1) == 1


@pytest.mark.parametrize("name", ["run", "write"])
def test_a_folder_in_the_place_of_a_lock_is_a_message(processed: Path, name: str) -> None:
    lock = processed / f".{name}.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()
    with pytest.raises(store.StoreError, match=rf"\.{name}\.lock is a folder .*: remove it"):
        store.rollback(processed)
    assert "is a folder where a lock must be" in said(processed)[0]


def test_a_catalog_is_made_again_where_the_dataset_was_moved_and_where_it_is_damaged(
    processed: Path, tmp_path: Path
) -> None:
    assert store.renew_catalogs(processed, plain_catalog) == []
    flip(current(processed) / "broadsheet.duckdb")
    assert store.renew_catalogs(processed, plain_catalog) == [2]
    assert store.renew_catalogs(processed, plain_catalog, every_version=True) == [2]
    moved = processed.rename(tmp_path / "moved")
    assert "was made in" in said(moved)[0]
    assert store.renew_catalogs(moved, plain_catalog) == [2]
    assert said(moved) == []
    assert store.renew_catalogs(moved, plain_catalog, every_version=True) == [1, 2]
    assert said(moved, every_version=True) == []
    assert store.renew_catalogs(moved, plain_catalog) == []


def test_damaged_versions_are_removed_when_they_are_not_current(processed: Path) -> None:
    cut(alone(first_file(processed / "versions" / "000001", "articles")))
    assert store.remove_damaged(processed) == [1]
    assert [one.number for one in store.versions(processed)] == [2]


def test_a_version_that_is_pruned_while_it_is_looked_at_is_not_damaged(
    processed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = processed / "versions" / "000001"

    def pruned(path: Path) -> str:
        if first.exists():
            shutil.rmtree(first)  # after its first file was measured, before it was read
            raise FileNotFoundError
        return sha256_of(path)

    monkeypatch.setattr("flows.store.damage.sha256_of", pruned)
    assert said(processed, every_version=True) == []


def test_damage_of_versions_that_share_files_is_read_once(
    processed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        commit(processed, [stage(tmp_path / f"t{number}", [document(8 + 2 * number, 0)])])
    read = []

    def counted(path: Path) -> str:
        read.append(path.stat().st_ino)
        return sha256_of(path)

    monkeypatch.setattr("flows.store.damage.sha256_of", counted)
    store.find_damage(processed, every_version=True)
    assert len(read) == len(set(read))


def test_a_copy_without_links_is_as_whole_as_its_original(processed: Path, tmp_path: Path) -> None:
    shutil.copytree(processed, tmp_path / "copy", symlinks=True)
    kinds = {damage.path for damage in store.find_damage(tmp_path / "copy", every_version=True)}
    assert kinds == {"broadsheet.duckdb"}, "made elsewhere"

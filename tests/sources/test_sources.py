"""Raw files become documents; what cannot be read becomes a document with a problem."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
import zstandard

from flows.sources.files import Unreadable, raw_files, read_file, source_path_of
from transforms.documents import RawDocument, article_id_of

LIMIT = 1 << 20


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def documents(raw: Path, limit: int = LIMIT) -> list[RawDocument]:
    return [
        document
        for path in raw_files(raw)
        for document in read_file(path, raw, document_bytes=limit)
    ]


def problems(raw: Path, limit: int = LIMIT) -> list[str | None]:
    return [d.problem.code if d.problem else None for d in documents(raw, limit)]


def record(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def test_a_page_is_one_document_with_the_bytes_of_its_file(raw: Path) -> None:
    (raw / "a.txt").write_bytes(b"One page.\r\n")
    [page] = documents(raw)
    assert (page.kind, page.payload, page.source_path, page.source_id) == (
        "page",
        b"One page.\r\n",
        "a.txt",
        None,
    )


@pytest.mark.parametrize(
    ("suffix", "compress"), [("", bytes), (".gz", gzip.compress), (".zst", zstandard.compress)]
)
def test_pages_and_records_read_the_same_whatever_compresses_them(
    raw: Path, suffix: str, compress: type[bytes]
) -> None:
    (raw / f"p.txt{suffix}").write_bytes(compress(b"A page."))
    lines = record(id="1", text="one") + record(id="2", text="two")
    (raw / f"r.jsonl{suffix}").write_bytes(compress(lines))
    assert [d.payload for d in documents(raw)] == [b"A page.", *lines.splitlines()]


def test_a_zst_file_of_several_frames_is_read_to_its_end(raw: Path) -> None:
    frames = zstandard.compress(record(id="1", text="a")) + zstandard.compress(
        record(id="2", text="b")
    )
    (raw / "r.jsonl.zst").write_bytes(frames)
    assert [d.source_id for d in documents(raw)] == ["1", "2"]


def test_an_article_keeps_its_id_when_its_text_changes(raw: Path) -> None:
    (raw / "r.jsonl").write_bytes(record(id=7, text="before"))
    before = documents(raw)
    (raw / "r.jsonl").write_bytes(record(id=7, text="after"))
    after = documents(raw)
    assert before[0].article_id == after[0].article_id == article_id_of("r.jsonl", "7")
    assert before[0].content_sha256 != after[0].content_sha256


def test_a_broken_line_is_one_problem_and_its_neighbours_are_read(raw: Path) -> None:
    (raw / "r.jsonl").write_bytes(record(id="1", text="a") + b"{oops\n[1]\n" + record(text="b"))
    assert problems(raw) == [None, "record_not_json", "record_not_object", None]


def test_a_repeated_record_id_is_kept_aside_not_merged(raw: Path) -> None:
    (raw / "r.jsonl").write_bytes(record(id="1", text="a") + record(id="1", text="b"))
    assert problems(raw) == [None, "record_id_repeated"]
    assert len({d.article_id for d in documents(raw)}) == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("cut.txt.gz", gzip.compress(os.urandom(5000))[:-100], "damaged_file"),
        ("cut.jsonl.gz", gzip.compress(b"{}")[:-4], "damaged_file"),
        ("cut.txt.zst", zstandard.compress(os.urandom(5000))[:-100], "damaged_file"),
        ("no.txt.gz", b"plain text", "damaged_file"),
        ("no.txt.zst", b"plain text", "damaged_file"),
        ("empty.jsonl", b"\n  \n", "empty"),
        ("page.doc", b"x", "unsupported_format"),
        ("long.txt", b"x" * (LIMIT + 1), "too_large"),
        ("long.jsonl", b'"' + b"x" * LIMIT + b'"\n', "too_large"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_document_with_the_reason(
    raw: Path, name: str, content: bytes, code: str
) -> None:
    (raw / name).write_bytes(content)
    assert code in problems(raw)


def test_a_compressed_bomb_is_not_unpacked_into_memory(raw: Path) -> None:
    (raw / "bomb.txt.gz").write_bytes(gzip.compress(bytes(64 << 20)))
    assert problems(raw) == ["too_large"]


def test_a_pipe_is_not_waited_for(raw: Path) -> None:
    os.mkfifo(raw / "pipe.txt")
    assert problems(raw) == ["not_a_file"]


def test_dot_files_are_none_of_ours(raw: Path) -> None:
    (raw / ".DS_Store").write_bytes(b"x")
    (raw / ".git").mkdir()
    (raw / ".git" / "a.txt").write_bytes(b"x")
    assert documents(raw) == []


def test_a_file_name_that_is_no_unicode_gets_a_path_that_tables_can_hold(raw: Path) -> None:
    path = raw / os.fsdecode(b"caf\xe9.txt")
    try:
        path.write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    assert source_path_of(path, raw).encode("utf-8")


def test_a_file_that_vanished_between_listing_and_reading_is_unreadable(raw: Path) -> None:
    gone = raw / "gone.txt"
    with pytest.raises(Unreadable):
        list(read_file(gone, raw, document_bytes=LIMIT))


def test_a_linked_folder_is_an_issue_that_says_what_to_do(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_bytes(b"x")
    (raw / "linked").symlink_to(tmp_path / "elsewhere")
    (raw / "loop").symlink_to(raw)
    assert problems(raw) == ["linked_folder", "linked_folder"]

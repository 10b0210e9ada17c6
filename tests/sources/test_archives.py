"""ZIP archives and books are read like folders, and harm nobody."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from flows.runs.spool import Spool, read_spool
from flows.sources.files import read_file
from tests.sources.examples import LIMIT, example, outcomes
from tests.support.office import epub, zipped
from tests.support.pages import page, write
from transforms.documents import RawDocument, read_document

STORY = "The pumps of the lower town have failed for the second time this year."


def read(path: Path) -> list[RawDocument]:
    return list(read_file(path, path.parent, document_bytes=LIMIT))


def problems(path: Path) -> list[tuple[str, str | None]]:
    return [(raw.source_path, raw.problem.code if raw.problem else None) for raw in read(path)]


def test_each_file_of_an_archive_is_read_by_its_suffix_under_its_path(tmp_path: Path) -> None:
    content = zipped(
        {
            "herald/a.html": page(),
            "herald/b.txt": STORY,
            "feed.jsonl": json.dumps({"id": "7", "text": STORY}) + "\n",
            "c.docx": example(".docx", STORY),
            "__MACOSX/._a.html": b"\0\1",
            ".DS_Store": b"\0",
        }
    )
    found = read(write(tmp_path, "may.zip", content))
    assert [(raw.source_path, raw.source_id, raw.kind) for raw in found] == [
        ("may.zip/herald/a.html", None, "html"),
        ("may.zip/herald/b.txt", None, "page"),
        ("may.zip/feed.jsonl", "7", "record"),
        ("may.zip/c.docx", None, "docx"),
    ]
    assert [read_document(raw).outlet for raw in found] == ["herald", "herald", "may", "may"]


def test_paths_that_lead_out_of_an_archive_lead_nowhere(tmp_path: Path) -> None:
    names = ("/etc/a.txt", "../../b.txt", "..\\c.txt", "C:\\d.txt", "x/../e.txt", "./f.txt")
    path = write(tmp_path, "a.zip", zipped(dict.fromkeys(names, STORY)))
    assert problems(path) == [
        (f"a.zip/{name}", None)
        for name in ("etc/a.txt", "b.txt", "c.txt", "d.txt", "x/e.txt", "f.txt")
    ]
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_cannot_be_read_of_an_archive_has_a_reason_and_costs_no_other_file(
    tmp_path: Path,
) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("a.txt", "a.txt", "inner.zip", "b.parquet", "c.txt.gz", "d.rtf", "e.txt"):
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), STORY)
    spoilt = stream.getvalue().replace(
        STORY.encode(), STORY.encode().replace(b"pumps", b"lamps"), 1
    )
    assert problems(write(tmp_path, "a.zip", spoilt)) == [
        ("a.zip/a.txt", "damaged_file"),
        ("a.zip/a.txt", "record_id_repeated"),
        ("a.zip/inner.zip", "unsupported_format"),
        ("a.zip/b.parquet", "unsupported_format"),
        ("a.zip/c.txt.gz", "unsupported_format"),
        ("a.zip/d.rtf", "unsupported_format"),
        ("a.zip/e.txt", None),
    ]


def test_a_file_with_a_password_is_said_to_have_one(tmp_path: Path) -> None:
    made = bytearray(zipped({"a.txt": STORY}))
    made[made.index(b"PK\x01\x02") + 8] |= 1
    assert problems(write(tmp_path, "a.zip", bytes(made))) == [("a.zip/a.txt", "encrypted_file")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (zipped({}), "empty"),
        (b"Rain fell.", "damaged_file"),
        (zipped({"a.txt": STORY * 9})[:-30], "damaged_file"),
    ],
    ids=["nothing", "no file", "no archive", "cut"],
)
def test_an_archive_that_cannot_be_read_has_a_reason(
    tmp_path: Path, content: bytes, code: str
) -> None:
    assert problems(write(tmp_path, "a.zip", content)) == [("a.zip", code)]


def test_files_that_lie_over_each_other_are_not_unpacked(tmp_path: Path) -> None:
    made = zipped({"a.txt": b"0" * 100_000})
    start, end = made.index(b"PK\x01\x02"), made.index(b"PK\x05\x06")
    entry, tail = made[start:end], bytearray(made[end:])
    bomb = made[:start] + entry * 200
    tail[8:12] = (200).to_bytes(2, "little") * 2
    tail[12:16] = (len(entry) * 200).to_bytes(4, "little")
    assert problems(write(tmp_path, "a.zip", bomb + bytes(tail))) == [("a.zip", "damaged_file")]


def test_a_long_file_in_an_archive_does_not_hide_its_neighbours(tmp_path: Path) -> None:
    content = zipped({"a.txt": bytes(64 << 20), "b.txt": STORY})
    assert outcomes(write(tmp_path, "a.zip", content)) == ["too_large", "read"]


def test_the_chapters_of_a_book_have_its_author_day_and_language(tmp_path: Path) -> None:
    described = (
        "<dc:title>Floods</dc:title><dc:creator>Ada Brunn</dc:creator><dc:language>en</dc:language>"
        "<dc:date>2024-03-05</dc:date>"
    )
    nav = '<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    path = write(tmp_path, "floods.epub", epub(page(), page(), described=described, more=nav))
    found = [read_document(raw) for raw in read(path)]
    assert [one.source_path for one in found] == [
        f"floods.epub/OEBPS/text/c{n}.xhtml" for n in (0, 1)
    ]
    assert {(one.byline, one.published_at, one.language, one.outlet) for one in found} == {
        (("Ada Brunn",), "2024-03-05", "en", "floods")
    }


def test_a_book_of_libreoffice_is_read(tmp_path: Path) -> None:
    made = Path(__file__).parents[1] / "page" / "papers" / "libreoffice.epub"
    [raw] = read(write(tmp_path, "a.epub", made.read_bytes()))
    document = read_document(raw)
    assert "“We have waited long enough" in document.text
    assert (document.byline, document.language) == (("Ada Brunn",), "en")
    first = document.zones[0]
    headline = "Water board to replace the pumps of the lower town"
    assert (first.kind, first.span.of(document.text)) == ("headline", headline)


def test_what_a_book_states_is_a_part_of_its_chapters_hash(tmp_path: Path) -> None:
    hashes = {
        read(write(tmp_path, "a.epub", epub(page(), described=said)))[0].content_sha256
        for said in ("", "<dc:date>2024</dc:date>", "<dc:date>2025</dc:date>")
    }
    assert len(hashes) == 3


@pytest.mark.parametrize(
    "content",
    [
        zipped({"a.xhtml": page()}),
        zipped({"META-INF/container.xml": "<c><rootfile full-path='../../etc/passwd'/></c>"}),
        zipped({"META-INF/container.xml": "<c>"}),
    ],
    ids=["no container", "elsewhere", "broken"],
)
def test_a_book_without_a_list_of_chapters_is_damaged(tmp_path: Path, content: bytes) -> None:
    assert problems(write(tmp_path, "a.epub", content)) == [("a.epub", "damaged_file")]


def test_what_is_stated_beside_a_document_reaches_the_batch(tmp_path: Path) -> None:
    described = "<dc:date>2024-03-05</dc:date><dc:language>en</dc:language>"
    [raw] = read(write(tmp_path, "a.epub", epub(page(), described=described)))
    spool = Spool(tmp_path / "pending", 10, 1 << 20, {})
    spool.add(raw)
    spool.flush()
    [again] = read_spool(spool.batches[0])
    assert again.stated == raw.stated == (("language", "en"), ("published_at", "2024-03-05"))

"""A list beside files states where they were fetched, when they were published, and the like."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.sources.files import raw_files, read_file
from tests.support.office import zipped
from tests.support.pages import page, write
from transforms.documents import Document, read_document

URL = "https://gazette.example/2024/pumps"
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
    f"<url><loc>{URL}</loc><lastmod>2025-01-01</lastmod><n:news><n:publication><n:name>Gazette"
    "</n:name><n:language>en</n:language></n:publication><n:publication_date>2024-03-05"
    "</n:publication_date><n:title>Pumps fail again</n:title></n:news></url>"
    "<url><loc>https://gazette.example/other</loc></url></urlset>"
)


def documents(raw: Path) -> list[Document]:
    found = [one for path in raw_files(raw) for one in read_file(path, raw, document_bytes=1 << 20)]
    return [read_document(one) for one in found if one.problem is None]


def problems(raw: Path) -> list[tuple[str, str]]:
    found = [one for path in raw_files(raw) for one in read_file(path, raw, document_bytes=1 << 20)]
    return [(one.source_path, one.problem.code) for one in found if one.problem]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("files.csv", f"File name;URL;Date\npages/a.html;{URL};2024-03-05\n"),
        ("files.csv", f"file,url,published_at,section\n./pages/a.html,{URL},2024-03-05,local\n"),
        ("files.tsv", f"path\tlink\tpubDate\npages\\a.html\t{URL}\t2024-03-05\n"),
        ("files.txt", f"# fetched by hand\npages/a.html {URL} 2024-03-05\n"),
    ],
)
def test_a_list_gives_a_file_its_address_and_date(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / "pages").mkdir()
    write(tmp_path, "pages/a.html", page().encode())
    write(tmp_path, name, content.encode())
    [document] = documents(tmp_path)
    assert (document.url, document.published_at) == (URL, "2024-03-05")
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    "place",
    ["2024/pumps", "2024/pumps.html", "2024/pumps/index.html", "gazette.example/2024/pumps.html"],
)
def test_a_sitemap_names_the_files_of_a_copied_site(tmp_path: Path, place: str) -> None:
    place = place if "." in place.rpartition("/")[2] else f"{place}.html"
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(page())
    write(tmp_path, "sitemap.xml", SITEMAP.encode())
    [document] = documents(tmp_path)
    assert (document.url, document.published_at, document.title, document.outlet) == (
        URL, "2024-03-05", "Pumps fail again", "Gazette",
    )  # fmt: skip
    assert problems(tmp_path) == []


def test_a_sitemap_without_its_pages_is_said_to_have_none(tmp_path: Path) -> None:
    write(tmp_path, "sitemap.xml", SITEMAP.encode())
    assert problems(tmp_path) == [("sitemap.xml", "sitemap_without_files")]


def test_a_file_that_a_list_names_and_is_not_there_is_a_row(tmp_path: Path) -> None:
    outside = write(tmp_path, "outside.html", page().encode())
    raw = tmp_path / "raw"
    raw.mkdir()
    rows = f"a.html,{URL}\n../outside.html,{URL}\n{outside},{URL}\n"
    write(raw, "files.csv", f"file,url\n{rows}".encode())
    assert problems(raw) == [("files.csv", "listed_file_missing")] * 3


def test_the_nearest_list_counts(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    write(tmp_path, "pages/a.html", page().encode())
    write(tmp_path, "files.txt", b"pages/a.html https://outer.example/\n")
    write(tmp_path / "pages", "files.txt", b"a.html https://inner.example/\n")
    assert [one.url for one in documents(tmp_path)] == ["https://inner.example/"]


def test_a_list_in_an_archive_speaks_of_the_files_beside_it(tmp_path: Path) -> None:
    rows = f"file,url,published_at\na.html,{URL},2024-03-05\nlost.html,{URL}/2,2024-03-06\n"
    files = {
        "march/files.csv": rows,
        "march/a.html": page(),
        "b.html": page(),
        "sitemap.xml": "<urlset><url><loc>https://g.example/b</loc></url></urlset>",
    }
    write(tmp_path, "may.zip", zipped(files))
    found = list(read_file(tmp_path / "may.zip", tmp_path, document_bytes=1 << 20))
    faults = [(one.source_path, one.problem.code) for one in found if one.problem]
    assert faults == [("may.zip/march/files.csv", "listed_file_missing")]
    read = {one.source_path: read_document(one) for one in found if not one.problem}
    stated = {path: (one.url, one.published_at) for path, one in read.items()}
    assert stated == {
        "may.zip/march/a.html": (URL, "2024-03-05"),
        "may.zip/b.html": ("https://g.example/b", None),
    }


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("files.csv", b"id,text,file\n1,Rain fell on the town.,a.html\n"),
        ("files.txt", b"The files of the council were lost.\nhttps://gazette.example/\n"),
    ],
)
def test_a_file_of_such_a_name_that_is_no_list_is_read(
    tmp_path: Path, name: str, content: bytes
) -> None:
    write(tmp_path, name, content)
    assert len(documents(tmp_path)) == 1


def test_another_statement_of_a_list_reads_the_file_again(tmp_path: Path) -> None:
    write(tmp_path, "a.html", page().encode())
    hashes = set()
    for day in ("2024-03-05", "2024-03-06T08:00"):
        write(tmp_path, "files.txt", f"a.html {URL} {day}\n".encode())
        path = tmp_path / "a.html"
        [raw] = read_file(path, tmp_path, document_bytes=1 << 20)
        hashes.add(raw.content_sha256)
    assert len(hashes) == 2

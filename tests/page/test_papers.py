"""Files that were written to be printed: what their structure says becomes zones of one text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import get_args

import pytest

from tests.support.office import docx_of, odt_of, paragraph, zipped
from transforms.documents import RawDocument, read_document
from transforms.lexicon import read_lexicon
from transforms.page import (
    MarkedUp,
    parse_marked_up,
    read_dates,
    read_open_document,
    read_word_file,
    resolve_date,
)
from transforms.page.paper import Role, author_stated, title_stated
from transforms.text import Quarantined

PAPERS = Path(__file__).parent / "papers"
READERS = {".docx": read_word_file, ".odt": read_open_document}
STORY = "The board will replace all pumps of the lower town after two floods, it said on Tuesday."
RELEASE = [
    (kind, text.replace("\\n", "\n").replace("\\t", "\t"))
    for line in (PAPERS / "release.tsv").read_text(encoding="utf-8").splitlines()
    for kind, text in [line.split("\t")]
]
"""What the author of the papers wrote: release.fodt, of which LibreOffice made the others by
``soffice --headless --convert-to docx``."""


def zones_of(page: MarkedUp) -> list[tuple[str, str]]:
    """Kind and words of each zone."""
    return [(zone.kind, zone.span.of(page.text)) for zone in page.zones]


def refusal(suffix: str, payload: bytes) -> str:
    with pytest.raises(Quarantined) as refused:
        READERS[suffix](payload)
    return refused.value.issue.code


@pytest.mark.parametrize("suffix", READERS)
def test_a_paper_of_libreoffice_is_read_by_its_styles(suffix: str) -> None:
    page = READERS[suffix]((PAPERS / f"libreoffice{suffix}").read_bytes())
    assert zones_of(page) == RELEASE
    assert (page.title, page.byline, page.language) == ("Vessa pumps to be replaced", (), "en")


@pytest.mark.parametrize("suffix", READERS)
def test_the_words_of_a_paper_win_over_the_properties_of_its_file(suffix: str) -> None:
    page = READERS[suffix]((PAPERS / f"libreoffice{suffix}").read_bytes())
    parsed = parse_marked_up(page.text, page.zones, byline=page.byline)
    choice = resolve_date(read_dates(parsed, source_path="", stated=page.dates).candidates)
    assert parsed.byline == ("Jo Marlin",)
    assert (str(choice.published_date), choice.source, choice.conflict) == (
        "2024-03-05", "page_header", False,
    )  # fmt: skip


def test_a_paper_without_a_date_in_its_text_has_that_of_its_file() -> None:
    core = "<c><creator>Ada Brunn</creator><created>2024-03-04T09:15:00Z</created></c>"
    payload = docx_of(paragraph("Pumps fail", "Titel") + paragraph(STORY), core=core)
    raw = RawDocument("0" * 16, "herald/a.docx", None, "", "docx", payload)
    document = read_document(raw)
    page = parse_marked_up(document.text, document.zones, byline=document.byline)
    choice = resolve_date(read_dates(page, source_path="", stated=document.dates).candidates)
    assert (document.outlet, page.byline) == ("herald", ("Ada Brunn",))
    assert (str(choice.published_date), choice.source) == ("2024-03-04", "file_properties")


def test_a_file_that_was_made_long_before_its_last_change_is_an_old_one_written_over() -> None:
    core = "<c><created>2013-12-23T23:15:00Z</created><modified>2024-03-05</modified></c>"
    page = read_word_file(docx_of(paragraph(STORY), core=core))
    assert [(one.value, one.is_update) for one in page.dates] == [("2024-03-05", True)]


def test_a_style_counts_by_its_name_of_origin_or_the_one_it_is_based_on() -> None:
    body = (
        paragraph("Vessa Water Board")
        + paragraph("Pumps fail", "Titel")
        + paragraph(STORY)
        + paragraph("Costs", "berschrift1")
        + paragraph(STORY)
        + paragraph("Next", "Zwischenzeile")
        + paragraph(STORY)
    )
    page = read_word_file(docx_of(body))
    kinds = "boilerplate headline body subheading body subheading body"
    assert [kind for kind, _ in zones_of(page)] == kinds.split()


def test_a_bold_line_above_the_story_is_the_headline_where_no_style_is() -> None:
    body = (
        paragraph("PRESS RELEASE", bold=True)
        + paragraph("5 March 2024", bold=True)
        + paragraph("Pumps to be replaced", bold=True)
        + paragraph(STORY)
        + paragraph("What it costs", bold=True)
        + paragraph(STORY)
    )
    page = read_word_file(docx_of(body))
    assert [kind for kind, _ in zones_of(page)] == [
        "boilerplate", "date", "headline", "body", "subheading", "body",
    ]  # fmt: skip


def test_a_paper_without_any_structure_has_no_zones() -> None:
    page = read_word_file(docx_of(paragraph("Pumps fail") + paragraph(STORY)))
    assert page.text == f"Pumps fail\n\n{STORY}"
    assert page.zones == ()


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<w:r><w:t>Rain </w:t></w:r><w:ins><w:r><w:t>fell</w:t></w:r></w:ins>"
         "<w:del><w:r><w:delText>stopped</w:delText></w:r></w:del>", "Rain fell"),
        ("<w:r><w:t>Rain</w:t><w:tab/><w:t>fell</w:t><w:br/><w:t>hard</w:t></w:r>",
         "Rain fell\nhard"),
        ("<w:r><w:t>Rain</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>", "Rain"),
        ("<w:r><w:fldChar/><w:instrText>HYPERLINK x</w:instrText></w:r>"
         "<w:hyperlink><w:r><w:t>Rain</w:t></w:r></w:hyperlink>", "Rain"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>", "a-b"),
        ("<w:r><w:t>ra</w:t><w:softHyphen/><w:t>in</w:t></w:r>", "rain"),
        ("<w:r><AlternateContent><Choice><w:txbxContent><w:p><w:r><w:t>Box</w:t></w:r></w:p>"
         "</w:txbxContent></Choice><Fallback><w:t>Box</w:t></Fallback></AlternateContent></w:r>"
         "<w:r><w:t>Rain</w:t></w:r>", "Rain\n\nBox"),
        ("<w:smartTag><w:r><w:t>Rain</w:t></w:r></w:smartTag>", "Rain"),
    ],
)  # fmt: skip
def test_the_words_of_a_word_file_are_those_that_its_reader_sees(markup: str, text: str) -> None:
    assert read_word_file(docx_of(f"<w:p>{markup}</w:p>")).text == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<text:p>Rain<text:s/>fell<text:line-break/>hard<text:tab/>today</text:p>",
         "Rain fell\nhard today"),
        ("<text:p>Rain<text:note><text:note-citation>1</text:note-citation><text:note-body>"
         "<text:p>Or snow.</text:p></text:note-body></text:note> fell</text:p>",
         "Rain fell\n\nOr snow."),
        ("<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:p>Rain</text:p>",
         "Rain"),
        ("<text:section><text:p>Rain <text:a>fell</text:a></text:p></text:section>", "Rain fell"),
        ("<text:p>Rain<draw:frame><draw:text-box><text:p>Box</text:p></draw:text-box></draw:frame>"
         "</text:p>", "Rain\n\nBox"),
        ("<text:p>Rain<office:annotation><text:p>why?</text:p></office:annotation></text:p>",
         "Rain"),
    ],
)  # fmt: skip
def test_the_words_of_an_open_document_are_those_that_its_reader_sees(
    markup: str, text: str
) -> None:
    assert read_open_document(odt_of(markup)).text == text


def test_a_cell_that_holds_paragraphs_or_a_table_is_one_cell() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = f"<w:tr>{cell.format(1, 2)}{cell.format(3, 4)}</w:tr>"
    assert read_word_file(docx_of(f"<w:tbl>{row}{row}</w:tbl>")).text == "1 2\t3 4\n1 2\t3 4"


def test_a_letter_in_the_cells_of_a_table_is_read_as_paragraphs() -> None:
    cell = f"<w:tc>{paragraph('Pumps fail', 'Titel')}{paragraph(STORY)}{paragraph(STORY)}</w:tc>"
    page = read_word_file(docx_of(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"))
    assert [kind for kind, _ in zones_of(page)] == ["headline", "body", "body"]


def big(name: str) -> bytes:
    return zipped({name: b"<d>" + b" " * (33 << 20) + b"</d>"})


def locked(payload: bytes) -> bytes:
    """The archive with the flag of a password on each part."""
    made = bytearray(payload)
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = made.find(mark)
        while start >= 0:
            made[start + at] |= 1
            start = made.find(mark, start + 4)
    return bytes(made)


@pytest.mark.parametrize(
    ("suffix", "payload", "code"),
    [
        (".docx", b"", "empty"),
        (".docx", docx_of(""), "empty"),
        (".docx", b"{\\rtf1 Rain}", "damaged_file"),
        (".docx", zipped({"a.txt": "x"}), "damaged_file"),
        (".docx", zipped({"word/document.xml": "<w"}), "damaged_file"),
        (".docx", big("word/document.xml"), "too_large"),
        (".docx", locked(docx_of(paragraph(STORY))), "encrypted_file"),
        (".docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted_file"),
        (".odt", b"", "empty"),
        (".odt", odt_of("<text:p> </text:p>"), "empty"),
        (".odt", b"PK\x03\x04", "damaged_file"),
        (".odt", big("content.xml"), "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_paper_that_cannot_be_read_has_a_reason(suffix: str, payload: bytes, code: str) -> None:
    assert refusal(suffix, payload) == code


@pytest.mark.parametrize(("entity", "found"), [("a9", "damaged_file"), ("local", STORY)])
def test_entities_of_a_paper_are_not_resolved(tmp_path: Path, entity: str, found: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    bomb = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    declared = f'<!ENTITY local SYSTEM "file://{secret}"><!ENTITY a0 "lol">{bomb}'
    document = docx_of(paragraph(f"{STORY} &{entity};"))
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        source = archive.read("word/document.xml")
    made = zipped({"word/document.xml": f"<!DOCTYPE d [{declared}]>".encode() + source})
    if found == STORY:
        assert read_word_file(made).text == STORY
    else:
        assert refusal(".docx", made) == found


def test_what_programs_write_as_title_and_author_is_none() -> None:
    assert [title_stated(t) for t in ("untitled", "Document1", "layout_v3", "Pumps fail 2024")] == [
        None, None, None, "Pumps fail 2024",
    ]  # fmt: skip
    assert [author_stated(a) for a in ("Ada Brunn; Jo Marlin", "admin", "python-docx")] == [
        ("Ada Brunn", "Jo Marlin"), (), (),
    ]  # fmt: skip


def test_the_lexicons_of_papers_have_roles_that_their_readers_know() -> None:
    assert {row["role"] for row in read_lexicon("paper_styles")} <= {*get_args(Role)}
    assert {row["role"] for row in read_lexicon("file_properties")} == {"title", "author"}

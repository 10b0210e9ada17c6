"""PDF files: what their letters show becomes paragraphs, headings, tables and notes in one text."""

from __future__ import annotations

import time

import pytest

from tests.page.test_papers import PAPERS, RELEASE, zones_of
from tests.support.pdf import Set, pdf_of, wrapped
from transforms.page import MarkedUp, read_pdf_file
from transforms.text import Quarantined

STORY = "The board will replace all pumps of the lower town after two floods, it said on Tuesday."
OTHER = "The work begins in April and takes six weeks, during which Mill Street is closed to all."
THIRD = "Residents have complained to the council about the machines since the flood of the autumn."
TITLE = Set("Pumps to be replaced", 50, 540, 18, "F2")


def texts_of(page: MarkedUp) -> list[str]:
    return page.text.split("\n\n")


def test_a_paper_of_libreoffice_is_read_as_it_was_written() -> None:
    page = read_pdf_file((PAPERS / "libreoffice.pdf").read_bytes())
    written = [("subheading" if kind == "standfirst" else kind, text) for kind, text in RELEASE]
    assert zones_of(page) == written
    assert (page.title, page.byline, page.language) == ("Vessa pumps to be replaced", (), "en")


def test_columns_and_hyphens_of_weasyprint_are_undone() -> None:
    page = read_pdf_file((PAPERS / "weasyprint.pdf").read_bytes())
    left_out = ("standfirst", "table", "caption")
    written = [
        (kind, text)
        for kind, text in RELEASE[:-1]
        if kind not in left_out and not text.startswith(("Engineers", "The harbour follows"))
    ]
    assert zones_of(page) == [("boilerplate", "Vessa Water Board"), *written]


def test_a_stamp_across_the_page_and_a_table_of_reportlab_are_told_from_the_text() -> None:
    page = read_pdf_file((PAPERS / "reportlab.pdf").read_bytes())
    assert "DRAFT" not in page.text
    assert ("table", RELEASE[8][1]) in zones_of(page)
    assert (page.title, page.byline) == (None, ())


def test_columns_of_groff_are_read_one_after_the_other() -> None:
    page = read_pdf_file((PAPERS / "groff.pdf").read_bytes())
    body = [text for kind, text in zones_of(page) if kind == "body"]
    assert body[1] == RELEASE[4][1]
    assert body[-1] == RELEASE[-2][1]
    assert zones_of(page)[:2] == [RELEASE[0], ("byline", "Jo Marlin")]


def test_a_scan_is_said_to_hold_no_text() -> None:
    with pytest.raises(Quarantined) as refused:
        read_pdf_file((PAPERS / "scan.pdf").read_bytes())
    assert refused.value.issue.code == "no_text_layer"


def test_a_paragraph_goes_on_over_the_end_of_a_page_and_notes_come_after_it() -> None:
    note = Set("1 There are 14 of them.", 50, 60, 7)
    first = [TITLE, *wrapped(THIRD), Set("The town had waited for", 50, 300), note]
    page = read_pdf_file(pdf_of(first, wrapped(f"it ever since. {OTHER}")))
    assert texts_of(page)[1:] == [
        THIRD,
        f"The town had waited for it ever since. {OTHER}",
        "There are 14 of them.",
    ]


def test_each_page_says_where_its_text_begins_and_a_note_leads_back_to_its_own() -> None:
    note = Set("1 There are 14 of them.", 50, 60, 7)
    page = read_pdf_file(pdf_of([TITLE, *wrapped(THIRD), note], wrapped(OTHER)))
    begins = [(one.page, one.span.of(page.text).split()[0]) for one in page.pages]
    assert begins == [(1, page.text.split()[0]), (2, OTHER.split()[0]), (1, "There")]


def test_heads_feet_and_numbers_of_pages_are_left_out() -> None:
    def made(number: int, text: str) -> list[Set]:
        furniture = [Set("Vessa Water Board", 50, 570, 8), Set(f"- {number} -", 200, 30, 8)]
        return [*furniture, *wrapped(text)]

    page = read_pdf_file(pdf_of(made(1, STORY), made(2, OTHER), made(3, THIRD)))
    assert texts_of(page) == [STORY, OTHER, THIRD]


def test_a_number_at_the_foot_of_the_only_page_is_left_out_and_one_in_the_text_is_not() -> None:
    page = read_pdf_file(pdf_of([*wrapped(STORY, "14", OTHER), Set("Page 1 of 1", 200, 30)]))
    assert texts_of(page) == [STORY, "14", OTHER]


def test_a_title_that_is_drawn_last_is_read_first() -> None:
    page = read_pdf_file(pdf_of([*wrapped(STORY, OTHER), TITLE]))
    assert zones_of(page) == [("headline", TITLE.text), ("body", STORY), ("body", OTHER)]


def test_columns_that_were_drawn_line_by_line_are_read_one_after_the_other() -> None:
    left = wrapped(STORY, characters=34, left=40)
    right = wrapped(OTHER, characters=34, left=240)
    lines = [line for pair in zip(left, right, strict=True) for line in pair]
    assert texts_of(read_pdf_file(pdf_of(lines))) == [STORY, OTHER]


def test_paragraphs_that_only_an_indent_parts_are_told_apart() -> None:
    lines = (
        "Rain fell on the lower town all day long",
        "and the river rose above its highest mark.",
        "The pumps failed and nobody was told of it",
        "until the morning, when it was too late.",
    )
    lefts = (62, 50, 62, 50)
    placed = zip(lines, lefts, range(500, 452, -12), strict=True)
    page = read_pdf_file(pdf_of([Set(text, left, base) for text, left, base in placed]))
    assert texts_of(page) == [" ".join(lines[:2]), " ".join(lines[2:])]


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("The old machines were well-", "known to those who worked on the long river.",
         "The old machines were wellknown to those who worked on the long river."),
        ("All is well-known. They were well-", "known to those who worked on the long river.",
         "All is well-known. They were well-known to those who worked on the long river."),
        ("The machines were made in Vessa-", "Harbour by those who worked on the long river.",
         "The machines were made in Vessa-Harbour by those who worked on the long river."),
    ],
)  # fmt: skip
def test_a_word_that_the_end_of_a_line_parts_is_joined(first: str, second: str, text: str) -> None:
    assert read_pdf_file(pdf_of([Set(first), Set(second, base=488)])).text == text


def test_the_raised_mark_of_a_note_is_no_figure_and_a_power_is_one() -> None:
    lines = [
        Set("The pumps of the town failed.", 50, 500), Set("1", 182, 505, 6),
        Set("They cover 10 km", 50, 488), Set("2", 130, 492, 6), Set(" each.", 136, 488),
    ]  # fmt: skip
    text = read_pdf_file(pdf_of(lines)).text
    assert "failed. They" in text
    assert "failed.1" not in text


def test_a_file_whose_letters_are_all_alike_is_read_like_a_plain_page() -> None:
    page = read_pdf_file(pdf_of(wrapped("Pumps fail", STORY, OTHER)))
    assert page.zones == ()
    assert texts_of(page) == ["Pumps fail", STORY, OTHER]


def test_contents_with_leaders_are_furniture() -> None:
    contents = [Set(f"{n}. Part ........................ {n}", 50, 500 - 12 * n) for n in range(3)]
    page = read_pdf_file(pdf_of([TITLE, *wrapped(STORY, top=520), *contents]))
    assert [kind for kind, _ in zones_of(page)] == ["headline", "body", *["boilerplate"] * 3]


def test_the_properties_of_a_file_are_stated_and_weak() -> None:
    info = "/Title (Pumps fail) /Author (Ada Brunn) /CreationDate (D:20240304091500+01'00')"
    page = read_pdf_file(pdf_of(wrapped(STORY), info=info))
    assert (page.title, page.byline) == ("Pumps fail", ("Ada Brunn",))
    assert [(d.value, d.source) for d in page.dates] == [
        ("2024-03-04T09:15:00+01:00", "file_properties")
    ]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "damaged_file"),
        (b"Rain fell.", "damaged_file"),
        (pdf_of([]), "empty"),
        (pdf_of(*[[]] * 2001), "too_large"),
    ],
    ids=["nothing", "head", "text", "blank page", "many pages"],
)
def test_a_pdf_file_that_cannot_be_read_has_a_reason(payload: bytes, code: str) -> None:
    with pytest.raises(Quarantined) as refused:
        read_pdf_file(payload)
    assert refused.value.issue.code == code


@pytest.mark.parametrize("length", [10, 200, 900, -400, -40])
def test_a_cut_file_is_read_as_far_as_it_goes_or_has_a_reason(length: int) -> None:
    cut = (PAPERS / "reportlab.pdf").read_bytes()[:length]
    try:
        assert read_pdf_file(cut).text
    except Quarantined as refused:
        code = refused.issue.code
    else:
        return
    assert code in {"damaged_file", "empty"}


def test_many_letters_on_one_page_are_read_in_a_time_that_grows_with_them() -> None:
    def seconds(count: int) -> float:
        lines = [Set("Rain fell.", 10 + n % 8 * 50, 590 - n % 580, 4) for n in range(count)]
        begin = time.process_time()
        read_pdf_file(pdf_of(lines))
        return time.process_time() - begin

    seconds(100)
    assert seconds(4_000) < 10 * seconds(1_000) + 0.5


@pytest.mark.parametrize("name", ["letter", "ghostscript"])
def test_letters_of_other_programs_are_read_as_they_were_written(name: str) -> None:
    text = read_pdf_file((PAPERS / f"{name}.pdf").read_bytes()).text
    assert (PAPERS / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n") in text

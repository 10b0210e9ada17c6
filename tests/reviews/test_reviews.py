"""A review goes out as a sheet, comes back filled in, and is taken whole or not at all."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from flows.reviews import ReviewError, score, take_review, write_review
from flows.reviews.filled_sheet import read_sheet
from flows.settings import Settings
from flows.sources import read_correction_files, read_curation
from tests.conftest import run, settings_in
from tests.support.two_pages import DAM_ID, SAID, TONNES, publish_two, rows

DAY = date(2026, 1, 2)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A published dataset of two pages that tests only read."""
    folder = tmp_path_factory.mktemp("reviews")
    return publish_two(settings_in(folder), folder)


def sheet(place: Settings, folder: Path, of: str) -> list[dict[str, str]]:
    """The rows of a fresh sheet."""
    path = folder / f"{of}.csv"
    write_review(place.processed, path, of, {}, limit=50, replace=True)
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def filled(folder: Path, lines: list[dict[str, str]]) -> Path:
    """The rows as a CSV file."""
    path = folder / "filled.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return path


def in_excel(folder: Path, lines: list[dict[str, Any]]) -> Path:
    """The rows as an Excel file; days as a spreadsheet keeps them."""
    path = folder / "filled.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, name in enumerate(lines[0]):
            page.write_string(0, column, name)
            for number, line in enumerate(lines, start=1):
                value = line[name]
                if isinstance(value, date):
                    page.write_datetime(number, column, value, day)
                else:
                    page.write_string(number, column, value)
    return path


def test_a_sheet_has_the_least_certain_row_first_with_its_sentence(
    place: Settings, tmp_path: Path
) -> None:
    lines = sheet(place, tmp_path, "quotes")

    assert [float(line["doubt"]) for line in lines] == sorted(
        (float(line["doubt"]) for line in lines), reverse=True
    )
    [dam] = [line for line in lines if line["article_id"] == DAM_ID]
    assert f"»{SAID}«, Mayor Ann Lee said." in dam["sentence"]
    assert dam["link"].endswith(f"/articles/{DAM_ID}?quote={DAM_ID}/q0#q0")
    assert dam["verdict"] == dam["speaker"] == ""


@pytest.mark.parametrize("of", ["quotes", "figures", "entities", "dates", "zones"])
def test_a_workbook_of_every_kind_lists_what_is_allowed_and_explains_itself(
    place: Settings, tmp_path: Path, of: str
) -> None:
    write_review(place.processed, tmp_path / "a.xlsx", of, {}, limit=5)

    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        names = book.read("xl/workbook.xml").decode()
        assert f'name="{of}"' in names
        assert 'name="columns"' in names
        assert b'<dataValidation type="list"' in book.read("xl/worksheets/sheet1.xml")


def test_a_filled_sheet_becomes_whole_statements_with_author_and_day(
    place: Settings, tmp_path: Path
) -> None:
    lines = [one for one in sheet(place, tmp_path, "quotes") if one["article_id"] == DAM_ID]
    lines[0] |= {"speaker": "Bo Roe", "note": "asked him"}
    lines.append(
        dict.fromkeys(lines[0], "")
        | {"article_id": DAM_ID, "verdict": "missing", "words": "Bo Roe was there"}
    )

    said = list(
        take_review(place.processed, tmp_path / "said", filled(tmp_path, lines), "Ann", DAY)
    )

    changed, added = read_correction_files(tmp_path / "said")
    assert dict(changed.values) == {"speaker": "Bo Roe", "stance": "asserts"}
    assert (changed.action, changed.anchor.words, changed.by) == ("change", SAID, "Ann")
    assert (changed.on, changed.note) == ("2026-01-02", "asked him")
    assert (added.action, added.anchor.words) == ("add", "Bo Roe was there")
    assert said[0].startswith("added 2 corrections to ")


def test_an_excel_file_is_read_as_the_csv_file_is(tmp_path: Path) -> None:
    lines: list[dict[str, Any]] = [
        dict.fromkeys(("article_id", "verdict", "published", "start_char", "end_char", "mark"), "")
        | {"published": date(2024, 3, 1), "note": "café & <b> “q”"}
    ]

    [row] = read_sheet(in_excel(tmp_path, lines))

    assert row.number == 2
    assert row.cells["published"] == "2024-03-01"
    assert row.cells["note"] == "café & <b> “q”"


WRONG = [
    ({"speaker": "Nobody Known"}, "column speaker: the article neither names 'Nobody Known'"),
    ({"stance": "agrees"}, "column stance: 'agrees' is not one of asserts, denies"),
    ({"verdict": "maybe"}, "column verdict: 'maybe' is not one of right, wrong, none, missing"),
    ({"verdict": "none", "speaker": "Bo Roe"}, "column verdict: none goes with no values"),
    ({"verdict": "wrong"}, "column verdict: wrong needs one of speaker, stance, extent"),
    ({"extent": "The dam broke"}, "column extent: the article has no words 'The dam broke'"),
    ({"verdict": "right", "mark": "x"}, "column mark: the article changed"),
    ({"verdict": "right", "end_char": "x"}, "column start_char: the place of the row is gone"),
    ({"verdict": "right", "article_id": "0" * 16}, "column article_id: the dataset has no article"),
    ({"verdict": "missing", "words": "dam broke"}, "column words: the article does not have them"),
    ({"verdict": "missing", "words": "am"}, "column words: they stand there 2 times"),
]


@pytest.mark.parametrize(("cells", "message"), WRONG)
def test_a_wrong_cell_is_named_and_nothing_of_the_sheet_is_taken(
    place: Settings, tmp_path: Path, cells: dict[str, str], message: str
) -> None:
    [line] = [one for one in sheet(place, tmp_path, "quotes") if one["article_id"] == DAM_ID]
    good = line | {"verdict": "right"}
    if cells.get("words") == "am":
        cells = cells | {"start_char": ""}
    file = filled(tmp_path, [good, line | cells])

    with pytest.raises(ReviewError) as refused:
        list(take_review(place.processed, tmp_path / "curation", file, "Ann", DAY))

    assert f"filled.csv row 3, {message}" in str(refused.value)
    assert not (tmp_path / "curation").exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"x", "must end in .xlsx or .csv"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"name,what\n1,2\n", "the columns are not those of a review"),
        ("a.csv", b"caf\xe9\n", "is not UTF-8 text"),
        ("a.xlsx", b"PK\x03\x04 no", "is no Excel file that can be read"),
    ],
)
def test_a_file_that_is_no_review_is_refused(
    place: Settings, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(ReviewError, match=message):
        list(take_review(place.processed, tmp_path, tmp_path / name, "Ann", DAY))


def test_decisions_about_names_go_into_their_file_and_contradictions_do_not(
    place: Settings, tmp_path: Path
) -> None:
    line = {"entity_type": "person", "entity_name": "Bo Roe", "other_name": "", "note": "asked"}
    first = filled(tmp_path, [line | {"action": "merge", "value": "Robert Roe"}])
    list(take_review(place.processed, tmp_path, first, "Ann", DAY))
    second = filled(tmp_path, [line | {"action": "merge", "value": "Rob Roe"}])

    with pytest.raises(ReviewError, match="says otherwise of Bo Roe; nothing was added"):
        list(take_review(place.processed, tmp_path, second, "Ann", DAY))

    [decision] = read_curation(tmp_path).decisions
    assert (decision.action, decision.place) == ("merge", "entities.csv:2")
    assert decision.note == "Ann, 2026-01-02: asked"


def test_the_score_counts_what_the_engine_had_before_people_corrected_it(
    settings: Settings, tmp_path: Path
) -> None:
    place = publish_two(settings, tmp_path)
    with pytest.raises(ReviewError, match="no corrections to measure with"):
        score(place.processed)
    figures = [one for one in sheet(place, tmp_path, "figures") if one["words"] == TONNES]
    figures[0] |= {"value": "31"}
    quotes = sheet(place, tmp_path, "quotes")
    for one in quotes:
        one |= {"verdict": "right"}
    for lines in (figures, quotes):
        file = filled(tmp_path, lines)
        list(take_review(place.processed, place.curation, file, "Ann", DAY))
    run(place)

    sums, wrong = score(place.processed)

    found = {tuple(row[:2]): dict(zip(sums.columns, row, strict=True)) for row in sums.rows}
    assert found["quote", "all"]["precision"] == found["quote", "all"]["recall"] == 1
    assert found["figure", "all"]["precision"] == 0
    assert found["figure", "value"]["agreement"] == 0
    assert found["figure", "unit"]["agreement"] == 1
    assert [row[:4] for row in wrong.rows] == [("figure", "value", "31", "30")]
    assert set(rows(place, "quotes")["method"]) == {"curated"}

"""The SQL that is shipped: checks catch what they are for, views and questions answer right."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.catalog.catalog import build_catalog, open_version, run_checks
from flows.catalog.checks import (
    Check,
    Fault,
    checks_of,
    find_faults,
    generated_checks,
    run_check,
)
from flows.catalog.questions import list_queries
from flows.catalog.sql_files import SQL_FOLDER, SqlFile, read_folder
from tests.support.dataset import Row, Tables, id_of, link_row, small_tables, write_version
from transforms.tables import TABLES, Table

QUERIES = list_queries()
VIEWS = [*read_folder(SQL_FOLDER / "views"), *read_folder(SQL_FOLDER / "stored")]
BRIDGE = id_of("herald/bridge")
COURIER = id_of("courier/bridge")


def set_(table: str, row: int, **columns: object) -> Callable[[Tables], None]:
    """Plants values in one row of the small dataset."""

    def plant(tables: Tables) -> None:
        tables[table][row] |= columns

    return plant


def drop(table: str, row: int) -> Callable[[Tables], None]:
    """Plants the absence of a row."""

    def plant(tables: Tables) -> None:
        del tables[table][row]

    return plant


def again(table: str, row: int) -> Callable[[Tables], None]:
    """Plants a row twice."""

    def plant(tables: Tables) -> None:
        tables[table].append(dict(tables[table][row]))

    return plant


def link(*names: str) -> Callable[[Tables], None]:
    """Plants the decisions that the first is the second, the third the fourth."""

    def plant(tables: Tables) -> None:
        tables["entity_links"] += [
            link_row(left, right) for left, right in zip(names[::2], names[1::2], strict=True)
        ]

    return plant


def _place(start: int | None, end: int | None, **columns: object) -> Row:
    return columns | {"start_char": start, "end_char": end}


# Rows of small_tables(): articles 0 herald, 1 courier, 2 wire, 3 note; quotes 0 to 2 are herald's,
# 3 is courier's; figures 0 and 1 are herald's, 2 and 3 one caption twice, 4 a rank;
# _documents 4 is quarantined, 5 retracted; issues 0 is the note's, 1 that of the quarantine.
# What the schema declares is planted in every table by test_every_generated_check_of_a_table below;
# a generated check stands here where there is more than one way to break it.
PLANTED: dict[str, list[Callable[[Tables], None]]] = {
    "article_and_ledger_agree": [
        drop("articles", 3),
        drop("_documents", 3),
        set_("_documents", 3, content_sha256="0"),
        set_("_documents", 3, source_path="elsewhere.txt"),
        set_("_documents", 3, source_id="7"),
        set_("_documents", 3, state="retracted"),
    ],
    "quarantine_has_its_error": [
        drop("issues", 1),
        set_("issues", 0, severity="error"),
        set_("_documents", 4, reason=None),
    ],
    "retracted_document_left_nothing": [set_("issues", 0, article_id=id_of("gone"))],
    "segments_fill_the_envelope": [
        set_("quotes", 0, segments=[]),
        set_("quotes", 0, segments=[_place(0, 5)]),
        set_("quotes", 0, segments=[_place(39, 60), _place(55, 71)]),
    ],
    "quotation_marks_agree_with_quote_type": [
        set_("quotes", 1, quote_type="direct"),
        set_("quotes", 1, quote_type="mixed"),
    ],
    "bounds_are_in_order": [
        set_("figures", 0, value_low=41.0),
        set_("figures", 0, value_high=39.0),
        set_("figures", 0, value=None),
        set_("figures", 0, bound="range"),
        set_("figures", 0, bound="range", value=None, value_low=1.0),
        set_("figures", 0, bound="range", value=None, value_low=2.0, value_high=1.0),
    ],
    "units_are_stated_in_full": [
        set_("figures", 0, value_si=1.0),
        set_("figures", 0, unit_si="m"),
        set_("figures", 0, unit_assumed=True),
    ],
    "attribution_chain_is_unbroken": [
        set_("quotes", 1, relay_name=None),
        set_("quotes", 0, relay_name="Norpress"),
        lambda tables: _chain(tables)[1].update(level=2),
        lambda tables: _chain(tables)[1].update(level=0),
        lambda tables: _chain(tables)[0].update(level=-1),
    ],
    "date_candidates_stand_in_zones": [
        set_("articles", 0, date_candidates=[_place(15, 25, value="2024", source="page_header")]),
    ],
    "zones_are_disjoint": [
        lambda tables: _zones(tables)[0].update(end_char=30),
        lambda tables: _zones(tables).reverse(),
    ],
    "claims_agree_with_their_quote": [
        set_("figures", 0, quote_id=None),
        set_("figures", 0, quote_id=f"{BRIDGE}/q0"),
        set_("figures", 0, asserted_by_entity_id=None),
        set_("figures", 0, asserted_by_role="the mayor"),
        set_("figures", 2, asserted_by_entity_id=id_of("person Ana Sorel")),
        set_("figures", 0, stance="denies"),
        set_("quotes", 1, stance="asks"),
    ],
    "stance_is_shown": [
        set_("quotes", 0, stance="denies", cue_negated=True),
        set_("quotes", 3, stance="asserts", cue_negated=False),
        set_("quotes", 3, cue_negated=False),
        set_("figures", 0, stance="supposes"),
        set_("figures", 0, stance_text="About"),
    ],
    "nested_quote_stands_in_its_parent": [
        set_("quotes", 0, parent_quote_id=f"{BRIDGE}/q0"),
        set_("quotes", 0, parent_quote_id=f"{BRIDGE}/q1"),
        set_("quotes", 0, parent_quote_id=f"{COURIER}/q0"),
    ],
    "copies_have_an_original": [
        set_("articles", 2, copy_of=None),
        set_("articles", 2, is_copy=False),
        set_("articles", 2, copy_of=id_of("wire/bridge")),
        set_("articles", 2, copy_of="nowhere"),
    ],
    "links_lead_to_one_end": [
        link("place Varno", "person Nobody", "place Varno", "person Somebody"),
        link("place Varno", "org Norpress", "org Norpress", "place Varno"),
        link("person Nobody", "org Norpress"),
        lambda tables: tables["entity_links"].extend(
            [
                link_row("place Varno", "org Norpress"),
                link_row("place Varno", "org Norpress", decision="different", rule="split"),
            ]
        ),
    ],
    "entity_has_one_type": [set_("entities", 0, entity_type="person")],
    "speakers_are_resolved_or_null": [
        set_("quotes", 0, speaker_resolution="unresolved"),
        set_("quotes", 0, speaker_name=None),
    ],
    "parts_as_written_have_a_place": [
        set_("quotes", 0, speaker_start_char=None, speaker_end_char=None),
        set_("quotes", 0, cue_start_char=None, cue_end_char=None),
        set_("figures", 0, measured_start_char=None, measured_end_char=None),
    ],
    "quotes.quote_index is in text order": [set_("quotes", 1, start_char=1)],
    "figures.confidence is a share": [
        set_("figures", 0, confidence=1.01),
        set_("figures", 0, confidence=-0.01),
    ],
    "entities.article_id refers to articles": [drop("articles", 1)],
    "issues.article_id refers to _documents": [drop("_documents", 4)],
    "articles.headline is verbatim": [
        set_("articles", 0, headline="Bridge stands in Varno"),
        set_("articles", 0, headline_start_char=None),
    ],
    "entities.surface is verbatim": [
        set_("entities", 0, start_char=17),
        set_("entities", 0, start_char=-1),
        set_("entities", 0, end_char=10_000),
        set_("entities", 0, surface="varno"),
    ],
    "quotes.speaker_text is verbatim": [set_("quotes", 0, speaker_end_char=None)],
    "articles.zones lies inside the text": [
        lambda tables: _zones(tables)[-1].update(end_char=10_000),
        lambda tables: _zones(tables)[-1].update(end_char=1),
    ],
    "articles.date_candidates lies inside the text": [
        set_("articles", 0, date_candidates=[_place(3, None, value="2024", source="url")]),
        set_("articles", 0, date_candidates=[_place(-1, 4, value="2024", source="url")]),
    ],
    "quotes.segments lies inside the text": [set_("quotes", 0, segments=[_place(39, 10_000)])],
    "quotes.attribution_chain lies inside the text": [
        lambda tables: _chain(tables)[0].update(start_char=5, end_char=5)
    ],
}


def _chain(tables: Tables) -> list[Row]:
    chain = tables["quotes"][1]["attribution_chain"]
    assert isinstance(chain, list)
    return chain


def _zones(tables: Tables) -> list[Row]:
    zones = tables["articles"][0]["zones"]
    assert isinstance(zones, list)
    return zones


SHIPPED = checks_of(SQL_FOLDER / "checks")
CHECKS = {check.name: check.text for check in SHIPPED}
REACHING = [check for check in SHIPPED if check.reach == "document" and check.name in PLANTED]


def tables_in_memory(tables: Tables) -> duckdb.DuckDBPyConnection:
    """The tables without a version around them: a plant costs milliseconds."""
    connection = duckdb.connect()
    for table in TABLES:
        register(connection, table, tables.get(table.name, []))
    by_name = {view.name: view for view in VIEWS}
    for name in ("_entity_names", "entity_pointers", "identities"):  # those that checks read
        connection.execute(f"create temporary view {name} as {by_name[name].text}")
    return connection


def register(connection: duckdb.DuckDBPyConnection, table: Table, rows: list[Row]) -> None:
    """Give a connection these rows as the table."""
    connection.register(table.name, table.frame(rows).to_arrow())


def faults_of(folder: Path, tables: Tables) -> list[Fault]:
    build_catalog(write_version(folder / "000001", tables))
    return run_checks(folder / "000001")


def test_checks_find_nothing_wrong_with_good_rows(version: Path) -> None:
    assert run_checks(version) == []


def test_checks_find_nothing_wrong_with_no_rows(tmp_path: Path) -> None:
    assert faults_of(tmp_path, {}) == []


@pytest.mark.parametrize("check", PLANTED)
def test_a_check_catches_every_bad_row_planted_for_it(check: str) -> None:
    assert run_check(tables_in_memory(small_tables()), check, CHECKS[check]) is None
    for number, plant in enumerate(PLANTED[check]):
        tables = small_tables()
        plant(tables)

        fault = run_check(tables_in_memory(tables), check, CHECKS[check])

        assert fault is not None, f"planted row {number} was not caught"
        assert fault.rows_found >= 1


def test_what_a_person_retypes_may_be_merged_under_its_new_type() -> None:
    tables = small_tables()
    tables["entity_links"] += [
        link_row("place Varno", "org Varno", rule="type"),
        link_row("org Varno", "org Norpress"),
    ]
    check = "links_lead_to_one_end"
    assert run_check(tables_in_memory(tables), check, CHECKS[check]) is None


def test_every_check_of_the_folder_has_a_bad_row_planted() -> None:
    shipped = {file.name for file in read_folder(SQL_FOLDER / "checks")}

    assert shipped == {name for name in PLANTED if " " not in name}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_generated_check_of_a_table_catches_a_bad_row(table: Table) -> None:
    good = small_tables()
    assert good[table.name], "give the table a row in small(): tests/support/dataset.py"
    connection = tables_in_memory(good)
    checks = [check for check in generated_checks() if check.name.startswith(f"{table.name}.")]
    for check in checks:
        if check.name.endswith("is of published_date"):
            continue  # a month is a folder: the next test moves it
        rows = broken(table, good[table.name], *check.name.partition(".")[2].split(" ", 1))

        register(connection, table, rows)

        assert [fault.check for fault in find_faults(connection, [check])] == [check.name]


def broken(table: Table, good: list[Row], column: str, promise: str) -> list[Row]:
    """The rows of a table with one more, made from the first, which breaks a generated promise."""
    last = max(int(str(row.get(table.ordinal or "", 0))) for row in good)
    values: dict[str, Row] = {
        "is stated": {column: None},
        "is unique": {},
        "is of its vocabulary": {column: "nothing of the sort"},
        "is a share": {column: 1.01},
        "is verbatim": {column: "not in the text", **_placed(column, good[0])},
        "lies inside the text": {column: [{"start_char": -1, "end_char": 4}]},
        "is that of its article": {column: date(1999, 12, 31)},
        "counts from 0": {column: last + 2},
        "is in text order": {column: last + 1, "start_char": 0},
        "is where it stands": {column: "nowhere"},
    }
    changed = {column: "nobody"} if promise.startswith("refers to ") else values[promise]
    return [*good, good[0] | changed]


def _placed(column: str, row: Row) -> Row:
    """A place in the text for a column that has none in this row."""
    prefixes = (column.removesuffix("text"), f"{column}_")
    return {
        f"{prefix}{edge}": at
        for prefix in prefixes
        for edge, at in (("start_char", 0), ("end_char", 4))
        if f"{prefix}{edge}" in row
    }


def test_a_row_of_any_table_in_the_folder_of_another_month_is_caught(tmp_path: Path) -> None:
    folder = write_version(tmp_path / "000001", small_tables())
    for table in TABLES:
        home = next((folder / table.name).glob("month=*"))
        home.rename(home.with_name("month=1999-12"))
    build_catalog(folder)

    faults = {fault.check for fault in run_checks(folder)}

    assert faults == {f"{table.name}.month is of published_date" for table in TABLES}


def test_a_fault_counts_all_rows_and_shows_a_few(tmp_path: Path) -> None:
    tables = small_tables()
    for row in tables["entities"]:
        row["confidence"] = 2.0

    [fault] = faults_of(tmp_path, tables)

    assert (fault.rows_found, len(fault.examples)) == (len(tables["entities"]), 3)
    assert str(fault).startswith(f"entities.confidence is a share: {fault.rows_found} rows, first")


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_question_runs_on_an_empty_dataset(query: SqlFile, tmp_path: Path) -> None:
    build_catalog(write_version(tmp_path / "000001", {}))
    with open_version(tmp_path / "000001") as opened:
        assert opened.execute(query.text).fetchall() == []


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_question_gives_the_same_rows_each_time_with_every_parameter(
    query: SqlFile, connection: duckdb.DuckDBPyConnection
) -> None:
    first = connection.execute(query.text).fetchall()
    again = connection.execute(query.text).fetchall()

    assert first == again
    for parameter in query.parameters:
        # parameters arrive from the command line as text, numbers and days included
        given = "2024-03-04" if parameter == "week" else "2"
        connection.execute(f"set variable {parameter} = ?", [given])
    connection.execute(query.text).fetchall()


def test_a_week_that_is_not_a_day_is_an_error(connection: duckdb.DuckDBPyConnection) -> None:
    [query] = [one for one in QUERIES if one.name == "new_names"]
    connection.execute("set variable week = '2024-W10'")
    with pytest.raises(duckdb.ConversionException, match="2024-W10"):
        connection.execute(query.text)


@pytest.mark.parametrize("file", [*QUERIES, *VIEWS], ids=lambda file: file.name)
def test_a_header_says_grain_answer_what_is_read_and_which_parameters(file: SqlFile) -> None:
    code = re.sub(r"--.*|\bdistinct from\b", "", file.text)
    steps = set(re.findall(r"^(\w+) as \($", code, re.MULTILINE))
    read = set(re.findall(r"(?:from|join) (\w+)", code)) - steps

    assert file.grain.startswith("one row per ")
    assert file.answers.endswith("?") or "?" in file.answers
    assert read == set(file.reads)
    assert set(re.findall(r"getvariable\('(\w+)'\)", code)) == file.parameters.keys()


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_question_is_ordered(query: SqlFile) -> None:
    assert re.search(r"^order by\b", query.text, re.MULTILINE)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_question_filters_no_copies_that_its_view_leaves_out(query: SqlFile) -> None:
    assert not re.search(r"\b(claims|statements|newsmakers|figures_default)\.is_copy\b", query.text)


def rows_of(
    connection: duckdb.DuckDBPyConnection, name: str, columns: str, /, **parameters: object
) -> list[tuple[object, ...]]:
    """Rows of a question or view; a question keeps its own order."""
    [text] = [file.text for file in (*QUERIES, *VIEWS) if file.name == name]
    for parameter, value in parameters.items():
        connection.execute(f"set variable {parameter} = ?", [value])
    result = connection.execute(text)
    names = [column[0] for column in result.description or []]
    places = [names.index(column) for column in columns.split()]
    rows = [tuple(row[place] for place in places) for row in result.fetchall()]
    return rows if any(file.name == name for file in QUERIES) else sorted(rows, key=repr)


def _months(tables: Tables) -> list[Tables]:
    """The rows of each month, as the files of a version part them."""
    dates = sorted({str(row["published_date"])[:7] for rows in tables.values() for row in rows})
    return [
        {
            name: [row for row in rows if str(row["published_date"]).startswith(month)]
            for name, rows in tables.items()
        }
        for month in dates
    ]


@pytest.mark.parametrize("check", REACHING, ids=lambda check: check.name)
def test_what_the_rows_of_one_document_decide_is_found_in_the_files_of_its_month(
    check: Check,
) -> None:
    for plant in PLANTED[check.name]:
        tables = small_tables()
        plant(tables)

        whole = run_check(tables_in_memory(tables), check.name, check.text)
        parts = [
            run_check(tables_in_memory(month), check.name, check.text) for month in _months(tables)
        ]

        assert whole is not None
        assert whole.rows_found == sum(fault.rows_found for fault in parts if fault)


def test_of_a_changed_month_alone_what_its_documents_decide_is_looked_up(tmp_path: Path) -> None:
    tables = small_tables()
    for row in tables["entities"]:
        row["confidence"] = 2.0
    folder = write_version(tmp_path / "000001", tables)
    build_catalog(folder)
    april = [path.relative_to(folder).as_posix() for path in folder.glob("*/month=2024-04/*")]

    [everywhere] = run_checks(folder)
    [inside] = run_checks(folder, changed=april)

    assert (everywhere.rows_found, inside.rows_found) == (len(tables["entities"]), 2)
    assert run_checks(folder, changed=[]) == []

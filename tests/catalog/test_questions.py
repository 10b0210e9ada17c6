"""Every shipped question answers rightly: its rows on the small dataset, checked by eye."""

from __future__ import annotations

import ast
from pathlib import Path

import duckdb
import pytest

from flows.catalog.questions import list_queries
from tests.catalog.test_sql import rows_of

ASKING = {"ask": 0, "read_query": 0, "rows_of": 1}  # and which argument names the question

# The question, its parameters, the columns looked at, and the rows that ``small`` gives. Its copy
# of the herald's story counts nowhere but in same_words_elsewhere and documents_overview.
ANSWERS: list[tuple[str, dict[str, str], str, list[tuple[object, ...]]]] = [
    (
        "coverage_over_time", {"name": "varno"}, "canonical_name month article_count mention_count",
        [("Varno", "2024-03", 2, 3)],
    ),
    (  # who asks for a name need not say of which type it is
        "coverage_over_time", {"name": "sorel"}, "canonical_name entity_type month mention_count",
        [("Ana Sorel", "person", "2024-03", 5)],
    ),
    (
        "declined_to_comment", {}, "outlet speaker cue quote_text",
        [("courier", "Ana Sorel", "declined", "comment")],
    ),
    (
        "documents_overview", {}, "outlet state reason document_count",
        [
            ("courier", "article", None, 1), ("herald", "article", None, 1),
            ("wire", "article", None, 1), (None, "article", None, 1),
            (None, "quarantined", "not_text", 1), (None, "retracted", None, 1),
        ],
    ),
    (
        "entity_timeline", {"name": "sorel"}, "outlet mention_count title written",
        [("herald", 2, "Mayor", ["Ana Sorel", "Sorel"]),
         ("courier", 3, None, ["Ana Sorel", "Anna Sorel"])],
    ),
    (
        "figures_about", {"name": "people"}, "outlet asserted_by modifier value",
        [("herald", "Ana Sorel", "About", 40.0), ("courier", "courier", None, 52.0)],
    ),
    (
        "figures_about", {"kind": "money"}, "asserted_by surface unit",
        [("A council official", "3 million euros", "EUR")],
    ),
    (
        "hedged_numbers_by_outlet", {}, "outlet kind figure_count approximate_count hedged_pct",
        [("courier", "count", 1, 0, 0.0), ("herald", "count", 1, 1, 100.0),
         ("herald", "money", 1, 0, 0.0)],
    ),
    (
        "issues_overview", {}, "severity code issue_count example_path",
        [("error", "not_text", 1, "refused.txt"), ("info", "date_missing", 1, "note.txt")],
    ),
    (
        "misspelt_names", {}, "canonical_name misspelling outlet mention_count",
        [("Ana Sorel", "Anna Sorel", "courier", 2)],
    ),
    (
        "most_quoted_by_month", {"month": "2024-03"}, "place speaker_name quote_count",
        [(1, "Ana Sorel", 2)],  # she declined a third time, which is no quote
    ),
    ("most_quoted_by_month", {"month": "2024-04"}, "speaker_name", []),
    (
        "name_variants", {"name": "sorel"}, "surface form mention_count outlet_count",
        [("Ana Sorel", "full_name", 2, 2), ("Anna Sorel", "misspelling", 2, 1),
         ("Sorel", "surname", 1, 1)],
    ),
    (
        "named_together", {"name": "norpress"}, "canonical_name other_canonical_name article_count",
        [("Norpress", "Ana Sorel", 1), ("Norpress", "Varno", 1)],
    ),
    (
        "new_names", {"type": "person"}, "canonical_name title mention_count article_count",
        [("Ana Sorel", "Mayor", 5, 2)],
    ),
    (
        "relayed_speakers", {}, "relay_name speaker quote_count outlet_count",
        [("Norpress", "Ana Sorel", 1, 1)],
    ),
    (
        "same_words_elsewhere", {}, "quote_text article_count outlets",
        [("“the bridge was closed in May”", 2, ["herald", "wire"])],
    ),
    (
        "sources_by_outlet", {}, "outlet quote_count named_count role_count named_pct",
        [("herald", 3, 2, 1, 66.7), ("courier", 1, 1, 0, 100.0)],
    ),
    (
        "speaker_over_time", {"name": "sorel"}, "outlet cue cue_negated quote_text relay_name",
        [
            ("herald", "said", False, "“the bridge was closed in May”", None),
            ("herald", "said", False, "About 40 people were hurt", "Norpress"),
            ("courier", "declined", True, "comment", None),
        ],
    ),
    (
        "unnamed_sources", {}, "speaker_role quote_count outlet_count",
        [("a council official", 1, 1)],
    ),
    (
        "unsure_pairs", {}, "left_name right_name rule score",
        [("Norpress", "Ana Sorel", "initials", 0.4)],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "parameters", "columns", "rows"),
    ANSWERS,
    ids=[f"{name} {' '.join(parameters.values())}".strip() for name, parameters, *_ in ANSWERS],
)
def test_a_question_answers_what_the_stories_say(
    connection: duckdb.DuckDBPyConnection,
    question: str,
    parameters: dict[str, str],
    columns: str,
    rows: list[tuple[object, ...]],
) -> None:
    with connection.cursor() as asked:  # variables of its own
        assert rows_of(asked, question, columns, **parameters) == rows


def test_every_shipped_question_is_asked_by_a_test() -> None:
    names = {name for name, *_ in ANSWERS} | asked_elsewhere()
    assert [query.name for query in list_queries() if query.name not in names] == []


def test_answers_are_in_the_order_of_the_alphabet() -> None:
    names = [name for name, *_ in ANSWERS]
    assert names == sorted(names)


def test_the_small_dataset_has_the_cues_that_its_texts_have(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    said = ("said", "say", False)
    assert rows_of(connection, "statements", "cue_text cue_lemma cue_negated") == [
        ("declined", "decline", True), said, said, said
    ]  # fmt: skip


def asked_elsewhere() -> set[str]:
    """The names that tests of this room hand to a function that asks a question."""
    names = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=function), args=given) if function in ASKING:
                    name = given[ASKING[function]]
                    if isinstance(name, ast.Constant):
                        names.add(str(name.value))
    return names

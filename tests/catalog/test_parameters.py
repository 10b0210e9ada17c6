"""A parameter that no row can have is an error that says so, and never a table without rows."""

from __future__ import annotations

import duckdb
import pytest

from flows.catalog import QueryError, ask
from flows.catalog.questions import list_queries

QUERIES = list_queries()
PARAMETERS = [(query.name, name) for query in QUERIES for name in query.parameters]


@pytest.mark.parametrize(("question", "name"), PARAMETERS)
def test_nonsense_is_refused_for_every_parameter_of_every_question(
    connection: duckdb.DuckDBPyConnection, question: str, name: str
) -> None:
    with pytest.raises(QueryError, match="zzqqy"):
        ask(connection, question, **{name: "zzqqy"})


def test_the_header_of_a_question_says_what_each_parameter_may_be() -> None:
    for query in QUERIES:
        assert query.values.keys() == query.parameters.keys(), query.name


@pytest.mark.parametrize(
    ("question", "parameter", "given", "said"),
    [
        ("new_names", "week", "banana", "week must be a day such as 2024-03-30, not 'banana'"),
        ("most_quoted_by_month", "top", "0", "top must be a whole number, 1 or more, not '0'"),
        ("most_quoted_by_month", "top", "2.5", "top must be a whole number"),
        ("most_quoted_by_month", "month", "2024-3", "no month '2024-3' .* mean '2024-03'"),
        ("wordings", "alike", "60", "alike must be a number, 0.0 to 1.0, not '60'"),
        ("figures_about", "kind", "mony", "no kind 'mony' .*did you mean 'money'"),
        ("speaker_over_time", "name", "Sorell", "nothing has 'Sorell' in its name .*Ana Sorel'"),
        ("who_quotes_whom", "outlet", "herold", "did you mean 'herald'"),
        ("who_quotes_whom", "nam", "x", "the query has name, outlet .did you mean 'name'"),
    ],
)
def test_a_wrong_value_is_refused_with_what_would_do(
    connection: duckdb.DuckDBPyConnection, question: str, parameter: str, given: str, said: str
) -> None:
    with pytest.raises(QueryError, match=said):
        ask(connection, question, **{parameter: given})


def test_right_values_that_no_row_has_together_give_no_rows(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert ask(connection, "said_about", name="Sorel", about="Sorel").rows == []
    assert ask(connection, "new_names", week="1999-01-01").rows == []


def test_a_parameter_without_a_value_is_as_if_it_were_not_given(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert ask(connection, "most_quoted_by_month", month=None, top=None).rows

"""Date expressions: what a line says, and what it does not say."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.markup import unmark
from transforms.text.date_expressions import find_date_expressions
from transforms.text.span import Span

READ = [
    ("{d:22 February 2019}", "2019-02-22"),
    ("Published: {d:Feb 22, 2019 10:30 GMT}", "2019-02-22T10:30:00+00:00"),
    ("Friday, {d:Feb. 22nd, 2019 at 9:05 p.m. EST} | World", "2019-02-22T21:05:00-05:00"),
    ("Updated {d:Mar 8, 2011 at 9:02 a.m. ET}", "2011-03-08"),
    ("{d:2019-02-22T10:30:00+01:00}", "2019-02-22T10:30:00+01:00"),
    ("{d:2019-02-22T10:30:15.123Z}", "2019-02-22T10:30:15+00:00"),
    ("{d:21/07/2017}", "2017-07-21"),
    ("{d:07/21/2017} - Sport", "2017-07-21"),
    ("{d:05/05/2017}", "2017-05-05"),
    ("{d:2017/7/1}", "2017-07-01"),
    ("{d:10:30 GMT, 22 February 2019}", "2019-02-22T10:30:00+00:00"),
    ("{d:22-Feb-2019}", "2019-02-22"),
    ("el {d:22 de febrero de 2019}", "2019-02-22"),
    ("{d:22. Februar 2019}", "2019-02-22"),
    ("{d:22. 02. 2019}", "2019-02-22"),
    ("sabato {d:12 ott 2019}", "2019-10-12"),
    ("le {d:3 juill. 2019}", "2019-07-03"),
    ("{d:1er mars 2019}", "2019-03-01"),
    ("{d:22 февраля 2019}", "2019-02-22"),
    ("{d:2019年2月22日}", "2019-02-22"),
    ("{d:2019년 2월 22일}", "2019-02-22"),
    ("{d:22. helmikuuta 2019}", "2019-02-22"),
    ("{d:22 lutego 2019} r.", "2019-02-22"),
    ("{d:22. února 2019}", "2019-02-22"),
    ("{d:22 Şubat 2019}", "2019-02-22"),
    ("{d:22 KASIM 2019}", "2019-11-22"),
    ("{d:22 Φεβρουαρίου 2019}", "2019-02-22"),
    ("{d:2019. február 22}.", "2019-02-22"),
    ("{d:2019 m. vasario 22} d.", "2019-02-22"),
    ("{d:22 d’abril de 2019}", "2019-04-22"),
    ("{d:2019-Feb-22}", "2019-02-22"),
    ("a record set 2019, {d:15 set 2019}", "2019-09-15"),
    ("{d:29 Feb 2020}", "2020-02-29"),
    ("{d:February 2019}", "2019-02"),
    ("{d:22 February 2019 14:00}", "2019-02-22"),
    ("Posted {d:22\u00a0February\u00a02019}", "2019-02-22"),
    ("{d:Feb 22, 2019 10:30\u202fPM GMT}", "2019-02-22T22:30:00+00:00"),
]


@pytest.mark.parametrize(("marked", "value"), READ)
def test_a_written_date_is_read_as_precisely_as_it_is_stated(marked: str, value: str) -> None:
    text, spans = unmark(marked) if "{d:" in marked else (marked, {})
    [found] = find_date_expressions(text, Span(0, len(text)))
    assert (found.value, found.span.of(text)) == (value, spans["d"][0].of(text))


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2019",
        "29 Feb 2019",
        "2019-13-01",
        "1 January 1799",
        "1 January 2101",
        "22 February",
        "1-2-3-2019",
        "version 10.12.20191",
        "0/0/2019",
        "in 2019",
    ],
)
def test_what_no_calendar_has_is_not_a_date(text: str) -> None:
    assert not [d for d in find_date_expressions(text, Span(0, len(text))) if d.value != "2019-02"]


def test_exchangeable_day_and_month_are_ambiguous_and_have_no_value() -> None:
    [found] = find_date_expressions("Posted 03/04/2019", Span(0, 17))
    assert (found.value, found.ambiguous) == (None, True)


@given(st.text(alphabet="0123 -/.:,TZamp+FebJunr年月日", max_size=60) | st.text(max_size=40))
def test_expressions_are_in_order_and_inside_the_line(text: str) -> None:
    spans = [d.span for d in find_date_expressions(text, Span(0, len(text) + 1))]
    assert all(a.end_char <= b.start_char for a, b in pairwise(spans))
    assert all(0 <= s.start_char < s.end_char <= len(text) for s in spans)

"""Dates: which statement is chosen, when others disagree, and what is not understood."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.page.dates import DateChoice, read_dates, resolve_date
from transforms.page.page import parse_page, parse_record

STORY = "The council met in the town hall on Monday, and all of its members were there.\n"


def chosen(
    header: str, *, path: str = "a.txt", url: str | None = None, stated: str | None = None
) -> DateChoice:
    page = parse_page(f"Council meets again\n{header}\n\n{STORY}\n© 2021 Elland Post\n")
    reading = read_dates(page, source_path=path, url=url, published_at=stated)
    return resolve_date(reading.candidates, issues=reading.issues)


def test_a_header_date_is_chosen_and_a_later_copyright_year_is_no_conflict() -> None:
    choice = chosen("22 February 2019")
    assert choice == DateChoice(date(2019, 2, 22), None, "page_header", False)


def test_a_time_with_its_zone_gives_the_instant_in_utc_and_the_day_as_stated() -> None:
    choice = chosen("Published: Feb 22, 2019 10:30 pm EST")
    assert choice.published_date == date(2019, 2, 22)
    assert choice.published_at == datetime(2019, 2, 23, 3, 30, tzinfo=UTC)
    assert chosen("Published: Feb 22, 2019 10:30 pm ET").published_at is None


def test_metadata_wins_and_disagreement_is_reported_with_all_candidates_kept() -> None:
    choice = chosen("22 February 2019", stated="2019-03-01", url="https://a.example/2019/02/22/x")
    assert (choice.published_date, choice.source, choice.conflict) == (
        date(2019, 3, 1),
        "metadata",
        True,
    )
    assert [issue.code for issue in choice.issues] == ["date_conflict"]


def test_neighbouring_days_do_not_conflict_when_one_has_a_time() -> None:
    assert not chosen("23 February 2019", stated="2019-02-22T23:30:00Z").conflict
    assert chosen("23 February 2019", stated="2019-02-22").conflict


def test_a_publication_wins_over_an_update_above_it_without_a_conflict() -> None:
    choice = chosen("Updated: 24 February 2019\nPublished: 22 February 2019")
    assert (choice.published_date, choice.conflict) == (date(2019, 2, 22), False)
    both = chosen("22 February 2019, updated 24 February 2019", path="2019/02/24/a.txt")
    assert (both.published_date, both.conflict) == (date(2019, 2, 22), False)
    assert chosen("Updated: 24 February 2019").published_date == date(2019, 2, 24)


@pytest.mark.parametrize(
    ("path", "url", "source"),
    [
        ("eji/2019/02/22/talks.txt", None, "file_name"),
        ("eji/20190222_talks.txt", None, "file_name"),
        ("a.txt", "https://news.example/world/2019-02-22/talks", "url"),
        ("a.txt", "https://news.example/2019/feb/22/talks", "url"),
    ],
)
def test_url_and_file_name_state_days(path: str, url: str | None, source: str) -> None:
    choice = chosen("", path=path, url=url)
    assert (choice.published_date, choice.source) == (date(2019, 2, 22), source)


@pytest.mark.parametrize("path", ["000_c20190222a9bd4c.txt", "120190222.txt", "2019/02/31.txt"])
def test_digits_within_a_longer_code_are_no_date(path: str) -> None:
    choice = chosen("", path=path)
    assert choice.published_date is None
    assert [issue.code for issue in choice.issues] == ["no_date"]


def test_exchangeable_day_and_month_give_an_issue_and_no_candidate() -> None:
    choice = chosen("03/04/2019")
    assert choice.published_date is None
    assert [issue.code for issue in choice.issues] == ["ambiguous_day_month", "no_date"]
    assert choice.issues[0].span is not None


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2019-02-22T10:30:00Z", "2019-02-22"),
        ("Fri, 22 Feb 2019 10:30:00 GMT", "2019-02-22"),
        ("1550831400", "2019-02-22"),
        ("20190222", "2019-02-22"),
        ("last Friday", None),
        ("03/04/2019", None),
        ("2019-02-31", None),
        ("9999999999999", None),
    ],
)
def test_metadata_that_cannot_be_read_is_an_issue(stated: str, day: str | None) -> None:
    reading = read_dates(parse_record(STORY), source_path="a", published_at=stated)
    assert [c.value[:10] for c in reading.candidates] == ([day] if day else [])
    assert [i.code for i in reading.issues] == ([] if day else ["bad_metadata_date"])


def test_a_dateline_states_a_day_only_with_its_year_and_bylines_do_so_too() -> None:
    text = f"Talks end\nBy Jane Doe | 21 February 2019\n\nOSLO, Feb. 22, 2019 (AP) — {STORY}"
    candidates = read_dates(parse_page(text), source_path="a.txt").candidates
    assert [(c.value, c.source, c.span and c.span.of(text)) for c in candidates] == [
        ("2019-02-21", "byline", "21 February 2019"),
        ("2019-02-22", "dateline", "Feb. 22, 2019"),
    ]
    undated = parse_page(f"OSLO, Feb. 22 (AP) — {STORY}")
    assert not read_dates(undated, source_path="a.txt").candidates


@given(st.text(max_size=60), st.text(max_size=30), st.none() | st.text(max_size=30))
def test_no_text_path_or_metadata_raises(text: str, path: str, stated: str | None) -> None:
    page = parse_page(text)
    reading = read_dates(page, source_path=path, url=path, published_at=stated)
    choice = resolve_date(reading.candidates, issues=reading.issues)
    assert (choice.published_date is None) == (choice.source is None)


def test_another_date_of_the_page_decides_which_number_is_the_month() -> None:
    text = f"Talks end\nPublished: 03/07/2019\nUpdated: 23/07/2019\n\n{STORY}"
    reading = read_dates(parse_page(text), source_path="a.txt")
    assert [found.value for found in reading.candidates] == ["2019-07-03", "2019-07-23"]
    american = text.replace("23/07/2019", "07/23/2019")
    reading = read_dates(parse_page(american), source_path="a.txt")
    assert [found.value for found in reading.candidates] == ["2019-03-07", "2019-07-23"]


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://post.example/2019/07/03/talks", "2019-07-03"),
        ("https://post.example/2019/03/07/talks", "2019-03-07"),
    ],
)
def test_the_address_decides_which_number_is_the_month(url: str, value: str) -> None:
    page = parse_page(f"Talks end\nPublished: 03/07/2019 10:15 GMT\n\n{STORY}")
    reading = read_dates(page, source_path="a.txt", url=url)
    choice = resolve_date(reading.candidates, issues=reading.issues)
    assert (choice.source, str(choice.published_date), choice.conflict) == (
        "page_header",
        value,
        False,
    )
    assert str(choice.published_at) == f"{value} 10:15:00+00:00"


@pytest.mark.parametrize("word", ["Updated", "Last update", "Aktualisiert", "Mis à jour le"])
def test_an_update_is_recognised_in_several_languages(word: str) -> None:
    choice = chosen(f"{word}: 24 February 2019\n22 February 2019")
    assert (str(choice.published_date), choice.conflict) == ("2019-02-22", False)


def test_a_month_of_another_language_is_read_in_an_address() -> None:
    assert str(chosen("", url="https://a.example/2019/ene/22/x").published_date) == "2019-01-22"


def test_a_masthead_gives_the_date_only_of_a_page_that_states_no_other() -> None:
    masthead = "THE HARBOUR POST, WEDNESDAY, DECEMBER 2, 1998\nBoard keeps the old pier\n"
    old = read_dates(parse_page(f"{masthead}By Jo Roe\n\n{STORY}"), source_path="a.txt")
    assert [(found.value, found.source) for found in old.candidates] == [
        ("1998-12-02", "page_header")
    ]
    dated = read_dates(parse_page(f"{masthead}1 May 1999\n\n{STORY}"), source_path="a.txt")
    assert [found.value for found in dated.candidates] == ["1999-05-01"]


def test_steps_before_publication_are_passed_over() -> None:
    header = "Submitted 1 March 2023 | Accepted 9 April 2023 | Published 3 May 2023"
    assert chosen(header).published_date == date(2023, 5, 3)
    assert chosen("Received 1 March 2023").published_date is None


def test_a_day_with_two_digits_for_its_year_is_a_date_line_without_a_day() -> None:
    page = parse_page(f"Council meets again\n\nBy Jo Roe\n\n29.11.23\n\n{STORY}")
    assert [span.of(page.text) for span in page.spans_of("date")] == ["29.11.23"]
    assert chosen("29.11.23").published_date is None

"""What people say takes the place of what an engine found, and is compared with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.support.saying import rows_with, said
from transforms.corrected import without_settled
from transforms.corrections import Correction, Outcome
from transforms.tables import BY_NAME
from transforms.text import Issue, Span

PAGE = """\
Bridge falls in Varno

By Jane Doe and John Roe
30 March 2024

The bridge in Varno was closed on Saturday after 40 people were hurt, the council said.
“It was closed in May,” Mayor Ana Sorel said. She spoke on flight AX123 to Norland.
“We knew,” he said, “and we waited.”
"""
MAY = "“It was closed in May,”"
COUNCIL = "The bridge in Varno was closed on Saturday after 40 people were hurt"


def quote(rows: dict[str, list[dict[str, Any]]], words: str) -> dict[str, Any]:
    [found] = [row for row in rows["quotes"] if row["surface"] == words]
    return found


def outcome(rows: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    [found] = rows["corrections"]
    return found


def keeps_promises(rows: dict[str, list[dict[str, Any]]]) -> bool:
    return not any(
        list(BY_NAME[name].violations(BY_NAME[name].frame(found))) for name, found in rows.items()
    )


def test_without_corrections_nothing_is_corrected() -> None:
    rows = rows_with(PAGE)

    assert rows["corrections"] == []
    assert rows["_documents"][0]["corrections"] is None


def test_another_speaker_takes_the_place_of_the_one_that_was_found() -> None:
    rows = rows_with(PAGE, said(PAGE, "quote", "change", MAY, speaker="John Roe"))
    row = quote(rows, MAY)

    assert (row["speaker_name"], row["speaker_text"]) == ("John Roe", "John Roe")
    assert (row["speaker_resolution"], row["method"], row["confidence"]) == ("curated",) * 2 + (
        1.0,
    )
    assert row["attribution_chain"][0]["name"] == "John Roe"
    assert row["speaker_entity_id"] in {one["entity_id"] for one in rows["entities"]}
    assert keeps_promises(rows)


def test_a_pronoun_stays_as_written_when_a_person_says_whom_it_means() -> None:
    rows = rows_with(
        PAGE, said(PAGE, "quote", "change", "“We knew,” he said, “and we waited.”",
                   speaker="Ana Sorel", extent="“We knew,” | “and we waited.”")
    )  # fmt: skip
    row = quote(rows, "“We knew,” he said, “and we waited.”")

    assert (row["speaker_text"], row["speaker_form"]) == ("he", "pronoun")
    assert row["speaker_name"] == "Ana Sorel"
    assert row["quote_text"] == "“We knew,” “and we waited.”"


def test_a_description_of_the_article_can_be_the_speaker_and_nobody_too() -> None:
    described = quote(
        rows_with(PAGE, said(PAGE, "quote", "change", MAY, speaker="the council")), MAY
    )
    nobody = quote(rows_with(PAGE, said(PAGE, "quote", "change", MAY, speaker="nobody")), MAY)

    assert (described["speaker_role"], described["speaker_entity_id"]) == ("the council", None)
    assert (nobody["speaker_text"], nobody["speaker_form"]) == (None, "none")
    assert nobody["speaker_resolution"] == "unresolved"


def test_a_stance_is_shown_by_the_cue() -> None:
    row = quote(rows_with(PAGE, said(PAGE, "quote", "change", MAY, stance="denies")), MAY)

    assert (row["stance"], row["stance_text"], row["cue_negated"]) == ("denies", "said", True)


def test_what_is_no_quote_goes_and_what_was_missing_comes() -> None:
    rows = rows_with(
        PAGE,
        said(PAGE, "quote", "remove", COUNCIL),
        said(PAGE, "quote", "add", "She spoke on flight AX123 to Norland", speaker="John Roe"),
    )

    assert COUNCIL not in {row["surface"] for row in rows["quotes"]}
    assert quote(rows, "She spoke on flight AX123 to Norland")["speaker_name"] == "John Roe"
    assert [row["quote_index"] for row in rows["quotes"]] == list(range(len(rows["quotes"])))
    assert [row["agrees"] for row in rows["corrections"]] == [False, False]
    assert keeps_promises(rows)


def test_a_removed_quote_leaves_its_figure_to_the_article() -> None:
    [figure] = rows_with(PAGE, said(PAGE, "quote", "remove", COUNCIL))["figures"]

    assert (figure["quote_id"], figure["asserted_by_role"]) == (None, None)


def test_a_confirmed_quote_agrees_with_the_engine_that_found_it() -> None:
    rows = rows_with(
        PAGE, said(PAGE, "quote", "confirm", MAY, speaker="Ana Sorel", stance="asserts")
    )
    found = outcome(rows)

    assert found["agrees"] is True
    assert {one["field"]: one["agrees"] for one in found["fields"]} == {
        "extent": True, "speaker": True, "stance": True,
    }  # fmt: skip
    assert (found["corrected_by"], found["corrected_on"]) == ("Jo", date(2026, 1, 2))
    assert rows["quotes"][int(found["row_id"].rpartition("q")[2])]["surface"] == MAY


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"value": "41"}, {"value": 41.0, "unit": "people", "bound": "exact"}),
        ({"value": "40..45"}, {"value": None, "value_low": 40.0, "value_high": 45.0}),
        ({"unit": "km"}, {"unit": "kilometre", "kind": "length", "value_si": 40_000.0}),
        ({"unit": "EUR"}, {"unit": "EUR", "kind": "money", "value_si": None}),
        ({"unit": "mile/hour"}, {"unit": "mile", "per_unit": "hour", "kind": "speed"}),
        ({"unit": "none"}, {"unit": None, "kind": "count"}),
    ],
)
def test_value_and_unit_of_a_figure_are_what_a_person_says(
    values: dict[str, str], expected: dict[str, Any]
) -> None:
    rows = rows_with(PAGE, said(PAGE, "figure", "change", "40 people", **values))
    [row] = rows["figures"]

    assert {name: row[name] for name in expected} == expected
    assert (row["rule_id"], row["confidence"]) == ("curated", 1.0)
    assert outcome(rows)["row_id"] == row["figure_id"]
    assert keeps_promises(rows)


@pytest.mark.parametrize(
    ("said_by", "expected"),
    [
        ("Ana Sorel", (None, "Ana Sorel")),
        ("the council", ("q0", "the council")),
        ("article", (None, None)),
    ],
)
def test_who_states_a_figure_is_who_a_person_says(
    said_by: str, expected: tuple[str | None, str | None]
) -> None:
    rows = rows_with(PAGE, said(PAGE, "figure", "change", "40 people", claimed_by=said_by))
    [row] = rows["figures"]

    found = row["quote_id"] and row["quote_id"].rpartition("/")[2]
    assert (found, row["asserted_by_role"]) == expected
    assert outcome(rows)["agrees"] is (said_by == "the council")


def test_a_number_that_was_left_out_comes_in_and_one_that_is_no_figure_goes() -> None:
    rows = rows_with(
        PAGE,
        said(PAGE, "figure", "add", "AX123", value="123"),
        said(PAGE, "figure", "remove", "40 people"),
    )

    assert [(row["surface"], row["value"]) for row in rows["figures"]] == [("AX123", 123.0)]
    assert [(row["surface"], row["reason"]) for row in rows["rejected_numbers"]] == [
        ("40 people", "curated")
    ]


def test_a_line_is_in_the_zone_that_a_person_says_and_what_follows_from_it_follows() -> None:
    line = "“We knew,” he said, “and we waited.”"
    rows = rows_with(
        PAGE,
        said(PAGE, "zone", "change", line, zone="boilerplate"),
        said(PAGE, "zone", "change", "By Jane Doe and John Roe", zone="boilerplate"),
    )
    [article] = rows["articles"]

    assert [zone["kind"] for zone in article["zones"]][-1] == "boilerplate"
    assert article["byline"] == []
    assert not any("We knew" in row["surface"] for row in rows["quotes"])
    assert [row["fields"][0]["found"] for row in rows["corrections"]] == ["byline", "body"]


def test_a_day_is_the_one_that_a_person_says() -> None:
    day = said(PAGE, "date", "change", "Bridge falls in Varno", published="2024-03-31")
    unknown = said(PAGE, "date", "change", "Bridge falls in Varno", published="none")
    [changed], [without] = rows_with(PAGE, day)["articles"], rows_with(PAGE, unknown)["articles"]

    assert (changed["published_date"], changed["date_source"]) == (date(2024, 3, 31), "curated")
    assert (without["published_date"], without["date_source"]) == (None, None)


STALE = [
    said(PAGE, "quote", "change", MAY, speaker="Ana Sorel"),
    said(PAGE, "figure", "change", "40 people", value="41"),
    said(PAGE, "zone", "change", "By Jane Doe and John Roe", zone="body"),
    said(PAGE, "date", "change", "Bridge falls in Varno", published="none"),
]


@pytest.mark.parametrize("correction", STALE, ids=lambda one: one.kind)
def test_a_correction_whose_words_changed_is_stale_and_changes_nothing(
    correction: Correction,
) -> None:
    gone = replace(correction, anchor=replace(correction.anchor, words="other words"))
    rows, plain = rows_with(PAGE, gone), rows_with(PAGE)

    assert (outcome(rows)["state"], outcome(rows)["surface"]) == ("stale", None)
    assert [row["code"] for row in rows["issues"]] == [
        *(row["code"] for row in plain["issues"]), "correction_stale",
    ]  # fmt: skip
    for table in ("quotes", "figures", "articles", "entities"):
        assert rows[table] == plain[table]


def test_a_speaker_whom_the_article_no_longer_has_makes_a_correction_stale() -> None:
    rows = rows_with(PAGE, said(PAGE, "quote", "change", MAY, speaker="Bo Lindt"))

    assert outcome(rows)["state"] == "stale"
    assert "speaker" in outcome(rows)["reason"]
    assert quote(rows, MAY)["speaker_name"] == "Ana Sorel"


def test_of_two_corrections_of_one_quote_the_later_one_wins_and_both_are_kept() -> None:
    rows = rows_with(
        PAGE,
        said(PAGE, "quote", "change", MAY, speaker="John Roe"),
        said(PAGE, "quote", "change", MAY, stance="doubts"),
        said(PAGE, "quote", "change", MAY, speaker="Jane Doe"),
    )

    assert quote(rows, MAY)["speaker_name"] == "Jane Doe"
    assert quote(rows, MAY)["stance"] == "doubts"
    assert [row["state"] for row in rows["corrections"]] == ["superseded", "applied", "applied"]


def test_what_was_removed_comes_back_when_a_later_line_says_so() -> None:
    rows = rows_with(
        PAGE, said(PAGE, "quote", "remove", MAY),
        said(PAGE, "quote", "confirm", MAY, speaker="Ana Sorel"),
    )  # fmt: skip

    assert quote(rows, MAY)["speaker_name"] == "Ana Sorel"
    assert [row["state"] for row in rows["corrections"]] == ["superseded", "applied"]


def test_a_new_extent_can_be_corrected_again_by_its_own_words() -> None:
    shorter = "The bridge in Varno was closed on Saturday"
    rows = rows_with(
        PAGE,
        said(PAGE, "quote", "change", COUNCIL, extent=shorter),
        said(PAGE, "quote", "change", shorter, speaker="Ana Sorel"),
    )

    assert quote(rows, shorter)["speaker_name"] == "Ana Sorel"
    assert len(rows["quotes"]) == len(rows_with(PAGE)["quotes"])


def test_an_article_in_another_language_says_that_its_corrections_wait() -> None:
    page = (
        "Le pont est fermé depuis lundi, a dit le maire de la ville, et les travaux dureront. " * 4
    )
    rows = rows_with(
        page, said(page, "quote", "add", "Le pont est fermé", speaker="le maire de la ville")
    )

    assert outcome(rows)["state"] == "stale"
    assert "correction_stale" in {row["code"] for row in rows["issues"]}


@pytest.mark.parametrize(
    ("page", "words", "code", "correction"),
    [
        (
            "Dam holds\n\nThe plan was “a gift to nobody who lives near the river” in May.\n",
            "“a gift to nobody who lives near the river”",
            "speaker_unresolved",
            {"action": "remove"},
        ),
        (PAGE, "“We knew,”", "speaker_unresolved", {"action": "change", "speaker": "John Roe"}),
    ],
)
def test_an_issue_about_words_that_a_person_settled_is_gone(
    page: str, words: str, code: str, correction: dict[str, Any]
) -> None:
    assert code in {row["code"] for row in rows_with(page)["issues"]}

    rows = rows_with(page, said(page, "quote", words=words, **correction))

    assert code not in {row["code"] for row in rows["issues"]}


def test_a_quotation_without_a_row_is_no_issue_once_a_person_settled_it() -> None:
    correction = said(PAGE, "quote", "remove", MAY)
    outcome = Outcome(correction, "applied", Span(151, 174), agrees=True)
    left_out = Issue("quotes", "info", "quotation_unattributed", "", Span(152, 160))
    elsewhere = replace(left_out, span=Span(10, 20))

    assert without_settled([left_out, elsewhere], [outcome]) == (elsewhere,)

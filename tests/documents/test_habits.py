"""What an outlet's pages have in common is furniture, in whatever order the pages come."""

from __future__ import annotations

import json
import random
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.runs import plan
from flows.runs.rereads import weigh
from flows.settings import Settings
from tests.conftest import published_files, run
from tests.support.tellings import report
from transforms.documents import habits
from transforms.documents.habits import FEWEST_STORIES, NO_HABITS, TRAITS, habits_of
from transforms.documents.traits import Traits, traits_of_page
from transforms.page import key_of, read_lines

FOOT = "Brave words for a brave coast since the year of the great storm."


def page(number: int, day: str = "3 March 2024", foot: str = FOOT) -> str:
    return f"Council of town {number} decides\n\n{day}\n\n{report(number)}\n\n{foot}\n"


def zones(settings: Settings, name: str) -> dict[str, str]:
    """Zone kind of every line of a page."""
    articles = pl.read_parquet(f"{settings.processed}/articles/**/*.parquet")
    [row] = articles.filter(source_path=name).iter_rows(named=True)
    text = row["text"]
    return {text[z["start_char"] : z["end_char"]]: z["kind"] for z in row["zones"]}


def write(settings: Settings, number: int, text: str) -> None:
    folder = settings.raw / "gazette"
    folder.mkdir(exist_ok=True)
    (folder / f"{number}.txt").write_text(text)


def test_a_line_of_three_stories_is_furniture_also_of_those_read_before(settings: Settings) -> None:
    for number in range(2):
        write(settings, number, page(number))
    run(settings)
    assert zones(settings, "gazette/0.txt")[FOOT] == "body"
    write(settings, 2, page(2))
    summary = run(settings)
    assert (summary.new, summary.changed, summary.unchanged, summary.reread) == (1, 0, 2, 2)
    assert [zones(settings, f"gazette/{n}.txt")[FOOT] for n in range(3)] == ["boilerplate"] * 3
    assert not run(settings).is_new
    (settings.raw / "gazette" / "2.txt").unlink()
    assert run(settings, allow_retractions=True).reread == 2
    assert zones(settings, "gazette/0.txt")[FOOT] == "body"


def test_reports_written_to_a_pattern_keep_their_sentences(settings: Settings) -> None:
    for day in range(2, 6):
        told = [f"Shares in Roe Ltd rose {day}% to {day}40 on Monday.", f"Rye fell to {day}9."]
        write(settings, day, "\n\n".join(["Markets calm as rye falls", *told, FOOT]))
    run(settings)
    kinds = zones(settings, "gazette/3.txt")
    assert kinds["Shares in Roe Ltd rose 3% to 340 on Monday."] == "body"
    assert kinds["Rye fell to 39."] == "body"
    assert kinds[FOOT] == "boilerplate"


def test_copies_of_one_story_make_no_line_furniture(settings: Settings) -> None:
    for number in range(4):
        write(settings, number, page(1))
    run(settings)
    assert zones(settings, "gazette/0.txt")[FOOT] == "body"


def test_another_outlet_keeps_its_own_lines(settings: Settings) -> None:
    for number in range(3):
        write(settings, number, page(number))
    (settings.raw / "herald").mkdir()
    (settings.raw / "herald" / "a.txt").write_text(page(7))
    run(settings)
    assert zones(settings, "herald/a.txt")[FOOT] == "body"


@pytest.mark.parametrize(
    ("proof", "read"), [("23/04/2024", "2024-04-03"), ("04/23/2024", "2024-03-04")]
)
def test_day_and_month_stand_as_on_the_outlets_other_pages(
    settings: Settings, proof: str, read: str
) -> None:
    write(settings, 0, page(0, "03/04/2024", "One."))
    run(settings)
    write(settings, 1, page(1, proof, "Two."))
    write(settings, 2, page(2, proof, "Three."))
    run(settings)
    articles = pl.read_parquet(f"{settings.processed}/articles/**/*.parquet")
    [day] = articles.filter(source_path="gazette/0.txt")["published_date"]
    assert str(day) == read


def test_pages_that_come_one_by_one_give_the_same_bytes(settings: Settings, tmp_path: Path) -> None:
    numbers = list(range(6))
    random.Random(5).shuffle(numbers)
    for number in numbers:
        write(settings, number, page(number, foot=FOOT if number % 2 else "Small print of ours."))
        run(settings)
    rebuilt = replace(settings, processed=tmp_path / "rebuilt")
    run(rebuilt)
    assert published_files(settings.processed) == published_files(rebuilt.processed)


def test_a_feed_writes_all_its_dates_in_one_way(settings: Settings) -> None:
    days = ["03/04/2024", "23/04/2024"]
    feed = settings.raw / "feed.jsonl"
    lines = [
        json.dumps({"id": n, "text": report(n), "published_at": d}) for n, d in enumerate(days)
    ]
    feed.write_text(lines[0] + "\n")
    run(settings)
    assert dates(settings) == ["None"]
    feed.write_text("\n".join(lines) + "\n")
    assert run(settings).reread == 1
    assert dates(settings) == ["2024-04-03", "2024-04-23"]


def dates(settings: Settings) -> list[str]:
    articles = pl.read_parquet(f"{settings.processed}/articles/**/*.parquet")
    return sorted(map(str, articles["published_date"]))


def test_a_page_that_changed_between_two_readings_waits_for_the_next_run(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        write(settings, number, page(number))
    run(settings)
    write(settings, 2, page(2))

    def slow(*known: Any) -> Any:
        write(settings, 0, page(0) + "\nAnother line.\n")
        return weigh(*known)

    monkeypatch.setattr(plan, "weigh", slow)
    assert run(settings).reread == 1
    monkeypatch.undo()
    assert (run(settings).changed, run(settings).is_new) == (1, False)
    assert zones(settings, "gazette/0.txt")[FOOT] == "boilerplate"


def frame(rows: list[tuple[str, str, Traits]]) -> pl.DataFrame:
    """Traits of documents by their ids and outlets."""
    return pl.DataFrame([asdict(one) | {"article_id": name} for name, _, one in rows], TRAITS)


LINES = st.lists(
    st.sampled_from(["One here", "Two there", "12/31/2024", "31/12/2024", "01/02/2024"]),
    max_size=6,
)
PAGES = st.lists(st.tuples(st.sampled_from(["a", "b"]), LINES), max_size=9)


def shown(pages: list[tuple[str, list[str]]]) -> list[tuple[str, str, Traits]]:
    return [
        (str(n), outlet, traits_of_page(outlet, "\n".join([f"{'x' * n} is a line", *lines])))
        for n, (outlet, lines) in enumerate(pages)
    ]


@given(PAGES, st.randoms(), st.integers(1, 4))
def test_habits_depend_on_no_order_and_no_parting(
    pages: list[tuple[str, list[str]]], chance: random.Random, parts: int
) -> None:
    rows = shown(pages)
    shuffled = chance.sample(rows, len(rows))
    whole = frame(rows)
    parted = [frame(shuffled[n::parts]).lazy() for n in range(parts)]
    assert habits_of(parted).of(whole) == habits_of([whole.lazy()]).of(whole)


@given(PAGES)
def test_a_repeated_line_matters_to_the_pages_that_have_it_and_to_no_other_outlet(
    pages: list[tuple[str, list[str]]],
) -> None:
    rows = shown(pages)
    found = habits_of([frame(rows).lazy()]).of(frame(rows))
    for name, outlet, traits in rows:
        own = found.get(name, NO_HABITS)
        assert own.lines <= {*traits.labels, *traits.sentences}
        assert own.day_first is None or traits.is_ambiguous
        for line in own.lines:
            having = {one.story for _, where, one in rows if where == outlet and line in one.labels}
            assert len(having) >= FEWEST_STORIES
        assert (own.evidence is None) == (name not in found)


def test_counting_in_passes_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = shown([("a", ["One here", "Two there", f"Line {'y' * n}"]) for n in range(9)])
    at_once = habits_of([frame(rows).lazy()])
    monkeypatch.setattr(habits, "_LINES_AT_ONCE", 2)
    in_passes = habits_of([frame(rows).lazy()])
    assert at_once.furniture.height == 2
    assert at_once.furniture.equals(in_passes.furniture)


def test_a_sentence_must_stand_in_more_stories_than_a_label() -> None:
    sentence = "The strike began in March after the talks on pay collapsed."
    pages = [("a", [sentence, "Night desk"] if n < 3 else [f"Line {'y' * n}"]) for n in range(12)]
    found = habits_of([frame(shown(pages)).lazy()]).furniture["line"]
    [label] = read_lines("Night desk")
    assert found.to_list() == [key_of(label)]


def test_short_lines_are_labels_or_sentences_by_their_length_and_stop() -> None:
    lines = ["Night desk", "It rained.", "The strike began in March after the talks had collapsed."]
    keys = [key_of(line) for line in read_lines("\n".join(lines))]
    traits = traits_of_page("a", "\n".join([*lines, lines[0].upper()]))
    assert traits.labels == tuple(sorted(keys[:2]))
    assert traits.sentences == (keys[2],)


@pytest.mark.parametrize(
    ("dates", "day_first", "is_ambiguous"),
    [
        ("23/04/2019", True, False),
        ("04-23-2019", False, False),
        ("23/04/2019\n04/23/2019", None, False),
        ("03/04/2019", None, True),
        ("03/03/2019", None, False),
        ("2019/04/23 and 99/04/2019 and 23.04.2019", None, False),
        (
            "It was in force from 23/04/2019, wrote the clerk, who had not been told " * 3,
            None,
            False,
        ),
    ],
)
def test_short_lines_prove_an_order_and_prose_does_not(
    dates: str, day_first: bool | None, is_ambiguous: bool
) -> None:
    traits = traits_of_page("a", f"Rain\n{dates}\n")
    assert (traits.day_first, traits.is_ambiguous) == (day_first, is_ambiguous)


def test_most_of_an_outlets_dates_must_agree() -> None:
    pages = [("a", ["23/04/2019"])] * 9 + [("a", ["04/23/2019"])]
    assert habits_of([frame(shown(pages)).lazy()]).orders.rows() == [("a", True)]
    assert habits_of([frame(shown(pages[1:])).lazy()]).orders.rows() == []

"""What an outlet's pages have in common tells its furniture from its stories, in every order."""

from __future__ import annotations

import random
from dataclasses import asdict, replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.settings import Settings
from tests.conftest import published_files, run
from tests.tellings import report
from transforms.habits import TRAITS, habits_of, traits_of

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
    assert (summary.new, summary.changed) == (1, 2)
    assert [zones(settings, f"gazette/{n}.txt")[FOOT] for n in range(3)] == ["boilerplate"] * 3
    assert not run(settings).is_new
    (settings.raw / "gazette" / "2.txt").unlink()
    assert run(settings, allow_retractions=True).changed == 2
    assert zones(settings, "gazette/0.txt")[FOOT] == "body"


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


LINES = st.lists(
    st.sampled_from(["One here.", "Two there.", "Three now.", "Four then."]), max_size=6
)


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), LINES), max_size=8), st.randoms())
def test_habits_depend_on_no_order(
    pages: list[tuple[str, list[str]]], chance: random.Random
) -> None:
    rows = [
        {
            "article_id": str(number),
            **asdict(traits_of(f"{number} is a line\n" + "\n".join(ls), outlet)),
        }
        for number, (outlet, ls) in enumerate(pages)
    ]
    shuffled = chance.sample(rows, len(rows))
    frames = [
        pl.DataFrame([{n: row[n] for n in TRAITS} for row in some], schema=TRAITS)
        for some in (rows, shuffled)
    ]
    one, other = (habits_of(frame) for frame in frames)
    assert one.equals(other)

"""Lines are split and counted in fast ways that give what the plain ones give."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.page.lines import LONGEST_JUDGED, read_lines, words_in
from transforms.text import as_seen

MARKED = st.text(st.sampled_from("aB1_'&-’‘“”—– .,\u00a0\u2009\téİK²٣中"), max_size=30)


@given(MARKED | st.text(max_size=30))
@example("'tis well-read -- rock'n'roll & R&B-'s a--b")
@example("“No,” he said — we’ll see")
def test_the_words_of_a_line_are_runs_of_letters_joined_by_single_marks(surface: str) -> None:
    plain = surface.lower().replace("’", "'")
    assert words_in(surface) == tuple(re.findall(r"\w+(?:['&-]\w+)*", plain))


@given(MARKED | st.text(max_size=30))
def test_words_are_counted_between_blanks_of_every_kind(text: str) -> None:
    for line in read_lines(text):
        assert line.words == len(line.surface.split())
        assert line.surface == as_seen(line.span.of(text)[:LONGEST_JUDGED])


@pytest.mark.parametrize("blank", ["\u00a0", "\u202f", "\u2009"])
def test_blanks_of_every_width_are_blanks_to_whoever_judges_a_line(blank: str) -> None:
    [line] = read_lines("By Ana Ruiz".replace(" ", blank))
    assert (line.surface, line.words) == ("By Ana Ruiz", 3)


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u200e", "\u2060", "\u00ad"])
def test_marks_that_are_not_seen_are_no_part_of_a_line(mark: str) -> None:
    text = f"{mark}Rain to{mark}day{mark}\n{mark}\n {mark} Fog"
    rain, fog = read_lines(text)
    assert (rain.surface, rain.span.of(text)) == ("Rain today", f"Rain to{mark}day")
    assert (fog.surface, fog.span.of(text), fog.gap) == ("Fog", "Fog", True)


def test_a_letter_and_its_accent_are_judged_as_one() -> None:
    [line] = read_lines("By Ana Mun\u0303oz")
    assert line.surface == "By Ana Mu\u00f1oz"


@given(st.lists(st.sampled_from(["Talks", "ended.", "U.S.", "“Yes.”", "9.", "he", "(It", "x."])))
def test_a_stop_behind_a_word_and_a_capital_part_two_sentences(words: list[str]) -> None:
    line = " ".join(["so", *words, *["on"] * 12][:29])
    broken = re.search(r"(?:[a-z]{4}|[0-9%)”\"’])[.!?][”\"’)]*\s+[“\"‘(]?[A-Z]", line)
    [found] = read_lines(line)
    assert found.is_long == (broken is not None)


WRAPPED = (
    "The new quay will be open again\nin May at the latest, the board\nof Elland said in May.\n"
)


def test_a_narrow_text_that_runs_on_from_line_to_line_is_wrapped() -> None:
    text = f"{WRAPPED}\n{WRAPPED.replace('May', 'June')}"
    first, second = read_lines(text)
    assert (first.surface.split()[-1], second.gap) == ("May.", True)


def test_a_sentence_that_runs_on_is_one_line_in_a_page_that_is_not_wrapped() -> None:
    long = "The council of Elland met on Friday and spoke about the harbour for nine hours. " * 3
    head, tail = (
        "Harbour of Elland to open\nin May at the latest",
        "It costs nine million,\nthey said.",
    )
    text = f"{head}\n\n{long}\n\n{tail}\n"
    assert [line.surface.replace("\n", " ") for line in read_lines(text)] == [
        "Harbour of Elland to open in May at the latest",
        long.strip(),
        "It costs nine million, they said.",
    ]


def test_lines_that_only_begin_small_do_not_continue_the_line_above() -> None:
    for below in ("by Ann Lee and others", "zoo", "post.example/news", "dpa/The Post", "iPlayer 7"):
        assert len(read_lines(f"Harbour of Elland to open in May\n{below}")) == 2
    assert len(read_lines("What you need for the soup:\nfour carrots\ntwo leeks")) == 3
    assert len(read_lines("four carrots and some other roots\ntwo leeks\na cup of water")) == 3

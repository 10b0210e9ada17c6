"""The guidelines' examples keep the rules they illustrate."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.markup import unmark
from training.annotation.lists import TYPES

PAGE = (Path(__file__).parents[2] / "docs" / "annotation-guidelines.md").read_text(encoding="utf-8")
EXAMPLES = [line[2:] for line in PAGE.splitlines() if line.startswith("> ")]
RULES = re.findall(r"^\*\*([STMU]\d+)\..*?(?=^\*\*[STMU]\d|^## |\Z)", PAGE, re.M | re.S)


@pytest.mark.parametrize("marked", EXAMPLES)
def test_marked_surfaces_stand_verbatim_and_have_known_types(marked: str) -> None:
    text, spans = unmark(marked)
    assert not set("{}") & set(text), "a mark that does not parse"
    assert spans.keys() <= set(TYPES.values()) - {"none"}
    surfaces = [text[s.start_char : s.end_char] for found in spans.values() for s in found]
    assert surfaces == [surface.strip() for surface in surfaces]


@pytest.mark.parametrize("marked", EXAMPLES)
def test_no_marked_surface_has_an_article_a_title_or_a_possessive(marked: str) -> None:
    text, spans = unmark(marked)
    for name, span in ((name, span) for name, found in spans.items() for span in found):
        surface = text[span.start_char : span.end_char]
        assert name == "work" or not re.match(  # a title keeps the article it begins with
            r"(?:the|a|an|mr|mrs|sen|president|queen|pope|aunt)\b\.? ", surface, re.I
        )
        assert not re.search(r"(?:^|\w)['’]s$", surface) or surface == "Miller's"
        assert not re.match(r"\w", text[span.end_char :]), "a mention ends where its word ends"


def test_every_rule_has_an_example() -> None:
    sections = re.split(r"^\*\*(?=[STMU]\d+\.)", PAGE, flags=re.M)[1:]
    assert len(sections) == len(RULES) >= 20
    assert all(re.search(r"^> ", section, re.M) for section in sections)


def test_every_type_is_shown() -> None:
    shown = {name for marked in EXAMPLES for name in unmark(marked)[1]}
    assert shown == set(TYPES.values()) - {"none"}

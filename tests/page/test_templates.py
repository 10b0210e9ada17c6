"""Pages of many templates, and pages made of their parts, are read as a reader reads them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.support.templates import Template, mixed, read_template, score, shown, templates

# F1 in percent over lines; a little below what is reached.
BARS = {
    "body": 97.0,
    "boilerplate": 96.0,
    "caption": 95.0,
    "byline": 95.0,
    "date": 95.0,
    "dateline": 95.0,
    "headline": 93.0,
    "subheading": 90.0,
}
STATED = {"headline": 93.0, "date": 95.0, "byline": 95.0, "place": 95.0, "agency": 95.0}


@cache
def scored() -> tuple[dict[str, float], dict[str, float]]:
    return score(templates())


@pytest.mark.parametrize(("kind", "bar"), BARS.items())
def test_lines_of_every_kind_are_recognised_on_pages_of_many_templates(
    kind: str, bar: float
) -> None:
    assert scored()[0][kind] >= bar


@pytest.mark.parametrize(("name", "bar"), STATED.items())
def test_what_a_page_states_is_read_on_pages_of_many_templates(name: str, bar: float) -> None:
    assert scored()[1][name] >= bar


def test_header_story_and_footer_of_different_templates_are_kept_apart() -> None:
    lines, stated = score(mixed(templates(), count=200, seed=1))
    assert lines["body"] >= 95
    assert lines["boilerplate"] >= 93
    assert stated["headline"] >= 80


def test_every_template_marks_at_most_one_headline_and_a_story() -> None:
    for template in templates():
        kinds = Counter(kind for kind, _ in template.zones)
        assert kinds["headline"] <= 1, template.name
        assert kinds["body"] or kinds["caption"], template.name


@pytest.mark.parametrize("line", ["Q A line.", "A line.", "BA line.", "# price: 3\nB A line."])
def test_a_template_that_cannot_be_read_says_where(tmp_path: Path, line: str) -> None:
    path = tmp_path / "odd.page"
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"odd\.page, line 1"):
        read_template(path)


def test_a_page_is_shown_with_what_is_wanted_and_what_is_found(tmp_path: Path) -> None:
    path = tmp_path / "post.page"
    path.write_text("H Pool to close\n\nC The council decided it on Monday.\n", encoding="utf-8")
    assert shown(read_template(path)).splitlines()[1:4] == [
        "  headline    headline    Pool to close",
        "> caption     body        The council decided it on Monday.",
        "  headline    Pool to close",
    ]


def test_the_mixed_pages_are_the_same_each_time() -> None:
    def texts(pages: list[Template]) -> list[str]:
        return [page.text for page in pages]

    assert texts(mixed(templates(), 5, 7)) == texts(mixed(templates(), 5, 7))

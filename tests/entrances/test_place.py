"""`broadsheet init` looks at the files that are there: their columns, and the first articles."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from flows.own_place import make_place
from flows.settings import load_settings

STORY = (
    "The pumps of the lower town have failed for the second time this year, the council said."
    " Engineers were expected to reach the site before the evening, it said on Monday."
)


def place(folder: Path, files: dict[str, str]) -> list[str]:
    for name, content in files.items():
        path = folder / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return list(make_place(folder))


def test_the_columns_of_the_files_are_guessed_and_written_as_settings(tmp_path: Path) -> None:
    sheet = f'nr,Headline,Words\n1,Pumps fail,"{STORY}"\n'
    lines = json.dumps({"head": "Rain", "content": STORY}) + "\n"
    said = place(tmp_path, {"gazette/a.csv": sheet, "b.jsonl": lines})
    columns = tomllib.loads((tmp_path / "pyproject.toml").read_text())["tool"]["broadsheet"][
        "columns"
    ]
    assert columns == {
        "text": "content", "title": "head", "gazette": {"text": "Words", "title": "Headline"},
    }  # fmt: skip
    assert load_settings(environ={}, folder=tmp_path).columns_of("gazette/a.csv") == {
        "text": "Words", "title": "Headline",
    }  # fmt: skip
    [of_sheet] = [sentence for sentence in said if sentence.startswith("gazette/a.csv: ")]
    assert of_sheet == (
        "gazette/a.csv: title is `Headline`, text is `Words` (by its words);"
        " no column for byline, url, outlet, published_at, language; left out `nr`"
    )


def test_two_sheets_of_other_columns_in_one_folder_have_a_mapping_each(tmp_path: Path) -> None:
    sheets = {
        "gazette/a.csv": f'Headline,Words\nPumps fail,"{STORY}"\n',
        "gazette/b.csv": f'Headline,Words\nRain again,"{STORY}"\n',
        "gazette/c.csv": f'Überschrift,Inhalt\nRegen,"{STORY}"\n',
    }
    place(tmp_path, sheets)
    settings = load_settings(environ={}, folder=tmp_path)
    columns = {path: settings.columns_of(path) for path in sheets}
    assert columns["gazette/a.csv"] == columns["gazette/b.csv"]
    assert columns["gazette/a.csv"] == {"text": "Words", "title": "Headline"}
    assert columns["gazette/c.csv"]["text"] == "Inhalt"


def test_three_articles_are_shown_as_a_run_would_read_them(tmp_path: Path) -> None:
    page = f"Pumps fail\nBy Jo Marlin\n5 March 2024\n\n{STORY}\n"
    said = place(tmp_path, {f"{name}.txt": page for name in "abcd"})
    shown = said[said.index("a.txt:") :]
    assert shown[:5] == [
        "a.txt:",
        "    headline: Pumps fail",
        "    date:     2024-03-05",
        "    byline:   Jo Marlin",
        f"    {STORY[:200]}".rstrip(),
    ]
    assert [line for line in said if line.endswith(".txt:")] == ["a.txt:", "b.txt:", "c.txt:"]


def test_files_that_cannot_be_read_are_shown_with_the_reason(tmp_path: Path) -> None:
    said = place(tmp_path, {"a.rtf": "{\\rtf1}"})
    assert any("save it as DOCX, ODT or PDF" in sentence for sentence in said)


def test_an_empty_place_says_what_to_put_where(tmp_path: Path) -> None:
    said = place(tmp_path, {})
    assert len(said) == 2
    assert "put files into raw/" in said[1]
    assert (
        "columns"
        not in tomllib.loads((tmp_path / "pyproject.toml").read_text())["tool"]["broadsheet"]
    )

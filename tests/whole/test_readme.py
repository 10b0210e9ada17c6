"""What the README shows is what the commands do."""

from __future__ import annotations

import re

from typer.main import get_group

from flows.cli import app
from flows.settings import Settings
from tests.support.readme import README, ROOT, commands, with_outputs

TEXT = README.read_text(encoding="utf-8")


def test_every_command_of_the_readme_prints_what_stands_below_it(sample_settings: Settings) -> None:
    assert len(list(commands(TEXT))) >= 3
    assert with_outputs(TEXT, sample_settings.processed) == TEXT, "run `python -m tests.readme`"


def test_every_command_that_the_readme_names_is_there() -> None:
    known = set(get_group(app).commands)
    assert set(re.findall(r"`?broadsheet ([a-z]+)\b", TEXT)) <= known


def test_every_make_target_that_the_readme_names_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", TEXT, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_page_that_the_readme_links_is_there() -> None:
    for page in re.findall(r"\]\(([\w/.-]+)\)", TEXT):
        assert (ROOT / page).exists()

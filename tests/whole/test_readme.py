"""What the documentation shows is what the commands do; every block of code in it is run or read.

A block of a language that no test here looks at is refused.
"""

from __future__ import annotations

import configparser
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_group

from flows.catalog.catalog import open_version
from flows.cli import app
from flows.settings import Settings, load_settings
from tests.support.readme import (
    PAGES,
    README,
    ROOT,
    WIDTH,
    Block,
    blocks,
    commands,
    shell_lines,
    with_outputs,
)
from transforms.lexicon import read_lexicon

MEASURED = [*(ROOT / "benchmarks").glob("*.md"), *(ROOT / "transforms" / "models").glob("*.md")]
"""What quality was measured; the blocks of these pages are records, and no test runs them."""
COMMANDS = get_group(app).commands
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
LINK = re.compile(r"\]\((?!https?:)(?P<page>[^)#\s]+)?(?:#(?P<part>[\w-]+))?\)")
LOOKED_AT = {"console", "python", "sh", "sql", "ini", "toml", "tsv", "text"}
"""``text`` is a drawing or what a program prints; nothing is asked of it."""
OTHER_PROGRAMS = {
    "cd", "cp", "duckdb", "export", "git", "ln", "pip", "pre-commit", "rsync", "source", "sudo",
    "uv",
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_a_page_prints_what_stands_below_it(
    page: Path, sample_settings: Settings
) -> None:
    text = page.read_text(encoding="utf-8")
    assert with_outputs(text, sample_settings.processed) == text, (
        "run `python -m tests.support.readme`"
    )


def test_the_readme_shows_the_tables_in_consoles_that_fit_a_page() -> None:
    text = README.read_text(encoding="utf-8")
    assert len(list(commands(text))) >= 3
    for block in blocks("console"):
        assert all(len(line) <= WIDTH for line in block.body.splitlines() if line[:2] != "$ ")


def test_every_block_says_a_language_that_a_test_looks_at() -> None:
    assert {block.language for block in blocks()} <= LOOKED_AT


@pytest.mark.parametrize("block", blocks("python"), ids=lambda block: block.name)
def test_python_of_the_pages_runs(block: Block, tmp_path: Path, sample_settings: Settings) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "processed").symlink_to(sample_settings.processed)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", block.body], cwd=tmp_path, env=environment, check=True)


@pytest.mark.parametrize("block", blocks("sql"), ids=lambda block: block.name)
def test_sql_of_the_pages_runs(block: Block, sample_settings: Settings) -> None:
    with open_version(sample_settings.processed / "current") as connection:
        connection.execute(block.body).fetchall()


@pytest.mark.parametrize("block", blocks("tsv"), ids=lambda block: block.name)
def test_rows_of_the_pages_fit_their_lexicon(block: Block) -> None:
    name, *rows = block.body.rstrip("\n").splitlines()
    header = read_lexicon(name.removeprefix("# ").removesuffix(".tsv"))[0]
    assert all(len(row.split("\t")) <= len(header) for row in rows)


@pytest.mark.parametrize("block", blocks("toml"), ids=lambda block: block.name)
def test_settings_of_the_pages_are_known(block: Block, tmp_path: Path) -> None:
    tomllib.loads(block.body)
    (tmp_path / "pyproject.toml").write_text(block.body, encoding="utf-8")
    load_settings(folder=tmp_path, environ={})


@pytest.mark.parametrize("block", blocks("ini"), ids=lambda block: block.name)
def test_units_of_the_pages_are_whole_and_start_a_command_that_is_there(block: Block) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.read_string(block.body)
    assert {"Unit", "Service"} <= set(unit.sections())
    program, *arguments = shlex.split(unit["Service"]["ExecStart"])
    check_command(Path(program).name, arguments)


@pytest.mark.parametrize("block", blocks("sh"), ids=lambda block: block.name)
def test_commands_of_the_pages_are_there(block: Block) -> None:
    for line in shell_lines(block.body):
        words = shlex.split(line)
        while re.fullmatch(r"[A-Z_]+=.*", words[0]):
            words = words[1:]
        check_command(words[0], words[1:])


def check_command(program: str, arguments: list[str]) -> None:
    """Whether a command line would be understood, as far as that can be known without running."""
    if program == "broadsheet":
        command = COMMANDS[arguments[0]]
        command.make_context(program, arguments[1:], resilient_parsing=False).close()
    elif program == "make":
        for target in arguments:
            assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), f"no target {target}"
    elif program == "python" and arguments[0] == "-m":
        assert importlib.util.find_spec(arguments[1]) is not None, arguments[1]
        for path in (one.partition("::")[0] for one in arguments[2:] if one.endswith(".py")):
            assert (ROOT / path).exists(), path
    elif program == "prefect":
        assert shutil.which("prefect", path=str(Path(sys.executable).parent))
    else:
        assert program in OTHER_PROGRAMS, f"what is {program}?"


@pytest.mark.prefect
def test_prefects_commands_of_the_pages_have_these_options() -> None:
    lines = [line for block in blocks("sh") for line in shell_lines(block.body)]
    shown = {line.partition("prefect ")[2] for line in lines if "prefect " in line}
    assert shown
    for line in sorted(shown):
        words = shlex.split(line)
        options = [word for word in words if word.startswith("--")]
        path = [word for word in words[:2] if not word.startswith("-")]
        command = [sys.executable, "-m", "prefect", *path, "--help"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, line
        assert all(option in done.stdout for option in options), line


def test_every_command_that_a_page_names_is_there() -> None:
    for page in PAGES:
        named = re.findall(r"`broadsheet ([a-z]+)\b", page.read_text(encoding="utf-8"))
        assert set(named) <= set(COMMANDS), page


def test_every_make_target_that_a_page_names_is_there() -> None:
    for page in PAGES:
        for target in re.findall(r"`make ([a-z-]+)`", page.read_text(encoding="utf-8")):
            assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), f"{page}: {target}"


def test_every_page_and_part_that_a_page_links_is_there() -> None:
    for page in PAGES:
        for link in LINK.finditer(page.read_text(encoding="utf-8")):
            target = page.parent / link["page"] if link["page"] else page
            assert target.exists(), f"{page}: {link[0]}"
            if link["part"]:
                headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.M)
                parts = {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}
                assert link["part"] in parts, f"{page}: {link[0]}"


@pytest.mark.parametrize("page", [*PAGES, *MEASURED], ids=lambda page: page.stem)
def test_every_file_of_ours_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(
        r"`((?:flows|transforms|tests|sql|benchmarks|training|docs|data)/[\w./-]+)`",
        page.read_text(encoding="utf-8"),
    )
    kept = [name for name in named if not name.startswith("data/processed")]  # a run makes those
    assert [name for name in kept if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_test_that_a_page_names_is_there(page: Path) -> None:
    defined = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    named = re.findall(r"`(test_\w+)`", page.read_text(encoding="utf-8"))
    assert [name for name in named if name not in defined] == []

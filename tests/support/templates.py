"""Templates: pages as scrapers leave them, with the kind a reader gives to each of their lines.

``tests/page/pages/*.page`` hold one page each. Lines ``# byline: A; B``, ``# date: 2024-03-01``,
``# place:`` and ``# agency:`` on top say what the page states; then every line of the page stands
behind the letter of its kind (``KINDS``). A dateline and the paragraph that it opens are two lines
here and one on the page. All text is invented.

Every line and statement of a page must be read as it is marked; ``# misread: 2`` on top excuses
two of a page that the extractor does not read as people do.

``python -m tests.support.templates FILE`` shows what is wanted and what is found, line by line.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from transforms.page import parse_page, read_dates, resolve_date

FOLDER = Path(__file__).parents[1] / "page" / "pages"
KINDS = {
    "H": "headline",
    "S": "subheading",
    "Y": "byline",
    "D": "date",
    "L": "dateline",
    "C": "caption",
    "B": "body",
    "X": "boilerplate",
}
STATEMENTS = ("byline", "date", "place", "agency")


@dataclass(frozen=True, slots=True)
class Marked:
    """One line of a template: its kind and its text; both empty for a blank line."""

    kind: str
    surface: str


@dataclass(frozen=True, slots=True)
class Template:
    """A marked page.

    stated:  what it says of itself, by name: byline, date, place, agency; "" when it says nothing.
    misread: how many of its lines and statements are known to be read otherwise.
    """

    name: str
    lines: tuple[Marked, ...]
    stated: dict[str, str]
    misread: int = 0

    @property
    def text(self) -> str:
        """The page as a scraper leaves it."""
        return "".join(
            line.surface + (" " if line.kind == "dateline" else "\n") for line in self.lines
        )

    @property
    def zones(self) -> list[tuple[str, str]]:
        """Kind and surface of every line that is not blank."""
        return [(line.kind, line.surface) for line in self.lines if line.kind]

    @property
    def headline(self) -> str:
        """The line that is marked as the headline; "" for a page without one."""
        return next((surface for kind, surface in self.zones if kind == "headline"), "")


def read_template(path: Path) -> Template:
    """The template in a file.

    Raises:
        ValueError: a line has no letter of a kind, or the head a name that means nothing.
    """
    lines: list[Marked] = []
    head = dict.fromkeys((*STATEMENTS, "misread"), "")
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        where = f"{path.name}, line {number}"
        if line.startswith("# ") and not lines:
            name, _, value = line[2:].partition(":")
            if name not in head:
                raise ValueError(f"{where}: the head has {', '.join(head)}, not {name}")
            head[name] = value.strip()
        elif not line.strip():
            lines.append(Marked("", ""))
        elif line[0] in KINDS and line[1:2] == " ":
            lines.append(Marked(KINDS[line[0]], line[2:].strip()))
        else:
            letters = ", ".join(f"{letter} {kind}" for letter, kind in KINDS.items())
            raise ValueError(f"{where}: begins with no letter and blank; letters are {letters}")
    misread = int(head.pop("misread") or 0)
    return Template(path.stem, tuple(lines), head, misread)


def templates() -> list[Template]:
    """All templates, by name."""
    return [read_template(path) for path in sorted(FOLDER.glob("*.page"))]


def mixed(pages: list[Template], count: int, seed: int) -> list[Template]:
    """Pages with the top of one template, the story of another and the footer of a third.

    The top ends above the headline; the story begins there and ends with its last line that is no
    boilerplate. Blank lines are doubled or dropped from a third of the pages each.
    """
    random = Random(seed)
    made = []
    pages = [page for page in pages if page.headline]
    for number in range(count):
        top, story, footer = (random.choice(pages) for _ in range(3))
        lines = [*_part(top, 0), *_part(story, 1), *_part(footer, 2)]
        spacing = number % 3
        if spacing == 1:
            lines = [line for line in lines if line.kind]
        if spacing == 2:
            blank = Marked("", "")
            lines = [
                x for line in lines for x in ((line,) if line.kind == "dateline" else (line, blank))
            ]
        made.append(Template(f"mixed-{number}", tuple(lines), story.stated))
    return made


def _part(page: Template, part: int) -> tuple[Marked, ...]:
    kinds = [line.kind for line in page.lines]
    head = kinds.index("headline")
    last = max(i for i, kind in enumerate(kinds) if kind not in ("", "boilerplate"))
    if part == 0:
        return tuple(line for line in page.lines[:head] if line.kind in ("", "boilerplate"))
    return page.lines[head : last + 1] if part == 1 else page.lines[last + 1 :]


def score(pages: Iterable[Template]) -> tuple[dict[str, float], dict[str, float]]:
    """F1 in percent over lines by kind, and percent of pages right by what they state."""
    lines: Counter[tuple[str, str]] = Counter()
    right: Counter[str] = Counter()
    for page in pages:
        right["pages"] += 1
        for want, got, _ in compared_lines(page):
            lines[want, "gold"] += 1
            lines[got, "found"] += 1
            lines[want, "hit"] += want == got
        for want, got, name in compared_statements(page):
            right[name] += want == got
    f1 = {
        kind: 200 * lines[kind, "hit"] / max(1, lines[kind, "gold"] + lines[kind, "found"])
        for kind in KINDS.values()
    }
    return f1, {name: 100 * n / max(1, right["pages"]) for name, n in right.items()}


def compared_lines(page: Template) -> Iterator[tuple[str, str, str]]:
    """For every marked line its kind, the kind that is found, and its text.

    The kind found is "none" where no zone begins with the line.
    """
    text, at = page.text, 0
    zones = {zone.span.start_char: zone.kind for zone in parse_page(text).zones}
    for kind, surface in page.zones:
        at = text.index(surface, at)
        yield kind, zones.get(at, "none"), surface
        at += len(surface)


def compared_statements(page: Template) -> Iterator[tuple[str, str, str]]:
    """For every statement of a page what is marked, what is found, and its name."""
    text = page.text
    found = parse_page(text)
    reading = read_dates(found, source_path="feed/page.txt")
    choice = resolve_date(reading.candidates, issues=reading.issues)
    yield page.headline, found.headline.of(text) if found.headline else "", "headline"
    yield page.stated["date"], str(choice.published_date or ""), "date"
    yield page.stated["byline"], "; ".join(found.byline), "byline"
    yield page.stated["place"], found.dateline_place or "", "place"
    yield page.stated["agency"], found.agency or "", "agency"


def shown(page: Template) -> str:
    """A page line by line: the kind that is marked, the kind that is found, the line.

    What is read otherwise than it is marked stands behind ">".
    """
    rows = [
        f"{'>' if want != got else ' '} {want:<12}{got:<12}{surface[:70]}"
        for want, got, surface in compared_lines(page)
    ]
    rows += [
        f"{'>' if want != got else ' '} {name:<12}{got or '(none)'}"
        + (f"   wanted: {want or '(none)'}" if want != got else "")
        for want, got, name in compared_statements(page)
    ]
    return "\n".join([f"  {'wanted':<12}{'found':<12}{page.name}", *rows])


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(shown(read_template(Path(name))))

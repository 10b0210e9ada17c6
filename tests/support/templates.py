"""Templates: pages as scrapers leave them, with the kind a reader gives to each of their lines.

``tests/page/pages/*.page`` hold one page each. Lines ``# byline: A; B``, ``# date:``,
``# place:`` and ``# agency:`` on top say what the page states; then every line of the page stands
behind the letter of its kind. A dateline and the paragraph that it opens are two lines here and one
on the page. All text is invented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
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


@dataclass(frozen=True, slots=True)
class Marked:
    """One line of a template: its kind and its text; both empty for a blank line."""

    kind: str
    surface: str


@dataclass(frozen=True, slots=True)
class Template:
    """A marked page.

    stated: what it says of itself, by name: byline, date, place, agency; "" when it says nothing.
    """

    name: str
    lines: tuple[Marked, ...]
    stated: dict[str, str]

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


def read_template(path: Path) -> Template:
    """The template in a file.

    Raises:
        KeyError: a line stands behind a letter that marks no kind.
    """
    lines: list[Marked] = []
    stated = dict.fromkeys(("byline", "date", "place", "agency"), "")
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# ") and not lines:
            name, _, value = line[2:].partition(":")
            stated[name] = value.strip()
        elif line.strip():
            lines.append(Marked(KINDS[line[0]], line[2:].strip()))
        else:
            lines.append(Marked("", ""))
    return Template(path.stem, tuple(lines), stated)


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
        for want, got in _kinds(page):
            lines[want, "gold"] += 1
            lines[got, "found"] += 1
            lines[want, "hit"] += want == got
        for name, is_right in _stated(page).items():
            right[name] += is_right
    f1 = {
        kind: 200 * lines[kind, "hit"] / max(1, lines[kind, "gold"] + lines[kind, "found"])
        for kind in KINDS.values()
    }
    return f1, {name: 100 * n / max(1, right["pages"]) for name, n in right.items()}


def _kinds(page: Template) -> Iterable[tuple[str, str]]:
    """For every marked line its kind and the kind found where it begins."""
    text, at = page.text, 0
    zones = {zone.span.start_char: zone.kind for zone in parse_page(text).zones}
    for kind, surface in page.zones:
        at = text.index(surface, at)
        yield kind, zones.get(at, "none")
        at += len(surface)


def _stated(page: Template) -> dict[str, bool]:
    text = page.text
    found = parse_page(text)
    reading = read_dates(found, source_path="feed/page.txt")
    choice = resolve_date(reading.candidates, issues=reading.issues)
    headline = next((surface for kind, surface in page.zones if kind == "headline"), None)
    return {
        "headline": (found.headline.of(text) if found.headline else None) == headline,
        "date": str(choice.published_date or "") == page.stated["date"],
        "byline": "; ".join(found.byline) == page.stated["byline"],
        "place": (found.dateline_place or "") == page.stated["place"],
        "agency": (found.agency or "") == page.stated["agency"],
    }

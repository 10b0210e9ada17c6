"""HTML pages: known articles in eight designs, read by Broadsheet and by Trafilatura alone.

    python -m benchmarks.html_pages [GOLD] [--by-design]

GOLD is a folder of plain-text pages with their zones (<id>.txt, <id>.gold.json). Each page is
rendered into each design of benchmarks/html_templates.py. Prints a Markdown table: F1 of the
body's words (micro), F1 of caption lines, headline, date and byline exact, milliseconds a page.
Trafilatura has no field for captions: every caption line in its text counts as found, and none as
wrong. Captions that a reader takes for body are counted in a column of their own.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from trafilatura import bare_extraction

from benchmarks.html_templates import TEMPLATES, Article
from transforms.documents import RawDocument, read_document
from transforms.page import parse_marked_up, read_dates, resolve_date
from transforms.text import Quarantined, ZoneKind

BODY: tuple[ZoneKind, ...] = ("body", "standfirst", "subheading", "dateline")


@dataclass(frozen=True)
class Read:
    """What a reader made of a page."""

    body: str
    captions: list[str]
    title: str | None
    day: str | None
    byline: list[str]


def articles(gold: Path) -> Iterator[tuple[str, Article]]:
    for path in sorted(gold.glob("*.gold.json")):
        stated = json.loads(path.read_text(encoding="utf-8"))
        text = (gold / f"{stated['id']}.txt").read_bytes().decode("utf-8-sig")
        zones = [(z["kind"], text[z["start_char"] : z["end_char"]]) for z in stated["zones"]]
        parts: list[tuple[str, str]] = []
        for kind, said in zones:
            flat = " ".join(said.split())
            if kind in (*BODY, "caption") and (kind != "caption" or (kind, flat) not in parts):
                parts.append((kind, flat))
        yield stated["id"], Article(
            title=stated["title"], outlet=stated["outlet"],
            day=date.fromisoformat(stated["published_on"]), author=stated["byline"],
            parts=tuple(parts),
            furniture=tuple(" ".join(t.split()) for kind, t in zones if kind == "boilerplate"),
        )  # fmt: skip


def ours(markup: str) -> Read:
    raw = RawDocument("0" * 16, "site/page.html", None, "f" * 64, "html", markup.encode())
    try:
        document = read_document(raw)
    except Quarantined:
        return Read("", [], None, None, [])
    page = parse_marked_up(document.text, document.zones, byline=document.byline)
    dates = read_dates(
        page, source_path=document.source_path, url=document.url, stated=document.dates
    )
    text = page.text
    return Read(
        " ".join(span.of(text) for span in page.spans_of(*BODY)),
        [span.of(text) for span in page.spans_of("caption")],
        page.headline.of(text) if page.headline else document.title,
        str(resolve_date(dates.candidates).published_date),
        list(page.byline),
    )


def theirs(page: str) -> Read:
    found: Any = bare_extraction(page, with_metadata=True, include_comments=False)
    if found is None:
        return Read("", [], None, None, [])
    byline = found.author.split("; ") if found.author else []
    text = found.text or ""
    return Read(text, text.splitlines(), found.title, found.date, byline)


def score(read: Read, article: Article, counts: Counter[str], *, has_captions: bool) -> None:
    want = Counter(" ".join(t for k, t in article.parts if k in BODY).split())
    got = Counter(read.body.split())
    counts.update(hit=(want & got).total(), want=want.total(), got=got.total(), pages=1)
    captions = {text for kind, text in article.parts if kind == "caption"}
    found = {" ".join(text.split()) for text in read.captions}
    hits = {c for c in captions if any(c in text for text in found)}
    counts.update(caption_hit=len(hits), caption_want=len(captions))
    counts["caption_got"] += len(found) if has_captions else len(hits)
    flat = " ".join(read.body.split())
    counts["caption_in_body"] += sum(caption in flat for caption in captions)
    counts["title"] += (read.title or "").strip() == article.title.strip()
    counts["date"] += read.day == str(article.day)
    counts["byline"] += (
        any(article.author == name for name in read.byline) if article.author else not read.byline
    )


def row(name: str, counts: Counter[str], seconds: float) -> str:
    def f1(hit: int, got: int, want: int) -> float:
        return 200 * hit / (got + want) if got + want else 0.0

    pages = counts["pages"]
    body = f1(counts["hit"], counts["got"], counts["want"])
    caption = f1(counts["caption_hit"], counts["caption_got"], counts["caption_want"])
    shares = " | ".join(f"{100 * counts[key] / pages:.1f}" for key in ("title", "date", "byline"))
    return (
        f"| {name} | {pages} | {body:.2f} | {caption:.1f} | {counts['caption_in_body']} | {shares}"
        f" | {1000 * seconds / pages:.1f} |"
    )


READERS: tuple[tuple[str, Callable[[str], Read], bool], ...] = (
    ("broadsheet", ours, True),
    ("trafilatura", theirs, False),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="?", default=Path("../shared/gold/pages"))
    parser.add_argument("--by-design", action="store_true", help="a row for each design too")
    options = parser.parse_args()
    known = list(articles(options.gold))
    print("| read by | pages | body F1 | captions F1 | in body | headline | date | byline | ms |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, read, has_captions in READERS:
        whole: Counter[str] = Counter()
        seconds = 0.0
        for design, render in TEMPLATES.items():
            counts: Counter[str] = Counter()
            begin = time.perf_counter()
            pages = [(article, read(render(article))) for _, article in known]
            took = time.perf_counter() - begin
            for article, page in pages:
                score(page, article, counts, has_captions=has_captions)
            if options.by_design:
                print(row(f"{name}, {design}", counts, took))
            whole, seconds = whole + counts, seconds + took
        print(row(f"**{name}**", whole, seconds))


if __name__ == "__main__":
    main()

"""The golden pages: what each page of the sample becomes, reviewed by eye.

``python -m tests.support.golden_pages`` writes tests/golden again and says which files changed;
read the difference before committing it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from flows.runs.extract import rows_of
from flows.sources import raw_files, read_file
from transforms.documents import RawDocument
from transforms.models import DEFAULT_ENGINE
from transforms.tables import Rows
from transforms.tables.rows import Row

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"
GOLDEN = ROOT / "tests" / "golden"


def sample_documents() -> Iterator[tuple[str, RawDocument]]:
    """Name of the golden file of every document of the sample, and the document."""
    for path in raw_files(RAW / "sample"):
        for raw in read_file(path, RAW, document_bytes=1 << 24):
            name = raw.source_path.removeprefix("sample/").replace("/", ".")
            if raw.source_id is not None:
                name += f".{raw.source_id.replace(':', '-')}"
            yield name, raw


def golden_document(raw: RawDocument) -> dict[str, Any]:
    """What the golden file of a document has to hold."""
    return summary(rows_of(raw, DEFAULT_ENGINE, "1.0"))


def golden_documents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and content of the golden file of every document of the sample."""
    return ((name, golden_document(raw)) for name, raw in sample_documents())


def summary(rows: Rows) -> dict[str, Any]:
    """What a reviewer wants to see of a document's rows, in reading order."""
    found: dict[str, Any] = {"issues": [f"{i['severity']} {i['code']}" for i in rows["issues"]]}
    if "articles" not in rows:
        return found
    article: dict[str, Any] = rows["articles"][0]
    columns = (
        "headline", "outlet", "byline", "dateline_place", "agency", "published_date",
        "published_at", "date_source", "date_conflict", "language", "word_count",
    )  # fmt: skip
    return {
        **{name: _plain(article[name]) for name in columns},
        "zones": [_zone(zone, article["text"]) for zone in article["zones"]],
        "quotes": [_quote(quote) for quote in rows["quotes"]],
        "figures": [_figure(figure) for figure in rows["figures"]],
        "entities": sorted({_entity(mention) for mention in rows["entities"]}),
        **found,
    }


def _zone(zone: Any, text: Any) -> str:
    start, end = zone["start_char"], zone["end_char"]
    of = text[start:end]
    return f"{zone['kind']} {start}-{end} {of if len(of) < 50 else of[:30] + ' … ' + of[-15:]}"


def _quote(quote: Row) -> str:
    speaker = quote["speaker_name"] or quote["speaker_role"] or quote["speaker_text"] or "nobody"
    relay = f" via {quote['relay_name']}" if quote["relay_name"] else ""
    stance = "" if quote["stance"] == "asserts" else f" {quote['stance']}:"
    return (
        f"{quote['quote_type']} {quote['attribution_kind']} | {speaker}"
        f" ({quote['speaker_resolution']}){relay}{stance} {quote['cue_lemma'] or '-'}"
        f" | {quote['quote_text']}"
    )


def _figure(figure: Row) -> str:
    value = figure["value"] if figure["value"] is not None else "-"
    limits = f"{figure['value_low']}..{figure['value_high']}"
    parts = [
        f"{figure['kind']} {figure['bound']}{' about' if figure['is_approximate'] else ''} {value}",
        limits if limits != "None..None" else "",
        f"{figure['unit'] or '-'}{'/' + str(figure['per_unit']) if figure['per_unit'] else ''}",
        f"{figure['change']} {figure['change_role']}" if figure["change"] else "",
        f"of {figure['measured']}" if figure["measured"] else "",
        f"({figure['stance']})" if figure["stance"] != "asserts" else "",
    ]
    return f"{figure['surface']} | " + " ".join(part for part in parts if part)


def _entity(mention: Row) -> str:
    return (
        f"{mention['entity_type']} {mention['canonical_name']}"
        f" <- {mention['surface']} ({mention['form']})"
    )


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | list) else str(value)


def written(document: dict[str, Any]) -> str:
    """The golden file's text."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def write_golden(folder: Path, documents: Iterable[tuple[str, dict[str, Any]]]) -> list[str]:
    """Make the golden files those of ``documents``; what was done to each that differed."""
    folder.mkdir(exist_ok=True)
    texts = {f"{name}.json": written(document) for name, document in documents}
    done = []
    for name in sorted(texts.keys() | {path.name for path in folder.glob("*.json")}):
        path = folder / name
        if name not in texts:
            path.unlink()
            done.append(f"removed {name}")
        elif not path.exists() or path.read_text(encoding="utf-8") != texts[name]:
            path.write_text(texts[name], encoding="utf-8")
            done.append(f"wrote {name}")
    return done


if __name__ == "__main__":
    print(
        "\n".join(write_golden(GOLDEN, golden_documents()))
        or "no page of the sample comes out otherwise: nothing changed"
    )

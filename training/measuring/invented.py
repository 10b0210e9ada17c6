"""Invented sentences: what the annotated texts have too few of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from training.measuring.fit import Text
from transforms.page import parse_record
from transforms.text import Span, find_sentences

TEXTS = Path(__file__).parent / "invented.tsv"
_MARK = re.compile(r"\{(?P<name>[fm]):(?P<text>[^}]*)\}")


def read_invented(path: Path = TEXTS) -> Iterator[Text]:
    """The sentences, each a text of its own."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    for marked in lines[1:]:
        text, spans = _unmarked(marked)
        sentences = find_sentences(text, parse_record(text).zones)
        measured = spans.get("m")
        yield Text("invented", text, sentences, {spans["f"]: (measured,) if measured else ()})


def _unmarked(marked: str) -> tuple[str, dict[str, Span]]:
    """The sentence without its marks, and where they stood."""
    text, spans, end = "", {}, 0
    for found in _MARK.finditer(marked):
        text += marked[end : found.start()]
        spans[found["name"]] = Span(len(text), len(text) + len(found["text"]))
        text += found["text"]
        end = found.end()
    return text + marked[end:], spans

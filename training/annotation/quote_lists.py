"""Quote lists: the project's own annotation of who says what, from a person's lists to rows.

An annotator reads a document whose sentences are numbered and writes a line per attribution (the
rules are in docs/annotation-guidelines-quotes.md)::

    == web_0017
    3 | Ann Able, the mayor | said | Birchton ... next year | Ann Able
    4 | she | added | “We are ready ++ and so is the Oak” | Ann Able
    5 | - | - | 4: “No one else.” | Ann Able
    7 | aides | say | the vote is lost | aides | via the Post; according to

The number is that of the sentence in which the parts stand; a part elsewhere begins with its own
number and a colon. A part is copied from the text. Of a long one the first and last words do, with
" ... " between them, wherever it ends; "#2" after a part means its second occurrence in its
sentence. "++" joins the segments of an interrupted content, "-" means that there is none. The fifth
field is who the source is: the fullest name that the document gives, else the role in lower case,
else "?". A sixth field names the source and cue through which the attribution comes.

    python -m training.annotation.quote_lists draft TEXTS > lists      numbered texts and a guess
    python -m training.annotation.quote_lists check TEXTS LIST         what cannot be read
    python -m training.annotation.quote_lists build TEXTS LIST... > quotes.jsonl

A row of the result: ``{"doc_id", "sha256", "attributions": [{"source", "cue", "content", "relay",
"who"}]}``; every part is a list of [start, end] in code points.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from transforms.page import parse_page
from transforms.quotes import find_quotes
from transforms.text import Sentence, Span, find_sentences

_PART = re.compile(r"(?:(?P<sentence>\d+):\s*)?(?P<surface>.*?)(?:#(?P<nth>\d+))?", re.DOTALL)


class ListError(ValueError):
    """A line that cannot be read; the message says why."""


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences that the numbers mean, counted from 0."""
    return find_sentences(text, parse_page(text).zones)


def _pattern(surface: str) -> str:
    """Matches a surface whatever its blanks and quotation marks are."""
    escaped = (re.escape(word) for word in surface.split())
    pattern = r"\s+".join(escaped)
    pattern = re.sub(r"[\"“”„«»]", '["“”„«»]', pattern)
    return re.sub(r"['‘’]", "['‘’]", pattern)


def locate(text: str, sentences: Sequence[Sentence], number: int, part: str) -> Span:
    """The place of a part.

    Raises:
        ListError: it stands nowhere in its sentence.

    >>> text = "Ann said on Monday: “We are ready. So are you.”"
    >>> locate(text, sentences_of(text), 0, "“We ... you.”").of(text)
    '“We are ready. So are you.”'
    """
    read = _PART.fullmatch(part.strip())
    assert read is not None
    at = int(read["sentence"]) if read["sentence"] else number
    if at >= len(sentences):
        raise ListError(f"there is no sentence {at}")
    span = sentences[at].span
    first, _, last = read["surface"].partition(" ... ")
    left = r"(?<!\w)" if first[0].isalnum() else ""
    right = r"(?!\w)" if first[-1].isalnum() else ""
    found = list(
        re.compile(left + _pattern(first) + right).finditer(text, span.start_char, span.end_char)
    )
    nth = int(read["nth"] or 1)
    if len(found) < nth:
        raise ListError(f"sentence {at} does not hold {first!r}")
    start, end = found[nth - 1].span()
    if last:
        after = re.compile(_pattern(last)).search(text, end, min(len(text), end + 6000))
        if not after:
            raise ListError(f"{last!r} does not follow {first!r}")
        end = after.end()
    return Span(start, end)


def _parts(text: str, sentences: Sequence[Sentence], number: int, field: str) -> list[list[int]]:
    if field.strip() in ("-", ""):
        return []
    spans = [locate(text, sentences, number, part) for part in field.split("++")]
    return [[span.start_char, span.end_char] for span in spans]


def read_line(text: str, sentences: Sequence[Sentence], line: str) -> dict[str, Any]:
    """The attribution of a line.

    Raises:
        ListError: the line has too few fields, or a part stands nowhere.
    """
    fields = [field.strip() for field in line.split("|")]
    if len(fields) not in (5, 6) or not fields[0].isdigit():
        raise ListError("a line is: number | source | cue | content | who [| via source; cue]")
    number = int(fields[0])
    source, cue, content = (_parts(text, sentences, number, field) for field in fields[1:4])
    relay = fields[5].removeprefix("via ") if len(fields) == 6 else "-"
    if not content:
        raise ListError("an attribution needs a content")
    return {
        "source": source,
        "cue": cue,
        "content": content,
        "relay": _parts(text, sentences, number, relay.replace(";", "++")),
        "who": fields[4],
    }


def read_lists(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The doc_id and the lines of each document; a line with "#" in front is a remark."""
    doc_id, held = "", list[str]()
    for line in map(str.strip, lines):
        if line.startswith("== "):
            if doc_id:
                yield doc_id, held
            doc_id, held = line[3:].strip(), []
        elif line and not line.startswith("#"):
            held.append(line)
    if doc_id:
        yield doc_id, held


def build(
    lists: Iterable[tuple[str, list[str]]], texts: Path
) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of every listed document, and what cannot be read."""
    rows, complaints = [], []
    for doc_id, lines in lists:
        text = (texts / f"{doc_id}.txt").read_text(encoding="utf-8")
        sentences = sentences_of(text)
        found = []
        for line in lines:
            try:
                found.append(read_line(text, sentences, line))
            except ListError as error:
                complaints.append(f"{doc_id}: {error}: {line}")
        digest = sha256(text.encode()).hexdigest()[:16]
        rows.append({"doc_id": doc_id, "sha256": digest, "attributions": found})
    return rows, complaints


def written(text: str, sentences: Sequence[Sentence], spans: Sequence[Span], number: int) -> str:
    """A part as a line has it."""
    if not spans:
        return "-"
    found = []
    for span in spans:
        at = next((s.index for s in sentences if s.span.overlaps(span)), number)
        words = span.of(text).split()
        surface = " ".join(words)
        if len(words) > 9:
            surface = f"{' '.join(words[:3])} ... {' '.join(words[-3:])}"
        found.append(surface if at == number else f"{at}: {surface}")
    return " ++ ".join(found)


def draft(doc_id: str, text: str) -> Iterator[str]:
    """The numbered sentences of a text, and the lines that the learned engine would write."""
    sentences = sentences_of(text)
    yield f"== {doc_id}"
    paragraph = -1
    for sentence in sentences:
        if sentence.paragraph_index != paragraph:
            yield "#"
            paragraph = sentence.paragraph_index
        yield f"# [{sentence.index}] {' '.join(sentence.span.of(text).split())}"
    yield "#"
    for one in find_quotes(text, sentences):
        number = one.sentence_index
        parts = [[one.source] if one.source else [], [one.cue] if one.cue else [], one.segments]
        yield " | ".join(
            [str(number), *(written(text, sentences, part, number) for part in parts), "?"]
        )


def main(arguments: list[str] | None = None) -> None:
    """Run the command line that the module's docstring shows."""
    parser = argparse.ArgumentParser(description="annotation of quotes")
    parser.add_argument("command", choices=["draft", "check", "build"])
    parser.add_argument("texts", type=Path)
    parser.add_argument("lists", type=Path, nargs="*")
    given = parser.parse_args(arguments)
    if given.command == "draft":
        for path in given.lists or sorted(given.texts.glob("*.txt")):
            print(*draft(path.stem, path.read_text(encoding="utf-8")), "", sep="\n")
        return
    lists = [one for path in given.lists for one in read_lists(path.open(encoding="utf-8"))]
    rows, complaints = build(lists, given.texts)
    print(*complaints, sep="\n", file=sys.stderr)
    total = sum(len(row["attributions"]) for row in rows)
    print(f"{len(rows)} documents, {total} attributions", file=sys.stderr)
    if given.command == "build":
        for row in rows:
            print(json.dumps(row, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()

"""Lists: the project's own annotation of names in news, from a person's lists to training rows.

An annotator reads a document and lists the names in it, not where each of them stands (the rules
are in docs/annotation-guidelines.md)::

    == 0123ab                               the document: the first digits of sha256(doc_id)
    p: Ann Able; Able                       wherever one of these surfaces stands, it is a person
    o: Bent Oak; told {Birchton} to pay     ... Birchton is an org inside these words only
    -: May                                  not a name here, whatever common.list says

Types: p person, o org, l place, f facility, n norp, e event, w work, d product, - none. Surfaces
match in the same case between word boundaries, the longest first. Surfaces with words around them
win over plain ones, and a document's entries over those of ``common.list``, whose names mean the
same throughout the corpus.

A fifth of the documents was read twice: ``data/second`` holds the second lists, and ``agreement``
says how far the two readings agree.

The folder ``data`` holds the lists and ``news.jsonl``, one row per document: ``{"doc_id", "sha256",
"entities": [[start, end, type], …]}``, in code points, ends not included. The texts are not the
project's to give: ``read_texts`` finds them in a folder ``<doc_id>.txt`` and in JSON lines with
doc_id and text. ``sha256`` is the hash of the text, and ``read_rows`` refuses any other text.

    python -m training.annotation.lists build --texts DIR --jsonl FILE     lists -> news.jsonl
    python -m training.annotation.lists show FROM TO                       documents, marked so far
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[3] / "shared"
TYPES = {
    "p": "person", "o": "org", "l": "place", "f": "facility", "n": "norp", "e": "event",
    "w": "work", "d": "product", "-": "none",
}  # fmt: skip
Row = tuple[int, int, str]


@dataclass(frozen=True)
class Entry:
    """One item of a line: a surface, with the words around it if any, and its type there."""

    surface: str
    type: str
    before: str = ""
    after: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the surface; a blank in it matches a line break, but not an empty line.

        >>> [m.span() for m in Entry("Oak", "org").pattern.finditer("Oak, Oakley, (Oak)'s")]
        [(0, 3), (14, 17)]
        """
        before, surface, after = (
            re.sub(r"(?:\\\s|\s)+", r"(?:[^\\S\\n]+|[^\\S\\n]*\\n)", re.escape(part))
            for part in (self.before, self.surface, self.after)
        )
        left = r"(?<![\w@])" if self.surface[0].isalnum() else ""
        right = r"(?!\w)" if self.surface[-1].isalnum() or self.surface[-1] == "." else ""
        return re.compile(f"{before}{left}(?P<surface>{surface}){right}{after}")


def document_key(doc_id: str) -> str:
    """Sort key and short name of a document.

    >>> document_key("nyt_1")[:6]
    'd66082'
    """
    return sha256(doc_id.encode()).hexdigest()


def parse_entry(item: str, kind: str) -> Entry:
    """The entry written as ``surface`` or ``words {surface} words``.

    Raises:
        ValueError: the braces do not pair up, or there is no surface.

    >>> parse_entry("told {Birchton} to pay", "org")
    Entry(surface='Birchton', type='org', before='told ', after=' to pay')
    """
    found = re.fullmatch(r"([^{}]*)\{([^{}]+)\}([^{}]*)", item)
    if found:
        return Entry(found[2], kind, found[1], found[3])
    if set("{}") & set(item) or not item:
        raise ValueError(f"neither a surface nor words around one: {item!r}")
    return Entry(item, kind)


def read_lists(lines: Iterable[str]) -> dict[str, list[Entry]]:
    """The entries under each heading, ``""`` before the first one.

    Raises:
        ValueError: a line cannot be read; the message names the line.
    """
    lists: dict[str, list[Entry]] = {"": []}
    heading = ""
    for number, line in enumerate(lines, 1):
        line = line.split("# ", 1)[0].strip()
        if not line:
            continue
        if line.startswith("== "):
            heading = line[3:].strip()
            if heading in lists:
                raise ValueError(f"line {number}: {heading} is listed twice")
            lists[heading] = []
            continue
        letter, colon, items = line.partition(":")
        if not colon or letter not in TYPES:
            raise ValueError(f"line {number}: no type starts {line!r}")
        kind = TYPES[letter]
        lists[heading] += [parse_entry(item.strip(), kind) for item in items.split(";")]
    return lists


def mark(text: str, common: Iterable[Entry], own: Iterable[Entry]) -> tuple[list[Row], list[Entry]]:
    """The rows of a text in order, and those of its own entries that stand nowhere in it.

    >>> mark("The Bent Oak fell.", [], [Entry("Oak", "place"), Entry("Bent Oak", "org")])[0]
    [(4, 12, 'org')]
    """
    candidates: list[tuple[bool, int, bool, int, int, str]] = []
    unused = []
    own = list(own)
    for is_own, entry in [*((True, e) for e in own), *((False, e) for e in common)]:
        spans = [found.span("surface") for found in entry.pattern.finditer(text)]
        if is_own and not spans:
            unused.append(entry)
        marked = bool(entry.before or entry.after)
        for start, end in spans:
            candidates.append((not marked, start - end, not is_own, start, end, entry.type))
    taken: list[Row] = []
    free = bytearray(b"\x01") * len(text)
    for *_, start, end, kind in sorted(candidates):
        if all(free[start:end]):
            free[start:end] = bytes(end - start)
            taken.append((start, end, kind))
    return sorted(row for row in taken if row[2] != "none"), unused


def read_texts(folder: Path, jsonl: Path, only: Path | None = None) -> dict[str, str]:
    """Texts by doc_id.

    Args:
        folder: its files ``<doc_id>.txt`` are read.
        jsonl: its rows of genre news in the training split are read.
        only: JSON lines; of the folder, only files that a doc_id of theirs names are read.
    """
    lines = only.read_text(encoding="utf-8").splitlines() if only else []
    wanted = {json.loads(line)["doc_id"] for line in lines}
    texts = {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("*.txt"))
        if not only or path.stem in wanted
    }
    for line in jsonl.open(encoding="utf-8"):
        row = json.loads(line)
        if row["genre"] == "news" and row["split"] == "train":
            texts[row["doc_id"]] = row["text"]
    return texts


def read_rows(path: Path, texts: Mapping[str, str]) -> Iterator[tuple[str, str, list[Row]]]:
    """The doc_id, text and rows of each document in a file.

    Raises:
        ValueError: a text is missing, or is not the one that was annotated.
    """
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        text = texts.get(row["doc_id"])
        if text is None or sha256(text.encode()).hexdigest()[:16] != row["sha256"]:
            raise ValueError(
                f"{row['doc_id']}: the text is missing or is not the one that was annotated"
            )
        yield row["doc_id"], text, [(start, end, kind) for start, end, kind in row["entities"]]


def build(
    common: list[Entry], lists: Mapping[str, list[Entry]], texts: Mapping[str, str]
) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of every listed document in the order of their keys, and what is wrong."""
    by_key = {document_key(doc_id): doc_id for doc_id in texts}
    rows, complaints = [], []
    for heading, own in sorted(lists.items()):
        found = [doc_id for key, doc_id in by_key.items() if heading and key.startswith(heading)]
        if len(found) != 1:
            if heading or own:
                complaints.append(f"{heading}: {len(found)} documents")
            continue
        text = texts[found[0]]
        entities, unused = mark(text, common, own)
        complaints += [f"{heading}: not in the text: {entry}" for entry in unused]
        digest = sha256(text.encode()).hexdigest()[:16]
        rows.append({"doc_id": found[0], "sha256": digest, "entities": entities})
    return rows, complaints


_RUN = re.compile(r"[A-Z0-9][\w&.’'-]*(?: (?:(?:of|and|the|for|de|in) )?[A-Z][\w&.’'-]*)*")
_OPENS = re.compile(r"(?:^|[.!?:\n]|[“\"'(‘-]) *$")
_PLAIN = re.compile(
    r"(?:\w+ )?(?:I|[RDI]-?|TV|ABSTRACT|FULL TEXT|Mr|Mrs|Ms|Dr|Sen|Rep|Reps|Sens|Gov|Vice|President"
    r"|Senator|Governor|Secretary|Secretary of State|Speaker|Election Day|I['’]\w+|[0-9].*"
    r"|[A-Z][a-z]+day|January|February|March|April|May|June|July|August|(?:Sept|Octo|Novem|Decem)ber)"
)


def uncovered(text: str, rows: Iterable[Row], words: frozenset[str]) -> list[str]:
    """Capitalised runs outside the rows, for the annotator to judge.

    Where a sentence may open, words that are known in lower case are left out.

    >>> uncovered("The Oak fell. Mr. Able met Bo.", [(4, 7, "org")], frozenset(["the"]))
    ['Mr. Able', 'Bo']
    """
    rest = list(text)
    for start, end, _ in rows:
        rest[start:end] = "\0" * (end - start)
    found = []
    for run in _RUN.finditer("".join(rest)):
        opens = _OPENS.search(text[max(0, run.start() - 3) : run.start()])
        bare = re.sub(r"(?:[’']s)?\W*$", "", run[0])
        known = _PLAIN.fullmatch(bare) or (opens and bare.lower() in words)
        if not known:
            found.append(bare)
    return list(dict.fromkeys(found))


def marked_text(text: str, rows: Iterable[Row]) -> str:
    """The text with each mention written as ``[surface]letter``, without its empty lines.

    >>> marked_text("Bent Oak fell.", [(0, 8, "org")])
    '[Bent Oak]o fell.'
    """
    letters = {name: letter for letter, name in TYPES.items()}
    for start, end, kind in sorted(rows, reverse=True):
        text = f"{text[:start]}[{text[start:end]}]{letters[kind]}{text[end:]}"
    return re.sub(r"\s*\n\s*", "\n", text).strip()


def _lists(folder: Path) -> tuple[list[Entry], dict[str, list[Entry]]]:
    """The entries of common.list, and those of all other lists of the folder together."""
    lists: dict[str, list[Entry]] = {}
    for path in sorted(folder.glob("*.list")):
        found = read_lists(path.read_text(encoding="utf-8").splitlines())
        if path.name == "common.list":
            common = found[""]
        elif lists.keys() & found.keys() - {""}:
            sys.exit(f"{path.name}: {sorted(lists.keys() & found.keys())} are listed twice")
        else:
            lists |= found
    return common, lists


def _show(texts: Mapping[str, str], folder: Path, first: int, last: int) -> None:
    common, lists = _lists(folder)
    keys = sorted((document_key(doc_id), doc_id) for doc_id in texts)
    words = frozenset(re.findall(r"\b[a-z]+\b", " ".join(texts.values())))
    for key, doc_id in keys[first:last]:
        own = next((own for head, own in lists.items() if head and key.startswith(head)), [])
        rows, _ = mark(texts[doc_id], common, own)
        print(f"== {key[:6]}  {doc_id}", marked_text(texts[doc_id], rows), sep="\n")
        print("?", " | ".join(uncovered(texts[doc_id], rows, words)), end="\n\n")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line that the module's docstring shows."""
    parser = argparse.ArgumentParser(description="annotation of news")
    parser.add_argument("command", choices=["build", "show"])
    parser.add_argument("values", nargs="*")
    parser.add_argument("--texts", type=Path, default=SHARED / "gold/quotes/text")
    parser.add_argument("--jsonl", type=Path, default=SHARED / "training-data/entities/masc.jsonl")
    parser.add_argument("--only", type=Path, default=SHARED / "gold/quotes/polnear_train.jsonl")
    parser.add_argument("--lists", type=Path, default=HERE)
    given = parser.parse_args(arguments)
    texts = read_texts(given.texts, given.jsonl, given.only)
    if given.command == "show":
        _show(texts, given.lists, int(given.values[0]), int(given.values[1]))
    else:
        common, lists = _lists(given.lists)
        rows, complaints = build(common, lists, texts)
        lines = [json.dumps(row, separators=(",", ":")) + "\n" for row in rows]
        (given.lists / "news.jsonl").write_text("".join(lines), encoding="utf-8")
        words = sum(len(re.findall(r"\w+|[^\w\s]", texts[str(row["doc_id"])])) for row in rows)
        print(*complaints, f"{len(rows)} documents, {words} tokens", sep="\n", file=sys.stderr)


if __name__ == "__main__":
    main()

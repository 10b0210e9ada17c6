"""HTML kickers: a heading that holds kicker and title, or title and standfirst, as two blocks.

Pure. "Harbour" and "Bridge to close" in two spans of one heading stand on two lines of the page and
would be glued in its text. Evidence is what the page's metadata calls its title; then the marks of
the spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from transforms.page.html_blocks import Block, Run

_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[\w)\]”»’\"']\Z")  # a run that no mark parts from the next one
_GLUED = re.compile(r"[^\W\d_][a-zß-ÿ][.!?:»”\"']?\Z")  # where no word goes on with a capital


def with_kickers(blocks: Iterable[Block], titles: Iterable[str]) -> list[Block]:
    """The blocks, with two in the place of each heading that holds a title and something else.

    titles: as the metadata of the page state them; the site's name may follow in them.
    """
    stated = [_words(title) for title in titles]
    return [part for block in blocks for part in _parted(block, stated)]


def _parted(block: Block, stated: Sequence[str]) -> Iterator[Block]:
    runs = [run for run in block.runs if _WORD.search(run.text)]
    found = _kicker_of(runs, stated, _is_parted(block.runs)) if len(runs) > 1 else None
    if found is None:
        yield replace(block, text=_joined(block.runs)) if len(runs) > 1 else block
        return
    first, kind = found
    aside = {(kind, block.home.number if block.home else block.parent)}
    own = {mark for mark in block.marks if mark[0] not in ("kicker", "standfirst")}
    around = {mark for mark in own if mark[0] != "headline"}
    for part, is_title in ((runs[:first], kind != "kicker"), (runs[first:], kind == "kicker")):
        yield replace(
            block,
            text=_joined(part),
            tag=block.tag if is_title else "div",
            marks=frozenset(own if is_title else around | aside),
            runs=tuple(part),
        )


def _kicker_of(
    runs: Sequence[Run], stated: Sequence[str], is_parted: bool
) -> tuple[int, str] | None:
    """The run with which the second block begins, and what stands beside the title.

    is_parted: whether the heading writes a mark between its runs, as in "Floods: Bridge to close".
    """
    cuts = [(_words(_joined(runs[:at])), _words(_joined(runs[at:])), at) for at in _range(runs)]
    for before, after, at in cuts:
        if after in stated:
            return at, "kicker"
        if before in stated:
            return at, "standfirst"
    leading = next((at for at in _range(runs) if not _is_aside(runs[at])), 0)
    is_marked = _is_aside(runs[0]) and leading > 0
    whole = _words(_joined(runs))
    if _begins_one(whole, stated) and (is_parted or not is_marked):
        return None
    for _, after, at in cuts:
        if _begins_one(after, stated):
            return at, "kicker"
    if is_marked:
        return leading, "kicker"
    return (len(runs) - 1, "standfirst") if "standfirst" in runs[-1].marks else None


def _range(runs: Sequence[Run]) -> range:
    return range(1, len(runs))


def _is_aside(run: Run) -> bool:
    return not run.marks.isdisjoint(("kicker", "standfirst"))


def _begins_one(said: str, stated: Iterable[str]) -> bool:
    return any(title == said or title.startswith(f"{said} ") for title in stated)


def _is_parted(runs: Sequence[Run]) -> bool:
    return any(not _ENDS.search(run.text) for run in runs[:-1])


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text)).casefold()


def _joined(runs: Iterable[Run]) -> str:
    """The text of runs as it stands in the heading, with a blank where two would be glued.

    >>> kicker, title = Run("Harbour", frozenset(), True), Run("Bridge to close", frozenset(), True)
    >>> _joined([kicker, title])
    'Harbour Bridge to close'
    """
    text = ""
    for run in runs:
        is_glued = run.is_glued and not (_GLUED.search(text) and run.text[:1].isupper())
        text += run.text if is_glued or not text else f" {run.text}"
    return text

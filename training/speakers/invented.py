"""Invented texts: what the annotated ones have too few of, with names drawn for their places."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from training.speakers.gold import GoldText
from transforms.lexicon import read_lexicon
from transforms.names import find_mentions, resolve_names
from transforms.page import parse_record
from transforms.quotes import find_quotes
from transforms.text import find_sentences

TEXTS = Path(__file__).parent / "invented.tsv"
TIMES = 2  # sets of names for each text
_PLACE = re.compile(r"\b([MFUO])([12])\b")
_SOURCE = re.compile(r"\[(.*?)\]")
_SURNAMES = [
    "Marlow",
    "Quennell",
    "Ashdown",
    "Vickers",
    "Tremaine",
    "Oakes",
    "Lindqvist",
    "Harker",
    "Pryor",
    "Penrose",
]
_UNKNOWN = [
    "Yewade",
    "Torgild",
    "Ngozika",
    "Bakhti",
    "Kgotso",
    "Aslaugh",
    "Tendayi",
    "Zhanno",
    "Isidro",
    "Xolani",
]
_BODIES = (
    "Larkin Group", "Halvor Bank", "Strand University", "Orrin Motors", "Pell Holdings",
    "Nordvik Energy", "Vallin Institute", "Kestrel Corp",
)  # fmt: skip


def read_invented(path: Path = TEXTS) -> Iterator[GoldText]:
    """The texts, each several times with other names; those misread by the engine are left out."""
    draw = random.Random(11)
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    for number, line in enumerate(lines[1:]):
        marked, who = line.split("\t")
        for time in range(TIMES):
            found = _gold_text(f"invented_{number}_{time}", marked, who, draw)
            if found is not None:
                yield found


def _names(draw: random.Random) -> dict[str, str]:
    given = {
        gender: [row["surface"] for row in read_lexicon("given_names") if row["gender"] == gender]
        for gender in "mf"
    }
    surnames = draw.sample(_SURNAMES, 6)
    names = dict(zip(("O1", "O2"), draw.sample(_BODIES, 2), strict=True))
    firsts = {"M": given["m"][:60], "F": given["f"][:60], "U": _UNKNOWN}
    for kind, words in firsts.items():
        for number, first in enumerate(draw.sample(words, 2), start=1):
            names[f"{kind}{number}"] = f"{first} {surnames.pop()}"
    return names


def _gold_text(doc_id: str, marked: str, who: str, draw: random.Random) -> GoldText | None:
    names = _names(draw)
    filled = _PLACE.sub(lambda found: names[found[0]], marked)
    match = _SOURCE.search(filled)
    assert match is not None, marked
    start, end = match.start(), match.end() - 2
    text = _SOURCE.sub(r"\1", filled)
    sentences = find_sentences(text, parse_record(text).zones)
    named = resolve_names(text, find_mentions(text, sentences, engine="fast"))
    attributions = find_quotes(text, sentences, engine="fast")
    wanted = names.get(who, "nobody")
    told = tuple(
        wanted if (a.source and (a.source.start_char, a.source.end_char) == (start, end)) else "?"
        for a in attributions
    )
    known = {one.canonical_name for one in named}
    if wanted not in told or (who != "-" and wanted not in known):
        return None
    return GoldText(doc_id, text, sentences, named, attributions, told)

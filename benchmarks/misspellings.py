"""Misspellings: how many slips of the pen in a person's name are linked to it, and what that costs.

    python -m benchmarks.misspellings GOLD

GOLD is a folder of JSON lines with text and entities (start, end, type). The names are the distinct
full names of persons in them. Each is written once right and once with one slip (a letter left out,
doubled, changed, or two exchanged), followed by the surname alone, in one article; relinked is the
share of slips that get the entity of the right name. Then all right names are compared with one
another, as if in one article: every pair that would be taken for one person is listed, since which
of them are wrong is for a person to judge; the number is per 2,000 names.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from transforms.names import Occurrence, name_persons, same_person

_SEED = 7
_FEWEST_LETTERS = 4
_LETTERS = "aeioulnrst"


def full_names(folder: Path) -> list[str]:
    """The distinct names of two to four capitalised words, in order."""
    found = set()
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            for entity in row["entities"]:
                if entity["type"] == "PER":
                    name = " ".join(row["text"][entity["start"] : entity["end"]].split())
                    words = name.split()
                    if 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words):
                        found.add(name)
    return sorted(name for name in found if not name.isupper())


def slipped(name: str, dice: random.Random) -> str | None:
    """The name with one slip inside one word; None if no word is long enough."""
    words = name.split()
    longest = max(range(len(words)), key=lambda at: len(words[at]))
    at = longest if dice.random() < 0.5 else dice.randrange(len(words))
    if len(words[at]) < _FEWEST_LETTERS:
        at = longest
    if len(words[at]) < _FEWEST_LETTERS:
        return None
    letters = list(words[at])
    place = dice.randrange(1, len(letters) - 1)
    slip = dice.choice(("drop", "swap", "change", "double"))
    if slip == "drop":
        del letters[place]
    elif slip == "swap":
        letters[place], letters[place + 1] = letters[place + 1], letters[place]
    elif slip == "change":
        letters[place] = dice.choice(_LETTERS)
    else:
        letters.insert(place, letters[place])
    words[at] = "".join(letters)
    changed = " ".join(words)
    return None if changed == name else changed


def relinked(names: Iterable[str]) -> tuple[list[tuple[str, str]], int]:
    """The slips that were not linked, and how many there were."""
    dice = random.Random(_SEED)
    missed, count = [], 0
    for name in names:
        slip = slipped(name, dice)
        if slip is None:
            continue
        written = [name, slip, name.split()[-1]]
        namings = name_persons([Occurrence(at, one, "person") for at, one in enumerate(written)])
        count += 1
        if namings[0].canonical_name != namings[1].canonical_name:
            missed.append((name, slip))
    return missed, count


def met(names: Iterable[str]) -> list[tuple[str, str, str]]:
    """Pairs of right names that are taken for one person, with the rule that says so."""
    blocks: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        words = [word.strip(".,").casefold() for word in name.split()]
        for key in (words[0], words[-1]):
            blocks[key].add(name)
    pairs = {
        (one, other) for block in blocks.values() for one in block for other in block if one < other
    }
    found = ((one, other, same_person(one, other)) for one, other in sorted(pairs))
    return [(one, other, how[1]) for one, other, how in found if how is not None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--missed", action="store_true", help="list what was not linked")
    asked = parser.parse_args()
    names = full_names(asked.gold)
    missed, count = relinked(names)
    print(f"{len(names)} names; relinked {100 * (1 - len(missed) / count):.1f} % of {count} slips")
    if asked.missed:
        for name, slip in missed:
            print(f"  missed: {name} | {slip}")
    pairs = met(names)
    by_slip = [pair for pair in pairs if pair[2].startswith("misspelt")]
    print(f"{len(pairs)} pairs of different names taken for one person, {len(by_slip)} by a slip:")
    for one, other, how in pairs:
        print(f"  {how}: {one} | {other}")


if __name__ == "__main__":
    main()

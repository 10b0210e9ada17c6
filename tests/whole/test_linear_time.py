"""Time: no stage takes much more than twice as long for a text of twice the length."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.support.sizes import proof_size
from transforms import annotate as stages
from transforms.documents import RawDocument, read_document
from transforms.tables import build_rows

MOST = 2.3
"""Times as long for a text of twice the length; 2 is linear."""
SHORTEST = 62_500
LONGEST = proof_size("LENGTH", 250_000)
"""Characters; to 500,000 the proof takes three times as long."""
LENGTHS = [SHORTEST << doubling for doubling in range(10) if SHORTEST << (doubling + 1) <= LONGEST]
TRIES = 3
LEAST = 0.5
"""Seconds below which a stage is not judged."""
STAGES = (
    *("parse_page", "read_dates", "identify_language", "find_sentences", "find_mentions"),
    *("find_picture_credits", "resolve_names", "find_credits", "read_quotes", "resolve_speakers"),
    *("sifted", "find_unattributed", "find_figures"),
)


def word(chance: random.Random) -> str:
    """A pronounceable word that hardly ever comes twice."""
    syllables = (chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(4))
    return "".join(syllables) + chance.choice("lnrst")


def name(chance: random.Random) -> str:
    return f"{word(chance).title()} {word(chance).title()}"


PIECES: Mapping[str, Callable[[random.Random], str]] = {
    "distinct names": lambda chance: f"{name(chance)} met {name(chance)} on Monday.\n\n",
    "surnames": lambda chance: f"{name(chance)} left. Later {word(chance).title()} said no.\n\n",
    "number words": lambda chance: chance.choice(["one ", "two ", "three hundred ", "million "]),
    "numbers": lambda chance: f"{chance.randint(1, 9999)} ",
    "to": lambda _: "to ",
    "short lines": lambda chance: f"{name(chance)}\n",
    "quoted paragraphs": lambda chance: (
        f"“We will go on with the {word(chance)} until it is done,” {name(chance)} said.\n\n"
    ),
    "open quotations": lambda chance: f"“Nobody will stop the {word(chance)}, and we stay.\n\n",
    "plain paragraphs": lambda chance: (
        f"The {word(chance)} rose by {chance.randint(2, 90)} percent, the council said.\n\n"
    ),
    "pronouns": lambda chance: f"{name(chance)} came late. He said the {word(chance)} fell.\n\n",
    "roles": lambda chance: (
        f"Minister {name(chance)} came. The minister said the {word(chance)} fell.\n\n"
    ),
    "one speaker": lambda chance: f"Ann Lee came. He said the {word(chance)} fell.\n\n",
    "one surname": lambda chance: (
        f"{word(chance).title()} Smith came. Smith said the {word(chance)} fell.\n\n"
    ),
    "one paragraph": lambda chance: f"The {word(chance)} fell, {name(chance)} said. ",
    "commas": lambda chance: f"{word(chance)}, ",
    "quotation marks": lambda _: "“",
    "stops": lambda _: "U.S. ",
}


def text_of(kind: str, length: int) -> str:
    chance = random.Random(5)
    parts, size = [], 0
    while size < length:
        parts.append(PIECES[kind](chance))
        size += len(parts[-1])
    return "".join(parts)[:length]


def seconds_of(text: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """Processor seconds by stage."""
    spent: dict[str, float] = defaultdict(float)

    def timed(stage: str, run: Callable[..., Any]) -> Callable[..., Any]:
        def run_timed(*arguments: object, **named: object) -> Any:
            begin = time.process_time()
            try:
                return run(*arguments, **named)
            finally:
                spent[stage] += time.process_time() - begin

        return run_timed

    raw = RawDocument("id", "a.txt", None, "", "page", text.encode())
    with monkeypatch.context() as patched:
        for stage in STAGES:
            patched.setattr(stages, stage, timed(stage, getattr(stages, stage)))
        document = timed("read_document", read_document)(raw)
        document = replace(document, language="en")  # words that are made up show no language
        annotated = timed("annotate", stages.annotate)(document, "fast")
        timed("build_rows", build_rows)(annotated, "v")
    return spent


def growth(kind: str, length: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """Stage to how many times as long it takes for twice the length."""
    one, two = (seconds_of(text_of(kind, size), monkeypatch) for size in (length, 2 * length))
    return {stage: two[stage] / max(one[stage], LEAST) for stage in two}


@pytest.mark.proof
@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("kind", PIECES)
def test_twice_the_length_takes_every_stage_about_twice_the_time(
    kind: str, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds_of("It rained, Ann Lee said. " * 20, monkeypatch)  # loads the models
    least: dict[str, float] = {}
    for _ in range(TRIES):
        found = growth(kind, length, monkeypatch)
        least = {stage: min(times, least.get(stage, times)) for stage, times in found.items()}
        slow = {stage: round(times, 2) for stage, times in least.items() if times > MOST}
        if not slow:
            return
    pytest.fail(f"{kind}: {slow}")

"""Invented reports and what outlets make of them, for the tests of copies and stories."""

from __future__ import annotations

import random

_VERBS = ("promised", "measured", "repaired", "inspected", "refused", "sold", "counted", "found")
_LINKS = ("before", "because", "despite", "near", "without", "after")
_SYLLABLES = ("bar", "len", "dor", "mis", "tal", "gre", "von", "kes", "pil", "rud", "sen", "hol")


def report(seed: int, words: int = 240) -> str:
    """A report of about so many words, in paragraphs of two sentences; another for each seed."""
    random_ = random.Random(seed)

    def thing() -> str:
        return "".join(random_.choices(_SYLLABLES, k=3))

    sentences: list[str] = []
    while sum(len(sentence.split()) for sentence in sentences) < words:
        said = f"{thing()} {thing()} {random_.choice(_VERBS)} the {thing()} of {thing()}"
        said += f" {random_.choice(_LINKS)} a {thing()} {thing()} and {thing()} {thing()}."
        sentences.append(said[0].upper() + said[1:])
    return "\n\n".join(" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2))


def edited(text: str, share: float, seed: int = 0) -> str:
    """The text with a share of its words replaced by words of no other text."""
    random_ = random.Random(seed)
    return "\n\n".join(
        " ".join(
            "x" + "".join(random_.choices(_SYLLABLES, k=4)) if random_.random() < share else word
            for word in paragraph.split(" ")
        )
        for paragraph in text.split("\n\n")
    )


def beginning(text: str, paragraphs: int) -> str:
    """The first paragraphs of a text."""
    return "\n\n".join(text.split("\n\n")[:paragraphs])


def closing_prices(seed: int) -> str:
    """A report of a kind: its sentences are always the same, its facts never."""
    r = random.Random(seed)
    name, other = r.choice(("Nortek", "Almera", "Corvex")), r.choice(("Orbis", "Lumera", "Jorvik"))
    return (
        f"Stocks closed mixed on the exchange as {name} gained {r.randint(1, 99) / 10} percent and"
        f" {other} lost {r.randint(1, 99) / 10} percent in heavy trading. The benchmark index ended"
        f" the day at {r.randint(1000, 9999)} points, with {r.randint(2, 48)} of its members higher"
        f" than before. Oil was at {r.randint(40, 120)} dollars a barrel and gold at"
        f" {r.randint(1200, 2400)} dollars an ounce when the session ended. Brokers said that they"
        " expected no change before the central bank meets again."
    )

"""A generated set of copies and of what only looks like copies, from a folder of news texts.

Copies are what outlets make of a wire story: cut, edited, with another lede, headline, agency and
furniture. Beside them stand reports of the same event that share a paragraph or a quotation, and
reports of a kind, whose sentences are the same and whose facts are not. Everything follows from a
seed; the texts of the blind half are not those of the development half.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.story_templates import FURNITURE, HEADLINES, TEMPLATES, filled

Paragraphs = list[str]
AGENCIES = ("Reuters", "AP", "AFP", "UPI", "Xinhua")
PLACES = ("LONDON", "GENEVA", "NEW YORK", "OSLO", "NAIROBI", "MANILA")
OUTLETS = tuple(f"outlet-{number}" for number in range(len(FURNITURE)))

_SENTENCE = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“])")


@dataclass(frozen=True)
class Made:
    """A page of the set; pages of one family are one story."""

    name: str
    family: str
    kind: str
    outlet: str
    day: int
    text: str


def base_texts(folder: Path, *, blind: bool, seed: int) -> list[tuple[str, Paragraphs]]:
    """The texts of one half, each as paragraphs, without its first line if that is a headline."""
    found = []
    known: set[str] = set()
    for path in sorted(folder.glob("*.txt")):
        if (random.Random(f"{seed} {path.name}").random() < 0.5) == blind:
            continue
        lines = [line.strip() for line in path.read_text(encoding="utf-8").split("\n")]
        paragraphs = [line for line in lines if len(line.split()) >= 12]
        sentences = set(_SENTENCE.split(" ".join(paragraphs)))
        long_ones = {sentence for sentence in sentences if len(sentence.split()) >= 12}
        if len(long_ones & known) >= 2:  # the folder itself holds a copy
            continue
        known |= long_ones
        if sum(len(paragraph.split()) for paragraph in paragraphs) >= 150 and len(paragraphs) >= 4:
            found.append((path.stem, paragraphs))
    return found


def generate(folder: Path, *, blind: bool, seed: int, stories: int | None = None) -> list[Made]:
    """The pages of one half, in an order that says nothing."""
    random_ = random.Random(f"{seed} {blind}")
    texts = base_texts(folder, blind=blind, seed=seed)
    random_.shuffle(texts)
    if stories is not None:
        texts = [texts[number % len(texts)] for number in range(stories)]
    vocabulary = [word for _, paragraphs in texts[:300] for word in " ".join(paragraphs).split()]
    made: list[Made] = []
    for number, (_, paragraphs) in enumerate(texts):
        other = texts[(number + 1) % len(texts)][1]
        made += _story(f"s{number:06d}", paragraphs, other, vocabulary, random_)
    for number in range(len(texts) // 2):
        made.append(_of_a_kind(f"t{number:06d}", random_))
    random_.shuffle(made)
    return made


def _story(
    name: str, paragraphs: Paragraphs, other: Paragraphs, vocabulary: Paragraphs,
    random_: random.Random,
) -> Iterator[Made]:  # fmt: skip
    """A story with its copies, or two reports of its event."""
    sort = random_.random()
    if sort < 0.15:
        yield _page(name, name, "alone", paragraphs, random_)
    elif sort < 0.30:
        one, two = _same_event(paragraphs, random_)
        yield _page(f"{name}-a", f"{name}-a", "event", one, random_)
        yield _page(f"{name}-b", f"{name}-b", "event", two, random_)
    else:
        yield _page(f"{name}-0", name, "original", paragraphs, random_)
        for number in range(random_.choice((1, 1, 2, 3, 5))):
            kind = random_.choice(sorted(COPIES))
            copied = COPIES[kind](paragraphs, other, vocabulary, random_)
            yield _page(f"{name}-{number + 1}", name, kind, copied, random_)


def _same_event(paragraphs: Paragraphs, random_: random.Random) -> tuple[Paragraphs, Paragraphs]:
    """Two reports that share one short paragraph, a quotation or some background."""
    shared = min(paragraphs, key=lambda p: abs(len(p.split()) - 25))
    rest = [paragraph for paragraph in paragraphs if paragraph is not shared]
    random_.shuffle(rest)
    one, two = rest[::2], rest[1::2]
    small = min(sum(len(p.split()) for p in half) for half in (one, two))
    common = [shared] if len(shared.split()) < 0.35 * small else []
    return [*one, *common], [*two[:1], *common, *two[1:]]


def _edited(
    paragraphs: Paragraphs, share: float, vocabulary: list[str], random_: random.Random
) -> Paragraphs:
    """Every word replaced, left out or preceded by another with the probability ``share``."""

    def words(paragraph: str) -> Iterator[str]:
        for word in paragraph.split():
            if random_.random() >= share:
                yield word
                continue
            sort = random_.random()
            if sort < 0.8:
                yield random_.choice(vocabulary)
            elif sort < 0.9:
                yield random_.choice(vocabulary)
                yield word

    return [" ".join(words(paragraph)) for paragraph in paragraphs]


def _first_words(paragraphs: Paragraphs, words: int) -> Paragraphs:
    kept, left = [], words
    for paragraph in paragraphs:
        taken = paragraph.split()[:left]
        left -= len(taken)
        if taken:
            kept.append(" ".join(taken))
    return kept


def _without_some(paragraphs: Paragraphs, share: float, random_: random.Random) -> Paragraphs:
    kept = [paragraph for paragraph in paragraphs if random_.random() >= share]
    return kept if len(" ".join(kept).split()) >= 60 else paragraphs


def _sentences(paragraphs: Paragraphs, share: float, random_: random.Random) -> Paragraphs:
    """Some sentences left out, paragraphs joined by twos."""
    kept = []
    for paragraph in paragraphs:
        sentences = _SENTENCE.split(paragraph)
        left = [sentence for sentence in sentences if random_.random() >= share]
        if left:
            kept.append(" ".join(left))
    joined = [" ".join(kept[at : at + 2]) for at in range(0, len(kept), 2)]
    return joined if len(" ".join(joined).split()) >= 60 else paragraphs


def _merged_lede(paragraphs: Paragraphs) -> Paragraphs:
    """The first two paragraphs as one sentence."""
    first, second, *rest = paragraphs
    return [f"{first.rstrip('.”')}, as {second[:1].lower()}{second[1:]}", *rest]


Copy = Callable[[Paragraphs, Paragraphs, list[str], random.Random], Paragraphs]
COPIES: dict[str, Copy] = {
    "exact": lambda text, _other, _words, _random: text,
    "first 3 paragraphs": lambda text, _other, _words, _random: (
        text[:3] if len(" ".join(text[:3]).split()) >= 50 else text[:4]
    ),
    "first 60 words": lambda text, _other, _words, _random: _first_words(text, 60),
    "first half": lambda text, _other, _words, _random: text[: max(3, len(text) // 2)],
    "10 % edited": lambda text, _other, words, r: _edited(text, 0.1, words, r),
    "20 % edited": lambda text, _other, words, r: _edited(text, 0.2, words, r),
    "30 % edited": lambda text, _other, words, r: _edited(text, 0.3, words, r),
    "first half, 15 % edited": lambda text, _other, words, r: _edited(
        text[: max(3, len(text) // 2)], 0.15, words, r
    ),
    "3 paragraphs, 10 % edited": lambda text, _other, words, r: _edited(text[:3], 0.1, words, r),
    "paragraphs left out": lambda text, _other, _words, r: _without_some(text, 0.3, r),
    "sentences left out": lambda text, _other, _words, r: _sentences(text, 0.25, r),
    "merged lede": lambda text, _other, _words, _random: _merged_lede(text),
    "own lede": lambda text, _other, words, r: [
        *_edited(text[:1], 0.9, words, r), *text[1:]
    ],
    "lede of another story": lambda text, other, _words, _random: [
        " ".join(other[0].split()[:45]), *text
    ],
    "agency swapped": lambda text, _other, _words, r: [
        re.sub(r"\b(Reuters|AP|AFP|Associated Press)\b", r.choice(AGENCIES), p) for p in text
    ],
}  # fmt: skip


def _of_a_kind(name: str, random_: random.Random) -> Made:
    template = random_.choice(TEMPLATES)
    return _page(name, name, "of a kind", [filled(p, random_) for p in template], random_)


def _page(name: str, family: str, kind: str, body: Paragraphs, random_: random.Random) -> Made:
    """The body as an outlet's page: furniture, headline, perhaps byline, dateline and agency."""
    place = random_.randrange(len(OUTLETS))
    top, bottom = FURNITURE[place]
    day = random_.randint(1, 28)
    lines = [*top, "", filled(random_.choice(HEADLINES), random_), "", f"{day} March 2024", ""]
    if random_.random() < 0.4:
        lines += [f"By {filled('{name} {name}', random_)}", ""]
    body = list(body)
    if random_.random() < 0.5:
        agency = random_.choice(AGENCIES)
        if random_.random() < 0.5:
            body[0] = f"{random_.choice(PLACES)} ({agency}) — {body[0]}"
        else:
            body[-1] = f"{body[-1]} ({agency})"
    for paragraph in body:
        lines += [paragraph, ""]
    return Made(name, family, kind, OUTLETS[place], day, "\n".join([*lines, *bottom]) + "\n")

"""Invented blocks in real pages: what the lexicon of marks knows and no annotated page shows.

Into pages whose story is known, paragraphs of other pages are put, each in an element whose class
is a mark of ``html_marks``: a pulled quotation, a box of links, a caption. They are no part of the
story, wherever they stand and whatever they say.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from lxml import html

from training.blocks.answers import Answers
from transforms.lexicon import read_lexicon
from transforms.page import words_of

_A_PAGE = 4  # invented blocks
_CAPTION = 30  # words
_WEIGHT = 3.0
_BOXES = (
    "<div class='{mark}'><p>{text}</p></div>",
    "<aside class='{mark}'><p>{text}</p></aside>",
    "<div class='article__{mark}'>{text}</div>",
    "<section class='{mark}-box'><div><p>{text}</p></div></section>",
)
_CAPTIONS = (
    "<div><img src='p.jpg'><p class='{mark}'>{text}</p></div>",
    "<div class='media__{mark}'>{text}</div>",
    "<div class='{mark}'><img src='p.jpg'><p class='{mark}-text'>{text}</p></div>",
    "<div><img src='p.jpg'><div class='{mark}'>{text}</div></div>",
)
_LABEL = "<table><tr><td><img src='p.jpg'></td></tr><tr><td><i>{text}</i></td></tr></table>"


class Inventor:
    """Puts invented blocks into trees; the same seed puts the same ones."""

    def __init__(self, texts: Sequence[str], seed: int = 0) -> None:
        """texts: paragraphs of other pages."""
        marks = read_lexicon("html_marks")
        self._boxes = [row["mark"] for row in marks if row["kind"] == "boilerplate"]
        self._captions = [row["mark"] for row in marks if row["kind"] == "caption"]
        self._texts = texts
        self._short = [text for text in texts if len(text.split()) <= _CAPTION]
        self._random = random.Random(seed)

    def put_into(self, tree: Any, story: str) -> list[str]:
        """The texts that were put behind paragraphs of the story; none if it has no paragraph."""
        known = set(words_of(story))
        beside = [
            one
            for one in tree.iter("p")
            if len(words := words_of("".join(one.itertext()))) > _CAPTION / 2
            and known.issuperset(words)
        ]
        placed = self._random.sample(beside, min(_A_PAGE, len(beside)))
        return [text for one in placed for text in self._put(one)]

    def _put(self, beside: Any) -> Iterator[str]:
        kind = self._random.random()
        if kind < 0.5:
            form, mark, texts = (
                self._random.choice(_BOXES),
                self._random.choice(self._boxes),
                self._texts,
            )
        elif kind < 0.9:
            form, mark, texts = (
                self._random.choice(_CAPTIONS),
                self._random.choice(self._captions),
                self._short,
            )
        else:
            form, mark, texts = _LABEL, "", self._short
        text = self._random.choice(texts)
        made = html.fragment_fromstring(form.format(mark=mark, text="{}"))
        for one in made.iter():
            if one.text == "{}":
                one.text = text
        beside.addnext(made)
        yield text


def answers_of_invented(blocks: Sequence[Sequence[str]], put: Sequence[str]) -> Answers:
    """No for the invented blocks, nothing for the others, which the page itself teaches."""
    wanted = {" ".join(words_of(text)) for text in put}
    is_put = np.array([" ".join(words) in wanted for words in blocks])
    return Answers(np.where(is_put, 0, -1), np.where(is_put, _WEIGHT, 0.0))

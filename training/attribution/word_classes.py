"""Word classes: what the lexicons know of a word, as the numbers that the tagger is trained with.

They are read from the lexicons when a model is trained and are written into its attribution.json,
so that a lexicon that is edited later does not change what a trained model sees.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from transforms.lexicon import read_lexicon, words_of
from transforms.quotes import WordClasses

_REPORTING = ("according", "allegedly", "per", "reportedly")
"""Words that report without being a verb."""


@cache
def current_word_classes() -> WordClasses:
    """The classes as the lexicons have them today; a word of two classes has the first."""
    taken: set[str] = set()
    found: dict[int, list[str]] = {}
    for number, words in _classes():
        # a token holds no space: "prime minister" would never be looked up
        new = {word for word in words if word not in taken and len(word.split()) == 1}
        taken |= new
        found.setdefault(number, []).extend(sorted(new))
    return WordClasses({number: tuple(words) for number, words in found.items()})


def _classes() -> Iterable[tuple[int, Iterable[str]]]:
    """(number, words) in order of precedence; 3 is free."""
    verbs: dict[int, set[str]] = {1: set(), 2: set(), 4: set()}
    for row in read_lexicon("cues"):
        speaks = row["kind"] in ("speech", "writing")
        inverts = "inverted" in row["takes"].split()
        number = 4 if not speaks else 1 if inverts else 2
        verbs[number] |= {row["lemma"], *row["forms"].split()}
    yield from verbs.items()
    yield 5, _REPORTING
    yield 6, _of("pronouns", "person")
    yield 7, _of("pronouns", "thing")
    yield 8, words_of("pronouns")
    yield 9, _of("function_words", "subordinator")
    yield 10, _of("function_words", "negation", "refusal")
    yield 11, _of("function_words", "auxiliary", "be")
    yield 12, _of("function_words", "preposition")
    yield 13, _of("function_words", "conjunction")
    yield 14, _of("function_words", "determiner")
    yield 15, _of("function_words", "time")
    yield 16, words_of("titles")
    yield 17, words_of("role_nouns")
    yield 18, words_of("artifact_nouns") | words_of("noun_cues")
    yield 19, words_of("news_outlets")


def _of(lexicon: str, *classes: str) -> set[str]:
    return {row["surface"] for row in read_lexicon(lexicon) if row["class"] in classes}

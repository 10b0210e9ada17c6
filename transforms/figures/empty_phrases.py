"""Empty phrases: words near a figure that can name nothing that it measures.

Pure. ``measured`` takes what stands where a noun phrase would; a pronoun with its verb ("It's"), a
lone letter, a number or the unit of another figure can stand there too.
"""

from __future__ import annotations

import re

from transforms.figures.reading import Measured
from transforms.figures.vocabulary import TIME_WORDS, figure_words, number_words
from transforms.lexicon import either, read_lexicon, words_of
from transforms.text import Span

_PRONOUNS = (
    {row["surface"] for row in read_lexicon("pronouns")}
    | figure_words("no_subject")
    | figure_words("object_pronoun")
    | {"here", "what", "where", "how", "let"}
) - {"one", "another", "someone", "somebody", "everyone", "everybody", "nobody"}
# "It's", "they’ll", "Don't": a pronoun or a verb with its clitic; "firm's" is no such word
_CLITIC = re.compile(rf"(?:{either(_PRONOUNS)})['’](?:s|m|re|ve|ll|d)|[a-z]+n['’]t", re.IGNORECASE)
_AMOUNTS = frozenset(
    word
    for role in ("unit", "ten", "scale", "vague")
    for word in number_words(role)
    if word.isalpha()
)
_UNITS = frozenset(
    f"{row['surface']}{ending}"
    for table in ("units", "currencies")
    for row in read_lexicon(table)
    for ending in ("", "s")
)
_EMPTY = words_of("determiners") | figure_words("empty_phrase")
_TIMES = TIME_WORDS | figure_words("no_thing") | _EMPTY | _AMOUNTS
_NUMBER_BEFORE = re.compile(rf"(?:\d|\b(?:{either(_AMOUNTS)}))[ -]?\Z", re.IGNORECASE)
_PAST = frozenset(
    row["surface"] for row in read_lexicon("finite_verbs") if row["role"] in {"past", "participle"}
)
_WINDOW = 14


def names_nothing(
    text: str, measured: Measured, *, may_be_time: bool = False, is_behind: bool = False
) -> bool:
    """Whether the phrase is one of words that no figure measures.

    may_be_time: a time can be what is measured, as in "a four-year [term]".
    is_behind:   the phrase stands behind the figure, where a verb may follow.

    >>> text = "It's 5 miles away"
    >>> names_nothing(text, Measured(Span(0, 4), "it"))
    True
    """
    words = measured.span.of(text).split()
    lower = [word.lower() for word in words]
    if any(_CLITIC.fullmatch(word) for word in words) or (len(words) == 1 and len(words[0]) == 1):
        return True
    barred = _EMPTY | _AMOUNTS if may_be_time else _TIMES
    if all(word in barred for word in lower) or any("/" in word for word in lower):
        return True
    return (is_behind and _is_verb(words)) or _is_part_of_figure(text, measured.span, lower)


def _is_verb(words: list[str]) -> bool:
    """Whether a single word is a verb in the past: "wrote", "promised"; "the 5% speed" is none."""
    word = words[0]
    is_regular = word.endswith("ed") and len(word) > 5 and not word.endswith("eed")
    return len(words) == 1 and words[0].islower() and (is_regular or word in _PAST)


def _is_part_of_figure(text: str, span: Span, words: list[str]) -> bool:
    """Whether the words are part of another figure: the "minutes" of "38 minutes"."""
    rest = words[1:] if words[0] in _AMOUNTS else words
    if " ".join(rest) not in _UNITS:
        return False
    before = text[max(0, span.start_char - _WINDOW) : span.start_char]
    return rest is not words or _NUMBER_BEFORE.search(before) is not None

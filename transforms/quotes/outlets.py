"""Outlets: stretches of tokens that name who prints or broadcasts news.

Pure. An outlet is known by a name of the lexicon ("Reuters"), by an outlet noun inside a name ("the
Daily Herald") or, without a name, by an outlet noun at its end ("state television").
"""

from __future__ import annotations

from functools import cache

from transforms.lexicon import agency_of, read_lexicon
from transforms.quotes.cues import function_words
from transforms.quotes.noun_phrases import Phrase, Tokens

_POSSESSIVES = frozenset(["'s", "’s", "'", "’"])
_OPENERS = frozenset(["the", "a", "an", "this", "our", "its", "la", "le", "el", "al", "der", "die"])
_LONGEST = 9


@cache
def outlet_words(word_class: str) -> frozenset[str]:
    """Words of one class of the lexicon ``news_outlets``: name, noun, head or modifier."""
    return frozenset(
        row["surface"] for row in read_lexicon("news_outlets") if row["class"] == word_class
    )


def outlet_at(tokens: Tokens, at: int) -> Phrase | None:
    """The outlet that begins at a token; None when none does."""
    start, first = at, at
    if at < len(tokens) and tokens[at].word in _OPENERS:
        first += 1
    stop = first
    while stop < len(tokens) and stop - at < _LONGEST and _belongs(tokens, first, stop):
        stop += 1
    while stop > first and not _may_end(tokens, stop - 1):
        stop -= 1
    phrase = (start, stop - 1)
    return phrase if stop > first and is_outlet(tokens, phrase) else None


def _belongs(tokens: Tokens, first: int, at: int) -> bool:
    token = tokens[at]
    if token.quoted:
        return False
    if token.word in _POSSESSIVES:
        return at > first
    if token.word in function_words("time"):  # "the Sunday Times", but "told Reuters Sunday"
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        return at == first and after is not None and after.is_capital
    if token.is_capital or token.word == "&" or (token.is_word and token.word[0].isdigit()):
        return at > first or token.is_capital
    if token.word in outlet_words("modifier") or token.word in outlet_words("head"):
        return True
    if token.word == "of":
        return at > first and at + 1 < len(tokens) and tokens[at + 1].is_capital
    return token.word in outlet_words("noun")


def _may_end(tokens: Tokens, at: int) -> bool:
    token = tokens[at]
    return token.is_word and (
        token.is_capital
        or token.word in outlet_words("head")
        or token.word in outlet_words("noun")
        or token.word[0].isdigit()
    )


def is_outlet(tokens: Tokens, phrase: Phrase) -> bool:
    """Whether a phrase names an outlet: "Reuters", "the Daily Herald", "the newspaper"."""
    words = [tokens[at] for at in range(phrase[0], phrase[1] + 1)]
    names = [token for token in words if token.is_capital]
    if any(token.word in outlet_words("name") for token in names):
        return True
    if words[-1].word in outlet_words("head") and not words[-1].is_capital:
        return True
    if len(words) > 1 and any(token.word in outlet_words("noun") for token in names):
        return True
    surface = " ".join(token.word for token in words if token.word not in _OPENERS)
    return bool(names) and agency_of(surface.title()) is not None

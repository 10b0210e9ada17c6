"""Outlets: stretches of tokens that name who prints or broadcasts news.

Pure. An outlet is recognised by a name of the lexicon ("Reuters"), by an outlet noun inside a name
("the Daily Herald") or, without a name, by an outlet noun at its end ("state television").
"""

from __future__ import annotations

from functools import partial

from transforms.lexicon import agency_of, words_of
from transforms.quotes.cues import function_words, is_adverb, words_of_class
from transforms.quotes.noun_phrases import Phrase, Tokens
from transforms.quotes.statements import POSSESSIVES, Token

_LONGEST = 9  # tokens
_words = partial(words_of_class, "news_outlets")


def outlet_at(tokens: Tokens, at: int) -> Phrase | None:
    """The outlet that begins at a token; None when none does."""
    start, first = at, at
    if at < len(tokens) and tokens[at].word in words_of("outlet_articles"):
        first += 1
    stop = first
    while stop < len(tokens) and stop - at < _LONGEST and _belongs(tokens, first, stop):
        stop += 1
    while stop > first and not _may_end(tokens, stop - 1):
        stop -= 1
    phrase = (start, stop - 1)
    return phrase if stop > first and is_outlet(tokens, phrase) else None


def outlet_before(tokens: Tokens, verb: int) -> Phrase | None:
    """The outlet that ends right before a verb, an adverb or "has" between them allowed."""
    last = verb - 1
    while last >= 0 and (is_adverb(tokens[last]) or _is_has(tokens[last])):
        last -= 1
    for first in range(max(0, last - _LONGEST + 1), last + 1):
        found = outlet_at(tokens, first)
        if found is not None and found[1] == last:
            return found
    return None


def _is_has(token: Token) -> bool:
    return token.word == "has" and not token.quoted


def _belongs(tokens: Tokens, first: int, at: int) -> bool:
    token = tokens[at]
    if token.quoted:
        return False
    if token.word in POSSESSIVES:
        return at > first
    if token.word in function_words("time"):  # "the Sunday Times", but "told Reuters Sunday"
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        return at == first and after is not None and after.is_capital
    if token.is_capital or token.word == "&" or (token.is_word and token.word[0].isdigit()):
        return at > first or token.is_capital
    if token.word in _words("modifier") or token.word in _words("head"):
        return True
    if token.word == "of":
        return at > first and at + 1 < len(tokens) and tokens[at + 1].is_capital
    return token.word in _words("noun")


def _may_end(tokens: Tokens, at: int) -> bool:
    token = tokens[at]
    return token.is_word and (
        token.is_capital
        or token.word in _words("head")
        or token.word in _words("noun")
        or token.word[0].isdigit()
    )


def is_outlet(tokens: Tokens, phrase: Phrase) -> bool:
    """Whether a phrase names an outlet.

    >>> def named(words):
    ...     tokens = [Token(0, 0, word.lower(), word.istitle(), False, True) for word in words]
    ...     return is_outlet(tuple(tokens), (0, len(tokens) - 1))
    >>> [named(words.split()) for words in ("Reuters", "the Daily Herald", "the newspaper")]
    [True, True, True]
    >>> named(["state", "television"]), named(["the", "Herald"]), named(["Agence", "France-Presse"])
    (True, True, True)
    >>> named("the Iranian news agency Tasnim".split())
    True
    >>> named(["Congress"]), named(["the", "mayor"]), named(["a", "newspaper", "editor"])
    (False, False, False)
    """
    words = tokens[phrase[0] : phrase[1] + 1]
    names = [token for token in words if token.is_capital]
    if any(token.word in _words("name") for token in names):
        return True
    if words[-1].word in _words("head") and not words[-1].is_capital:
        return True
    if len(words) > 1 and any(token.word in _words("noun") for token in names):
        return True
    if _is_head_before_name(words):
        return True
    surface = " ".join(
        token.word for token in words if token.word not in words_of("outlet_articles")
    )
    return bool(names) and agency_of(surface.title()) is not None


def _is_head_before_name(words: Tokens) -> bool:
    """Whether an outlet noun stands right before a name that ends it: "the news agency Tasnim"."""
    heads = [at for at, token in enumerate(words) if token.word in _words("head")]
    if not heads or words[heads[-1]].is_capital:
        return False
    at = heads[-1]
    if words[at].word == "agency" and words[at - 1].word != "news":  # "the federal agency FEMA"
        return False
    return at + 1 < len(words) and all(token.is_capital for token in words[at + 1 :])

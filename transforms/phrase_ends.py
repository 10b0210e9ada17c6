"""Phrase ends: where a source ends, in an adjunct or an apposition that belongs to it.

Pure. Indexes count the statement's tokens.
"""

from __future__ import annotations

from transforms.cues import function_words, is_adverb, pronouns
from transforms.lexicon import words_of
from transforms.statements import Token

Tokens = tuple[Token, ...]


def begins_tail(tokens: Tokens, at: int, limit: int) -> bool:
    """Whether an adjunct begins: "[said Jane Doe] in an interview"."""
    word = tokens[at].word
    if word not in function_words("tail"):
        return False
    if word not in function_words("preposition") or word in {"during", "after", "before"}:
        return True
    if not tokens[at - 1].is_capital or word == "to":
        return begins_time(tokens, at, limit)  # "a professor at Harvard", "close to the talks"
    return True


def begins_time(tokens: Tokens, at: int, limit: int) -> bool:
    """Whether a time or occasion begins: "[said Jane Doe,] on Monday"."""
    word = tokens[at].word
    if word in function_words("time") and tokens[at].is_capital:
        return True
    after = tokens[at + 1].word if at + 1 < limit else ""
    if word not in function_words("preposition"):
        return False
    if word == "to" and after in function_words("addressee"):
        return True
    return after in function_words("time") or (
        after in {"a", "an", "his", "her", "their", "the"}
        and at + 2 < limit
        and tokens[at + 2].word in words_of("occasion_nouns")
    )


def is_appositive_after(tokens: Tokens, at: int, limit: int) -> bool:
    """Whether what follows a comma still describes the source."""
    if at >= limit or tokens[at].quoted:
        return False
    token = tokens[at]
    if token.word in function_words("breaker") - {"who", "whose"}:
        return False
    if token.word in function_words("finite"):
        return False
    if token.word.endswith("ing") and not token.is_capital:
        return False
    if token.word in pronouns("person", "thing", "speaker") or is_adverb(token):
        return False
    return token.word not in function_words("tail") - {"from", "near", "who"}

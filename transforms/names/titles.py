"""Person titles: the title or role that stands directly before a person's name.

Pure. Titles are the phrases of the lexicons, with the modifiers and names before them: "former US
Secretary of State" before "John Kerry", "Mr." before "Putin", "analyst" before "Mary Roe".
"""

from __future__ import annotations

from functools import cache

from transforms.lexicon import read_lexicon, words_in_role, words_of
from transforms.text import Span, Tokens, tokenize

_MODIFIERS = words_of("title_modifiers")
_NEVER = words_of("plain_words") - _MODIFIERS
_DAYS = words_of("calendar_words")
_OPENERS = words_in_role("name_words", "opener")
_LONGEST = 6
"""Tokens of the longest phrase in the lexicons."""


def title_before(tokens: Tokens, first: int) -> tuple[int, int] | None:
    """First and last token of the title before the name that starts at token ``first``.

    >>> text = "On Monday former US Secretary of State John Kerry spoke."
    >>> tokens = tokenize(text, Span(0, len(text)))
    >>> tokens.span(*title_before(tokens, 7)).of(text)
    'former US Secretary of State'
    """
    start = _phrase_start(tokens, first)
    if start is None:
        return None
    # Titles stand in rows ("Prime Minister and General"), and before them what they are of ("US").
    while start > 0 and _is_close(tokens, start):
        longer = _phrase_start(tokens, start)
        if longer is not None:
            start = longer
        elif _leads(tokens, start - 1):
            start -= 1
        else:
            break
    if tokens.words[start] in ("-", "–"):
        start += 1
    return start, first - 1


def _phrase_start(tokens: Tokens, end: int) -> int | None:
    """Where the longest title that ends directly before token ``end`` starts."""
    if end == 0 or not _is_close(tokens, end):
        return None
    words = tokens.words
    for start in range(max(0, end - _LONGEST), end):
        phrase = tuple(word.lower().rstrip(".") or word for word in words[start:end])
        if phrase in _titles() and (len(phrase) > 1 or phrase[0] not in _MODIFIERS):
            return start
    return None


def _is_close(tokens: Tokens, at: int) -> bool:
    """Whether a blank or nothing stands between a token and the one before."""
    return tokens.starts[at] - tokens.ends[at - 1] <= 1


def _leads(tokens: Tokens, at: int) -> bool:
    """Whether a word may open a title: "Russian" or "deputy", not the "The" of a sentence."""
    word = tokens.words[at]
    if word.lower() in _MODIFIERS:
        return True
    if word == "-":
        return at > 0 and _leads(tokens, at - 1)
    if word.lower() in _OPENERS or word.lower() in _DAYS:
        return False
    opens = at == 0 or tokens.words[at - 1] in ("“", '"', ":", "‘")
    return word[0].isupper() and not (opens and word.lower() in _NEVER)


@cache
def _titles() -> frozenset[tuple[str, ...]]:
    """Titles and nouns for persons, lower-cased, as the tokenizer cuts them."""
    surfaces = [row["surface"] for row in read_lexicon("titles")]
    surfaces += words_of("person_nouns")
    return frozenset(
        tuple(word.lower().rstrip(".") or word for word in tokenize(one, Span(0, len(one))).words)
        for one in surfaces
    )

"""Person titles: the title or role that stands directly before a person's name.

Pure. Titles are the phrases of the lexicons, with the modifiers and names before them: "former US
Secretary of State" before "John Kerry", "Mr." before "Putin", "analyst" before "Mary Roe". An
office may have its field behind it: "Minister of Defence" before "Mary Roe".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from transforms.lexicon import read_lexicon, words_in_role, words_of
from transforms.names.known_names import given_names
from transforms.text import Span, Tokens, tokenize

_MODIFIERS = words_of("title_modifiers")
_NEVER = words_of("plain_words") - _MODIFIERS
_DAYS = words_of("calendar_words")
_OPENERS = words_in_role("name_words", "opener")
_LONGEST = 6
"""Tokens of the longest phrase in the lexicons."""
_LONGEST_OFFICE = 12
"""Tokens of the field of an office: "for Digital, Culture, Media and Sport" has nine."""
_FIELD_OPENERS = frozenset({"of", "for"})
_FIELD_JOINERS = frozenset({"the", "and", "&", "’s", "'s", "-"})


def title_before(tokens: Tokens, first: int) -> tuple[int, int] | None:
    """First and last token of the title before the name that starts at token ``first``.

    >>> text = "On Monday former US Secretary of State John Kerry spoke."
    >>> tokens = tokenize(text, Span(0, len(text)))
    >>> tokens.span(*title_before(tokens, 7)).of(text)
    'former US Secretary of State'
    """
    start = _phrase_start(tokens, first)
    if start is None:
        start = _office_start(tokens, first)
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
        phrase = _lowered(words[start:end])
        if phrase in _titles() and (len(phrase) > 1 or phrase[0] not in _MODIFIERS):
            return start
    return None


def _office_start(tokens: Tokens, end: int) -> int | None:
    """Where an office with its field starts: "Minister of Defence" or "Head of Women’s Health".

    Between the title and the name stand only capitalised words and what joins them.
    """
    words = tokens.words
    at = end - 1
    if at < 0 or not words[at][0].isupper():
        return None
    while at > max(0, end - _LONGEST_OFFICE):
        if not _is_close(tokens, at + 1) or not _is_of_field(words, at):
            return None
        if words[at] in _FIELD_OPENERS and (start := _phrase_start(tokens, at)) is not None:
            return start
        at -= 1
    return None


def _is_of_field(words: Sequence[str], at: int) -> bool:
    """Whether a word may stand in the field of an office; a comma only in a row of fields."""
    word = words[at]
    if word == ",":
        return words[at - 1][0].isupper() and words[at + 1][0].isupper()
    return word[0].isupper() or word in _FIELD_OPENERS or word in _FIELD_JOINERS


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
    return frozenset(_lowered(tokenize(one, Span(0, len(one))).words) for one in surfaces)


def title_within(words: Sequence[str], first: int, last: int) -> int:
    """How many words at the start of what was read as a person's name belong to a title.

    Ranks and forms of address are no names, nor is what ends a title begun before: the "Justice" of
    "Mr Justice Harrow", the "Ely" of "Bishop of Ely Ann Lee".

    >>> title_within("Then Det Sgt Una Fell".split(), 1, 4)
    2
    """
    for cut in range(min(last - first, _LONGEST), 0, -1):
        if _lowered(words[first : first + cut]) in _addresses():
            return cut
        if _ends_title(words, first, first + cut):
            return cut
    is_field = first > 1 and words[first - 1] in _FIELD_OPENERS and _ends_title(words, first - 1)
    return 1 if is_field and last - first > 1 and words[first] not in given_names() else 0


def address_before(words: Sequence[str], first: int) -> bool:
    """Whether a form of address or a rank, capitalised, stands directly before a word."""
    return any(
        words[start][0].isupper() and _lowered(words[start:first]) in _addresses()
        for start in range(max(0, first - _LONGEST), first)
    )


def _ends_title(words: Sequence[str], first: int, end: int | None = None) -> bool:
    """Whether a title that begins before a word ends before token ``end``, or before that word."""
    end = first if end is None else end
    return any(
        words[start][0].isupper() and _lowered(words[start:end]) in _titles()
        for start in range(max(0, first - _LONGEST), first)
    )


def _lowered(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.lower().rstrip(".") or word for word in words)


@cache
def _addresses() -> frozenset[tuple[str, ...]]:
    """Titles that are never the first name of a person: "Mr", "Sgt", "Det Insp"."""
    return frozenset(
        _lowered(tokenize(row["surface"], Span(0, len(row["surface"]))).words)
        for row in read_lexicon("titles")
        if row["use"] == "never_name"
    )

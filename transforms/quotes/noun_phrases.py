"""Noun phrases: the source beside a cue, found by walking over tokens, without a parser.

Pure. A phrase is ``(first, last)``, token indexes, both inclusive; None where no phrase can stand.
Before a cue the walk goes left from its verb to where a clause opens; after a cue it goes right to
where an adjunct begins ("[said Jane Doe] in an interview").
"""

from __future__ import annotations

from functools import cache

from transforms.lexicon import read_lexicon, words_of
from transforms.quotes.cues import function_words, is_adverb, is_cue_form, pronouns
from transforms.quotes.statements import POSSESSIVES, Token

Tokens = tuple[Token, ...]
Phrase = tuple[int, int]

MAX_PHRASE = 24
MAX_APPOSITIVE = 40
_COMMAS = frozenset([",", "—", "–", "--"])
_INSIDE = frozenset(["&", "$", "/", "#", "@", "%"])
_POSSESSIVE_S = frozenset(["'s", "’s"])


def source_before(tokens: Tokens, cue_first: int, floor: int = 0) -> Phrase | None:
    """The subject that ends right before a cue: "Jane Doe, the mayor of X, [said]".

    floor: first token that may belong to it.
    """
    last = _skip_interjection(tokens, cue_first - 1, floor)
    if last < floor or tokens[last].quoted:
        return None
    end = last
    if tokens[last].word in _COMMAS:
        opening = _appositive_opening(tokens, last, floor)
        if opening is None:
            return None
        last, end = last - 1, opening - 1
    start = _walk_left(tokens, end, floor)
    if start is None:
        return None
    start = _without_fronting(tokens, start, end)
    if start is None or not _can_be_subject(tokens, start, end):
        return None
    return start, last


def source_after(tokens: Tokens, at: int, limit: int) -> Phrase | None:
    """The source that follows an inverted cue or "according to": "[said] Jane Doe, 25, of X".

    at:    first token that may belong to it.
    limit: one past the last token that may.
    """
    if at >= limit or not _starts_phrase(tokens[at]):
        return None
    stop, has_comma = at, False
    while stop < limit and stop - at < MAX_APPOSITIVE:
        token = tokens[stop]
        if token.quoted or token.word in {".", ";", ":", "?", "!", "—", "–", "--", "…"}:
            break
        if token.word == ",":
            if not _is_appositive_after(tokens, stop + 1, limit):
                break
            has_comma = True
        elif stop > at and (_begins_time if has_comma else _begins_tail)(tokens, stop, limit):
            break
        elif stop > at and (token.word in function_words("finite") and not has_comma):
            return None
        stop += 1
    last = stop - 1
    while last > at and not (tokens[last].is_word or tokens[last].word == ")"):
        last -= 1
    return at, last


def first_subject(tokens: Tokens, limit: int) -> Phrase | None:
    """The subject that a statement opens with, up to its verb: "[The governor] attacked Clinton".

    limit: one past the last token that may belong to it.
    """
    at = 0
    while at < limit and (
        not tokens[at].is_word or tokens[at].word in function_words("conjunction")
    ):
        at += 1
    if at < limit and tokens[at].word in function_words("fronting"):
        comma = next((i for i in range(at, limit) if tokens[i].word == ","), None)
        if comma is None:
            return None
        at = comma + 1
    stop = at
    while stop < limit and stop - at < MAX_PHRASE:
        token = tokens[stop]
        if token.quoted or not (token.is_word or token.word in _INSIDE) or _is_verb(tokens, stop):
            break
        if stop > at and tokens[stop - 1].word in pronouns():
            break
        if stop > at and _name_ended(tokens, at, stop):
            break
        stop += 1
    if stop == at or not _can_be_subject(tokens, at, stop - 1):
        return None
    return at, stop - 1


def goes_on_in_name(token: Token) -> bool:
    """Whether a word without a capital may stand inside a name: "the Bank of England’s"."""
    return token.word in function_words("name_inside") or token.word in _POSSESSIVE_S | {"&"}


def _begins_tail(tokens: Tokens, at: int, limit: int) -> bool:
    """Whether an adjunct begins: "[said Jane Doe] in an interview"."""
    word = tokens[at].word
    if word not in function_words("tail"):
        return False
    if word not in function_words("preposition") or word in function_words("time_preposition"):
        return True
    if not tokens[at - 1].is_capital or word == "to":
        return _begins_time(tokens, at, limit)  # "a professor at Harvard", "close to the talks"
    return True


def _begins_time(tokens: Tokens, at: int, limit: int) -> bool:
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
        after in function_words("before_occasion")
        and at + 2 < limit
        and tokens[at + 2].word in words_of("occasion_nouns")
    )


def _is_appositive_after(tokens: Tokens, at: int, limit: int) -> bool:
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


def _is_verb(tokens: Tokens, at: int) -> bool:
    token = tokens[at]
    return (
        token.word in function_words("finite")
        or token.word in function_words("breaker") - {"and"}
        or is_cue_form(token)
        or is_adverb(token)
        or (token.word.endswith("ed") and not token.is_capital and len(token.word) > 3)
    )


def _name_ended(tokens: Tokens, start: int, at: int) -> bool:
    """A lower-case word after a name is its verb, unless the name goes on ("of", "and")."""
    previous, token = tokens[at - 1], tokens[at]
    return (
        previous.is_capital
        and at - 1 > start - 1
        and not token.is_capital
        and not goes_on_in_name(token)
        and token.word not in POSSESSIVES | words_of("name_particles") | {"for", "and"}
        and token.word not in words_of("role_nouns")
    )


def _skip_interjection(tokens: Tokens, last: int, floor: int) -> int:
    """Step over ", however," between subject and cue."""
    if last - 2 > floor and tokens[last].word == "," and tokens[last - 2].word == ",":
        inner = tokens[last - 1]
        if inner.word in function_words("interjection") or is_adverb(inner):
            return last - 3
    return last


def _appositive_opening(tokens: Tokens, closing: int, floor: int) -> int | None:
    """The mark that opens the appositive closed at ``closing``; a name must stand before it."""
    mark = tokens[closing].word
    for at in range(closing - 1, max(floor, closing - MAX_APPOSITIVE), -1):
        token = tokens[at]
        if token.quoted or token.word in {";", ":"}:
            return None
        if token.word != mark or at + 1 == closing:
            continue
        if tokens[at + 1].word in function_words("conjunction"):
            return None
        start = _walk_left(tokens, at - 1, floor)
        if start is None or not _opens_clause(tokens, start, floor):
            continue
        if _names_somebody(tokens, start, at - 1):
            return at
    return None


def _opens_clause(tokens: Tokens, start: int, floor: int) -> bool:
    if start <= floor:
        return True
    before = tokens[start - 1]
    return before.quoted or not before.is_word or before.word in function_words("breaker")


def _names_somebody(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a phrase is a name or role, so that an appositive can follow it."""
    head = tokens[end]
    if tokens[start].word in function_words("fronting") | function_words("time"):
        return False
    return head.is_capital or head.word == ")" or head.word in words_of("role_nouns")


def _walk_left(tokens: Tokens, end: int, floor: int) -> int | None:
    """First token of the phrase that ends at ``end``; None if no phrase ends there."""
    at = end
    if at < floor or tokens[at].quoted:
        return None
    if tokens[at].word == ")":
        bracket = _opening_bracket(tokens, at, floor)
        if bracket is None or bracket <= floor:
            return None
        at = bracket - 1
    if not tokens[at].is_word and tokens[at].word not in POSSESSIVES:
        return None
    if tokens[at].word in function_words("breaker") - pronouns():
        return None
    if tokens[at].word in pronouns("person", "thing", "relative", "speaker", "addressee"):
        return at
    start = at
    while start > floor and end - start < MAX_PHRASE:
        token = tokens[start - 1]
        if token.quoted:
            break
        if token.word == ")":
            opening = _opening_bracket(tokens, start - 1, floor)
            if opening is None:
                break
            start = opening
            continue
        if not (token.is_word or token.word in _INSIDE | POSSESSIVES):
            break
        if token.word in function_words("breaker") and not _joins_names(tokens, start - 1):
            break
        if token.word in function_words("finite") or is_cue_form(token):
            break
        if token.word in pronouns("person", "thing", "relative", "speaker"):
            break
        start -= 1
    return start


def _opening_bracket(tokens: Tokens, at: int, floor: int) -> int | None:
    for opening in range(at - 1, max(floor, at - 10) - 1, -1):
        if tokens[opening].word == "(":
            return opening
    return None


def _joins_names(tokens: Tokens, at: int) -> bool:
    """Whether "and" joins two subjects: "Kerry and Lavrov", "friends and relatives"."""
    if tokens[at].word != "and" or at == 0 or at + 1 >= len(tokens):
        return False
    before, after = tokens[at - 1], tokens[at + 1]
    return (before.is_capital and after.is_capital) or (
        before.word in words_of("role_nouns") or before.word.rstrip("s") in words_of("role_nouns")
    )


def _without_fronting(tokens: Tokens, start: int, end: int) -> int | None:
    """Drop an adjunct that stands before the subject without a comma: "In a statement Kerry"."""
    first = tokens[start].word
    while start < end and (first in function_words("time") or is_adverb(tokens[start])):
        start += 1
        first = tokens[start].word
    if first not in function_words("fronting"):
        return start
    at = end
    while at > start and tokens[at - 1].is_capital:
        at -= 1
    if tokens[end].is_capital:
        while at <= end and tokens[at].word in function_words("time"):
            at += 1
        before = tokens[at - 1]
        blocked = before.word in function_words("preposition") | function_words("determiner")
        return None if at > end or (blocked and at - 1 >= start) else at
    for at in range(end, start, -1):
        if tokens[at].word in function_words("determiner"):
            blocked = tokens[at - 1].word in function_words("preposition")
            return None if blocked else at
    return None


def _can_be_subject(tokens: Tokens, start: int, end: int) -> bool:
    head = tokens[end]
    if head.word in function_words("nonsubject"):
        return False
    if start == end:
        return head.word not in function_words("preposition") | function_words("time") | (
            function_words("determiner") - pronouns() - function_words("plural")
        )
    return head.word not in function_words("preposition") | function_words("determiner")


def _starts_phrase(token: Token) -> bool:
    return not token.quoted and (
        (token.is_capital and token.is_word)
        or token.word in function_words("determiner")
        or token.word in pronouns()
        or token.word in _role_words()
        or token.word[0].isdigit()
        or token.word in function_words("preroles")
    )


@cache
def _role_words() -> frozenset[str]:
    """Role nouns and artifact nouns, singular and plural."""
    return frozenset(
        form
        for name in ("role_nouns", "artifact_nouns")
        for row in read_lexicon(name)
        for form in (row["surface"], row["surface"] + "s", row["surface"].rstrip("y") + "ies")
    )

"""According: whose words "according to" or "in the words of" gives, and which words those are.

Pure. Token indexes of the statement, both ends inclusive.
"""

from __future__ import annotations

from functools import cache

from transforms.lexicon import words_of
from transforms.quotes.contents import trimmed
from transforms.quotes.cues import Cue, function_words, is_cue_form, words_of_class
from transforms.quotes.noun_phrases import Phrase, Tokens, source_after


def source_of_according(tokens: Tokens, cue: Cue) -> Phrase | None:
    """Who is named behind "according to"; None where nobody is."""
    source = source_after(tokens, cue.last + 1, len(tokens))
    if source is None:
        return None
    return _without_trailing_cue(tokens, _without_clause(tokens, source))


def _without_clause(tokens: Tokens, source: Phrase) -> Phrase:
    """ "According to NP, the deal is dead": only "a", "who" and a name go on describing the source.

    A name between commas does so behind a person: "according to the mayor, Ana Sorel, …".
    """
    at = source[0]
    while at <= source[1]:
        if tokens[at].word == ",":
            closing = _end_of_name(tokens, at + 1) if _is_person(tokens, at) else -1
            if closing > at:
                return source[0], closing - 1
            if tokens[at + 1].word not in function_words("describing"):
                return source[0], at - 1
        at += 1
    return source


def _end_of_name(tokens: Tokens, at: int) -> int:
    """The comma or full stop that ends a name which begins at ``at``; -1 where none does."""
    stop = at
    while stop < len(tokens) and tokens[stop].is_capital and not tokens[stop].quoted:
        stop += 1
    return stop if at < stop < len(tokens) and tokens[stop].word in {",", "."} else -1


def _is_person(tokens: Tokens, comma: int) -> bool:
    """Whether the noun before a comma is one person's: "his deputy", not "police"."""
    return tokens[comma - 1].word in words_of("person_nouns") | _persons()


@cache
def _persons() -> frozenset[str]:
    return words_of_class("role_nouns", "person")


def _without_trailing_cue(tokens: Tokens, source: Phrase) -> Phrase:
    """Garbled wire copy: "according to Interfax news agency reported"."""
    last = source[1]
    if last == source[0] or not is_cue_form(tokens[last]):
        return source
    # "a source close to the talks" ends in a noun
    return source if tokens[last - 1].word in words_of("determiners") else (source[0], last - 1)


def beside_according(tokens: Tokens, cue: Cue, source: Phrase) -> list[Phrase]:
    """The content before and after "according to NP"; only after it where it opens the sentence."""
    if cue.first <= 1:
        start = source[1] + 1
        while start < len(tokens) and not tokens[start].is_word and not tokens[start].quoted:
            start += 1
        segments = [(start, trimmed(tokens, start, len(tokens) - 1))] if start < len(tokens) else []
    else:
        segments = [(0, trimmed(tokens, 0, cue.first - 1))]
        after = source[1] + 1
        if after + 1 < len(tokens) and tokens[after].word == ",":
            segments.append((after + 1, trimmed(tokens, after + 1, len(tokens) - 1)))
    return [s for s in segments if any(token.is_word for token in tokens[s[0] : s[1] + 1])]

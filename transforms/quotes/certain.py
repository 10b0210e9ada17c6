"""Certain: constructions that are attributions by their words alone, which an engine may miss.

Pure. Runs after either engine and adds only what touches no attribution: estimates ("the union put
the toll at 65") and silences ("did not respond to requests for comment").
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from transforms.lexicon import words_of
from transforms.quotes.attribution import Attribution
from transforms.quotes.cues import find_cues, function_words, is_adverb
from transforms.quotes.drafts import names_artifact
from transforms.quotes.noun_phrases import Phrase, source_before
from transforms.quotes.relays import renumbered
from transforms.quotes.statements import Statement
from transforms.text import Span

CONFIDENCE = 0.7
_LONGEST_MEASURE = 9
"""Tokens of what is put at a number: "the number of dead and missing"."""
_PLACING = {"put": "put", "puts": "put", "putting": "put", "pegged": "peg", "pegs": "peg"}
_MONEY = frozenset("$£€¥")
_HOURS = frozenset(["am", "pm", "a.m", "p.m", "a.m.", "p.m.", "o'clock", "o’clock"])

_Found = tuple[Phrase, Phrase, Phrase, str]
"""Source, cue and content, and the cue's lemma."""


def with_certain(
    statements: Sequence[Statement], found: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """The attributions and those that their words make certain, in text order."""
    taken = sorted(
        part for one in found for part in (*one.segments, *([one.cue] if one.cue else []))
    )
    changed: dict[int, Attribution | None] = {}
    for statement in statements:
        for source, cue, content, lemma in (*_estimates(statement), *_silences(statement)):
            spans = [_span(statement, part) for part in (source, cue, content)]
            if not any(_is_taken(taken, span) for span in spans):
                changed[len(found) + len(changed)] = _made(statement, source, spans, lemma)
    return renumbered(found, changed) if changed else tuple(found)


def _is_taken(taken: Sequence[Span], span: Span) -> bool:
    """Whether one of some sorted spans overlaps another; long ones overlap few."""
    at = bisect_right(taken, span.end_char - 1, key=lambda one: one.start_char)
    return any(one.overlaps(span) for one in taken[max(0, at - 8) : at])


def _span(statement: Statement, phrase: Phrase) -> Span:
    return Span(statement.tokens[phrase[0]].start_char, statement.tokens[phrase[1]].end_char)


def _made(statement: Statement, source: Phrase, spans: Sequence[Span], lemma: str) -> Attribution:
    words = statement.tokens[source[0] : source[1] + 1]
    is_written = names_artifact([(token.word, token.is_capital) for token in words])
    return Attribution(
        quote_type="indirect",
        attribution_kind="writing" if is_written else "speech",
        segments=(spans[2],),
        source=spans[0],
        cue=spans[1],
        cue_lemma=lemma,
        cue_negated=False,
        relays=(),
        sentence_index=statement.sentence_index,
        method="certain",
        confidence=CONFIDENCE,
    )


def _estimates(statement: Statement) -> Iterator[_Found]:
    """ "The union put the toll at 65", "polls put Hartley at 40 per cent"."""
    tokens = statement.tokens
    for verb, token in enumerate(tokens):
        if token.quoted or token.word not in _PLACING:
            continue
        place = _number_after_at(statement, verb)
        first = verb
        while first > 0 and (
            tokens[first - 1].word in {"has", "have", "had"} or is_adverb(tokens[first - 1])
        ):
            first -= 1
        source = source_before(tokens, first)
        if place is None or source is None:
            continue
        last = _number_end(statement, place)
        while last + 1 < len(tokens) and tokens[last + 1].is_word and not tokens[last + 1].quoted:
            if tokens[last + 1].word in function_words("breaker"):
                break
            last += 1
        if tokens[min(last + 1, len(tokens) - 1)].word == "%":
            last += 1
        yield source, (first, verb), (verb + 1, last), _PLACING[token.word]


def _number_after_at(statement: Statement, verb: int) -> int | None:
    """The number after "at" that something is put at; None where none is."""
    tokens = statement.tokens
    stop = min(verb + 2 + _LONGEST_MEASURE, len(tokens) - 1)
    for at in range(verb + 2, stop):
        if not tokens[at].is_word and tokens[at].word not in {"'s", "’s"}:
            return None
        if tokens[at].word == "at":
            number = at + 1
            while number < len(tokens) and not _is_number(tokens[number].word):
                hedges = words_of("modifiers") | {"more", "less", "fewer", "than", "at"}
                if tokens[number].word not in hedges | _MONEY and not is_adverb(tokens[number]):
                    return None
                number += 1
            is_hour = number + 1 < len(tokens) and tokens[number + 1].word in _HOURS
            is_place = tokens[at - 1].word in function_words("preposition")  # "put it on at six"
            return number if number < len(tokens) and not (is_hour or is_place) else None
    return None


def _number_end(statement: Statement, number: int) -> int:
    """Last token of a number whose thousands a comma divides: "3,000"."""
    tokens = statement.tokens
    while (
        number + 2 < len(tokens)
        and tokens[number + 1].word == ","
        and tokens[number + 2].word.isdigit()
        and tokens[number + 2].start_char == tokens[number].end_char + 1
    ):
        number += 2
    return number


def _is_number(word: str) -> bool:
    """Whether a token is a number, and not an ordinal: "65", "3.2m", "twelve"."""
    if word[0] in _MONEY:
        word = word[1:]
    other = word.endswith(("st", "nd", "rd", "th", "am", "pm"))  # ordinals and times of day
    return (word[:1].isdigit() and not other) or word in words_of("number_words")


def _silences(statement: Statement) -> Iterator[_Found]:
    """ "Did not respond to requests for comment", "has not replied to questions"."""
    tokens = statement.tokens
    if not any(token.word in _ANSWERS for token in tokens):
        return
    for cue in find_cues(statement):
        to = cue.last if tokens[cue.last].word == "to" else cue.last + 1
        is_silence = cue.is_negated and cue.lemma in _LEMMAS and to + 1 < len(tokens)
        if not is_silence or tokens[to].word != "to":
            continue
        noun = next(
            (at for at in range(to + 1, min(to + 6, len(tokens)))
             if tokens[at].word in words_of("request_nouns")),
            None,
        )  # fmt: skip
        source = source_before(tokens, cue.first)
        if noun is None or source is None:
            continue
        last = noun
        if [token.word for token in tokens[noun + 1 : noun + 3]] == ["for", "comment"]:
            last = noun + 2
        yield source, (cue.first, to), (to + 1, last), cue.lemma


_LEMMAS = frozenset(["respond", "reply", "answer"])
_ANSWERS = frozenset(["respond", "reply", "responded", "replied", "responding", "replying"])

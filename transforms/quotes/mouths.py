"""Mouths: words that one gives to another: "accused the mayor of saying", "the union's claim that".

Pure. Runs after either engine, statement by statement. The words belong to whoever is said to have
spoken; who accuses, praises or punishes them for it is a relay of those words. A claim that stands
in a content belongs to whom it names: "officials dismissed a union claim that …" has the union's
claim in it. Both stand inside the attribution whose content holds them, if there is one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from transforms.lexicon import words_of
from transforms.quotes.attribution import Attribution, Relay
from transforms.quotes.contents import complement_after, content_end, trimmed
from transforms.quotes.cues import (
    Cue,
    find_cues,
    function_words,
    is_adverb,
    pronoun_of,
    read_cue,
    verb_forms,
)
from transforms.quotes.noun_phrases import Phrase, source_after, source_before
from transforms.quotes.relays import renumbered
from transforms.quotes.stance_words import stance_word_at
from transforms.quotes.statements import POSSESSIVES, Statement, quote_type_of
from transforms.text import Quotation, Span

GIVEN_CONFIDENCE = 0.7
"""As for nested attributions: the same rules read them, and no corpus here marks them."""
_LINKS = frozenset(["of", "for", "over"])
_FURTHEST_BLAME = 16
"""Tokens from a verb of blame to "of" or "for": room for a name with its office."""
_FURTHEST_NOUN = 9
"""Tokens from where a content begins to the noun of a claim."""


class Given(NamedTuple):
    """Words given to somebody, by tokens of their statement.

    giver: who accuses them of the words, with the verb; None where nobody is named.
    """

    source: Phrase
    cue: Phrase
    content: Phrase
    lemma: str
    giver: tuple[Phrase, Phrase] | None = None


def words_given(
    text: str,
    statements: Sequence[Statement],
    quotations: Sequence[Quotation],
    found: Sequence[Attribution],
) -> tuple[tuple[Attribution, ...], list[tuple[int, Attribution]]]:
    """The attributions, and those that stand in their contents with the position of each parent.

    An attribution of the given words that an engine found gets their speaker instead of another.
    """
    marked = [quotation.span for quotation in quotations if quotation.depth == 0]
    changed: dict[int, Attribution | None] = {}
    unheld: list[tuple[int, Attribution]] = []
    by_statement = _by_statement(statements, found)
    for number, (statement, positions) in enumerate(zip(statements, by_statement, strict=True)):
        for given in (*_accusations(statement), *_claims(statement, found, positions)):
            made = _made(text, statement, marked, given)
            same = [at for at in positions if _shares_cue(found[at], made)]
            if same:
                changed[same[0]] = replace(made, confidence=found[same[0]].confidence)
            elif not any(_touches(found[at], made) for at in positions):
                changed[len(found) + len(changed)] = made
            else:
                unheld.append((number, made))
    everyone = renumbered(found, changed) if changed else tuple(found)
    by_statement = _by_statement(statements, everyone) if changed else by_statement
    parents = [_parent(everyone, by_statement[number], made) for number, made in unheld]
    pairs = zip(parents, unheld, strict=True)
    return everyone, [(parent, made) for parent, (_, made) in pairs if parent is not None]


def _by_statement(statements: Sequence[Statement], found: Sequence[Attribution]) -> list[list[int]]:
    """Positions of the attributions whose cue, or else content, stands in each statement."""
    starts = [statement.span.start_char for statement in statements]
    groups: list[list[int]] = [[] for _ in statements]
    for position, one in enumerate(found):
        at = bisect_right(starts, (one.cue or one.segments[0]).start_char) - 1
        if at >= 0:
            groups[at].append(position)
    return groups


def _made(text: str, statement: Statement, marked: Sequence[Span], given: Given) -> Attribution:
    segment = _span(statement, given.content)
    for quotation in statement.all_marked:  # the marks of scare quotes are no tokens
        wider = segment.envelope(quotation.span)
        if segment.overlaps(quotation.span) and not wider.overlaps(_span(statement, given.cue)):
            segment = wider
    relays: tuple[Relay, ...] = ()
    if given.giver is not None:
        giver, verb = given.giver
        relays = (Relay(_span(statement, giver), _span(statement, verb)),)
    words = [token.word for token in statement.tokens[given.cue[0] : given.cue[1] + 1]]
    kind = read_cue(words).kind
    return Attribution(
        quote_type=quote_type_of(text, (segment,), marked),
        attribution_kind=kind if kind in ("speech", "writing") else "speech",
        segments=(segment,),
        source=_span(statement, given.source),
        cue=_span(statement, given.cue),
        cue_lemma=given.lemma,
        cue_negated=False,
        relays=relays,
        sentence_index=statement.sentence_index,
        method="words_given",
        confidence=GIVEN_CONFIDENCE,
    )


def _span(statement: Statement, phrase: Phrase) -> Span:
    return Span(statement.tokens[phrase[0]].start_char, statement.tokens[phrase[1]].end_char)


def _shares_cue(one: Attribution, made: Attribution) -> bool:
    return one.cue is not None and made.cue is not None and one.cue.overlaps(made.cue)


def _touches(one: Attribution, made: Attribution) -> bool:
    """Whether an attribution has any of the words that are given."""
    return any(part.overlaps(made.span) for part in one.segments)


def _parent(
    everyone: Sequence[Attribution], positions: Sequence[int], made: Attribution
) -> int | None:
    """The attribution with the shortest content that holds the words; None when none does."""
    holding = [
        (segment.end_char - segment.start_char, at)
        for at in positions
        for segment in everyone[at].segments
        if segment.contains(made.span)
    ]
    return min(holding)[1] if holding else None


# Accused of saying


def _accusations(statement: Statement) -> Iterator[Given]:
    """ "Accused the mayor of saying …", "was sacked for telling the council that …"."""
    tokens = statement.tokens
    if not any(_is_link(statement, at) for at in range(1, len(tokens) - 1)):
        return
    cues = find_cues(statement)
    for number, cue in enumerate(cues):
        if cue.first == 0 or not _is_link(statement, cue.first - 1):
            continue
        content = _content(statement, cues, number)
        verb = _blame_before(statement, cue.first - 1)
        if content is None or verb is None:
            continue
        blamed = _blamed(statement, verb, cue.first - 1)
        if blamed is not None:
            source, giver = blamed
            link = (giver, (verb, verb)) if giver is not None else None
            yield Given(source, (cue.first, cue.last), content, cue.lemma, link)


def _is_link(statement: Statement, at: int) -> bool:
    """Whether "of", "for" or "over" and a participle of speech stand at a token."""
    link, verb = statement.tokens[at : at + 2]
    if link.word not in _LINKS or link.quoted or verb.quoted or not verb.word.endswith("ing"):
        return False
    cue = verb_forms().get(verb.word)
    return cue is not None and cue.kind in ("speech", "writing")


def _content(statement: Statement, cues: tuple[Cue, ...], number: int) -> Phrase | None:
    complement = complement_after(statement, cues[number])
    if complement is None:
        return None
    return complement.start, content_end(statement, complement.start, cues, number)


def _blame_before(statement: Statement, link: int) -> int | None:
    """The verb of blame before "of" or "for", in the same clause."""
    tokens = statement.tokens
    for at in range(link - 1, max(-1, link - 1 - _FURTHEST_BLAME), -1):
        if tokens[at].quoted or tokens[at].word in function_words("conjunction") - {"and", "or"}:
            return None
        if tokens[at].word in words_of("blame_verbs") and not tokens[at].is_capital:
            return at
    return None


def _blamed(statement: Statement, verb: int, link: int) -> tuple[Phrase, Phrase | None] | None:
    """Who is said to have spoken, and who blames them for it."""
    tokens = statement.tokens
    first = verb
    while first > 0 and (
        tokens[first - 1].word in function_words("auxiliary") or is_adverb(tokens[first - 1])
    ):
        first -= 1
    words = {token.word for token in tokens[first:verb]}
    subject = source_before(tokens, first)
    if words & function_words("be") and not tokens[verb].word.endswith("ing"):
        by = tokens[verb + 1].word == "by"
        giver = source_after(tokens, verb + 2, link) if by else None
        return (subject, giver) if subject is not None else None
    # "accused the paper of lying and of saying": the paper
    end = next(
        at
        for at in range(verb + 1, link + 1)
        if tokens[at].word in _LINKS and tokens[at + 1].word.endswith("ing")
    )
    if end == verb + 1 or not tokens[verb + 1].is_word:
        return None
    return (verb + 1, trimmed(tokens, verb + 1, end - 1)), subject


# Claims


def _claims(
    statement: Statement, found: Sequence[Attribution], positions: Sequence[int]
) -> Iterator[Given]:
    """The claims of others with which contents begin."""
    tokens = statement.tokens
    for at in positions:
        one = found[at]
        if one.cue is None or one.quote_type == "direct":
            continue
        segment = one.segments[-1]
        first = bisect_left(tokens, segment.start_char, key=lambda token: token.start_char)
        stop = bisect_left(tokens, segment.end_char, key=lambda token: token.start_char)
        given = _claim(statement, first, stop)
        if given is not None:
            yield given


def _claim(statement: Statement, first: int, stop: int) -> Given | None:
    """ "A union claim that …", "Crole's suggestion that …", "a report by the auditors of …"."""
    tokens = statement.tokens
    for noun in range(first, min(first + _FURTHEST_NOUN, stop - 1)):
        token = tokens[noun]
        if token.quoted or token.word in function_words("subordinator") | function_words("finite"):
            return None
        if token.word not in words_of("claim_nouns") or token.is_capital:
            continue
        source, after = _author_before(statement, first, noun), noun + 1
        if source is None and tokens[after].word == "by":
            source = _author_after(statement, after + 1, stop)
            if source is not None:
                links = (k for k in range(source[1] + 1, stop) if tokens[k].word in {"that", "of"})
                after = next(links, after)
        if source is None or after + 1 >= stop or tokens[after].word not in {"that", "of"}:
            return None
        begin = after if tokens[after].word == "that" else after + 1
        last = trimmed(tokens, begin, _verdict(statement, begin, stop) - 1)
        lemma = read_cue([token.word]).lemma or token.word
        return Given(source, (noun, noun), (begin, last), lemma) if last > begin else None
    return None


def _verdict(statement: Statement, begin: int, stop: int) -> int:
    """Where a verdict on the claim begins, if one does: "the claim that 300 left [was wrong]"."""
    words = [token.word for token in statement.tokens[:stop]]
    for at in range(begin + 1, stop - 1):
        after = at + 1
        while after < stop - 1 and (
            words[after] in function_words("negation") or is_adverb(statement.tokens[after])
        ):
            after += 1
        if words[at] in function_words("be") and stance_word_at(words, after, "verdict"):
            return at
    return stop


def _author_before(statement: Statement, first: int, noun: int) -> Phrase | None:
    """ "Crole's [suggestion]", "a union [claim]", "the police [estimate]"."""
    tokens = statement.tokens
    last = noun - 1
    while last > first and tokens[last].word not in POSSESSIVES and _is_plain(tokens[last].word):
        last -= 1  # "the union's latest claim"
    if tokens[last].word in POSSESSIVES and last > first:
        source = source_before(tokens, last, first)
        timely = source is not None and tokens[source[1]].word in (
            function_words("time") | function_words("daytime")
        )
        return None if timely else source
    if pronoun_of(tokens[last].word) or last < first:
        return None
    head = tokens[noun - 1]
    if noun - 1 < first or head.word in function_words("determiner"):
        return None  # "A [number] of mayors"
    if not (_is_role(head.word) or head.is_capital):
        return None
    begin = noun - 1
    while begin > first and tokens[begin - 1].is_capital:
        begin -= 1
    if begin > first and _is_role(tokens[begin - 1].word):
        begin -= 1
    # "it was late. Reuters reports that": a verb; "[dismissed] police claims that": a noun
    if begin > first and tokens[begin - 1].word not in function_words("determiner"):
        return None
    return begin, noun - 1


def _author_after(statement: Statement, at: int, stop: int) -> Phrase | None:
    """ "[A report by] the auditors", up to "that" or "of"."""
    tokens = statement.tokens
    end = next((k for k in range(at, stop) if tokens[k].word in {"that", "of"}), at)
    last = end - 1
    adjunct = function_words("time") | function_words("daytime") | function_words("preposition")
    while last >= at and tokens[last].word in adjunct:
        last -= 1
    return (at, last) if last >= at else None


def _is_plain(word: str) -> bool:
    return word not in function_words("determiner") and not _is_role(word)


def _is_role(word: str) -> bool:
    return word in words_of("role_nouns") or word in function_words("plural")

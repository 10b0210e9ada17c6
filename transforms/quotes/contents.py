"""Contents: where the words that a cue reports begin and end in its statement.

Pure. Token indexes of the statement; ``last`` is inclusive.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from transforms.lexicon import words_of
from transforms.quotes.cues import (
    Cue,
    function_words,
    is_adverb,
    is_cue_form,
    pronouns,
    words_of_class,
)
from transforms.quotes.noun_phrases import Phrase, Tokens, goes_on_in_name
from transforms.quotes.statements import Statement

MAX_ADJUNCT = 18
MAX_OBJECT = 10
_CLAUSE_PRONOUNS = frozenset(["person", "thing", "speaker", "addressee"])


class Complement(NamedTuple):
    """What a leading cue reports.

    start:     first token of the content.
    shape:     that, clause, wh, infinitive, object or quotation.
    addressee: who is spoken to: "told [reporters] that".
    """

    start: int
    shape: str
    addressee: Phrase | None = None


def complement_after(statement: Statement, cue: Cue) -> Complement | None:
    """The content that follows a cue: "[said] that …", "[said:] “…”", "[vowed] to …"."""
    tokens = statement.tokens
    at, addressee = cue.last + 1, None
    while at < len(tokens) and not tokens[at].quoted and is_adverb(tokens[at]):
        at += 1
    if at >= len(tokens):
        return None
    if "object-to" in cue.takes and (found := _object_to(tokens, at)):
        return found
    if "addressee" in cue.takes:
        addressee = _addressee(tokens, at)
        if addressee is None:
            return None
        at = addressee[1] + 1
    marked = _marked(tokens, at, cue)
    if marked is not None:
        return marked._replace(addressee=addressee)
    at = skip_adjuncts(tokens, at)
    if at >= len(tokens) or not tokens[at].is_word or tokens[at].quoted:
        return None
    shape = _unmarked_shape(tokens, at, cue)
    return Complement(at, shape, addressee) if shape is not None else None


def _marked(tokens: Tokens, at: int, cue: Cue) -> Complement | None:
    """A content that a mark opens: quotation, colon, "that", "to", "whether"."""
    stop = min(len(tokens), at + MAX_ADJUNCT)
    for here in range(at, stop):
        token = tokens[here]
        if token.quoted:
            shape = "object" if "object" in cue.takes and here > at else "quotation"
            if cue.takes == {"infinitive"}:
                return None
            return Complement(at if shape == "object" else here, shape)
        if token.word == ":":
            return _after_colon(tokens, here + 1, cue)
        takes_that = not cue.takes.isdisjoint(("clause", "that", "addressee"))
        if token.word == "that" and takes_that and not _is_relative(tokens, at, here):
            return Complement(here, "that")
        if here == at and token.word == "to" and "infinitive" in cue.takes:
            return Complement(here, "infinitive")
        takes_wh = takes_that or "wh" in cue.takes or "prepositional" in cue.takes
        if token.word in function_words("subordinator") and takes_wh and here == at:
            return Complement(here, "wh")
        if token.word == "if" and here > at and "wh" in cue.takes:
            return Complement(here, "wh")
        if token.word in function_words("finite") or is_cue_form(token):
            return None
        if here == at and _begins_content(tokens, at, cue):
            return None
        if token.word in {";", "."}:
            return None
    return None


def _begins_content(tokens: Tokens, at: int, cue: Cue) -> bool:
    """Whether the very next word belongs to the content, so that no mark need be looked for."""
    if cue.takes.isdisjoint(("clause", "object", "addressee")):
        return False
    token = tokens[at]
    adjunct = function_words("preposition") | function_words("time") | {","}
    if "object" in cue.takes and "clause" not in cue.takes:
        return False
    return token.word not in adjunct and skip_adjuncts(tokens, at) == at


def _is_relative(tokens: Tokens, at: int, that: int) -> bool:
    """Whether the "that" at ``that`` belongs to a word before it: "so that", "all that"."""
    return that > at and tokens[at].is_word and tokens[that - 1].word in {"all", "so"}


def _after_colon(tokens: Tokens, at: int, cue: Cue) -> Complement | None:
    if at >= len(tokens):
        return None
    if tokens[at].quoted:
        return Complement(at, "quotation")
    return Complement(at, "clause") if cue.kind in ("speech", "writing") else None


def _unmarked_shape(tokens: Tokens, at: int, cue: Cue) -> str | None:
    """The shape of a content that begins without a mark at ``at``."""
    token = tokens[at]
    if token.word == "to":
        return "infinitive" if "infinitive" in cue.takes else None
    if token.word in function_words("conjunction") | function_words("uncontent"):
        return None
    if not cue.takes.isdisjoint(("clause", "addressee")):
        if "clause" in cue.takes and cue.lemma not in words_of("loose_cues"):
            return "clause"
        if _has_finite_verb(tokens, at):
            return "clause"
    if "that" in cue.takes and _has_finite_verb(tokens, at):
        return "clause"
    if "object" in cue.takes and at == cue.last + 1:
        blocked = function_words("preposition") | function_words("time") | {"by"}
        return None if token.word in blocked and "prepositional" not in cue.takes else "object"
    return None


def _has_finite_verb(tokens: Tokens, at: int) -> bool:
    if tokens[at].word in pronouns(*_CLAUSE_PRONOUNS):
        return True
    for here in range(at + 1, min(len(tokens), at + MAX_ADJUNCT)):
        token = tokens[here]
        if token.quoted or token.word in {",", ";", ".", ":"}:
            return False
        if token.word in function_words("finite"):
            return True
    return False


def _object_to(tokens: Tokens, at: int) -> Complement | None:
    """ "[urged] Congress to act": the content begins with who is to act."""
    for here in range(at + 1, min(len(tokens), at + MAX_OBJECT)):
        token = tokens[here]
        if token.quoted or not (token.is_word or token.word in {"’", "'"}):
            return None
        if token.word == "to":
            return Complement(at, "object")
        if token.word in function_words("finite") | function_words("subordinator"):
            return None
    return None


def _addressee(tokens: Tokens, at: int) -> Phrase | None:
    """Who is spoken to; None when nobody is."""
    first = tokens[at]
    if first.quoted or not first.is_word or first.word in function_words("subordinator"):
        return None
    if first.word in function_words("addressee") and not _is_possessive(tokens, at):
        return at, at
    stop = at
    if first.word in function_words("determiner") or _is_possessive(tokens, at):
        stop += 1
        while stop < len(tokens) and stop - at < 5 and _continues_noun(tokens, stop):
            stop += 1
        return at, _last_of_addressee(tokens, at, max(at, stop - 1))
    while stop < len(tokens) and (
        tokens[stop].is_capital
        or goes_on_in_name(tokens[stop])
        or (tokens[stop].word == "and" and stop + 1 < len(tokens) and tokens[stop + 1].is_capital)
    ):
        stop += 1
    if stop == at:
        stop = at + 1
    return at, stop - 1


def _is_possessive(tokens: Tokens, at: int) -> bool:
    """Whether "her" says whose the noun after it is: "told her mother"."""
    after = tokens[at + 1].word if at + 1 < len(tokens) else ""
    return tokens[at].word in function_words("possessive") and after in _addressed_nouns()


def _last_of_addressee(tokens: Tokens, first: int, last: int) -> int:
    """Last token of an addressee, whose words may run into the subject of what is said.

    "told the BBC prices had risen", "told the court costs had risen": if a finite verb follows, the
    last name or noun for a person, body or occasion ends it that leaves a subject behind it.
    """
    after = last + 1
    if after >= len(tokens) or tokens[after].word not in function_words("finite"):
        return last
    for at in range(last - 1, first, -1):
        goes_on = tokens[at + 1].is_capital or tokens[at + 1].word in _addressed_nouns()
        if (tokens[at].is_capital and not goes_on) or tokens[at].word in _addressed_nouns():
            return at
    return last


@cache
def _addressed_nouns() -> frozenset[str]:
    """Nouns of whom or what one speaks to, singular and plural: "court", "magistrates"."""
    lexicons = ("role_nouns", "person_nouns", "antecedent_nouns", "occasion_nouns")
    nouns = frozenset[str]().union(*(words_of(name) for name in lexicons))
    outlets = words_of_class("news_outlets", "noun") | words_of_class("news_outlets", "head")
    return nouns | {f"{noun}s" for noun in nouns} | outlets


def _continues_noun(tokens: Tokens, at: int) -> bool:
    token = tokens[at]
    return (
        token.is_word
        and not token.quoted
        and token.word not in pronouns()
        and token.word not in function_words("finite") | function_words("subordinator")
        and token.word not in function_words("preposition") | function_words("determiner")
        and token.word not in function_words("time") | function_words("conjunction")
    )


def skip_adjuncts(tokens: Tokens, at: int) -> int:
    """Step over times and occasions: "Monday", "on Tuesday night", "in an interview with CNN"."""
    while at < len(tokens) and not tokens[at].quoted:
        step = _adjunct_end(tokens, at)
        if step == at:
            break
        at = step
        if at < len(tokens) and tokens[at].word == ",":
            at += 1
    return at


def _adjunct_end(tokens: Tokens, at: int) -> int:
    """One past an adjunct that begins at ``at``; ``at`` when none does."""
    here = at
    if tokens[here].word in function_words("preposition"):
        here += 1
    if here >= len(tokens):
        return at
    word = tokens[here].word
    if word in function_words("time"):
        relative = word in function_words("relative_time")
        here += 2 if relative else 1
        if here < len(tokens) and tokens[here].word in function_words("daytime"):
            here += 1
        return min(here, len(tokens))
    if here == at:
        return at
    for noun in range(here, min(len(tokens), here + 6)):
        if tokens[noun].quoted or not tokens[noun].is_word:
            return at
        if tokens[noun].word in words_of("occasion_nouns"):
            here = noun + 1
            while here < len(tokens) and tokens[here].word in words_of("occasion_nouns"):
                here += 1
            return _with_place(tokens, here)
    return at


def _with_place(tokens: Tokens, at: int) -> int:
    """Take in "with CNN" or "in New York" after an occasion."""
    if at + 1 < len(tokens) and tokens[at].word in function_words("preposition"):
        here = at + 1
        if tokens[here].word in function_words("determiner"):
            here += 1
        start = here
        while here < len(tokens) and (
            tokens[here].is_capital or tokens[here].word in {"'s", "’s", "&"}
        ):
            here += 1
        if here > start and tokens[start].word not in function_words("time"):
            return here
    return at


def content_end(statement: Statement, start: int, cues: tuple[Cue, ...], number: int) -> int:
    """Last token of a content that begins at ``start`` and follows cue ``number``.

    It runs to the end of the statement unless a coordinated cue takes over: ", adding that …",
    ", while Putin said …", " and promised to …", ", according to …".
    """
    tokens = statement.tokens
    last = len(tokens) - 1
    for cue in cues[number + 1 :]:
        if cue.first <= start:
            continue
        cut = _cut_before(tokens, start, cue)
        if cut is not None:
            last = cut
            break
    return trimmed(tokens, start, last)


def _cut_before(tokens: Tokens, start: int, cue: Cue) -> int | None:
    """Last token before a cue that starts an attribution of its own; None if it is nested."""
    before = tokens[cue.first - 1]
    if before.quoted and "according" not in cue.takes:
        return None
    if "according" in cue.takes:
        return cue.first - 1
    speaks = cue.kind in ("speech", "writing")
    if cue.is_participle and before.word == "," and speaks:
        return cue.first - 1
    if before.word in {"and", "but"} and speaks and not cue.is_participle:
        after = tokens[cue.last + 1].word if cue.last + 1 < len(tokens) else ""
        marked = after in {"that", "to"} or (
            cue.last + 1 < len(tokens) and tokens[cue.last + 1].quoted
        )
        marked = marked or ("clause" in cue.takes and cue.lemma not in words_of("loose_cues"))
        return cue.first - 2 if marked or tokens[cue.first - 2].word == "," else None
    for at in range(cue.first - 1, max(start, cue.first - MAX_OBJECT), -1):
        token = tokens[at]
        if token.quoted:
            return None
        if token.word in function_words("conjunction"):
            has_comma = tokens[at - 1].word == "," or tokens[at - 1].quoted
            return at - 1 if has_comma and speaks else None
        if token.word == ",":
            return None
    return None


def trimmed(tokens: Tokens, start: int, last: int) -> int:
    """Last token of a content without the marks and conjunctions that end it."""
    while last > start and not tokens[last].quoted:
        token = tokens[last]
        closes = token.word in {")", "]", "%", "’", "'", "”", '"', "''"}
        if (token.is_word and token.word not in function_words("conjunction")) or closes:
            break
        last -= 1
    return last

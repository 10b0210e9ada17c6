"""Cues: the words that report what somebody said, wrote or thought.

Pure. ``find_cues`` finds verb groups ("is reporting", "did not say", "has called for") and
"according to" in a statement, outside quotations; ``frames`` decides whether a cue has a source and
a content. ``read_cue`` reads a cue that another finder has cut out, which may also be a noun ("in a
statement") or a mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple, get_args

from transforms.lexicon import read_lexicon, words_of
from transforms.quotes.statements import Statement, Token
from transforms.text import TITLE_KINDS

CueKind = Literal["speech", "writing", "thought", "other"]
_ACCORDING = (("according", "to"), ("in", "the", "words", "of"))
_FIRST_OF_ACCORDING = frozenset(words[0] for words in _ACCORDING)
_KINDS: dict[str, CueKind] = {kind: kind for kind in get_args(CueKind)}


class CueVerb(NamedTuple):
    """One row of the lexicon ``cues``; has_bare_past: its past is its base form: "read"."""

    lemma: str
    kind: CueKind
    takes: frozenset[str]
    prepositions: frozenset[str]
    has_bare_past: bool = False


class Cue(NamedTuple):
    """One cue in a statement; indexes count the statement's tokens.

    first, last:   first and last token, both inclusive: "has called for".
    verb:          the token that carries the lemma.
    takes:         what may follow, as in the lexicon; {"according"} for "according to".
    is_participle: "saying" without a form of "be": its subject stands elsewhere.
    is_passive:    "was labeled".
    """

    first: int
    verb: int
    last: int
    lemma: str
    kind: CueKind
    takes: frozenset[str]
    is_negated: bool = False
    is_participle: bool = False
    is_passive: bool = False


@cache
def verb_forms() -> dict[str, CueVerb]:
    """The verb of every inflected form."""
    forms: dict[str, CueVerb] = {}
    for row in read_lexicon("cues"):
        verb = CueVerb(
            row["lemma"],
            _KINDS[row["kind"]],
            frozenset(row["takes"].split()),
            frozenset(row["prepositions"].split()),
            row["lemma"] in row["forms"].split(),
        )
        for form in (row["lemma"], *row["forms"].split()):
            forms[form] = verb
    return forms


@cache
def words_of_class(lexicon: str, word_class: str) -> frozenset[str]:
    """Words of one class of a lexicon that has classes."""
    return frozenset(row["surface"] for row in read_lexicon(lexicon) if row["class"] == word_class)


@cache
def function_words(word_class: str) -> frozenset[str]:
    """Words of one class of the lexicon ``function_words``."""
    return words_of_class("function_words", word_class)


@cache
def pronouns(*classes: str, number: str = "") -> frozenset[str]:
    """Pronouns of these classes, or of every class when none is given.

    number: "singular" or "plural"; either when empty.

    >>> sorted(pronouns("person", "thing", number="singular"))
    ['he', 'it', 'she']
    """
    return frozenset(
        row["surface"]
        for row in read_lexicon("pronouns")
        if (not classes or row["class"] in classes) and (not number or row["number"] == number)
    )


@cache
def pronoun_of(word: str) -> str:
    """The pronoun of any of its forms in lower case, "" of another word.

    >>> pronoun_of("her"), pronoun_of("she"), pronoun_of("mayor")
    ('she', 'she', '')
    """
    if word in pronouns():
        return word
    forms = {row["surface"]: row["pronoun"] for row in read_lexicon("pronoun_forms")}
    return forms.get(word, "")


def is_adverb(token: Token) -> bool:
    """Whether a token may stand between subject and verb.

    >>> is_adverb(Token(0, 10, "repeatedly", False, False, True))
    True
    """
    return token.word in function_words("adverb") or (
        token.word.endswith("ly") and len(token.word) > 4 and not token.is_capital
    )


def is_cue_form(token: Token) -> bool:
    """Whether a token looks like a reporting verb in use (not a base form, not a name)."""
    verb = verb_forms().get(token.word)
    return verb is not None and verb.lemma != token.word and not token.is_capital


def find_cues(statement: Statement) -> tuple[Cue, ...]:
    """Cues in token order, outside quotations, never overlapping."""
    tokens = statement.tokens
    forms = verb_forms()
    found: list[Cue] = []
    for at, token in enumerate(tokens):
        if token.quoted:
            continue
        if token.word in _FIRST_OF_ACCORDING and (according := _according_cue(tokens, at)):
            found.append(according)
            continue
        verb = forms.get(token.word)
        if verb is None or (token.is_capital and not _capital_may_be_verb(statement, at)):
            continue
        cue = _verb_cue(tokens, at, verb)
        if cue is None or (found and _names_a_source(tokens, found[-1], at, verb)):
            continue
        if found and cue.first <= found[-1].last:
            if "according" in found[-1].takes:
                continue
            found.pop()  # "declined to say": the later verb carries the content
        found.append(cue)
    return tuple(found)


def _names_a_source(tokens: tuple[Token, ...], before: Cue, at: int, verb: CueVerb) -> bool:
    """Whether a bare form ends the noun phrase behind "according to": "a police report"."""
    if "according" not in before.takes or tokens[at].word != verb.lemma:
        return False
    between = {token.word for token in tokens[before.last + 1 : at]}
    return bool(between & words_of("determiners")) and "," not in between


def _according_cue(tokens: tuple[Token, ...], at: int) -> Cue | None:
    """ "According to", or "in the words of", which stand as it does, from token ``at`` on."""
    for words in _ACCORDING:
        if all(_word(tokens, at + step) == word for step, word in enumerate(words)):
            last = at + len(words) - 1
            return Cue(at, at, last, " ".join(words), "speech", frozenset(["according"]))
    return None


def _word(tokens: tuple[Token, ...], at: int) -> str:
    return tokens[at].word if 0 <= at < len(tokens) else ""


def _capital_may_be_verb(statement: Statement, at: int) -> bool:
    """Headlines capitalise verbs; a statement may open with its cue: "Said Ellis: …"."""
    return statement.zone in TITLE_KINDS or at == 0


def _verb_cue(tokens: tuple[Token, ...], at: int, verb: CueVerb) -> Cue | None:
    word = tokens[at].word
    first = _group_start(tokens, at)
    group = {tokens[i].word for i in range(first, at)}
    before = _word(tokens, first - 1)
    is_negated = bool(group & function_words("negation"))
    if before == "to" and word == verb.lemma:
        extended = _catenative_start(tokens, first - 1)
        if extended is None or not _has_complement(tokens, at):
            return None
        refusal = {tokens[i].word for i in range(extended, first)} & function_words("refusal")
        is_negated = is_negated or bool(refusal)
        first = extended
    elif _is_noun_here(tokens, first, at, verb):
        return None
    is_ing = word.endswith("ing") and word != verb.lemma
    has_be = bool(group & function_words("be"))
    last, takes = _with_preposition(tokens, at, verb)
    return Cue(
        first=first,
        verb=at,
        last=last,
        lemma=verb.lemma,
        kind=verb.kind,
        takes=takes,
        is_negated=is_negated or word in function_words("refusal"),
        is_participle=is_ing and not has_be,
        is_passive=has_be and not is_ing and word != verb.lemma and not word.endswith("s"),
    )


def _group_start(tokens: tuple[Token, ...], at: int) -> int:
    """First token of the verb group: auxiliaries and adverbs before the verb."""
    first = at
    while first > 0 and not tokens[first - 1].quoted:
        token = tokens[first - 1]
        if not (token.word in function_words("auxiliary") or is_adverb(token)):
            break
        if token.word in ("'s", "’s") and not _is_contracted_verb(tokens, first - 1):
            break
        first -= 1
    return first


def _is_contracted_verb(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether ’s stands for "is" or "has"; certain only after a pronoun."""
    return _word(tokens, at - 1) in pronouns()


def _catenative_start(tokens: tuple[Token, ...], to: int) -> int | None:
    """First token of "went on to" or "declined to" before the verb; None for a plain infinitive."""
    at = to - 1
    if _word(tokens, at) == "on":
        at -= 1
    if _word(tokens, at) not in function_words("catenative") | function_words("refusal"):
        return None
    return _group_start(tokens, at)


def _has_complement(tokens: tuple[Token, ...], at: int) -> bool:
    after = _word(tokens, at + 1)
    return after.isalnum() or (at + 1 < len(tokens) and tokens[at + 1].quoted) or after == ":"


def _is_noun_here(tokens: tuple[Token, ...], first: int, at: int, verb: CueVerb) -> bool:
    """Whether a form that could be a noun, adjective or bare infinitive is not a verb in use."""
    word = tokens[at].word
    if first == 0:
        return first == at and word == verb.lemma
    previous = tokens[first - 1]
    if previous.quoted or not previous.is_word:
        is_base = word == verb.lemma and not (previous.quoted and verb.has_bare_past)
        return is_base and first == at and previous.word != ")"
    if previous.word in ("'s", "’s", "'", "’") or previous.word in function_words("possessive"):
        return True
    if first == at and previous.word in function_words("determiner") - pronouns():
        return True
    if previous.word == "to" or (
        previous.word in function_words("preposition") and word[-3:] != "ing"
    ):
        return True
    if word == verb.lemma and first == at:
        return not _may_be_plural_subject(previous)
    if word.endswith("s") and first == at and verb.lemma in words_of("noun_cues"):
        return not _may_be_singular_subject(previous)
    return word != verb.lemma and _word(tokens, at + 1) == "by" and first == at


def _may_be_plural_subject(token: Token) -> bool:
    return (
        token.word in pronouns() - pronouns("person", "thing", number="singular")
        or token.word in function_words("plural")
        or (token.word.endswith("s") and not token.word.endswith("ss"))
    )


def _may_be_singular_subject(token: Token) -> bool:
    """Whether "plans" after this word is a verb: "Kerry plans", "the company plans"."""
    return (
        token.is_capital
        or token.word in pronouns()
        or token.word in words_of("role_nouns")
        or token.word in words_of("artifact_nouns")
    )


def _with_preposition(
    tokens: tuple[Token, ...], at: int, verb: CueVerb
) -> tuple[int, frozenset[str]]:
    """Last token of the cue and what it takes, once "for" of "called for" belongs to it."""
    after = _word(tokens, at + 1)
    if after in function_words("particle") and after in verb.prepositions | {"out"}:
        beyond = _word(tokens, at + 2)
        if beyond in function_words("preposition"):
            return at + 2, frozenset(["object"])
        return at + 1, frozenset(["clause", "object"])
    if after in verb.prepositions:
        return at + 1, frozenset(["object", "prepositional"])
    return at, verb.takes


class CueReading(NamedTuple):
    """Lemma and kind of a cue; the lemma is None when no word of it is in a lexicon."""

    lemma: str | None
    kind: CueKind
    is_negated: bool


def read_cue(words: Sequence[str]) -> CueReading:
    """Lemma, kind and negation of a cue given as lower-cased words.

    A verb that speaks only before quoted words ("went", "shrugged") is no speech by itself.

    >>> read_cue(["did", "not", "say"])
    CueReading(lemma='say', kind='speech', is_negated=True)
    >>> read_cue(["according", "to"]).lemma, read_cue([":"]).kind, read_cue(["in", "a", "letter"])
    ('according to', 'speech', CueReading(lemma='letter', kind='writing', is_negated=False))
    """
    negated = not (function_words("negation") | function_words("refusal")).isdisjoint(words)
    if "according" in words:
        return CueReading("according to", "speech", negated)
    verbs = [verb_forms()[word] for at, word in enumerate(words) if _is_verb(words, at)]
    if verbs:
        last = verbs[-1]
        quotes_only = "quotation" in last.takes and last.takes <= _QUOTES_ONLY and not negated
        return CueReading(last.lemma, "other" if quotes_only else last.kind, negated)
    others = [_others()[word] for word in words if word in _others()]
    if others:
        lemma, kind = others[-1]
        return CueReading(lemma, kind, negated)
    has_words = any(word[0].isalnum() for word in words)
    return CueReading(None, "other" if has_words else "speech", negated)


def _is_verb(words: Sequence[str], at: int) -> bool:
    """Whether a word is a reporting verb in use; "fire" in "defied a cease-fire" is not."""
    verb = verb_forms().get(words[at])
    if verb is None or words[at] != verb.lemma or at == 0:
        return verb is not None
    before = words[at - 1]
    return (
        before == "to"
        or before.endswith(("ly", "n't", "n’t"))
        or any(before in function_words(name) for name in ("auxiliary", "be", "negation", "adverb"))
    )


_QUOTES_ONLY = frozenset(["inverted", "quotation"])


@cache
def _others() -> dict[str, tuple[str, CueKind]]:
    """Lemma and kind of words that are not verbs of the lexicon ``cues``."""
    return {
        row["surface"]: (row["lemma"] or row["surface"], _KINDS[row["kind"]])
        for row in read_lexicon("cue_words")
    }

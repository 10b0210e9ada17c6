"""Clauses: the subject or object that stands before a quantity, found by walking over words.

Pure. There is no tagger: lexicons list the verbs, prepositions and conjunctions that end a noun
phrase, and any other word may be part of one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.figures.counted import singular
from transforms.figures.passage import Passage
from transforms.figures.vocabulary import figure_words
from transforms.lexicon import read_lexicon, words_of

PREPOSITIONS = words_of("prepositions")
# "lift", "double", "slow" are nouns and adjectives too; their forms in -ed and -ing are verbs.
_CHANGES = frozenset(
    row["surface"]
    for row in read_lexicon("change_words")
    if row["side"] == "before" and (not row["cautious"] or row["surface"].endswith(("ed", "ing")))
)
VERBS = words_of("measured_verbs") | _CHANGES
_STOPS = words_of("noun_stops") | words_of("measured_stops") | words_of("determiners")
_DETERMINERS = words_of("determiners")
_PRONOUNS = words_of("pronouns") | figure_words("no_subject")
_OPENERS = words_of("clause_openers")
_RELATIVES = figure_words("relative")
MARKS = frozenset(',;:()[]“”"—–…')
_LINKS, _INSIDE = figure_words("phrase_link"), figure_words("inside_phrase")
_TOKEN = re.compile(r"[^\W\d_][\w&’'.-]*[\w’']|[^\W\d_]|\d[\d,.]*\d|\d|[^\s\w]")
_TIMES = (
    words_of("calendar_words")
    | {row["surface"] for row in read_lexicon("months") if row["language"] == "en"}
    | figure_words("time_of_day")
)
_PUTS = _CHANGES | words_of("putting_verbs")
_WINDOW, _MAX_CLAUSES, _MAX_HEAD, _MAX_PHRASE = 220, 4, 4, 9


@dataclass(frozen=True, slots=True)
class WordToken:
    """A word or mark with its place.

    lower: the same in lower case.
    opens: it is the first of its sentence.
    """

    text: str
    lower: str
    start_char: int
    end_char: int
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase and its head noun, lower case, singular."""

    start_char: int
    end_char: int
    head: str


def tokens_of(passage: Passage, end: int) -> list[WordToken]:
    """Words and marks of the last ``_WINDOW`` characters before ``end``."""
    text, floor = passage.text, passage.start
    begin = max(floor, end - _WINDOW)
    if begin > floor:
        begin = max(begin, text.find(" ", begin, end) + 1)
    return [
        WordToken(match[0], match[0].lower(), *match.span(), opens=match.start() <= floor + 1)
        for match in _TOKEN.finditer(text, begin, end)
    ]


def subject_of(tokens: Sequence[WordToken]) -> Phrase | None:
    """The subject of the clause that the words end in; a shared one may stand clauses before."""
    end = len(tokens)
    for _ in range(_MAX_CLAUSES):
        start = _clause_start(tokens, end)
        clause = tokens[start:end]
        verb = next((i for i, token in enumerate(clause) if _is_verb(clause, i)), len(clause))
        absolute = _with_participle(clause)
        if absolute is not None:
            return absolute
        if any(token.lower in _PRONOUNS for token in clause[:verb]):
            return None
        participle = clause[0].lower if clause else ""
        is_open = participle.endswith("ing") and len(participle) > 5 and clause[0].text.islower()
        found = None if is_open else _noun_phrase(clause[:verb])
        opener = tokens[start - 1].lower if start else ""
        if found is not None and not (opener in _RELATIVES and verb == len(clause)):
            return found
        if opener in _RELATIVES and start > 1:
            return phrase_before(tokens[: start - 1])
        if start == 0:
            return None
        end = start - 1
    return None


def _with_participle(clause: Sequence[WordToken]) -> Phrase | None:
    """The subject of an absolute phrase: "ended with [England] winning"."""
    opener = next((i for i, token in enumerate(clause) if token.lower in {"with", "putting"}), None)
    if opener is None:
        return None
    for index in range(opener + 2, len(clause)):
        if clause[index].lower.endswith("ing") and clause[index].text.islower():
            return _noun_phrase(clause[opener + 1 : index])
    return _noun_phrase(clause[opener + 1 :]) if clause[opener].lower == "putting" else None


def described_by_participle(tokens: Sequence[WordToken]) -> Phrase | None:
    """The noun before a participle in the middle of a clause: "sells [goods] priced" at."""
    if len(tokens) < 3 or not is_participle(tokens[-1].text):
        return None
    clause = tokens[_clause_start(tokens, len(tokens)) : -1]
    if any(_is_verb(clause, index) for index in range(len(clause))):
        return phrase_before(tokens[:-1])
    return None


def object_of_change(tokens: Sequence[WordToken], preposition: str) -> Phrase | None:
    """The object of a verb before "by", "to" or "at": "cut [its workforce] by", "put [it] at"."""
    verbs = _PUTS if preposition == "at" else _CHANGES
    for index in range(len(tokens) - 1, max(-1, len(tokens) - 8), -1):
        token = tokens[index]
        if token.lower in verbs:
            between = tokens[index + 1 :]
            if not between or between[0].lower in PREPOSITIONS | _PRONOUNS:
                return None
            return _noun_phrase(between)
        if token.lower in MARKS or _is_verb(tokens, index):
            return None
    return None


def phrase_before(tokens: Sequence[WordToken]) -> Phrase | None:
    """The noun phrase that ends at the end of the words: "at [an average speed] of"."""
    first = len(tokens)
    while first and len(tokens) - first < _MAX_PHRASE and _is_content(tokens, first - 1):
        if tokens[first - 1].lower in _STOPS and first < len(tokens):
            break
        first -= 1
    return _noun_phrase(tokens[first:])


def _clause_start(tokens: Sequence[WordToken], end: int) -> int:
    """Index after the mark or conjunction that opens the clause ending at ``end``."""
    for index in range(end - 1, -1, -1):
        lower = tokens[index].lower
        if lower in MARKS or lower in _RELATIVES:
            return index + 1
        if lower in _OPENERS and not _joins_nouns(tokens, index):
            return index + 1
    return 0


def _joins_nouns(tokens: Sequence[WordToken], index: int) -> bool:
    """Whether an "and" stands inside a name: "Johnson and Johnson"."""
    if tokens[index].lower != "and" or not 0 < index < len(tokens) - 1:
        return False
    return tokens[index - 1].text[:1].isupper() and tokens[index + 1].text[:1].isupper()


def _is_verb(tokens: Sequence[WordToken], index: int) -> bool:
    token = tokens[index]
    if token.lower in VERBS:
        after_the = index > 0 and tokens[index - 1].lower in {"the", "a", "an", "its", "their"}
        return token.text[:1].islower() and not after_the
    return is_participle(token.text)


def is_participle(word: str) -> bool:
    """Whether a word ends as a participle does: "priced"."""
    return word.islower() and word.endswith("ed") and len(word) > 3 and not word.endswith("eed")


def _is_content(tokens: Sequence[WordToken], index: int) -> bool:
    token = tokens[index]
    if not token.text[:1].isalpha() or _is_verb(tokens, index):
        return False
    return token.lower not in PREPOSITIONS and token.lower not in _OPENERS | _RELATIVES


def _noun_phrase(tokens: Sequence[WordToken]) -> Phrase | None:
    """The noun phrase in a stretch of words, with what "of", "to" or "for" adds to it."""
    words = [
        token
        for index, token in enumerate(tokens)
        if (token.text[:1].isalpha() or token.text == "&") and not _is_measure(tokens, index)
    ]
    while words and (_is_filler(words[0]) or words[0].lower in PREPOSITIONS):
        fronted = words[0].lower in PREPOSITIONS
        words.pop(0)
        if fronted:
            # "In October sales": one word is dropped, as the end of what "In" governs is unknown.
            words = words[1:] if len(words) > 1 else words
    while words and (_is_filler(words[-1]) or words[-1].lower in PREPOSITIONS):
        words.pop()
    cut = next((i for i in range(1, len(words)) if _ends_phrase(words, i)), None)
    words = words[:cut]
    link = next((i for i, word in enumerate(words) if word.lower in _LINKS), len(words))
    core = words[max(0, link - _MAX_HEAD) : link]
    if not core or core[-1].lower in _TIMES:
        return None
    tail = words[link:] if link < len(words) and words[link].lower in _INSIDE else []
    last = (core + tail[: _MAX_PHRASE - len(core)])[-1]
    while last.lower in _LINKS or last.lower in _STOPS:
        tail = tail[: tail.index(last)] if last in tail else []
        last = (core + tail)[-1]
        if last is core[-1]:
            break
    return Phrase(core[0].start_char, last.end_char, head_of(core[-1]))


def _is_measure(tokens: Sequence[WordToken], index: int) -> bool:
    """Whether a word is the unit of an attribute: the "inch" of "6.1-inch screen"."""
    return (
        1 < index < len(tokens) - 1
        and tokens[index - 1].text == "-"
        and tokens[index - 2].text[0].isdigit()
    )


def _ends_phrase(words: Sequence[WordToken], index: int) -> bool:
    """Whether a word ends the phrase; "the" does not after "of" or "to": "visits to the site"."""
    governed = words[index - 1].lower in _INSIDE and words[index].lower in _DETERMINERS
    return words[index].lower in _STOPS - _LINKS and not governed


def head_of(word: WordToken) -> str:
    """The noun that a head is, lower case, singular."""
    bare = re.sub(r"['’]s?\Z", "", word.lower)
    # A name keeps its s: "Hamas", "Sanders"; a word that opens the sentence may be any noun.
    return bare if word.text[0].isupper() and not word.opens else singular(bare)


def _is_filler(word: WordToken) -> bool:
    return (word.lower in _STOPS and word.lower not in PREPOSITIONS) or (
        word.lower.endswith("ly") and len(word.lower) > 4
    )

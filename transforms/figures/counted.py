"""Counted: the noun that a number counts ("three newer versions" -> version).

Pure. There is no tagger: the head of the phrase is its first plural noun, because English counts
in the plural. Lexicons list the words that end the phrase and those that only look plural.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.figures.passage import Passage
from transforms.figures.vocabulary import figure_words, number_words
from transforms.lexicon import either, read_lexicon, words_of
from transforms.text import Span

# A word that ends in an irregular plural, with enough before it to be a word: no "olives".
_STOPS, _SINGULAR_S = words_of("noun_stops"), words_of("singular_s")
_IRREGULAR = {row["surface"]: row["singular"] for row in read_lexicon("irregular_plurals")}
_LONG_IRREGULAR = [word for word, one in _IRREGULAR.items() if len(word) > 4 and word != one]
_COMPOUND = re.compile(rf"(?P<first>[a-z]{{3,}})(?P<last>{either(_LONG_IRREGULAR)})")
# Nouns with the ending of an adjective: "one proposal".
_NOUNS = words_of("adjective_like_nouns")
_ADJECTIVE_ENDINGS = tuple(sorted(figure_words("adjective_ending")))
MAX_WORDS = 6
_AND, _AND_BETWEEN = "and", " and "
# "two old friends" are friends, but "three old" and "two months old" end in it.
_MAY_OPEN = figure_words("opens_phrase")
_WORD = re.compile(r"[^\W\d_][\w.&’'-]{0,40}")
_GAP = re.compile(r"[ \u00a0]+[“\"‘]?")
# What may stand behind a word inside a phrase: "bright, airy halls", "three “key” holders".
_AFTER_ADJECTIVE = re.compile(r"(?:,|[”\"’])?[ \u00a0]+[“\"‘]?")
# "93 U.S. attorneys"
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}")
# "six old 421 Varno vans": a model of what is counted.
_MODEL_NUMBER = re.compile(r"\d{3,4}(?:-\d{1,4})?[ ](?=[A-Z][a-z])")
# "12 MPs", "3 GPs"
_ACRONYMS = re.compile(r"[A-Z]{2,}s")
_CLITIC = re.compile(r"['’]s?\Z|[.'’-]+\Z")
_CLITIC_VERB = re.compile(r"(?:n['’]t|['’](?:ve|re|ll|d|m|s))\Z")
_DESCRIBING_ONE = figure_words("attributive_singular")
_LINKS = frozenset({"and", "or"})
_MEN, _NO_MEN = "men", figure_words("no_plural_men")
_PAST = frozenset(
    row["surface"] for row in read_lexicon("finite_verbs") if row["role"] in {"past", "participle"}
)
_AFTER_NOUN, _CALENDAR = figure_words("after_noun"), words_of("calendar_words")
_PERSONS = words_of("person_nouns")
_NUMBERS = frozenset(number_words("vague")) | frozenset(number_words("unit"))
# Plurals that also describe a noun: the same form counts one and many, or "two arms dealers".
_DESCRIBING = figure_words("attributive_plural") | {
    word for word, single in _IRREGULAR.items() if word == single
}
# What a noun in -ing may have behind it: "one meeting of", but "one man walking the dog".
_ENDS_NOUN = re.compile(r"[.,;:)”\"]|\s*\Z|[ ](?:of|in|at|with|on|for|was|is|has|had)\b")


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun phrase; ``head`` is its last word as a singular, lower case."""

    span: Span
    head: str
    head_surface: str


def singular(word: str) -> str:
    """The singular of a plural noun in lower case; other words are returned as they are.

    >>> [singular(word) for word in ("sorties", "cities", "people", "matches", "status", "MPs")]
    ['sortie', 'city', 'people', 'match', 'status', 'mp']
    """
    if _ACRONYMS.fullmatch(word):
        return word[:-1].lower()
    word = word.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    compound = _COMPOUND.fullmatch(word)
    if compound is not None:  # "midwives", "minibuses"
        return f"{compound['first']}{_IRREGULAR[compound['last']]}"
    prefix, dash, last = word.rpartition("-")
    if dash and last in _IRREGULAR:
        return f"{prefix}-{_IRREGULAR[last]}"
    if _is_men(word):
        return f"{word.removesuffix(_MEN)}man"
    if word in _SINGULAR_S or len(word) < 3 or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return word[:-2]
    return word if word.endswith(("ss", "us", "sis", "itis")) else word[:-1]


def _is_men(word: str) -> bool:
    """Whether a word is a plural of men: "firemen", but not "specimen"."""
    return word.endswith(_MEN) and len(word) > 5 and word not in _NO_MEN


def is_plural(word: str) -> bool:
    """Whether a word can be the plural head of a counted phrase."""
    if _ACRONYMS.fullmatch(word):
        return True
    last = word.lower().rpartition("-")[2]
    if word.lower() in _IRREGULAR or last in _IRREGULAR or _is_men(last):
        return True
    return (
        len(last) > 3
        and last.endswith("s")
        and last not in _SINGULAR_S
        and not last.endswith(("ss", "us", "sis", "itis"))
    )


def counted_after(passage: Passage, at: int, *, is_one: bool = False) -> Counted | None:
    """The noun phrase counted by a number that ends at ``at``; None where there is none.

    is_one: the number is 1, so that the head is a singular noun.
    """
    if passage.text[at : at + 1] == "-":
        return _hyphenated(passage, at + 1)
    gap = passage.match(_GAP, at)
    if gap is None:
        return None
    return (_counted_one if is_one else _counted_plural)(passage, gap.end())


def _counted_plural(passage: Passage, at: int) -> Counted | None:
    """The phrase up to its first plural: "[three newer versions] of it"."""
    words: list[re.Match[str]] = []
    position: int | None = at
    while position is not None and len(words) < MAX_WORDS:
        word = _next_word(passage, position, words, may_open=_MAY_OPEN)
        if word is None:
            return None
        words.append(word)
        position = _past_link(word)
        if position is None:
            if len(words) == 1 and _describes_one(passage, word):
                return _phrase(words, word[0])
            if is_plural(_bare(word[0])):
                return _ending_in_head(passage, words)
            position = _past_adjective(passage, word)
    return None


def _describes_one(passage: Passage, word: re.Match[str]) -> bool:
    """Whether a singular says how large a body is: "a 15 man crew", but "55 member states"."""
    following = _after_blank(passage, word) if word[0] in _DESCRIBING_ONE else None
    return following is not None and not following[0].endswith("s")


def _counted_one(passage: Passage, at: int) -> Counted | None:
    """The phrase up to the last noun of its run of words: "[one small campaign video] of it"."""
    words: list[re.Match[str]] = []
    position: int | None = at
    while position is not None and len(words) < MAX_WORDS:
        word = _next_word(passage, position, words)
        if word is None or _ends_run(passage, words, word):
            break
        words.append(word)
        position = _past_link(word) or _past_adjective(passage, word, after=_GAP)
    while words and _is_no_noun(_bare(words[-1][0]).lower()):
        words.pop()
    while len(words) > 1 and _is_adjective(_bare(words[-1][0])):
        words.pop()
    return _phrase(words, _bare(words[-1][0])) if words else None


def _ends_run(passage: Passage, words: Sequence[re.Match[str]], word: re.Match[str]) -> bool:
    """Whether a word cannot belong to the phrase of one thing that other words began."""
    lower = _bare(word[0]).lower()
    if not words:
        # "one predates Islam": a verb, unless what it describes follows
        following = _after_blank(passage, word)
        return is_plural(lower) and (following is None or not following[0][0].islower())
    if word[0][0].isupper():
        return lower in _CALENDAR
    if lower in _PAST or is_plural(lower) or lower in _AFTER_NOUN or lower in _CALENDAR:
        return True
    opens = all(_is_adjective(_bare(one[0])) for one in words)
    if lower.endswith(("ed", "ly")) and lower not in _NOUNS:
        return not opens
    if lower.endswith("ing") and len(lower) > len("string"):
        is_done = _bare(words[-1][0]).lower() in _PERSONS
        return is_done or not (opens or passage.match(_ENDS_NOUN, word.end()))
    return False


def _is_no_noun(lower: str) -> bool:
    """Whether a word can end no phrase of one thing: "injured", "allegedly", "and"."""
    return lower in _LINKS or (lower.endswith(("ed", "ly")) and lower not in _NOUNS)


def _is_adjective(word: str) -> bool:
    lower = word.lower()
    if lower.endswith("er"):  # "one young farmer", but "one newer"
        return lower in _AFTER_NOUN
    return lower not in _NOUNS and lower.endswith(_ADJECTIVE_ENDINGS) and not is_plural(word)


def _next_word(
    passage: Passage,
    at: int,
    words: Sequence[re.Match[str]],
    *,
    may_open: frozenset[str] | None = None,
) -> re.Match[str] | None:
    """The word at ``at`` or behind a model number there; None where the phrase ends.

    may_open: words that end other phrases but may stand in one; None for one thing.
    """
    model = passage.match(_MODEL_NUMBER, at) if words else None
    begin = model.end() if model else at
    word = passage.match(_INITIALS, begin) or passage.match(_WORD, begin)
    if word is None:
        return None
    surface = _bare(word[0])
    is_number = bool(words) and surface.lower() in _NUMBERS
    if not (is_number or _is_stop(surface)) or (may_open and surface in may_open):
        return word
    if surface in _LINKS:
        return word if _joins(passage, words, word, is_one=may_open is None) else None
    return word if _is_acronym(passage, word) else None


def _is_stop(surface: str) -> bool:
    """Whether a word ends a phrase: a small word, also with its clitic ("I’ve")."""
    lower = surface.lower()
    return lower in _STOPS or _CLITIC_VERB.sub("", lower) in _STOPS


def _is_acronym(passage: Passage, word: re.Match[str]) -> bool:
    """Whether capitals make a small word a name: "three US troops", not "TOLD US TO GO"."""
    if not word[0].isupper() or len(word[0]) == 1:
        return False
    following = _after_blank(passage, word)
    return following is not None and not following[0].isupper()


def _past_link(word: re.Match[str]) -> int | None:
    """Where the phrase goes on after an "and" or "or" inside it."""
    return word.end() + 1 if _bare(word[0]) in _LINKS else None


def _past_adjective(
    passage: Passage, word: re.Match[str], *, after: re.Pattern[str] = _AFTER_ADJECTIVE
) -> int | None:
    """Where the phrase goes on after a word that is not its head, or half of one."""
    if word[0].endswith("-") and passage.text.startswith(_AND_BETWEEN, word.end()):
        # "low- and middle-income families"
        return word.end() + len(_AND_BETWEEN)
    gap = passage.match(after, word.end())
    if gap is None or (_bare(word[0]) != word[0] and _INITIALS.fullmatch(word[0]) is None):
        return None
    if gap[0].startswith(",") and not _lists_adjectives(passage, word, gap.end()):
        return None
    return gap.end()


def _lists_adjectives(passage: Passage, word: re.Match[str], at: int) -> bool:
    """Whether a comma parts two adjectives before a plural: "three bright, airy halls"."""
    second = passage.match(_WORD, at)
    if second is None or not (word[0].islower() and second[0].islower()):
        return False
    head = _after_blank(passage, second)
    is_phrase = second[0] not in _STOPS and not is_plural(second[0])
    is_phrase = is_phrase and word[0] not in _CALENDAR
    return is_phrase and head is not None and head[0] not in _STOPS and is_plural(_bare(head[0]))


def _ending_in_head(passage: Passage, words: list[re.Match[str]]) -> Counted:
    """The phrase whose head is its last word, or a noun after it: "two Skarholm Lines ships"."""
    head = _bare(words[-1][0])
    # "two Kelmar States fighter jets", "seven crew members", "two arms dealers"
    behind: list[re.Match[str]] = []
    further = _after_blank(passage, words[-1])
    is_open = head[0].isupper() or head in _DESCRIBING
    most = 2 if head[0].isupper() else 1
    while is_open and further is not None and further[0][0].islower() and len(behind) < most:
        noun = _bare(further[0])
        if noun in _STOPS or noun in _NUMBERS:
            break
        behind.append(further)
        if is_plural(noun):
            return _phrase([*words, *behind], noun)
        further = _after_blank(passage, further)
    return _phrase(words, head)


def _after_blank(passage: Passage, word: re.Match[str]) -> re.Match[str] | None:
    """The word that one blank parts from another."""
    following = passage.match(_WORD, word.end() + 1)
    return following if following is not None and passage.text[word.end()] == " " else None


def _joins(
    passage: Passage, words: Sequence[re.Match[str]], link: re.Match[str], *, is_one: bool
) -> bool:
    """Whether "and" joins two words before one noun: "digital and physical sales"."""
    following = _after_blank(passage, link)
    if not words or following is None:
        return False
    pair = words[-1][0], following[0]
    if all(word[0].isupper() for word in pair):
        return link[0] == _AND
    if any(is_plural(_bare(word)) or _is_stop(word) for word in pair):
        return False
    if all(word.lower().endswith(_ADJECTIVE_ENDINGS) for word in pair):
        return True
    if is_one:
        return False
    # "voice and video calls": the plural stands right behind the two
    head = _after_blank(passage, following)
    may_describe = head is not None and (not _is_stop(head[0]) or _is_acronym(passage, head))
    if head is not None and may_describe and not is_plural(_bare(head[0])):
        head = _after_blank(passage, head)  # "small and medium-sized US firms"
    return head is not None and head[0].lower() not in _STOPS and is_plural(_bare(head[0]))


def _hyphenated(passage: Passage, at: int) -> Counted | None:
    """The word that a hyphen joins to the number: "six-[member] team"."""
    word = passage.match(_WORD, at)
    if word is None:
        return None
    surface = _bare(word[0]).split("-")[0]
    if not surface or surface.lower() in _STOPS or surface.endswith("ly"):
        return None
    return Counted(Span(at, at + len(surface)), singular(surface), surface)


def _phrase(words: list[re.Match[str]], head: str) -> Counted:
    end = words[-1].start() + len(head)
    return Counted(Span(words[0].start(), end), singular(head), head)


def _bare(word: str) -> str:
    """A word without the apostrophe, stop or dash that ends it: "companies’" -> "companies"."""
    return _CLITIC.sub("", word)

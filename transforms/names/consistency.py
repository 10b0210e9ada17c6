"""Consistency: all sentences of one article decide together what its names are.

Pure. The tagger sees one sentence at a time, so one article may have a name as two types, or miss
in one sentence what it finds in another. ``agree`` settles an article in this order:

1. put right what the tagger often cuts or types wrongly, by ``person_bounds`` and the lexicon of
   organisations, and drop short forms of common words;
2. give each surface one type, by vote and by what stands around all its mentions
   (``name_kinds``), and a lone surname the person who is named in full;
3. add the names that the lexicons are certain of, and those that other sentences are sure of;
4. read headlines, whose capitals prove nothing, with the names of the prose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

from transforms.lexicon import read_lexicon, words_in_role, words_of
from transforms.models import Stretch
from transforms.names.known_names import given_names
from transforms.names.name_bounds import bound_names, is_prize
from transforms.names.name_kinds import Matrix, weigh
from transforms.names.person_bounds import bound_persons
from transforms.text import Span, tokenize

# These numbers were set by hand; benchmarks/RESULTS.md measures this module as a whole only.
_UNSHAKEN = 0.97
"""Confidence of a stretch that neither its other occurrences nor the words beside overrule."""
_OUTWEIGHS = 1.5
"""How many times the weight of a stretch's own type another type needs to replace it."""
_BESIDE = 0.15
"""Share of a weight in the lexicon ``name_contexts`` that counts here, where the tagger decides."""
_SURE = 0.6
"""Least confidence of a mention that others may follow."""
_CARRIED = 0.5
"""Confidence of a name found because another sentence has it."""
_LISTED = 0.9
"""Confidence of a name found because a lexicon has it."""
_PROJECTED = 0.7
"""Confidence of a name in a headline that the prose has."""
_STANDS = 0.45
"""Least confidence of a name that only the tagger sees in a headline."""

_COMMON = words_of("plain_words") | words_of("calendar_words")
_MONTHS = words_of("months")
_BEFORE_MONTH = frozenset(
    ["in", "by", "since", "until", "till", "last", "next", "this", "early", "late", "mid", "during",
     "every", "of", "before", "after", "from"]
)  # fmt: skip
"""Words before the month May, where Ann May is named in the article."""
_COMPOUND_TAILS = words_of("compound_tails")
_TRADES = words_of("trade_words")
_MONEY = words_in_role("name_words", "money")
_CARRYING = frozenset({"person", "org", "place", "facility", "event", "product", "work"})
"""Types whose names are looked for in other sentences: all but peoples."""
_RARE = frozenset({"work", "product", "event"})
"""Types that are rare in training texts, so that the last word of a name overrules the tagger."""

Words: TypeAlias = tuple[str, ...]
NamesByFirstWord: TypeAlias = Mapping[str, Sequence[tuple[Words, str]]]
"""The words and the type of each name, by the first word, the longest name first."""


@dataclass(slots=True)
class TaggedSentence:
    """A sentence's words with the stretches found so far.

    Attributes:
        words: the tokens of the sentence.
        stretches: in order and disjoint.
        is_mute: its capitals prove nothing, as in a headline.
        masses: the network's probability of each of ``KINDS`` per word; None where no network read.
    """

    words: Sequence[str]
    stretches: list[Stretch]
    is_mute: bool
    masses: Matrix | None = None

    def words_in(self, stretch: Stretch) -> Words:
        """The words of a stretch."""
        return tuple(self.words[stretch.first : stretch.last + 1])


def agree(sentences: Sequence[TaggedSentence]) -> None:
    """Settle the stretches of one article in place; they stay in order and disjoint."""
    for sentence in sentences:
        sentence.stretches = bound_names(sentence.words, list(_mended(sentence)))
    wholes = _wholes_in(sentences)
    for sentence in sentences:
        sentence.stretches = bound_persons(sentence.words, _made_whole(sentence, wholes))
    prose = [sentence for sentence in sentences if not sentence.is_mute]
    mute = [sentence for sentence in sentences if sentence.is_mute]
    _drop_common_terms(sentences)
    _vote(prose)
    _weigh(prose)
    _follow_full_names(prose)
    known = _known_in(prose)
    listed = _listed()
    for sentence in prose:
        sentence.stretches = _with_missed(sentence, listed, is_listed=True)
        sentence.stretches = _with_missed(sentence, known, is_listed=False)
    for sentence in mute:
        _project(sentence, known)
    for sentence in sentences:
        _take_article(sentence)
        words = sentence.words
        sentence.stretches = [one for one in sentence.stretches if not is_prize(words, one)]


# 1. Slips of the tagger.


def _mended(sentence: TaggedSentence) -> Iterator[Stretch]:
    """The stretches with slips of the tagger put right.

    - "Ban Ki" lacks "-moon".
    - A lone short word in capitals is an organisation's acronym rather than a person.
    - A word for a people is not a place.
    - What ends in "Airlines" is an organisation, not a work.
    - The name in "Interfax news agency" is "Interfax".
    """
    words = sentence.words
    for stretch in sentence.stretches:
        first, last, kind = stretch.first, stretch.last, stretch.kind
        if kind == "person":
            tail = words[last + 2] if last + 2 < len(words) else ""
            if words[last + 1 : last + 2] == ["-"] and first < last and _is_syllable(tail):
                last += 2
            elif first == last and words[first].isupper() and not sentence.is_mute:
                kind = "org" if 2 <= len(words[first]) <= 5 else kind
        elif kind == "place" and sentence.words_in(stretch) in _peoples():
            kind = "norp"
        elif kind in _RARE and first < last and stretch.confidence < _UNSHAKEN:
            kind = _tails().get(words[last], kind)
        elif kind == "org" and words[first][0].isupper() and words[last] in _TRADES:
            last = max(first, last - 1)
        yield Stretch(first, last, kind, stretch.confidence)


def _wholes_in(sentences: Sequence[TaggedSentence]) -> NamesByFirstWord:
    """Names that are never cut: the lexicon's organisations, hyphenated surnames of this article.

    Where Ann McDonald is named, "McDonald's" may be hers.
    """
    persons = {
        sentence.words_in(stretch)
        for sentence in sentences
        for stretch in sentence.stretches
        if stretch.kind == "person" and stretch.first < stretch.last
    }
    surnames = {words[-1] for words in persons}
    listed = (
        (name, kind)
        for first, rows in _listed().items()
        for name, kind in rows
        if kind == "org" and len(name) > 1 and not (len(name) == 2 and first in surnames)
    )
    doubled = {_straight(words[-3:]) for words in persons if len(words) > 3 and words[-2] == "-"}
    doubled |= {(one[0].capitalize(), *one[1:]) for one in doubled if one[0].islower()}
    return _by_first_word([*listed, *((name, "person") for name in doubled)])


def _straight(words: Sequence[str]) -> Words:
    return tuple(word.replace("’", "'") for word in words)


def _made_whole(sentence: TaggedSentence, wholes: NamesByFirstWord) -> list[Stretch]:
    """The stretches, those cut out of a whole name put together: "Lloyd’s of London"."""
    words = _straight(sentence.words)
    stretches = sentence.stretches
    for first, word in enumerate(words):
        for name, kind in wholes.get(word, ()):
            last = first + len(name) - 1
            if words[first : last + 1] != name:
                continue
            inside = [one for one in stretches if first <= one.last and one.first <= last]
            if inside and all(first <= one.first and one.last <= last for one in inside):
                confidence = max([_LISTED, *(one.confidence for one in inside)])
                kept = [one for one in stretches if one not in inside]
                whole = Stretch(first, last, kind, confidence)
                stretches = sorted([*kept, whole], key=lambda one: one.first)
            break
    return stretches


@cache
def _tails() -> Mapping[str, str]:
    """The type of a name by its last word: "Front" ends an organisation, "Bridge" a facility."""
    rows = (row for row in read_lexicon("name_heads") if row["role"] in ("tail", "legal"))
    return {row["surface"]: row["entity_type"] for row in rows}


@cache
def _peoples() -> frozenset[Words]:
    """The lexicon's words for the people of a place."""
    listed = _listed().values()
    return frozenset(phrase for rows in listed for phrase, kind in rows if kind == "norp")


def _is_syllable(word: str) -> bool:
    return word.isalpha() and word.islower() and len(word) <= 6 and word not in _COMPOUND_TAILS


def common_terms(words: Sequence[str]) -> Iterator[str]:
    """Acronyms in brackets whose letters begin the lower-cased words before them.

    >>> list(common_terms("much carbon dioxide ( CD ) and the World Bank ( WB )".split()))
    ['CD']
    """
    for at in range(1, len(words) - 1):
        term = words[at]
        if words[at - 1] != "(" or words[at + 1] != ")" or not (term.isalpha() and term.isupper()):
            continue
        before = [word for word in words[max(0, at - 3 * len(term)) : at - 1] if word.isalpha()]
        explained = before[-len(term) :]
        initials = "".join(word[0] for word in explained).upper()
        if len(term) > 1 and initials == term and all(word.islower() for word in explained):
            yield term


def _drop_common_terms(sentences: Sequence[TaggedSentence]) -> None:
    """Drop short forms that the article gives to common words: "carbon dioxide (CD)"."""
    terms = {term for sentence in sentences for term in common_terms(sentence.words)}
    if not terms:
        return
    for sentence in sentences:
        sentence.stretches = [
            one
            for one in sentence.stretches
            if one.first != one.last or sentence.words[one.first] not in terms
        ]


# 2. One surface, one type.


def _vote(sentences: Iterable[TaggedSentence]) -> None:
    """Give a surface the type that weighs more in the article; words for peoples keep theirs."""
    weights: dict[Words, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for sentence in sentences:
        for stretch in sentence.stretches:
            tally = weights[sentence.words_in(stretch)]
            tally[stretch.kind] += stretch.confidence
            for kind, weight in _votes_beside(sentence.words, stretch):
                tally[kind] += _BESIDE * weight
    for sentence in sentences:
        for at, stretch in enumerate(sentence.stretches):
            tally = weights[sentence.words_in(stretch)]
            if len(tally) == 1 or stretch.kind == "norp":
                continue
            kind = max(sorted(tally), key=lambda one: tally[one])
            if kind != "norp" and tally[kind] > _OUTWEIGHS * tally[stretch.kind]:
                sentence.stretches[at] = replace(stretch, kind=kind)


def _votes_beside(words: Sequence[str], stretch: Stretch) -> Iterator[tuple[str, float]]:
    """The types that the words beside a doubtful stretch speak for, and how strongly."""
    if stretch.confidence >= _UNSHAKEN or stretch.kind == "norp":
        return
    before = words[stretch.first - 1].lower() if stretch.first else ""
    after = words[stretch.last + 1] if stretch.last + 1 < len(words) else ""
    for beside in ((before, "before"), (after, "after")):
        if beside in _contexts():
            yield _contexts()[beside]


@cache
def _contexts() -> Mapping[tuple[str, str], tuple[str, float]]:
    """Type and weight by a word and its side."""
    return {
        (row["surface"], row["side"]): (row["entity_type"], float(row["weight"]))
        for row in read_lexicon("name_contexts")
    }


def _weigh(sentences: Sequence[TaggedSentence]) -> None:
    """Give each mention the kind that all mentions of its name speak for together."""
    weighed = weigh(
        [(one.words, one.stretches, one.masses) for one in sentences if one.masses is not None]
    )
    for sentence in sentences:
        if sentence.masses is not None:
            sentence.stretches = next(weighed)


def _follow_full_names(sentences: Iterable[TaggedSentence]) -> None:
    """Make a lone word a person where it ends the full name of a person in this article."""
    persons: defaultdict[str, float] = defaultdict(float)
    others: dict[str, float] = {}
    for sentence in sentences:
        for stretch in sentence.stretches:
            words = sentence.words_in(stretch)
            if len(words) == 1:
                continue
            if stretch.kind != "person":
                others.update(dict.fromkeys(words, stretch.confidence))
            elif stretch.confidence >= _CARRIED and _is_surname(words[-1]):
                persons[words[-1]] += stretch.confidence
    for sentence in sentences:
        for at, stretch in enumerate(sentence.stretches):
            word = sentence.words[stretch.first]
            alone = stretch.first == stretch.last and stretch.kind not in ("person", "norp")
            if alone and persons[word] > others.get(word, 0) and stretch.confidence < _UNSHAKEN:
                sentence.stretches[at] = replace(stretch, kind="person")


def _is_surname(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and not word.endswith(".")


# 3. Names that the tagger missed.


def _known_in(sentences: Iterable[TaggedSentence]) -> NamesByFirstWord:
    """The names that these sentences are sure of, and the surnames in them."""
    weights: dict[Words, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for sentence in sentences:
        for stretch in sentence.stretches:
            if stretch.confidence < _SURE or stretch.kind not in _CARRYING:
                continue
            words = sentence.words_in(stretch)
            if len(words) > 1 or _may_carry(words[0]):
                weights[words][stretch.kind] += stretch.confidence
            if stretch.kind == "person" and len(words) > 1 and _may_carry(words[-1]):
                weights[words[-1:]]["person"] += stretch.confidence
    return _by_first_word(
        (words, max(sorted(tally), key=lambda one: tally[one])) for words, tally in weights.items()
    )


def _may_carry(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and word.lower() not in _COMMON and word[-1] != "."


@cache
def _listed(*, with_places: bool = False) -> NamesByFirstWord:
    """Countries, peoples and organisations (and places) that a lexicon alone makes certain."""
    rows = [(row["surface"], row["kind"]) for row in read_lexicon("countries")]
    rows += [(row["surface"], "org") for row in read_lexicon("organisations")]
    if with_places:
        rows += [(row["surface"], "place") for row in read_lexicon("places") if not row["also"]]
    return _by_first_word(
        (tuple(tokenize(surface, Span(0, len(surface))).words), kind)
        for surface, kind in rows
        if surface not in given_names()
        and (surface.isupper() or surface.lower() not in _COMMON)
        and len(surface) > 1
    )


def _by_first_word(
    names: Iterable[tuple[Words, str]],
) -> NamesByFirstWord:
    found: dict[str, list[tuple[Words, str]]] = defaultdict(list)
    for words, kind in names:
        found[words[0]].append((words, kind))
    for rows in found.values():
        rows.sort(key=lambda row: (-len(row[0]), row))
    return found


def _with_missed(
    sentence: TaggedSentence, names: NamesByFirstWord, *, is_listed: bool
) -> list[Stretch]:
    """The sentence's stretches, and those of the names that stand free in it.

    is_listed: the names are a lexicon's; else those of other sentences.
    """
    words = sentence.words
    taken = _taken(sentence)
    stands_free = _is_free_listed if is_listed else _is_free_carried
    confidence = _LISTED if is_listed else _CARRIED
    found = list(sentence.stretches)
    for at, word in enumerate(words):
        if word not in names or taken[at]:
            continue
        for name, kind in names[word]:
            end = at + len(name)
            if tuple(words[at:end]) != name or any(taken[at:end]):
                continue
            if sentence.is_mute or stands_free(words, at, end, taken):
                found.append(Stretch(at, end - 1, kind, confidence))
                taken[at:end] = [True] * len(name)
            break
    return sorted(found, key=lambda stretch: stretch.first)


def _taken(sentence: TaggedSentence) -> list[bool]:
    """Whether each word is in a stretch."""
    taken = [False] * len(sentence.words)
    for stretch in sentence.stretches:
        for at in range(stretch.first, stretch.last + 1):
            taken[at] = True
    return taken


def _is_free_listed(words: Sequence[str], start: int, end: int, taken: Sequence[bool]) -> bool:
    """Whether a lexicon's name is not part of a currency, nor a single word of a longer name."""
    after = words[end] if end < len(words) else ""
    before = words[start - 1] if start else ""
    if after in _MONEY or (after == "-" and words[end + 1 : end + 2] == ["dollar"]):
        return False
    if end - start > 1 or len(words[start]) <= 3:
        return True
    joined_after = after[:1].isupper() and not taken[end]
    joined_before = before[:1].isupper() and start > 1 and not taken[start - 1]
    return not (joined_after or joined_before)


def _is_free_carried(words: Sequence[str], start: int, end: int, taken: Sequence[bool]) -> bool:
    """Whether neither another name nor a capitalised word touches a name of other sentences."""
    after = words[end] if end < len(words) else ""
    before = words[start - 1] if start else ""
    if (start and taken[start - 1]) or (end < len(words) and taken[end]):
        return False
    if end - start == 1 and words[start].lower() in _MONTHS and before.lower() in _BEFORE_MONTH:
        return False
    return not after[:1].isupper() and not (before[:1].isupper() and start > 1)


# 4. Headlines, and the article of a name that begins with one.


def _project(sentence: TaggedSentence, known: NamesByFirstWord) -> None:
    """Read a mute sentence: the names of the prose, then those that the tagger saw."""
    words = sentence.words
    folded = {key.upper(): rows for key, rows in known.items()}
    own = [stretch for stretch in sentence.stretches if stretch.confidence >= _STANDS]
    projected: list[Stretch] = []
    at = 0
    while at < len(words):
        rows = known.get(words[at]) or (folded.get(words[at]) if words[at].isupper() else None)
        for phrase, kind in rows or ():
            here = tuple(words[at : at + len(phrase)])
            if here == phrase or here == tuple(word.upper() for word in phrase):
                projected.append(Stretch(at, at + len(phrase) - 1, kind, _PROJECTED))
                at += len(phrase) - 1
                break
        at += 1
    kept = [one for one in projected if not any(_holds(other, one) for other in own)]
    kept += [one for one in own if not any(_overlap(one, other) for other in kept)]
    sentence.stretches = sorted(kept, key=lambda stretch: stretch.first)
    if not all(word.isupper() for word in words if word[0].isalpha()):
        sentence.stretches = _with_missed(sentence, _listed(with_places=True), is_listed=True)


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one.first <= other.last and other.first <= one.last


def _holds(longer: Stretch, shorter: Stretch) -> bool:
    """Whether a longer name of the same type, of which the tagger is sure, holds the shorter."""
    return (
        longer.kind == shorter.kind
        and longer.first <= shorter.first
        and shorter.last <= longer.last
        and longer.confidence >= _SURE
    )


def _take_article(sentence: TaggedSentence) -> None:
    """Take in "The" where the lexicon has it as part of the name: "The Wall Street Journal"."""
    for at, stretch in enumerate(sentence.stretches):
        first = stretch.first - 1
        if stretch.kind == "org" and first >= 0 and sentence.words[first] == "The":
            phrase = ("The", *sentence.words_in(stretch))
            if any(phrase == name for name, _ in _listed().get("The", ())):
                sentence.stretches[at] = replace(stretch, first=first)

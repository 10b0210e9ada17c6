"""Consistency: the occurrences of a name in one article decide together.

Pure. The tagger sees a sentence at a time. Here a surface that it typed two ways gets the type that
weighs more, a lone surname of a person named in full is that person, a name it missed elsewhere is
found, and lexicon names that are certain are added. Lines whose capitals prove nothing come last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from transforms.lexicon import read_lexicon, words_of
from transforms.names.gazetteer import given_names
from transforms.text import Span, tokenize


def common_terms(words: Sequence[str]) -> Iterator[str]:
    """Capital letters in brackets that begin the lower-cased words before them.

    >>> list(common_terms("much carbon dioxide ( CD ) and the World Bank ( WB )".split()))
    ['CD']
    """
    for at in range(1, len(words) - 1):
        term = words[at]
        if words[at - 1] != "(" or words[at + 1] != ")" or not (term.isalpha() and term.isupper()):
            continue
        told = [word for word in words[max(0, at - 3 * len(term)) : at - 1] if word.isalpha()]
        told = told[-len(term) :]
        initials = "".join(word[0] for word in told).upper()
        if len(term) > 1 and initials == term and all(word.islower() for word in told):
            yield term


UNSHAKEN = 0.97  # confidence that neither a namesake nor the words beside overrule
_OUTWEIGHS = 1.5  # by how much one type must outweigh another to overrule it
_BESIDE = 0.15  # of a context's weight, where 1.5 would decide alone

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens of a sentence, both ends included, that name something of this type."""

    first: int
    last: int
    kind: str
    confidence: float


@dataclass(slots=True)
class TaggedSentence:
    """A sentence's words with the stretches found so far; ``is_mute``: capitals prove nothing."""

    words: Sequence[str]
    stretches: list[Stretch]
    is_mute: bool

    def phrase(self, stretch: Stretch) -> Phrase:
        """The words of a stretch."""
        return tuple(self.words[stretch.first : stretch.last + 1])


def vote(sentences: Iterable[TaggedSentence]) -> None:
    """One surface, one type, unless two weigh alike; peoples keep theirs."""
    weights: dict[Phrase, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for sentence in sentences:
        for stretch in sentence.stretches:
            tally = weights[sentence.phrase(stretch)]
            tally[stretch.kind] += stretch.confidence
            for kind, weight in _told_beside(sentence.words, stretch):
                tally[kind] += _BESIDE * weight
    for sentence in sentences:
        for at, stretch in enumerate(sentence.stretches):
            tally = weights[sentence.phrase(stretch)]
            if len(tally) == 1 or stretch.kind == "norp":
                continue
            kind = max(sorted(tally), key=lambda one: tally[one])
            if kind != "norp" and tally[kind] > _OUTWEIGHS * tally[stretch.kind]:
                sentence.stretches[at] = Stretch(
                    stretch.first, stretch.last, kind, stretch.confidence
                )


def _told_beside(words: Sequence[str], stretch: Stretch) -> Iterator[tuple[str, float]]:
    """Types that the words beside a stretch speak for, and how strongly."""
    if stretch.confidence >= UNSHAKEN or stretch.kind == "norp":
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


__all__ = ["Stretch", "TaggedSentence", "agree"]

_COMMON = words_of("plain_words") | words_of("calendar_words")
_COMPOUND_TAILS = words_of("compound_tails")
_SURE = 0.6  # least confidence of a mention that others may follow
_CARRIED = 0.5  # confidence of a name found by another occurrence
_LISTED = 0.9  # confidence of a name found by a lexicon alone
_STANDS = 0.45  # least confidence of a name that only the tagger sees in a headline
_TRADES = words_of("trade_words")
_RARE = frozenset({"work", "product", "event"})  # the tagger saw few of them
_MONEY = frozenset({"$", "dollar", "dollars", "cents"})
_NAMED = frozenset({"person", "org", "place", "facility", "event", "product", "work"})


def agree(sentences: Sequence[TaggedSentence]) -> None:
    """Settle the stretches of one article in place; they stay in order and disjoint."""
    for sentence in sentences:
        sentence.stretches = list(_mended(sentence))
    prose = [sentence for sentence in sentences if not sentence.is_mute]
    mute = [sentence for sentence in sentences if sentence.is_mute]
    _drop_common_terms(sentences)
    vote(prose)
    _follow_full_names(prose)
    known = _known_in(prose)
    listed = _listed()
    for sentence in prose:
        sentence.stretches = list(_with_missed(sentence, listed, _LISTED))
        sentence.stretches = list(_with_missed(sentence, known, _CARRIED))
    for sentence in mute:
        _project(sentence, known)
    for sentence in sentences:
        _take_article(sentence)


def _mended(sentence: TaggedSentence) -> Iterator[Stretch]:
    """The stretches with slips of the tagger put right.

    "Ban Ki" lacks "-moon"; a lone short word in capitals is rather an acronym than a person; the
    word for a people is no place; what ends in "Airlines" is no work; the name in "Interfax news
    agency" is "Interfax".
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
        elif kind == "place" and sentence.phrase(stretch) in _peoples():
            kind = "norp"
        elif kind in _RARE and first < last and stretch.confidence < UNSHAKEN:
            kind = _tails().get(words[last], kind)
        elif kind == "org" and words[first][0].isupper() and words[last] in _TRADES:
            last = max(first, last - 1)
        yield Stretch(first, last, kind, stretch.confidence)


def _drop_common_terms(sentences: Sequence[TaggedSentence]) -> None:
    """A short form that the text gives to common words names nothing: "carbon dioxide (CD)"."""
    terms = {term for sentence in sentences for term in common_terms(sentence.words)}
    if not terms:
        return
    for sentence in sentences:
        sentence.stretches = [
            one
            for one in sentence.stretches
            if one.first != one.last or sentence.words[one.first] not in terms
        ]


@cache
def _tails() -> Mapping[str, str]:
    """The type that the last word of a name tells: "Front", "Bridge"."""
    rows = (row for row in read_lexicon("name_heads") if row["role"] in ("tail", "legal"))
    return {row["surface"]: row["entity_type"] for row in rows}


def _is_syllable(word: str) -> bool:
    return word.isalpha() and word.islower() and len(word) <= 6 and word not in _COMPOUND_TAILS


def _take_article(sentence: TaggedSentence) -> None:
    """Give newspapers and bands that write "The" in their name the article before it."""
    for at, stretch in enumerate(sentence.stretches):
        first = stretch.first - 1
        if stretch.kind == "org" and first >= 0 and sentence.words[first] == "The":
            phrase = ("The", *sentence.phrase(stretch))
            if any(phrase == name for name, _ in _listed().get("The", ())):
                sentence.stretches[at] = Stretch(first, stretch.last, "org", stretch.confidence)


def _follow_full_names(sentences: Iterable[TaggedSentence]) -> None:
    """A lone word that is the last of a person's full name is that person."""
    persons: defaultdict[str, float] = defaultdict(float)
    others: dict[str, float] = {}
    for sentence in sentences:
        for stretch in sentence.stretches:
            words = sentence.phrase(stretch)
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
            if alone and persons[word] > others.get(word, 0) and stretch.confidence < UNSHAKEN:
                sentence.stretches[at] = Stretch(
                    stretch.first, stretch.last, "person", stretch.confidence
                )


def _is_surname(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and not word.endswith(".")


def _known_in(sentences: Iterable[TaggedSentence]) -> Mapping[str, Sequence[tuple[Phrase, str]]]:
    """Names the prose is sure of, and the surnames in them, with their type, by first word."""
    weights: dict[Phrase, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for sentence in sentences:
        for stretch in sentence.stretches:
            if stretch.confidence < _SURE or stretch.kind not in _NAMED:
                continue
            words = sentence.phrase(stretch)
            if len(words) > 1 or _may_carry(words[0]):
                weights[words][stretch.kind] += stretch.confidence
            if stretch.kind == "person" and len(words) > 1 and _may_carry(words[-1]):
                weights[words[-1:]]["person"] += stretch.confidence
    return _by_first_word(
        (words, max(sorted(tally), key=lambda one: tally[one])) for words, tally in weights.items()
    )


def _may_carry(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and word.lower() not in _COMMON and word[-1] != "."


def _by_first_word(
    names: Iterable[tuple[Phrase, str]],
) -> Mapping[str, Sequence[tuple[Phrase, str]]]:
    found: dict[str, list[tuple[Phrase, str]]] = defaultdict(list)
    for words, kind in names:
        found[words[0]].append((words, kind))
    for rows in found.values():
        rows.sort(key=lambda row: (-len(row[0]), row))
    return found


@cache
def _listed(*, with_places: bool = False) -> Mapping[str, Sequence[tuple[Phrase, str]]]:
    """Countries, peoples, organisations, and places if asked, that need no other evidence."""
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


@cache
def _peoples() -> frozenset[Phrase]:
    """The lexicon's words for the people of a place."""
    listed = _listed().values()
    return frozenset(phrase for rows in listed for phrase, kind in rows if kind == "norp")


def _with_missed(
    sentence: TaggedSentence,
    names: Mapping[str, Sequence[tuple[Phrase, str]]],
    confidence: float,
) -> Iterator[Stretch]:
    """The sentence's stretches with those names that stand free in it."""
    words = sentence.words
    taken = _taken(sentence)
    found = list(sentence.stretches)
    for at, word in enumerate(words):
        if word not in names or taken[at]:
            continue
        for phrase, kind in names[word]:
            end = at + len(phrase)
            if tuple(words[at:end]) != phrase or any(taken[at:end]):
                continue
            if sentence.is_mute or _stands_free(
                words, at, end, taken, is_listed=confidence == _LISTED
            ):
                found.append(Stretch(at, end - 1, kind, confidence))
                taken[at:end] = [True] * len(phrase)
            break
    yield from sorted(found, key=lambda stretch: stretch.first)


def _taken(sentence: TaggedSentence) -> list[bool]:
    taken = [False] * len(sentence.words)
    for stretch in sentence.stretches:
        for at in range(stretch.first, stretch.last + 1):
            taken[at] = True
    return taken


def _stands_free(
    words: Sequence[str], start: int, end: int, taken: Sequence[bool], *, is_listed: bool
) -> bool:
    """Whether the words around do not make the name a part of a longer, unfound one."""
    after = words[end] if end < len(words) else ""
    before = words[start - 1] if start else ""
    if is_listed and (after in _MONEY or (after == "-" and words[end + 1 : end + 2] == ["dollar"])):
        return False
    if is_listed and end - start == 1 and len(words[start]) > 3:
        joined_after = after[:1].isupper() and not taken[end]
        joined_before = before[:1].isupper() and start > 1 and not taken[start - 1]
        return not (joined_after or joined_before)
    if is_listed:
        return True
    if (start and taken[start - 1]) or (end < len(words) and taken[end]):
        return False
    return not after[:1].isupper() and not (before[:1].isupper() and start > 1)


def _project(sentence: TaggedSentence, known: Mapping[str, Sequence[tuple[Phrase, str]]]) -> None:
    """Read a line whose capitals prove nothing: names of the prose, then what the tagger sees."""
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
                projected.append(Stretch(at, at + len(phrase) - 1, kind, 0.7))
                at += len(phrase) - 1
                break
        at += 1
    kept = [one for one in projected if not any(_holds(other, one) for other in own)]
    kept += [one for one in own if not any(_overlap(one, other) for other in kept)]
    sentence.stretches = sorted(kept, key=lambda stretch: stretch.first)
    if not all(word.isupper() for word in words if word[0].isalpha()):
        sentence.stretches = list(_with_missed(sentence, _listed(with_places=True), _LISTED))


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one.first <= other.last and other.first <= one.last


def _holds(longer: Stretch, shorter: Stretch) -> bool:
    """Whether a longer name of the same type, surely read, holds the shorter."""
    return (
        longer.kind == shorter.kind
        and longer.first <= shorter.first
        and shorter.last <= longer.last
        and longer.confidence >= _SURE
    )

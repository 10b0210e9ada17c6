"""Word features: what the entity tagger sees of each token.

Pure. Three kinds: ids of hashed pieces of the word (whole, beginning, ending, shape), bits from the
shipped gazetteer, and evidence from the rest of the document (written lower-cased elsewhere,
capitalised inside a sentence, after a given name, after a title, before "said" …). The shipped
weights were trained with exactly these features: whoever changes one trains again.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from transforms.lexicon import read_lexicon
from transforms.names.ids import unaccented

GAZETTEER_KINDS = (
    "given_us", "family_us", "given_world", "family_world", "city", "city_big", "country",
    "region", "norp", "org", "title", "org_head", "place_head", "facility_head", "event_head",
    "work_head", "phrase_country", "phrase_city", "phrase_city_big", "phrase_region",
    "phrase_norp", "phrase_org",
)  # fmt: skip
EVIDENCE_KINDS = (
    "lower_elsewhere", "capital_inside", "after_given_name", "after_title", "acronym_explained",
    "starts_org", "after_in", "before_said", "case_is_mute",
)  # fmt: skip
FLAGS = len(GAZETTEER_KINDS) + len(EVIDENCE_KINDS)
"""Number of flags per token."""
MUTE = FLAGS - 1
"""The flag of words in sentences whose capitals prove nothing."""

COLUMN_SIZES = {
    "word": 20000, "word_again": 20000, "begin3": 4000, "begin4": 4000, "end3": 6000, "end2": 6000,
    "shape": 1500, "bucket": 8, "case": 8,
}  # fmt: skip
"""Number of ids per column; id 0 is the blank row between sentences."""
_WORDS_KEPT = 200_000
"""Distinct words whose features are remembered, about 60 MB."""

_BIT = {kind: 1 << at for at, kind in enumerate((*GAZETTEER_KINDS, *EVIDENCE_KINDS))}
_CAPITAL = 1 << FLAGS
"""Marks words that start with a capital; not a feature itself."""
_MOST_CAPITALS = 0.7
"""Share of capitalised words above which capitals prove nothing, as in headlines."""
_GIVEN = _BIT["given_us"] | _BIT["given_world"]
_TITLE = _BIT["title"]
_ORG_HEAD = _BIT["org_head"]
_CUES = {row["surface"]: row["role"] for row in read_lexicon("tagger_cues")}
_AFTER_STOP = frozenset({".", '"', "“", "”", "'", "‘", ":", "-", "–", "—", "?", "!", "(", "•"})
_CASES = ("lower", "upper", "title", "mixed", "number", "mark")


def bare(word: str) -> str:
    """The word without accents, with a straight apostrophe: as the gazetteer writes names.

    >>> bare("Diébédo O’Brien")
    "Diebedo O'Brien"
    """
    return unaccented(word.replace("’", "'").replace("ʼ", "'"))


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """What kinds of name words and phrases may be.

    Attributes:
        words: bits of single words, one per kind in ``GAZETTEER_KINDS``.
        buckets: by lower-cased word: how often edited text writes it so, 2 (seldom) to 5 (always).
        phrases: bits of phrases, by their first two words.
    """

    words: dict[str, int] = field(default_factory=dict)
    buckets: dict[str, int] = field(default_factory=dict)
    phrases: dict[tuple[str, str], dict[tuple[str, ...], int]] = field(default_factory=dict)


def read_gazetteer(content: bytes) -> Gazetteer:
    """The gazetteer in the bytes of a ``gazetteer.tsv.gz``."""
    found = Gazetteer()
    lines = zlib.decompress(content, 31).decode().splitlines()
    for line in lines:
        if line.startswith("#") or line == "surface\tbits":
            continue
        surface, bits = line.split("\t")
        if surface[0].islower() and " " not in surface:
            found.buckets[surface] = int(bits)
        elif " " in surface:
            words = tuple(surface.split(" "))
            found.phrases.setdefault((words[0], words[1]), {})[words] = int(bits, 16)
        else:
            found.words[surface] = int(bits, 16)
    return found


@cache
def shipped_gazetteer() -> Gazetteer:
    """The gazetteer in ``transforms/models``, read once per process."""
    return read_gazetteer((files("transforms.models") / "gazetteer.tsv.gz").read_bytes())


class NameFeatures:
    """Features of documents.

    Features of single words are remembered from one document to the next, for speed only.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._rows: dict[str, int] = {}
        self._bits: list[int] = []
        self._ids = np.zeros((1024, len(COLUMN_SIZES)), np.int32)

    def __call__(
        self, sentences: Sequence[Sequence[str]], *, with_evidence: bool = True
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """Ids, shape (tokens, columns), and flags, shape (tokens, FLAGS), of one document.

        Args:
            sentences: the words of each sentence.
            with_evidence: also set the flags that the rest of the document gives.
        """
        if len(self._bits) > _WORDS_KEPT:
            self._rows.clear()
            self._bits.clear()
        rows = [self._row(word) for words in sentences for word in words]
        bits = [self._bits[row] for row in rows]
        reading = _Reading(sentences, bits)
        if with_evidence:
            reading.add_evidence()
        reading.add_phrases(self._gazetteer.phrases)
        packed = np.asarray(bits, np.int64).reshape(-1, 1)
        flags = ((packed >> np.arange(FLAGS)) & 1).astype(np.float32)
        return self._ids[rows], flags

    def _row(self, word: str) -> int:
        row = self._rows.get(word)
        if row is None:
            row = self._rows[word] = len(self._bits)
            if row == len(self._ids):
                self._ids = np.concatenate([self._ids, np.zeros_like(self._ids)])
            self._ids[row] = self._pieces(word)
            self._bits.append(self._known(word))
        return row

    def _pieces(self, word: str) -> list[int]:
        plain = re.sub(r"\d", "0", bare(word).lower()) or word
        upper = bare(word)[:3]
        size = COLUMN_SIZES
        return [
            _hash("w" + plain, size["word"]),
            _hash("v" + plain, size["word_again"]),
            _hash("p" + upper, size["begin3"]),
            _hash("q" + plain[:4], size["begin4"]),
            _hash("s" + plain[-3:], size["end3"]),
            _hash("t" + plain[-2:], size["end2"]),
            _hash(_shape(word), size["shape"]),
            1 + self._gazetteer.buckets.get(plain, 0),
            1 + _CASES.index(_case(word)),
        ]

    def _known(self, word: str) -> int:
        name = bare(word)
        bits = self._gazetteer.words.get(name, 0)
        if not bits and len(name) > 3 and name.isupper():
            bits = self._gazetteer.words.get(name.capitalize(), 0)
        return bits | _CAPITAL if word[0].isupper() else bits


class _Reading:
    """One document while its bits are gathered; for speed, only capitalised words are visited."""

    def __init__(self, sentences: Sequence[Sequence[str]], bits: list[int]) -> None:
        self._words = [word for words in sentences for word in words]
        self._bits = bits
        self._lengths = np.asarray([len(words) for words in sentences], np.int64)
        self._ends = np.cumsum(self._lengths)
        is_capital = (np.asarray(bits, np.int64) & _CAPITAL) != 0
        counts = np.concatenate([[0], np.cumsum(is_capital)])
        self._capitals = np.flatnonzero(is_capital).tolist()
        # The capitalised words of a sentence are those from bounds[i] to bounds[i + 1].
        self._bounds = counts[np.concatenate([[0], self._ends]).astype(np.int64)].tolist()

    def add_evidence(self) -> None:
        """Give every capitalised word what its other occurrences show."""
        evidence, mute = self._evidence()
        words, bits = self._words, self._bits
        for at in self._capitals:
            bits[at] |= evidence[words[at]]
        for start, end in mute:
            for at in range(start, end):
                bits[at] |= _BIT["case_is_mute"]

    def _evidence(self) -> tuple[dict[str, int], list[tuple[int, int]]]:
        """Bits of each capitalised word, and the token ranges of sentences that prove no case."""
        found: dict[str, int] = {}
        lower: set[str] = set()
        mute: list[tuple[int, int]] = []
        words = self._words
        start = 0
        for number, end in enumerate(self._ends.tolist()):
            first, last = self._bounds[number : number + 2]
            capitals = self._capitals[first:last]
            if end - start <= 3 or last - first <= _MOST_CAPITALS * (end - start):
                lower.update(words[start:end])
                self._read_sentence(start, end, capitals, found)
            else:
                mute.append((start, end))
                for at in capitals:
                    found.setdefault(words[at], 0)
            start = end
        for word in found:
            if word.lower() in lower:
                found[word] |= _BIT["lower_elsewhere"]
            elif not found[word] and len(word) > 4 and word.isupper():
                found[word] = found.get(word.capitalize(), 0)
        return found, mute

    def _read_sentence(
        self, start: int, end: int, capitals: Sequence[int], found: dict[str, int]
    ) -> None:
        """Gather what one sentence shows of its capitalised words."""
        words, bits = self._words, self._bits
        chain = 0  # capitalised words directly before this one
        for number, at in enumerate(capitals):
            word = words[at]
            chain = chain + 1 if number and capitals[number - 1] == at - 1 else 0
            before = words[at - 1] if at > start else ""
            shown = found.get(word, 0)
            if before and before not in _AFTER_STOP:
                shown |= _BIT["capital_inside"]
            if chain and not bits[at] & _TITLE:
                if bits[at - 1] & _TITLE:
                    shown |= _BIT["after_title"]
                elif bits[at - 1] & _GIVEN:
                    shown |= _BIT["after_given_name"]
            if _CUES.get(before) == "before_place":
                shown |= _BIT["after_in"]
            after = words[at + 1] if at + 1 < end else ""
            if _CUES.get(after) == "says":
                shown |= _BIT["before_said"]
            elif before == "(" and after == ")" and self._is_acronym(start, at):
                shown |= _BIT["acronym_explained"]
            found[word] = shown
            if chain and bits[at] & _ORG_HEAD:
                found[words[at - chain]] |= _BIT["starts_org"]

    def _is_acronym(self, start: int, at: int) -> bool:
        """Whether the capitalised words before "(WHO)" begin with its letters."""
        acronym = self._words[at]
        if not acronym.isupper() or not 2 <= len(acronym) <= 8:
            return False
        before = self._words[max(start, at - 11) : at - 1]
        initials = [word[0] for word in before if word[0].isupper()]
        return initials[-len(acronym) :] == list(acronym)

    def add_phrases(self, phrases: Mapping[tuple[str, str], Mapping[tuple[str, ...], int]]) -> None:
        """Give the words of a known phrase its bits; a phrase never crosses a sentence."""
        words, bits = self._words, self._bits
        ends = np.repeat(self._ends, self._lengths).tolist()
        for at in self._capitals:
            if at + 1 == ends[at]:
                continue
            for phrase, kinds in phrases.get((words[at], words[at + 1]), {}).items():
                end = at + len(phrase)
                if end <= ends[at] and tuple(words[at:end]) == phrase:
                    for token in range(at, end):
                        bits[token] |= kinds


def _hash(piece: str, size: int) -> int:
    return 1 + zlib.crc32(piece.encode()) % (size - 1)


def _shape(word: str) -> str:
    """The word's letters as classes, runs cut after three: "McCain" is XxXxxx."""
    made: list[str] = []
    run = 0
    for letter in word:
        kind = (
            "X"
            if letter.isupper()
            else "x"
            if letter.islower()
            else "d"
            if letter.isdigit()
            else letter
        )
        run = run + 1 if made and made[-1] == kind else 1
        if run <= 3:
            made.append(kind)
        if len(made) >= 12:
            break
    return "".join(made)


def _case(word: str) -> str:
    if word.islower():
        return "lower"
    if word[0].isupper():
        return "upper" if len(word) > 1 and word.isupper() else "title"
    if any(letter.isupper() for letter in word):
        return "mixed"
    return "number" if any(letter.isdigit() for letter in word) else "mark"

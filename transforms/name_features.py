"""Name features: what the entity tagger sees of each token.

Pure. Three kinds: ids of hashed pieces of the word (whole, beginning, ending, shape), bits from the
shipped gazetteer, and evidence from the rest of the document (written lower-cased elsewhere,
capitalised inside a sentence, after a given name, after a title, before "said" …).
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

GAZETTEER_KINDS = (
    "given_us", "family_us", "given_world", "family_world", "city", "city_big", "country",
    "region", "norp", "org", "title", "org_head", "place_head", "facility_head", "event_head",
    "work_head", "phrase_country", "phrase_city", "phrase_city_big", "phrase_region",
    "phrase_norp", "phrase_org",
)  # fmt: skip
EVIDENCE_KINDS = (
    "lower_elsewhere", "capital_inside", "after_given_name", "after_title", "acronym_told",
    "starts_org", "after_in", "before_said", "case_is_mute",
)  # fmt: skip
FLAGS = len(GAZETTEER_KINDS) + len(EVIDENCE_KINDS)

# Sizes of the id spaces, column by column; id 0 is the blank row between sentences.
COLUMN_SIZES = {
    "word": 20000, "word_again": 20000, "begin3": 4000, "begin4": 4000, "end3": 6000, "end2": 6000,
    "shape": 1500, "bucket": 8, "case": 8,
}  # fmt: skip
_WORDS_KEPT = 200_000  # distinct words whose features are remembered, about 60 MB

_BIT = {kind: 1 << at for at, kind in enumerate((*GAZETTEER_KINDS, *EVIDENCE_KINDS))}
_GIVEN = _BIT["given_us"] | _BIT["given_world"]
_TITLE = _BIT["title"]
_ORG_HEAD = _BIT["org_head"]
_BEFORE_PLACE = frozenset({"in", "near", "from", "to", "at", "across", "outside"})
_SAID = frozenset({"said", "says", "told", "added", "argued", "insisted", "warned"})
_AFTER_STOP = frozenset({".", '"', "“", "”", "'", "‘", ":", "-", "–", "—", "?", "!", "(", "•"})
_CASES = ("lower", "upper", "title", "mixed", "number", "mark")


def bare(word: str) -> str:
    """The word without accents, with a straight apostrophe: as the gazetteer writes names.

    >>> bare("Diébédo O’Brien")
    "Diebedo O'Brien"
    """
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word.replace("’", "'").replace("ʼ", "'"))
    return "".join(part for part in parts if not unicodedata.combining(part))


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Bits of single words, buckets of lower-cased words, and bits of phrases by first word."""

    words: dict[str, int] = field(default_factory=dict)
    buckets: dict[str, int] = field(default_factory=dict)
    phrases: dict[str, dict[tuple[str, ...], int]] = field(default_factory=dict)


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
            found.phrases.setdefault(words[0], {})[words] = int(bits, 16)
        else:
            found.words[surface] = int(bits, 16)
    return found


@cache
def shipped_gazetteer() -> Gazetteer:
    """The gazetteer in ``models``, read once per process."""
    return read_gazetteer((files("transforms.models") / "gazetteer.tsv.gz").read_bytes())


class NameFeatures:
    """Features of documents; remembers those of words, which changes speed and nothing else."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._rows: dict[str, int] = {}
        self._bits: list[int] = []
        self._ids = np.zeros((1024, len(COLUMN_SIZES)), np.int32)

    def __call__(
        self, sentences: Sequence[Sequence[str]], *, with_evidence: bool = True
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """Ids (tokens, columns) and flags (tokens, FLAGS) of one document's sentences."""
        if len(self._bits) > _WORDS_KEPT:
            self._rows.clear()
            self._bits.clear()
        rows = [self._row(word) for words in sentences for word in words]
        if not rows:
            return np.zeros((0, len(COLUMN_SIZES)), np.int32), np.zeros((0, FLAGS), np.float32)
        known = self._bits
        bits = [known[row] for row in rows]
        if with_evidence:
            self._add_evidence(sentences, bits)
        self._add_phrases(sentences, bits)
        packed = np.asarray(bits, np.int64)
        flags = ((packed[:, None] >> np.arange(FLAGS)) & 1).astype(np.float32)
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
        return bits

    def _add_phrases(self, sentences: Sequence[Sequence[str]], bits: list[int]) -> None:
        phrases = self._gazetteer.phrases
        at = 0
        for words in sentences:
            for first, word in enumerate(words):
                if word in phrases:
                    for phrase, kinds in phrases[word].items():
                        last = first + len(phrase)
                        if tuple(words[first:last]) == phrase:
                            for token in range(at + first, at + last):
                                bits[token] |= kinds
            at += len(words)

    def _add_evidence(self, sentences: Sequence[Sequence[str]], bits: list[int]) -> None:
        evidence = _evidence_in(sentences, bits)
        at = 0
        for words in sentences:
            mute = 0 if proves_case(words) else _BIT["case_is_mute"]
            for word in words:
                found = evidence.get(word)
                if mute:
                    bits[at] |= mute
                if found:
                    bits[at] |= found
                elif found is None and len(word) > 4 and word.isupper():
                    bits[at] |= evidence.get(word.capitalize(), 0)
                at += 1


def _evidence_in(sentences: Sequence[Sequence[str]], bits: Sequence[int]) -> dict[str, int]:
    """What the document tells about each capitalised word, over all its occurrences."""
    found: dict[str, int] = {}
    lower: set[str] = set()
    at = 0
    for words in sentences:
        if proves_case(words):
            _read_sentence(words, bits[at : at + len(words)], found, lower)
        else:
            for word in words:
                if word[0].isupper():
                    found.setdefault(word, 0)
        at += len(words)
    for word in found:
        if word.lower() in lower:
            found[word] |= _BIT["lower_elsewhere"]
    return found


def proves_case(words: Sequence[str]) -> bool:
    """Whether capitals tell names here: not in headlines and lines of capitals."""
    capitals = sum(word[0].isupper() for word in words)
    return len(words) <= 3 or capitals <= 0.7 * len(words)


def _read_sentence(
    words: Sequence[str], bits: Sequence[int], found: dict[str, int], lower: set[str]
) -> None:
    before = ""
    chain = 0  # capitalised words directly before this one
    for at, word in enumerate(words):
        if not word[0].isupper():
            if word[0].islower():
                lower.add(word)
                if chain and word in _SAID:
                    found[before] |= _BIT["before_said"]
            elif word == "(" and at + 2 < len(words) and words[at + 2] == ")":
                _tell_acronym(words, at, found)
            chain, before = 0, word
            continue
        told = found.get(word, 0)
        if at and before not in _AFTER_STOP:
            told |= _BIT["capital_inside"]
        if chain and not bits[at] & _TITLE:
            if bits[at - 1] & _TITLE:
                told |= _BIT["after_title"]
            elif bits[at - 1] & _GIVEN:
                told |= _BIT["after_given_name"]
        if before in _BEFORE_PLACE:
            told |= _BIT["after_in"]
        if chain and bits[at] & _ORG_HEAD:
            first = words[at - chain]
            found[first] |= _BIT["starts_org"]
        found[word] = told
        chain, before = chain + 1, word


def _tell_acronym(words: Sequence[str], at: int, found: dict[str, int]) -> None:
    """Read "World Health Organization (WHO)"."""
    acronym = words[at + 1]
    if acronym.isupper() and 2 <= len(acronym) <= 8:
        initials = [word[0] for word in words[max(0, at - 10) : at] if word[0].isupper()]
        if initials[-len(acronym) :] == list(acronym):
            found[acronym] = found.get(acronym, 0) | _BIT["acronym_told"]


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

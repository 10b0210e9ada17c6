"""Language: which language a text is written in, from its most frequent small words.

Pure. Function words are the most frequent words of every language and hardly overlap between
languages (Grefenstette 1995, "Comparing two language identification schemes"); scripts other than
Latin are told by their letters.
"""

from __future__ import annotations

import re
from collections import defaultdict

from transforms.lexicon import read_lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_]))?")
_SAMPLE = 20_000
_FEWEST_WORDS = 12
_FEWEST_DIFFERENT_WORDS = 2
_FEWEST_LETTERS = 20
_LEAST_SHARE = 0.1
_LEAST_LEAD = 1.25
_LEAST_SCRIPT = 0.4
_SCRIPTS = {
    "ru": re.compile(r"[Ѐ-ӿ]"),
    "ar": re.compile(r"[؀-ۿ]"),
    "zh": re.compile(r"[㐀-鿿]"),
    "ja": re.compile(r"[぀-ヿ]"),
    "ko": re.compile(r"[가-힣]"),
    "el": re.compile(r"[Ͱ-Ͽ]"),
    "he": re.compile(r"[֐-׿]"),
    "hi": re.compile(r"[ऀ-ॿ]"),
    "th": re.compile(r"[฀-๿]"),
}
# Letters that only a neighbour of the language named first writes; then its words decide nothing.
_NEIGHBOURS = {"uk": re.compile("[іїєґ]"), "fa": re.compile("[پچژگ]")}
_LANGUAGES: dict[str, tuple[str, ...]] = {}
for _row in read_lexicon("language_words"):
    _LANGUAGES[_row["surface"]] = (*_LANGUAGES.get(_row["surface"], ()), _row["language"])


def identify_language(text: str) -> str | None:
    """ISO 639-1 code of the text's language; None when it is too short or too mixed to tell.

    Reads the first 20,000 characters. For Cyrillic, Arabic and Han letters the code is a best
    statement: "ru", "ar", "zh", or "uk", "fa", "ja" when letters only these write are frequent.

    >>> identify_language("The talks ended without a deal, and both of them said that it was late.")
    'en'
    >>> identify_language("Ja") is None
    True
    """
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < _FEWEST_LETTERS:
        return None
    if script := _script_of(sample, letters):
        return script
    words = [word.lower().replace("’", "'") for word in _WORD.findall(sample)]
    if len(words) < _FEWEST_WORDS:
        return None
    votes: dict[str, float] = defaultdict(float)
    for word in words:
        languages = _LANGUAGES.get(word, ())
        for language in languages:
            votes[language] += 1 / len(languages)  # "de" says less than "the"
    ranked = sorted(((count, name) for name, count in votes.items()), reverse=True)
    if not ranked or ranked[0][0] < _LEAST_SHARE * len(words):
        return None
    if len(ranked) > 1 and ranked[0][0] < _LEAST_LEAD * ranked[1][0]:
        return None
    best = ranked[0][1]
    # One word again and again is no language: "0.5 WAR" is a statistic, not German.
    heard = {word for word in words if best in _LANGUAGES.get(word, ())}
    return best if len(heard) >= _FEWEST_DIFFERENT_WORDS else None


def _script_of(sample: str, letters: int) -> str | None:
    """The language that a script other than Latin speaks for, if it has a good part of the text."""
    if sample.isascii():
        return None
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS.items()}
    if counts["ja"] > 0.1 * letters:
        return "ja"
    best = max(counts, key=lambda name: counts[name])
    if counts[best] < _LEAST_SCRIPT * letters:
        return None
    if best == "ru" and len(_NEIGHBOURS["uk"].findall(sample)) > 0.02 * letters:
        return "uk"
    if best == "ar" and len(_NEIGHBOURS["fa"].findall(sample)) > 0.02 * letters:
        return "fa"
    return best

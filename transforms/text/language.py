"""Language: which language a text is written in, from its most frequent small words.

Pure. Function words are the most frequent words of every language and hardly overlap between
languages (Grefenstette 1995, "Comparing two language identification schemes"). The lexicon
language_words has those of the languages in Latin script; a word of several languages counts for
each in part. Other scripts are recognised by their letters.
"""

from __future__ import annotations

import re
from collections import defaultdict

from transforms.lexicon import read_lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_]))?")
_SAMPLE = 20_000  # characters
_FEWEST_WORDS, _FEWEST_LETTERS = 12, 20  # of a text whose language is named
_WORDS_THAT_SHOW = 30  # of the texts of the development sets, 4 have as many and no language
_FEWEST_DIFFERENT_WORDS = 2  # of the language; one word again and again proves nothing
_LEAST_SHARE = 0.1  # of the words that are the language's function words
_LEAST_LEAD = 1.25  # times as many as of the second language
_LEAST_SCRIPT = 0.4  # share of the letters that are of the script
# The most frequent language of a script. To add one, enter its letters here.
_SCRIPTS = {
    "ru": re.compile(r"[Ѐ-ӿ]"),
    "ar": re.compile(r"[؀-ۿ]"),
    "zh": re.compile(r"[㐀-鿿぀-ヿ]"),
    "ko": re.compile(r"[가-힣]"),
    "el": re.compile(r"[Ͱ-Ͽ]"),
    "he": re.compile(r"[֐-׿]"),
    "hi": re.compile(r"[ऀ-ॿ]"),
    "th": re.compile(r"[฀-๿]"),
}
# By the language above, others of its script: the letters that they alone write, and the share of
# the text's letters above which the text is theirs.
_NEIGHBOURS = {
    "ru": (("uk", re.compile("[іїєґ]"), 0.02),),
    "ar": (("fa", re.compile("[پچژگ]"), 0.02),),
    "zh": (("ja", re.compile(r"[぀-ヿ]"), 0.1),),
}
_LANGUAGES: dict[str, tuple[str, ...]] = {}
for _row in read_lexicon("language_words"):
    _LANGUAGES[_row["surface"]] = (*_LANGUAGES.get(_row["surface"], ()), _row["language"])


def identify_language(text: str) -> str | None:
    """ISO 639-1 code of the text's language; None when the text is too short or too mixed.

    Reads the first 20,000 characters. Scripts that several languages share give the most frequent
    one ("ru", "ar", "zh"), or "uk", "fa" or "ja" when letters that only these write are frequent.

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
    # "0.5 WAR" again and again is a statistic, not German.
    different = {word for word in words if best in _LANGUAGES.get(word, ())}
    return best if len(different) >= _FEWEST_DIFFERENT_WORDS else None


def is_long_enough_to_show(text: str) -> bool:
    """Whether a text without a language is long enough that this says something.

    A headline or a line of names has too few small words; thirty words of any language listed here
    have enough.

    >>> is_long_enough_to_show("Cayman Airways said it was grounding two jets.")
    False
    """
    return len(_WORD.findall(text[:_SAMPLE])) >= _WORDS_THAT_SHOW


def _script_of(sample: str, letters: int) -> str | None:
    """The language of a script other than Latin, if enough letters are of that script."""
    if sample.isascii():
        return None
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS.items()}
    best = max(counts, key=lambda name: counts[name])
    if counts[best] < _LEAST_SCRIPT * letters:
        return None
    for neighbour, own_letters, least in _NEIGHBOURS.get(best, ()):
        if len(own_letters.findall(sample)) > least * letters:
            return neighbour
    return best

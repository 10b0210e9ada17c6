"""Language: which language a text is written in.

Pure; reads the model that py3langid packages, which is arrays and no pickle. Most texts are English
and show it by their small words; only of the others the model is asked, so that a process that
reads English alone never loads it (0.7 s and 100 MiB).
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from transforms.lexicon import read_lexicon, words_of

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_WORD = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_]))?")
_SAMPLE = 20_000  # characters
_FEWEST_WORDS, _FEWEST_LETTERS = 12, 20  # of a text whose language is named
_WORDS_THAT_SHOW = 30  # of the texts of the development sets, 4 have as many and no language
_LATIN = "\u0250"  # the first letter behind the Latin ones that languages of Europe use
_ENGLISH_SHARE = 0.2  # of the words, above which they are English without a doubt
_LEAST = 0.5  # probability of a language that is named


def identify_language(text: str) -> str | None:
    """ISO 639 code of the text's language; None when the text is too short or too mixed.

    Reads the first 20,000 characters. Dialects have the code of their language.

    >>> identify_language("The talks ended without a deal, and both of them said that it was late.")
    'en'
    >>> identify_language("Ja") is None
    True
    """
    sample = text[:_SAMPLE]
    letters = [letter for letter in sample if letter.isalpha()]
    if len(letters) < _FEWEST_LETTERS:
        return None
    words = [word.lower() for word in _WORD.findall(sample)]
    is_latin = sum(letter < _LATIN for letter in letters) * 2 > len(letters)
    if is_latin and len(words) < _FEWEST_WORDS:
        return None
    small = words_of("english_words")
    if sum(word in small for word in words) >= _ENGLISH_SHARE * len(words):
        return "en"
    by_language: dict[str, float] = defaultdict(float)
    for code, share in _model().rank(sample):
        by_language[_codes().get(code, code)] += share
    best = max(by_language, key=lambda language: by_language[language])
    return best or None if by_language[best] >= _LEAST else None


def is_long_enough_to_show(text: str) -> bool:
    """Whether a text without a language is long enough that this says something.

    A headline or a line of names has too few small words; thirty words of any language have enough.

    >>> is_long_enough_to_show("Cayman Airways said it was grounding two jets.")
    False
    """
    return len(_WORD.findall(text[:_SAMPLE])) >= _WORDS_THAT_SHOW


@cache
def _model() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # see above

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _codes() -> dict[str, str]:
    return {row["code"]: row["language"] for row in read_lexicon("language_codes")}

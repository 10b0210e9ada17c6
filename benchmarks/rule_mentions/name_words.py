"""Name words: the words of a sentence, with what their capitals and surroundings show.

Pure. Offsets count code points of the article's text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.lexicon import read_lexicon
from transforms.text import Span

# A possessive ending is a word of its own, so that it never gets into a name.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?"
    r"|[^\W_]+(?:['’ʼ](?![sS]\b)[^\W\d_]+)*"
)
_OPENER = re.compile(r"[\"“”«‘:;•|\n(\[–—*…?!]|(?<!\w)'")
_POINTED = frozenset(
    row["surface"].rstrip(".").lower()
    for row in read_lexicon("abbreviations")
    if row["surface"].count(".") == 1
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word.

    Attributes:
        text: as written.
        start_char, end_char: its place in the text.
        gap: what stands between it and the word before it in the sentence.
        opens: it opens the sentence, a quotation or a clause after a colon, so that its capital
            proves nothing.
    """

    text: str
    start_char: int
    end_char: int
    gap: str
    opens: bool

    @property
    def is_capitalised(self) -> bool:
        """Whether the first letter is a capital."""
        return self.text[0].isupper()

    @property
    def is_acronym(self) -> bool:
        """Whether it is written like "IMF", "U.N." or "G20"."""
        letters = self.text.replace(".", "")
        return 2 <= len(letters) <= 7 and letters.isupper()


def words_in(text: str, span: Span) -> list[Word]:
    """The words of ``text`` inside ``span``, in order.

    >>> [word.text for word in words_in("Syria’s U.S.-led talks", Span(0, 22))]
    ['Syria', 's', 'U.S.', 'led', 'talks']
    """
    words: list[Word] = []
    last = span.start_char
    for match in _WORD.finditer(text, span.start_char, span.end_char):
        gap = text[last : match.start()]
        opens = not words or _OPENER.search(gap) is not None
        words.append(Word(match[0], match.start(), match.end(), gap, opens))
        last = match.end()
    return words


def continues(before: Word, word: Word) -> bool:
    """Whether two words may be parts of one name, judging by what stands between them.

    Blanks, a hyphen and "&" allow it, and so does the point of an abbreviation or initial ("St.
    Petersburg").
    """
    gap = word.gap
    if gap in (" ", "-", "\N{NO-BREAK SPACE}", "\N{NON-BREAKING HYPHEN}", " & ", "&"):
        return True
    if gap in (". ", ".", ".-"):
        return len(before.text) == 1 or before.text.lower() in _POINTED
    return False

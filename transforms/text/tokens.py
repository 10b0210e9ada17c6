"""Tokens: a sentence cut into words and marks, with exact places.

Pure. The trained models use this tokenizer in training and at run time. Hyphens, dashes, possessive
endings and clitics are tokens of their own, so a name never holds one by accident. Points stay with
abbreviations, initials and numbers. Addresses, handles and "AT&T" stay whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.lexicon import read_lexicon
from transforms.text.span import Span

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.)+[^\W\d_]\b\.?"  # U.S and U.S.
    r"|\d+(?:[.,:]\d+)+"
    # Words, O'Brien, decomposed accents, AT&T, example.com; an ending that is a clitic stays out.
    r"|[^\W_]+(?:(?:['’ʼ](?!(?:[sdmSDM]|re|ve|ll|RE|VE|LL)\b)|[\u0300-\u036f]+|&)[^\W\d_]+)*"
    r"(?:\.[a-z]{2,}\b)*(?:@[\w.-]*\w|://\S*[\w/])?"
    r"|['’](?:[sdmSDM]|re|ve|ll|RE|VE|LL)\b"
    r"|[@#]\w+"
    r"|\.{2,}|-{2,}"
    r"|\S"
)
_POINTED = {
    row["surface"].rstrip(".").lower(): row["kind"]
    for row in read_lexicon("abbreviations")
    if row["surface"].count(".") == 1 and row["surface"].endswith(".")
}
_NEGATIONS = ("n't", "n’t", "N'T", "N’T")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a stretch of text; token i is ``words[i]``, from ``starts[i]`` to ``ends[i]``.

    Places are counted in code points of the article.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> Span:
        """From the start of token ``first`` to the end of token ``last``."""
        return Span(self.starts[first], self.ends[last])


def tokenize(text: str, span: Span) -> Tokens:
    """The tokens of ``text`` inside ``span``, in order; they cover every character but blanks.

    >>> text = "Mr. O’Brien’s U.S.-led talks (in St. Paul) didn't end, AT&T said."
    >>> tokenize(text, Span(0, 42)).words
    ['Mr.', 'O’Brien', '’s', 'U.S.', '-', 'led', 'talks', '(', 'in', 'St.', 'Paul', ')']
    >>> tokenize(text, Span(43, 65)).words
    ['did', "n't", 'end', ',', 'AT&T', 'said', '.']
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    limit = span.end_char
    for match in _TOKEN.finditer(text, span.start_char, limit):
        word, start, end = match[0], match.start(), match.end()
        if (
            word == "."
            and words
            and ends[-1] == start
            and _keeps_point(words[-1], text, end, limit)
        ):
            words[-1] += "."
            ends[-1] = end
            continue
        if word[-3:] in _NEGATIONS and end - start > 3:
            words.append(word[:-3])
            starts.append(start)
            ends.append(end - 3)
            word, start = word[-3:], end - 3
        words.append(word)
        starts.append(start)
        ends.append(end)
    return Tokens(words, starts, ends)


def _keeps_point(word: str, text: str, after: int, limit: int) -> bool:
    """Whether a point belongs to the word before it: "Inc.", "No. 5", "J. Smith"."""
    kind = _POINTED.get(word.lower())
    if kind is None:
        return len(word) == 1 and word.isupper() and after < limit
    if kind == "numbered":
        return text[after : after + 2].strip()[:1].isdigit()
    return kind == "inner" or word[0].isupper()

"""Word pieces: a word as numbers of the encoder's vocabulary.

Pure. The scheme is BERT's for lower-cased English (Wu et al. 2016, "Google's Neural Machine
Translation System"; Devlin et al. 2019): letters lose case and accents, marks stand alone, and the
longest known beginning is cut off until nothing is left. Marks that mean the same are one mark
here, since publishers write quotation marks, apostrophes and dashes in many ways.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

OPENING, SEPARATOR, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
MOST_PIECES = 8
"""Pieces that are kept of one word: the rest of a web address says nothing."""
_LONGEST = 100
"""Letters of the longest run that is cut into pieces; a longer one is unknown."""
_SAME = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‟": '"',
        "‘": "'", "’": "'", "‚": "'", "`": "'", "ʼ": "'", "´": "'",
        "–": "-", "—": "-", "‑": "-", "‐": "-", "―": "-", "…": ".",
    }
)  # fmt: skip


class WordPieces:
    """A vocabulary of pieces.

    pieces: in the order of their numbers; a piece that goes on with a word begins with "##".

    >>> pieces = WordPieces(["[UNK]", "bridge", "##s", "cafe", '"'])
    >>> [pieces.ids(word) for word in ("Bridges", "Café", "”", "xyz")]
    [(1, 2), (3,), (4,), (0,)]
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        self.pieces = tuple(pieces)
        self._numbers: Mapping[str, int] = {piece: at for at, piece in enumerate(pieces)}
        self._known: dict[str, tuple[int, ...]] = {}

    def number_of(self, piece: str) -> int:
        """The number of a piece of the vocabulary.

        Raises:
            KeyError: the vocabulary does not hold it.
        """
        return self._numbers[piece]

    def ids(self, word: str) -> tuple[int, ...]:
        """The numbers of a word's pieces, at least one and at most ``MOST_PIECES``."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= 100_000:  # about 20 MB, whatever is read
                self._known.clear()
            unknown = (self._numbers[UNKNOWN],)
            found = tuple(n for run in _runs(word) for n in self._cut(run))[:MOST_PIECES] or unknown
            self._known[word] = found
        return found

    def _cut(self, run: str) -> Sequence[int]:
        numbers = self._numbers
        found: list[int] = []
        start = 0
        while start < len(run) <= _LONGEST:
            mark = "##" if start else ""
            end = next(
                (end for end in range(len(run), start, -1) if mark + run[start:end] in numbers), 0
            )
            if not end:
                break
            found.append(numbers[mark + run[start:end]])
            start = end
        return found if start == len(run) else (numbers[UNKNOWN],)


def _runs(word: str) -> list[str]:
    """The runs of letters and digits of a word and its marks, each mark alone.

    >>> _runs("O’Neill’s"), _runs("$1.5")
    (['o', "'", 'neill', "'", 's'], ['$', '1', '.', '5'])
    """
    plain = unicodedata.normalize("NFD", word.translate(_SAME).lower())
    runs: list[str] = []
    inside = False
    for letter in plain:
        category = unicodedata.category(letter)
        if category in ("Mn", "Cc", "Cf") or letter.isspace():
            inside = inside and not letter.isspace()
            continue
        if category[0] in "PS":
            runs.append(letter)
            inside = False
        elif inside:
            runs[-1] += letter
        else:
            runs.append(letter)
            inside = True
    return runs

"""Vocabulary: the lexicons of this room in the forms that its modules search with.

Pure.
"""

from __future__ import annotations

from transforms.lexicon import number_of, read_lexicon, words_of


def _read_roles() -> dict[str, frozenset[str]]:
    roles: dict[str, set[str]] = {}
    for row in read_lexicon("figure_words"):
        roles.setdefault(row["role"], set()).add(row["surface"])
    return {role: frozenset(words) for role, words in roles.items()}


_ROLES = _read_roles()


def number_words(role: str) -> dict[str, float]:
    """The words of one role in ``number_words.tsv``, with their values."""
    rows = read_lexicon("number_words")
    return {
        row["surface"]: number_of("number_words", row, "value")
        for row in rows
        if row["role"] == role
    }


def figure_words(role: str) -> frozenset[str]:
    """The words of one role in ``figure_words.tsv``, as written there.

    Raises:
        KeyError: no word has the role.
    """
    return _ROLES[role]


TIME_WORDS = (
    words_of("calendar_words")
    | {row["surface"] for row in read_lexicon("months") if row["language"] == "en"}
    | figure_words("time_adverbial")
)
"""What an adverbial of time is made of: "a year earlier", "in the first half of May"."""

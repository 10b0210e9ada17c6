"""Credentials: degrees and licences behind a name, which are no part of it.

Pure. "Jane Doe, PhD, RN". As degrees are written, with a capital inside, so that Ma stays a name.
"""

from __future__ import annotations

from transforms.lexicon import words_of

_CREDENTIALS = words_of("credentials")


def without_credentials(name: str) -> str:
    """A name without the degrees behind it; nothing of a text that is degrees alone.

    >>> [without_credentials(one) for one in ("Jane Doe PhD RN", "M.D", "Ma")]
    ['Jane Doe', '', 'Ma']
    """
    tokens = name.split()
    while tokens and _is_credential(tokens[-1]):
        tokens.pop()
    return " ".join(tokens) if len(tokens) < len(name.split()) else name


def _is_credential(token: str) -> bool:
    """Whether a word is a degree as degrees are written: with a capital inside or a stop."""
    plain = token.replace(".", "").strip(",")
    return plain.lower() in _CREDENTIALS and sum(map(str.isupper, plain)) > 1

"""Common terms: short forms that a text gives to common words, which therefore name nothing.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def common_terms(words: Sequence[str]) -> Iterator[str]:
    """Capital letters in brackets that begin the lower-cased words before them.

    >>> list(common_terms("much carbon dioxide ( CD ) and the World Bank ( WB )".split()))
    ['CD']
    """
    for at in range(1, len(words) - 1):
        term = words[at]
        if words[at - 1] != "(" or words[at + 1] != ")" or not (term.isalpha() and term.isupper()):
            continue
        told = [word for word in words[max(0, at - 3 * len(term)) : at - 1] if word.isalpha()]
        told = told[-len(term) :]
        initials = "".join(word[0] for word in told).upper()
        if len(term) > 1 and initials == term and all(word.islower() for word in told):
            yield term

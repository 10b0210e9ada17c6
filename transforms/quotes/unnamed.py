"""Unnamed: a speaker without a name, with whom a pronoun may go on: "A court said … It added …".

Pure. A descriptor fits "it" where its noun is a body's or a document's, "he" and "she" where it is
a person's, "they" where it is plural; an unknown noun fits all but "they".
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.quotes.attribution import SpeakerForm
from transforms.quotes.evidence import nouns
from transforms.quotes.source_phrases import head_noun

_GENDERS = {"he": "m", "she": "f"}


class Unnamed(NamedTuple):
    """A descriptor that spoke; start, end: where it, or the last pronoun for it, stands."""

    role: str
    form: SpeakerForm
    start: int
    end: int

    def is_person(self) -> bool:
        """Whether its noun is a person's, so that no name inside it is meant: "Able’s aide"."""
        noun = nouns().get(head_noun(self.role))
        return noun is not None and noun.kind == "person"

    def fits(self, word: str) -> bool:
        """Whether a pronoun may stand for it.

        >>> [Unnamed("a teacher", "descriptor", 0, 9).fits(word) for word in ("she", "it", "they")]
        [True, False, False]
        """
        noun = nouns().get(head_noun(self.role))
        if word == "they":
            return self.form == "collective"
        if word == "it":
            is_body = noun is not None and noun.kind == "body"
            return (
                self.form == "document" or is_body or (noun is None and self.form == "descriptor")
            )
        if word not in _GENDERS or self.form != "descriptor":
            return False
        return noun is None or (noun.kind == "person" and noun.gender in ("", _GENDERS[word]))

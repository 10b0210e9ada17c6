"""Asked: a question about a source, "who is meant?", and those who may be.

Pure. A scene answers a question with candidates, a scorer chooses among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from transforms.names import NamedMention
from transforms.quotes.cues import function_words
from transforms.quotes.evidence import Role, nouns, role_of
from transforms.quotes.places import Place
from transforms.text import Span

Kind = Literal["person", "thing", "they", "role", "body", "none"]


class Question(NamedTuple):
    """Who is meant by a source.

    kind:    "person" (he, she), "thing" (it), "they", "role" and "body" (a descriptor whose noun
             names a person or a group), "none" (a quotation without a source).
    at:      the source, or the quotation that has none.
    content: what the source says.
    role:    of a descriptor.
    opener:  of a descriptor: "the", "possessive" or "bare".
    around:  who speaks the words in which the source stands, and whether they are quoted.
    inner:   the names in these words, if they are quoted; elsewhere no name in a quotation counts.
    without: entities that are not meant, since the source names them: "Able’s spokesman".
    """

    kind: Kind
    at: Span
    content: Sequence[Span]
    gender: str = ""
    role: Role | None = None
    opener: str = ""
    around: tuple[str, bool] | None = None
    inner: Sequence[Place] = ()
    without: frozenset[str] = frozenset()


class Candidate(NamedTuple):
    """Somebody who may be meant; features are names of what holds."""

    one: NamedMention
    features: frozenset[str]


class Asked(NamedTuple):
    """A question with its candidates; ``nobody`` are the features of there being none."""

    question: Question
    candidates: tuple[Candidate, ...]
    nobody: frozenset[str]


def descriptor_question(surface: str, at: Span, content: Sequence[Span]) -> Question:
    """The question that a descriptor asks.

    >>> descriptor_question("the Finance Minister", Span(0, 20), ()).kind
    'role'
    """
    role = role_of(surface)
    first = surface.split()[0].lower() if surface.split() else ""
    opener = "bare"
    if first in function_words("possessive") or "’s " in surface or "'s " in surface:
        opener = "possessive"
    elif first in ("the", "this", "that"):
        opener = "the"
    noun = nouns().get(role.head)
    kind: Kind = "body" if noun is not None and noun.kind == "body" else "role"
    return Question(kind, at, content, noun.gender if noun and kind == "role" else "", role, opener)

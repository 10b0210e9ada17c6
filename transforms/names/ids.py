"""Entity ids: the id of a name, the same in every article, run and order of arrival.

Pure. An id is a hash of what is named and how, and of nothing else: neither of other articles nor
of what came before. Within an article, mentions whose names give one id are one entity. Whether two
ids mean one entity is said beside them, in ``entity_links``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache

from transforms.names.known_names import heads, plain
from transforms.names.mention import EntityType

_BLANKS = re.compile(r"[\s\-–‑]+")
_MARKS = re.compile(r"[.,'\"“”]")
_INITIAL = re.compile(r"(?<= )\w (?=\w)")


def entity_id_of(entity_type: EntityType, canonical_name: str) -> str:
    """16 hex digits: a hash of the type and the normalised name.

    >>> entity_id_of("person", "John F. Kerry") == entity_id_of("person", "JOHN KERRY")
    True
    >>> entity_id_of("place", "Kerry") == entity_id_of("person", "Kerry")
    False
    """
    key = f"{entity_type}|{normalised_name(entity_type, canonical_name)}"
    return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()


def normalised_name(entity_type: EntityType, name: str) -> str:
    """The name as it counts for the id.

    Case, accents, points, hyphens, a leading "the", an initial inside a person's name and an
    organisation's legal form do not count.

    >>> normalised_name("org", "The Acme-Foods Corp."), normalised_name("org", "The U.N.")
    ('acme foods', 'un')
    """
    words = _BLANKS.sub(" ", _MARKS.sub("", unaccented(plain(name)))).casefold().strip()
    words = words.removeprefix("the ")
    if entity_type == "person":
        return _INITIAL.sub("", words)
    if entity_type == "org":
        kept = words.split(" ")
        while len(kept) > 1 and kept[-1] in _legal_forms():
            kept.pop()
        return " ".join(kept)
    return words


def unaccented(name: str) -> str:
    """The name with its letters' accents removed.

    >>> unaccented("Peña Nieto")
    'Pena Nieto'
    """
    if name.isascii():
        return name
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(form.casefold() for form in heads("legal"))


def sense_name(name: str, context: str) -> str:
    """The name of one of several entities that share a name.

    >>> sense_name("John Smith", "France")
    'John Smith (France)'
    """
    return f"{name} ({context})"

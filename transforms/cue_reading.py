"""Cue readings: what a cue that was found by its place says about the attribution.

Pure. The last reporting verb counts ("went on to say"), then the last other word of the lexicon
("in a statement"); a cue without either, as a colon, reports speech.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from transforms.cues import CueKind, function_words, verb_forms
from transforms.lexicon import read_lexicon

_KINDS: dict[str, CueKind] = {"speech": "speech", "writing": "writing", "thought": "thought"}


class CueReading(NamedTuple):
    """Lemma of a cue, None when it has neither verb nor noun of the lexicon, and its kind."""

    lemma: str | None
    kind: CueKind
    is_negated: bool


def read_cue(words: Sequence[str]) -> CueReading:
    """What the lower-cased words of a cue say.

    >>> read_cue(["did", "not", "say"])
    CueReading(lemma='say', kind='speech', is_negated=True)
    >>> read_cue(["according", "to"]).lemma, read_cue([":"]).kind, read_cue(["in", "a", "letter"])
    ('according to', 'speech', CueReading(lemma='letter', kind='writing', is_negated=False))
    """
    negated = not (function_words("negation") | function_words("refusal")).isdisjoint(words)
    if "according" in words:
        return CueReading("according to", "speech", negated)
    verbs = [verb_forms()[word] for at, word in enumerate(words) if _is_verb(words, at)]
    if verbs:
        last = verbs[-1]
        return CueReading(last.lemma, last.kind, negated)
    others = [_others()[word] for word in words if word in _others()]
    if others:
        lemma, kind = others[-1]
        return CueReading(lemma, kind, negated)
    has_words = any(word[0].isalnum() for word in words)
    return CueReading(None, "other" if has_words else "speech", negated)


def _is_verb(words: Sequence[str], at: int) -> bool:
    """Whether a word is a reporting verb in use; "fire" in "defied a cease-fire" is none."""
    verb = verb_forms().get(words[at])
    if verb is None or words[at] != verb.lemma or at == 0:
        return verb is not None
    before = words[at - 1]
    return (
        before == "to"
        or before.endswith(("ly", "n't", "n’t"))
        or any(before in function_words(name) for name in ("auxiliary", "be", "negation", "adverb"))
    )


@cache
def _others() -> dict[str, tuple[str, CueKind]]:
    """Lemma and kind by words that are no verb of the lexicon ``cues``."""
    return {
        row["surface"]: (row["lemma"] or row["surface"], _KINDS[row["kind"]])
        for row in read_lexicon("cue_words")
    }

"""Surroundings: what the words around a mention say of the kind of thing it names.

Pure. "Its shares", "the maker" or "she" beside a name speak for a kind whatever the name looks
like. ``name_kinds`` weighs what all mentions of a name show; this module only says what one shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from transforms.lexicon import read_lexicon, words_in_role, words_of
from transforms.models import Stretch

SIGNS = (
    "behind_person_noun", "behind_body_noun", "behind_place_noun", "behind_in", "behind_place_prep",
    "behind_weak_prep", "behind_holding", "behind_staff", "in_brackets", "before_near_org",
    "before_of_person", "before_after_place", "owns_of_org", "owns_of_person", "owns_of_place",
    "before_who", "before_which", "aged", "called_person", "called_body", "called_place", "says",
    "it_acts", "before_he", "before_it", "before_they", "before_org_verb", "before_person_verb",
    "before_match_verb", "behind_match_verb", "amid_sport", "amid_business", "before_place",
    "then_person", "then_body", "then_place", "opens_sentence",
    "beside_person", "beside_org", "beside_place",
)  # fmt: skip
"""What may stand around a mention. "owns": with a possessive; "called": in apposition;
"then": a noun with "the" that takes the name up again."""

_ROLES = ("body", "of_org", "near_org", "of_person", "of_place", "after_place", "place_noun",
          "place_prep", "weak_prep", "holding", "staff", "org_verb", "org_act", "person_verb",
          "match_verb", "side_noun", "business")  # fmt: skip
_HE = frozenset(["he", "she", "him", "her", "his", "himself", "herself"])
_IT = frozenset(["it", "its", "itself"])
_THEY = frozenset(["they", "their", "them"])
_PRONOUNS = _HE | _IT | _THEY
_POSSESSIVE = frozenset(["’s", "'s", "’", "'"])
_JOINERS = frozenset([",", "and", "or", "&"])
_DETERMINERS = frozenset(["a", "an", "the", "its", "his", "her", "their", "one"])
_SCORE = re.compile(r"\d{1,3}[-–]\d{1,3}")
_AGE = re.compile(r"[1-9]\d")
_FAR = 12
"""Words behind a name in which a pronoun still means it."""
_APPOSED = 6
"""Words of an apposition in which its noun stands."""
_SAID_IT = 6
"""Words behind a name in which "it" means what has that name."""


def signs_of(
    words: Sequence[str], stretches: Sequence[Stretch], at: int, following: Sequence[str] = ()
) -> Iterator[str]:
    """The signs around one mention; one may come twice.

    Args:
        words: of its sentence.
        stretches: the mentions of that sentence, in order.
        at: which of them.
        following: the words of the next sentence.

    >>> words = "Shares in Tolva fell because its boss left .".split()
    >>> sorted(signs_of(words, [Stretch(2, 2, "place", 0.5)], 0))
    ['amid_business', 'before_it', 'before_org_verb', 'behind_holding']
    """
    stretch = stretches[at]
    yield from _before(words, stretch)
    yield from _behind(words, stretch)
    yield from _apposed(words, stretch)
    yield from _pronouns(words, stretches, at, following)
    yield from _neighbours(words, stretches, at)
    yield from _taken_up(words, stretches[at], following)
    yield from _amid(words)


def _before(words: Sequence[str], stretch: Stretch) -> Iterator[str]:
    """What stands before the name."""
    first = stretch.first
    if first == 0:
        yield "opens_sentence"
        return
    before = words[first - 1]
    lowered = before.lower()
    earlier = words[first - 2].lower() if first > 1 else ""
    if before == "(" and words[stretch.last + 1 : stretch.last + 2] == [")"]:
        yield "in_brackets"
    if lowered in _person_nouns():
        yield "behind_person_noun"
    if _is_body(lowered):
        yield "behind_body_noun"
    if lowered == "of" and earlier in _words()["place_noun"]:
        yield "behind_place_noun"
    if lowered in ("in", "of") and earlier in _words()["holding"]:
        yield "behind_holding"
    elif lowered == "in":
        yield "behind_in"
    if lowered in ("of", "at", "for", "by", "with") and earlier in _words()["staff"]:
        yield "behind_staff"
    if lowered in _words()["place_prep"]:
        yield "behind_place_prep"
    if lowered in _words()["weak_prep"]:
        yield "behind_weak_prep"
    if lowered in _words()["match_verb"] or (earlier, lowered) in _LOST_TO:
        yield "behind_match_verb"


def _behind(words: Sequence[str], stretch: Stretch) -> Iterator[str]:
    """What stands behind the name."""
    behind = [word.lower() for word in words[stretch.last + 1 : stretch.last + 5]]
    behind += [""] * (4 - len(behind))
    next_word = behind[0]
    if next_word in _POSSESSIVE:
        owned = [word for word in behind[1:3] if word]
        for role in ("of_org", "of_person", "of_place"):
            if any(word in _words()[role] for word in owned):
                yield f"owns_{role}"
        return
    for role in ("near_org", "of_person", "after_place"):
        if next_word in _words()[role]:
            yield f"before_{role}"
    for role in ("org_verb", "person_verb", "match_verb"):
        if next_word in _words()[role]:
            yield f"before_{role}"
    if tuple(behind[:2]) in _LOST_TO:
        yield "before_match_verb"
    if next_word in ("who", "whose", "himself", "herself") or behind[:2] in _WHO:
        yield "before_who"
    if behind[:2] == [",", "which"]:
        yield "before_which"
    if behind[0] in (",", "(") and _AGE.fullmatch(behind[1]) and behind[2] in (",", ")", "."):
        yield "aged"
    if next_word in _saying():
        yield "says"
    if _acts([word.lower() for word in words[stretch.last + 1 :]]):
        yield "it_acts"


def _acts(behind: Sequence[str]) -> bool:
    """Whether "it" does soon what firms do: "said on Monday that it would close two shops"."""
    for at, word in enumerate(behind[:_SAID_IT]):
        if word == "it":
            doing = [word for word in behind[at + 1 : at + 4] if word not in _AUXILIARIES]
            return bool(doing) and doing[0] in _words()["org_act"]
    return False


_AUXILIARIES = frozenset(["would", "will", "had", "has", "to", "not", "also", "could", "may"])
_LOST_TO = frozenset([("lost", "to"), ("loses", "to"), ("drew", "with"), ("won", "against")])
_WHO = ([",", "who"], [",", "whose"], [",", "aged"])


def _apposed(words: Sequence[str], stretch: Stretch) -> Iterator[str]:
    """What the name is called behind a comma: "Tolva, a small publisher in Bath"."""
    behind = [word.lower() for word in words[stretch.last + 1 : stretch.last + 3 + _APPOSED]]
    if len(behind) < 3 or behind[0] != "," or behind[1] not in _DETERMINERS:
        return
    for word in behind[2:]:
        if word in ("who", "which", ",", "in", "that"):
            return
        if word in _person_nouns():
            yield "called_person"
            return
        if _is_body(word):
            yield "called_body"
            return
        if word in _words()["place_noun"]:
            yield "called_place"
            return


def _pronouns(
    words: Sequence[str], stretches: Sequence[Stretch], at: int, following: Sequence[str]
) -> Iterator[str]:
    """The first pronoun behind the name, before another name, or that opens what follows."""
    start = stretches[at].last + 1
    end = stretches[at + 1].first if at + 1 < len(stretches) else len(words)
    lowered = [word.lower() for word in words[start : min(end, start + _FAR)]]
    found = next((word for word in lowered if word in _PRONOUNS), "")
    if not found and at + 1 == len(stretches) and following:
        found = following[0].lower()
    if found in _HE:
        yield "before_he"
    elif found in _IT:
        yield "before_it"
    elif found in _THEY:
        yield "before_they"


def _neighbours(words: Sequence[str], stretches: Sequence[Stretch], at: int) -> Iterator[str]:
    """The kinds of the names that this one stands in a row with: "Tolva, Merk and Ordal"."""
    here = stretches[at]
    for other in (at - 1, at + 1):
        if not 0 <= other < len(stretches):
            continue
        left, right = sorted((here, stretches[other]), key=lambda one: one.first)
        between = words[left.last + 1 : right.first]
        if between == [","] and other > at and stretches[other].kind == "place":
            yield "before_place"
        if 0 < len(between) <= 2 and all(word in _JOINERS for word in between):
            kind = stretches[other].kind
            if kind in ("person", "org", "place"):
                yield f"beside_{kind}"


def _taken_up(words: Sequence[str], stretch: Stretch, following: Sequence[str]) -> Iterator[str]:
    """The kinds that nouns with "the" behind the name speak for: "the chipmaker", "the senator"."""
    behind = [word.lower() for word in (*words[stretch.last + 1 :], *following)]
    for article, noun in pairwise(behind):
        if article != "the":
            continue
        if _is_body(noun):
            yield "then_body"
        elif noun in _person_nouns():
            yield "then_person"
        elif noun in _words()["place_noun"]:
            yield "then_place"


def _amid(words: Sequence[str]) -> Iterator[str]:
    """What the sentence is about: sport, by a word or a score ("2-0"), or business."""
    lowered = {word.lower() for word in words}
    if lowered & _words()["side_noun"] or any(
        _SCORE.fullmatch("".join(words[at : at + 3])) for at in range(len(words) - 2)
    ):
        yield "amid_sport"
    if lowered & _words()["business"]:
        yield "amid_business"


def _is_body(word: str) -> bool:
    """Whether a noun means a company or another body: "bank", "chipmaker"."""
    return word in _words()["body"] or word.endswith("maker")


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return {role: words_in_role("surrounding_words", role) for role in _ROLES}


@cache
def _person_nouns() -> frozenset[str]:
    roles = {r["surface"] for r in read_lexicon("role_nouns") if r["class"] == "person"}
    return words_of("person_nouns") | words_of("titles") | roles


@cache
def _saying() -> frozenset[str]:
    """The forms of verbs of speech."""
    speech = (row for row in read_lexicon("cues") if row["kind"] == "speech")
    return frozenset(form for row in speech for form in row["forms"].split())

"""Changes: whether a quantity is a rise or a fall, and what part it plays: by, to or from.

Pure. The verb must stand right before the quantity ("dropped 7%", "rose by about 4%"), or the noun
right after it ("a 5% cut").
"""

from __future__ import annotations

import re

from transforms.figures.figure import Direction, FigureKind, Role
from transforms.figures.kinds import kinds_where
from transforms.figures.passage import Passage
from transforms.figures.reading import Change, Reading
from transforms.figures.vocabulary import figure_words
from transforms.lexicon import either, one_of, read_lexicon, words_of
from transforms.text import Span

_ROWS = read_lexicon("change_words")
_DIRECTIONS: dict[str, Direction] = {"up": "up", "down": "down"}
_ROLES: dict[str, Role] = {"by": "by", "to": "to", "from": "from"}


def _directions(side: str) -> dict[str, Direction]:
    return {
        row["surface"]: one_of(_DIRECTIONS, "change_words", row, "direction")
        for row in _ROWS
        if row["side"] == side
    }


BEFORE, _AFTER = _directions("before"), _directions("after")
BETWEEN = frozenset(row["surface"] for row in _ROWS if row["side"] == "between")
_PACE = figure_words("pace_noun")
# "fell a quarter to 5": what may follow a quantity that does not describe the next word
_AFTER_CHANGE = words_of("noun_stops") | words_of("prepositions")
_WINDOW = 70
_MAX_BETWEEN = 7
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\s]")
_NEXT = re.compile(r"[ -](?:point )?(?P<word>[^\W\d_]+)(?![ ]for\b)")
# "gave up 3 goals", "made up 5%", "boils down to 5": the particle does not mean a change.
PHRASAL = words_of("particle_verbs", "phrase")
# "to add 5 users", but not "added to 5 cups"; "raised $5m" from people, but "raised taxes by $5m".
ADDS = figure_words("adding")
RAISES = figure_words("raising")
# "cut sales by 5%": the object stands between; only these words end the way back to the verb.
_BARS = words_of("change_bars")
_MAX_OBJECT = 6
_COLLECTED, _REACHED_WITH = kinds_where("is_collected"), kinds_where("is_reached_with")
# "lost 2% to close at 870": the level after the change.
_LEVEL = re.compile(
    rf",?[ ]to[ ]{either(figure_words('settling'))}[ ](?:the[ ](?:day|week|session)[ ])?at[ ]"
)
# "fell 5% in Texas and 4% in Ohio", "down 2%, Norvik by 3%".
_ALSO = re.compile(
    r",?(?:[ ](?:in|at|for|among|on)(?:[ ](?:the[ ])?[\w’'&.-]+){1,4})?"
    r",?[ ](?:and|or)(?:[ ]by)?[ ](?:(?P<hedge>[a-z]+(?: than| to)?)[ ])?"
    r"|,[ ](?:or|and)?[ ]?(?:[A-Z][\w’'&.-]*[ ]){0,4}by[ ]"
)


def change_of(
    passage: Passage,
    quantity: Span,
    *,
    kind: FigureKind | None = None,
    preceding: Reading | None = None,
) -> Change | None:
    """The change that a quantity takes part in; None where no word says so.

    kind: the quantity's kind, where it is known.
    """
    left = passage.before(quantity.start_char, _WINDOW)
    words = [match[0].lower() for match in _WORDS.finditer(left)]
    change = _from_verb(words, kind, is_attribute=_is_attribute(passage, quantity, words))
    if change is not None or words[-2:-1] == ["gave"]:
        return change
    if left.endswith("+"):
        return Change("up", "by")
    following = passage.match(_NEXT, quantity.end_char)
    if following is not None and following["word"].lower() in _AFTER:
        return Change(_AFTER[following["word"].lower()], "by")
    if preceding is not None and preceding.change is not None:
        is_like = preceding.quantity.kind == kind
        before = preceding.quantity.span
        return _continued(passage, before, preceding.change, quantity, kind if is_like else None)
    return None


def _is_attribute(passage: Passage, quantity: Span, words: list[str]) -> bool:
    """Whether a quantity describes another noun: "lost a two-goal lead"."""
    following = passage.match(_NEXT, quantity.end_char)
    return (
        words[-1:] in (["a"], ["an"])
        and following is not None
        and following["word"].lower() not in _AFTER
        and following["word"].lower() not in _AFTER_CHANGE
        and not quantity.of(passage.text).endswith("s")
    )


def _from_verb(words: list[str], kind: FigureKind | None, *, is_attribute: bool) -> Change | None:
    """The change that a verb or particle before the quantity states."""
    role: Role | None = None
    for distance, word in enumerate(reversed(words)):
        at = len(words) - 1 - distance
        if word in _ROLES and role is None and not _is_bound(words, at):
            role = _ROLES[word]
            if role in {"by", "to"}:
                by_object = _over_object(words[:at], role)
                if by_object is not None:
                    return by_object
        if word in BEFORE and not (word in BETWEEN and _is_bound(words, at)):
            before = words[at - 1] if at else ""
            is_other = (
                f"{before} {word}" in PHRASAL
                or (word in ADDS and role == "to")
                or (word in RAISES and role is None and kind in _COLLECTED)
                or (is_attribute and role is None)
            )
            if role is None and "at" in words[at + 1 :] and _PACE.isdisjoint(words[at + 1 :]):
                # "the index was up at 41": where it stands now
                role = "to"
            return None if is_other else Change(BEFORE[word], role or "by", role is not None)
        if word not in BETWEEN or distance >= _MAX_BETWEEN:
            return None
    return None


def _over_object(words: list[str], role: Role) -> Change | None:
    """The change of a verb with an object before "by" or "to": "cut [its costs] by 5%"."""
    for distance, word in enumerate(reversed(words[-_MAX_OBJECT - 1 :])):
        if word in BEFORE and word not in _BARS and distance > 0:
            is_noun = words[len(words) - distance] in {"of", "in"}
            return None if is_noun or word in ADDS else Change(BEFORE[word], role, True)
        if word in _BARS or not word[0].isalnum():
            return None
    return None


def _continued(
    passage: Passage, before: Span, change: Change, quantity: Span, kind: FigureKind | None
) -> Change | None:
    """The change before, where only "to", "from", "and" or a bracket stands between the two.

    kind: that of both quantities, None when they differ.
    """
    gap = passage.text[before.end_char : quantity.start_char]
    if len(gap) > _WINDOW:
        return None
    words = gap.lower().replace(",", " ").split()
    if words and words[0] in {"to", "from"} and BETWEEN.issuperset(words):
        return Change(change.direction, _ROLES[words[0]], True)
    if _LEVEL.fullmatch(gap):
        return Change(change.direction, "to", True)
    if gap == " (" and passage.text[quantity.end_char : quantity.end_char + 1] == ")":
        return change
    also = _ALSO.fullmatch(gap)
    # "rose to 3m crowns and 50m yen"
    goes_on = change.role == "by" or (change.role == "to" and kind in _REACHED_WITH)
    if also is not None and kind and goes_on:
        hedge = also.groupdict().get("hedge")
        return change if hedge is None or hedge.split()[0] in BETWEEN else None
    return None


def _is_bound(words: list[str], at: int) -> bool:
    """Whether a word belongs to a modifier: the "up" and "to" of "up to"."""
    pair = words[at : at + 2], words[max(0, at - 1) : at + 1]
    return ["up", "to"] in pair

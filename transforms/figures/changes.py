"""Changes: whether a quantity is a rise or a fall, and what part it plays: by, to or from.

Pure. The verb must stand right before the quantity ("dropped 7%", "rose by about 4%"), or the noun
right after it ("a 5% cut").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.figures.figure import Direction, FigureKind, Role
from transforms.figures.kinds import kinds_where
from transforms.figures.passage import Passage
from transforms.figures.reading import Change, Reading
from transforms.figures.vocabulary import TIME_WORDS, figure_words
from transforms.lexicon import either, one_of, read_lexicon, words_of
from transforms.text import Span

_ROWS = read_lexicon("change_words")
_DIRECTIONS: dict[str, Direction] = {"up": "up", "down": "down"}
_ROLES: dict[str, Role] = {"by": "by", "to": "to", "from": "from"}


def _directions(*sides: str) -> dict[str, Direction]:
    return {
        row["surface"]: one_of(_DIRECTIONS, "change_words", row, "direction")
        for row in _ROWS
        if row["side"] in sides
    }


BEFORE = _directions("before", "noun")
_AFTER, _NOUNS = _directions("after", "noun after"), _directions("noun after")
# "growth of 5%" has no object: "growth to 5%" is reached by what grows
_ONLY_NOUNS = frozenset(_directions("noun")) - frozenset(_directions("before"))
BETWEEN = frozenset(row["surface"] for row in _ROWS if row["side"] == "between")
# "collapsed 5%", but not "lifted 5 boxes".
_CAUTIOUS = frozenset(row["surface"] for row in _ROWS if row["cautious"])
# "doubled to 10", but not "double the 5 he had".
_STATED = frozenset(row["surface"] for row in _ROWS if row["cautious"] == "stated")
_RELATIVE = kinds_where("is_relative")
# Beside a number in a change: "from an estimated 5", "to a record high of 7".
_NEAR = (BETWEEN - {"at", "between", "by", "from", "or", "to", "within"}) | figure_words("level")
_PACE = figure_words("pace_noun")
# "fell a quarter to 5": what may follow a quantity that does not describe the next word
_AFTER_CHANGE = words_of("noun_stops") | words_of("prepositions")
_WINDOW = 70
_MAX_BETWEEN, _SHORT = 7, 4
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d.,]*\d|\S")
_NEXT = re.compile(r"[ -](?:point )?(?P<word>[^\W\d_]+)(?![ ]for\b)")
# "a 5% pay rise": the noun of change ends its phrase, which a determiner opens.
_NOUN_NEXT = re.compile(
    rf"[ -](?P<first>(?:[a-z][a-z-]*[ ]){{1,3}}?)(?P<noun>{either(_NOUNS)})\b"
    r"(?=(?:[ ](?P<next>[a-z]+))?)"
)
_OPENED = re.compile(r"(?:\b(?:an?|the|its|their|his|her|our|this|that|another)|['’]s?)[ ]\Z", re.I)
# "jumped a staggering 12%", "fell a seasonally adjusted 0.3%"
_DESCRIBED = re.compile(r"\ban?[ ](?:[a-z][a-z-]*(?:ly|ed|ing)[ ]){0,2}[a-z][a-z-]*[ ]\Z")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d\Z")
# "gave up 3 goals", "made up 5%", "boils down to 5": the particle does not mean a change.
PHRASAL = words_of("particle_verbs", "phrase")
# "to add 5 users", but not "added to 5 cups"; "raised $5m" from people, but "raised taxes by $5m".
ADDS = figure_words("adding")
RAISES = figure_words("raising")
# "cut sales by 5%": the object stands between; only these words end the way back to the verb.
_BARS = words_of("change_bars")
_MAX_OBJECT, _MAX_OPENER = 6, 12
_VERBS, _DETERMINERS = words_of("measured_verbs"), words_of("determiners")
_PARTICLES, _MOVES_UP = frozenset({"up", "down"}), figure_words("up_or_down")
_LOSES = figure_words("losing")
_PAST = frozenset({"above", "below", "beneath"})
# "reducing the 36 holes to 18"
_TO_NUMBER = re.compile(r"[ ]to[ ](?:(?:about|around|just|only)[ ])?[^\w\s]?\d")
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


def is_near(word: str) -> bool:
    """Whether a word may stand between a preposition and a number: "to [a] [record] 5"."""
    owner = re.sub(r"['’]s?\Z", "", word)
    return word in _NEAR or (owner != word and owner in TIME_WORDS)


def says_when(words: Sequence[str]) -> bool:
    """Whether words in lower case are nothing but an adverbial of time, or none at all."""
    return all(word in TIME_WORDS or word == "," or _YEAR.match(word) for word in words)


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
    is_attribute = _is_attribute(passage, quantity, words, kind)
    change = _from_verb(_without_description(left, words, kind), kind, is_attribute=is_attribute)
    if change is not None and not change.is_stated and words[-1:] in (["the"], ["its"], ["their"]):
        is_start = passage.match(_TO_NUMBER, quantity.end_char) is not None
        return replace(change, role="from", is_stated=True) if is_start else change
    if change is not None or words[-2:-1] == ["gave"]:
        return change
    if left.endswith("+"):
        return Change("up", "by")
    change = _from_noun(passage, quantity, kind)
    if change is not None:
        return change
    if preceding is not None and preceding.change is not None:
        is_like = preceding.quantity.kind == kind
        before = preceding.quantity.span
        return _continued(passage, before, preceding.change, quantity, kind if is_like else None)
    return None


def _without_description(left: str, words: list[str], kind: FigureKind | None) -> list[str]:
    """The words before "a" and adjectives, where a sum or percentage follows them."""
    described = _DESCRIBED.search(left) if kind in _RELATIVE or kind == "money" else None
    if described is None:
        return words
    adjectives = [match[0].lower() for match in _WORDS.finditer(described[0])]
    is_plain = _AFTER_CHANGE.isdisjoint(adjectives[1:])
    return words[: -len(adjectives) + 1] if is_plain else words


def _from_noun(passage: Passage, quantity: Span, kind: FigureKind | None) -> Change | None:
    """The change that the words after a quantity name: "5% lower", "a 5% pay rise"."""
    following = passage.match(_NEXT, quantity.end_char)
    word = following["word"].lower() if following is not None else ""
    if word in _AFTER:
        # "these two cut their teeth"
        is_bare = kind == "count" and quantity.of(passage.text).isalnum()
        is_noun = word in _NOUNS and not is_bare
        # "3m more votes" are compared with another count
        compares = kind in {"count", "ratio", "share"} and word in _CAUTIOUS
        is_certain = is_noun or (word not in _NOUNS and not compares)
        return Change(_AFTER[word], "by") if is_certain else None
    phrase = passage.match(_NOUN_NEXT, quantity.end_char)
    if phrase is None or kind == "duration":
        return None
    opened = _OPENED.search(passage.before(quantity.start_char, _MAX_OPENER))
    first, next_ = phrase["first"].split(), phrase["next"]
    ends = next_ is None or next_ in _AFTER_CHANGE or next_ in _VERBS or next_.endswith("ed")
    if opened is None or not ends or not _AFTER_CHANGE.isdisjoint(first):
        return None
    return Change(_NOUNS[phrase["noun"]], "by")


def _is_attribute(
    passage: Passage, quantity: Span, words: list[str], kind: FigureKind | None
) -> bool:
    """Whether a quantity describes another noun: "lost a two-goal lead"."""
    following = passage.match(_NEXT, quantity.end_char)
    return (
        (words[-1:] in (["a"], ["an"]) or (kind == "count" and "-" in quantity.of(passage.text)))
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
                    return None if is_attribute and kind == "count" else by_object
        if word in BEFORE and not (word in BETWEEN and _is_bound(words, at)):
            is_other = _means_no_change(words, at, role, kind) or (
                is_attribute and (role is None or kind == "count")
            )
            role = role or _level(words[at + 1 :])
            return None if is_other else Change(BEFORE[word], role or "by", role is not None)
        is_adverb = word.endswith("ly") and len(word) > _SHORT
        if not (word in BETWEEN or is_near(word) or is_adverb) or distance >= _MAX_BETWEEN:
            return None
    return None


def _level(words: Sequence[str]) -> Role | None:
    """The role of a number where something stands after a change: "up at 41", "rose above 50"."""
    is_at = any(
        word == "at" and words[index + 1 : index + 2] not in (["least"], ["most"])
        for index, word in enumerate(words)
    )
    is_past = not _PAST.isdisjoint(words)
    return "to" if is_past or (is_at and _PACE.isdisjoint(words)) else None


def _means_no_change(
    words: Sequence[str], at: int, role: Role | None, kind: FigureKind | None
) -> bool:
    """Whether a word of change means something else where it stands."""
    word, before, following = words[at], words[max(0, at - 1) : at], words[at + 1 : at + 2]
    if " ".join([*before, word]) in PHRASAL or following == ["than"]:
        return True
    if (word in ADDS and role == "to") or (word in _LOSES and role == "by"):
        return True
    if role is not None:
        return False
    is_noun = word in _ONLY_NOUNS or not _DETERMINERS.isdisjoint(before)
    return (
        (word in RAISES and kind in _COLLECTED)
        or word in _STATED
        or (is_noun and following != ["of"])
        or (word in _CAUTIOUS and kind not in {None, *_RELATIVE})
        or (word in _PARTICLES and kind not in {None, *_RELATIVE} and _is_of_verb(before, kind))
    )


def _is_of_verb(before: Sequence[str], kind: FigureKind | None) -> bool:
    """Whether "up" or "down" goes with another verb than of change: "freed up $5m"."""
    word = "".join(before)
    if not word.isalpha() or word in _MOVES_UP or word.endswith("ly"):
        return False
    return kind == "count" or word.endswith(("ed", "ing"))


def _over_object(words: list[str], role: Role) -> Change | None:
    """The change of a verb with an object before "by" or "to": "cut [its costs] by 5%"."""
    for distance, word in enumerate(reversed(words[-_MAX_OBJECT - 1 :])):
        if word in BEFORE and word not in _BARS and word not in _ONLY_NOUNS:
            object_ = words[len(words) - distance :]
            is_noun = object_[:1] in (["of"], ["in"]) and not says_when(object_)
            has_none = not object_ or word in ADDS | _LOSES
            return None if is_noun or has_none else Change(BEFORE[word], role, True)
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
    words = _WORDS.findall(gap.lower())
    while words and is_near(words[-1]):
        words.pop()
    if words[-1:] in (["to"], ["from"]) and says_when(words[:-1]):
        return Change(change.direction, _ROLES[words[-1]], True)
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
    """Whether a word belongs to a modifier: the "up" and "to" of "up to", "close to"."""
    pairs = words[at : at + 2], words[max(0, at - 1) : at + 1]
    return ["up", "to"] in pairs or ["close", "to"] in pairs

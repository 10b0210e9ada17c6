"""Shared nouns: what a bare number counts where its noun is said beside another word or number.

Pure. "46 of their contacts", "12 ministers out of 28", "23 aces, including 16 of them in a row",
"seven people died in Norvik, five in Varno", "six nuclear and two other ships", "the number of
patients rose to 6,185", "a mother of two". Where none of these says the noun, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.figures.ages import as_age
from transforms.figures.counted import Counted, counted_after, is_plural
from transforms.figures.kinds import kinds_where
from transforms.figures.passage import Passage
from transforms.figures.quantities import Quantity
from transforms.figures.vocabulary import TIME_WORDS, figure_words
from transforms.lexicon import either, read_lexicon, words_of
from transforms.text import Span

_STOPS, _CASUALTIES = words_of("noun_stops"), words_of("casualty_verbs")
_HEDGE = (
    r"(?:(?:about|around|some|nearly|almost|roughly|only|just|over|under|at least|up to|more than"
    r"|fewer than|less than|an estimated|just over|just under|another|a further)[ ])?"
)
_NAME = r"(?:[A-Z][\w.’'-]*[ ]){0,3}[A-Z][\w.-]*[’']s?"
_OWNER = rf"(?:the|these|those|all|its|their|his|her|our|my|(?:the[ ])?[a-z]+[’']s?|{_NAME})"
# "46 of their contacts", "hundreds of the town’s top cooks"
_PART_OF = re.compile(rf"[ ](?:out[ ])?of[ ](?:all[ ])?{_OWNER}(?=[ ])")
# "two of three tests": the whole follows at once
_OF_MANY = re.compile(r"[ ](?:out[ ])?of[ ]")
_OF_THEM = re.compile(
    r"[ ](?:more[ ])?of[ ](?:(?:them|whom|which)\b|(?:these|those)\b(?![ ][a-z]*s\b))"
)
_OF_WHOM = re.compile(r"\bof[ ](?:whom|which|these|those|them)[ ]\Z")
_OUT_OF = re.compile(r"[ ]out[ ]of[ ](?:(?:a|the)[ ](?:[a-z]+[ ]of[ ])?)?|,[ ]or[ ]")
_TALLIED = figure_words("tally")
_BEFALLEN = _CASUALTIES | {"dead", "missing", "displaced", "hurt", "arrested", "homeless"}
_CASUALTY = re.compile(
    rf"[ ](?:(?:were|was|are|have been|others?|more)[ ])?(?:{either(_BEFALLEN)})\b"
)
_ITEM, _NEXT_ITEM = (
    re.compile(r"[ ][a-z]+(?:,|[ ]and\b|\))"),
    re.compile(r"[ ][a-z]+(?:,|,?[ ]and)[ ]"),
)
_AND_THEN = re.compile(rf"[^.;:()]{{0,50}}(?:,|,?[ ](?:and|while|with))[ ](?:[a-z]+ed[ ])?{_HEDGE}")
_SIDE_TOOK = re.compile(
    r"[^.;:()]{0,60}(?:,|,?[ ](?:and|while|but))[ ](?:the[ ])?[A-Z][^.,;:()]{0,50}[ ]"
    rf"(?:took|won|has|had|have|got|gets|with|secured|holds|held|claimed|scored|to)[ ]{_HEDGE}"
)
_AGAINST = re.compile(r"[ ](?:for|by|against|held by)\b")
_INCLUDING = re.compile(rf"[^.;:()]{{0,40}}\b(?:including|among them)[ ]{_HEDGE}")
_PLACES = r"(?:in|at|on|near|from|off|outside|inside|around|across)"
_IN_LIST = re.compile(
    rf"(?:[^.;:()]{{0,60}}[ ])?{_PLACES}\b[^.;:()]{{0,60}}"
    rf"(?:,|,?[ ](?:and|while|but|plus))[ ]{_HEDGE}"
)
_NEXT_PLACE = re.compile(rf"[ ](?:each[ ]|more[ ])?{_PLACES}[ ]")
# "four Fenn 767-300 jets", "two P-3 aircraft"
_MODEL = re.compile(
    r"[ ](?:(?P<adjective>[a-z][a-z-]+)[ ])?(?:[A-Z][\w-]*[ ]){0,3}"
    r"(?:[A-Za-z]{1,4}-?\d[\w-]*|\d{3}(?:-\d{1,4})?)(?=[ ])"
)
# "six nuclear, four diesel and two supply ships"
_ADJECTIVE = re.compile(r"[ ](?P<word>[a-z][a-z-]*)(?:,|,?[ ](?:and|or))[ ]")
_OF_A_WHOLE = re.compile(rf"\b(?:out[ ])?of[ ](?:(?:the|those|its|their|all)[ ])?{_HEDGE}\Z", re.I)
_COMMA = re.compile(rf"[^,.;:()]{{0,40}},[ ]{_HEDGE}")
_NUMBER_OF = re.compile(
    r"\bnumbers?[ ]of\b(?:[ ](?:the|its|their|these|his|her|our))?(?=[ ])", re.I
)
_COMES_TO = re.compile(
    r"\b(?:to|from|at|of|by|was|is|were|are|reached|reaching|hit|passed|exceeded|topped|totall?ed"
    rf"|totall?ing)[ ]{_HEDGE}\Z"
)
_IMPLIED = {row["surface"]: row["noun"] for row in read_lexicon("implied_nouns")}
_OF_IMPLIED = re.compile(
    rf"\b(?P<noun>{either(_IMPLIED)})s?(?:[ ](?:of|is|was|at|stood at|reached|to)|:)[ ]{_HEDGE}\Z",
    re.I,
)
_TOLL = re.compile(
    r"\b(?P<noun>toll|tolls)\b[^.;:()]{0,60}[ ](?:to|at|of|is|was|reached|hit|passed)[ ]"
    rf"{_HEDGE}\Z"
)
# "scored 131", "out for 9", "an overall lead of 374": in a report of cricket these are runs.
_RUNS = re.compile(
    rf"\b(?:{either(figure_words('before_runs'))})[ ](?:an?[ ])?(?:unbeaten[ ])?{_HEDGE}\Z", re.I
)
_MADE_BY = re.compile(
    r"\b(?P<verb>caught|bowled|lbw|stumped|dismissed|out)\b[^.;:]{0,60},?[ ]for[ ]\Z"
)
_DESCRIBING = kinds_where("describes") | {"age"}
_FORMS = frozenset({"digits", "words", "vague"})
_WINDOW, _LONGEST = 80, 200
RULE = "shared_noun"
"""The rule of a number whose noun is shared with another word or number."""


def with_shared_nouns(passage: Passage, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Quantities of one sentence in text order, bare ones with the noun that they share."""
    done = list(quantities)
    if not any(_may_share(quantity) for quantity in done):
        return done
    for index in range(len(done) - 1, -1, -1):
        if _may_share(done[index]):
            following = done[index + 1] if index + 1 < len(done) else None
            done[index] = _sharing(done[index], _noun_behind(passage, done[index], following))
    for index, quantity in enumerate(done):
        if _may_share(quantity):
            noun = _noun_of_earlier(passage, done[:index], quantity) or _noun_before(
                passage, done[:index], quantity
            )
            done[index] = _sharing(quantity, noun)
    return done


def _may_share(quantity: Quantity) -> bool:
    is_number = quantity.shape in {"single", "vague"} and quantity.form in _FORMS
    is_whole = quantity.low == int(quantity.low)
    return quantity.is_bare and quantity.rule == "number" and is_number and is_whole


def _sharing(quantity: Quantity, noun: Counted | None) -> Quantity:
    if noun is None:
        return quantity
    return replace(quantity, counted=noun, unit_span=noun.span, rule=RULE)


def _noun_behind(
    passage: Passage, quantity: Quantity, following: Quantity | None
) -> Counted | None:
    """The noun that follows after "of", or that the next number shares."""
    end = quantity.number_end
    counted = following.counted if following is not None else None
    begin = following.span.start_char if following is not None else -1
    whole = passage.match(_OF_MANY, end)
    if counted is not None and whole is not None and whole.end() == begin:
        is_part = following is not None and quantity.low <= following.low
        return counted if is_part else None
    if following is not None and begin == end + 1 and following.kind in _DESCRIBING:
        # "three 15-year-old boys", "two 120 mm shells"
        return counted_after(passage, following.span.end_char)
    model = passage.match(_MODEL, end)
    if model is not None and model["adjective"] not in _STOPS:
        return counted_after(passage, model.end())
    part = passage.match(_PART_OF, end)
    if part is not None:
        # "six of the 20 clerks"
        if part.end() + 1 == begin:
            return counted
        return counted_after(passage, part.end())
    adjective = passage.match(_ADJECTIVE, end)
    if adjective is None or adjective.end() != begin:
        return None
    word = adjective["word"]
    is_adjective = word not in _STOPS and word not in TIME_WORDS and not is_plural(word)
    return counted if is_adjective and not word.endswith("ly") else None


def _noun_of_earlier(
    passage: Passage, earlier: Sequence[Quantity], quantity: Quantity
) -> Counted | None:
    """The noun of the number before, where the words between make both count one thing."""
    last = next((one for one in reversed(earlier) if one.counted is not None), None)
    if last is None or last.kind != "count" or last.counted is None:
        return None
    gap = passage.text[last.span.end_char : quantity.span.start_char]
    left = passage.before(quantity.span.start_char, _WINDOW)
    noun, end = last.counted, quantity.number_end
    is_part = last.shape != "single" or quantity.low <= last.low
    if is_part and (passage.match(_OF_THEM, end) or _OF_WHOM.search(left)):
        return noun
    if last is not earlier[-1] or _is_age(passage, quantity):
        return None
    if _is_in_bracket(passage, last, quantity):
        return noun
    tallies = noun.head_surface.lower() in _TALLIED
    if _OUT_OF.fullmatch(gap) or (gap == " to " and (tallies or passage.match(_AGAINST, end))):
        return noun
    if _AND_THEN.fullmatch(gap) and _befalls(passage, gap, end):
        return noun
    if tallies and _SIDE_TOOK.fullmatch(gap):
        return noun
    if is_part and _INCLUDING.fullmatch(gap):
        return noun
    if _IN_LIST.fullmatch(gap) and passage.match(_NEXT_PLACE, end):
        return noun
    is_whole = _OF_A_WHOLE.search(passage.before(last.span.start_char, _WINDOW)) is not None
    return noun if is_whole and is_part and _COMMA.fullmatch(gap) else None


def _is_in_bracket(passage: Passage, last: Quantity, quantity: Quantity) -> bool:
    """Whether a bracket parts the number before: "12 medals (four gold and two bronze)"."""
    gap = passage.text[last.span.end_char : quantity.span.start_char]
    end = quantity.number_end
    if gap == " (":
        return quantity.low <= last.low and passage.match(_ITEM, end) is not None
    left = passage.before(end, _WINDOW)
    is_open = "(" in left.rpartition(")")[2]
    return is_open and last.rule == RULE and _NEXT_ITEM.fullmatch(gap) is not None


def _befalls(passage: Passage, gap: str, end: int) -> bool:
    """Whether a casualty verb follows, or stands before: "killed two men and wounded 12"."""
    if passage.match(_CASUALTY, end):
        return True
    verb = gap.split()[-1]
    return verb in _CASUALTIES


def _noun_before(
    passage: Passage, earlier: Sequence[Quantity], quantity: Quantity
) -> Counted | None:
    """The noun of "the number of so many", or that a word implies: "a mother of two"."""
    start = quantity.span.start_char
    left = passage.before(start, _WINDOW)
    implied = _OF_IMPLIED.search(left) or _TOLL.search(left)
    if implied is not None:
        begin = start - len(left)
        where = Span(begin + implied.start("noun"), begin + implied.end("noun"))
        noun = _IMPLIED.get(implied["noun"].lower(), "death")
        return Counted(where, noun, where.of(passage.text))
    if passage.is_cricket:
        run = _RUNS.search(left) or _MADE_BY.search(left)
        if run is not None:
            where = Span(start - len(left) + run.start(), start - len(left) + run.end())
            word = where.of(passage.text).split()[0]
            return Counted(Span(where.start_char, where.start_char + len(word)), "run", word)
    if _COMES_TO.search(left) is None or _is_age(passage, quantity):
        return None
    named = None
    for found in _NUMBER_OF.finditer(passage.text, max(passage.start, start - _LONGEST), start):
        named = found
    if named is None:
        return None
    between = [one for one in earlier if one.span.start_char > named.start()]
    if any(one.counted is not None and one.rule != RULE for one in between):
        return None
    counted = counted_after(passage, named.end())
    return counted if counted is not None and counted.span.end_char < start else None


def _is_age(passage: Passage, quantity: Quantity) -> bool:
    """Whether the words around say that somebody is so old."""
    return as_age(passage, quantity).kind == "age"

"""Measured: what a quantity measures ("eight-month effort" -> effort).

Pure. The counted noun, where there is one. Else rungs guess, the first that finds something: the
noun that the measure stands before ("a 5% cut"); the phrase after "of"; what is done for a time,
to so many or in a match ("[jailed] for 18 months"); the noun before a preposition or the object of
a verb of change; the subject of the clause (``clauses``). Rungs always find something, so a guess
is only evidence: ``measured_choice`` weighs it beside all other nouns, and may name none. A score
and a conversion keep their guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.figures.clauses import (
    PREPOSITIONS,
    Phrase,
    WordToken,
    described_by_participle,
    object_of_change,
    phrase_before,
    subject_of,
    tokens_of,
)
from transforms.figures.counted import is_plural, singular
from transforms.figures.empty_phrases import names_nothing
from transforms.figures.figure import FigureKind
from transforms.figures.kinds import kinds_where
from transforms.figures.measured_choice import FigureChoose, shipped_scorer
from transforms.figures.measured_signs import Guess, asked_of
from transforms.figures.passage import Passage
from transforms.figures.quantities import Quantity
from transforms.figures.reading import Measured, Modifier, Reading
from transforms.figures.vocabulary import figure_words, number_words
from transforms.lexicon import either, read_lexicon, words_of
from transforms.text import Span

_STOPS = (
    words_of("noun_stops")
    | words_of("measured_stops")
    | (words_of("measured_verbs") - figure_words("verb_and_noun"))
)
_DETERMINERS = words_of("determiners")
_WORD = re.compile(r"[^\W\d_][\w&’'-]*")
_OF = re.compile(r"[ ]of[ ]")
_SMALL = "|".join(word for word in number_words("unit") if word.isalpha())
_OF_SO_MANY = re.compile(
    r"[ ]of[ ](?:(?:all|the|its|their|these|those|his|her|our)[ ])?"
    rf"(?:(?!(?:1[5-9]|20)\d\d[ ])[\d,]+|{_SMALL})[ ]"
)
_FIGURES = re.compile(r"\d[\d.,]*%?")
_TAIL = re.compile(r"[ ](?:of|to)[ ]")
# "migrants crossing the Channel"
_DOING = re.compile(r"[ ](?P<doing>[a-z]{2,}ing)(?:[ ](?:in|at|for|on|from))?(?=[ ])")
_NOT_DOING = figure_words("not_doing")
_OF_THEM = re.compile(r"[ ]of[ ](?:these|those|them|whom|which)\b(?![ ][a-z]*s\b)")
_IN = re.compile(r"[ ](?:in|on|for)[ ](?=(?:its |their |his |her |the |an? )?[a-z])")
_INVESTED = kinds_where("is_invested")
_TIMES = (
    words_of("calendar_words")
    | {row["canonical"] for row in read_lexicon("units") if row["kind"] == "duration"}
    | figure_words("no_thing")
)
_POSSESSIVE = re.compile(r"['’]s?\Z")
_GAP, _COUNT = re.compile(r"[ -]+"), re.compile(r"[ ]\d[\d,]*(?=[ ])")
_DIMENSION = re.compile(rf"[ -]{either(figure_words('dimension'))}\b")
_ATTRIBUTE = re.compile(
    r"\b(?:on|with|an?|the|its|their|his|her|our|my|this|that|these|those|each|every|another|new|[\w]+[’']s)"
    r"[ ](?:[\w-]+[ ])?\Z",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(
    r"(?P<name>[A-Z][\w’'.-]*(?:[ ](?:[A-Z][\w’'.-]*|al|bin|de|van|von)){0,3})[”\"’')]?"
    r",?[ ](?:aged?[ ])?[(]?\Z"
)
# "Ann Roe, the 78-year-old"
_APPOSED = re.compile(r"(,[ ])(?:an?|the)[ ]\Z")
_YEAR_OLD = re.compile(r"[ -]year-?[ ]?olds?\Z", re.IGNORECASE)
_AGE_LINKS = figure_words("age_link") | {",", "-", "–", "—"}
# "$1.2bn ($1bn)", "5%, or 3 points", "rose 5% to $10": two figures of one thing
_SAME_THING = re.compile(
    r"[ ]?[(/–-][ ]?|[)]?,?[ ](?:or|to|from|and then)[ ](?:about |around |just |nearly |some )?"
    rf"|,?[ ]to[ ]{either(figure_words('settling'))}[ ]at[ ]|[ ]at[ ]|,[ ]"
)
_PLACES = figure_words("place_preposition")
_MAX_WORDS, _ATTRIBUTE_WINDOW = 5, 40
_LIST_MARKS = frozenset({";", ",", "|", "/"})
# a number word opens another figure: "from two sailors to eleven"
_NUMBERS = frozenset(number_words("unit")) | frozenset(number_words("ten"))
_SCALES = frozenset(number_words("scale"))
_DESCRIBED, _NEEDS_ARTICLE = kinds_where("describes"), kinds_where("needs_article")
_PACES, _PACE_NOUNS = figure_words("pace"), figure_words("pace_noun")
# Heads that say how a value was made, not what it is the value of.
_GENERIC = words_of("generic_measures")
# Acts: what is done for a time, to so many, or in a match.
_CASUALTIES, _CONTESTS = words_of("casualty_verbs"), words_of("contest_verbs")
_BEFORE_TIME, _NOT_AN_ACT = figure_words("before_time"), figure_words("not_an_act")
_BARS = words_of("prepositions") | words_of("determiners")
_OPENS = _BARS | words_of("pronouns") | figure_words("object_pronoun")
_REACH, _MAX_SIDE = 4, 6
# A clause names what lasts so long ("it ran for two days", "it takes two days"), not what was done
# in, within or over that time.
_OPENS_RANGE = frozenset({"between", "from"})
_LASTING, _VERBS = figure_words("before_lasting"), words_of("measured_verbs")
_SINCE_THEN = re.compile(r"[ ](?:ago|later|earlier|before|after|since|hence|from now)\b")
_FOR, _FOR_WINDOW = re.compile(r"\b(?:for|of)[ ]\Z"), 5
_TO_DO = re.compile(
    r"[ ](?:left[ ]|more[ ])?to[ ](?P<verb>(?!the\b|a\b|an\b)[a-z]{3,})"
    r"(?:[ ](?:it|them|him)\b|(?:[ ](?:the|a|an|its|their|his|her|our|my)\b)?(?:[ ][a-z-]{3,})?)"
)
_NEEDS_TIME, _ADJUNCTS = figure_words("needs_time"), figure_words("adjunct")


def measured_by(
    passage: Passage,
    quantity: Quantity,
    modifier: Modifier | None,
    preceding: Reading | None,
    choose: FigureChoose | None = None,
) -> Measured | None:
    """What a quantity measures; None when the text does not say so nearby.

    preceding: the figure before in the sentence.
    choose:    chooses among the phrases; None for the shipped scorer.
    """
    counted = quantity.counted
    if counted is not None:
        follows = passage.text[quantity.number_end : quantity.number_end + 1] == "-"
        described = _phrase_at(passage, quantity.span.end_char) if follows else None
        return described or _with_tail(passage, Measured(counted.span, counted.head))
    guess = _around(passage, quantity, modifier, preceding)
    if guess is not None and _is_nothing(passage, quantity, guess.measured):
        guess = None
    if quantity.converts or quantity.kind == "score":
        return guess.measured if guess is not None else None
    start = quantity.span.start_char
    before = start if modifier is None else min(modifier.span.start_char, start)
    asked = asked_of(passage, quantity, before, guess, preceding)
    return (choose or shipped_scorer())(asked)


def _is_nothing(passage: Passage, quantity: Quantity, found: Measured) -> bool:
    is_behind = found.span.start_char >= quantity.span.end_char
    may_be_time = quantity.kind == "duration" and is_behind
    if len(_FIGURES.findall(found.span.of(passage.text))) > 1:
        return True  # a line of a table
    return names_nothing(passage.text, found, may_be_time=may_be_time, is_behind=is_behind)


def _around(
    passage: Passage, quantity: Quantity, modifier: Modifier | None, preceding: Reading | None
) -> Guess | None:
    """What the words around a quantity without a counted noun name, by the first rung that does."""
    if quantity.converts and preceding is not None:
        return _guess("converted", preceding.measured)
    after = _after(passage, quantity)
    if after is not None:
        return after
    earlier = preceding.measured if preceding is not None else None
    if earlier is not None and _ends_change_of(quantity, preceding):
        return Guess("end_of_change", earlier)
    if preceding is not None and passage.match(_OF_THEM, quantity.span.end_char):
        return _guess("of_them", earlier)
    start = quantity.span.start_char
    before = start if modifier is None else min(modifier.span.start_char, start)
    if quantity.kind == "age":
        return _guess("aged", _aged(passage, quantity, before))
    act = _act(passage, quantity, before)
    if act is not None:
        return _guess("act", _of_phrase(act))
    if preceding is not None and earlier is not None and preceding.quantity.kind != "count":
        gap = passage.text[preceding.quantity.span.end_char : before]
        if _SAME_THING.fullmatch(gap):
            return Guess("same_thing", earlier)
    if quantity.kind == "duration" and _is_since_then(passage, quantity, before):
        return None
    found = _before(passage, before, kind=quantity.kind)
    is_like = preceding is not None and preceding.quantity.kind == quantity.kind
    return _guess("earlier", earlier) if found is None and is_like else found


def _guess(rung: str, found: Measured | None) -> Guess | None:
    return None if found is None else Guess(rung, found)


def _is_since_then(passage: Passage, quantity: Quantity, before: int) -> bool:
    """Whether a time says when ("left five years ago"), not how long ("for two years after")."""
    return (
        passage.match(_SINCE_THEN, quantity.span.end_char) is not None
        and _FOR.search(passage.before(before, _FOR_WINDOW)) is None
    )


def _ends_change_of(quantity: Quantity, preceding: Reading | None) -> bool:
    """Whether a quantity is the end of a change that the one before is the start of."""
    start = preceding.quantity.end if preceding is not None else None
    return quantity.end is not None and start is not None and (start[1], quantity.end[1]) == (
        "from", "to",
    )  # fmt: skip


def _act(passage: Passage, quantity: Quantity, before: int) -> Phrase | None:
    """What is done, for a time, a score or a bare count."""
    if quantity.kind not in {"duration", "score"} and not quantity.is_bare:
        return None
    tokens = tokens_of(passage, before)
    return _act_after(passage, tokens, quantity) or _act_before(tokens, quantity)


def _with_tail(passage: Passage, measured: Measured) -> Measured:
    """What is measured with its "of" or "to" phrase: "visits to the site"."""
    doing = passage.match(_DOING, measured.span.end_char)
    if doing is not None and doing["doing"] not in _NOT_DOING:
        object_ = _phrase_at(passage, doing.end())
        end = object_.span.end_char if object_ is not None else doing.end()
        return Measured(Span(measured.span.start_char, end), measured.head)
    link = passage.match(_TAIL, measured.span.end_char)
    tail = _phrase_at(passage, link.end() - 1) if link is not None else None
    if tail is None or tail.head in _TIMES or tail.span.of(passage.text).lower() in _NUMBERS:
        return measured
    return Measured(measured.span.envelope(tail.span), measured.head)


def _aged(passage: Passage, quantity: Quantity, before: int) -> Measured | None:
    """Whose age it is; None for "the 18-year-old", whom the words before need not name."""
    is_noun = _YEAR_OLD.search(quantity.span.of(passage.text)) is not None
    article = _APPOSED.search(passage.text, passage.start, before) if is_noun else None
    name = _NAME_BEFORE.search(passage.text, passage.start, article.end(1) if article else before)
    opens = name is not None and not passage.text[passage.start : name.start()].strip("“‘\"' ")
    if name is not None and (article is None or opens):
        return _of_match(name)
    return None if is_noun else _bearer(passage, before)


def _bearer(passage: Passage, before: int) -> Measured | None:
    """Whose age it is: "[children] aged under 5", else the subject."""
    tokens = tokens_of(passage, before)
    while tokens and tokens[-1].lower in _AGE_LINKS:
        tokens.pop()
    counted = next((i for i, token in enumerate(tokens[::-1]) if token.text[0].isdigit()), None)
    if counted is not None and 0 < counted <= _MAX_WORDS:
        # "a survey of 1709 children aged 8": the children
        tokens = tokens[-counted:]
        while tokens and tokens[0].lower in _SCALES:
            tokens = tokens[1:]
    return _of_phrase(phrase_before(tokens) or subject_of(tokens))


def _of_match(name: re.Match[str]) -> Measured:
    """The person whose name stands before an age; the head is the last name."""
    where = Span(*name.span("name"))
    return Measured(where, name["name"].split()[-1].lower())


def _after(passage: Passage, quantity: Quantity) -> Guess | None:
    """What the words after the quantity name: "a 5% cut", "5% of sales", "$1bn in gains"."""
    end = quantity.span.end_char
    if quantity.kind in _DESCRIBED and _is_attribute(passage, quantity):
        dimension = passage.match(_DIMENSION, end)
        described = _phrase_at(passage, dimension.end() if dimension else end)
        if described is not None:
            return Guess("described", described)
    if quantity.rule == "one_in_so_many":
        shared = _phrase_at(passage, end)
        if shared is not None:
            return Guess("shared", _with_tail(passage, shared))
    link = passage.match(_OF_SO_MANY, end) or passage.match(_OF, end)
    if link is not None:
        whole = _phrase_at(passage, link.end() - 1, is_governed=True)
        return Guess("of", _with_tail(passage, whole)) if whole is not None else None
    link = passage.match(_IN, end) if quantity.kind in _INVESTED else None
    found = _phrase_at(passage, link.end() - 1) if link is not None else None
    is_time = found is None or found.head in _TIMES
    return None if is_time else _guess("invested", found)


def _is_attribute(passage: Passage, quantity: Quantity) -> bool:
    """Whether the measure stands before its noun: hyphenated, or with a determiner before it."""
    surface, end = quantity.span.of(passage.text), quantity.span.end_char
    if "-" in surface or passage.text[end : end + 1] == "-":
        return True
    if quantity.kind in _NEEDS_ARTICLE:
        return bool(_ATTRIBUTE.search(passage.before(quantity.span.start_char, _ATTRIBUTE_WINDOW)))
    return not surface.endswith("s")


def _phrase_at(passage: Passage, at: int, *, is_governed: bool = False) -> Measured | None:
    """The noun phrase after the blank at ``at``, up to the next word that does not belong to it.

    is_governed: a preposition stands before it, so that an adverb cannot end it.
    """
    words: list[re.Match[str]] = []
    while len(words) < _MAX_WORDS:
        gap = passage.match(_GAP, at)
        word = passage.match(_WORD, gap.end()) if gap else None
        if word is None:
            break
        lower = word[0].lower()
        if lower in _DETERMINERS and not words:
            at = word.end()
            continue
        if not words and lower.endswith("ly") and (is_governed or lower not in _STOPS):
            at = word.end()
            continue
        participle = lower.endswith("ed") and not lower.endswith("eed") and "-" not in lower
        if lower in _STOPS or (words and participle):
            if not words or not _POSSESSIVE.search(words[-1][0]):
                break
            # "the nation's total consumers", "the world's top 100 firms": the owner is no head
            number = passage.match(_COUNT, word.end())
            at = number.end() if number else word.end()
            continue
        words.append(word)
        at = word.end()
        if is_plural(word[0]) and not _POSSESSIVE.search(word[0]):
            break
    if not words:
        return None
    last = words[-1]
    bare = _POSSESSIVE.sub("", last[0])
    is_name = bare[0].isupper() and len(words) > 1
    head = bare.lower() if is_name else singular(bare)
    return Measured(Span(words[0].start(), last.start() + len(bare)), head)


def _before(passage: Passage, before: int, *, kind: FigureKind) -> Guess | None:
    """What the words before the quantity name."""
    tokens = tokens_of(passage, before)
    if not tokens:
        return None
    last = tokens[-1].lower
    found: Phrase | None = None
    if last == ":":
        return _guess("label", _of_phrase(phrase_before(tokens[:-1]) or _label(tokens[:-1])))
    if last == "worth":
        has_comma = len(tokens) > 1 and tokens[-2].text == ","
        owner = tokens[:-2] if has_comma else tokens[:-1]
        return _guess("worth", _of_phrase(phrase_before(owner) or subject_of(tokens)))
    rung = "object"
    if last in PREPOSITIONS:
        found = object_of_change(tokens[:-1], last) if last in {"by", "to", "at", "from"} else None
        # "parked there for two days": how long the subject does so, not the place.
        lasts = kind == "duration" and last != "of"
        if found is None and last not in _PLACES and not lasts:
            rung, found = "governor", phrase_before(tokens[:-1])
        if found is not None and (found.head in _GENERIC or _is_pace(passage.text, found)):
            found = None
        if found is None:
            rung, found = "participle", described_by_participle(tokens[:-1])
    if found is not None:
        return _guess(rung, _of_phrase(found))
    # "stocks last between 25 and 30 days"
    governing = tokens[-2] if last in _OPENS_RANGE and len(tokens) > 1 else tokens[-1]
    is_when = kind == "duration" and not _is_lasting(governing)
    return None if is_when else _guess("subject", _of_phrase(subject_of(tokens)))


def _is_lasting(token: WordToken) -> bool:
    """Whether a word before a time makes the clause say how long something lasts."""
    if token.lower in _LASTING:
        return True
    return token.lower in _VERBS or (token.text.islower() and token.lower.endswith("ed"))


def _label(tokens: Sequence[WordToken]) -> Phrase | None:
    """The one word of a list between its mark and a colon, whatever it is: "injured: 40"."""
    is_alone = len(tokens) == 1 or (len(tokens) > 1 and tokens[-2].lower in _LIST_MARKS)
    if not is_alone or not tokens or not tokens[-1].text[0].isalpha():
        return None
    return Phrase(tokens[-1].start_char, tokens[-1].end_char, tokens[-1].lower)


def _is_pace(text: str, phrase: Phrase) -> bool:
    """Whether a phrase says how fast, not what: "grew at an annual rate of"."""
    words = text[phrase.start_char : phrase.end_char].lower().split()
    return words[-1] in _PACE_NOUNS and set(words[:-1]) <= _PACES and len(words) > 1


def _of_phrase(found: Phrase | None) -> Measured | None:
    return Measured(Span(found.start_char, found.end_char), found.head) if found else None


def _act_before(tokens: Sequence[WordToken], quantity: Quantity) -> Phrase | None:
    """The act that the words before a quantity name."""
    if not tokens:
        return None
    if quantity.kind == "score":
        return _contest(tokens)
    if quantity.kind == "duration":
        return _lasting(tokens)
    last = tokens[-1]
    if quantity.is_bare and last.lower in _CASUALTIES:
        return Phrase(last.start_char, last.end_char, last.lower)
    return None


def _act_after(passage: Passage, tokens: Sequence[WordToken], quantity: Quantity) -> Phrase | None:
    """What a time is needed for: "It took two days [to] repair the line"."""
    if quantity.kind != "duration" or not tokens or tokens[-1].lower not in _NEEDS_TIME:
        return None
    found = passage.match(_TO_DO, quantity.span.end_char)
    if found is None:
        return None
    words = found[0][found.start("verb") - found.start() :].split(" ")
    while len(words) > 1 and words[-1] in _ADJUNCTS:
        words.pop()
    start = found.start("verb")
    return Phrase(start, start + len(" ".join(words)), found["verb"])


def _lasting(tokens: Sequence[WordToken]) -> Phrase | None:
    """The verb before "for": "[sat] for the next 30 hours", "[jailed] for 18 months"."""
    end = len(tokens)
    while end and tokens[end - 1].lower in _BEFORE_TIME:
        end -= 1
    if not end or tokens[end - 1].lower != "for":
        return None
    for index in range(end - 2, max(-1, end - 2 - _REACH), -1):
        token = tokens[index]
        if not token.text[:1].isalpha():
            return None
        is_act = token.text.islower() and token.lower.endswith(("ed", "ing"))
        # "contaminated fluid for weeks" and "been in shipping for years" name no act
        follows = tokens[index + 1]
        is_verb = index + 1 == end - 1 or not follows.text.islower() or follows.lower in _OPENS
        is_noun = index > 0 and tokens[index - 1].lower in _BARS
        if (
            is_act
            and is_verb
            and not is_noun
            and len(token.text) > 4
            and token.lower not in _NOT_AN_ACT
        ):
            return Phrase(token.start_char, token.end_char, token.lower)
    return None


def _contest(tokens: Sequence[WordToken]) -> Phrase | None:
    """Both sides of a match: "[Norvik beat Varno] 2-1", "[Varno lost to Norvik] 1-2"."""
    for index in range(len(tokens) - 2, max(0, len(tokens) - 2 - _MAX_SIDE), -1):
        if not tokens[index].text[:1].isalpha():
            return None
        if tokens[index].lower in _CONTESTS:
            first, other = phrase_before(tokens[:index]), phrase_before(tokens[index + 1 :])
            if first is None or other is None:
                return None
            return Phrase(first.start_char, other.end_char, first.head)
    return None

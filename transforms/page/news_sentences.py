"""News sentences: lines that tell the news, whatever words of site furniture they hold.

Pure. A site bids its readers do something, or labels what stands beside it. A story says of third
parties what they did or said. So the evidence is a finite verb in the past with a subject before
it, or a clause that says who said so, in a line that ends like a sentence.
"""

from __future__ import annotations

import re

from transforms.lexicon import read_lexicon, words_in_role, words_of
from transforms.page.datelines import find_dateline
from transforms.page.lines import Line, words_in
from transforms.text import Span

_SHORTEST = 6  # words of a sentence with a subject, a verb and something said of it
_SHORTEST_CLAUSE = 4  # of one behind a participle
_LONGEST_TAIL = 9  # words of a clause such as ", a spokesman for the company said"
_PAST = words_in_role("finite_verbs", "past", "conditional")
_PARTICIPLES = words_in_role("finite_verbs", "participle")
_FINITE = _PAST | words_in_role("finite_verbs", "auxiliary", "modal")
_BIDDING = words_of("site_imperatives")
_ADDRESSED = words_of("address_words")
_SAYING = frozenset(
    form
    for row in read_lexicon("cues")
    if row["kind"] in ("speech", "writing") and "inverted" in row["takes"].split()
    for form in (row["forms"].split())
    if not form.endswith("ing")
)
# Words before which a form in -ed is an adjective or a participle: "the said", "is placed by".
_BEFORE_PARTICIPLE = (
    words_of("determiners") | words_of("prepositions") | words_in_role("finite_verbs", "auxiliary")
) | {
    "be",
    "been",
    "being",
    "and",
    "or",
    "was",
    "were",
    "as",
    "not",
    "stay",
    "get",
    "keep",
    "otherwise",
}
_SHARES = words_of("number_words")
_RELATIVE = frozenset({"that", "who", "which", "where", "when", "whose"})
_SITE_SUBJECTS = frozenset({"this", "these", "here", "if", "when", "error", "something", "sorry"})
# Of words in -ed: those that are no verb, and those that stand in notices of rights.
_NOT_PAST = frozenset(
    {
        "reserved",
        "limited",
        "united",
        "licensed",
        "copyrighted",
        "regulated",
        "registered",
        "noted",
        "specified",
    }
    | {
        "need",
        "speed",
        "feed",
        "seed",
        "breed",
        "indeed",
        "hundred",
        "exceed",
        "proceed",
        "succeed",
    }
    | {"embed", "shred", "hatred", "sacred", "naked", "wicked", "greed", "bleed", "weed", "creed"}
)
_CONTRACTED = re.compile(r"(?:it|that|there|he|she|what|who|here)'s|\w+(?:'(?:ve|re|ll|m|d)|n't)")
# Words that no caption opens with: subjects without a name, and joints with a sentence before.
_STORY_OPENERS = frozenset({"i", "he", "she", "it", "we", "they", "you", "there"}) | frozenset(
    {"and", "but", "or", "nor", "so", "yet", "not", "no", "if", "why", "how", "what"}
)
_QUOTES = "“”\"‘’'«»"
_TURN = re.compile(r"(?:[QA]|[A-Z][A-Z .’'-]{2,30}): ")  # of an interview: "Q: ", "MS ROE: "
_CLAUSES = re.compile(r",[”\"’]? ")


def tells_news(line: Line, *, before: int | None = None) -> bool:
    """Whether a line is a sentence that says what somebody did, or who said so.

    before: number of the word before which the verb must stand.

    >>> from transforms.page.lines import read_lines
    >>> lines = read_lines("Subscribe and read it all.\\nSubscriptions rose in May, she said.")
    >>> [tells_news(line) for line in lines]
    [False, True]
    """
    tokens = line.tokens
    if not line.stopped or line.words < _SHORTEST or not tokens or "©" in line.surface:
        return False
    if _says_who_said_so(line.surface) or _opens_with_participle(line):
        return True
    if tokens[0] in _BIDDING or not _SITE_SUBJECTS.isdisjoint(tokens[:2]):
        return False
    verb = next((at for at in range(1, len(tokens)) if is_past(tokens, at)), None)
    if verb is not None and before is not None and verb >= before:
        return False
    if verb is None or not _ADDRESSED.isdisjoint(tokens[: verb + 1]):
        return False
    # What a sentence about third parties says of "you" is news only if somebody says it.
    return _ADDRESSED.isdisjoint(tokens) or not _SAYING.isdisjoint(tokens) or "saying" in tokens


def is_past(tokens: tuple[str, ...], at: int) -> bool:
    """Whether a word of a line is a verb in the past with its subject before it.

    A form that may be a participle counts only where none can stand: behind a noun. The verb of a
    relative clause does not count.
    """
    word = tokens[at]
    if at and tokens[at - 1] in _RELATIVE:
        return False
    if word in _PAST:
        return True
    regular = word.endswith("ed") and len(word) > 3 and word not in _NOT_PAST
    if not (regular or word in _PARTICIPLES) or at == 0:
        return False
    before, after = tokens[at - 1], tokens[at + 2 : at + 5]
    is_agent = not any(token[0].isdigit() or token in _SHARES for token in after)
    if tokens[at + 1 : at + 2] == ("by",) and is_agent:
        return False  # "content presented by others", but "sales dropped by a tenth"
    return before not in _BEFORE_PARTICIPLE and not before.endswith(("ly", "ed"))


def has_finite_verb(tokens: tuple[str, ...]) -> bool:
    """Whether a short line is a clause: it has a verb that is neither a participle nor a label.

    >>> has_finite_verb(("the", "boats", "are", "out")), has_finite_verb(("boats", "at", "sea"))
    (True, False)
    """
    return any(_CONTRACTED.fullmatch(token) for token in tokens) or any(
        tokens[at] in _FINITE or is_past(tokens, at) for at in range(1, len(tokens))
    )


def begins_story(line: Line) -> bool:
    """Whether a short line below the header is where the story begins, and no picture's caption.

    It is a clause, a question, the turn of a speaker, words quoted, or has a dateline. Captions
    tell what is seen in the present tense, which no list of verbs can know from a plural.

    >>> from transforms.page.lines import read_lines
    >>> [begins_story(line) for line in read_lines("The boats are in.\\nBoats in Elland.")]
    [True, False]
    """
    surface = line.surface
    if not line.stopped:
        return False
    return (
        surface.endswith("?")
        or (surface[0] in _QUOTES and surface[-1] in _QUOTES + ".")
        or _TURN.match(surface) is not None
        or not _STORY_OPENERS.isdisjoint(line.tokens[:1])
        or has_finite_verb(line.tokens)
        or find_dateline(surface, Span(0, len(surface)), opens_story=False) is not None
    )


def _says_who_said_so(surface: str) -> bool:
    """Whether the last clause is ", the company said" or ", according to the ruling"."""
    clauses = _CLAUSES.split(surface)
    tail = clauses[-1].lower().strip(" .”\"'’").split() if len(clauses) > 1 else []
    if not 2 <= len(tail) <= _LONGEST_TAIL:
        return False
    if tail[:2] == ["according", "to"]:
        return True
    said = next((at for at, word in enumerate(tail) if word in _SAYING), None)
    return said is not None and tail[0] not in _BIDDING and _ADDRESSED.isdisjoint(tail[:said])


def _opens_with_participle(line: Line) -> bool:
    """Whether a clause follows one such as "Registered in Panama, the tanker is missing"."""
    first, _, rest = line.surface.partition(", ")
    words = words_in(rest)
    return (
        line.tokens[0].endswith("ed")
        and " " in first
        and _ADDRESSED.isdisjoint(line.tokens)
        and len(words) >= _SHORTEST_CLAUSE
        and words[0] not in _BIDDING
        and has_finite_verb(words)
    )

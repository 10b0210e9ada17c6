"""Source phrases: whom or what a source names, read from its words and the mentions inside it.

Pure. Heads follow news usage: "Kerry’s spokesman" is the spokesman, "the Fox News host Bill
O’Reilly" is O’Reilly, "Interfax news agency" is Interfax.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from transforms.lexicon import read_lexicon, words_in_role, words_of
from transforms.names import NamedMention
from transforms.quotes.cues import function_words, pronouns
from transforms.text import Span

_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’](?:s\b|(?=\s))")
_BREAK = re.compile(r"[,(—–;]|--")
_APPOSITIVE = re.compile(r"\s*(?:,|—|–|--)\s*(?:\d{1,3}\s*,\s*)?(?P<role>\S.*)", re.S)
_BETWEEN = re.compile(r"\s*,?\s+(?:and|&)\s+(?:the\s+)?")
_LONGEST_ANTECEDENT = 60  # characters
_CLAUSE_MARK = re.compile(r"[,.;:()“”\"—–?!]")
_JOINED = re.compile(r"\s+(?:and|&)\s+\S|\s*,\s+\S+(?:\s+\S+)?\s+and\s")


def words_in(surface: str) -> list[str]:
    """Words of a source as written.

    >>> words_in("Kerry’s spokesman, 40")
    ['Kerry’s', 'spokesman', '40']
    """
    return _WORD.findall(surface)


def head_mention(text: str, source: Span, inside: Sequence[NamedMention]) -> NamedMention | None:
    """The mention that a source names; None when its head is a noun: "Kerry’s spokesman".

    inside: mentions within the source, in text order.
    """
    for named in inside:
        mention = named.mention
        start = mention.title.start_char if mention.title else mention.span.start_char
        whole = text[source.start_char : max(source.start_char, start)]
        before = _since_break(whole)
        after = text[mention.span.end_char : source.end_char]
        if _POSSESSIVE.match(after) or _hangs_on_preposition(before) or _is_of_another(whole):
            continue
        if mention.entity_type == "person":
            if _ends_name(after):
                return named
        elif (
            _ends_organisation(after)
            and not _has_role(before)
            and not _belongs_to_person(text[source.start_char : max(source.start_char, start)])
        ):
            return named
    return None


def _since_break(before: str) -> str:
    breaks = list(_BREAK.finditer(before))
    return before[breaks[-1].end() :] if breaks else before


def _is_of_another(before: str) -> bool:
    """Whether a document speaks, and not who stands behind it: "figures of the agency ([BA])"."""
    broken = _BREAK.search(before)
    if broken is None:
        return False
    words = words_in(before[: broken.start()])
    hung = [at for at, word in enumerate(words) if word.lower() in function_words("preposition")]
    head = words[: hung[0]] if hung else words
    while len(head) > 1 and head[-1].islower() and head[-1].endswith("ed"):
        head = head[:-1]  # "figures released by"
    return bool(head) and kind_of_descriptor(head[-1]) == "document"


def _hangs_on_preposition(before: str) -> bool:
    return any(word.lower() in function_words("preposition") for word in words_in(before))


def _has_role(before: str) -> bool:
    return any(word.lower() in artifact_words() for word in words_in(before))


def _belongs_to_person(before: str) -> bool:
    """Whether somebody speaks for an organisation: "a spokesman for the owners, [Brandis]"."""
    if _BREAK.search(before) is None:
        return False
    words = words_in(before)
    hangs = any(word.lower() in function_words("preposition") for word in words)
    return hangs and _role_classes().get(head_noun(before)) == "person"


def _ends_name(after: str) -> bool:
    """Whether a person's name stands alone: nothing, a break or "of Harvard" follows."""
    following = words_in(after)
    if not following or _BREAK.match(after.lstrip()) or all(_is_manner(w) for w in following):
        return True
    first = following[0].lower()
    return (
        first in function_words("preposition")
        or first in pronouns("relative")
        or (first in function_words("conjunction"))
    )


def _ends_organisation(after: str) -> bool:
    """Whether nothing follows an organisation's name but what it is: "news agency"."""
    stripped = after.lstrip()
    broken = _BREAK.search(stripped)
    following = words_in(stripped[: broken.start()] if broken else stripped)
    if following and following[0].lower() in function_words("preposition"):
        return True
    if following and _role_classes().get(following[-1].lower()) == "person":
        return False  # "a US official", though there are official agencies
    if len(following) > 1 and following[0].lower() == "and" and following[1][0].isupper():
        return True  # "Acme and Lagos-based Bravo Works"
    described = words_of("news_outlets") | _legal_forms()
    return all(word.lower() in described or _is_manner(word) for word in following)


@cache
def _legal_forms() -> frozenset[str]:
    """Company forms in lower case: "plc", "ltd"."""
    return frozenset(word.lower() for word in words_in_role("name_heads", "legal"))


def _is_manner(word: str) -> bool:
    """Whether a word says how somebody speaks: "said Able quietly"."""
    return word.islower() and len(word) > 4 and word.endswith("ly")


def joins_several(
    text: str, source: Span, head: NamedMention, inside: Sequence[NamedMention] = ()
) -> bool:
    """Whether another source stands beside the head: "Kerry of Ohio and Lavrov".

    inside: mentions within the source, in text order.
    """
    end = head.mention.span.end_char
    if _JOINED.match(text[end : source.end_char]) is not None:
        return True
    for other in inside:
        mention = other.mention
        if mention.span.start_char < end or mention.entity_type != head.mention.entity_type:
            continue
        first = mention.title.start_char if mention.title else mention.span.start_char
        between = text[end:first]
        if "," not in between and between.rstrip().endswith((" and", " &")):
            return head.mention.entity_type == "person"
    return False


def joins_names(text: str, source: Span, inside: Sequence[NamedMention]) -> bool:
    """Whether a source is two names and "and": "Acme and the World Bank"."""
    if len(inside) < 2:
        return False
    first, second = inside[0].mention, inside[1].mention
    start = first.title.start_char if first.title else first.span.start_char
    lead = text[source.start_char : start].strip().lower()
    later = second.title.start_char if second.title else second.span.start_char
    gap = text[first.span.end_char : later]
    rest = words_in(text[second.span.end_char : source.end_char])
    return lead in ("", "the", "both", "both the") and bool(_BETWEEN.fullmatch(gap)) and not rest


def appositive_role(text: str, source: Span, head: NamedMention) -> str | None:
    """What a source says that its head is: "the mayor of X" in "Jane Doe, the mayor of X"."""
    match = _APPOSITIVE.fullmatch(text[head.mention.span.end_char : source.end_char])
    if match is not None:
        role = match["role"].strip(" ,—–")
        if role and not role.isdigit() and words_in(role)[:1] not in (["who"], ["whose"]):
            return role
    title = head.mention.title.of(text) if head.mention.title is not None else ""
    return title if any(word not in _courtesies() for word in words_in(title)) else None


@cache
def _courtesies() -> frozenset[str]:
    """Titles that say a gender and no role: "Mr", "Lady"."""
    rows = read_lexicon("titles")
    return frozenset(row["surface"] for row in rows if row["kind"] == "honorific" and row["gender"])


@cache
def artifact_words() -> frozenset[str]:
    """Nouns of written or recorded things."""
    return words_of("artifact_nouns")


@cache
def _role_classes() -> dict[str, str]:
    return {row["surface"]: row["class"] for row in read_lexicon("role_nouns")}


def head_noun(surface: str) -> str:
    """The head of a descriptor, lower-cased: the last word before "of", "who" or a comma.

    >>> head_noun("a senior official at the State Department")
    'official'
    """
    broken = _BREAK.search(surface)
    stops = function_words("preposition") | pronouns("relative") | {"that"}
    head = ""
    for word in words_in(surface[: broken.start()] if broken and broken.start() else surface):
        if head and word.lower() in stops:
            break
        head = word
    return head.lower()


def kind_of_descriptor(surface: str) -> str:
    """Form of a source without a name: document, collective or descriptor.

    >>> kind_of_descriptor("a report by the council"), kind_of_descriptor("officials")
    ('document', 'collective')
    >>> kind_of_descriptor("a US military official")
    'descriptor'
    """
    noun = head_noun(surface)
    singular = noun if noun in _role_classes() else noun.removesuffix("s")
    if noun in artifact_words() or singular in artifact_words():
        return "document"
    if _role_classes().get(singular) == "collective":
        return "collective"
    is_plural = noun.endswith("s") and not noun.endswith("ss") and noun not in _role_classes()
    return "collective" if is_plural or noun in function_words("plural") else "descriptor"


def may_be_known(surface: str) -> bool:
    """Whether a descriptor means one that the text has named: "the mayor", "his deputy".

    A relative clause introduces somebody: "the mother of four who sells fish".

    >>> [may_be_known(words) for words in ("the mayor", "a mayor", "the mayors", "Able’s aide")]
    [True, False, False, True]
    >>> may_be_known("the aide who left")
    False
    """
    words = surface.split()
    if not (pronouns("relative") | {"that"}).isdisjoint(words[1:]):
        return False
    first = words[0].lower() if words else ""
    is_definite = first in ("the", "this", "that") or first in function_words("possessive")
    noun = head_noun(surface)
    is_plural = noun.endswith("s") and not noun.endswith("ss") and noun not in _role_classes()
    return (is_definite or _POSSESSIVE.search(surface) is not None) and not is_plural


def without_possessive(text: str, source: Span) -> Span:
    """A source without the ’s at its end: "[Ana Sorel]’s verdict".

    >>> without_possessive("Ana Sorel’s verdict", Span(0, 11))
    Span(start_char=0, end_char=9)
    """
    if source.of(text)[-2:] not in ("’s", "'s") or source.end_char - source.start_char < 4:
        return source
    return Span(source.start_char, source.end_char - 2)


def antecedent_before(text: str, relative: Span) -> str | None:
    """The noun phrase right before "who", "which" or "that", if it opens with a determiner.

    >>> antecedent_before("behind a banner that read", Span(16, 20))
    'a banner'
    """
    before = text[max(0, relative.start_char - _LONGEST_ANTECEDENT) : relative.start_char]
    clause = _CLAUSE_MARK.split(before.rstrip().removesuffix(","))[-1]
    words = clause.split()
    for at in range(len(words) - 2, max(-1, len(words) - 7), -1):
        if words[at].lower() in words_of("determiners") | function_words("determiner"):
            return " ".join(words[at:])
        if words[at].lower() in function_words("preposition") | function_words("finite"):
            return None
    return None


def looks_like_name(surface: str) -> bool:
    """Whether every word of a source is capitalised, as in a name that no mention covers."""
    broken = _BREAK.search(surface)
    words = words_in(surface[: broken.start()] if broken and broken.start() else surface)
    return bool(words) and all(word[0].isupper() for word in words)

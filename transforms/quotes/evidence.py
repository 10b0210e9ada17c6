"""Evidence: what the text itself says of its entities: gender, kind, and the roles they have.

Pure. "Ann Able, a widow", "her husband, Bo Able", "Ann Able and her son", "Able said she" show a
gender, if title and given name do not; "Kettly, a subsidiary" that a name is a body's; titles,
appositions and "is the mayor" the roles by which a descriptor finds somebody later.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from transforms.lexicon import read_lexicon, words_of
from transforms.names import NamedMention
from transforms.quotes.attribution import Attribution
from transforms.quotes.cues import function_words, verb_forms
from transforms.quotes.source_phrases import head_noun, words_in
from transforms.text import Cover, Sentence, Span

_AFTER = re.compile(
    r"\s*(?:\([^()]{1,30}\)\s*)?(?:,|—|–|--)\s*(?:\d{1,3}\s*,\s*)?(?P<phrase>[^,.;:()“”\"—–]{3,90})(?P<end>.?)",
    re.S,
)
_BEFORE = re.compile(r"(?P<phrase>[^,.;:()“”\"—–]{3,70})\s*,\s*\Z", re.S)
_IS = re.compile(
    r"\s+(?:is|was|became|remains|has\s+been|had\s+been|(?:was|is|were)\s+(?:named|elected|appointed)"
    r"|has\s+been\s+(?:named|elected|appointed))\s+(?:now\s+|also\s+)?(?P<phrase>[^,.;:()“”\"—–]{3,70})",
    re.S,
)
_SAID_OF_SELF = re.compile(r"\W*(?:that\s+)?(?P<pronoun>he|she|his|her)\b", re.I)
_PRONOUN = re.compile(r"\b(?P<pronoun>he|she|his|her|himself|herself)\b(?:\s+(?P<next>\w+))?", re.I)
_GENDERS = {"he": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "herself": "f"}
_RESOLVED = 8  # votes: a pronoun that was resolved
_HEARD = 1  # votes: a pronoun that may be somebody else's
_SEEN = 4  # votes: a noun beside the name
_TITLED = 8  # votes: a title before the surname alone; enough to rule the other gender out
_NAMED = 12  # votes: title or given name of a full name


class Gender(NamedTuple):
    """ "m", "f" or "" for unknown; is_sure: enough to rule out a pronoun of the other."""

    gender: str
    is_sure: bool


class Role(NamedTuple):
    """A role: its head and all its words in lower case: "minister", {"finance", "minister"}."""

    head: str
    words: frozenset[str]


class Evidence:
    """What is known of each entity; a gender may still be learnt while speakers are resolved.

    kinds: "person" and "body", where a noun beside the name says so.
    roles: in text order, titles included.
    """

    def __init__(self) -> None:
        self.kinds: dict[str, Counter[str]] = defaultdict(Counter)
        self.roles: dict[str, list[Role]] = defaultdict(list)
        self._votes: dict[str, Counter[str]] = defaultdict(Counter)

    def gender_of(self, entity_id: str) -> Gender:
        """What the votes for an entity come to; nothing where they disagree too much."""
        votes = self._votes.get(entity_id)
        if not votes:
            return Gender("", is_sure=False)
        [(first, most), *rest] = votes.most_common()
        against = rest[0][1] if rest else 0
        if most <= 2 * against:
            return Gender("", is_sure=False)
        return Gender(first, is_sure=most - against >= _TITLED)

    def is_body(self, one: NamedMention) -> bool:
        """Whether an entity is a group and no person: the text may say so of a name of one word."""
        if one.mention.entity_type != "person":
            return True
        kinds = self.kinds.get(one.entity_id, Counter())
        is_short = " " not in one.canonical_name and not self._votes.get(one.entity_id)
        return is_short and kinds["body"] > kinds["person"]

    def learn(self, entity_id: str, gender: str) -> None:
        """Note that a pronoun of this gender was resolved to an entity."""
        self._votes[entity_id][gender] += _RESOLVED

    def hear(self, entity_id: str, gender: str) -> None:
        """Note a pronoun of this gender beside a name."""
        self._votes[entity_id][gender] += _HEARD

    def note_name(self, one: NamedMention) -> None:
        """Note what name and title show."""
        if one.gender is not None:
            weight = _NAMED if one.form == "full_name" else _TITLED
            self._votes[one.entity_id][one.gender] += weight

    def note_phrase(self, one: NamedMention, phrase: str) -> None:
        """Note a noun phrase that stands beside a name."""
        role = role_of(phrase)
        noun = nouns().get(role.head)
        if not noun:
            return
        if role not in self.roles[one.entity_id]:
            self.roles[one.entity_id].append(role)
        self.kinds[one.entity_id][noun.kind] += 1
        if noun.gender and noun.kind == "person":
            self._votes[one.entity_id][noun.gender] += _SEEN


class Noun(NamedTuple):
    """What a noun says of who is called so: kind "person" or "body", gender "m", "f" or ""."""

    kind: str
    gender: str


@cache
def nouns() -> dict[str, Noun]:
    """Every noun that names a role, a person or a body."""
    found = {word: Noun("person", "") for word in words_of("person_nouns")}
    for row in read_lexicon("role_nouns"):
        kind = "body" if row["class"] == "collective" else "person"
        found[row["surface"]] = Noun(kind, row["gender"])
    for row in read_lexicon("antecedent_nouns"):
        found[row["surface"]] = Noun(row["class"], row["gender"])
    for row in read_lexicon("titles"):
        if row["kind"] == "office" and " " not in row["surface"]:
            found.setdefault(row["surface"].casefold(), Noun("person", row["gender"]))
    return found


@cache
def _written_out() -> dict[str, str]:
    """Nouns by their short form as a title, where it stands for one alone: "sen" -> "senator"."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_lexicon("role_nouns"):
        titles = row["titles"].split("|")
        for title in titles if row["surface"] in titles else ():
            found[title].add(row["surface"])
    return {title: next(iter(of)) for title, of in found.items() if len(of) == 1}


def role_of(phrase: str) -> Role:
    """The role that a noun phrase names.

    >>> head, words = role_of("the Finance Minister of Norvik")
    >>> head, sorted(words)
    ('minister', ['finance', 'minister'])
    """
    head = head_noun(phrase)
    words: list[str] = []
    for word in words_in(phrase):
        bare = word.lower().rstrip(".")
        if bare not in function_words("determiner"):
            words.append(_written_out().get(bare, bare))
        if bare == head:
            break
    return Role(_written_out().get(head, head), frozenset(words))


def is_common_noun(word: str, text: str) -> bool:
    """Whether a capitalised word is a noun, by the lexicons or because the text writes it small.

    >>> is_common_noun("Officials", ""), is_common_noun("Boyd", "Boyd left.")
    (True, False)
    >>> is_common_noun("Kin", "a kin")
    True
    """
    small = word.lower()
    known = small in nouns() or (small.endswith("s") and small[:-1] in nouns())
    return known or re.search(rf"\b{re.escape(small)}\b", text) is not None


def read_evidence(
    text: str,
    sentences: Sequence[Sentence],
    named: Sequence[NamedMention],
    outside: Sequence[NamedMention],
    attributions: Sequence[Attribution],
) -> Evidence:
    """Evidence of every entity; ``outside`` are the mentions that stand in no quotation."""
    evidence = Evidence()
    shared = _shared_surnames(named)
    for one in named:
        if not _is_of_several(one, shared):
            evidence.note_name(one)
    for one in outside:
        if _is_of_several(one, shared):  # names give it to one of them, but not for a reason
            continue
        for phrase in _phrases_beside(text, sentences, one):
            evidence.note_phrase(one, phrase)
        if one.mention.entity_type not in ("person", "norp"):
            words = [word.lower() for word in words_in(one.canonical_name)]
            role = Role(words[-1] if words else "", frozenset(words))
            if role not in evidence.roles[one.entity_id]:
                evidence.roles[one.entity_id].append(role)
    for one, gender in _pronouns_beside(text, sentences, outside, attributions):
        if not _is_of_several(one, shared):
            evidence.hear(one.entity_id, gender)
    return evidence


def _shared_surnames(named: Sequence[NamedMention]) -> frozenset[str]:
    """Last words of the names of several persons, case-folded."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for one in named:
        if one.mention.entity_type == "person":
            bearers[one.canonical_name.split()[-1].casefold()].add(one.entity_id)
    return frozenset(word for word, ids in bearers.items() if len(ids) > 1)


def _is_of_several(one: NamedMention, shared: frozenset[str]) -> bool:
    return one.form == "surname" and one.canonical_name.split()[-1].casefold() in shared


def _phrases_beside(text: str, sentences: Sequence[Sentence], one: NamedMention) -> Iterator[str]:
    span = one.mention.span
    index = one.mention.sentence_index
    if index is None:
        return
    sentence = sentences[index].span
    start = one.mention.title.start_char if one.mention.title else span.start_char
    before, after = text[sentence.start_char : start], text[span.end_char : sentence.end_char]
    if one.mention.title is not None:
        yield one.mention.title.of(text)
    elif (noun := _noun_before(before)) is not None:
        yield noun
    found = _AFTER.match(after)
    if found is not None and _is_apposition(found["phrase"]):
        yield found["phrase"]
    found = _IS.match(after)
    if found is not None and words_in(found["phrase"])[:1] and _is_apposition(found["phrase"]):
        yield found["phrase"]
    found = _BEFORE.search(before)
    if found is not None and (phrase := _last_phrase(found["phrase"])) is not None:
        yield phrase


def _noun_before(before: str) -> str | None:
    """Role words right before a name: "The retired teacher" Tom Varga."""
    words = re.findall(r"[\w’'-]+", before[-60:]) if before[-1:].isspace() else []
    if not words or words[-1].lower() not in nouns() or before.rstrip()[-1:] in ",.;:":
        return None
    taken = [words[-1]]
    for word in reversed(words[:-1]):
        if word.lower() in function_words("determiner") | function_words("preposition"):
            break
        taken.append(word)
        if len(taken) == 3:
            break
    return " ".join(reversed(taken))


def _is_apposition(phrase: str) -> bool:
    """Whether a phrase says what somebody is: it has a head that names a role and no verb."""
    words = [word.lower() for word in words_in(phrase)]
    if not words or words[0] in ("who", "whose", "which", "and", "but"):
        return False
    head = head_noun(phrase)
    rest = words[words.index(head) + 1 :] if head in words else []
    return head in nouns() and not any(word in verb_forms() for word in rest[:2])


def _last_phrase(before: str) -> str | None:
    """The noun phrase that ends a stretch: "met the owner" -> "the owner"."""
    words = list(re.finditer(r"[\w’'-]+", before))
    for at in range(len(words) - 1, max(-1, len(words) - 9), -1):
        word = words[at].group().lower()
        if word in function_words("determiner") or word.endswith(("’s", "'s")):
            phrase = before[words[at].start() :]
            return phrase if head_noun(phrase) in nouns() and at < len(words) - 1 else None
    return None


def _pronouns_beside(
    text: str,
    sentences: Sequence[Sentence],
    outside: Sequence[NamedMention],
    attributions: Sequence[Attribution],
) -> Iterator[tuple[NamedMention, str]]:
    """Entities with the gender of a pronoun that can hardly be anybody else's."""
    persons: dict[int, list[NamedMention]] = defaultdict(list)
    for one in outside:
        if one.mention.entity_type == "person" and one.mention.sentence_index is not None:
            persons[one.mention.sentence_index].append(one)
    direct = Cover(s for a in attributions if a.quote_type == "direct" for s in a.segments)
    for index, found in persons.items():
        end = sentences[index].span.end_char
        stop = found[1].mention.span.start_char if len(found) > 1 else end
        start = found[0].mention.span.end_char
        match = _PRONOUN.search(text, start, stop)
        if match is None or direct.holds(match.start()):
            continue
        if match["pronoun"].lower() != "her" or _is_noun(match["next"]):  # not "told her that"
            yield found[0], _GENDERS[match["pronoun"].lower()]
    starts = [one.mention.span.start_char for one in outside]
    for attribution in attributions:
        source = attribution.source
        if source is None or attribution.quote_type == "direct":
            continue
        first, last = (bisect_left(starts, at) for at in (source.start_char, source.end_char))
        inside = (one for one in outside[first:last] if source.contains(one.mention.span))
        speaker = next(inside, None)
        content = attribution.segments[0]
        match = _SAID_OF_SELF.match(text, content.start_char, content.end_char)
        if match and speaker is not None and content.start_char >= source.end_char:
            yield speaker, _GENDERS[match["pronoun"].lower()]


def _is_noun(word: str | None) -> bool:
    """Whether a word may follow a possessive "her"."""
    classes = ("preposition", "determiner", "conjunction", "adverb", "subordinator", "time")
    return word is not None and not any(word.lower() in function_words(one) for one in classes)


def outside_quotations(
    named: Sequence[NamedMention], quoted: Sequence[Span]
) -> tuple[NamedMention, ...]:
    """Body mentions that stand in none of these spans, which are sorted and disjoint."""
    found = []
    at = 0
    for one in named:
        span = one.mention.span
        while at < len(quoted) and quoted[at].end_char <= span.start_char:
            at += 1
        inside = at < len(quoted) and quoted[at].overlaps(span)
        if one.mention.zone == "body" and not inside:
            found.append(one)
    return tuple(found)

"""Boilerplate: lines that belong to the site and not to the article.

Pure. The evidence is a lexicon of phrases, the words in which sites speak to their readers, and the
shapes of menus, share bars and contact lines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from transforms.lexicon import either, read_lexicon, words_in_role, words_of
from transforms.page.lines import Line, words_in
from transforms.page.news_sentences import has_finite_verb, tells_news

_EDGES = " \t.,:;!?…*|>»«<›‹→←↓↑▶►•·–—-_=~#+[](){}\"'“”‘’/\\"
_COUNT = re.compile(r"\s*[(\[]?\d[\d,.]*[kKmM]?[)\]]?\Z")
_LEADING_COUNT = re.compile(r"(?:\d[\d,.]*[km]?|no|one)[ -]")
_FIRST_WORD = re.compile(r"\w+(?:['&-]\w+)*")
_LONGEST_NOTE = 60  # characters of the phrase that opens a note
_MENU_BREAK = re.compile(r"\s[|•·/›»>]\s|\s?\|\s?|\s?[›»•·]\s?")
_CONTACT = re.compile(
    r"\S@\S+\.\w|\[email.protected\]|(?:https?://|www\.)\S|(?<!\w)@\w{2,}|\bwhatsapp\b"
    r"|\A[\w.-]+\.(?:com|org|net|example|co\.uk|news)(?:/\S*)?\Z",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?i:©|\(c\)|copyright(?: ©| \(c\))?):? ?(?:\d{4}|[A-Z])")
_REGISTERED = re.compile(
    r"\bregistered (?:in|as)\b.{2,60}\b(?:no|nr|number)\b[.:]? ?\d", re.IGNORECASE
)
_CALLING = re.compile(r"(?:\A|[.?!] )([A-Z][a-z]+)\b")  # the word that opens a sentence
_JUMP = either(words_of("jump_words"))
_PAGING = re.compile(
    r"\d+ (?:of|/) \d+\Z|page \d+(?: of \d+)?\Z|[a-z]?\d{8,}\Z"
    rf"|{_JUMP}\b.{{0,40}}\bpage \w{{1,4}}\Z"
    rf"|{_JUMP}\b.{{0,40}}\b(?:on|page) [a-z]?\d{{1,3}}\Z",
    re.IGNORECASE,
)
_LINKED = re.compile(
    r"https?://\S+\Z|(?:[*+-] )?\[[^\[\]]{1,80}\]\([^()\s]{1,300}\)(?: ?[|·•,] ?|\Z)"
)
_QUOTES = "\"“”‘'«„"
_QUOTED = frozenset('“”"«»„')
_LETTER = re.compile(r"[^\W\d_]")
_SITES = words_of("site_words")
# Chosen on the pages of tests/page/pages and the development set. Moved by a third either way, a
# limit changes no zone there, except 30 words in which a site speaks to its readers (one page).
_MOST_WORDS = {"whole": 12, "start": 16, "end": 8, "any": 40, "note": 60}  # by how a phrase matches
_MOST_SAID = 40  # words of a line in which a site speaks to its readers
_ENOUGH_SAID, _WORDS_PER_WEIGHT = 4, 7  # weight of such a line; its length for each unit of weight
_LONGEST_OPENER = 6  # words of a line that opens a list of links: "Latest from New Zealand"
_LONGEST_CERTAIN = 3  # words of a line that a phrase fills so far that it cannot be a headline
_LONGEST_NOTICE = 30  # words of a copyright notice
_LONGEST_CONTACT = 16  # words
_FEWEST_ITEMS, _FEWEST_CRUMBS, _LONGEST_ITEM = (
    3,
    2,
    4,
)  # of a menu; of a trail "World › Asia"; words
_LONGEST_ADVISORY = 30  # words
_ADVISING = words_of("advisory_words")
_FEWEST_TRADE = 2  # words of a site's trade in a line that bids readers do something
_BIDDING = words_of("site_imperatives")
_YOU = words_in_role("address_words", "reader")
_WE = words_in_role("address_words", "site")
_TALK = {row["surface"]: int(row["weight"]) for row in read_lexicon("site_talk")}


def _by_word() -> dict[str, dict[str, tuple[str, ...]]]:
    """Phrases by how they match, then by the word that they are looked up with."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in read_lexicon("boilerplate"):
        words = words_in(row["phrase"]) or (row["phrase"],)
        key = {"end": words[-1], "any": max(words, key=len)}.get(row["match"], words[0])
        found[row["match"]][key].append(row["phrase"])
    return {
        match: {key: tuple(phrases) for key, phrases in keyed.items()}
        for match, keyed in found.items()
    }


_PHRASES = _by_word()
_ANYWHERE = frozenset(_PHRASES["any"])
_OPENING = frozenset(
    word for match in ("whole", "counted", "start", "note") for word in _PHRASES[match]
)
_NOTE_INITIALS = frozenset(word[0] for word in _PHRASES["note"])
_TRADE = frozenset(_TALK)
_WHOLE = frozenset(phrase for phrases in _PHRASES["whole"].values() for phrase in phrases)
_COUNTED = frozenset(phrase for phrases in _PHRASES["counted"].values() for phrase in phrases)
_OPENS = {row["phrase"]: row["opens"] for row in read_lexicon("boilerplate") if row["opens"]}


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Why a line is boilerplate.

    certain: whether no article's headline could look like this.
    opens:   "links" above a list of other articles, "comments" above what readers wrote.
    """

    certain: bool
    opens: Literal["", "links", "comments"] = ""


_CERTAIN, _LIKELY = Boilerplate(certain=True), Boilerplate(certain=False)
REPEATED = _LIKELY
"""For a line that other pages of the outlet have as well, as a column's headline could be."""


def normalised(surface: str) -> str:
    """The line in lower case without bullets, counts and outer punctuation.

    >>> normalised("» Comments (14)")
    'comments'
    """
    plain = " ".join(surface.lower().split()).replace("’", "'").strip(_EDGES)
    if plain and (plain[-1].isdigit() or plain[-1] in "km"):
        return _COUNT.sub("", plain).strip(_EDGES)
    return plain


def boilerplate_of(line: Line) -> Boilerplate | None:
    """What kind of boilerplate a line is, or None."""
    surface, words = line.surface, line.words
    if not (surface[0].isalpha() or _LETTER.search(surface)):
        return _CERTAIN
    if words <= _LONGEST_NOTICE and surface[0] in "©(cC" and _COPYRIGHT.match(surface):
        return _CERTAIN
    if surface[0] == "(" and is_advisory(line):
        return _CERTAIN
    if words > _MOST_SAID:
        return _note_in(surface, words)
    if (phrase := _phrase_in(line)) is not None:
        return phrase
    if (
        _is_menu(surface, line.tokens)
        or (surface[0] in "h[*+-" and _LINKED.match(surface))
        or _is_paging(surface, line.tokens)
    ):
        return _CERTAIN
    if "registered" in line.tokens and _REGISTERED.search(surface):
        return _CERTAIN
    spoken = _speaks_to_readers(surface, line.tokens) or _calls_readers(line)
    return _CERTAIN if spoken and not tells_news(line) else None


def _phrase_in(line: Line) -> Boilerplate | None:
    """Which kind of boilerplate the lexicon's phrases make of a line; None for none."""
    tokens, words = line.tokens, line.words
    if not _may_hold_phrase(line):
        return None
    plain = normalised(line.surface)
    if words <= _MOST_WORDS["whole"]:
        bare = _LEADING_COUNT.sub("", plain, count=1) if plain[:1].isdigit() else plain
        if plain in _WHOLE or bare in _COUNTED:
            opens = _OPENS.get(plain) or _OPENS.get(bare)
            if opens == "comments":
                return Boilerplate(True, "comments")
            return Boilerplate(True, "links") if opens == "links" else _CERTAIN
    if not tokens:
        return None
    if tokens[0] in _PHRASES["note"] and (note := _note_in(plain, words)):
        return note
    if (found := _at_an_edge(plain, line)) and not tells_news(line):
        return found
    if words <= _MOST_WORDS["any"] and not _ANYWHERE.isdisjoint(tokens):
        keyed = _PHRASES["any"]
        for token in keyed.keys() & set(tokens):
            if any(_stands_in(phrase, plain, line) for phrase in keyed[token]):
                return _CERTAIN
    return None


def _at_an_edge(plain: str, line: Line) -> Boilerplate | None:
    """What a phrase at the beginning or the end of a line makes of it."""
    tokens, words = line.tokens, line.words
    short = _CERTAIN if words <= _LONGEST_CERTAIN else _LIKELY
    if words <= _MOST_WORDS["start"]:
        for phrase in _PHRASES["start"].get(tokens[0], ()):
            if plain.startswith(phrase) and not plain[len(phrase) : len(phrase) + 1].isalnum():
                if _OPENS.get(phrase) == "comments":
                    return Boilerplate(short.certain, "comments")
                if words <= _LONGEST_OPENER and _OPENS.get(phrase) == "links":
                    return Boilerplate(short.certain, "links")
                return short
    if words <= _MOST_WORDS["end"]:
        for phrase in _PHRASES["end"].get(tokens[-1], ()):
            if plain.endswith(phrase) and not plain[: -len(phrase)][-1:].isalnum():
                return short
    return None


def _may_hold_phrase(line: Line) -> bool:
    """Whether a line may hold a phrase, which its first and last words mostly rule out."""
    tokens, words = line.tokens, line.words
    if not tokens or "_" in line.surface or not _ANYWHERE.isdisjoint(tokens):
        return True
    if words > _MOST_WORDS["start"]:
        return tokens[0] in _PHRASES["note"]
    is_opened = tokens[0] in _OPENING or tokens[0][0].isdigit()
    return is_opened or (words <= _MOST_WORDS["end"] and tokens[-1] in _PHRASES["end"])


def _note_in(surface: str, words: int) -> Boilerplate | None:
    """Boilerplate, if a line opens as notes on an article do: "Correction: …"; it may be long."""
    if words > _MOST_WORDS["note"]:
        return None
    if surface[0].isalpha() and surface[0].lower() not in _NOTE_INITIALS:
        return None
    head = surface[:_LONGEST_NOTE].lower().replace("’", "'").lstrip(_EDGES)
    opening = _FIRST_WORD.match(head)
    for phrase in _PHRASES["note"].get(opening[0] if opening else "", ()):
        if head.startswith(phrase) and not head[len(phrase) : len(phrase) + 1].isalnum():
            return _CERTAIN if words <= _LONGEST_CERTAIN else _LIKELY
    return None


def _stands_in(phrase: str, plain: str, line: Line) -> bool:
    """Whether a line holds a phrase as whole words, and no news before it."""
    at = plain.find(phrase)
    after = at + len(phrase)
    if at < 0 or plain[max(0, at - 1) : at].isalnum() or plain[after:][:1].isalnum():
        return False
    return not tells_news(line, before=len(words_in(plain[:at])))


def _speaks_to_readers(surface: str, tokens: tuple[str, ...]) -> bool:
    """Whether the site speaks of its own services: cookies, newsletters, subscriptions.

    Words of that trade add their weight, each once; addressing the readers and speaking of oneself
    add one each. Words that other trades use too are not enough by themselves, unless the line does
    both. A long line needs more weight. A line with a quotation is never such a line.
    """
    if _TRADE.isdisjoint(tokens) or not _QUOTED.isdisjoint(surface):
        return False
    said = _TRADE.intersection(tokens)
    addressed = sum(not words.isdisjoint(tokens) for words in (_YOU, _WE))
    weight = sum(_TALK[token] for token in said)
    if weight == len(said) and (addressed < 2 or weight < _ENOUGH_SAID - 1):
        return False
    return weight + addressed >= _ENOUGH_SAID and len(tokens) <= _WORDS_PER_WEIGHT * weight


def _calls_readers(line: Line) -> bool:
    """Whether a site bids its readers use what it calls its own: "Want more? Join our free email."

    Two words of its trade are needed beside "our" and what it bids, and none of a quotation.
    """
    tokens, surface = line.tokens, line.surface
    if "our" not in tokens or not _QUOTED.isdisjoint(surface):
        return False
    if len(_TRADE.intersection(tokens) - _BIDDING) < _FEWEST_TRADE:
        return False
    return any(word.lower() in _BIDDING for word in _CALLING.findall(surface))


def is_addressed(line: Line) -> bool:
    """Whether a line speaks to readers, which makes it furniture where it stands between some."""
    you, we = not _YOU.isdisjoint(line.tokens), not _WE.isdisjoint(line.tokens)
    talk = not _TALK.keys().isdisjoint(line.tokens)
    return ((you and we) or ((you or we) and talk)) and _QUOTED.isdisjoint(line.surface)


def is_contact_line(surface: str, words: int) -> bool:
    """Whether a short line gives an address, a handle or a link."""
    if words > _LONGEST_CONTACT or surface[0] in _QUOTES:
        return False
    small = surface.lower()
    is_near = "@" in small or "://" in small or "www." in small or "whatsapp" in small
    if not is_near and (" " in small or "." not in small):
        return "[email" in small and _CONTACT.search(surface) is not None
    return _CONTACT.search(surface) is not None


def is_advisory(line: Line) -> bool:
    """Whether a line is what a wire says to desks: "(Adds quotes, background)"."""
    surface = line.surface.rstrip(" .")
    return (
        line.words <= _LONGEST_ADVISORY
        and surface.endswith(")")
        and line.tokens[:1] != ()
        and line.tokens[0] in _ADVISING
        and surface.count("(") == 1
        and not has_finite_verb(line.tokens)
    )


def _is_paging(surface: str, tokens: tuple[str, ...]) -> bool:
    """Whether a line says where a story continues: "2 of 5", "See FLOOD, page A4"."""
    if not tokens or not (tokens[-1][-1].isdigit() or tokens[-2:][0].endswith("page")):
        return False
    return _PAGING.match(surface.strip(_EDGES)) is not None


def _is_menu(surface: str, tokens: tuple[str, ...]) -> bool:
    """Whether a line is a row of short labels: a menu, a breadcrumb trail, a share bar."""
    if tokens and tokens[0] in _SITES and _SITES.issuperset(tokens):
        return True
    has_bar = "|" in surface or "/" in surface or "›" in surface or ">" in surface
    if not (has_bar or "•" in surface or "·" in surface or "»" in surface):
        return False
    items = [item.strip() for item in _MENU_BREAK.split(surface) if item.strip()]
    is_trail = any(mark in surface for mark in (" › ", " » ", " > "))
    fewest = _FEWEST_CRUMBS if is_trail else _FEWEST_ITEMS
    return (
        len(items) >= fewest
        and all(len(item.split()) <= _LONGEST_ITEM for item in items)
        and not any(item[-1] in ".!?" for item in items[:-1])
        and not any(character.isdigit() for character in surface)
    )

"""Bylines: who a line says wrote the article.

Pure. "By Jane Doe and John Roe, Political Editor", "Jane Doe | Staff Writer", "Jane Doe, EJI",
"(Reporting by Jane Doe; editing by John Roe)".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.lexicon import agency_of, either, read_lexicon, words_of
from transforms.page.credentials import without_credentials
from transforms.text import Span, as_seen, find_date_expressions


def _either(role: str) -> str:
    """Words of this role in a line of any text; those of one language count in fields alone."""
    rows = read_lexicon("byline_words")
    return either(row["surface"] for row in rows if row["role"] == role and not row["language"])


_PARTICLE = either(words_of("name_particles"))
_TOKEN = r"(?:[^\W\d_a-z][\w’'ʼ.-]*|[“\"][A-Z]\w+[”\"])"
_NAME = re.compile(rf"{_TOKEN}(?: (?:(?:{_PARTICLE} ){{0,2}}{_TOKEN})){{1,4}}\Z")
_LEAD = re.compile(
    rf"(?:{_either('lead')} )?{_either('by')}(?:\s?:\s?|\s+)"
    rf"|{_either('wording')}\s?:\s?|{_either('signer')}s?(?:\s?:\s?|\s(?=\S+ \S+\Z))",
    re.IGNORECASE,
)
_BY = re.compile(rf"{_either('by')}|{_either('signer')}", re.IGNORECASE)
_GLUED = re.compile(r"By(?=[A-Z][a-z]+ ?[A-Z])")  # tags fell away: "ByRob TarrantNews Reporter"
_UNGLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]+ (?:[A-Z][a-z]+ ?){1,2}\Z)")
_NICK = re.compile(r"([^\W\d_][\w.-]{1,24})(?: (?:at|on) .*)?\Z")
_ASIDE = re.compile(
    r"\s*\([^()]{0,40}\)|\s@\w{2,30}\b|[\[<(]?(?:\S{1,60}@\S{1,60}\.\w+|https?://\S+)[\]>)]?"
    r"|\[email.protected\]"
)
# What follows is another's work: "Words: Jo Roe Photographs: Ann Lee".
_OTHERS = re.compile(rf"[\s,|]+{_either('picturing')}s?(?:\s?:|\s+by\b).*\Z", re.IGNORECASE)
_SUFFIXES = frozenset({"jr", "sr", "esq", "phd", "md"})  # the stop of which is theirs
_AT_END = re.compile(r"[–—-]{1,2}\s?(?=[A-Z])")
_MARKUP = "*_# "
_GIVEN_NAMES = words_of("given_names")
_EMAIL = re.compile(r"\S+@\S+\.\w+\Z|@\w{2,30}\Z")
_FROM = re.compile(r"from (?:our|a|the) (?:own |special |staff )?correspondents?\b", re.IGNORECASE)
_TAIL = re.compile(
    rf"\A[(\[]?(additional |further )?{_either('wrote')} by\s",
    re.IGNORECASE,
)
_TAIL_OPENS = "([AaFfRrWwCc"  # how such a credit may begin; looked at first, since it is fast
_PART = re.compile(r"\s*(?:,|;|\||•|·|/|&| – | — | - |\band\b|\bund\b|\bwith\b)\s*")
_CUT = re.compile(rf"\s+{_either('cut')}\s+.*\Z", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[?!…]\Z|[^\W\d_]{3,}\.\s")
_LATE = re.compile(r"\s?[|•·–—-] by (?=[A-Z])", re.IGNORECASE)
# Words, unless stated otherwise. Wider than the bylines of tests/page/pages and of the development
# set need: with 16 instead of 22 all are still read.
_LONGEST, _LONGEST_BARE, _LONGEST_CREDIT = 22, 12, 40
_LONGEST_SHARED = 5  # of an agency and a newspaper: "Reuters/The Elland Post"
_LONGEST_NAME, _LONGEST_BARE_NAME = 6, 4
_LONGEST_REST = 6  # of the line below a byline that belongs to it
_LONGEST_MASTHEAD = 4
_LONGEST_ACRONYM = 6  # letters
_OUTLETS = words_of("outlet_words")
_ROLES = words_of("byline_roles") | _OUTLETS
_MONTHS = words_of("months")
_LABELS = words_of("section_words") - _MONTHS
_PLACE_ACRONYMS = words_of("place_acronyms")


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says.

    names:  as written, without "By", roles and outlets; empty for "From our correspondent".
    agency: canonical wire agency, if the line names one.
    """

    names: tuple[str, ...]
    agency: str | None = None


def read_byline(surface: str, words: int) -> Byline | None:
    """Read a line that says of itself that it is a byline, with "By" or "Author:".

    >>> read_byline("By JANE DOE and John Roe, Political Editor", 8)
    Byline(names=('JANE DOE', 'John Roe'), agency=None)
    """
    if words > _LONGEST or not _may_sign(surface):
        return None
    surface = surface.strip(_MARKUP)
    if _FROM.match(surface):
        return Byline(())
    lead = _LEAD.match(surface) or _GLUED.match(surface)
    if lead is None:
        return _shared_byline(surface, words) or _byline_behind_date(surface)
    if _SENTENCE_END.search(surface):
        return None
    credit = _OTHERS.sub("", surface[lead.end() :])
    if lead[0].lower().startswith("posted") and (nick := _NICK.match(credit)):
        return Byline((nick[1],))
    found = _parsed(credit, signed=True)
    if lead[0].rstrip().endswith(":") and not _BY.search(lead[0]):
        # "Story: Harbour Board Meets" is a headline.
        return found if found and found.names and all(map(_is_person, found.names)) else None
    return found or _small_byline(credit)


def _small_byline(credit: str) -> Byline | None:
    """A name in small letters, as some blogs sign: "by jane doe"."""
    tokens = credit.split()
    is_name = len(tokens) in (2, 3) and all(token.isalpha() and token.islower() for token in tokens)
    return Byline((credit.strip(),)) if is_name and tokens[0] in _GIVEN_NAMES else None


def _shared_byline(surface: str, words: int) -> Byline | None:
    """An agency and a newspaper with a slash between them: "Reuters/The Elland Post"."""
    if "/" not in surface or words > _LONGEST_SHARED:
        return None
    parts = [part.strip() for part in surface.split("/")]
    agency = next((name for name in map(agency_of, parts) if name), None)
    if agency and all(agency_of(p) or is_masthead(p, len(p.split())) for p in parts if p):
        return Byline((), agency)
    return None


def _byline_behind_date(surface: str) -> Byline | None:
    """A byline that a date stands before: "22 February 2019 | By Jane Doe"."""
    if (" by " not in surface and " By " not in surface) or _SENTENCE_END.search(surface):
        return None
    late = _LATE.search(surface)
    if late is None or not _is_date(surface[: late.start()]):
        return None
    return _parsed(surface[late.end() :])


def _may_sign(surface: str) -> bool:
    """Whether a line holds a word or a mark without which no byline is read.

    Spelled out instead of read from the lexicon, because almost every line is asked.
    """
    small = surface.lower()
    return (
        "by" in small or "por" in small or "par" in small or "author" in small
        or "writer" in small or "from" in small or "/" in small or ":" in small
    )  # fmt: skip


def without_asides(credit: str) -> str:
    """A credit without addresses, accounts and remarks in brackets."""
    return _ASIDE.sub("", credit)


def names_stated(stated: str) -> tuple[str, ...]:
    """The authors and agencies in a field that states who wrote an article, as written.

    The field stays whole unless every part of it is a name, a role, an agency or, last, a place.

    >>> names_stated("By Jane Doe and John Roe, Oslo"), names_stated("Doe, Jane")
    (('Jane Doe', 'John Roe'), ('Doe, Jane',))
    """
    plain = " ".join(as_seen(stated).split())
    lead = _LEAD.match(plain)
    credit = plain[lead.end() :] if lead else plain
    parts = [part.strip(" .") for part in _PART.split(_ASIDE.sub("", credit)) if part.strip(" .")]
    names: list[str] = []
    for place, written in enumerate(parts):
        part, role = _without_role(_CUT.sub("", written))
        if agency_of(written):
            names.append(written)
        elif names and role and not _is_person(part):
            continue  # an outlet: "Jane Doe | NJ Advance Media"
        elif _is_name(part, signed=True) and not _is_role(part) and not is_masthead(part, 2):
            names.append(_with_stop(part, credit))
        elif not (_is_role(written) or role or (names and place == len(parts) - 1)):
            return (stated,)
    return tuple(names) or (stated,)


def read_bare_byline(surface: str, words: int, *, beside_date: bool) -> Byline | None:
    """Read a line below the headline that is only a name with a role or an outlet.

    A name alone is a byline too if everyone in the line has a given name that the lexicon knows.

    beside_date: the line stands next to a date line or an address; then any name is enough.

    >>> read_bare_byline("Jane Doe | Staff Writer", 5, beside_date=False)
    Byline(names=('Jane Doe',), agency=None)
    """
    if words > _LONGEST_BARE or _SENTENCE_END.search(surface) or surface.endswith(":"):
        return None
    surface = _ASIDE.sub("", surface.strip(_MARKUP))
    parts = [part for part in _PART.split(_undated(surface).strip(" |")) if part]
    if not parts:
        return None
    if agency := agency_of(surface.strip(" .()")):
        return Byline((), agency)
    first, role = _without_role(_CUT.sub("", parts[0]))
    if not _is_name(first) or (role and not _is_person(first)):
        return None
    found = _parsed(surface)
    has_office = bool(role) or any(_is_role(p) or agency_of(p) or _is_acronym(p) for p in parts[1:])
    if has_office or (beside_date and len(first.split()) <= _LONGEST_BARE_NAME):
        return found
    people = [_CUT.sub("", part) for part in parts]
    if all(_is_name(name) and _is_person(name) for name in people) and not surface.endswith("."):
        return found
    return None


def read_last_byline(surface: str, words: int) -> Byline | None:
    """Read a line below the story that is only a dash and a name: "– Jane Doe".

    >>> read_last_byline("– Jane Doe", 3)
    Byline(names=('Jane Doe',), agency=None)
    """
    dash = _AT_END.match(surface) if words <= _LONGEST_BARE_NAME + 1 else None
    name = surface[dash.end() :].strip() if dash else ""
    return Byline((name,)) if _is_name(name) and _is_person(name) else None


def agency_beside_date(surface: str) -> str | None:
    """The agency that a date line begins or ends with: "PTI | Updated: 5 May 2024".

    >>> agency_beside_date("5 May 2024, AFP")
    'AFP'
    """
    parts = [part for part in _PART.split(_undated(surface)) if part.strip()]
    return next((name for name in map(agency_of, (*parts[:1], *parts[-1:])) if name), None)


def is_byline_rest(surface: str, words: int) -> bool:
    """Whether a line continues the byline above it: a role, an outlet's letters, an address.

    >>> is_byline_rest("Gazette Staff Writer", 3), is_byline_rest("| TNN |", 3)
    (True, True)
    """
    plain = surface.strip(" |()*_,")
    if words > _LONGEST_REST or not plain or plain.endswith(":"):
        return False
    return (
        _EMAIL.match(plain) is not None
        or _is_acronym(plain)
        or agency_of(plain) is not None
        or (plain[0].isupper() and plain.lower().split()[-1] in _ROLES - _OUTLETS)
    )


def _is_person(name: str) -> bool:
    tokens = name.split()
    return len(tokens) <= _LONGEST_BARE_NAME and tokens[0].lower().strip(".") in _GIVEN_NAMES


def read_reporting_credit(surface: str, words: int) -> Byline | None:
    """Read the credit below an article: "(Reporting by Jane Doe; editing by John Roe)"."""
    opening = (
        _TAIL.match(surface) if words <= _LONGEST_CREDIT and surface[0] in _TAIL_OPENS else None
    )
    if opening is None:
        return None
    if opening[1]:
        return Byline(())  # people who helped are not the authors
    wrote = re.split(r"[;.)]\s|[;)]", surface[opening.end() :])[0]
    return _parsed(wrote) or Byline(())


def _parsed(credit: str, *, signed: bool = False) -> Byline | None:
    """What follows "By"; None when nothing in it is a name, a role or an agency.

    signed: the line has the word "By", so that a name may be made of months: "April May".
    """
    names: list[str] = []
    agency: str | None = None
    known = False
    for piece in _PART.split(_ASIDE.sub("", _undated(credit))):
        part = without_credentials(_UNGLUED.sub(" ", piece.strip(" .,()[]@*_")))
        if not part:
            continue
        if found := agency_of(part):
            agency, known = agency or found, True
            continue
        name, rest = _without_role(_CUT.sub("", part))
        if _is_name(name, signed=signed) and not _is_role(name) and not (names and _is_role(part)):
            names.append(_with_stop(name, piece))
            agency = agency or agency_of(rest)
        elif _is_role(part):
            known = True
        elif not names and not known:
            return None
    return Byline(tuple(names), agency) if names or known else None


def _without_role(part: str) -> tuple[str, str]:
    """Cut "Jane Doe Staff Writer" or "Arts Editor Jane Doe" into name and role.

    The role may be an agency, or be missing.
    """
    tokens = part.split()
    for cut in range(1, len(tokens) - 1):
        name = " ".join(tokens[cut:])
        if tokens[cut - 1].lower() in _ROLES - _OUTLETS and _is_name(name) and _is_person(name):
            return name, " ".join(tokens[:cut])
    for cut in range(2, len(tokens)):
        rest = " ".join(tokens[cut:])
        if _is_role(rest) or agency_of(rest):
            return " ".join(tokens[:cut]), rest
    return part, ""


def _is_role(part: str) -> bool:
    tokens = part.lower().strip(".").split()
    return bool(tokens) and (tokens[-1] in _ROLES or tokens[0] in _ROLES)


def is_masthead(surface: str, words: int) -> bool:
    """Whether a short line is the name of a newspaper: "The Elland Post"."""
    last = (surface.lower().split() or [""])[-1]
    return (
        words <= _LONGEST_MASTHEAD and last in _OUTLETS and (surface.isupper() or surface.istitle())
    )


def _is_acronym(part: str) -> bool:
    fits = 2 <= len(part) <= _LONGEST_ACRONYM
    return fits and part.isupper() and part.isalpha() and part.lower() not in _PLACE_ACRONYMS


def _is_name(part: str, *, signed: bool = False) -> bool:
    tokens = part.lower().split()
    if not 2 <= len(tokens) <= _LONGEST_NAME or _NAME.match(part) is None:
        return False
    if not signed and not _MONTHS.isdisjoint(tokens):
        return False
    # A surname may be the word of a section: "Robin Day".
    labels = tokens[:1] if tokens[0] in _GIVEN_NAMES else tokens
    return _LABELS.isdisjoint(labels)


def _with_stop(name: str, written: str) -> str:
    """The name with the stop of its last word, if that is an abbreviation: "Otto Roe Jr."."""
    last = name.split()[-1].lower()
    return f"{name}." if last in _SUFFIXES and f"{name}." in written else name


def _is_date(part: str) -> bool:
    return bool(part) and any(find_date_expressions(part, Span(0, len(part))))


def _undated(surface: str) -> str:
    """The line without its dates and times."""
    if not any(character.isdigit() for character in surface):
        return surface
    kept, last = "", 0
    for expression in find_date_expressions(surface, Span(0, max(1, len(surface)))):
        kept += surface[last : expression.span.start_char] + "|"
        last = expression.span.end_char
    return kept + surface[last:]

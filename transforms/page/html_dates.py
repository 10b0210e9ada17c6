"""HTML dates: every day that a page's metadata, elements and visible text state, with its evidence.

Pure. What a statement is worth is not decided here: ``date_weights.py`` weighs each kind of
evidence as it was measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from transforms.lexicon import either, read_lexicon, words_in_role
from transforms.page.date_values import both_ways, puts_day_first, value_of
from transforms.page.html_date_data import days_in_data, named_day
from transforms.page.html_places import Places, words_of_element
from transforms.page.html_text import UNSEEN
from transforms.page.linked_data import Node, is_article, texts_of
from transforms.page.markup import MarkupSource, StatedDate
from transforms.text import LAST_YEAR, Span, find_date_expressions, storable

_FIELDS = {row["field"]: row["says"] for row in read_lexicon("date_fields")}
_LINKED = {row["linked"]: row["says"] for row in read_lexicon("date_fields") if row["linked"]}
_CHANGED = re.compile(rf"\b{either(words_in_role('date_line_words', 'update'))}\b", re.IGNORECASE)
_APPEARED = re.compile(rf"\b{either(words_in_role('date_line_words', 'publish'))}\b", re.IGNORECASE)
_DAY = len("2019-02-22")
_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_SCRIPT = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_SIGNS = re.compile(r"[\W_]+")
# Chosen once, by hand; what they mean is learned, so that none of them decides anything alone.
_LABEL = 40  # characters before a date in which its word stands
_ALONE, _SHORT = 12, 60  # characters of a text beside its date, at most
_OPENING = 20  # characters of a paragraph in which the day of its dateline begins
_LONGEST, _LONGEST_MARKS = 3_000, 200  # characters of a text and of an element's attributes
_MOST_TEXTS = 100  # of an element whose words are read
_MOST, _MOST_OF_TEXT = 60, 4  # dates of a page and of one text that are looked at
# Characters beside a date with two digits of its year, and of a text that has one.
_BESIDE_BRIEF, _LONGEST_BRIEF = 30, 120
_BRIEF = re.compile(r"(?<![\d./:-])([0-3]?\d)([./-])([01]?\d)\2(\d\d)(?![\d./:-]\d|\d|%)")  # 8.5.12
_CENTURIES = ((49, "20"), (89, ""), (99, "19"))  # of two digits up to this; "" for none
_OUTER, _LONGEST_JOINED = 3, 60  # elements around a bare year, and characters in them, of a date


def stated_dates(
    tree: Any,
    places: Places,
    nodes: Sequence[Node],
    metas: Mapping[str, Sequence[str]],
    locale: str | None = None,
) -> tuple[StatedDate, ...]:
    """The dates of a parsed page, as written, in the order in which their sources are trusted.

    places: its elements.
    nodes:  objects of its JSON-LD.
    metas:  contents of its meta elements by name.
    locale: the language that the page declares, with its region: "en-GB".
    """
    elements = _Elements(places)
    found = [*_in_linked_data(nodes), *_in_metas(metas), *islice(elements.dates(), _MOST)]
    found += [*_in_scripts(tree), *days_in_data(tree, nodes, metas, _FIELDS)]
    if day := _day_by_htmldate(tree):
        found.append(StatedDate(day, "htmldate", evidence=("htmldate",)))
    return tuple(dict.fromkeys(_in_order_of(locale, found)))


def _in_order_of(locale: str | None, found: Sequence[StatedDate]) -> Iterator[StatedDate]:
    """The dates; of 03/04/2019 the reading of the page's region, if no other date decides."""
    day_first = puts_day_first(locale)
    read = [both_ways(one.value) if day_first is not None else () for one in found]
    if not any(read):
        yield from found
        return
    certain = (one for one in found if one.source != "htmldate")  # which decides it by rote
    days = {value[:_DAY] for one in certain if (value := value_of(one.value))}
    for one, ways in zip(found, read, strict=True):
        decided = sum(way[:_DAY] in days for way in ways) == 1
        yield replace(one, value=ways[0 if day_first else 1]) if ways and not decided else one


def _in_linked_data(nodes: Sequence[Node]) -> Iterator[StatedDate]:
    """Days of objects; of several articles the first is the page's own."""
    articles = 0
    for node in nodes:
        if is_article(node):
            articles += 1
            what = "article" if articles == 1 else "later"
        else:
            kinds = texts_of(node.get("@type"))
            what = "page" if any(kind.endswith("WebPage") for kind in kinds) else "other"
        for key, says in _LINKED.items():
            for text in texts_of(node.get(key)):
                evidence = (f"linked.{what}.{says}",)
                yield StatedDate(text, "json_ld", says == "modified", evidence)


def _in_metas(metas: Mapping[str, Sequence[str]]) -> Iterator[StatedDate]:
    for name, says in _FIELDS.items():
        for text in metas.get(name, ())[:1]:
            yield StatedDate(text, "html_meta", says == "modified", (f"meta.{says}",))


def _in_scripts(tree: Any) -> Iterator[StatedDate]:
    """The day in JSON that is broken or stands in a script of another type."""
    for script in tree.iter("script"):
        if match := _IN_SCRIPT.search(script.text or ""):
            yield StatedDate(storable(match[1]), "json_ld", evidence=("script",))
            return


def _day_by_htmldate(tree: Any) -> str | None:
    """What htmldate takes for the day of publication, without its search of the whole text.

    The last day is stated, since by default it asks the clock.
    """
    from htmldate import find_date  # brings dateparser, and only for HTML

    try:
        day: str | None = find_date(
            tree,
            extensive_search=False,
            original_date=True,
            max_date=f"{LAST_YEAR}-12-31",
        )
        return day
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
        return None  # an odd page is judged by what else it states


class _Elements:
    """The dates of elements and of the visible text of a page, in its order."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.seen: set[str] = set()

    def dates(self) -> Iterator[StatedDate]:
        """Every date with its evidence."""
        for order, element in enumerate(self.places.elements):
            if element.attrib:
                yield from self._in_attribute(element, order)
                yield from self._in_data(element, order)
            if element.tag not in UNSEEN:
                yield from self._in_text(element.text, element, order)
            yield from self._in_text(element.tail, element.getparent(), order)

    def _in_attribute(self, element: Any, order: int) -> Iterator[StatedDate]:
        """The day that an element states by an attribute, or as the value of a property."""
        stated, kind = "", "time"
        field = (element.get("itemprop") or element.get("property") or "").lower()
        if field in _FIELDS and element.tag != "meta":
            kind = f"item.{_FIELDS[field]}"
            stated = (
                element.get("content")
                or element.get("datetime")
                or words_of_element(element, _MOST_TEXTS)
            )
        elif element.tag == "time" or element.get("datetime"):
            stated = element.get("datetime") or element.get("content") or ""
        elif element.tag in ("abbr", "span", "a") and _YEAR.search(element.get("title") or ""):
            stated, kind = element.get("title"), "title"
        if stated:
            yield self._dated(stated, kind, "time", _words_before(element), element, order)

    def _in_data(self, element: Any, order: int) -> Iterator[StatedDate]:
        """The days in attributes that a site named itself: `data-published-at`."""
        for name, value in element.attrib.items():
            if not name.startswith("data-") or len(value) > _SHORT or not value.strip():
                continue
            if (says := named_day(name[5:])) and value_of(value.strip()):
                yield self._dated(value.strip(), f"data.{says}", "time", "", element, order)

    def _in_text(self, text: str | None, holder: Any, order: int) -> Iterator[StatedDate]:
        if not text or len(text) > _LONGEST or holder is None or text.isspace():
            return
        if not _YEAR.search(text):
            if len(text) <= _LONGEST_BRIEF:
                yield from self._brief(" ".join(text.split()), holder, order)
            return
        line = " ".join(text.split())
        last, found = 0, False
        for one in islice(find_date_expressions(line, Span(0, len(line))), _MOST_OF_TEXT):
            found = True
            beside = len(line) - (one.span.end_char - one.span.start_char)
            kind = "alone" if beside <= _ALONE else "short" if beside <= _SHORT else "prose"
            label = line[max(last, one.span.start_char - _LABEL) : one.span.start_char]
            if kind == "prose" and one.span.start_char > _OPENING:
                label += line[one.span.end_char : one.span.end_char + _LABEL]
                if _said(label, holder) == "dated":
                    continue  # a day that the story speaks of
                kind = "told"
            last = one.span.end_char
            label = label if label.strip() else _words_before(holder)
            yield self._dated(one.span.of(line), kind, "page_text", label, holder, order)
        if not found and len(line) <= _ALONE:
            yield from self._joined(holder, order)

    def _brief(self, line: str, holder: Any, order: int) -> Iterator[StatedDate]:
        """A date whose year has two digits, in a text with hardly anything else."""
        for match in islice(_BRIEF.finditer(line), 1):
            century = next(said for most, said in _CENTURIES if int(match[4]) <= most)
            if century and len(line) - len(match[0]) <= _BESIDE_BRIEF:
                stated = f"{match[1]}{match[2]}{match[3]}{match[2]}{century}{match[4]}"
                label = line[: match.start()] or _words_before(holder)
                yield self._dated(stated, "brief", "page_text", label, holder, order)

    def _joined(self, holder: Any, order: int) -> Iterator[StatedDate]:
        """A date whose day, month and year stand in elements of their own."""
        for element in [holder, *islice(holder.iterancestors(), _OUTER - 1)]:
            line = " ".join(" ".join(islice(element.itertext(), _MOST_TEXTS)).split())
            if len(line) > _LONGEST_JOINED:
                return
            for one in islice(find_date_expressions(line, Span(0, len(line))), 1):
                label = line[: one.span.start_char] or _words_before(element)
                if one.value is None or len(one.value) >= _DAY:
                    yield self._dated(
                        one.span.of(line), "joined", "page_text", label, element, order
                    )
                    return

    def _dated(
        self, stated: str, kind: str, source: MarkupSource, label: str, element: Any,
        order: int,
    ) -> StatedDate:  # fmt: skip
        """A statement with its evidence: what states it, what it says of it, where, which."""
        what, _, says = kind.partition(".")
        says = says or _said(label, element)
        where = self.places.where(element, order)
        first = "" if f"{what} {where}" in self.seen else ".first"
        self.seen.add(f"{what} {where}")
        evidence = (f"{what}.{says}.{where}{first}", f"{what}{first}", f"{what}.{says}", says)
        return StatedDate(storable(stated[:_LONGEST]), source, says == "modified", evidence)


def _said(label: str, element: Any) -> str:
    """What the words before a date and the marks around it say of it."""
    marks = [
        value[:_LONGEST_MARKS]
        for one in [element, *islice(element.iterancestors(), 1)]
        for value in one.attrib.values()
    ]
    words = _SIGNS.sub(" ", " ".join([label, *marks]))
    if _CHANGED.search(words):
        return "modified"
    return "published" if _APPEARED.search(words) else "dated"


def _words_before(element: Any) -> str:
    """The text directly before an element."""
    before, parent = element.getprevious(), element.getparent()
    if before is None:
        return "" if parent is None else (parent.text or "")[-_LABEL:]
    return f"{words_of_element(before, _MOST_TEXTS)} {before.tail or ''}"[-_LABEL:]

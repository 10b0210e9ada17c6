"""Reader: from the bytes of one raw document to text and what its source states about it.

Pure: bytes in, frozen dataclasses out. There are three kinds of documents. A page is a plain text.
A record is a JSON object: its ``text`` is body (or its ``html`` a page or a piece of one, which is
all text), its other fields are metadata. Html is a page with markup.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias, TypeGuard

from transforms.corrections import Correction
from transforms.documents.fields import RECORD_FIELDS, TEXT_FIELDS
from transforms.documents.habits import NO_HABITS, Habits
from transforms.documents.traits import Traits, traits_of_page, traits_of_record
from transforms.page import (
    MarkedUp,
    PageOfFile,
    StatedDate,
    is_whole_page,
    names_stated,
    read_fragment,
    read_html,
    read_open_document,
    read_pdf_file,
    read_word_file,
)
from transforms.text import Issue, Quarantined, Span, Zone, check_text, decode, repair, storable

DocumentKind: TypeAlias = Literal["page", "record", "html", "docx", "odt", "pdf"]
_PAPERS: Mapping[str, Callable[[bytes], MarkedUp]] = {
    "docx": read_word_file,
    "odt": read_open_document,
    "pdf": read_pdf_file,
}
ARCHIVES = (".zip", ".epub")
"""How the names of files end that are read like folders."""
KNOWN_FIELDS = frozenset(RECORD_FIELDS)
# A text that begins with an element of HTML which it also ends somewhere.
_MARKED_UP = re.compile(
    r"\s*<(!doctype html|html|body|article|section|div|p|h[1-6]|ul|ol|blockquote|figure|span)\b"
    r"[^<>]*>(?=[\s\S]*</(?:html|body|article|section|div|p|h[1-6]|ul|ol|blockquote|figure|span)>)",
    re.IGNORECASE,
)
_INSIDE_BOOK = re.compile(r"(\.epub)/.*", re.IGNORECASE | re.DOTALL)
# What JSON calls the values that are no strings.
_KINDS: Mapping[type, str] = {
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
}
# What a site puts behind its name, the top of its domain, and the article in front of it.
_SLOGAN = re.compile(r"\s+[|–—:-]\s+")
_DOMAIN = re.compile(r"\.(?:com|org|net|news|co\.\w\w|\w\w)\Z")
_ARTICLE = re.compile(r"^the(?=\w{3})")


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as found, before it is decoded.

    source_path: of its file, below the raw folder.
    source_id:   the id of a record within its file; None for a whole file.
    kind:        "page" for plain text, "html" for a page with markup, "record" for a JSON object,
                 else the form of the file.
    problem:     why it cannot become an article, if that is known already.
    notes:       what was odd about it, or its file, before it was decoded.
    url:         where it was fetched, if an archive says so.
    charset:     the encoding that its server declared, if an archive says so.
    stated:      fields of a record and their values, as what lies beside it states them: the
                 description of a book, a list of files.
    traits:      what it shows of its outlet's habits; None if it shows nothing.
    habits:      the habits of its outlet that matter to it.
    corrections: what people say of it, in the order in which they said it.
    """

    article_id: str
    source_path: str
    source_id: str | None
    content_sha256: str
    kind: DocumentKind
    payload: bytes
    problem: Issue | None = None
    url: str | None = None
    charset: str | None = None
    traits: Traits | None = None
    habits: Habits = NO_HABITS
    notes: tuple[Issue, ...] = ()
    stated: tuple[tuple[str, str], ...] = ()
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded document. Its ``text`` never changes; all spans refer to it.

    zones, dates:   what the markup of the source states; empty without markup.
    pages:          the pages of a file of pages.
    traits, habits, corrections: those of the raw document.
    The other fields are those of the raw document, or metadata as the source states it.
    """

    article_id: str
    source_path: str
    source_id: str | None
    content_sha256: str
    kind: DocumentKind
    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_at: str | None = None
    byline: tuple[str, ...] = ()
    language: str | None = None
    issues: tuple[Issue, ...] = ()
    zones: tuple[Zone, ...] = ()
    dates: tuple[StatedDate, ...] = ()
    pages: tuple[PageOfFile, ...] = ()
    traits: Traits | None = None
    habits: Habits = NO_HABITS
    corrections: tuple[Correction, ...] = ()


def article_id_of(source_path: str, source_id: str | None) -> str:
    """16 hex digits that depend on the path of the file and the id of the record only.

    >>> article_id_of("a/b.txt", None) == article_id_of("a/b.txt", "")
    False
    """
    identity = source_path if source_id is None else f"{source_path}\n{source_id}"
    return hashlib.blake2b(identity.encode("utf-8"), digest_size=8).hexdigest()


def read_document(raw: RawDocument) -> Document:
    """Decode a raw document, and take its markup apart if it has any.

    Raises:
        Quarantined: the document cannot become an article; the issue says why.
    """
    if raw.problem is not None:
        raise Quarantined(raw.problem)
    if raw.kind == "record":
        document = _read_record(raw)
    elif raw.kind == "page":
        document = _read_page(raw)
    elif raw.kind == "html":
        document = _read_html_page(raw)
    else:
        document = _read_paper(raw)
    issues = (*raw.notes, *document.issues)
    return replace(
        document,
        issues=issues,
        traits=raw.traits,
        habits=raw.habits,
        corrections=raw.corrections,
        **_beside(raw),
    )


def _beside(raw: RawDocument) -> dict[str, Any]:
    """The fields of a document that are stated beside it."""
    stated: dict[str, Any] = dict(raw.stated)
    if "byline" in stated:
        stated["byline"] = names_stated(stated["byline"])
    return stated


def traits_of(raw: RawDocument) -> Traits | None:
    """What a document shows of its outlet's habits; None if it shows nothing.

    Pages with markup show nothing: the markup marks their furniture, and their dates are seldom
    written in bare numbers. Nor do pages without an outlet or documents that cannot be read.
    """
    if raw.problem is not None or raw.kind not in ("page", "record"):
        return None
    try:
        document = read_document(raw)
    except Quarantined:
        return None
    if document.kind == "page":
        return traits_of_page(document.outlet, document.text) if document.outlet else None
    # A feed in no folder comes from one place all the same, which writes its dates in one way.
    outlet = document.outlet or document.source_path
    return traits_of_record(outlet, document.published_at) if document.published_at else None


def _read_html_page(raw: RawDocument) -> Document:
    decoded = decode(raw.payload, declared=raw.charset, is_html=True)
    document = _of_markup(raw, read_html(decoded.text))
    return replace(
        document,
        outlet=_outlet_of(folder_of(raw.source_path), document.outlet),
        issues=(*_of_source(decoded.issues), *document.issues),
    )


def _read_paper(raw: RawDocument) -> Document:
    document = _of_markup(raw, _PAPERS[raw.kind](raw.payload))
    return replace(document, outlet=folder_of(raw.source_path))


def _outlet_of(folder: str | None, stated: str | None) -> str | None:
    """The outlet that a page states, unless its folder says the same in its own spelling.

    Pages of all kinds lie in a folder, and only those with markup state a name: where the two are
    one outlet, all its pages must have one name.

    >>> _outlet_of("the-gazette", "Gazette | Home of News"), _outlet_of("crawl", "The Gazette")
    ('the-gazette', 'The Gazette')
    """
    if folder is None or stated is None:
        return stated or folder
    name = _named_first(stated)
    is_same = _letters(folder) in {_letters(stated), _letters(name)}
    return folder if is_same or _begins_with_initials(folder, name) else stated


def _named_first(stated: str) -> str:
    """The name in front of what a site says of itself: "Gazette | Home of News"."""
    return _SLOGAN.split(stated, maxsplit=1)[0]


def _begins_with_initials(folder: str, name: str) -> bool:
    """Whether a folder is called by the initials of a name: "npa-wire" of Norvik Press Agency."""
    initials = "".join(re.findall(r"\b[^\W\d_]", name)).casefold()
    return len(initials) > 1 and re.split(r"[\W_]+", folder.casefold())[0] == initials


def _letters(name: str) -> str:
    """A name by which two spellings of it are compared: "the-gazette", "The Gazette.com"."""
    return _ARTICLE.sub("", re.sub(r"[\W_]+", "", _DOMAIN.sub("", name.casefold())))


def _of_source(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Issues of the markup that matter to the text taken from it.

    Control characters do not: the reader of markup drops them and says so.
    """
    return tuple(issue for issue in issues if issue.code != "control_characters")


def _of_markup(raw: RawDocument, page: MarkedUp) -> Document:
    return Document(
        article_id=raw.article_id,
        source_path=raw.source_path,
        source_id=raw.source_id,
        content_sha256=raw.content_sha256,
        kind="html",
        text=page.text,
        title=page.title,
        url=raw.url or page.url,
        outlet=page.outlet,
        byline=page.byline,
        language=page.language,
        issues=page.issues,
        zones=page.zones,
        dates=page.dates,
        pages=page.pages,
    )


def folder_of(source_path: str) -> str | None:
    """The folder of a file below the raw folder, which stands for the outlet of what is in it.

    An archive is wrapping; it stands for an outlet only where no folder does. The folders in a book
    are those of the program that made it.

    >>> [folder_of(path) for path in ("a.txt", "herald/may.zip/a.txt", "may.zip/a.txt")]
    [None, 'herald', 'may']
    """
    *folders, _ = _INSIDE_BOOK.sub(r"\1/", source_path).split("/")
    plain = [folder for folder in folders if not folder.lower().endswith(ARCHIVES)]
    if plain or not folders:
        return plain[-1] if plain else None
    return folders[-1].rpartition(".")[0] or None


def _read_page(raw: RawDocument) -> Document:
    decoded = decode(raw.payload)
    return Document(
        article_id=raw.article_id,
        source_path=raw.source_path,
        source_id=raw.source_id,
        content_sha256=raw.content_sha256,
        kind="page",
        text=decoded.text,
        url=raw.url,
        outlet=folder_of(raw.source_path),
        issues=decoded.issues,
    )


def _read_record(raw: RawDocument) -> Document:
    record = parse_record_line(raw.payload)
    if missing := text_problem(record):
        raise Quarantined(missing)
    text, html = record.get("text"), record.get("html")
    issues: list[Issue] = []
    if not _is_filled(text):
        document = _of_record_markup(raw, html if isinstance(html, str) else "", record, issues)
    elif _MARKED_UP.match(text):
        detail = "`text` holds markup and was read as `html`"
        issues.append(Issue("document", "info", "record_text_is_html", detail))
        document = _of_record_markup(raw, text, record, issues)
    else:
        repaired = repair(text)
        issues += [*repaired.issues, *check_text(repaired.text)]
        document = Document(
            raw.article_id, raw.source_path, raw.source_id, raw.content_sha256, "record",
            repaired.text,
        )  # fmt: skip
    values = _stated(record, issues)
    issues += _missing_and_unknown(record)
    outlet = _outlet_of(folder_of(raw.source_path), document.outlet)
    stated = {"outlet": outlet} | {name: value for name, value in values.items() if value}
    return replace(document, issues=(*document.issues, *issues), **stated)  # type: ignore[arg-type]  # names and types of _stated


def _of_record_markup(
    raw: RawDocument, markup: str, record: Mapping[str, object], issues: list[Issue]
) -> Document:
    """The document of a record's markup: a page, or a piece of one that is all text."""
    title = _title_of(record)
    if is_whole_page(markup):
        issues += _of_source(check_text(markup))
        return _of_markup(raw, read_html(markup))
    fragment = read_fragment(markup, title)
    if not fragment.text and title:
        return _headline_only(raw, title, issues)
    check_text(fragment.text)
    issues += _of_source(check_text(markup))
    return _of_markup(raw, fragment)


def _title_of(record: Mapping[str, object]) -> str | None:
    """The title that a record states, in one line."""
    title = record.get("title")
    if not isinstance(title, str):
        return None
    return " ".join(storable(repair(title).text).split()) or None


def _headline_only(raw: RawDocument, title: str, issues: list[Issue]) -> Document:
    """The document of a record without text: its title is all that there is to read."""
    detail = "the record has a title and no text; its title was read"
    issues.append(Issue("document", "warning", "headline_only", detail))
    zones = (Zone("headline", Span(0, len(title))),)
    return Document(
        raw.article_id, raw.source_path, raw.source_id, raw.content_sha256, "record", title,
        title=title, zones=zones,
    )  # fmt: skip


def text_problem(record: Mapping[str, object]) -> Issue | None:
    """Why a record has nothing to read, and what to do; None if its text or markup has words.

    Where these are empty strings, a title is read in their place.

    >>> text_problem({"id": 1, "text": None}).detail.split(":")[0]
    'its `text` is null, not a string'
    """
    if _is_filled(record.get("text")) or _is_filled(record.get("html")):
        return None
    held = [name for name in ("text", "html") if name in record]
    if blank := [name for name in held if isinstance(record[name], str)]:
        if _title_of(record):
            return None
        detail = f"its `{blank[0]}` is empty: fill it, or leave the record out"
        return _problem("empty", detail)
    if held:
        kind = _KINDS.get(type(record[held[0]]), "an object")
        remedy = "write it as one, or leave the record out"
        detail = f"its `{held[0]}` is {kind}, not a string: {remedy}"
        return _problem("record_text_missing", detail)
    named = storable(", ".join(sorted(record))[:200]) or "none"
    detail = (
        f"it has no `text` or `html`; its fields are: {named}."
        " [tool.broadsheet.columns] can name the one that holds the text"
    )
    return _problem("record_text_missing", detail)


def _is_filled(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())


def _stated(record: Mapping[str, object], issues: list[Issue]) -> dict[str, object]:
    """The metadata fields; each that is not text becomes an issue."""
    values: dict[str, object] = {}
    for name in TEXT_FIELDS:
        value = record.get(name)
        if name == "published_at":
            value = _date_text(value)
        if isinstance(value, str):
            values[name] = storable(repair(value.strip()).text) or None
        elif value is not None:
            issues.append(_ignored(name, value))
    byline = _byline(record.get("byline"))
    if byline is None:
        issues.append(_ignored("byline", record["byline"]))
    return values | {"byline": byline}


def _missing_and_unknown(record: Mapping[str, object]) -> list[Issue]:
    issues = []
    if record.get("id") is None:
        detail = "identified by its content instead"
        issues.append(Issue("document", "warning", "record_id_missing", detail))
    if unknown := sorted(set(record) - KNOWN_FIELDS):
        detail = storable(f"fields without a meaning here: {', '.join(unknown)}")
        issues.append(Issue("document", "info", "record_fields_unknown", detail))
    return issues


def parse_record_line(line: bytes) -> Mapping[str, object]:
    """The JSON object on one line.

    Raises:
        Quarantined: the line is not UTF-8, not JSON or not a JSON object.
    """
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        start = line[:60].decode("utf-8", "replace")
        raise Quarantined(
            _problem("record_not_json", f"not one JSON object ({error}): {start!r}")
        ) from error
    if not isinstance(record, dict):
        detail = f"one JSON object per line is needed, found {type(record).__name__}"
        raise Quarantined(_problem("record_not_object", detail))
    return record


def record_id_of(record: Mapping[str, object]) -> str | None:
    """The record's own id as text; None unless it is a number or a text that is not empty."""
    value = record.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return storable(str(value).strip()) or None


def _date_text(value: object) -> object:
    """The date in what stores of records make of one: a number, {"$date": …}, a list of one.

    >>> _date_text({"$date": {"$numberLong": "1725516000000"}}), _date_text(1725516000.5)
    ('1725516000000', '1725516000')
    """
    if isinstance(value, list) and len(value) == 1:
        return _date_text(value[0])
    if isinstance(value, dict) and len(value) == 1:
        wrapped = next((value[key] for key in ("$date", "$numberLong") if key in value), None)
        return value if wrapped is None else _date_text(wrapped)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return str(int(value))
    return value


def _byline(value: object) -> tuple[str, ...] | None:
    """Authors in a byline field; None unless it holds strings, or objects with a name."""
    if value is None:
        return ()
    stated = [_named(one) for one in (value if isinstance(value, list) else [value])]
    if any(name is None for name in stated):
        return None
    read = (names_stated(storable(name)) for name in stated if name)
    return tuple(dict.fromkeys(name for names in read for name in names if name))


def _named(value: object) -> str | None:
    """The name in a string or an object such as {"name": "Jo Roe"}; None if there is none."""
    found = value.get("name") if isinstance(value, dict) else value
    return repair(found.strip()).text if isinstance(found, str) else None


def _ignored(name: str, value: object) -> Issue:
    detail = f"`{name}` is not text but {type(value).__name__}; it was not used"
    return Issue("document", "warning", "record_field_not_text", detail)


def _problem(code: str, detail: str) -> Issue:
    return Issue("document", "error", code, detail)

"""Authors of HTML pages: which of the names that a page states are its authors."""

from __future__ import annotations

import json

import pytest

from tests.support.pages import page
from transforms.documents import RawDocument, read_document
from transforms.page import parse_marked_up, read_html
from transforms.page.author_names import split_names
from transforms.page.bylines import read_byline


def authors(markup: str) -> list[str]:
    raw = RawDocument("0" * 16, "a.html", None, "f" * 64, "html", markup.encode())
    document = read_document(raw)
    return list(parse_marked_up(document.text, document.zones, byline=document.byline).byline)


def linked(author: object, **more: object) -> str:
    data = {"@type": "NewsArticle", "author": author, **more}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("Jane Doe", ["Jane Doe"]),
        ("Von Jane Doe", ["Jane Doe"]),
        ("Par Jane Doe et John Roe", ["Jane Doe", "John Roe"]),
        ("Jane Doe und John Roe", ["Jane Doe", "John Roe"]),
        ("Jane Doe, John Roe and Ann Lee", ["Jane Doe", "John Roe", "Ann Lee"]),
        ("Autorin: Jane Doe", ["Jane Doe"]),
        ("Jane Doe (jane.doe@post.example)", ["Jane Doe"]),
    ],
)
def test_the_names_of_a_field_are_told_apart(stated: str, names: list[str]) -> None:
    head = linked({"@type": "Person", "name": stated})
    shown = f"<p class='author'>{stated}</p>"
    assert authors(page(head=head, top=shown)) == names


def test_an_author_is_named_by_a_link_to_a_page_on_them() -> None:
    top = "<p><a rel='author' href='/author/jane-doe'>Jane Doe</a></p>"
    assert authors(page(top=top)) == ["Jane Doe"]


def test_the_outlet_is_no_author() -> None:
    publisher = {"@type": "Organization", "name": "Harbour Gazette"}
    head = linked({"@type": "Organization", "name": "Harbour Gazette"}, publisher=publisher)
    assert authors(page(head=head)) == []


def test_an_agency_is_kept_apart_from_the_authors() -> None:
    head = linked([{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "AFP"}])
    found = read_html(page(head=head))
    parsed = parse_marked_up(found.text, found.zones, byline=found.byline)
    assert (parsed.byline, parsed.agency) == (("Jane Doe",), "AFP")


def test_those_who_comment_are_no_authors() -> None:
    names = ("Ann Lee", "Otto Moss", "Eva Stone", "Jo Hill")
    comments = "".join(f"<li><span class='author'>{name}</span> Well said!</li>" for name in names)
    head = linked({"@type": "Person", "name": "Jane Doe"})
    top = "<p class='byline'>By Jane Doe</p>"
    markup = page(head=head, top=top, bottom=f"<div class='comments'><ul>{comments}</ul></div>")
    assert authors(markup) == ["Jane Doe"]


def test_a_licence_that_a_link_names_is_no_author() -> None:
    for name in ("Creative Commons License", "Photo Licence"):
        assert authors(page(bottom=f"<p><a href='/author/x'>{name}</a></p>")) == []


def test_a_name_with_a_role_behind_it_is_the_same_author() -> None:
    authored = [{"@type": "Person", "name": "Jane Doe"}]
    top = "<p class='byline'><a rel='author' href='/author/jane'>Jane Doe China Editor</a></p>"
    assert authors(page(head=linked(authored), top=top)) == ["Jane Doe"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe, PhD", ("Jane Doe",)),
        ("By Jane Doe, RN, BSN, and John Roe, M.D.", ("Jane Doe", "John Roe")),
        ("By Jane Doe PhD", ("Jane Doe",)),
    ],
)
def test_degrees_behind_a_name_are_no_part_of_it_and_no_author(
    line: str, names: tuple[str, ...]
) -> None:
    found = read_byline(line, len(line.split()))
    assert found is not None
    assert found.names == names
    assert split_names(line) == names

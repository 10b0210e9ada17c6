"""Records and pages become documents; what a source states is kept, what it garbles is said."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.documents.reader import Document, RawDocument, article_id_of, read_document
from transforms.text import Quarantined


def read(payload: bytes, kind: str = "record", path: str = "feed/r.jsonl") -> Document:
    return read_document(RawDocument("0" * 16, path, "1", "f" * 64, kind, payload))  # type: ignore[arg-type]


def record(**fields: object) -> Document:
    return read(json.dumps(fields).encode())


def codes(document: Document) -> list[str]:
    return [issue.code for issue in document.issues]


def test_a_record_states_its_metadata() -> None:
    found = record(
        id="1", text=" Body. ", title="T", url="u", outlet="o", published_at="2024-01-02",
        byline="A. Writer", language="en",
    )  # fmt: skip
    assert (found.text, found.title, found.url, found.outlet) == (" Body. ", "T", "u", "o")
    assert (found.published_at, found.byline, found.language) == (
        "2024-01-02",
        ("A. Writer",),
        "en",
    )
    assert found.issues == ()


def test_a_byline_may_be_a_list() -> None:
    assert record(id="1", text="x", byline=["A", " B ", ""]).byline == ("A", "B")


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("By Ann Lee and Frank Roe, Elland", ("Ann Lee", "Frank Roe")),
        ("Ann Lee; Frank Roe", ("Ann Lee", "Frank Roe")),
        ("Ann Lee, Arts Editor", ("Ann Lee",)),
        ("Ann Lee | Elland Coast Media for post.example", ("Ann Lee",)),
        ("Lee, Ann", ("Lee, Ann",)),
        ("Roe & Sons Press Office", ("Roe & Sons Press Office",)),
        ([{"name": "Ann Lee"}, {"name": "Frank Roe", "id": 7}], ("Ann Lee", "Frank Roe")),
    ],
)
def test_a_byline_field_gives_each_author_apart(stated: object, names: tuple[str, ...]) -> None:
    assert record(id="1", text="x", byline=stated).byline == names


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        (1683072000, "1683072000"),
        ({"$date": "2023-05-03T00:00:00Z"}, "2023-05-03T00:00:00Z"),
        ({"$date": {"$numberLong": "1683072000000"}}, "1683072000000"),
        (["2023-05-03"], "2023-05-03"),
        (float("nan"), None),
        (True, None),
    ],
)
def test_a_date_may_be_what_a_store_of_records_makes_of_it(stated: object, date: str) -> None:
    assert record(id="1", text="x", published_at=stated).published_at == date


def test_a_text_that_holds_markup_is_read_as_markup_and_that_is_said() -> None:
    found = record(id="1", text="<p>Fish is cheap.</p><script>var a = 1;</script><p>So is rye.</p>")
    assert "<p>" not in found.text
    assert "var a" not in found.text
    assert "record_text_is_html" in codes(found)
    assert record(id="1", text="<p> is how a paragraph begins.").text.startswith("<p>")


def test_metadata_of_the_wrong_type_is_ignored_and_said() -> None:
    found = record(id="1", text="x", title=5, byline={"a": 1})
    assert (found.title, found.byline) == (None, ())
    assert codes(found) == ["record_field_not_text", "record_field_not_text"]


def test_unknown_fields_and_a_missing_id_are_said() -> None:
    assert codes(record(text="x", colour="red")) == ["record_id_missing", "record_fields_unknown"]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b'{"id": 1}', "record_text_missing"),
        (b'{"id": 1, "text": null}', "record_text_missing"),
        (b'{"id": 1, "text": "  "}', "empty"),
        (b"[]", "record_not_object"),
        (b'{"id": 1', "record_not_json"),
        (b"\xff\xfe", "record_not_json"),
        (b"[" * 100_000, "record_not_json"),
    ],
)
def test_a_record_that_cannot_be_an_article_says_why(payload: bytes, code: str) -> None:
    with pytest.raises(Quarantined) as refused:
        read(payload)
    assert refused.value.issue.code == code


def test_the_folder_of_a_page_is_its_outlet() -> None:
    assert read(b"Some text.", "page", "gazette/a.txt").outlet == "gazette"
    assert read(b"Some text.", "page", "a.txt").outlet is None


@pytest.mark.parametrize(
    ("stated", "path", "outlet"),
    [
        ({"text": "x"}, "gazette/week.jsonl", "gazette"),
        ({"text": "x", "outlet": " "}, "gazette/week.jsonl", "gazette"),
        ({"text": "x", "outlet": "The Gazette"}, "gazette/week.jsonl", "The Gazette"),
        ({"html": "<p>Fish is cheap.</p>"}, "gazette/week.jsonl", "gazette"),
        ({"text": "x"}, "week.jsonl", None),
    ],
)
def test_the_folder_of_a_record_is_its_outlet_where_the_record_states_none(
    stated: dict[str, str], path: str, outlet: str | None
) -> None:
    assert read(json.dumps({"id": "1"} | stated).encode(), "record", path).outlet == outlet


def test_ids_depend_on_path_and_record_alone() -> None:
    assert article_id_of("a.txt", None) == article_id_of("a.txt", None)
    assert article_id_of("a.jsonl", "1") != article_id_of("a.jsonl", "2")


@given(st.binary(max_size=300), st.sampled_from(["page", "record"]))
def test_no_bytes_raise_anything_but_a_quarantine(payload: bytes, kind: str) -> None:
    with contextlib.suppress(Quarantined):
        assert read(payload, kind).text.encode("utf-8")

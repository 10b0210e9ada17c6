"""Corrections on the pages of articles: taken from this site's own forms, and from nowhere else."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import anyio
import httpx
import pytest

from flows.dashboard import NotForOthers, make_site, serve
from flows.dashboard.editing import Editor
from flows.settings import Settings
from flows.sources import read_correction_files, read_curation
from tests.conftest import settings_in
from tests.support.two_pages import DAM_ID, SAID, TONNES, publish_two

PAGE = f"/articles/{DAM_ID}"
FORM = re.compile(r'<form method="post".*?</form>', re.DOTALL)
FIELD = re.compile(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"')


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A published dataset of two pages that tests only read."""
    folder = tmp_path_factory.mktemp("editing")
    return publish_two(settings_in(folder), folder)


class Person:
    """Reads and sends what a browser would; writes into a folder of one test."""

    def __init__(self, place: Settings, folder: Path) -> None:
        self.curation = folder / "curation"
        self.site = make_site(place.processed, editor=Editor(self.curation, "Zoe"))

    def ask(
        self, method: str, data: dict[str, str] | None = None, **headers: str
    ) -> httpx.Response:
        """The answer to a page that is asked for, or to a form that is sent."""
        address = PAGE if method == "GET" else f"{PAGE}/corrections"
        sent = {"content-type": "application/x-www-form-urlencoded", **headers}

        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.site, raise_app_exceptions=True)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://127.0.0.1"
            ) as client:
                content = urlencode(data or {})
                return await client.request(method, address, content=content, headers=sent)

        return anyio.run(asked)

    def form(self, kind: str, part: str = "") -> dict[str, str]:
        """The fields of the first form of a kind, as they stand on the page."""
        page = self.ask("GET").text
        ones = [one for one in FORM.findall(page) if f'value="{kind}"' in one and part in one]
        return {name: unescape(value) for name, value in FIELD.findall(ones[0])}


@pytest.fixture
def person(place: Settings, tmp_path: Path) -> Person:
    return Person(place, tmp_path)


def test_a_speaker_and_a_number_are_corrected_and_wait_for_the_next_run(person: Person) -> None:
    speaker = person.form("quote") | {"speaker": "Bo Roe", "stance": "denies", "verdict": "wrong"}
    number = person.form("figure") | {"value": "31", "verdict": "wrong"}

    answers = [person.ask("POST", form) for form in (speaker, number)]

    assert [(one.status_code, one.headers["location"]) for one in answers] == [(303, PAGE)] * 2
    quote, figure = read_correction_files(person.curation)
    assert (quote.anchor.words, quote.by, quote.action) == (SAID, "Zoe", "change")
    assert dict(quote.values) == {"speaker": "Bo Roe", "stance": "denies"}
    assert (figure.anchor.words, dict(figure.values)["value"]) == (TONNES, "31")
    assert "2 corrections wait for the next run" in person.ask("GET").text


def test_what_is_no_quote_and_a_day_and_a_merge_are_taken(person: Person) -> None:
    none = person.form("quote") | {"verdict": "none"}
    day = person.form("date") | {"published": "2024-05-04", "verdict": "wrong"}
    merge = person.form("entity") | {"type": "person", "name": "Bo Roe", "value": "Robert Roe"}

    for form in (none, day, merge):
        assert person.ask("POST", form).status_code == 303

    removed, dated = read_correction_files(person.curation)
    assert (removed.kind, removed.action) == ("quote", "remove")
    assert dict(dated.values) == {"published": "2024-05-04"}
    [decision] = read_curation(person.curation).decisions
    assert (decision.action, decision.note[:3]) == ("merge", "Zoe")


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({"token": ""}, {}),
        ({"token": "x" * 43}, {}),
        ({}, {"origin": "http://evil.example"}),
        ({}, {"sec-fetch-site": "cross-site"}),
        ({}, {"sec-fetch-site": "same-site"}),
    ],
)
def test_a_form_of_another_site_is_refused_and_changes_nothing(
    person: Person, fields: dict[str, str], headers: dict[str, str]
) -> None:
    form = person.form("quote") | {"verdict": "none"} | fields

    assert person.ask("POST", form, **headers).status_code == 403
    assert not person.curation.exists()


def test_a_browser_that_hides_where_a_form_comes_from_is_not_another_site(person: Person) -> None:
    form = person.form("quote") | {"verdict": "none"}

    assert person.ask("POST", form, origin="null").status_code == 303


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("figure", {"value": "many"}, "is no number"),
        ("figure", {"mark": "0"}, "the article changed since the page was loaded"),
        ("figure", {"start_char": "-1"}, "which words it is about"),
        ("figure", {"kind": "x"}, "no kind or no verdict"),
        ("quote", {"speaker": "Nobody Known"}, "the article neither names"),
        ("quote", {"speaker": "x" * 70_000}, "the form is too long"),
    ],
)
def test_what_cannot_be_taken_is_a_page_that_says_why(
    person: Person, kind: str, fields: dict[str, str], message: str
) -> None:
    answer = person.ask("POST", person.form(kind) | {"verdict": "wrong"} | fields)

    assert answer.status_code == 400
    assert message in unescape(answer.text)
    assert not person.curation.exists()


def test_the_page_needs_no_script_and_keeps_its_policy(person: Person) -> None:
    answer = person.ask("GET")

    assert "<script" not in answer.text
    assert "form-action 'self'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_without_an_editor_there_are_no_forms_and_nothing_is_taken(place: Settings) -> None:
    site = make_site(place.processed)

    async def asked(method: str, address: str) -> httpx.Response:
        transport = httpx.ASGITransport(site, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, address)

    assert '<form method="post"' not in anyio.run(asked, "GET", PAGE).text
    assert anyio.run(asked, "POST", f"{PAGE}/corrections").status_code in (404, 405)


def test_corrections_are_not_taken_at_an_address_that_others_reach(
    place: Settings, tmp_path: Path
) -> None:
    with pytest.raises(NotForOthers, match="this machine alone"):
        serve(place.processed, "0.0.0.0", 0, print, curation=tmp_path, by="Zoe")

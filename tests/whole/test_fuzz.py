"""Bytes of any kind go through decoding, page, dates and language: no crash, no lost text."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.templates import templates
from transforms.page import Page, parse_page, parse_record, read_dates, resolve_date
from transforms.text import Quarantined, as_seen, decode, find_sentences, identify_language

LONG = 20_000_000  # characters of the longest line
PIECES = [
    *(
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "\t",
        " ",
        "\u00a0",
        "\u2028",
        "\u200b",
        "\u00ad",
        "\x00",
        "\x1b",
    ),
    *(
        "By ",
        "Photo: ",
        "© 2019 ",
        "(AP) — ",
        "OSLO, Feb. 3 (AP) — ",
        "| ",
        "/ ",
        "[",
        "]",
        "(",
        ")",
    ),
    *("03/04/2019", "31/02/2019", "2019-02-22T10:30:00+99:00", "30 Feb 2019", "1. Jan. 2019 25:61"),
    *(
        "Published: ",
        "Updated ",
        "Read more",
        "Comments (3)",
        "Related stories",
        "Sign up",
        "“",
        "”",
    ),
    *(
        "The talks ended on Monday, both said. ",
        "Jane Doe ",
        "REUTERS/",
        "!",
        "?",
        "…",
        "🙂",
        "ö",
        "中",
    ),
]


def read(raw: bytes) -> Page | None:
    """What the pipeline does with a document up to its sentences; None when it is refused."""
    try:
        text = decode(raw).text
    except Quarantined:
        return None
    page = parse_page(text)
    reading = read_dates(page, source_path="feed/page.txt")
    resolve_date(reading.candidates, issues=reading.issues)
    for candidate in reading.candidates:
        assert candidate.span is None or candidate.span.of(text).strip()
    identify_language(text)
    find_sentences(page.text, page.zones)
    parse_record(text)
    return page


def assert_whole(page: Page) -> None:
    assert all(one.span.end_char <= two.span.start_char for one, two in pairwise(page.zones))
    held = "".join("".join(as_seen(zone.span.of(page.text)).split()) for zone in page.zones)
    assert held == "".join(as_seen(page.text).split()), "what a reader sees is in a zone"


@settings(deadline=None)
@given(
    st.binary(max_size=300)
    | st.lists(st.sampled_from(PIECES), max_size=30).map("".join).map(str.encode)
)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    page = read(raw)
    if page is not None:
        assert_whole(page)


def mangled(count: int, seed: int) -> Iterator[bytes]:
    """Random bytes, and templates that were cut, shuffled, doubled, or sown with odd characters."""
    random = Random(seed)
    pages = [template.text.encode() for template in templates()]
    for number in range(count):
        way, page = number % 6, random.choice(pages)
        if way == 0:
            yield random.randbytes(random.randrange(200))
        elif way == 1:
            yield page[random.randrange(len(page)) :][: random.randrange(1, 2_000)]
        elif way == 2:
            lines = page.splitlines(keepends=True)
            random.shuffle(lines)
            yield b"".join(lines[: random.randrange(1, 30)])
        elif way == 3:
            broken = bytearray(page[: random.randrange(1, 1_500)])
            for _ in range(random.randrange(1, 12)):
                broken[random.randrange(len(broken))] = random.randrange(256)
            yield bytes(broken)
        elif way == 4:
            yield "".join(random.choices(PIECES, k=random.randrange(40))).encode()
        else:
            mark = random.choice([b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"])
            yield mark + page[: random.randrange(400)]


def test_a_thousand_mangled_pages_are_read_or_refused() -> None:
    for raw in mangled(1_000, seed=1):
        read(raw)


@pytest.mark.proof
def test_a_hundred_thousand_mangled_pages_are_read_or_refused() -> None:
    read_ones = 0
    for number, raw in enumerate(mangled(102_000, seed=2)):
        begin = time.process_time()
        page = read(raw)
        assert time.process_time() - begin < 2, raw
        if page is not None:
            read_ones += 1
            if number % 10 == 0:
                assert_whole(page)
    assert read_ones > 50_000


@pytest.mark.proof
@pytest.mark.parametrize(
    "unit", ["word ", "a", "A-", "— ", "(AP ", "| x ", "1/", "“", ". ", "By A B ", "\u00a0"]
)
def test_one_line_of_twenty_megabytes_takes_seconds(unit: str) -> None:
    begin = time.process_time()
    read((unit * (LONG // len(unit))).encode())
    assert time.process_time() - begin < 60


@pytest.mark.proof
@pytest.mark.parametrize(
    "unit",
    [
        *(
            "word\n",
            "A\n",
            "\n",
            "Read more\n",
            "Jane Doe\n",
            "Photo: Jo\n",
            "1 May 2019\n",
            "Ends.\n",
        ),
        *(
            "The talks ended on Monday, both of them said there.\n\n",
            "Related stories\nCod\n",
            "By A B\n",
        ),
        "Comments\nThe talks ended on Monday, both of them said there.\n",
    ],
)
def test_two_hundred_thousand_lines_take_seconds(unit: str) -> None:
    begin = time.process_time()
    read((unit * (200_000 // unit.count("\n"))).encode())
    assert time.process_time() - begin < 60

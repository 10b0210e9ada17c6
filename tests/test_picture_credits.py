"""Who took a picture is read from its caption, and from nothing else."""

from __future__ import annotations

import pytest

from tests.markup import unmark
from transforms.page import parse_page
from transforms.picture_credits import find_credits

PAGE = (
    "Rain floods the harbour\n\n{caption}\n\nIt rained for three days, the harbour master said.\n"
)


@pytest.mark.parametrize(
    "caption",
    [
        "The harbour wall on Monday. Photo: {credit:Ann Lee}",
        "The harbour wall on Monday. Photo: {credit:Ann Lee/Reuters}",
        "The harbour wall on Monday. Photograph: {credit:Ann Lee/The Gazette}",
        "The harbour wall on Monday. (AP Photo/{credit:Ann Lee})",
        "The harbour wall on Monday. ({credit:Ann Lee/Getty Images})",
        "The harbour wall on Monday. {credit:REUTERS/Ann Lee}",
        "Image credit: {credit:Ann Lee}",
        "Picture by {credit:Ann Lee}",
        "The harbour wall, seen from above. Photo courtesy of {credit:Port Authority}",
    ],
)
def test_a_credit_is_found_where_the_caption_says_it(caption: str) -> None:
    text, spans = unmark(PAGE.replace("{caption}", caption))
    assert list(find_credits(parse_page(text))) == spans["credit"]


def test_a_caption_that_stands_twice_has_one_credit() -> None:
    caption = "The harbour wall on Monday. Photo: Ann Lee"
    page = parse_page(PAGE.format(caption=f"{caption}\n{caption}"))
    assert [span.of(page.text) for span in find_credits(page)] == ["Ann Lee"]


@pytest.mark.parametrize(
    "caption",
    ["The harbour wall (left) and the mayor pose for photographers.", "The wall (built in 1910)."],
)
def test_what_names_nobody_is_no_credit(caption: str) -> None:
    assert find_credits(parse_page(PAGE.format(caption=caption))) == ()

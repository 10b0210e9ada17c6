"""Who took a picture is read from its caption, and from nothing else."""

from __future__ import annotations

import pytest

from tests.support.markup import unmark
from transforms.names import Mention, find_credits, outside_credits
from transforms.page.page import parse_page
from transforms.page.picture_credits import find_picture_credits, named_credits
from transforms.text import Span

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
        "The harbour wall on Monday | {credit:Getty Images}.",
        "The harbour wall, seen from above. Photo courtesy of {credit:Port Authority}",
    ],
)
def test_a_credit_is_found_where_the_caption_says_it(caption: str) -> None:
    text, spans = unmark(PAGE.replace("{caption}", caption))
    assert list(named_credits(parse_page(text))) == spans["credit"]


def test_a_caption_that_stands_twice_has_one_credit() -> None:
    caption = "The harbour wall on Monday. Photo: Ann Lee"
    page = parse_page(PAGE.format(caption=f"{caption}\n{caption}"))
    assert [span.of(page.text) for span in named_credits(page)] == ["Ann Lee"]


@pytest.mark.parametrize(
    "caption",
    ["The harbour wall (left) and the mayor pose for photographers.", "The wall (built in 1910)."],
)
def test_what_names_nobody_is_no_credit(caption: str) -> None:
    assert named_credits(parse_page(PAGE.format(caption=caption))) == ()


@pytest.mark.parametrize(
    "caption",
    [
        "The harbour wall. Photo: {person:Ann Lee}/{org:Reuters}",
        "The harbour wall. ({org:AP} Photo/{person:Ann Lee})",
        "The harbour wall. {org:REUTERS}/{person:Ann Lee-Roe}",
        "The harbour wall. ({person:Ann Lee}/{org:AFP} via {org:Getty Images})",
        "Mayor Bo Ruun at the wall. Photograph: {person:Ann Lee} for {org:Press Association}",
        "The harbour wall. Photo courtesy of {org:Port Authority}",
        "The harbour wall. (file photo)",
    ],
)
def test_whom_a_credit_names_are_mentions_of_their_own(caption: str) -> None:
    text, spans = unmark(PAGE.replace("{caption}", caption))
    found = find_credits(text, (), pictures=find_picture_credits(parse_page(text)))
    assert {(m.zone, m.sentence_index) for m in found} <= {("credit", None)}
    assert sorted((m.span, m.entity_type) for m in found) == sorted(
        (span, kind) for kind, places in spans.items() for span in places
    )


def test_an_agency_under_a_picture_is_no_mention_of_the_story() -> None:
    text = PAGE.format(caption="Mayor Bo Ruun at the wall on Monday. Photo: Ann Lee/Reuters")
    page = parse_page(text)
    at = text.index("Reuters")
    inside = Mention(Span(at, at + 7), "org", 1, "caption", 0.9)
    at = text.index("Bo Ruun")
    outside = Mention(Span(at, at + 7), "person", 1, "caption", 0.9)
    assert outside_credits(find_picture_credits(page), [outside, inside]) == (outside,)

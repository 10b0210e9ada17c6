"""Mentions: names in prose and headlines, with their titles, the same whatever is read besides."""

from __future__ import annotations

import pytest

from benchmarks.rule_mentions.mentions import find_mentions as find_by_rules
from transforms.names.credits import find_credits
from transforms.names.mention import Mention
from transforms.names.mention_finder import find_mentions
from transforms.names.titles import title_before
from transforms.names.word_features import FLAGS, NameFeatures, shipped_gazetteer
from transforms.page import Page, parse_page, parse_record
from transforms.text import Span, Zone, find_sentences, tokenize

STORY = """\
Envoys from Kenya and France meet
By Jo Roe

NAIROBI (Reuters) — French Foreign Minister Claire Duval met their leader, John Mwangi, on Monday.

They had met in Nairobi before. Duval told the World Bank that the US would pay.
"""


def mentions_of(page: Page) -> tuple[Mention, ...]:
    return find_mentions(page.text, find_sentences(page.text, page.zones))


def credits_of(page: Page) -> tuple[Mention, ...]:
    return find_credits(page.text, page.zones, byline=page.byline)


def listed(text: str, mentions: tuple[Mention, ...]) -> list[tuple[str, str, str]]:
    return [(m.zone, m.entity_type, m.span.of(text)) for m in mentions]


def test_a_story_names_these() -> None:
    found = listed(STORY, mentions_of(parse_page(STORY)))
    assert [mention for mention in found if mention[1] != "norp"] == [
        ("headline", "place", "Kenya"),
        ("headline", "place", "France"),
        ("body", "person", "Claire Duval"),
        ("body", "person", "John Mwangi"),
        ("body", "place", "Nairobi"),
        ("body", "person", "Duval"),
        ("body", "org", "World Bank"),
        ("body", "place", "US"),
    ]


def test_writers_and_agencies_are_credits_and_no_mentions_of_the_story() -> None:
    page = parse_page(STORY)
    assert listed(STORY, credits_of(page)) == [
        ("byline", "person", "Jo Roe"),
        ("dateline", "org", "Reuters"),
    ]
    assert {m.sentence_index for m in credits_of(page)} == {None}


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("On Monday former US foreign minister Ida Li spoke.", "Ida", "former US foreign minister"),
        ("Mr. Putin left.", "Putin", "Mr."),
        ("Then the analyst Mary Roe left.", "Mary", "analyst"),
        ("The prime minister met Bo Li.", "Bo", None),
        ("They met His Highness Sheikh Bo Li.", "Bo", "His Highness Sheikh"),
        ("They left When President Bo Li came.", "Bo", "President"),
        ("Deputy Prime Minister Ida Hall left.", "Ida", "Deputy Prime Minister"),
    ],
)  # fmt: skip
def test_a_title_stands_directly_before_its_name(text: str, name: str, title: str | None) -> None:
    tokens = tokenize(text, Span(0, len(text)))
    found = title_before(tokens, tokens.words.index(name))
    assert (tokens.span(*found).of(text) if found else None) == title


def test_an_article_is_read_alike_alone_and_after_others() -> None:
    page = parse_record(STORY)
    first = mentions_of(page)
    mentions_of(parse_record("Zdenka Quarn of Oakfield Mills met Bo Ruun. " * 50))
    assert mentions_of(page) == first


def test_what_is_remembered_of_words_changes_no_feature() -> None:
    texts = [["Ida", "Bront", "of", "Kenya"], ["Bront", "met", "WHO", "."]]
    warm = NameFeatures(shipped_gazetteer())
    warm([["Kenya", "Bront", "somewhere"]])
    for words in texts:
        ids, flags = warm([words])
        other_ids, other_flags = NameFeatures(shipped_gazetteer())([words])
        assert (ids == other_ids).all()
        assert (flags == other_flags).all()
        assert flags.shape == (len(words), FLAGS)


def test_the_rules_alone_name_the_persons_with_titles() -> None:
    page = parse_page(STORY)
    found = find_by_rules(page.text, find_sentences(page.text, page.zones))
    persons = [m.span.of(STORY) for m in found if m.entity_type == "person"]
    assert persons == ["Claire Duval", "John Mwangi"]


def test_nothing_to_read_gives_nothing() -> None:
    assert find_mentions("", ()) == ()


def test_authors_whose_names_overlap_are_one_mention() -> None:
    text = "Jane Doe China Editor"
    found = find_credits(
        text,
        [Zone("byline", Span(0, len(text)))],
        byline=("Jane Doe", "Jane Doe China Editor", "China Editor"),
    )
    assert [mention.span.of(text) for mention in found] == ["Jane Doe", "China Editor"]


def test_a_byline_at_the_very_top_that_names_nobody_known_is_no_person() -> None:
    text = "Opinion\n\nPumps fail again, and the town waits."
    assert find_credits(text, [Zone("byline", Span(0, 7))], byline=["Alice Wu"]) == ()

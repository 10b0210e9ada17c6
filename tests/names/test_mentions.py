"""Mentions: names in prose and headlines, with their titles, the same whatever is read besides."""

from __future__ import annotations

import pytest

from benchmarks.rule_mentions.mentions import find_mentions as find_by_rules
from transforms.models import Stretch
from transforms.names.consistency import TaggedSentence, agree
from transforms.names.credits import find_credits
from transforms.names.mention import Mention
from transforms.names.mention_finder import find_mentions
from transforms.names.titles import title_before
from transforms.names.word_features import FLAGS, NameFeatures, shipped_gazetteer
from transforms.page import Page, parse_page, parse_record
from transforms.text import Span, find_sentences, tokenize

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


def told(text: str, mentions: tuple[Mention, ...]) -> list[tuple[str, str, str]]:
    return [(m.zone, m.entity_type, m.span.of(text)) for m in mentions]


def test_a_story_names_these() -> None:
    found = told(STORY, mentions_of(parse_page(STORY)))
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
    assert told(STORY, credits_of(page)) == [
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
        ("Deputy Prime Minister Ida Hall left.", "Ida", "Deputy Prime Minister"),
    ],
)  # fmt: skip
def test_a_title_stands_directly_before_its_name(text: str, name: str, title: str | None) -> None:
    tokens = tokenize(text, Span(0, len(text)))
    found = title_before(tokens, tokens.words.index(name))
    assert (tokens.span(*found).of(text) if found else None) == title


def sentence(words: str, *stretches: Stretch, is_mute: bool = False) -> TaggedSentence:
    return TaggedSentence(words.split(), list(stretches), is_mute)


def kinds(one: TaggedSentence) -> list[tuple[str, str]]:
    return [(" ".join(one.words_in(stretch)), stretch.kind) for stretch in one.stretches]


def test_a_headline_gets_the_names_of_the_prose_in_any_case_of_letters() -> None:
    headline = sentence("BRONT WARNS Oakfield Mills", is_mute=True)
    body = sentence(
        "Ida Bront warned Oakfield Mills .",
        Stretch(0, 1, "person", 0.9),
        Stretch(3, 4, "org", 0.9),
    )
    agree([headline, body])
    assert kinds(headline) == [("BRONT", "person"), ("Oakfield Mills", "org")]


def test_a_lone_surname_is_the_person_who_was_named_in_full() -> None:
    body = sentence("Ida Bront warned them .", Stretch(0, 1, "person", 0.9))
    later = sentence("Later Bront left .", Stretch(1, 1, "place", 0.6))
    missed = sentence("Nobody saw Bront again .")
    agree([body, later, missed])
    assert kinds(later) == kinds(missed) == [("Bront", "person")]


def test_a_surface_has_one_type_unless_two_weigh_alike() -> None:
    once = sentence("They saw Bront .", Stretch(2, 2, "org", 0.5))
    often = [sentence("They saw Bront .", Stretch(2, 2, "place", 0.9)) for _ in range(2)]
    agree([once, *often])
    assert kinds(once) == [("Bront", "place")]


def test_countries_of_the_lexicon_are_found_unless_part_of_a_longer_name() -> None:
    one = sentence("US talks with Syria and the Kenya Bront .")
    agree([one])
    assert kinds(one) == [("US", "place"), ("Syria", "place")]


@pytest.mark.parametrize(
    ("line", "names_it"),
    [
        ("they measured heart rate variability ( HRV )", False),
        ("they asked the Hill Road Vets ( HRV )", True),
        ("they asked the vets on the road ( HRV )", True),
    ],
)
def test_a_short_form_of_common_words_names_nothing(line: str, names_it: bool) -> None:
    words = line.split()
    at = words.index("HRV")
    told_here = TaggedSentence(words, [Stretch(at, at, "org", 0.9)], is_mute=False)
    later = TaggedSentence(["So", "HRV", "fell"], [Stretch(1, 1, "org", 0.9)], is_mute=False)
    agree([told_here, later])
    assert bool(told_here.stretches) is bool(later.stretches) is names_it


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


def test_a_second_syllable_after_a_hyphen_belongs_to_the_person() -> None:
    one = sentence("Han Bo - mun met a Han Bo - led group .", *(
        Stretch(first, first + 1, "person", 0.9) for first in (0, 6)
    ))  # fmt: skip
    agree([one])
    assert kinds(one) == [("Han Bo - mun", "person"), ("Han Bo", "person")]


def test_a_trade_in_small_letters_is_no_part_of_the_name_before_it() -> None:
    sentence = TaggedSentence(
        ["He", "told", "Interfax", "news", "agency", "."], [Stretch(2, 3, "org", 0.8)], False
    )
    agree([sentence])
    assert sentence.stretches == [Stretch(2, 2, "org", 0.8)]


def test_the_words_beside_a_doubtful_name_have_a_vote() -> None:
    floods, wall = "Floods in Dunmarsh rose", "Dunmarsh paid"
    sentences = [
        TaggedSentence(floods.split(), [Stretch(2, 2, "org", 0.3)], False),
        TaggedSentence(floods.split(), [Stretch(2, 2, "place", 0.4)], False),
        TaggedSentence(wall.split(), [Stretch(0, 0, "org", 0.3)], False),
    ]
    agree(sentences)
    assert {one.kind for sentence in sentences for one in sentence.stretches} == {"place"}

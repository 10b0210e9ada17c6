"""Who said it: from the source as written to the person or body that bears it, or to nobody.

In the texts {source:…} marks the source that is asked about and {speaker:…} a mention of who it is;
where the source itself names the speaker, only the speaker is marked. Texts and names are invented.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.support.markup import unmark
from transforms.models import DEFAULT_ENGINE, Engine
from transforms.names import NamedMention, find_mentions, resolve_names
from transforms.page import parse_record
from transforms.quotes.attribution import Quote
from transforms.quotes.engines import find_quotes
from transforms.quotes.speakers import resolve_speakers
from transforms.text import Span, find_sentences


class Reading(NamedTuple):
    """The quote whose source or content is marked, and the entity of the marked speaker."""

    quote: Quote
    entity_id: str | None


def read(marked: str, engine: Engine = DEFAULT_ENGINE) -> Reading:
    text, spans = unmark(marked)
    sentences = find_sentences(text, parse_record(text).zones)
    named = resolve_names(text, find_mentions(text, sentences, engine=engine))
    quotes = resolve_speakers(text, sentences, find_quotes(text, sentences, engine=engine), named)
    [place] = spans.get("source") or spans.get("content") or spans["speaker"]
    asked = [quote for quote in quotes if any(p.overlaps(place) for p in parts(quote, spans))]
    assert len(asked) == 1, "the engine finds one attribution there"
    return Reading(asked[0], entity_at(named, spans.get("speaker", [])))


def parts(quote: Quote, spans: dict[str, list[Span]]) -> list[Span]:
    if "content" in spans:
        return list(quote.attribution.segments)
    return [quote.attribution.source] if quote.attribution.source is not None else []


def entity_at(named: tuple[NamedMention, ...], marks: list[Span]) -> str | None:
    if not marks:
        return None
    [found] = {one.entity_id for one in named if one.mention.span.overlaps(marks[0])}
    return found


def is_speaker(marked: str, engine: Engine = DEFAULT_ENGINE) -> bool:
    quote, entity_id = read(marked, engine)
    assert entity_id is not None, "the tagger finds the marked speaker"
    return quote.speaker_entity_id == entity_id


def names_nobody(marked: str, engine: Engine = DEFAULT_ENGINE) -> bool:
    quote, _ = read(marked, engine)
    return quote.speaker_name is None and quote.speaker_entity_id is None


@pytest.mark.parametrize(
    "marked",
    [
        "“The deal is dead,” {speaker:Ana Sorel} said on Monday.",
        "{speaker:Ana Sorel}, the mayor of Norvik, said that the bridge would reopen in May.",
        "“Nobody asked us,” said {speaker:Tom Varga}, a retired teacher.",
        "“Nobody asked us,” said {speaker:Tom Varga}, 61, who lives beside the bridge.",
        "According to {speaker:Tom Varga}, the bridge will reopen in May.",
        "Former minister {speaker:Tom Varga} warned that prices would rise.",
        "The economist {speaker:Ana Sorel} of Norvik University said that prices would rise.",
        "“It is safe,” Gov. {speaker:Ana Sorel} told reporters.",
        "Ana Sorel’s lawyer, {speaker:Tom Varga}, said that she would appeal.",
        "The police spokesman in Norvik, {speaker:Tom Varga}, said that nobody was hurt.",
        "{speaker:Ana Sorel}’s verdict: “It will not last.”",
        "The {speaker:World Bank} said that growth would slow next year.",
        "{speaker:Amnesty International} said in a report that two people had been killed.",
        "{speaker:Microsoft} said on Monday that it would close the office.",
        "“It is not our fault,” the {speaker:Norvik Port Authority} said in a statement.",
    ],
)
def test_a_name_beside_the_cue_is_the_speaker(marked: str) -> None:
    assert is_speaker(marked)
    assert read(marked).quote.speaker_resolution == "explicit"


@pytest.mark.parametrize(
    "marked",
    [
        "{speaker:Ana Sorel} opened the bridge on Monday. “It is safe,” {source:Sorel} said.",
        "{speaker:Ana Sorel} opened the bridge.\n\nRain fell.\n\n“Safe,” {source:Sorel} said.",
        "{speaker:Ana Sorel} opened the bridge. “It is safe,” {source:Ms. Sorel} said.",
        "{speaker:Tom Varga} left the hall. {source:Mr. Varga} said that nobody had listened.",
        "Ana Sorel met {speaker:Tom Varga} in May. “It is late,” {source:Varga} said.",
        "{speaker:Ana Sorel}’s plan failed. {source:Sorel} said that she would try again.",
        "{speaker:Ana Sorel} and her rival Tom Varga met. “It is late,” said {source:Sorel}.",
        "{speaker:Ana Sorel} opened the bridge. “It is safe,” said {source:Mayor Sorel}.",
    ],
)
def test_a_surname_is_the_person_whom_the_story_has_named_in_full(marked: str) -> None:
    assert is_speaker(marked)
    assert read(marked).quote.speaker_form == "surname"


def test_a_surname_is_the_one_bearer_whom_its_paragraph_names_in_full() -> None:
    assert is_speaker(
        "Ana Sorel and her sister Eva Sorel run the mill.\n\n"
        "{speaker:Eva Sorel} came late. {source:Sorel} said that the road was shut."
    )


def test_a_pronoun_shows_no_gender_of_somebody_whose_surname_is_shared() -> None:
    assert is_speaker(
        "{speaker:Ana Sorel} and Yirmo Sorel run the mill. {source:Mrs Sorel} said that she slept."
    )


def test_who_is_quoted_is_not_he_in_their_own_words() -> None:
    marked = "“I asked the mayor and {source:he} said ‘go home to bed’,” Tom Varga said."
    assert names_nobody(marked)


def test_a_surname_that_two_people_of_the_story_bear_is_left_open() -> None:
    assert names_nobody(
        "Ana Sorel and her sister Eva Sorel run the mill. “It is late,” {source:Sorel} said."
    )


def test_a_surname_whose_bearer_is_never_named_in_full_gains_no_first_name() -> None:
    name = read("“It is late,” said {source:Quenneth}.").quote.speaker_name
    assert name in (None, "Quenneth")


@pytest.mark.parametrize(
    "marked",
    [
        "Ana Sorel and her brother {speaker:Tom Sorel} run the mill. {source:Mr. Sorel} said that "
        "it would close.",
        "{speaker:Ana Sorel} and her brother Tom Sorel run the mill. {source:Ms. Sorel} said that "
        "it would close.",
        "Sgt {speaker:Ana Sorel} looked for Eva Sorel. {source:Sgt Sorel} said that it was late.",
        "Det Insp Ana Sorel looked for the son of {speaker:Eva Sorel}. {source:Mrs Sorel} said "
        "that it was late.",
    ],
)
def test_a_title_says_which_of_two_people_of_one_surname_speaks(marked: str) -> None:
    assert is_speaker(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "Senator {speaker:Ana Sorel} opposed the plan. “It is dead,” {source:the senator} said.",
        "Mayor {speaker:Tom Varga} opened the bridge. {source:The mayor} said that it was safe.",
        "President {speaker:Ana Sorel} flew home. “I am tired,” {source:the president} said.",
        "Gov. {speaker:Ana Sorel} signed the bill. {source:The governor} said that it was fair.",
        "Sen. {speaker:Tom Varga} met Mayor Ana Sorel. “We agree,” {source:the senator} said.",
        "{speaker:Ana Sorel}, the mayor of Norvik, opened the bridge. “It is safe,” "
        "{source:the mayor} said.",
    ],
)
def test_a_role_is_the_one_person_whom_the_story_has_titled_so(marked: str) -> None:
    assert is_speaker(marked)
    assert read(marked).quote.speaker_resolution == "role"


@pytest.mark.parametrize(
    ("marked", "form"),
    [
        ("{source:A US military official} said that the camp was empty.", "descriptor"),
        ("{source:A US official} said that the camp was empty.", "descriptor"),
        ("{source:A Labour official} said that the camp was empty.", "descriptor"),
        ("{source:A source close to the talks} said that the deal was dead.", "descriptor"),
        ("“We are late,” {source:the minister} said on Monday.", "descriptor"),
        ("Senator Ana Sorel met Senator Tom Varga. {source:The senator} said no.", "descriptor"),
        ("Mr. Varga is ill. {source:Varga’s spokesman} said that he would rest.", "descriptor"),
        ("{source:A spokesman for Acme Steel} said that the mill would close.", "descriptor"),
        ("{source:The company’s chief executive} said that the mill would close.", "descriptor"),
        (
            "{source:A spokesman for the owners, Brandis Capital}, said the ships were sold.",
            "descriptor",
        ),
        ("{source:Police} said that nobody was hurt.", "collective"),
        ("{source:Officials} said that the camp was empty.", "collective"),
        ("{source:Orrin Group and Acme Steel} said that the deal was dead.", "collective"),
        ("{source:France and Germany} said that they would send doctors.", "collective"),
        ("{source:Two witnesses} said that the driver had fled.", "collective"),
        ("{source:Germans} say that the winters are mild.", "collective"),
        ("{source:Ana Sorel and Tom Varga} said that the deal was dead.", "collective"),
        ("{source:A report by the council} said that the dam was weak.", "document"),
        ("{source:The poll} said that most voters were undecided.", "document"),
    ],
)
def test_a_descriptor_keeps_its_words_and_names_nobody(marked: str, form: str) -> None:
    quote = read(marked).quote
    assert names_nobody(marked)
    assert (quote.speaker_form, quote.speaker_resolution) == (form, "role")
    text, spans = unmark(marked)
    assert quote.speaker_role is not None
    assert quote.speaker_role.rstrip(",") == spans["source"][0].of(text).rstrip(",")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (
            "{speaker:Ana Sorel}, the mayor of Norvik, said the bridge was safe.",
            "the mayor of Norvik",
        ),
        ("“It is safe,” said {speaker:Ana Sorel}, the mayor of Norvik.", "the mayor of Norvik"),
        ("“It is safe,” said {speaker:Tom Varga}, 61, a retired teacher.", "a retired teacher"),
        ("“It is safe,” Senator {speaker:Ana Sorel} said.", "Senator"),
        ("“It is safe,” said {speaker:Tom Varga}, 61.", None),
        ("{speaker:Ana Sorel}, who runs the mill, said that it would close.", None),
    ],
)
def test_what_a_source_says_its_speaker_is_is_the_role(text: str, role: str | None) -> None:
    assert read(text).quote.speaker_role == role


@pytest.mark.parametrize(
    "marked",
    [
        "The {speaker:World Health Organization} (WHO) met in May. The {source:WHO} said that the "
        "virus was spreading.",
        "The {speaker:European Central Bank} met. The {source:ECB} said that growth was weak.",
        "The {speaker:Federal Bureau of Investigation} came. “We know,” the {source:FBI} said.",
        "The {speaker:Norvik Port Authority} (NPA) met. “It is not our fault,” {source:NPA} said.",
    ],
)
def test_an_acronym_is_the_body_whose_name_it_stands_for(marked: str) -> None:
    assert is_speaker(marked)
    assert read(marked).quote.speaker_resolution in ("acronym", "explicit")


@pytest.mark.parametrize(
    "marked",
    [
        "{speaker:Tom Varga} left the hall. “Nobody listened,” {source:he} said.",
        "{speaker:Ana Sorel} left the hall. “Nobody listened,” {source:she} said.",
        "Ana Sorel met {speaker:Tom Varga} on Monday. “We agree,” {source:he} said.",
        "{speaker:Ana Sorel} met Tom Varga on Monday. “We agree,” {source:she} said.",
        "Ms. {speaker:Sorel} met Mr. Kovac on Monday. “We agree,” {source:she} said.",
        "{speaker:Tom Varga} spoke with Peter Kovac on Monday. “We agree,” {source:he} said.",
        "{speaker:Tom Varga} came home. He was tired. “I walked,” {source:he} said.",
        "{speaker:Tom Varga} flew home and {source:he} said that the deal was dead.",
        "Tom Varga lives with his wife, {speaker:Ana Sorel}. “It is late,” {source:she} said.",
        "Norvik elected {speaker:Tom Varga} in May. “I am ready,” {source:he} said.",
        "“Ana Sorel lied to us,” {speaker:Peter Kovac} said. {source:He} said that he was sorry.",
        "“It is late,” said {speaker:Tom Varga}.\n\nRain fell.\n\n“Go home,” {source:he} said.",
        "Ana Sorel came.\n\n{speaker:Tom Varga} left.\n\n{source:He} said that it was late.",
        "{speaker:Tom Varga} wrote to Ana Sorel. {source:He} told her that the deal was dead.",
        "Peter Kovac lost. {speaker:Tom Varga} won the vote. “I am ready,” {source:he} said.",
        "{speaker:Acme Steel} closed the mill in May. The mill had lost money, {source:it} said.",
        "{speaker:RAMONA IBANEZ} CAME TO THE HALL. {source:SHE} SAID THAT NOBODY ANSWERED.",
        "{speaker:Ana Sorel}, {source:who} said that the deal was dead, flew home.",
        "Tom Varga thanked {speaker:Ana Sorel}, {source:who} said that the deal was dead.",
        "When {source:he} said that the deal was dead, {speaker:Tom Varga} was tired.",
    ],
)
def test_a_pronoun_is_whom_the_text_before_it_offers(marked: str) -> None:
    assert is_speaker(marked)
    assert read(marked).quote.speaker_resolution == "pronoun"


@pytest.mark.parametrize(
    "marked",
    [
        "Tom Varga and Peter Kovac met on Monday. “We agree,” {source:he} said.",
        "Tom Varga and Ana Sorel met on Monday. “We agree,” {source:they} said.",
        "Mr. Varga left the hall. “Nobody listened,” {source:she} said.",
        "The hall was empty. “Nobody listened,” {source:he} said.",
        "Tom Varga left. " + "The rain fell on. " * 9 + "“Nobody listened,” {source:he} said.",
        "Acme Steel closed the mill in May. “Nobody listened,” {source:he} said.",
        "Tom Varga closed the mill in May. The mill had lost money, {source:it} said.",
    ],
)
def test_a_pronoun_that_nobody_or_several_fit_is_left_open_and_says_so(marked: str) -> None:
    quote = read(marked).quote
    assert names_nobody(marked)
    assert quote.speaker_resolution == "unresolved"
    assert [issue.code for issue in quote.issues] == ["speaker_unresolved"]
    assert quote.issues[0].span == quote.attribution.source


@pytest.mark.parametrize(
    "marked",
    [
        "Tom Varga asked the voters. “It is late,” {source:one} said.",
        "Tom Varga asked the voters. {source:Many} said that it was late.",
        "Tom Varga asked the voters. {source:Some} said that it was late.",
    ],
)
def test_an_indefinite_pronoun_is_several_and_nobody_by_name(marked: str) -> None:
    assert names_nobody(marked)
    assert read(marked).quote.speaker_form == "collective"


@pytest.mark.parametrize(
    "marked",
    [
        "“The deal is dead,” {speaker:Ana Sorel} said. “It is over.”\n\n"
        "{content:“Nobody will try it again.”}",
        "{speaker:Ana Sorel} was late. “I walked,” she said. “It was far.”\n\n"
        "{content:“Nobody gave me a ride.”}",
        "“We lost the vote,” said {speaker:Tom Varga}. “It is a pity.”\n\n"
        "{content:“We shall win the next one.”}",
    ],
)
def test_a_quotation_without_a_source_goes_on_with_the_speaker_before(marked: str) -> None:
    quote = read(marked, "rules").quote
    assert is_speaker(marked, "rules")
    assert (quote.speaker_form, quote.speaker_resolution) == ("none", "continuation")


def test_a_continuation_keeps_the_role_and_is_less_certain() -> None:
    before, after = "“We lost,” said {s}, the mayor. “It is a pity.”", "“We shall win the next.”"
    first = read(before.replace("{s}", "{source:Tom Varga}") + f"\n\n{after}", "rules").quote
    second = read(before.replace("{s}", "Tom Varga") + f"\n\n{{content:{after}}}", "rules").quote
    assert second.speaker_role == first.speaker_role == "the mayor"
    assert 0 < second.speaker_confidence < first.speaker_confidence


@pytest.mark.parametrize(
    "marked",
    [
        "The hall was full of people.\n\n{content:“Nobody will ever try this again here.”}",
        "The hall was full. “It is late,” he said. “Go home.”\n\n"
        "{content:“Nobody will ever try this again.”}",
    ],
)
def test_a_quotation_with_nobody_before_it_is_left_open_and_says_so(marked: str) -> None:
    quote = read(marked, "rules").quote
    assert names_nobody(marked, "rules")
    assert [issue.code for issue in quote.issues] == ["speaker_unresolved"]
    assert quote.issues[0].span == quote.attribution.segments[0]


@pytest.mark.parametrize(
    "marked",
    [
        "Tom Varga met {speaker:Ana Sorel} in the studio.\n\n{source:ANA SOREL}: We lost the vote.",
        "{speaker:Tom Varga} met Ana Sorel in the studio.\n\n{source:TOM VARGA}: We won the vote.",
        "Tom Varga met {speaker:Ana Sorel}.\n\n{source:MS. SOREL}: We lost the vote that day.",
        "Tom Varga met {speaker:Ana Sorel}.\n\n{source:SEN. SOREL}: We lost the vote.",
    ],
)
def test_a_name_in_capitals_before_a_colon_is_the_person_of_the_story(marked: str) -> None:
    assert is_speaker(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "Tom Varga met Ana Sorel in the studio.\n\n{source:THE HOST}: We thank you both for it.",
        "Ana Sorel and Eva Sorel came to the studio.\n\n{source:MS. SOREL}: We lost the vote.",
    ],
)
def test_a_turn_of_nobody_or_of_several_in_the_story_has_no_name(marked: str) -> None:
    assert names_nobody(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "Chris Marlow sold the farm to {speaker:Anna Boyd} in May. {source:She} said it leaked.",
        "Robin Vane met {speaker:Peter Gault} at the fair. {source:He} said that it was fixed.",
        "Sam Oduya and {speaker:Laura Finch} cook there. {source:She} said that it was hot.",
    ],
)
def test_an_unknown_gender_is_no_match_beside_one_that_fits(marked: str) -> None:
    assert is_speaker(marked, "fast")


@pytest.mark.parametrize(
    "marked",
    [
        "Aslaug Brekke and her husband, {speaker:Torgils Moe}, own it. {source:He} said it leaked.",
        "{speaker:Aslaug Brekke} and her husband, Torgils Moe, own it. {source:She} said it leaks.",
        "Aslaug Brekke, a widow, sold it to {speaker:Torgils Moe}. {source:He} said it leaked.",
    ],
)
def test_a_gender_is_also_what_the_text_says_of_somebody(marked: str) -> None:
    assert is_speaker(marked, "fast")


@pytest.mark.parametrize(
    "marked",
    [
        "Tom Varga, the trade minister, met {speaker:Ana Sorel}, the health minister. "
        "{source:The health minister} said that it was late.",
        "{speaker:Ana Sorel}, the prime minister, flew to Rome. Tom Varga, the trade minister, "
        "stayed. “There is no money,” {source:the prime minister} said.",
        "“You will have your ship,” Admiral {speaker:Tom Varga} said. “We have nine,” "
        "{source:the admiral} said.",
    ],
)
def test_a_role_with_all_its_words_says_which_minister_speaks(marked: str) -> None:
    assert is_speaker(marked, "fast")


def test_a_role_that_two_people_have_is_left_open() -> None:
    marked = (
        "Tom Varga, the trade minister, met Ana Sorel, the health minister. "
        "{source:The minister} said that it was late."
    )
    assert names_nobody(marked, "fast")


@pytest.mark.parametrize(
    "marked",
    [
        "Ana Sorel met the pilot, {speaker:Yirmo Olst}, on Monday. She said that the fog was thick."
        " {source:He} said that it would lift.",
        "Yirma Olst, a baker, met the pilot, {speaker:Idrin Kaal}. She said that the fog was thick."
        "\n\n“It will lift,” {source:he} said.",
    ],
)
def test_he_is_not_the_one_who_was_she_but_whoever_else_is_near(marked: str) -> None:
    assert is_speaker(marked)


@pytest.mark.parametrize(
    ("marked", "role"),
    [
        (
            "Acme Steel said that sales rose. The central bank said that it was worried. "
            "{source:It} added that help was late.",
            "The central bank",
        ),
        (
            "Ana Sorel left the hall. A retired teacher said that the bridge was shut. "
            "{source:She} said that it had rained for weeks.",
            "A retired teacher",
        ),
        (
            "Amnesty International was formed in 1961. The report said that many had left. "
            "{source:It} found that nobody had asked why.",
            "The report",
        ),
    ],
)
def test_a_pronoun_goes_on_with_whoever_spoke_last_without_a_name(marked: str, role: str) -> None:
    assert names_nobody(marked)
    assert read(marked).quote.speaker_role == role


@pytest.mark.parametrize(
    "marked",
    [
        "A teacher said that {speaker:Tom Varga} was tired. {source:He} said that he slept.",
        "{speaker:Tom Varga} was late. An entity Varga owned said that it was shut. "
        "{source:He} said that he slept.",
    ],
)
def test_a_name_in_it_or_since_then_may_be_meant(marked: str) -> None:
    assert is_speaker(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "“It is late,” said {speaker:Tom Varga} quietly.",
        "{speaker:Acme Holdings} plc said that the mill would close.",
    ],
)
def test_an_adverb_or_a_company_form_behind_a_name_hides_nobody(marked: str) -> None:
    assert is_speaker(marked, "fast")


@pytest.mark.parametrize(
    "marked",
    [
        "“{source:I} told him that the deal was dead by then,” {speaker:Ana Sorel} said on Monday.",
    ],
)
def test_i_inside_a_quote_is_who_is_quoted(marked: str) -> None:
    assert is_speaker(marked)


def test_every_speaker_stands_first_in_the_chain() -> None:
    quote = read("{speaker:Ana Sorel} told Reuters that the deal was dead.").quote
    assert [(link.level, link.name) for link in quote.chain] == [(0, "Ana Sorel"), (1, "Reuters")]
    assert quote.relay_name == "Reuters"


def test_who_is_named_in_what_he_says_is_not_he() -> None:
    assert is_speaker(
        "{speaker:Tom Varga} spoke of the bridge. Ivo Brandt left the hall. "
        "{source:He} said that Mr. Brandt had wept."
    )


@pytest.mark.parametrize(
    "marked",
    [
        "{speaker:Amnesty International} and the World Bank of Norvik said that nobody had asked.",
        "Senators {speaker:Ana Sorel} of Norvik and Tom Varga of Lund said that it was late.",
        "The letter, signed by {speaker:Ana Sorel}, Tom Varga and the mayor, said it was late.",
        "According to figures of the {speaker:Norvik Labour Agency} (NLA), 40 people left.",
    ],
)
def test_one_name_of_a_source_is_not_all_of_it(marked: str) -> None:
    quote, _ = read(marked)
    assert quote.speaker_entity_id is None
    assert quote.speaker_role is not None


def test_mr_is_no_role() -> None:
    marked = "{speaker:Tom Varga} left. {source:Mr. Varga} said that nobody had listened."
    assert read(marked).quote.speaker_role is None


def test_it_is_not_a_people_whose_adjective_names_a_government() -> None:
    assert names_nobody(
        "The {speaker:Kenyan} government has many homes. {source:It} said that it was late."
    )


def test_a_relative_clause_introduces_somebody_else() -> None:
    assert names_nobody(
        "The banker {speaker:Ana Sorel} opened the mill. “It is late,” "
        "said {source:the banker who sells fish beside the bridge}."
    )

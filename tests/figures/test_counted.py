"""Which noun a number counts, where words stand between the two or the noun is elsewhere."""

from __future__ import annotations

import pytest

from transforms.figures.figure_finder import find_figures
from transforms.text import Sentence, Span


def counts(text: str) -> list[tuple[float | None, str | None]]:
    """Value (lower bound of a range) and unit of each figure of a text of one sentence."""
    figures, _ = find_figures(text, [Sentence(Span(0, len(text)), 0, 0, "body")])
    return [(one.value if one.value is not None else one.value_low, one.unit) for one in figures]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("She found one unifying theme to his poems.", 1, "theme"),
        ("There is one bipartisan thing left in Norvik.", 1, "thing"),
        ("It has one lengthy stretch where nothing moves.", 1, "stretch"),
        ("He made one small grunt and fell.", 1, "grunt"),
        ("It took one bad infection to end it.", 1, "infection"),
        ("Only one Norvik-based trade expert agreed.", 1, "expert"),
        ("Only one campaign video featured him.", 1, "video"),
        ("They want one staff member of each committee.", 1, "member"),
        ("It was said by one senior Kelmarian source on Friday.", 1, "source"),
        ("It is one step closer to the end.", 1, "step"),
        ("He asked one official familiar with the plan.", 1, "official"),
        ("They hit one man walking a dog.", 1, "man"),
        ("They held one public hearing in March.", 1, "hearing"),
        ("There was one soldier wounded there.", 1, "soldier"),
        ("They sent one ambulance and several trucks.", 1, "ambulance"),
        ("The one estimate they’ve seen is old; one family who came left.", 1, "family"),
        ("She asked one young farmer about it.", 1, "farmer"),
        ("It sold 2 dozens to one buyer writing “stop”.", 2, "dozen"),
        ("Oller: 3 goals, 1 assist. Reck saved it.", 3, "goal"),
    ],
)
def test_one_counts_the_last_noun_of_its_phrase(text: str, value: float, unit: str) -> None:
    assert counts(text)[0] == (value, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oller: 3 goals, 1 assist.", [(3, "goal"), (1, "assist")]),
        ("Stir in 1 lemon and 2 eggs.", [(1, "lemon"), (2, "egg")]),
    ],
)
def test_a_one_in_digits_counts_a_singular_noun(
    text: str, expected: list[tuple[float, str]]
) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("There were three US troops in it.", 3, "troop"),
        ("It hired 93 U.S. attorneys in May.", 93, "attorney"),
        ("The blaze drew 200 firemen from Norvik.", 200, "fireman"),
        ("They wrote two earlier letters to him.", 2, "letter"),
        ("They sought two missing girls there.", 2, "girl"),
        ("These are the four most urgent repairs.", 4, "repair"),
        ("They cut 30 staff vacancies there.", 30, "vacancy"),
        ("They lost seven crew members at sea.", 7, "member"),
        ("They lost seven crew at sea.", 7, "crew"),
        ("They made 4 million voice and video calls.", 4_000_000, "call"),
        ("He made 300 false or misleading claims.", 300, "claim"),
        ("They took on 51 small and medium-sized firms.", 51, "firm"),
        ("They built three bright, airy halls there.", 3, "hall"),
        ("She is one of “the” best, with three “key holders” beside her.", 3, "holder"),
        ("They met two Yazidis and five Israelis there.", 2, "yazidi"),
        ("There were three referenda in May.", 3, "referendum"),
        ("It had four tornadoes and two canoes.", 4, "tornado"),
        ("Eight fewer seats went to it.", 8, "seat"),
        ("It has 70 midwives and two minibuses.", 70, "midwife"),
        ("They sold 40 olives.", 40, "olive"),
        ("The other two runners-up left.", 2, "runner-up"),
        ("It took on 51 small and medium-sized US firms.", 51, "firm"),
        ("Here are four important early warning signs.", 4, "sign"),
        ("It lasted some fifty or so years.", 50, "year"),
        ("It took 20 or so people to lift it.", 20, "people"),
        ("It sent two Kelmar States fighter jets.", 2, "jet"),
        ("They held two special forces soldiers there.", 2, "soldier"),
        ("The closing of two departments means more work.", 2, "department"),
    ],
)
def test_a_number_counts_the_noun_behind_other_words(text: str, value: float, unit: str) -> None:
    assert counts(text)[0] == (value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "It was passed in 2014-specifically for them.",
        "He filmed each one separately at home.",
    ],
)
def test_an_adverb_is_not_counted(text: str) -> None:
    assert counts(text) == []


@pytest.mark.parametrize(
    ("text", "value", "kind", "unit"),
    [
        ("They cut it by 0.25 of a per cent.", 0.25, "percent", "percent"),
        ("They cut it by 0.25 of a percentage point.", 0.25, "points", "percentage point"),
        ("They plan a $1.5  billion pipeline.", 1_500_000_000, "money", "USD"),
        ("He paid half-a-million-pounds in damages.", 500_000, "money", "GBP"),
        ("It cost 64.1 billion euros.", 64_100_000_000, "money", "EUR"),
        ("It lost \ufffd1.4m-last year.", 1_400_000, "money", None),
        ("It is a £5m-a-year deal.", 5_000_000, "rate", "GBP"),
        ("It is a $12m-rated deal.", 12_000_000, "money", "USD"),
        ("It cost €1.15m there.", 1_150_000, "money", "EUR"),
        ("Just over ?120,000 had been raised.", 120_000, "money", None),
        ("He lost a \ufffd10,000 claim there.", 10_000, "money", None),
        ("It would rise by $54bn (?44bn) in all.", 54_000_000_000, "money", "USD"),
        ("She makes 10,000/- there.", 10_000, "money", None),
        ("Each pole cost 4m/- there.", 4_000_000, "money", None),
        ("And who won?12 people knew.", 12, "count", "people"),
    ],
)
def test_a_number_has_its_whole_value_and_unit(
    text: str, value: float, kind: str, unit: str | None
) -> None:
    figures, _ = find_figures(text, [Sentence(Span(0, len(text)), 0, 0, "body")])
    assert (figures[0].value, figures[0].kind, figures[0].unit) == (value, kind, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It closed three of its big mills.", [(3, "mill")]),
        ("Six of the 20 clerks left.", [(6, "clerk"), (20, "clerk")]),
        ("Two of three tests failed.", [(2, "test"), (3, "test")]),
        ("Hundreds of Norvik’s top cooks came.", [(100, "cook")]),
        ("Four hundred of the best came.", [(400, None)]),
        ("They met 12 ministers out of 28.", [(12, "minister"), (28, "minister")]),
        ("They have 52 seats to 48 for Varno.", [(52, "seat"), (48, "seat")]),
        ("It held 18 sailors, 14 of them cooks.", [(18, "sailor"), (14, "sailor")]),
        ("It has 14 ships, including six nuclear.", [(14, "ship"), (6, "ship")]),
        ("He hit 23 aces, including 16 off his left.", [(23, "ace"), (16, "ace")]),
        (
            "Seven walkers died in Norvik, five in Varno and two each in Kelmar and Oll.",
            [(7, "walker"), (5, "walker"), (2, "walker")],
        ),
        ("They own 30 diesel and four nuclear ships.", [(30, "ship"), (4, "ship")]),
        ("Out of 800 posts, more than 200 are open.", [(800, "post"), (200, "post")]),
        ("The number of sick calves rose to 6,185.", [(6185, "calf")]),
        ("The number of calves under the age of 4 is 12.", [(4, "year of age"), (12, "calf")]),
        ("The number of boys fell by 5 per cent to 40.", [(5, "percent"), (40, "boy")]),
        ("She is a mother of two there.", [(2, "child")]),
        ("Norvik is a town of about 60,000.", [(60_000, "people")]),
        ("The toll in Norvik has risen to 37.", [(37, "death")]),
        ("They shot two men and wounded 12.", [(2, "man"), (12, "man")]),
        ("Some 24 boys were killed and 15 injured.", [(24, "boy"), (15, "boy")]),
        ("It passed by 15 votes to eight.", [(15, "vote"), (8, "vote")]),
        (
            "The Greens won 16 seats, while the Left Party took 14.",
            [(16, "seat"), (14, "seat")],
        ),
        ("It had three such talks.", [(3, "talk")]),
        (
            "They won 12 medals (four gold, six silver and two bronze) there.",
            [(12, "medal"), (4, "medal"), (6, "medal"), (2, "medal")],
        ),
        ("It carries a crew of four.", [(4, "people")]),
        ("He got 24 total poems.", [(24, "poem")]),
        ("Its 15 man crew was saved.", [(15, "man")]),
        ("Its 55 member states agreed.", [(55, "state")]),
        ("They named five RMB clearing banks.", [(5, "bank")]),
        ("He was 12 years and six months old.", [(12.5, "year of age")]),
        ("They held three 15-year-old boys.", [(3, "boy"), (15, "year of age")]),
        ("It fired two 120 mm shells.", [(2, "shell"), (120, "millimetre")]),
        ("They fly four Fenn 767-300 jets there.", [(4, "jet")]),
        ("It grounded two new 737 Max jets.", [(2, "jet")]),
        ("The 11 member trade deal holds.", [(11, "member")]),
        ("Norvik rejected it by 55-45 per cent.", [(55, "percent"), (45, "percent")]),
        ("Queues shrank by 14,000 to 2 million people.", [(14_000, "people"), (2e6, "people")]),
        ("Estimated attendance: 14,893.", [(14_893, "people")]),
        ("She is Oller, 38 – a baker.", [(38, "year of age")]),
        ("According to Ana Oller, 34, it ends.", [(34, "year of age")]),
        ("Five boats sank in May, and 120 more sailed.", [(5, "boat"), (120, None)]),
        ("Five boats sank. It rose to 120.", [(5, "boat"), (120, None)]),
    ],
)
def test_a_bare_number_counts_the_noun_that_it_shares(
    text: str, expected: list[tuple[float, str | None]]
) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    ["She left on day 4 of the trials.", "He stayed in room 3 of the two halls."],
)
def test_a_label_shares_no_noun(text: str) -> None:
    assert (4, "trial") not in counts(text)
    assert (3, "hall") not in counts(text)

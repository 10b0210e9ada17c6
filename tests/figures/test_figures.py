"""What counts as a figure, and what it states. Marks show the expected span."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.markup import unmark
from transforms.figures.dollars import dollar_of
from transforms.figures.figure import Figure, FigureKind, RejectedNumber
from transforms.figures.figure_finder import find_figures
from transforms.text import Sentence, Span


def read(text: str) -> tuple[tuple[Figure, ...], tuple[RejectedNumber, ...]]:
    return find_figures(text, [Sentence(Span(0, len(text)), 0, 0, "body")] if text else [])


def one(marked: str) -> tuple[str, dict[str, list[Span]], Figure]:
    """The only figure of a text, whose span must be the one marked ``f``."""
    text, spans = unmark(marked)
    figures, _ = read(text)
    assert [figure.span for figure in figures] == spans["f"]
    return text, spans, figures[0]


@pytest.mark.parametrize(
    ("marked", "value", "kind", "unit", "per_unit"),
    [
        ("It is flying about {f:24 sorties a day}, he said.", 24, "rate", "sortie", "day"),
        ("They rescue an {f:eight-month} effort.", 8, "duration", "month", None),
        ("The plan took {f:three full days} to draft.", 3, "duration", "day", None),
        ("A bailout of {f:US$3.5 trillion} is near.", 3.5e12, "money", "USD", None),
        ("He paid {f:23m euros} for it.", 23e6, "money", "EUR", None),
        ("He was fined {f:500 pounds}.", 500, "money", "GBP", None),
        ("It weighs {f:500 pounds}.", 500, "mass", "pound-mass", None),
        ("Brent closed at {f:$87 a barrel}.", 87, "rate", "USD", "barrel"),
        ("Inflation hit {f:9.1 per cent}.", 9.1, "percent", "percent", None),
        ("It slipped {f:three percentage points}.", 3, "points", "percentage point", None),
        ("Some {f:300 people} came.", 300, "count", "people", None),
        ("They had {f:three newer versions}.", 3, "count", "version", None),
        ("The {f:six-member} team won.", 6, "count", "member", None),
        ("Cars did {f:120mph} there.", 120, "speed", "mile", "hour"),
        ("It runs {f:30 miles an hour}.", 30, "speed", "mile", "hour"),
        ("Deaths run at {f:12 per 100,000 people}.", 12, "rate", "1", "100000 people"),
        ("John Smith, {f:34}, was charged.", 34, "age", "year of age", None),
        ("A {f:19-year-old} was held.", 19, "age", "year of age", None),
        ("It fell to {f:minus 12 degrees} there.", -12, "temperature", "degree", None),
        ("They stay below {f:1.5C} now.", 1.5, "temperature", "celsius", None),
        ("He ran the {f:100m} sprint.", 100, "length", "metre", None),
        ("The baby weighed {f:7lb 4oz} at birth.", 7.25, "mass", "pound-mass", None),
        ("{f:Half} of the staff will go.", 0.5, "share", "1", None),
        ("{f:Four out of ten} doctors agreed.", 0.4, "share", "1", None),
        ("The {f:7.2-magnitude} quake hit.", 7.2, "magnitude", "magnitude", None),
        ("A magnitude {f:6.8} earthquake struck.", 6.8, "magnitude", "magnitude", None),
        ("It was {f:€2.9 billion} a year earlier.", 2.9e9, "money", "EUR", None),
        ("He won the {f:100m} in May.", 100, "length", "metre", None),
        ("It took {f:2 hours, 15 minutes} there.", 2.25, "duration", "hour", None),
        ("Traffic increased {f:18-fold} there.", 18, "ratio", "times", None),
        ("A {f:1.8 billion-mile} journey.", 1.8e9, "length", "mile", None),
        ("Rent is {f:$80 per sq m} there.", 80, "rate", "USD", "square metre"),
        ("Gas sold at {f:$2.24 per mmBTU} then.", 2.24, "rate", "USD", "mega british thermal unit"),
        ("They drew {f:7.6m printed and regional maps}.", 7.6e6, "count", "map", None),
        ("He fixed {f:12 Ford and Fiat vans}.", 12, "count", "van", None),
        ("It bought {f:two Norvik Lines ships}.", 2, "count", "ship", None),
        ("{f:One official} asked for time.", 1, "count", "official", None),
        ("It may take a day or {f:two}.", 2, "duration", "day", None),
        ("The pipe is {f:5/4 inches} wide.", 1.25, "length", "inch", None),
        ("He drank {f:1/16 of a pint} only.", 0.0625, "volume", "pint", None),
        ("She was {f:92}.", 92, "age", "year of age", None),
        ("The poet died in Vienna at {f:71}.", 71, "age", "year of age", None),
        ("Life expectancy there is around {f:73}.", 73, "age", "year of age", None),
        ("The file is {f:16 terabits} long.", 16, "data", "terabit", None),
        ("He wrote it {f:three times}.", 3, "count", "times", None),
        ("It is {f:three times} as large.", 3, "ratio", "times", None),
        ("He is {f:6'3\"} tall.", 6.25, "length", "foot", None),
        ("It took {f:four-and-a-half years} then.", 4.5, "duration", "year", None),
        ("It cost {f:10 €} there.", 10, "money", "EUR", None),
        ("He paid {f:3 dollars 50 cents} for it.", 3.5, "money", "USD", None),
        ("It reviewed {f:90,000} K-1 visas.", 90_000, "count", "visa", None),
        ("It is less than {f:half of 1 percent}.", 0.5, "percent", "percent", None),
        ("{f:One in 45} children has it.", 1 / 45, "share", "1", None),
        ("Shifts can run {f:10 hours a day} there.", 10, "rate", "hour", "day"),
        ("It hits {f:8 million low- and middle-income families}.", 8e6, "count", "family", None),
        ("The margin is plus or minus {f:six points}.", 6, "points", "point", None),
        ("The {f:0.5 WAR} he had was low.", 0.5, "other", "win above replacement", None),
        ("{f:Two US gallons} were lost.", 2, "volume", "gallon", None),
        ("The tank held {f:9 imperial gallons}.", 9, "volume", "gallon", None),
        ("It was {f:6.1} on the Richter scale.", 6.1, "magnitude", "magnitude", None),
        ("It stood at {f:31} on the Celsius scale.", 31, "temperature", "celsius", None),
        ("It reads {f:140} on the door scale.", 140, "count", None, None),
        ("The capacitor holds {f:4.7 F} then.", 4.7, "other", "farad", None),
        ("At noon it was {f:68 F} there.", 68, "temperature", "fahrenheit", None),
        ("Tickets cost {f:90 kn} then.", 90, "money", "HRK", None),
        ("Winds of {f:90 kn} blew there.", 90, "speed", "knot", None),
        ("A file of {f:7 billion b} came.", 7e9, "data", "bit", None),
        ("In Sweden he paid {f:400 kr} for it.", 400, "money", "SEK", None),
        ("Each carries {f:1.3 A/cm2} of current.", 1.3, "other", "ampere", "square centimetre"),
        ("It parked {f:six old 421 Varno vans}.", 6, "count", "van", None),
        ("He met {f:two old friends} there.", 2, "count", "friend", None),
        ("She kept {f:300} old and read the rest.", 300, "count", None, None),
        ("The twins are {f:two months old} now.", 2, "age", "month of age", None),
        ("He owes {f:1,300 people} a second thought.", 1_300, "count", "people", None),
        ("It takes {f:300 drops a second} in storms.", 300, "rate", "drop", "second"),
        ("He looked in just {f:one area}.", 1, "count", "area", None),
    ],
)
def test_figure_has_value_kind_and_unit(
    marked: str, value: float, kind: str, unit: str | None, per_unit: str | None
) -> None:
    _, _, figure = one(marked)
    assert figure.value == pytest.approx(value)
    assert (figure.kind, figure.unit, figure.per_unit) == (kind, unit, per_unit)


@pytest.mark.parametrize(
    ("marked", "bound", "approximate", "low", "high"),
    [
        ("after {m:more than} {f:five years} of war", "gt", False, 5, None),
        ("{m:At least} {f:107 people} died.", "ge", False, 107, None),
        ("{m:As many as} {f:14 players} left.", "le", False, None, 14),
        ("in {m:under} {f:48 hours} of talks", "lt", False, None, 48),
        ("flying {m:about} {f:24 sorties} there", "exact", True, None, None),
        ("It drew {f:50 guests} {m:or more}.", "ge", False, 50, None),
        ("Gold rose {m:at least about} {f:5%} then.", "ge", True, 5, None),
        ("She {m:averaged} {f:5.8 points} there.", "exact", True, None, None),
        ("You lose {f:15 points}, {m:on average}, there.", "exact", True, None, None),
        ("It lasted for {m:over} {f:three years} there.", "gt", False, 3, None),
        ("He logged {m:over} {f:50 days} at sea.", "gt", False, 50, None),
        ("They met there {m:over} {f:70 years} later.", "gt", False, 70, None),
        ("Guests {m:under} the age of {f:10} hid.", "lt", False, None, 10),
        ("Guests {m:over} the age of {f:18} hid.", "gt", False, 18, None),
        ("Guests {m:at or under} the age of {f:16} hid.", "le", False, None, 16),
        ("A guest hid at the age of {f:16} there.", "exact", False, None, None),
        ("He got {f:three years} in jail.", "exact", False, None, None),
        ("It was paid out over {f:three years} then.", "exact", False, None, None),
        ("Crowds stood around the {f:5-acre} park.", "exact", False, None, None),
    ],
)
def test_modifier_states_bound_and_approximation(
    marked: str, bound: str, approximate: bool, low: float | None, high: float | None
) -> None:
    _, spans, figure = one(marked)
    assert (figure.bound, figure.is_approximate) == (bound, approximate)
    assert (figure.value_low, figure.value_high) == (low, high)
    assert [figure.modifier] == spans.get("m", [None])


def test_a_conversion_in_brackets_is_as_approximate_as_what_it_converts() -> None:
    figures, _ = read("They walked about 500 miles (800 km) and 3 km (1.9 miles) more.")
    assert [figure.is_approximate for figure in figures] == [True, True, False, False]


@pytest.mark.parametrize(
    ("marked", "low", "high", "bound", "kind"),
    [
        ("They spend {f:£3m–£4m} on it.", 3e6, 4e6, "range", "money"),
        ("It cost {f:$89 to $93 billion} then.", 89e9, 93e9, "range", "money"),
        ("Some {f:3-4,000 people} came.", 3000, 4000, "range", "count"),
        ("A scale of {f:1-10,000} is used.", 1, 10_000, "range", "count"),
        ("between {f:5 and 7 people} came", 5, 7, "range", "count"),
        ("{f:Ten to 15 people} were hurt.", 10, 15, "range", "count"),
        ("The {f:three-to-five-year} plan fell.", 3, 5, "range", "duration"),
        ("{f:Hundreds of vendors} came.", 100, 1000, "vague", "count"),
        ("They won {f:3-1} at home.", 3, 1, "range", "score"),
        ("Athletic {f:4-2} Rovers", 4, 2, "range", "score"),
        ("Group G: Norvik {f:1 – 0} Varno", 1, 0, "range", "score"),
        ("Senators voted {f:218-210} for it.", 218, 210, "range", "score"),
        ("Victims were aged between {f:16 and 24}.", 16, 24, "range", "age"),
        ("An {f:8- to 16-metre} boat sank.", 8, 16, "range", "length"),
        ("It was {f:-18 °C to -34 °C} there.", -34, -18, "range", "temperature"),
        ("A {f:200,000 to-260,000-year-old} skull.", 2e5, 2.6e5, "range", "age"),
    ],
)
def test_two_numbers_state_one_figure(
    marked: str, low: float, high: float | None, bound: str, kind: str
) -> None:
    _, _, figure = one(marked)
    assert figure.value is None
    assert (figure.value_low, figure.value_high) == (low, high)
    assert (figure.bound, figure.kind) == (bound, kind)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Exports dropped 7% while imports climbed 3%.", [("down", "by"), ("up", "by")]),
        ("The toll rose to 1,426.", [("up", "to")]),
        ("Revenue fell to $5m from $7m.", [("down", "to"), ("down", "from")]),
        ("It gave up 3 goals.", [(None, None)]),
        ("It cut its costs by 5%.", [("down", "by")]),
        ("They want to lower debt to less than 60%.", [("down", "to")]),
        ("Votes fell 5% in Texas and 4% in Ohio.", [("down", "by"), ("down", "by")]),
        ("It lost 1.1% to close at 1,334.", [("down", "by"), ("down", "to")]),
        ("Gold was down 2.3%, Vale by 2.6%.", [("down", "by"), ("down", "by")]),
        ("Sales fell to £3m ($4m).", [("down", "to"), ("down", "to")]),
        ("The economy grew at an annual rate of 2.3%.", [("up", "by")]),
        ("She raised $5m for the party.", [(None, None)]),
        ("They raised the tax by $5.", [("up", "by")]),
        ("Iodine is added to 10% of salt.", [(None, None)]),
        ("It boils down to 3 questions.", [(None, None)]),
        ("They put 12 old trains up for sale.", [(None, None)]),
        ("He added a 12-metre shot.", [(None, None)]),
        ("They lost a 20-point lead.", [(None, None)]),
        ("It fell a quarter to 5.", [("down", "by"), ("down", "to")]),
        ("The index was up at 41.7.", [("up", "to")]),
        ("Sales rose to £3m and €5m.", [("up", "to"), ("up", "to")]),
        ("Sales rose to 3 tonnes and 5 shops.", [("up", "to"), (None, None)]),
        ("Shares collapsed 12%.", [("down", "by")]),
        ("The roof collapsed 12 times.", [(None, None)]),
        ("The crane lifted 5 crates.", [(None, None)]),
        ("The levy was lifted by half a point.", [("up", "by")]),
        ("Growth slowed to 2%.", [("down", "to")]),
        ("Growth of 3% is likely.", [("up", "by")]),
        ("The Club for Growth has 40 members.", [(None, None)]),
        ("They double the 40 posts there.", [(None, None)]),
        ("The posts doubled to 40.", [("up", "to")]),
        ("It is a 5% pay rise.", [("up", "by")]),
        ("It is a 5% pay rise offer.", [(None, None)]),
        ("A £5 fare cut is due.", [("down", "by")]),
        ("Sales jumped a staggering 12%.", [("up", "by")]),
        ("He is up a narrow 4%.", [("up", "by")]),
        ("Sales rose unexpectedly by 5%.", [("up", "by")]),
        ("It fell to a record low of 3%.", [("down", "to")]),
        ("It rose to 6% in May from 4% in April.", [("up", "to"), ("up", "from")]),
        ("It rose 5% last year to £9m.", [("up", "by"), ("up", "to")]),
        ("It fell from last month’s 5% in the end.", [("down", "from")]),
        ("It is lower than 5%.", [(None, None)]),
        ("They narrowed the field to a 3-horse race.", [(None, None)]),
        ("Dues are 5% cheaper.", [("down", "by")]),
        ("Norvik has 3 million more than Varno.", [(None, None)]),
        ("They freed up £26m for it.", [(None, None)]),
        ("They rounded up 40 men.", [(None, None)]),
        ("The index went up 40.", [("up", "by")]),
        ("She lost by 54 points.", [(None, None)]),
        ("The lower 95 percent pay it.", [(None, None)]),
        ("Its rating has risen above 50 percent.", [("up", "to")]),
        ("They cut at least £9m in costs.", [("down", "by")]),
        ("They lost close to £9m.", [("down", "by")]),
        ("It means reducing the 36 huts to 18.", [("down", "from"), ("down", "to")]),
        ("They boosted the six-member crew.", [(None, None)]),
    ],
)
def test_change_has_direction_and_role(
    text: str, changes: list[tuple[str | None, str | None]]
) -> None:
    figures, _ = read(text)
    assert [(figure.change, figure.change_role) for figure in figures] == changes


@pytest.mark.parametrize(
    ("marked", "values", "direction"),
    [
        ("The levy rose from {f:3%} to {f:5%} there.", (3, 5), "up"),
        ("The levy fell from {f:5%} to {f:3%} there.", (5, 3), "down"),
        ("They trimmed the crew from {f:80} to {f:65}.", (80, 65), "down"),
        ("An increase in the levy from {f:€3} to {f:€5} is due.", (3, 5), "up"),
        ("Its debt grew from {f:$3} to {f:$5 billion}.", (3e9, 5e9), "up"),
        ("Its debt fell from {f:$5} to {f:$3 billion}.", (5e9, 3e9), "down"),
        ("Its debt grew from {f:$900} to {f:$1.1 million}.", (900, 1.1e6), "up"),
        ("Its debt rose from {f:2.5} to {f:4-5 billion crowns}.", (2.5e9, 4e9), "up"),
        ("Dues jumped from {f:£90 a month} to {f:£120}.", (90, 120), "up"),
        ("Dues are up from {f:£90} to {f:£120 a month}.", (90, 120), "up"),
        ("Output rose {f:20%} from {f:$5m} to {f:$6m}.", (20, 5e6, 6e6), "up"),
        ("Output increased by {f:20%}, from {f:$5m} to {f:$6m}.", (20, 5e6, 6e6), "up"),
        ("The count went from {f:14} to {f:21}.", (14, 21), "up"),
        ("The count went from {f:21} to {f:14}.", (21, 14), "down"),
        ("Norvik raised the speed limit from {f:50} to {f:60}.", (50, 60), "up"),
        ("Membership climbed from about {f:70 clubs} to a record {f:90 clubs}.", (70, 90), "up"),
        ("Use climbed from {f:4 tonnes} a year earlier to {f:6 tonnes}.", (4, 6), "up"),
        ("Use climbed from {f:4 tonnes} in the hills to {f:6 tonnes}.", (4, 6), "up"),
        ("The wait fell from {f:2 hours} to {f:45 minutes}.", (2, 45), "down"),
    ],
)
def test_the_start_and_the_end_of_a_change_are_two_figures(
    marked: str, values: tuple[float, ...], direction: str
) -> None:
    text, spans = unmark(marked)
    figures, _ = read(text)
    assert [figure.span for figure in figures] == spans["f"]
    # of a range, the lower end is compared
    stated = [one.value_low if one.value is None else one.value for one in figures]
    assert stated == pytest.approx(values)
    assert {figure.change for figure in figures} == {direction}
    assert [figure.change_role for figure in figures[-2:]] == ["from", "to"]


def test_of_the_start_and_the_end_of_a_change_one_may_lend_the_other_its_unit() -> None:
    figures, _ = read("Dues jumped from £90 a month to £120, and crews grew from 20 to 30 sailors.")
    assert [(figure.unit, figure.per_unit) for figure in figures] == [
        ("GBP", "month"), ("GBP", "month"), ("sailor", None), ("sailor", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Tickets cost from £4 to £6.",
        "They expect rises ranging from 3% to 5%.",
        "They felled larches from 5 to 10 metres tall.",
        "It dropped divers from 5 to 10 metres.",
        "She cut meals for children from 5 to 11.",
        "It won over from 10 to 12 backers.",
        "Norvik raised money from 10 to 12 banks.",
        "It gained support from 10 to 12 members.",
        "It moved patients from 5 to 7 wards.",
        "Wages rose by from 3% to 5%.",
        "Wages rose between 3% and 5%.",
        "He left from 10 to 12 years ago.",
    ],
)
def test_a_range_that_no_change_governs_is_one_figure(text: str) -> None:
    figures, _ = read(text)
    assert [figure.bound for figure in figures] == ["range"]


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Ada Ruun, 41, and her nephew, 9, hid.", [41, 9]),
        ("Tim, eight, and Ada, nine, hid.", [8, 9]),
        ("A boy of 12 and a girl of six hid.", [12, 6]),
        ("Two guards, 34 and 36, hid.", [34, 36]),
        ("Three sisters, 7, 9 and 12, hid.", [7, 9, 12]),
        ("A father of two, 39, hid.", [39]),
        ("The baker, now 71, hid.", [71]),
        ("Pupils as young as five hid.", [5]),
        ("Anyone 16 or under may hide.", [16]),
        ("The victim was 23.", [23]),
        ("Ada was 15 when she hid.", [15]),
        ("At 34, she hid.", [34]),
        ("He was aged 18 months.", [18]),
        ("The retirement age will rise from 62 to 64.", [62, 64]),
        ("They raised the retirement age from 62 to 64.", [62, 64]),
        ("A mother of 3 hid.", []),
        ("A crew of 11 hid.", []),
        ("In Norvik, 40, mostly guests, hid.", []),
        ("The guards, 34, hid.", []),
        ("It heard 120 guards over 14 weeks.", []),
        ("It has rooms, 12, and a pool.", []),
        ("In May, 40, mostly guests, hid.", []),
    ],
)
def test_an_age_needs_somebody_beside_it(text: str, ages: list[float]) -> None:
    figures, _ = read(text)
    assert [figure.value for figure in figures if figure.kind == "age"] == ages


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("He got from six months to two years.", 0.5, 2, "year"),
        ("It takes between 30 minutes and two hours.", 0.5, 2, "hour"),
        ("It threw from 500 metres to 2 kilometres.", 0.5, 2, "kilometre"),
        ("Rides cost from 50 cents to 2 dollars.", 0.5, 2, "USD"),
    ],
)
def test_a_range_over_two_units_is_in_the_larger(
    text: str, low: float, high: float, unit: str
) -> None:
    figures, _ = read(text)
    assert [(one.value_low, one.value_high, one.unit) for one in figures] == [(low, high, unit)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It raised it from 30 minutes to two hours.", [30, 2]),
        ("It walked 5 km to 3 hours of rain.", [5, 3]),
    ],
)
def test_two_units_of_a_change_or_of_two_things_make_no_range(
    text: str, values: list[float]
) -> None:
    figures, _ = read(text)
    assert [figure.value for figure in figures] == values


def test_an_age_may_be_a_range() -> None:
    figures, _ = read("It asked people between the ages of 18 and 29.")
    assert [(one.kind, one.value_low, one.value_high) for one in figures] == [("age", 18, 29)]


def test_an_age_in_months_is_not_one_in_years() -> None:
    figures, _ = read("A boy of ten months was found, aged 10 months.")
    assert [figure.unit for figure in figures] == ["month of age", "month of age"]


def test_two_years_are_not_the_ends_of_a_change() -> None:
    figures, rejected = read("Sales rose from 1998 to 2004.")
    assert (figures, {number.reason for number in rejected}) == ((), {"year"})


@pytest.mark.parametrize(
    ("marked", "head"),
    [
        ("rescue an {f:eight-month} {measured:effort} to hold talks", "effort"),
        ("flying about {f:24 sorties a day} there", "sortie"),
        ("{f:10 per cent} of {measured:Australian salt} is iodised", "salt"),
        ("{measured:Exports} to China fell {f:7%} then.", "export"),
        ("{measured:Shares in the firm} fell {f:7%} then.", "share"),
        ("They cut {measured:food prices} by {f:5%} there.", "price"),
        ("He drove at a {measured:speed} of {f:15 mph} there.", "speed"),
        ("A {f:$25} {measured:fee} is due.", "fee"),
        ("The {f:20 minute} {measured:walk} is easy.", "walk"),
        ("A {f:15 metre} high {measured:tower} fell.", "tower"),
        ("{measured:Jane Doe}, {f:34}, was held.", "doe"),
        ("It has {f:$1bn} in {measured:debts} now.", "debt"),
        ("It ended with {measured:Norvik} winning {f:2-1} there.", "norvik"),
        ("In all {f:one in three} {measured:visits to the site} failed.", "visit"),
        ("A {measured:house} worth {f:$5m} burned.", "house"),
        ("It left {measured:its key rate} at {f:3%} then.", "rate"),
        ("It was late. It cost {f:$5m} then.", None),
        ("A lawyer {measured:interrogated} him for {f:two hours} there.", "interrogated"),
        ("The pumps ran with contaminated fuel for {f:two hours} there.", None),
        ("It took {f:two days} to {measured:walk them} back.", "walk"),
        ("He was {measured:jailed} for {f:18 months} then.", "jailed"),
        ("The crew stood on the roof for {f:two hours} there.", None),
        ("They had {f:one day} to {measured:test it} there.", "test"),
        ("It took {f:two days} to {measured:repair the line} there.", "repair"),
        ("{measured:The trip} lasted {f:two days} to their relief.", "trip"),
        ("The quake {measured:killed} {f:12} there.", "killed"),
        ("The quake killed {f:12 miners} there.", "miner"),
        ("{measured:Norvik beat Varno} {f:2-1} there.", "norvik"),
        ("{measured:Varno lost to Norvik} {f:1-2} there.", "varno"),
        ("It saw {f:45 migrants} crossing the Channel.", "migrant"),
        ("It caused {f:46 percent} of previously unseen {measured:damage to crops}.", "damage"),
        ("{measured:Traffic to the site} increased {f:18-fold} then.", "traffic"),
        ("A survey of many {measured:pupils} - aged {f:8–10 years} - was made.", "pupil"),
        ("{measured:The economy} grew at an annual rate of {f:2.3%} then.", "economy"),
    ],
)
def test_what_is_measured_is_named(marked: str, head: str | None) -> None:
    _, spans, figure = one(marked)
    assert figure.measured_head == head
    if "measured" in spans:
        assert figure.measured is not None
        assert figure.measured.overlaps(spans["measured"][0])


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("The 6-inch screen is 7.6 mm thick.", "screen"),
        ("The 7.2-magnitude quake lasted 9 seconds.", "quake"),
        ("A survey of 1709 children - aged 8 to 10 years - was made.", "children"),
        ("It saw 45 migrants crossing the Channel.", "migrants crossing the Channel"),
        ("It saw 45 migrants including a child.", "migrants"),
        ("Norvik beat the champions Varno 2-1.", "Norvik beat the champions Varno"),
        ("Killed: 12; missing: 3.", "missing"),
        ("The crew grew from two sailors to eleven.", "sailors"),
        ("More finds took the count from 12 to 14.", "count"),
    ],
)
def test_what_is_measured_is_the_whole_phrase_and_no_unit(text: str, measured: str) -> None:
    figures, _ = read(text)
    where = figures[-1].measured
    assert where is not None
    assert where.of(text) == measured


def test_two_figures_of_one_thing_measure_the_same() -> None:
    figures, _ = read("The fine rose 5%, or £2m ($3m), to £40m; 60% of these are fees.")
    assert [figure.measured_head for figure in figures] == ["fine", "fine", "fine", "fine", "fine"]


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("It sold {f:5 cars} in 2018.", "2018"),
        ("In March 2019, {f:5 people} came.", "2019-03"),
        ("On 3 May 2010, {f:14 people} came.", "2010-05-03"),
        ("It made {f:$5m} in the first quarter of 2017.", "2017"),
        ("{f:5 people} (2014) came.", "2014"),
        ("They met {f:5 people}.", None),
        ("{f:5 people} came, and in 2018 it closed.", None),
    ],
)
def test_the_period_a_figure_holds_for_is_the_one_stated_beside_it(
    marked: str, period: str | None
) -> None:
    assert one(marked)[2].stated_period == period


@pytest.mark.parametrize(
    ("text", "place", "unit", "assumed"),
    [
        ("It cost $5m. All figures are in Canadian dollars.", None, "CAD", False),
        ("It cost $5m, or A$2 a head.", "SYDNEY", "AUD", False),
        ("It cost $5m, or A$2 a head.", None, "USD", True),
        ("It cost $5m there.", "SYDNEY", "USD", True),
        ("It cost A$5m ($3m) and then $2 more.", "SYDNEY", "USD", True),
    ],
)
def test_a_bare_dollar_is_the_one_the_page_states(
    text: str, place: str | None, unit: str | None, assumed: bool
) -> None:
    figures, _ = find_figures(
        text, [Sentence(Span(0, len(text)), 0, 0, "body")], dollar=dollar_of(text, place)
    )
    bare = [figure for figure in figures if "A$" not in text[: figure.span.end_char][-6:]]
    assert {(f.unit, f.unit_assumed) for f in bare if f.unit != "AUD" or unit == "AUD"} == {
        (unit, assumed)
    }


@pytest.mark.parametrize(
    ("marked", "reason"),
    [
        ("The law of {r:1998} stands.", "year"),
        ("On {r:22 February 2019} they met.", "date"),
        ("Talks ended at {r:5:30am} there.", "clock_time"),
        ("Call {r:+44 20 7946 0018} now.", "phone"),
        ("An {r:F-16} fell.", "model"),
        ("The {r:G20} met.", "model"),
        ("See page {r:24} of it.", "label"),
        ("It is in phase {r:2b} trials.", "label"),
        ("He lives at Flat {r:2b}, Mill Road.", "label"),
        ("They found clade {r:1b} in Norvik.", "label"),
        ("It runs Windows {r:10} only.", "label"),
        ("the {r:2018-19} campaign", "season"),
        ("music of the {r:1990s} then", "decade"),
        ("at {r:1600 Pennsylvania Avenue} today", "address"),
        ("It needs {r:10.4.2} at least.", "version"),
        ("{r:1}. Read the terms.", "list_marker"),
        ("{r:Photo 3 of 12}", "counter"),
        ("write to {r:desk24@example.org} please", "email"),
        ("see {r:https://example.org/2019/5} there", "url"),
        ("{r:One} of the men left.", "pronoun_one"),
        ("in the second {r:half} they scored", "no_share"),
        ("His blood pressure was {r:140/90} then.", "no_share"),
        ("It was {r:120⁄80} mm of mercury.", "no_share"),
        ("It opened at odds of {r:7/1} there.", "no_share"),
        ("on the {r:33rd} floor", "ordinal"),
        ("He bought a {r:PS5} there.", "model"),
        ("It is below {r:2000} levels now.", "year"),
        ("The {r:Group of 20} met.", "name"),
        ("It differs from {r:one} issued then.", "pronoun_one"),
        ("At {r:one} point he left.", "pronoun_one"),
        ("In the {r:31207} ZIP Code rents rose.", "code"),
        ("They met from {r:Nov. 6 to 10} there.", "date"),
        ("{r:Three}'s a crowd, they say.", "pronoun_one"),
    ],
)
def test_a_number_that_is_not_a_figure_is_rejected_by_a_named_rule(
    marked: str, reason: str
) -> None:
    text, spans = unmark(marked)
    figures, rejected = read(text)
    assert figures == ()
    assert [(number.span, number.reason) for number in rejected] == [(spans["r"][0], reason)]


@pytest.mark.parametrize(
    "marked",
    [
        "In {r:2017}, {f:60%} of the wells ran dry.",
        "Rents rose {f:8%} in {r:2011} and {f:5%} in {r:2012}.",
        "It sank {f:4 metres} in {r:1996} to {f:3 metres} later.",
        "It went from {f:46 tonnes} in {r:2019} to {f:2,400 tonnes} there.",
        "By {r:2040}, {f:$5bn} will be owed.",
        "Since {r:2003}, {f:two years} were wetter.",
        "It shut in {r:2012} and {f:6 months} later reopened.",
        "In the spring of {r:2016} {f:a quarter} of them left.",
        "It paid {f:£1875} in {r:1875}.",
        "It is worth {f:$3bn} in {r:2012} dollars.",
        "It ran from {r:1893 to 1925} there.",
        "The editor ({r:1909 – 1949}) had {f:12 cats}.",
        "In {r:2008 or 2009} it fell.",
        "She won in {r:2008} and {r:2012} too.",
        "It starts in {r:2020} rather than {r:2018}.",
        "No record is earlier than {r:1551}.",
        "A {r:1997}-built ferry sank.",
        "Until at least {r:2030} it stays.",
        "In {r:2019} more than {f:40 wells} ran dry.",
        "They beat the {r:2016} results easily.",
        "They boycotted {r:2016} elections there.",
        "Labour’s {r:2016} votes were lost.",
        "In the summer of {r:’68} they left.",
        "Why voters stayed away in {r:‘16} is unclear.",
        "Between {r:1600 and 1900} world temperatures fell.",
        "It was built in {r:1066} and is {f:90 feet} high.",
        "Dues from {r:2006 to 2009} are unpaid.",
    ],
)
def test_a_year_is_no_figure_and_gives_its_unit_to_none(marked: str) -> None:
    text, spans = unmark(marked)
    figures, rejected = read(text)
    assert [number.span for number in rejected if number.reason == "year"] == spans["r"]
    assert [
        figure.value for figure in figures if (figure.value or 0) > 1500 and not figure.unit
    ] == []
    assert len(figures) == len(spans.get("f", []))


@pytest.mark.parametrize(
    "marked",
    [
        "The flood wrecked {f:1953 houses} there.",
        "The flood drowned {f:1963 people} and {f:1974 sheep}.",
        "The guild has {f:2014 members} now.",
        "It sold {f:1872 caps}, {f:2013} more than in May.",
        "It holds {f:1900 to 2,100 people}.",
        "Between {f:1900 and 2100 people} came.",
        "Some {f:1926} of them left.",
        "It killed {f:1973} in a day.",
        "Nearly {f:1987} were held.",
        "A {f:1500}-strong crowd came.",
        "A total of {f:1943} were held.",
        "The toll rose to {f:2015}.",
    ],
)
def test_four_digits_of_what_is_counted_are_no_year(marked: str) -> None:
    text, spans = unmark(marked)
    figures, _ = read(text)
    assert [figure.span.start_char for figure in figures] == [f.start_char for f in spans["f"]]


def test_a_bare_dollar_is_an_assumed_us_dollar() -> None:
    assert one("It cost {f:$5} there.")[2].unit_assumed
    assert not one("It cost {f:US$5} there.")[2].unit_assumed
    assert one("Milk fell to {f:$18 U.S. per tonne} then.")[2].unit_assumed is False
    assert one("It cost {f:$5 million Canadian}.")[2].unit == "CAD"
    assert one("It gave {f:$5} US workers got.")[2].unit_assumed


def test_a_country_behind_an_amount_counts_only_as_the_lexicon_writes_it() -> None:
    [known, other] = (read(f"It cost $31.20 {name}.")[0][0] for name in ("Cdn", "CDn"))
    assert (known.unit, known.unit_assumed) == ("CAD", False)
    assert (other.unit, other.unit_assumed) == ("USD", True)


def test_the_stated_value_is_kept_beside_the_converted_one() -> None:
    _, _, figure = one("It is {f:5 miles} long.")
    assert (figure.value, figure.unit, figure.unit_si) == (5, "mile", "m")
    assert figure.value_si == pytest.approx(8046.72)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("A row over a £4m bridge began.", ["exact"]),
        ("They worry about a £4m debt.", ["exact"]),
        ("Over a million came.", ["gt"]),
        ("It rose by over a third.", ["gt"]),
        ("Her pressure was 120 over 100.", ["exact", "exact"]),
        ("Over £4m is due.", ["gt"]),
    ],
)
def test_a_preposition_before_another_noun_is_no_bound(text: str, bounds: list[str]) -> None:
    figures, _ = read(text)
    assert [figure.bound for figure in figures] == bounds
    assert not any(figure.is_approximate for figure in figures)


def test_over_after_a_figure_says_how_long_it_takes() -> None:
    figures, _ = read("It hears 120 witnesses over 14 weeks.")
    assert [figure.bound for figure in figures] == ["exact", "exact"]


@pytest.mark.parametrize(
    ("text", "unit", "values"),
    [
        ("He went from 81 kilograms to 74 by May.", "kilogram", [81, 74]),
        ("It dropped from 62 mph upwind to 48 there.", "mile", [62, 48]),
        ("It fell from 31 acres in 2018 to 23 there.", "acre", [31, 23]),
        ("The tide was 3.2 metres in 2011 and 2.7 last year.", "metre", [3.2, 2.7]),
        ("It grew by 7 percent, but Varno shrank by 4.", "percent", [7, 4]),
        ("One closed at 870 points, the other at 655.", "point", [870, 655]),
    ],
)
def test_a_bare_number_has_the_unit_of_the_figure_before_it(
    text: str, unit: str, values: list[float]
) -> None:
    figures, _ = read(text)
    assert [(figure.value, figure.unit) for figure in figures if figure.unit] == [
        (value, unit) for value in values
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It grew by 2 percent, and he stood by 4 of them.",
        "He ran 5 miles and 20 came last.",
        "It closed at 10 points while he arrived at 7.30pm.",
    ],
)
def test_a_bare_number_of_something_else_has_no_unit_of_another(text: str) -> None:
    figures, _ = read(text)
    assert [figure.rule_id for figure in figures].count("told_before") == 0


def test_a_rate_behind_a_conversion_is_that_of_both_sums() -> None:
    figures, _ = read("It costs 6 million euros ($6.9 million) a year.")
    assert [(figure.unit, figure.per_unit, figure.kind) for figure in figures] == [
        ("EUR", "year", "rate"), ("USD", "year", "rate"),
    ]  # fmt: skip
    figures, _ = read("It cost 6 million euros ($6.9 million) a year earlier.")
    assert [figure.per_unit for figure in figures] == [None, None]


def test_list_items_share_the_unit_that_follows_them() -> None:
    figures, _ = read("Plots of 7, 9 and 12 acres were sold.")
    assert [(figure.value, figure.unit) for figure in figures] == [
        (7, "acre"), (9, "acre"), (12, "acre"),
    ]  # fmt: skip


def test_a_modifier_belongs_to_its_own_sentence_only() -> None:
    text = "They want more than. 24 people came."
    sentences = [Sentence(Span(0, 20), 0, 0, "body"), Sentence(Span(21, 36), 1, 0, "body")]
    [figure], _ = find_figures(text, sentences)
    assert (figure.sentence_index, figure.modifier) == (1, None)


_PIECES = st.sampled_from(
    [
        "$", "5", "1,234", "bn", " ", "-", "–", " to ", " and ", "one", "half", "%", "May", "2019",
        "’", "aged ", " years", "old", " per ", "day", "m", "10:30", "é", "😀", "½", "about ",
        "tens of ", "F-", "5th", " in ", "people", "١٢", "⁄", "×10", "°C", "\n", "(", ")", ".", ",",
    ]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=24).map("".join) | st.text(max_size=60))
def test_any_text_gives_ordered_disjoint_figures_of_allowed_kinds(text: str) -> None:
    figures, rejected = read(text)
    stated = [figure.span for figure in figures]
    others = [number.span for number in rejected]
    for spans in (stated, others, sorted([*stated, *others])):
        for left, right in pairwise(spans):
            assert left.end_char <= right.start_char
    for figure in figures:
        assert figure.kind in get_args(FigureKind)
        assert figure.modifier is None or not figure.modifier.overlaps(figure.span)
        assert 0 <= figure.confidence <= 1
        if figure.kind != "score" and figure.bound in {"range", "vague"}:
            assert figure.value_low is not None
            assert figure.value_high is not None
            assert figure.value_low <= figure.value_high
    assert (figures, rejected) == read(text)

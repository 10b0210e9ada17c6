"""Reports of a kind and the furniture of outlets, written for the generated set of stories."""

from __future__ import annotations

import random
import re


def _words(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_NAMES = _words(
    "Aldous Berrin Carrow Dunmore Eskdale Farrant Garvie Hollis Ingram Jessop Kerrigan "
    "Lomax Marlow Norrie Oakden Pargeter Quennell Rusden Selwyn Tarrant Ullman Varley "
    "Wexford Yarrow Zeller Brandt Castell Draper Ferris Gaunt"
)
_COMPANIES = _words(
    "Nortek Almera Bluestone Corvex Dynalis Eurovia Fintrak Granwell Helvex Intralux "
    "Jorvik Kelbrook Lumera Mondal Nexara Orbis Pelican Quantor Ravensby Solent"
)
_TOWNS = _words(
    "Arden Brackley Corvo Dalton Elmira Farrow Glenrose Hartwell Ilkeston Jarrow Kelso "
    "Linden Marsden Northam Oakhurst Pendle Redcar Stanton Tilbury Wexham"
)
_WORDS = {
    "name": _NAMES,
    "company": _COMPANIES,
    "town": _TOWNS,
    "weekday": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "updown": ["rose", "fell", "climbed", "slipped", "gained", "dropped"],
    "side": ["north", "south", "east", "west", "northeast", "southwest"],
    "sector": ["mining", "banking", "retail", "energy", "telecoms", "insurance", "pharmaceutical"],
    "verdict": ["guilty", "not-guilty", "guilty"],
    "offence": ["burglary", "fraud", "assault", "arson", "theft"],
}
_NUMBERS = {
    "d": lambda r: str(r.randint(2, 29)),
    "pct": lambda r: f"{r.randint(0, 9)}.{r.randint(1, 9)}",
    "price": lambda r: f"{r.randint(3, 400)}.{r.randint(10, 99)}",
    "index": lambda r: f"{r.randint(1, 19)},{r.randint(100, 999)}.{r.randint(10, 99)}",
    "big": lambda r: f"{r.randint(2, 900)},{r.randint(100, 999)}",
    "hour": lambda r: f"{r.randint(1, 12)}:{r.randint(10, 59)}",
}
_BLANK = re.compile(r"\{(\w+)\}")

TEMPLATES: tuple[tuple[str, ...], ...] = (
    (
        "Shares in {company} {updown} {pct} percent to close at {price} on {weekday}, after the"
        " {sector} group said its quarterly profit was {price} million.",
        "The stock has {updown} {pct} percent since the start of the year, compared with a rise of"
        " {pct} percent in the wider market. About {big} shares changed hands, against a daily"
        " average of {big}.",
        "Analysts had on average expected a profit of {price} million, according to a poll of {d}"
        " brokers. The company kept its forecast for the full year.",
    ),
    (
        "Stocks closed mixed on {weekday} as gains in {sector} shares offset losses among {sector}"
        " companies.",
        "The benchmark index {updown} {pct} percent to {index} points, with {d} of its 50 members"
        " higher. The index of smaller companies {updown} {pct} percent to {index}.",
        "{company} was the strongest stock of the day, up {pct} percent, while {company} lost {pct}"
        " percent. Oil {updown} to {price} dollars a barrel and gold {updown} to {index} dollars an"
        " ounce.",
        "The yield of the 10-year government bond stood at {pct} percent in late trading.",
    ),
    (
        "An earthquake of magnitude {pct} struck {d} kilometres {side} of {town} at {hour} on"
        " {weekday}, the national seismological institute said.",
        "The quake was recorded at a depth of {price} kilometres. There were no immediate reports"
        " of casualties or damage, and no tsunami warning was issued. It was felt in {town} and"
        " {town}.",
    ),
    (
        "{town} beat {town} {d}-{d} at home on {weekday} to move up to place {d} in the table.",
        "{name} opened the scoring after {d} minutes and {name} doubled the lead shortly before the"
        " break. {name} pulled one back in minute {d}, but the visitors could not find a second.",
        "“We deserved the three points today,” the coach {name} {name} said. {town} next travel to"
        " {town} on {weekday}, while {town} host {town}.",
    ),
    (
        "It will be cloudy in {town} on {weekday} with highs of {d} degrees and lows of {d}.",
        "There is a {d} percent chance of rain in the afternoon, and winds from the {side} will"
        " reach {d} kilometres an hour. Sunrise is at {hour} and sunset at {hour}.",
        "On {weekday} temperatures are expected to reach {d} degrees in {town} and {d} in {town}.",
    ),
    (
        "A {d}-year-old man from {town} was found {verdict} of {offence} at {town} Crown Court on"
        " {weekday}.",
        "{name} {name}, of {name} Road, had denied the charge. The jury deliberated for {d} hours"
        " before returning its verdict. Judge {name} {name} adjourned sentencing until {weekday},"
        " and thanked the jurors for their service.",
        "The court had heard that the incident took place on {weekday} near {town} station at about"
        " {hour}.",
    ),
    (
        "Police are appealing for witnesses after a collision on the road between {town} and {town}"
        " on {weekday}.",
        "Officers were called at {hour} to reports that a car and a lorry had collided. A woman"
        " aged {d} was taken to hospital, where she remains in a stable condition.",
        "Anyone who was in the area or has dashcam footage is asked to contact the police quoting"
        " reference {big}.",
    ),
    (
        "The central bank of {town} kept its key interest rate at {pct} percent on {weekday}, as"
        " expected by {d} of {d} economists.",
        "Inflation {updown} to {pct} percent last month from {pct} percent in the month before. The"
        " bank forecasts growth of {pct} percent this year and {pct} percent next year.",
        "Governor {name} {name} said risks to the outlook were balanced. The currency {updown}"
        " {pct} percent against the dollar after the decision.",
    ),
)

HEADLINES = (
    "{town} council backs plan for new {sector} centre", "{name} says talks with {company} go on",
    "Shares of {company} end the day at {price}", "What {name} told reporters in {town}",
    "{company} and {company} agree terms", "Residents of {town} await answers",
)  # fmt: skip

_ASK = "Sign up for our daily newsletter and get the top stories in your inbox every morning."
FURNITURE: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    ((), ()),
    (("Home | News | Sport | Weather", "Subscribe"), (_ASK, "© 2024 The Norvik Herald")),
    (
        ("Menu", "Search", "Log in"),
        ("Share this article", "Facebook", "Twitter", "Read more", "Related stories", "Contact us"),
    ),
    (
        ("Skip to main content", "This site uses cookies. Accept all"),
        ("Comments (14)", "Terms of use | Privacy policy", "All rights reserved."),
    ),
    (
        ("HARBOUR GAZETTE",),
        (
            "The Harbour Gazette is an independent newspaper. Support our journalism by becoming a"
            " member today.",
            "Follow us on Twitter @harbourgazette",
        ),
    ),
    ((), ("Our Standards: The Thomson Reuters Trust Principles.", "Licensing Rights")),
)


def filled(template: str, random_: random.Random) -> str:
    """The template with every blank filled at random."""

    def blank(found: re.Match[str]) -> str:
        name = found[1]
        return _NUMBERS[name](random_) if name in _NUMBERS else random_.choice(_WORDS[name])

    return _BLANK.sub(blank, template)

"""Contents that belong to their own sentence and end where it does, not inside a phrase."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.markup import unmark
from transforms.page import parse_record
from transforms.quotes import Attribution
from transforms.quotes.extents import with_extents
from transforms.quotes.statements import find_statements
from transforms.text import Span, find_quotations, find_sentences


def made(text: str, contents: list[Span], source: Span, cue: Span) -> Attribution:
    return Attribution(
        quote_type="indirect",
        attribution_kind="speech",
        segments=tuple(contents),
        source=source,
        cue=cue,
        cue_lemma="reject" if cue.of(text) == "rejected" else "say",
        cue_negated=False,
        relays=(),
        sentence_index=0,
        method="learned",
        confidence=0.8,
    )


def mended(marked: str, **changes: str) -> tuple[list[str], list[str]]:
    """The contents and what was left out, of an attribution marked as an engine might find it."""
    text, spans = unmark(marked)
    found = made(text, spans["content"], spans["source"][0], spans["cue"][0])
    found = replace(found, **changes) if changes else found  # type: ignore[arg-type]
    sentences = find_sentences(text, parse_record(text).zones)
    quotations = find_quotations(text, sentences)
    statements = tuple(find_statements(text, sentences, quotations))
    [one], dropped = with_extents(text, sentences, statements, quotations, [found])
    return [part.of(text) for part in one.segments], [part.of(text) for part in dropped]


@pytest.mark.parametrize(
    ("marked", "contents", "dropped"),
    [
        (
            "{content:“It is shut,”} {source:Sorel} {cue:said}. {content:The pier has two arches}.",
            ["“It is shut,”"],
            ["The pier has two arches"],
        ),
        (
            "{source:Sorel} {cue:said} {content:the bridge “is old.” The town has two others}.",
            ["the bridge “is old.”"],
            ["The town has two others"],
        ),
        (
            "{content:The town waits. The bridge is shut}, {source:Sorel} {cue:said}.",
            ["The bridge is shut"],
            ["The town waits."],
        ),
        (
            "They waited for {content:the ferry}, though {source:Sorel} {cue:said} "
            "{content:it had sunk}.",
            ["it had sunk"],
            ["the ferry"],
        ),
        (
            "As {content:the town waited}, {source:Sorel} {cue:said} {content:that it had sunk}.",
            ["that it had sunk"],
            ["the town waited"],
        ),
        (
            "{content:The ferry}, {source:Sorel} {cue:said}, {content:had sunk}.",
            ["The ferry", "had sunk"],
            [],
        ),
        (
            "{content:“It is shut,”} {source:Sorel} {cue:said} of {content:the old bridge}.",
            ["“It is shut,”"],
            [],
        ),
        (
            "{content:“It is shut,”} {source:Sorel} {cue:said}, {content:but it will reopen}.",
            ["“It is shut,”", "but it will reopen"],
            [],
        ),
        (
            "{source:Sorel} {cue:said} it in two lines:\n\n{content:The ferry has sunk}.",
            ["The ferry has sunk"],
            [],
        ),
    ],
)
def test_a_content_without_marks_stands_in_the_sentence_of_its_cue(
    marked: str, contents: list[str], dropped: list[str]
) -> None:
    found, left_out = mended(marked)
    assert found == contents
    assert [part.strip(" .") for part in left_out] == [part.strip(" .") for part in dropped]


@pytest.mark.parametrize(
    ("marked", "content"),
    [
        (
            "{source:Sorel} {cue:said} {content:the town had no intention of} selling the ferry.",
            "the town had no intention of selling the ferry",
        ),
        (
            "{source:Sorel} {cue:said} {content:one} of the boats was lost in the storm.",
            "one of the boats was lost in the storm",
        ),
        (
            "{source:Sorel} {cue:said} {content:repairs over the year} are now put at a million.",
            "repairs over the year are now put at a million",
        ),
        (
            "{source:Sorel} {cue:said} {content:the ferry}, which was built in May, will go.",
            "the ferry, which was built in May, will go",
        ),
        (
            "Yet {content:the ferry was lost}, {source:Sorel} {cue:said} in May.",
            "Yet the ferry was lost",
        ),
        (
            "The ferry, ten years old, {content:was lost}, {cue:said} {source:Sorel}.",
            "The ferry, ten years old, was lost",
        ),
        ("{source:Sorel} {cue:said} {content:the ferry was lost} on Monday.", "the ferry was lost"),
        (
            "{source:Sorel} {cue:said} {content:the ferry was lost} in an interview with us.",
            "the ferry was lost",
        ),
        ("{source:Sorel} {cue:said} {content:the ferry was lost} and left.", "the ferry was lost"),
        (
            "{source:Sorel} {cue:rejected} {content:the plan} in her first week as the mayor.",
            "the plan",
        ),
        (
            "The men {source:who} {cue:said} {content:they had seen it} were both asleep.",
            "they had seen it",
        ),
        (
            "{source:Her} {cue:refusal to say} {content:who would pay} was met with laughter.",
            "who would pay",
        ),
        (
            "{source:Sorel’s} {cue:report says} {content:that the town had no wish of} paying.",
            "that the town had no wish of paying",
        ),
        (
            "The ferry, {content:which} {source:Sorel} {cue:said}, was lost.",
            "which",
        ),
    ],
)
def test_a_content_ends_and_begins_where_its_clause_does(marked: str, content: str) -> None:
    assert mended(marked) == ([content], [])


def test_what_the_format_makes_certain_is_not_mended() -> None:
    marked = "{source:SOREL}{cue::} {content:We left. It rained}."
    assert mended(marked, method="transcript")[0] == ["We left. It rained"]


def test_what_is_quoted_behind_a_denial_is_not_what_is_denied() -> None:
    text, spans = unmark(
        "{source:Sorel} {cue:disputes} {content:that}. {content:“We were paid in full.”} She left."
    )
    sentences = find_sentences(text, parse_record(text).zones)
    quotations = find_quotations(text, sentences)
    statements = tuple(find_statements(text, sentences, quotations))
    found = made(text, spans["content"], spans["source"][0], spans["cue"][0])
    denial, answer = with_extents(text, sentences, statements, quotations, [found])[0]
    assert [part.of(text) for part in denial.segments] == ["that"]
    assert [part.of(text) for part in answer.segments] == ["“We were paid in full.”"]
    assert (answer.quote_type, answer.cue, answer.continues) == ("direct", None, 0)

"""Formats: attributions that the layout makes certain, signed and announced quotations.

Pure. A quotation set apart may be signed, “…” — Jane Doe: the dash is the cue, the name the source.
One may be announced by a line of its own, "And from Jane Doe, the mayor:" ¶ “…”, whose cue is the
colon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from transforms.lexicon import words_of
from transforms.quotes.cues import function_words, is_adverb, is_cue_form, verb_forms
from transforms.quotes.drafts import AttributionDraft, span_of
from transforms.quotes.noun_phrases import Phrase, Tokens, source_after
from transforms.quotes.statements import MIN_QUOTATION_WORDS, Statement, Token, count_words
from transforms.text import Quotation, Sentence, Span

_NAME = r"[^\W\d_a-z][\w.’'-]*"
_SMALL = "|".join(sorted(words_of("name_particles") | function_words("name_inside")))
_SIGNATURE = re.compile(
    rf"\s*(?P<cue>[―—–]|--?)[^\S\n]*"
    rf"(?P<name>{_NAME}(?:[ ](?:{_NAME}|(?:{_SMALL}))){{0,6}})"
    r"(?P<rest>(?:,[^\n“”\"]{1,80})?)(?=\.?[^\S\n]*(?:\n|\Z))"
)
_FROM = frozenset(["from", "by"])
_LONGEST = 20  # tokens of an announcement
_BULLET = re.compile(r"(?:[•·●▪■◦‣►*–—-]|\d{1,2}[.)])[^\S\n]*")


class Signature(NamedTuple):
    """A signed quotation."""

    quotation: Span
    cue: Span
    source: Span


def find_signatures(
    text: str, sentences: Sequence[Sentence], quotations: Sequence[Quotation]
) -> tuple[Signature, ...]:
    """Signed quotations in text order; the quotation opens its paragraph, or the item of a list."""
    opening: dict[int, int] = {}
    for sentence in sentences:
        opening.setdefault(sentence.paragraph_index, sentence.span.start_char)
    starts = set(opening.values())
    starts |= {m.end() for at in starts if (m := _BULLET.match(text, at)) is not None}
    found = []
    for quotation in quotations:
        span = quotation.span
        if quotation.depth or not quotation.is_closed or span.start_char not in starts:
            continue
        match = _SIGNATURE.match(text, span.end_char)
        if match is None or count_words(text, span) < MIN_QUOTATION_WORDS:
            continue
        if _is_sentence(match["rest"]):
            continue
        found.append(Signature(span, Span(*match.span("cue")), Span(*match.span("name"))))
    return tuple(found)


def _is_sentence(rest: str) -> bool:
    """Whether what follows a name has a finite verb, so that the dash goes on with a sentence.

    >>> _is_sentence(", then mayor, said so on Monday"), _is_sentence(", tweeting after the vote")
    (True, False)
    """
    for word in rest.replace(",", " ").split():
        verb = verb_forms().get(word)
        reports = verb is not None and "inverted" in verb.takes and word != verb.lemma
        if word in function_words("finite") or (reports and not word.endswith("ing")):
            return True
    return False


def announcement(statement: Statement) -> AttributionDraft | None:
    """The draft of a line that announces a quotation and has no verb; None where there is none.

    "And from Jane Doe, the mayor:", "A statement by the council:", "Jane Doe, the mayor:". The
    quotation must follow in the next statement, or the draft stays without a content.
    """
    tokens = statement.tokens
    if statement.zone != "body" or not 2 < len(tokens) <= _LONGEST or tokens[-1].word != ":":
        return None
    if any(token.quoted for token in tokens):
        return None
    last = len(tokens) - 1
    source = _announced(tokens, last)
    if source is None or source[1] + 1 != last:
        return None
    return AttributionDraft(
        sentence_index=statement.sentence_index,
        kind="speech",
        method="announced",
        confidence=0.8,
        source=span_of(statement, source),
        cue_span=span_of(statement, (last, last)),
    )


def led_by_name(statement: Statement) -> AttributionDraft | None:
    """The draft of a statement in which only a colon stands between a name and a quotation.

    "Ana Sorel, in a letter to the council: “…”"; None where a verb reports the words.
    """
    tokens = statement.tokens
    colons = [at for at, token in enumerate(tokens) if token.word == ":" and not token.quoted]
    if statement.zone != "body" or len(colons) != 1 or not 1 < colons[0] <= _LONGEST:
        return None
    last = colons[0]
    is_led = last + 1 < len(tokens) and all(token.quoted for token in tokens[last + 1 :])
    if not is_led or any(token.quoted for token in tokens[:last]) or not statement.quotations:
        return None
    source = _announced(tokens, last)
    if source is None or not (tokens[0].is_capital and tokens[1].is_capital):
        return None
    return AttributionDraft(
        sentence_index=statement.sentence_index,
        kind="speech",
        method="leading",
        confidence=0.8,
        segments=[statement.quotations[0].span],
        marked=[quotation.span for quotation in statement.all_marked],
        source=span_of(statement, source),
        cue_span=span_of(statement, (last, last)),
    )


def _announced(tokens: Tokens, last: int) -> Phrase | None:
    """The source of a line without a verb: what "from" or "by" leads to, else the name it opens."""
    for at, token in enumerate(tokens[:last]):
        if token.word in function_words("finite") or is_cue_form(token):
            return None
        if token.word in _FROM and all(_may_lead(before) for before in tokens[:at]):
            is_time = tokens[at + 1].word in function_words("time") | words_of("months")
            return None if is_time else source_after(tokens, at + 1, last)
    is_named = tokens[0].is_capital and tokens[1].is_capital and tokens[0].is_word
    is_named = is_named and tokens[0].word not in function_words("conjunction")
    if not is_named or any(t.word in words_of("section_words") for t in tokens[:2]):
        return None
    return source_after(tokens, 0, last)


def _may_lead(token: Token) -> bool:
    """Whether a word may stand before "from" in an announcement: "And this [email] from …"."""
    classes = ("conjunction", "adverb", "determiner", "interjection")
    return (
        any(token.word in function_words(one) for one in classes)
        or token.word in words_of("artifact_nouns")
        or token.word in words_of("cue_words")
        or is_adverb(token)
    )

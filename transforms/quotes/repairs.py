"""Repairs: sources and contents that an engine cut short.

Pure. "Ana Sorel and [the mayor] said" has both for its source; in "[the] first said" the ordinal
is no adverb; "As [Ana Sorel] put it" names a source; "It would be late, she warned, until the
evening" goes on after its cue. Who "was told" or "is expected" is spoken to or of, and no source;
nor is whoever stands behind "told". Every engine's attributions are mended so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from transforms.lexicon import words_of
from transforms.quotes.attribution import Attribution
from transforms.quotes.claimed import Claimed
from transforms.quotes.cues import function_words, verb_forms, words_of_class
from transforms.quotes.source_bounds import bounded
from transforms.quotes.statements import POSSESSIVES, quote_type_of
from transforms.text import Cover, Quotation, Sentence, Span

_NAME = r"[^\W\d_a-z][\w.’'-]*"
_JOINED_TO = re.compile(
    rf"(?:\A|[,;:—–”\"]\s+|\b(?:that|but|while|whereas|as)\s+)"
    rf"(?P<first>(?:[Tt]he\s+)?{_NAME}(?:\s+{_NAME}){{0,4}}(?:,\s[^,“”\"]{{3,60}},)?)\s+and\s+\Z"
)
_ORDINAL = re.compile(r"(?P<ordinal>first|second|third|fourth|fifth|last|latter|former|other)\s+")
_AS = re.compile(r"[Aa]s\s+(?P<source>[^;:—–“”\"()]{2,90}?),?\s+")
_SUBJECT = re.compile(r"(?P<subject>[^\W\d_][^,;:—–“”\"()]{1,80}),\s+")
_BEHIND_BLAMED = frozenset({"of", "for", "with", "over"})
_BY = re.compile(r"by\s+(?P<source>[^,;:—–“”\"()]{2,60}?)\s+(?=(?:of|for|to|that)\s)")
_TAIL = re.compile(r",\s+(?P<tail>(?P<word>[a-z’']+)\s[^;:—–“”\"()]+?)[.?!]\s*\Z")


def with_repairs(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    found: Sequence[Attribution],
) -> tuple[Attribution, ...]:
    """The attributions with whole sources and contents, in the same order."""
    page = _Page(text, sentences, quotations, found)
    return tuple(page.repaired(one) for one in found)


class _Page:
    """A text with what its attributions have taken of it."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        quotations: Sequence[Quotation],
        found: Sequence[Attribution],
    ) -> None:
        self.text = text
        self.sentences = sentences
        self.starts = [one.span.start_char for one in sentences]
        self.marked = [one.span for one in quotations if one.depth == 0]
        self.quoted = Cover(self.marked)
        self.claimed = Claimed(text, found)

    def _sentence_of(self, at: int) -> Span | None:
        index = bisect_right(self.starts, at) - 1
        return self.sentences[index].span if index >= 0 else None

    def repaired(self, one: Attribution) -> Attribution:
        """One attribution after every repair."""
        one = self._bounded(one)
        one = self._without_alleged(one)
        one = self._without_patient(one)
        one = self._without_hearer(one)
        one = self._with_source_before(one)
        one = self._with_ordinal(one)
        one = self._with_joined(one)
        added = self._tail(one) or self._subject(one)
        if added is None:
            return one
        self.claimed.add(added)
        segments = tuple(sorted((*one.segments, added)))
        kind = quote_type_of(self.text, segments, self.marked)
        return replace(one, segments=segments, quote_type=kind)

    def _bounded(self, one: Attribution) -> Attribution:
        """ "[Sorel] today said": a source without what else an engine took for it."""
        if one.source is None or one.method == "transcript":
            return one
        source = bounded(self.text, one.source)
        return one if source == one.source else replace(one, source=source)

    def _without_alleged(self, one: Attribution) -> Attribution:
        """ "[The guards] allegedly [took bribes]": of whom something is alleged says nothing."""
        source, cue = one.source, one.cue
        if source is None or cue is None or not _is_hearsay(cue.of(self.text).lower().split()):
            return one
        if source.end_char > cue.start_char or one.segments[0].start_char < cue.end_char:
            return replace(one, source=None)
        segments = (source, *one.segments)
        kind = quote_type_of(self.text, segments, self.marked)
        return replace(one, source=None, segments=segments, quote_type=kind)

    def _without_patient(self, one: Attribution) -> Attribution:
        """ "The staff were accused by [officials] of …": the accused are no source, "by" names it.

        Nor is the one who was told or asked, or is expected to do something.
        """
        source, cue = one.source, one.cue
        if source is None or cue is None or source.start_char > cue.start_char:
            return one
        first = one.segments[0]
        words = cue.of(self.text).lower().split()
        if not (_is_passive(words) or _is_reduced(words, first.of(self.text).lower().split())):
            return one
        by = _BY.match(self.text, first.start_char, first.end_char)
        if by is None or self.text[cue.end_char : first.start_char].strip():
            return replace(one, source=None)
        rest = Span(by.end(), first.end_char)
        return replace(one, source=Span(*by.span("source")), segments=(rest, *one.segments[1:]))

    def _without_hearer(self, one: Attribution) -> Attribution:
        """ "The widow, told [the Herald]: “…”": who stands behind "told" was told, and no source.

        What was taken for content before "told" is the source, if words were said after it.
        """
        source, cue = one.source, one.cue
        if source is None or cue is None or one.cue_lemma != "tell":
            return one
        if source.start_char < cue.end_char or self.text[cue.end_char : source.start_char].strip():
            return one
        first, *others = one.segments
        is_quoted = self.quoted.overlaps(first)
        between = self.text[first.end_char : cue.start_char] if first < cue else None
        if is_quoted or between is None or between.strip(" ,") or not others:
            return replace(one, source=None)
        kind = quote_type_of(self.text, others, self.marked)
        return replace(one, source=first, segments=tuple(others), quote_type=kind)

    def _with_source_before(self, one: Attribution) -> Attribution:
        """ "As [Ana Sorel] put it, …": a source that was left out though "as" leads to it."""
        if one.source is not None or one.cue is None:
            return one
        sentence = self._sentence_of(one.cue.start_char)
        if sentence is None:
            return one
        match = _AS.fullmatch(self.text, sentence.start_char, one.cue.start_char)
        if match is None:
            return one
        source = Span(*match.span("source"))
        return replace(one, source=source) if self.claimed.is_free(source) else one

    def _with_ordinal(self, one: Attribution) -> Attribution:
        """ "[the] first said": the ordinal belongs to the source."""
        source, cue = one.source, one.cue
        if source is None or cue is None or source.of(self.text).lower() not in ("the", "a"):
            return one
        match = _ORDINAL.match(self.text, cue.start_char, cue.end_char)
        if match is None or self.text[source.end_char : cue.start_char].strip():
            return one
        whole = Span(source.start_char, match.end("ordinal"))
        return replace(one, source=whole, cue=Span(match.end(), cue.end_char))

    def _with_joined(self, one: Attribution) -> Attribution:
        """ "Ana Sorel and [the mayor] said": who stands before "and" is a source too."""
        source = one.source
        if source is None or one.cue is None or one.cue.start_char < source.end_char:
            return one
        first = source.of(self.text).split()[0]
        if not first[0].isupper() and first not in function_words("determiner"):
            return one
        sentence = self._sentence_of(source.start_char)
        if sentence is None:
            return one
        match = _JOINED_TO.search(self.text[sentence.start_char : source.start_char])
        if match is None:
            return one
        whole = Span(sentence.start_char + match.start("first"), source.end_char)
        if not self.claimed.is_free(Span(whole.start_char, source.start_char)):
            return one
        return replace(one, source=whole)

    def _tail(self, one: Attribution) -> Span | None:
        """What goes on after a cue in the middle of an indirect content; None where nothing does.

        That is the verb of what stood before the cue, or a phrase that says until when or despite
        what: "on Monday" may say when somebody spoke.
        """
        if one.quote_type != "indirect" or one.cue is None or one.source is None:
            return None
        end = max(one.cue.end_char, one.source.end_char)
        sentence = self._sentence_of(end - 1)
        if sentence is None or one.span.end_char > min(one.cue.start_char, one.source.start_char):
            return None
        match = _TAIL.match(self.text, end, sentence.end_char)
        if match is None or not self.claimed.is_free(Span(*match.span("tail"))):
            return None
        verbs = function_words("finite")
        if match["word"] in verbs and verbs.isdisjoint(one.span.of(self.text).lower().split()):
            return Span(*match.span("tail"))
        goes_on = match["word"] in words_of_class("function_words", "content_tail")
        is_phrase = "," not in match["tail"] and verbs.isdisjoint(match["tail"].lower().split())
        return Span(*match.span("tail")) if goes_on and is_phrase else None

    def _subject(self, one: Attribution) -> Span | None:
        """ "[The bridge], said Able, is safe": what the verb after a cue is said of."""
        if one.quote_type != "indirect" or one.cue is None or one.source is None:
            return None
        start = min(one.cue.start_char, one.source.start_char)
        sentence = self._sentence_of(start)
        first = one.segments[0]
        if sentence is None or first.start_char < start or not sentence.contains(first):
            return None
        match = _SUBJECT.fullmatch(self.text, sentence.start_char, start)
        if match is None or first.of(self.text).split()[0] not in function_words("finite"):
            return None
        subject = Span(*match.span("subject"))
        words = subject.of(self.text).lower().split()
        return (
            subject
            if self.claimed.is_free(subject) and function_words("finite").isdisjoint(words)
            else None
        )


def _is_hearsay(cue: Sequence[str]) -> bool:
    """Whether a cue says that something is said, and by nobody: "allegedly", "have reportedly".

    >>> _is_hearsay(["has", "reportedly"]), _is_hearsay(["reportedly", "said"])
    (True, False)
    """
    rest = function_words("auxiliary")
    return any(word.endswith("ly") for word in cue) and all(
        word.endswith("ly") or word in rest for word in cue
    )


def _is_reduced(cue: Sequence[str], content: Sequence[str]) -> bool:
    """Whether a cue is a passive without "be", as headlines have it: "Mayor accused of theft".

    Who accuses names somebody before "of"; a participle that "of" follows has none.

    >>> _is_reduced(["accused"], ["of", "theft"]), _is_reduced(["accused", "of"], ["theft"])
    (True, True)
    >>> _is_reduced(["accused"], ["the", "mayor"]), _is_reduced(["warned", "of"], ["floods"])
    (False, False)
    """
    words = [*cue, *content[:1]]
    return any(
        word.endswith(("ed", "ven")) and word in words_of("blame_verbs") and after in _BEHIND_BLAMED
        for word, after in pairwise(words)
    )


def _is_passive(cue: Sequence[str]) -> bool:
    """Whether the verb of a cue says what somebody was told, or what was said of them.

    >>> _is_passive(["was", "repeatedly", "urged"]), _is_passive(["are", "convinced"])
    (True, False)
    >>> _is_passive(["was", "quoted", "as", "saying"]), _is_passive(["has", "urged"])
    (False, False)
    """
    verbs = [at for at, word in enumerate(cue) if word in verb_forms()]
    if not verbs or cue[verbs[-1]] in words_of("state_participles"):
        return False
    last = verbs[-1]
    is_participle = not cue[last].endswith("ing") and cue[last] != verb_forms()[cue[last]].lemma
    before = last - 1
    between = function_words("adverb") | function_words("negation") - function_words("be")
    while before >= 0 and (cue[before].endswith("ly") or cue[before] in between):
        before -= 1
    is_be = before >= 0 and cue[before] in function_words("be") - POSSESSIVES  # "he’s said": has
    return is_participle and is_be

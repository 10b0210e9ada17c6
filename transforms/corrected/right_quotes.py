"""Right quotes: the quotes of an article with people's corrections in place of an engine's word.

Pure. What a person does not speak of stays as the engine has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import cast

from transforms.corrected.correction_values import NOBODY, PARTS
from transforms.corrected.folding import Fold, folded, matched
from transforms.corrected.people import Stated, find_stated
from transforms.corrections import CORRECTED, Compared, Correction, Outcome, occurrences
from transforms.names import NamedMention
from transforms.quotes import Attribution, ChainLink, Quote, SpeakerForm, Stance, quote_type_of
from transforms.text import Sentence, Span, find_quotations

_NEGATED = frozenset(("denies", "doubts", "supposes", "declines"))
_UNNAMED = frozenset(("pronoun", "descriptor", "collective"))
_NO_WORDS = "the words that it says are right are not in the text"
_NO_SPEAKER = "the article no longer has the speaker's name or description"
_NO_SENTENCE = "its words stand in no part of the page that is read"


class _Reader:
    """What a correction of a quote means in one article."""

    def __init__(
        self, text: str, sentences: Sequence[Sentence], named: Sequence[NamedMention]
    ) -> None:
        self.text, self.sentences, self.named = text, sentences, named
        self.marked = [one.span for one in find_quotations(text, sentences) if one.depth == 0]

    def target(self, one: Correction, span: Span) -> Span | str:
        """Where the quote stands when it is right, or why the correction cannot hold."""
        said = dict(one.values)
        if one.action == "remove":
            return span
        parts = self.parts(said.get("extent"), span)
        if not parts:
            return _NO_WORDS
        if self.sentence_of(parts[0]) is None:
            return _NO_SENTENCE
        speaker = said.get("speaker", NOBODY)
        if speaker != NOBODY and find_stated(self.text, self.named, speaker, span) is None:
            return _NO_SPEAKER
        return parts[0].envelope(parts[-1])

    def parts(self, extent: str | None, span: Span) -> tuple[Span, ...]:
        """The stretches of an extent as a person wrote it, near a place; none if one is missing."""
        if extent is None:
            return (span,)
        whole = self._nearest(extent, span)
        if whole is not None:
            return (whole,)
        found = [self._nearest(part.strip(), span) for part in extent.split(PARTS)]
        there = sorted(one for one in found if one is not None)
        apart = all(one.end_char <= after.start_char for one, after in pairwise(there))
        return tuple(there) if apart and len(there) == len(found) else ()

    def _nearest(self, words: str, span: Span) -> Span | None:
        places = list(occurrences(self.text, words))
        return min(places, key=lambda one: abs(one.start_char - span.start_char), default=None)

    def sentence_of(self, span: Span) -> Sentence | None:
        """The sentence in which a stretch begins."""
        return next((one for one in self.sentences if one.span.overlaps(span)), None)


def with_right_quotes(
    text: str,
    sentences: Sequence[Sentence],
    named: Sequence[NamedMention],
    quotes: Sequence[Quote],
    corrections: Sequence[Correction],
) -> tuple[tuple[Quote, ...], list[Outcome]]:
    """The quotes as people say, in text order where they added some, and what became of each word.

    quotes: as an engine found them and speakers were resolved; positions in them are counted again.
    """
    reader = _Reader(text, sentences, named)
    folds, outcomes = folded(text, corrections, "quote", reader.target)
    if not folds:
        return tuple(quotes), outcomes
    found = matched(folds, [quote.attribution.span for quote in quotes])
    rows: list[tuple[Quote, int | None, int | None]] = [
        (quote, at, None) for at, quote in enumerate(quotes) if at not in found.values()
    ]
    for number, fold in enumerate(folds):
        at = found.get(number)
        if not fold.is_removed:
            rows.append((_righted(reader, fold, None if at is None else quotes[at]), at, number))
    rows.sort(key=lambda row: (row[0].attribution.span.start_char, row[1] is None, row[1] or 0))
    places = {number: place for place, (_, _, number) in enumerate(rows) if number is not None}
    for number, fold in enumerate(folds):
        at = found.get(number)
        was = None if at is None else quotes[at]
        outcomes += _outcomes(reader, fold, was, places.get(number))
    return _renumbered(quotes, [(quote, at) for quote, at, _ in rows]), outcomes


def _righted(reader: _Reader, fold: Fold, was: Quote | None) -> Quote:
    """The quote as people say, from the engine's or from nothing."""
    said = fold.said
    quote = was or _new(reader, fold)
    one = quote.attribution
    if was is None or "extent" in said or one.span != fold.target:
        segments = reader.parts(said.get("extent"), fold.span)
        kind = quote_type_of(reader.text, segments, reader.marked)
        one = replace(one, segments=segments, quote_type=kind)
    if "stance" in said:
        one = _with_stance(one, cast(Stance, said["stance"]))
    one = replace(one, method=CORRECTED, confidence=1.0)
    quote = replace(quote, attribution=one)
    return _with_speaker(reader, quote, said["speaker"]) if "speaker" in said else quote


def _new(reader: _Reader, fold: Fold) -> Quote:
    sentence = reader.sentence_of(fold.target)
    attribution = Attribution(
        quote_type="indirect",
        attribution_kind="speech",
        segments=(fold.target,),
        source=None,
        cue=None,
        cue_lemma=None,
        cue_negated=False,
        relays=(),
        sentence_index=sentence.index if sentence else 0,
        method=CORRECTED,
        confidence=1.0,
    )
    return Quote(attribution, "none", None, None, None, "unresolved", 0.0, ())


def _with_stance(one: Attribution, stance: Stance) -> Attribution:
    """The attribution with another stance; its cue, or else its words, show it."""
    shown = None if stance == "asserts" else one.shown_by or one.cue or one.segments[0]
    return replace(one, stance=stance, shown_by=shown, cue_negated=stance in _NEGATED)


def _with_speaker(reader: _Reader, quote: Quote, said: str) -> Quote:
    one, relays = quote.attribution, tuple(link for link in quote.chain if link.level > 0)
    if said == NOBODY:
        attribution = replace(one, source=None)
        return replace(
            quote, attribution=attribution, speaker_form="none", speaker_entity_id=None,
            speaker_name=None, speaker_role=None, speaker_resolution="unresolved",
            speaker_confidence=1.0, chain=relays, issues=(),
        )  # fmt: skip
    stated = find_stated(reader.text, reader.named, said, one.span, one.source)
    assert stated is not None  # ``target`` found them
    keeps = stated.name is not None and one.source is not None and quote.speaker_form in _UNNAMED
    source = one.source if keeps and one.source is not None else stated.span
    form: SpeakerForm = "full_name" if stated.name else "descriptor"
    if stated.is_surname:
        form = "surname"
    cue = one.cue.of(reader.text) if one.cue is not None else None
    name = stated.name or source.of(reader.text)
    return replace(
        quote,
        attribution=replace(one, source=source),
        speaker_form=quote.speaker_form if keeps else form,
        speaker_entity_id=stated.entity_id,
        speaker_name=stated.name,
        speaker_role=None if stated.name else stated.written(reader.text),
        speaker_resolution=CORRECTED,
        speaker_confidence=1.0,
        chain=(ChainLink(0, name, stated.entity_id, cue, source), *relays),
        issues=(),
    )


def _renumbered(
    before: Sequence[Quote], rows: Sequence[tuple[Quote, int | None]]
) -> tuple[Quote, ...]:
    """The quotes with the positions of what they continue and stand in counted again."""
    place = {at: number for number, (_, at) in enumerate(rows) if at is not None}
    done = []
    for quote, _ in rows:
        one, parent = quote.attribution, quote.attribution.parent
        while parent is not None and not _holds(parent, place, rows, one):
            parent = before[parent].attribution.parent
        continues = place.get(one.continues) if one.continues is not None else None
        placed = replace(one, continues=continues, parent=None if parent is None else place[parent])
        done.append(replace(quote, attribution=placed))
    return tuple(done)


def _holds(
    parent: int,
    place: Mapping[int, int],
    rows: Sequence[tuple[Quote, int | None]],
    one: Attribution,
) -> bool:
    return parent in place and rows[place[parent]][0].attribution.span.contains(one.span)


def _outcomes(reader: _Reader, fold: Fold, was: Quote | None, row: int | None) -> list[Outcome]:
    found = []
    for one, span in fold.members:
        fields = () if one.action == "remove" else tuple(_compared(reader, one, span, was))
        agrees = was is None if one.action == "remove" else _agree(was, fields)
        found.append(Outcome(one, fold.state_of(one), span, row, fields, agrees))
    return found


def _agree(was: Quote | None, fields: Sequence[Compared]) -> bool:
    return was is not None and all(field.agrees for field in fields)


def _compared(reader: _Reader, one: Correction, span: Span, was: Quote | None) -> list[Compared]:
    """The words and every value that a correction states, beside what the engine had."""
    said = dict(one.values)
    parts = reader.parts(said.get("extent"), span)
    found = was.attribution.segments if was else ()
    words = f" {PARTS} ".join(part.of(reader.text) for part in parts)
    had = f" {PARTS} ".join(part.of(reader.text) for part in found) if was else None
    whole = parts[0].envelope(parts[-1])
    is_same = was is not None and (parts == found or whole == was.attribution.span)
    rows = [Compared("extent", words, had, is_same)]
    if "speaker" in said:
        rows.append(_compared_speaker(reader, said["speaker"], span, was))
    if "stance" in said:
        stance = was.attribution.stance if was else None
        rows.append(Compared("stance", said["stance"], stance, stance == said["stance"]))
    return rows


def _compared_speaker(reader: _Reader, said: str, span: Span, was: Quote | None) -> Compared:
    if was is None:
        return Compared("speaker", said, None, agrees=False)
    source = was.attribution.source
    had = was.speaker_name or was.speaker_role or (source.of(reader.text) if source else NOBODY)
    if said == NOBODY:
        return Compared("speaker", said, had, agrees=had == NOBODY)
    stated: Stated | None = find_stated(reader.text, reader.named, said, span, source)
    if stated is not None and stated.entity_id is not None:
        return Compared("speaker", said, had, was.speaker_entity_id == stated.entity_id)
    same = " ".join(had.split()).casefold() == " ".join(said.split()).casefold()
    return Compared("speaker", said, had, same and was.speaker_entity_id is None)

"""Rows: from annotations to rows of the published tables.

Pure. One document gives rows of every table; ids are the article's id and the row's ordinal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import TypeAlias

from transforms.corrections import Claimant, Correction, Outcome, fingerprint_of
from transforms.documents import Document, RawDocument
from transforms.page import named_credits
from transforms.quotes import Quote, Stance
from transforms.stories import fingerprint, sampled, shingles_of, words_of
from transforms.tables.annotation import Annotated
from transforms.tables.claims import Claim, claims_of
from transforms.text import Issue, Span

Row: TypeAlias = dict[str, object]
"""Column name to value."""
Rows: TypeAlias = dict[str, list[Row]]
"""Table name to rows."""

_FEWEST_WORDS_OF_AN_UTTERANCE = 4
"""Fewer words recur by chance: "no comment" is not one utterance wherever it is said."""
_FEWEST_WORDS_OF_A_STORY = 6
"""Fewer words, such as "Watch the video below.", are not a story that outlets copy."""


def build_rows(annotated: Annotated, extractor_version: str) -> Rows:
    """Rows of every table for one article, keyed by table name."""
    document, published = annotated.document, annotated.date.published_date
    shared: Row = {
        "article_id": document.article_id,
        "published_date": published,
        "extractor_version": extractor_version,
    }
    quotes = _quote_rows(annotated, shared)
    words = words_of(span.of(document.text) for span in annotated.page.spans_of("body"))
    return {
        "articles": [shared | _article_row(annotated, len(words))],
        "entities": _entity_rows(annotated, shared),
        "quotes": quotes,
        "figures": _figure_rows(annotated, shared, quotes),
        "rejected_numbers": _rejected_rows(annotated, shared),
        "corrections": _correction_rows(annotated, shared),
        "issues": _issue_rows(document, annotated.issues, published),
        "_documents": [ledger_row(document, "article", extractor_version, published=published)],
        "_signatures": _signature_rows(document, words, published),
        "_traits": traits_rows(document, published),
    }


def quarantined_rows(raw: RawDocument, issue: Issue, extractor_version: str) -> Rows:
    """Rows of a document that could not become an article: its issue and its ledger entry."""
    return {
        "issues": _issue_rows(raw, [issue], None),
        "_documents": [ledger_row(raw, "quarantined", extractor_version, reason=issue.code)],
        "_traits": traits_rows(raw, None),
    }


def ledger_row(
    document: Document | RawDocument,
    state: str,
    extractor_version: str,
    *,
    published: date | None = None,
    reason: str | None = None,
) -> Row:
    """The row of ``_documents``; an article has a date, a document in quarantine a reason."""
    return {
        "article_id": document.article_id,
        "source_path": document.source_path,
        "source_id": document.source_id,
        "content_sha256": document.content_sha256,
        "state": state,
        "reason": reason,
        "evidence": document.habits.evidence,
        "corrections": fingerprint_of(document.corrections),
        "published_date": published,
        "extractor_version": extractor_version,
    }


def traits_rows(document: Document | RawDocument, published: date | None) -> list[Row]:
    """The row of ``_traits`` for a document that shows any.

    A document in quarantine counts too: its traits were found before its reading failed.
    """
    if document.traits is None:
        return []
    row = {"article_id": document.article_id, "published_date": published}
    return [row | asdict(document.traits)]


def _article_row(annotated: Annotated, word_count: int) -> Row:
    """The article, as a story of its own until the store compares it with the others."""
    document, page, chosen = annotated.document, annotated.page, annotated.date
    return {
        "source_path": document.source_path,
        "source_id": document.source_id,
        "source_url": document.url,
        "outlet": document.outlet,
        "content_sha256": document.content_sha256,
        "text": document.text,
        "headline": page.headline.of(page.text) if page.headline else document.title,
        **_offsets("headline_", page.headline),
        "byline": list(page.byline),
        "credits": [
            {"name": credit.of(page.text), **_offsets("", credit)} for credit in named_credits(page)
        ],
        "dateline_place": page.dateline_place,
        "agency": page.agency,
        "published_at": chosen.published_at,
        "modified_at": chosen.modified_at,
        "date_source": chosen.source,
        "date_conflict": chosen.conflict,
        "date_candidates": [
            {"value": candidate.value, "source": candidate.source, **_offsets("", candidate.span)}
            for candidate in annotated.date_candidates
        ],
        "language": annotated.language,
        "zones": [{"kind": zone.kind, **_offsets("", zone.span)} for zone in page.zones],
        "pages": [{"page": one.page, **_offsets("", one.span)} for one in document.pages],
        "word_count": word_count,
        "story_id": document.article_id,
        "is_copy": False,
        "copy_of": None,
        "copy_similarity": None,
    }


def _signature_rows(document: Document, words: Sequence[str], published: date | None) -> list[Row]:
    """What the article is compared with others by; none if its body is too short for a story."""
    if len(words) < _FEWEST_WORDS_OF_A_STORY:
        return []
    row: Row = {
        "article_id": document.article_id,
        "published_date": published,
        "fingerprint": fingerprint(words),
        "word_count": len(words),
        "shingles": sampled(shingles_of(words)).tolist(),
    }
    return [row]


def _entity_rows(annotated: Annotated, shared: Row) -> list[Row]:
    text = annotated.page.text
    return [
        shared
        | {
            "mention_id": f"{shared['article_id']}/e{index}",
            "mention_index": index,
            **_offsets("", named.mention.span),
            "surface": named.mention.span.of(text),
            "entity_type": named.mention.entity_type,
            "entity_id": named.entity_id,
            "canonical_name": named.canonical_name,
            "form": named.form,
            "title": named.mention.title.of(text) if named.mention.title else None,
            "zone": named.mention.zone,
            "sentence_index": named.mention.sentence_index,
            "confidence": named.mention.confidence,
            "link_reason": named.link_reason,
        }
        for index, named in enumerate(annotated.named)
    ]


def _quote_rows(annotated: Annotated, shared: Row) -> list[Row]:
    article_id, text = shared["article_id"], annotated.page.text
    headline = annotated.page.headline
    return [
        shared
        | _said(quote, text)
        | _speaker(quote, text)
        | {
            "quote_id": f"{article_id}/q{index}",
            "quote_index": index,
            "parent_quote_id": _parent_id(article_id, quote),
            "is_headline": headline is not None and headline.overlaps(quote.attribution.span),
        }
        for index, quote in enumerate(annotated.quotes)
    ]


def _parent_id(article_id: object, quote: Quote) -> str | None:
    parent = quote.attribution.parent
    return None if parent is None else f"{article_id}/q{parent}"


def _said(quote: Quote, text: str) -> Row:
    """The columns about what is said and how it is attributed."""
    attribution = quote.attribution
    quote_text = " ".join(segment.of(text) for segment in attribution.segments)
    words = words_of([quote_text])
    return {
        "quote_type": attribution.quote_type,
        "attribution_kind": attribution.attribution_kind,
        **_offsets("", attribution.span),
        "surface": attribution.span.of(text),
        "segments": [_offsets("", segment) for segment in attribution.segments],
        "quote_text": quote_text,
        "cue_text": attribution.cue.of(text) if attribution.cue else None,
        **_offsets("cue_", attribution.cue),
        "cue_lemma": attribution.cue_lemma,
        "cue_negated": attribution.cue_negated,
        **_stance(attribution.stance, attribution.shown_by, text),
        "utterance_id": (
            fingerprint(words) if len(words) >= _FEWEST_WORDS_OF_AN_UTTERANCE else None
        ),
        "confidence": attribution.confidence,
        "method": attribution.method,
    }


def _speaker(quote: Quote, text: str) -> Row:
    """The columns about who said it and who passed it on."""
    source = quote.attribution.source
    return {
        "speaker_text": source.of(text) if source else None,
        **_offsets("speaker_", source),
        "speaker_form": quote.speaker_form,
        "speaker_entity_id": quote.speaker_entity_id,
        "speaker_name": quote.speaker_name,
        "speaker_role": quote.speaker_role,
        "speaker_resolution": quote.speaker_resolution,
        "speaker_confidence": quote.speaker_confidence,
        "attribution_chain": [
            {
                "level": link.level,
                "name": link.name,
                "entity_id": link.entity_id,
                "cue": link.cue,
                **_offsets("", link.span),
            }
            for link in quote.chain
        ],
        "relay_name": quote.relay_name,
        "relay_entity_id": quote.relay_entity_id,
    }


def _figure_rows(annotated: Annotated, shared: Row, quotes: Sequence[Row]) -> list[Row]:
    text = annotated.page.text
    rows: list[Row] = []
    claims = claims_of(
        text, annotated.sentences, annotated.figures, annotated.quotes, annotated.named
    )
    for index, claim in enumerate(claims):
        figure = claim.figure
        rows.append(
            shared
            | {
                "figure_id": f"{shared['article_id']}/f{index}",
                "figure_index": index,
                **_offsets("", figure.span),
                "surface": figure.span.of(text),
                "value": figure.value,
                "value_low": figure.value_low,
                "value_high": figure.value_high,
                "bound": figure.bound,
                "is_approximate": figure.is_approximate,
                "modifier": figure.modifier.of(text) if figure.modifier else None,
                "kind": figure.kind,
                "unit_text": figure.unit_text,
                "unit": figure.unit,
                "unit_assumed": figure.unit_assumed,
                "per_unit": figure.per_unit,
                "value_si": figure.value_si,
                "unit_si": figure.unit_si,
                "change": figure.change,
                "change_role": figure.change_role,
                "stated_period": figure.stated_period,
                "measured": figure.measured.of(text) if figure.measured else None,
                **_offsets("measured_", figure.measured),
                "measured_head": figure.measured_head,
                "subject_entity_id": claim.subject_entity_id,
                **_asserter(claim, quotes, annotated.claimants.get(figure.span)),
                **_stance(*_stance_of(claim, annotated.claimants.get(figure.span)), text),
                "zone": figure.zone,
                "sentence_index": figure.sentence_index,
                "rule_id": figure.rule_id,
                "confidence": figure.confidence,
            }
        )
    return rows


def _asserter(claim: Claim, quotes: Sequence[Row], said: Claimant | None) -> Row:
    """The columns about the quote a figure stands in, and its speaker if they claim the figure.

    said: who claims it, if a person says so; where that is not the speaker, it is of no quote.
    """
    quote = quotes[claim.quote] if claim.quote is not None else None
    if said is not None and not (quote and claim.is_asserted and _is_speaker(quote, said)):
        return {
            "quote_id": None,
            "asserted_by_entity_id": said.entity_id,
            "asserted_by_role": said.name,
        }
    asserted = quote if claim.is_asserted else None
    return {
        "quote_id": quote["quote_id"] if quote else None,
        "asserted_by_entity_id": asserted["speaker_entity_id"] if asserted else None,
        "asserted_by_role": _role_of_asserter(asserted) if asserted else None,
    }


def _stance_of(claim: Claim, said: Claimant | None) -> tuple[Stance, Span | None]:
    """The stance, and what shows it; whoever claims a figure, as a person says, asserts it."""
    if said is not None and said.name is not None and not claim.is_asserted:
        return "asserts", None
    return claim.stance, claim.shown_by


def _is_speaker(quote: Row, said: Claimant) -> bool:
    names = (quote["speaker_name"], quote["speaker_role"], quote["speaker_text"])
    if said.entity_id is not None:
        return quote["speaker_entity_id"] == said.entity_id
    return said.name is not None and said.name in names


def _stance(stance: Stance, shown_by: Span | None, text: str) -> Row:
    """The columns about what is done with the content, and the words that show it."""
    return {
        "stance": stance,
        "stance_text": shown_by.of(text) if shown_by else None,
        **_offsets("stance_", shown_by),
    }


def _role_of_asserter(quote: Row) -> object:
    """The speaker's role; for a name that no entity stands for, the name as written."""
    if quote["speaker_role"] is not None or quote["speaker_entity_id"] is not None:
        return quote["speaker_role"]
    named = quote["speaker_form"] not in {"pronoun", "collective", "none"}
    return quote["speaker_text"] if named else None


def _rejected_rows(annotated: Annotated, shared: Row) -> list[Row]:
    text = annotated.page.text
    return [
        shared
        | {
            "rejected_id": f"{shared['article_id']}/r{index}",
            "rejected_index": index,
            **_offsets("", number.span),
            "surface": number.span.of(text),
            "reason": number.reason,
            "zone": number.zone,
            "sentence_index": number.sentence_index,
        }
        for index, number in enumerate(annotated.rejected)
    ]


def _correction_rows(annotated: Annotated, shared: Row) -> list[Row]:
    return [
        shared
        | {
            "correction_id": f"{shared['article_id']}/c{index}",
            "correction_index": index,
            "state": outcome.state,
            **_offsets("", outcome.span),
            "surface": outcome.span.of(annotated.page.text) if outcome.span else None,
            "row_id": _row_id(shared["article_id"], outcome),
            "fields": [asdict(one) for one in outcome.fields],
            "agrees": outcome.agrees,
            "reason": outcome.reason or None,
            **_said_by(outcome.correction),
        }
        for index, outcome in enumerate(annotated.outcomes)
    ]


def _said_by(correction: Correction) -> Row:
    return {
        "kind": correction.kind,
        "action": correction.action,
        "words": correction.anchor.words,
        "note": correction.note or None,
        "corrected_by": correction.by,
        "corrected_on": date.fromisoformat(correction.on),
        "correction_key": correction.key,
    }


def _row_id(article_id: object, outcome: Outcome) -> str | None:
    letter = {"quote": "q", "figure": "f"}.get(outcome.correction.kind)
    return None if outcome.row is None else f"{article_id}/{letter}{outcome.row}"


def _issue_rows(
    document: Document | RawDocument, issues: Iterable[Issue], published: date | None
) -> list[Row]:
    return [
        {
            "issue_id": f"{document.article_id}/i{index}",
            "article_id": document.article_id,
            "published_date": published,
            "issue_index": index,
            "source_path": document.source_path,
            "stage": issue.stage,
            "severity": issue.severity,
            "code": issue.code,
            "detail": issue.detail,
            **_offsets("", issue.span),
        }
        for index, issue in enumerate(issues)
    ]


def _offsets(prefix: str, span: Span | None) -> dict[str, int | None]:
    return {
        f"{prefix}start_char": span.start_char if span else None,
        f"{prefix}end_char": span.end_char if span else None,
    }

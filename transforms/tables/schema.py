"""The tables, declared once. Parquet schemas, checks, views and docs all derive from here.

Half-open spans count Unicode code points of ``articles.text``. Names are final: dashboards and
notebooks depend on them.
"""

from __future__ import annotations

from typing import get_args

import polars as pl

from transforms.corrections import CorrectionAction, CorrectionKind, CorrectionState
from transforms.entities import Actor, LinkDecision
from transforms.figures import Bound, FigureKind
from transforms.names import EntityType, Form
from transforms.page import DateSource
from transforms.quotes import AttributionKind, QuoteType, SpeakerForm, Stance
from transforms.tables.declaration import Column, Table
from transforms.text import MentionZone, ZoneKind

TEXT, FLAG, WHOLE, REAL = pl.String(), pl.Boolean(), pl.Int32(), pl.Float64()
DATE, INSTANT = pl.Date(), pl.Datetime("us", "UTC")
HASH = pl.Int64()
OFFSET, SHARE = "code points", "0..1"

SPAN_FIELDS = {"start_char": WHOLE, "end_char": WHOLE}


def _article_id(doc: str) -> Column:
    return Column("article_id", TEXT, doc, references="articles")


def _published_date() -> Column:
    return Column(
        "published_date", DATE, "the article's date, repeated so that files sort by it",
        nullable=True,
    )  # fmt: skip


def _span(prefix: str, of: str, *, nullable: bool = False) -> tuple[Column, Column]:
    return (
        Column(f"{prefix}start_char", WHOLE, f"first character of {of}", OFFSET, nullable),
        Column(
            f"{prefix}end_char", WHOLE, f"one past the last character of {of}", OFFSET, nullable
        ),
    )


_VERSION = Column("extractor_version", TEXT, "version of the transforms that made the row")

ARTICLES = Table(
    name="articles",
    grain="one row per source document currently in the corpus",
    key="article_id",
    order=("published_date", "article_id"),
    indexed=("article_id", "source_path"),
    spans=(("headline_start_char", "headline_end_char", "headline"),),
    columns=(
        Column("article_id", TEXT, "16 hex digits, hash of source_path and source_id"),
        Column("source_path", TEXT, "raw file, relative to data/raw, with forward slashes"),
        Column("source_id", TEXT, "the record's own id in a multi-record file", nullable=True),
        Column("source_url", TEXT, "where the page was published", nullable=True),
        Column("outlet", TEXT, "who published it: record field or page metadata, else the raw sub-folder", nullable=True),
        Column("content_sha256", TEXT, "hash of the raw bytes of the document (and of the mapping of its columns, if any)"),
        Column("text", TEXT, "the decoded source, or the text taken from its HTML; every span of every table refers to it"),
        Column("headline", TEXT, "as written on the page, or the record's title", nullable=True),
        *_span("headline_", "the headline in text; NULL when it comes from the record", nullable=True),
        Column("byline", pl.List(TEXT), "authors as written, without 'By'; may be empty"),
        Column(
            "credits",
            pl.List(pl.Struct({"name": TEXT, **SPAN_FIELDS})),
            "who took or supplied the pictures, from the captions, each once",
        ),
        Column("dateline_place", TEXT, "place of the dateline as written", nullable=True),
        Column("agency", TEXT, "wire agency that wrote the article", nullable=True),
        Column("published_date", DATE, "the chosen day; NULL only if no day is stated", nullable=True),
        Column("published_at", INSTANT, "the instant, when time and zone are stated", nullable=True),
        Column("modified_at", INSTANT, "the instant of the last change, when its time and zone are stated; a copy of published_at where the page states both alike", nullable=True),
        Column("date_source", TEXT, "what stated the chosen day", nullable=True, allowed=get_args(DateSource)),
        Column("date_conflict", FLAG, "another candidate states another day"),
        Column(
            "date_candidates",
            pl.List(pl.Struct({"value": TEXT, "source": TEXT, **SPAN_FIELDS})),
            "every statement of a date; value is ISO text as precise as stated",
        ),
        Column("language", TEXT, "ISO 639 code; NULL when undetermined", nullable=True),
        Column(
            "zones",
            pl.List(pl.Struct({"kind": TEXT, **SPAN_FIELDS})),
            "function of every line: " + ", ".join(get_args(ZoneKind)),
        ),
        Column(
            "pages",
            pl.List(pl.Struct({"page": WHOLE, **SPAN_FIELDS})),
            "of a PDF file: which text stands on which page, to the paragraph that begins there; empty for other forms",
        ),
        Column("word_count", WHOLE, "words of the body zones", "words"),
        Column("story_id", TEXT, "article_id of the original of its story; of itself, if it has no copies", nullable=True),
        Column("is_copy", FLAG, "copied from another article, or both copied from a third: the same words, most of them, or an excerpt", nullable=True),
        Column("copy_of", TEXT, "article_id of the original: signed by an agency, then earliest", nullable=True),
        Column("copy_similarity", REAL, "share of the distinct three-word runs of the shorter body that the longer body has too; 1 for the same words or an excerpt", SHARE, nullable=True),
        _VERSION,
    ),
)  # fmt: skip

ENTITIES = Table(
    name="entities",
    grain="one row per mention of a named entity",
    key="mention_id",
    order=("published_date", "article_id", "mention_index"),
    indexed=("article_id", "entity_id", "canonical_name"),
    spans=(("start_char", "end_char", "surface"),),
    columns=(
        Column("mention_id", TEXT, "article_id, '/e', mention_index"),
        _article_id("the article it stands in"),
        _published_date(),
        Column("mention_index", WHOLE, "order in the article, from 0"),
        *_span("", "the name, without its title and possessive ending"),
        Column("surface", TEXT, "articles.text[start_char:end_char], verbatim"),
        Column("entity_type", TEXT, "what is named", allowed=get_args(EntityType)),
        Column("entity_id", TEXT, "16 hex digits, hash of type and normalised canonical name"),
        Column("canonical_name", TEXT, "fullest correct spelling attested in the article"),
        Column("form", TEXT, "how the surface relates to the name", allowed=get_args(Form)),
        Column("title", TEXT, "title or role before the name, as written", nullable=True),
        Column(
            "zone",
            TEXT,
            "zone the mention stands in, or the credit in a caption",
            allowed=get_args(MentionZone),
        ),
        Column(
            "sentence_index",
            WHOLE,
            "sentence of the article, from 0; none in a byline, dateline or credit",
            nullable=True,
        ),
        Column("confidence", REAL, "of span and type together", SHARE),
        Column("link_reason", TEXT, "rule that linked the mention to the entity"),
        _VERSION,
    ),
)

QUOTES = Table(
    name="quotes",
    grain="one row per attribution; the parts of a split quote are joined",
    key="quote_id",
    order=("published_date", "article_id", "quote_index"),
    indexed=("article_id", "speaker_entity_id", "speaker_name"),
    spans=(
        ("start_char", "end_char", "surface"),
        ("speaker_start_char", "speaker_end_char", "speaker_text"),
        ("cue_start_char", "cue_end_char", "cue_text"),
        ("stance_start_char", "stance_end_char", "stance_text"),
    ),
    columns=(
        Column("quote_id", TEXT, "article_id, '/q', quote_index"),
        _article_id("the article it stands in"),
        _published_date(),
        Column("quote_index", WHOLE, "order in the article, from 0"),
        Column("quote_type", TEXT, "by its quotation marks", allowed=get_args(QuoteType)),
        Column("attribution_kind", TEXT, "class of the cue", allowed=get_args(AttributionKind)),
        *_span("", "the envelope of the segments"),
        Column("surface", TEXT, "articles.text[start_char:end_char], verbatim"),
        Column("segments", pl.List(pl.Struct(SPAN_FIELDS)), "the content's parts in text order"),
        Column("quote_text", TEXT, "the segments joined by a space, as written"),
        Column("speaker_text", TEXT, "the speaker as written: 'he', 'a US official'", nullable=True),
        *_span("speaker_", "the speaker's mention", nullable=True),
        Column("speaker_form", TEXT, "form of speaker_text", allowed=get_args(SpeakerForm)),
        Column("speaker_entity_id", TEXT, "entity of the speaker; NULL when unresolved", nullable=True, references="entities.entity_id"),
        Column("speaker_name", TEXT, "canonical name of the speaker", nullable=True),
        Column("speaker_role", TEXT, "descriptor of an unnamed speaker, as written", nullable=True),
        Column("speaker_resolution", TEXT, "rule that resolved the speaker, or 'unresolved'"),
        Column("speaker_confidence", REAL, "of the resolution", SHARE),
        Column("cue_text", TEXT, "the cue as written", nullable=True),
        *_span("cue_", "the cue", nullable=True),
        Column("cue_lemma", TEXT, "base form of the cue: 'say', 'according to'", nullable=True),
        Column("cue_negated", FLAG, "the content is not the speaker's claim: stance is denies, doubts, supposes or declines"),
        Column("stance", TEXT, "what the speaker does with the content; declines to say it, supposes that it were said", allowed=get_args(Stance)),
        Column("stance_text", TEXT, "the words that show the stance; NULL when it asserts", nullable=True),
        *_span("stance_", "the words that show the stance", nullable=True),
        Column(
            "attribution_chain",
            pl.List(pl.Struct({"level": WHOLE, "name": TEXT, "entity_id": TEXT, "cue": TEXT, **SPAN_FIELDS})),
            "the path of the words: level 0 is the speaker, 1 the relay, 2 the relay's relay",
        ),
        Column("relay_name", TEXT, "outermost relay, e.g. an agency", nullable=True),
        Column("relay_entity_id", TEXT, "entity of the relay", nullable=True, references="entities.entity_id"),
        Column("parent_quote_id", TEXT, "the quote this one stands in", nullable=True, references="quotes"),
        Column("utterance_id", TEXT, "hash of the words said, equal wherever they are quoted; NULL for fewer than four words", nullable=True),
        Column("is_headline", FLAG, "stands in the headline"),
        Column("confidence", REAL, "of content, cue and source together", SHARE),
        Column("method", TEXT, "rule or model that found it"),
        _VERSION,
    ),
)  # fmt: skip

FIGURES = Table(
    name="figures",
    grain="one row per quantity stated in an article",
    key="figure_id",
    order=("published_date", "article_id", "figure_index"),
    indexed=("article_id", "subject_entity_id"),
    spans=(
        ("start_char", "end_char", "surface"),
        ("measured_start_char", "measured_end_char", "measured"),
        ("stance_start_char", "stance_end_char", "stance_text"),
    ),
    columns=(
        Column("figure_id", TEXT, "article_id, '/f', figure_index"),
        _article_id("the article it is stated in"),
        _published_date(),
        Column("figure_index", WHOLE, "order in the article, from 0"),
        *_span("", "number and unit, never the modifier"),
        Column("surface", TEXT, "articles.text[start_char:end_char], verbatim"),
        Column("value", REAL, "the number as stated; NULL for a range", "see unit", nullable=True),
        Column("value_low", REAL, "lower bound, when stated; the first number of a score", "see unit", nullable=True),
        Column("value_high", REAL, "upper bound, when stated; the second number of a score", "see unit", nullable=True),
        Column("bound", TEXT, "how value and bounds relate", allowed=get_args(Bound)),
        Column("is_approximate", FLAG, "hedged: about, some, nearly"),
        Column("modifier", TEXT, "the hedge or bound as written", nullable=True),
        Column("kind", TEXT, "what sort of quantity", allowed=get_args(FigureKind)),
        Column("unit_text", TEXT, "the unit as written", nullable=True),
        Column("unit", TEXT, "canonical unit; ISO 4217 for money", nullable=True),
        Column("unit_assumed", FLAG, "the unit is a default: a bare $ read as USD"),
        Column("per_unit", TEXT, "canonical denominator of a rate", nullable=True),
        Column("value_si", REAL, "value in unit_si, beside the stated one", "see unit_si", nullable=True),
        Column("unit_si", TEXT, "SI unit", nullable=True),
        Column("change", TEXT, "direction of a change", nullable=True, allowed=("up", "down")),
        Column("change_role", TEXT, "whether the number is the change (by), its result (to) or its start (from)", nullable=True, allowed=("by", "to", "from")),
        Column("stated_period", TEXT, "ISO day, month or year the figure holds for, as precise as stated", nullable=True),
        Column("measured", TEXT, "what is measured, as written", nullable=True),
        *_span("measured_", "what is measured", nullable=True),
        Column("measured_head", TEXT, "head noun of measured, lower case", nullable=True),
        Column("subject_entity_id", TEXT, "entity the figure is about", nullable=True, references="entities.entity_id"),
        Column("quote_id", TEXT, "innermost quote it stands in; NULL where that denies or declines a content which only mentions it", nullable=True, references="quotes"),
        Column("stance", TEXT, "what that quote's speaker does with the figure; without a quote, what the article does", allowed=get_args(Stance)),
        Column("stance_text", TEXT, "the words that show the stance; NULL when it asserts", nullable=True),
        *_span("stance_", "the words that show the stance", nullable=True),
        Column("asserted_by_entity_id", TEXT, "entity of that quote's speaker; NULL when they deny or doubt the figure or did not say it", nullable=True, references="entities.entity_id"),
        Column("asserted_by_role", TEXT, "that quote's speaker_role, or its speaker_text when that is a name without an entity; NULL as asserted_by_entity_id is", nullable=True),
        Column("zone", TEXT, "zone it stands in", allowed=get_args(ZoneKind)),
        Column("sentence_index", WHOLE, "sentence of the article, from 0"),
        Column("rule_id", TEXT, "rule that found it"),
        Column("confidence", REAL, "of value and unit together", SHARE),
        _VERSION,
    ),
)  # fmt: skip

REJECTED_NUMBERS = Table(
    name="rejected_numbers",
    grain="one row per number that is not a figure, so that what was left out can be audited",
    key="rejected_id",
    order=("published_date", "article_id", "rejected_index"),
    indexed=("article_id",),
    spans=(("start_char", "end_char", "surface"),),
    columns=(
        Column("rejected_id", TEXT, "article_id, '/r', rejected_index"),
        _article_id("the article it stands in"),
        _published_date(),
        Column("rejected_index", WHOLE, "order in the article, from 0"),
        *_span("", "the number, or the date, name or code that it is part of"),
        Column("surface", TEXT, "articles.text[start_char:end_char], verbatim"),
        Column("reason", TEXT, "name of the rule that says what it is instead: date, year, model"),
        Column("zone", TEXT, "zone it stands in", allowed=get_args(ZoneKind)),
        Column("sentence_index", WHOLE, "sentence of the article, from 0"),
        _VERSION,
    ),
)

CORRECTIONS = Table(
    name="corrections",
    grain="one row per correction that a person made of an article, with what an engine had",
    key="correction_id",
    order=("published_date", "article_id", "correction_index"),
    indexed=("article_id",),
    spans=(("start_char", "end_char", "surface"),),
    columns=(
        Column("correction_id", TEXT, "article_id, '/c', correction_index"),
        _article_id("the article it is about"),
        _published_date(),
        Column("correction_index", WHOLE, "order in the article, from 0"),
        Column("kind", TEXT, "what it is about", allowed=get_args(CorrectionKind)),
        Column("action", TEXT, "whether the row was right, was wrong, is none, or was missing", allowed=get_args(CorrectionAction)),
        Column("state", TEXT, "superseded by a later one; stale when its words no longer stand in the text", allowed=get_args(CorrectionState)),
        *_span("", "the words that it is about; NULL when it is stale", nullable=True),
        Column("surface", TEXT, "articles.text[start_char:end_char], verbatim; NULL when it is stale", nullable=True),
        Column("words", TEXT, "the words as its file has them"),
        Column("row_id", TEXT, "quote_id or figure_id of the row that it made or changed", nullable=True),
        Column("fields", pl.List(pl.Struct({"field": TEXT, "said": TEXT, "found": TEXT, "agrees": FLAG})), "each value that the person states, beside what the engine of this version found by itself"),
        Column("agrees", FLAG, "whether that engine was right by itself; NULL when it is stale", nullable=True),
        Column("reason", TEXT, "why it is stale", nullable=True),
        Column("note", TEXT, "what the person wrote beside it", nullable=True),
        Column("corrected_by", TEXT, "who made it"),
        Column("corrected_on", DATE, "the day on which it was made"),
        Column("correction_key", TEXT, "16 hex digits, hash of its line in the file"),
        _VERSION,
    ),
)  # fmt: skip

# A decision is never rewritten: another row overrules it. The decisions that rest on an article go
# when the article is retracted.
ENTITY_LINKS = Table(
    name="entity_links",
    grain="one row per decision about two entity ids, by one rule or one line of curation",
    key="link_id",
    order=("published_date", "link_id"),
    indexed=("left_id", "right_id"),
    columns=(
        Column("link_id", TEXT, "16 hex digits, hash of rule, the two ids, article_id and actor"),
        Column("left_id", TEXT, "entity id that the decision is about, such as that of an acronym or a misspelling"),
        Column("left_name", TEXT, "name of left_id"),
        Column("left_type", TEXT, "type of left_id", allowed=get_args(EntityType)),
        Column("right_id", TEXT, "entity id that left_id stands for, or id of a knowledge base; NULL when left_id is not an entity", nullable=True),
        Column("right_name", TEXT, "name of right_id", nullable=True),
        Column("right_type", TEXT, "type of right_id", nullable=True, allowed=get_args(EntityType)),
        Column("decision", TEXT, "whether the two are one entity; unsure asks a person", allowed=get_args(LinkDecision)),
        Column("rule", TEXT, "rule, or action of a curation file, that decided"),
        Column("score", REAL, "confidence of the rule; 1 for what people decided", SHARE),
        Column("actor", TEXT, "who decided", allowed=get_args(Actor)),
        Column("evidence", TEXT, "why, for a person to read; for curation its file and line"),
        Column("story_count", WHOLE, "articles that attest it, copies left out", "articles"),
        Column("mention_id", TEXT, "first mention that attests it", nullable=True, references="entities"),
        Column("article_id", TEXT, "the only article in which the decision holds; NULL when it holds everywhere", nullable=True, references="articles"),
        Column("published_date", DATE, "date of the mention that attests it", nullable=True),
    ),
)  # fmt: skip

ISSUES = Table(
    name="issues",
    grain="one row per thing not understood, or document quarantined",
    key="issue_id",
    order=("published_date", "article_id", "issue_index"),
    indexed=("article_id",),
    columns=(
        Column("issue_id", TEXT, "article_id, '/i', issue_index"),
        Column("article_id", TEXT, "document it concerns; not in articles when quarantined", references="_documents"),
        _published_date(),
        Column("issue_index", WHOLE, "order in the document, from 0"),
        Column("source_path", TEXT, "raw file, relative to data/raw"),
        Column("stage", TEXT, "module that noticed"),
        Column("severity", TEXT, "error = quarantined, warning = may be wrong, info = left NULL", allowed=("info", "warning", "error")),
        Column("code", TEXT, "stable name of the kind of issue"),
        Column("detail", TEXT, "one sentence for a person"),
        *_span("", "the place in the text", nullable=True),
    ),
)  # fmt: skip

DOCUMENTS = Table(
    name="_documents",
    grain="one row per raw document ever found: the ledger of what became of it",
    key="article_id",
    order=("published_date", "article_id"),
    columns=(
        Column("article_id", TEXT, "16 hex digits, hash of source_path and source_id"),
        Column("source_path", TEXT, "raw file, relative to data/raw"),
        Column("source_id", TEXT, "the record's own id in a multi-record file", nullable=True),
        Column("content_sha256", TEXT, "hash of the raw bytes last processed"),
        Column("state", TEXT, "what became of it", allowed=("article", "quarantined", "retracted")),
        Column("reason", TEXT, "issue code of a quarantine", nullable=True),
        Column("evidence", TEXT, "hash of the outlet's habits that its reading used; NULL when there were none", nullable=True),
        Column("corrections", TEXT, "hash of the corrections that its reading used; NULL when there were none", nullable=True),
        _published_date(),
        _VERSION,
    ),
)  # fmt: skip

SIGNATURES = Table(
    name="_signatures",
    grain="one row per article with a body of six words or more: what finds its copies",
    key="article_id",
    order=("published_date", "article_id"),
    columns=(
        _article_id("the article whose body it is"),
        _published_date(),
        Column("fingerprint", TEXT, "16 hex digits, equal for the same words of the body"),
        Column("word_count", WHOLE, "words of the body zones", "words"),
        Column("shingles", pl.List(WHOLE), "hashes of a sample of the body's runs of three words"),
    ),
)

TRAITS = Table(
    name="_traits",
    grain="one row per document that shows something of its outlet's habits",
    key="article_id",
    order=("published_date", "article_id"),
    columns=(
        Column("article_id", TEXT, "the document", references="_documents"),
        _published_date(),
        Column(
            "outlet", TEXT, "its outlet, or the file of its feed: documents are compared within one"
        ),
        Column("story", HASH, "hash that most copies of one story share"),
        Column("labels", pl.List(HASH), "hashes of its short lines that are not sentences, sorted"),
        Column(
            "sentences", pl.List(HASH), "hashes of its short lines that read like sentences, sorted"
        ),
        Column(
            "day_first",
            FLAG,
            "whether its dates prove that the day stands before the month",
            nullable=True,
        ),
        Column("is_ambiguous", FLAG, "whether one of its dates could be read both ways"),
    ),
)

TABLES = (
    ARTICLES, ENTITIES, QUOTES, FIGURES, REJECTED_NUMBERS, CORRECTIONS, ENTITY_LINKS, ISSUES,
    DOCUMENTS, SIGNATURES, TRAITS,
)  # fmt: skip
BY_NAME = {table.name: table for table in TABLES}

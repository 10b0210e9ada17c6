"""A small hand-made dataset, written as a version folder; each row is what its text says."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.catalog import Answering
from flows.store.answer_update import AnswerUpdate, Shelf
from flows.store.manifest import DataFile, Partition
from flows.store.merge import write_partition
from tests.support.defaults import with_defaults
from transforms.quotes.cues import CueReading, read_cue
from transforms.tables import ANSWERS, TABLES

Row = dict[str, object]
Tables = dict[str, list[Row]]

_ANSWERING = Answering()


@dataclass
class Story:
    """One article under construction: its text, and the rows made by pointing into the text."""

    name: str
    text: str
    outlet: str | None = "herald"
    published: date | None = None
    headline: str | None = None
    kinds: tuple[str, ...] = ()
    rows: Tables = field(default_factory=dict)

    @property
    def article_id(self) -> str:
        """16 hex digits."""
        return id_of(self.name)

    @property
    def zones(self) -> list[Row]:
        """One zone per line; body unless ``kinds`` says otherwise for that line."""
        zones: list[Row] = []
        start = 0
        for number, line in enumerate(self.text.split("\n")):
            kind = self.kinds[number] if number < len(self.kinds) else "body"
            if line:
                end = start + len(line)
                zones.append({"kind": kind, "start_char": start, "end_char": end})
            start += len(line) + 1
        return zones

    def mention(self, surface: str, name: str, kind: str = "person", **columns: object) -> None:
        """A mention of the entity called ``name``, the first or ``nth`` place of ``surface``."""
        start, end = self._place(surface, columns.pop("nth", 0))
        index = len(self.rows.setdefault("entities", []))
        self._add(
            "entities",
            {
                "mention_id": f"{self.article_id}/e{index}",
                "mention_index": index,
                "start_char": start,
                "end_char": end,
                "surface": surface,
                "entity_type": kind,
                "entity_id": id_of(f"{kind} {name}"),
                "canonical_name": name,
                "form": "full_name" if surface == name else "surname",
                "title": None,
                "zone": self._zone(start),
                "sentence_index": 0,
                "confidence": 0.9,
                "link_reason": "same_name",
            }
            | columns,
        )

    def quote(
        self,
        *parts: str,
        speaker: str | None = None,
        name: str | None = None,
        cue: str | None = None,
        **columns: object,
    ) -> None:
        """An attribution of the parts to ``speaker`` as written, who is the person ``name``.

        Speaker and cue stand where the text has them nearest to the parts.
        """
        places = [self._place(part) for part in parts]
        start, end = places[0][0], places[-1][1]
        reading = read_cue(cue.lower().split()) if cue else CueReading(None, "speech", False)
        index = len(self.rows.setdefault("quotes", []))
        self._add(
            "quotes",
            {
                "quote_id": f"{self.article_id}/q{index}",
                "quote_index": index,
                "quote_type": "direct" if parts[0][0] in "“‘\"'" else "indirect",
                "attribution_kind": reading.kind,
                "start_char": start,
                "end_char": end,
                "surface": self.text[start:end],
                "segments": [{"start_char": a, "end_char": b} for a, b in places],
                "quote_text": " ".join(parts),
                "speaker_text": speaker,
                **self._offsets("speaker_", speaker, beside=places),
                "speaker_form": "none"
                if speaker is None
                else "full_name"
                if name
                else "descriptor",
                "speaker_entity_id": id_of(f"person {name}") if name else None,
                "speaker_name": name,
                "speaker_role": None if name else speaker,
                "speaker_resolution": "explicit" if name else "role" if speaker else "unresolved",
                "speaker_confidence": 0.9,
                "cue_text": cue,
                **self._offsets("cue_", cue, beside=places),
                "cue_lemma": reading.lemma,
                "cue_negated": reading.is_negated,
                "stance": "declines" if reading.is_negated else "asserts",
                "stance_text": cue if reading.is_negated else None,
                **self._offsets("stance_", cue if reading.is_negated else None, beside=places),
                "attribution_chain": [],
                "relay_name": None,
                "relay_entity_id": None,
                "parent_quote_id": None,
                "utterance_id": id_of(" ".join(parts)),
                "is_headline": False,
                "confidence": 0.9,
                "method": "test",
            }
            | columns,
        )

    def figure(self, surface: str, value: float | None, **columns: object) -> None:
        """A figure; what it measures is given as written."""
        start, end = self._place(surface, columns.pop("nth", 0))
        measured = columns.pop("measured", None)
        index = len(self.rows.setdefault("figures", []))
        self._add(
            "figures",
            {
                "figure_id": f"{self.article_id}/f{index}",
                "figure_index": index,
                "start_char": start,
                "end_char": end,
                "surface": surface,
                "value": value,
                "value_low": None,
                "value_high": None,
                "bound": "exact",
                "is_approximate": False,
                "modifier": None,
                "kind": "count",
                "unit_text": None,
                "unit": None,
                "unit_assumed": False,
                "per_unit": None,
                "value_si": None,
                "unit_si": None,
                "change": None,
                "change_role": None,
                "stated_period": None,
                "measured": measured,
                **self._offsets("measured_", measured),
                "measured_head": measured and str(measured).split()[-1],
                "subject_entity_id": None,
                "quote_id": None,
                "stance": "asserts",
                "stance_text": None,
                **self._offsets("stance_", None),
                "asserted_by_entity_id": None,
                "asserted_by_role": None,
                "zone": self._zone(start),
                "sentence_index": 0,
                "rule_id": "test",
                "confidence": 0.9,
            }
            | columns,
        )

    def rejected(self, surface: str, reason: str) -> None:
        """A number that is no figure."""
        start, end = self._place(surface)
        index = len(self.rows.setdefault("rejected_numbers", []))
        self._add(
            "rejected_numbers",
            {
                "rejected_id": f"{self.article_id}/r{index}",
                "rejected_index": index,
                "start_char": start,
                "end_char": end,
                "surface": surface,
                "reason": reason,
                "zone": self._zone(start),
                "sentence_index": 0,
            },
        )

    def correction(self, surface: str, kind: str, **columns: object) -> None:
        """A correction of the first place of some words, in which the engine was wrong."""
        start, end = self._place(surface)
        index = len(self.rows.setdefault("corrections", []))
        self._add(
            "corrections",
            {
                "correction_id": f"{self.article_id}/c{index}",
                "correction_index": index,
                "kind": kind,
                "action": "change",
                "state": "applied",
                "start_char": start,
                "end_char": end,
                "surface": surface,
                "words": surface,
                "agrees": False,
                "corrected_by": "Jo",
                "corrected_on": date(2024, 5, 1),
            }
            | columns,
        )

    def issue(self, severity: str, code: str) -> None:
        """An issue of the whole document."""
        index = len(self.rows.setdefault("issues", []))
        row = issue_row(self.article_id, f"{self.name}.txt", severity, code, index)
        self.rows["issues"].append(row | {"published_date": self.published})

    def tables(self) -> Tables:
        """All rows of the article, by table."""
        place = self.text.find(self.headline) if self.headline else -1
        article: Row = {
            "article_id": self.article_id,
            "source_path": f"{self.name}.txt",
            "outlet": self.outlet,
            "content_sha256": hashlib.sha256(self.text.encode()).hexdigest(),
            "text": self.text,
            "headline": self.headline,
            "headline_start_char": place if place >= 0 else None,
            "headline_end_char": place + len(self.headline or "") if place >= 0 else None,
            "byline": [],
            "credits": [],
            "published_date": self.published,
            "date_source": "page_header" if self.published else None,
            "date_conflict": False,
            "date_candidates": [],
            "language": "en",
            "zones": self.zones,
            "word_count": len(self.text.split()),
            "story_id": id_of(self.text),
            "extractor_version": "test",
        }
        return self.rows | {
            "articles": [article],
            "_documents": [
                ledger_row(self.name, "article")
                | {
                    "content_sha256": article["content_sha256"],
                    "published_date": self.published,
                }
            ],
            "_signatures": [self._signature()],
            "_traits": [self._traits()],
        }

    def _signature(self) -> Row:
        return {
            "article_id": self.article_id,
            "published_date": self.published,
            "fingerprint": id_of(self.text),
            "word_count": len(self.text.split()),
            "shingles": [],
        }

    def _traits(self) -> Row:
        return {
            "article_id": self.article_id,
            "published_date": self.published,
            "outlet": self.outlet or "",
            "story": 0,
            "labels": [],
            "sentences": [],
            "day_first": None,
            "is_ambiguous": False,
        }

    def _place(self, surface: str, nth: object = 0) -> tuple[int, int]:
        start = -1
        for _ in range(int(str(nth)) + 1):
            start = self.text.index(surface, start + 1)
        return start, start + len(surface)

    def _offsets(self, prefix: str, surface: object, beside: Sequence[tuple[int, int]] = ()) -> Row:
        """The first place of a surface, or the one nearest to and outside the parts of a quote."""
        if surface is None:
            return {f"{prefix}start_char": None, f"{prefix}end_char": None}
        start, end = min(
            (place.span() for place in re.finditer(re.escape(str(surface)), self.text)),
            key=lambda place: min((_distance(place, part) for part in beside), default=0),
        )
        return {f"{prefix}start_char": start, f"{prefix}end_char": end}

    def _zone(self, start: int) -> object:
        return next(
            zone["kind"]
            for zone in self.zones
            if int(str(zone["start_char"])) <= start < int(str(zone["end_char"]))
        )

    def _add(self, table: str, columns: Row) -> None:
        shared: Row = {
            "article_id": self.article_id,
            "published_date": self.published,
            "extractor_version": "test",
        }
        self.rows.setdefault(table, []).append(shared | columns)


def _distance(place: tuple[int, int], part: tuple[int, int]) -> float:
    gap = max(place[0] - part[1], part[0] - place[1])
    return gap if gap >= 0 else float("inf")  # what overlaps a part is of its own words


def id_of(words: str) -> str:
    """16 hex digits, the same for the same words."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def ledger_row(name: str, state: str, reason: str | None = None) -> Row:
    """A row of ``_documents`` without a date."""
    return {
        "article_id": id_of(name),
        "source_path": f"{name}.txt",
        "source_id": None,
        "content_sha256": hashlib.sha256(name.encode()).hexdigest(),
        "state": state,
        "reason": reason,
        "published_date": None,
        "extractor_version": "test",
    }


def link_row(left: str, right: str | None, **columns: object) -> Row:
    """A row of ``entity_links`` about two entities, each written as "person Ana Sorel"."""
    left_type, _, left_name = left.partition(" ")
    right_type, _, right_name = (right or "").partition(" ")
    return {
        "link_id": id_of(f"{left}|{right}|{columns.get('article_id')}|{columns.get('rule')}"),
        "left_id": id_of(left),
        "left_name": left_name,
        "left_type": left_type,
        "right_id": id_of(right) if right else None,
        "right_name": right_name or None,
        "right_type": right_type or None,
        "decision": "same",
        "rule": "merge",
        "score": 1.0,
        "actor": "curation",
        "evidence": "decisions.tsv:2",
        "story_count": 0,
        "mention_id": None,
        "article_id": None,
        "published_date": None,
    } | columns


def issue_row(article_id: str, path: str, severity: str, code: str, index: int = 0) -> Row:
    """A row of ``issues`` without a date or place."""
    return {
        "issue_id": f"{article_id}/i{index}",
        "article_id": article_id,
        "published_date": None,
        "issue_index": index,
        "source_path": path,
        "stage": "test",
        "severity": severity,
        "code": code,
        "detail": "said for a test",
        "start_char": None,
        "end_char": None,
    }


def joined(parts: Iterable[Tables]) -> Tables:
    """The rows of all parts, by table; of articles with one text the first is the original."""
    tables: Tables = {table.name: [] for table in TABLES}
    for part in parts:
        for name, rows in part.items():
            tables[name] += rows
    originals: dict[object, Row] = {}
    for row in tables["articles"]:
        original = originals.setdefault(row.get("story_id"), row)
        of = None if original is row else original["article_id"]
        row |= {"is_copy": of is not None, "copy_of": of, "copy_similarity": of and 1.0}
    return tables


def write_version(folder: Path, tables: Tables) -> Path:
    """Write a version folder without a catalog; a table without rows gets one empty file.

    Its stored answers are those of the rows, as a run makes them.
    """
    shelf = Shelf(folder)
    for table in TABLES:
        rows = tables.get(table.name, ())
        frame = table.frame(with_defaults(table, row) for row in rows)
        month = pl.col("published_date").dt.strftime("%Y-%m").fill_null("unknown")
        keyed = frame.with_columns(month=month)
        for value in keyed["month"].unique().sort().to_list() or ["unknown"]:
            part = keyed.filter(pl.col("month") == value).drop("month").sort(table.order)
            path = folder / table.name / f"month={value}" / "0123456789abcdef.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            # nullable fields, since tests plant NULLs where the schema forbids them
            schema = table.arrow_schema
            loose = [schema.field(name).with_nullable(True) for name in schema.names]
            pq.write_table(part.to_arrow().cast(pa.schema(loose)), path)
            if part.height:
                place = Partition(table.name, value, 0)
                shelf.add(DataFile(place, path.stem, part.height, path.stat().st_size))
    for answer in ANSWERS:  # those of other rows may lie there
        shutil.rmtree(folder / answer.name, ignore_errors=True)
    nothing = pl.Series([], dtype=pl.String)
    AnswerUpdate(_ANSWERING, shelf, Shelf(folder), nothing, lambda file: file).run()
    for answer in ANSWERS:
        if not shelf.months(answer.name):
            write_partition(Partition(answer.name, "unknown", 0), answer.frame(), folder)
    return folder


def small() -> list[Story]:
    """Four articles of two days: a claim and its contradiction, a copy, and an undated note."""
    first = Story(
        "herald/bridge",
        "Bridge falls in Varno\n"
        "Mayor Ana Sorel said “the bridge was closed in May”.\n"
        "About 40 people were hurt, Sorel said, according to Norpress.\n"
        "A council official said the repair costs 3 million euros.",
        published=date(2024, 3, 30),
        headline="Bridge falls in Varno",
        kinds=("headline",),
    )
    first.mention("Varno", "Varno", "place")
    first.mention("Ana Sorel", "Ana Sorel", title="Mayor")
    first.mention("Sorel", "Ana Sorel", nth=1)
    first.mention("Norpress", "Norpress", "org")
    first.quote(
        "“the bridge was closed in May”",
        speaker="Mayor Ana Sorel",
        name="Ana Sorel",
        cue="said",
    )
    relay = {
        "relay_name": "Norpress",
        "relay_entity_id": id_of("org Norpress"),
        "attribution_chain": [
            _link(0, "Ana Sorel", "person Ana Sorel", "said"),
            _link(1, "Norpress", "org Norpress", "according to"),
        ],
    }
    first.quote("About 40 people were hurt", speaker="Sorel", name="Ana Sorel", cue="said", **relay)
    first.quote("the repair costs 3 million euros", speaker="A council official", cue="said")
    first.figure(
        "40 people",
        40,
        measured="people",
        is_approximate=True,
        modifier="About",
        quote_id=f"{first.article_id}/q1",
        asserted_by_entity_id=id_of("person Ana Sorel"),
    )
    first.figure(
        "3 million euros",
        3e6,
        kind="money",
        unit="EUR",
        measured="repair",
        quote_id=f"{first.article_id}/q2",
        asserted_by_role="A council official",
    )
    second = Story(
        "courier/bridge",
        "Picture: Anna Sorel in Varno, where 52 people were hurt.\n"
        "Picture: Anna Sorel in Varno, where 52 people were hurt.\n"
        "Ana Sorel declined to comment.\n"
        "The bridge came second of 12 in a ranking.",
        outlet="courier",
        published=date(2024, 3, 30),
        kinds=("caption", "caption"),
    )
    for nth in (0, 1):
        second.mention("Anna Sorel", "Ana Sorel", nth=nth, form="misspelling")
        second.mention("Varno", "Varno", "place", nth=nth)
    second.rows["entities"].sort(key=lambda row: int(str(row["start_char"])))
    for index, row in enumerate(second.rows["entities"]):
        row |= {"mention_index": index, "mention_id": f"{second.article_id}/e{index}"}
    second.mention("Ana Sorel", "Ana Sorel")
    second.quote("comment", speaker="Ana Sorel", name="Ana Sorel", cue="declined")
    for nth in (0, 1):
        second.figure("52 people", 52, nth=nth, measured="people")
    second.figure("second", 2, kind="rank")
    second.rejected("12", "label")
    second.correction("12", "figure")
    first.correction("May", "date")
    first.rejected("May", "date")
    copy = Story("wire/bridge", first.text, "wire", date(2024, 4, 1), first.headline, ("headline",))
    copy.mention("Varno", "Varno", "place")
    copy.mention("Ana Sorel", "Ana Sorel")
    copy.quote(
        "“the bridge was closed in May”",
        speaker="Mayor Ana Sorel",
        name="Ana Sorel",
        cue="said",
    )
    note = Story("note", "Nothing is known.", outlet=None)
    note.issue("info", "date_missing")
    return [first, second, copy, note]


def small_tables() -> Tables:
    """The rows of ``small`` with a quarantined and a retracted document."""
    refused = ledger_row("refused", "quarantined", "not_text")
    issue = issue_row(id_of("refused"), "refused.txt", "error", "not_text")
    return joined(
        [
            *(story.tables() for story in small()),
            {
                "entity_links": [
                    link_row(
                        "org Norpress",
                        "person Ana Sorel",
                        decision="unsure",
                        rule="initials",
                        score=0.4,
                        actor="rule",
                    )
                ]
            },
            {"_documents": [refused, ledger_row("gone", "retracted")], "issues": [issue]},
        ]
    )


def _link(level: int, name: str, entity: str, cue: str) -> Row:
    return {
        "level": level,
        "name": name,
        "entity_id": id_of(entity),
        "cue": cue,
        "start_char": None,
        "end_char": None,
    }

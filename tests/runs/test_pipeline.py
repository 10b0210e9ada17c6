"""A run from raw folder to published version, without Prefect."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows import catalog, store
from flows.runs import pipeline
from flows.runs.pipeline import ChecksFailed, RunSummary
from flows.settings import Settings
from flows.sources import raw_files
from tests.conftest import SAMPLE, published_files, run
from transforms.annotate import annotate
from transforms.tables import Annotated, Rows, build_rows
from transforms.version import version_with


def published_rows(processed: Path) -> dict[str, bytes]:
    """The data files, without the ledger: it remembers what was retracted."""
    return {
        path: content
        for path, content in published_files(processed).items()
        if not path.startswith("_")
    }


def read(settings: Settings, table: str) -> pl.DataFrame:
    return pl.read_parquet(f"{settings.processed}/{table}/**/*.parquet")


def counts(summary: RunSummary) -> tuple[int, ...]:
    names = ("found", "new", "changed", "unchanged", "retracted")
    return tuple(getattr(summary, name) for name in names)


@pytest.fixture
def with_sample(settings: Settings) -> Settings:
    shutil.copytree(SAMPLE, settings.raw / "sample")
    return settings


def test_every_document_found_is_an_article_or_in_quarantine_with_its_reason(
    sample_settings: Settings,
) -> None:
    ledger = store.read_ledger(sample_settings.processed)
    articles = read(sample_settings, "articles")
    errors = read(sample_settings, "issues").filter(severity="error")
    states = dict(ledger["state"].value_counts().iter_rows())
    assert states == {"article": articles.height, "quarantined": errors.height}
    assert states["quarantined"] >= 3, "the sample holds broken files on purpose"
    assert set(ledger.filter(state="quarantined")["reason"]) == set(errors["code"])


def test_a_second_run_makes_no_version_and_writes_nothing(
    sample_settings: Settings, tmp_path: Path
) -> None:
    processed = tmp_path / "processed"
    shutil.copytree(sample_settings.processed, processed, symlinks=True)  # others read that one now
    copied = replace(sample_settings, processed=processed)
    run(copied)  # finds the dataset in another place and mends its catalog
    before = {p: p.stat().st_mtime_ns for p in processed.rglob("*") if p.is_file()}
    second = run(copied)
    after = {p: p.stat().st_mtime_ns for p in processed.rglob("*") if p.is_file()}
    locks = {p for p in after if p.name.endswith(".lock")}
    assert (second.version, second.is_new, second.unchanged) == (1, False, second.found)
    assert {p: t for p, t in after.items() if p not in locks} == {
        p: t for p, t in before.items() if p not in locks
    }


def test_neither_batches_nor_workers_change_a_byte(
    with_sample: Settings, ruled_sample: Settings
) -> None:
    run(replace(with_sample, batch_documents=3, workers=2))
    assert published_files(with_sample.processed) == published_files(ruled_sample.processed)


def test_an_incremental_dataset_equals_a_rebuilt_one(with_sample: Settings, tmp_path: Path) -> None:
    paths = list(raw_files(with_sample.raw))
    random.Random(7).shuffle(paths)
    late, gone = paths[:6], paths[6:9]
    # an edit of a packed file would only break it
    edited = [path for path in paths[9:] if path.suffix in (".txt", ".html")][:3]
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    for number, path in enumerate(late):
        path.rename(hidden / str(number))
    run(with_sample)
    for number, path in enumerate(late):
        (hidden / str(number)).rename(path)
    for path in edited:
        path.write_bytes(path.read_bytes().replace(b"the", b"The", 1) + b"\n")
    run(with_sample)
    for path in gone:
        path.unlink()
    run(with_sample, allow_retractions=True)
    rebuilt = replace(with_sample, processed=tmp_path / "rebuilt")
    run(rebuilt)
    assert published_rows(with_sample.processed) == published_rows(rebuilt.processed)


def test_new_changed_and_deleted_files_are_what_a_run_does(settings: Settings) -> None:
    for number in range(40):
        (settings.raw / f"{number}.txt").write_text(f"Story {number}. It rained, the mayor said.")
    assert counts(run(settings)) == (40, 40, 0, 0, 0)
    (settings.raw / "40.txt").write_text("Another story, the mayor said.")
    (settings.raw / "0.txt").write_text("The same story in other words, the mayor said.")
    (settings.raw / "1.txt").unlink()
    assert counts(run(settings)) == (40, 1, 1, 38, 1)
    assert read(settings, "articles").height == 40


def test_another_extractor_version_redoes_every_document(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.raw / "a.txt").write_text("It rained on Monday, the mayor said.")
    run(settings)
    monkeypatch.setattr(pipeline, "EXTRACTOR_VERSION", "9.9")
    again = run(settings)
    assert (again.reread, again.version) == (1, 2)
    ledger = store.read_ledger(settings.processed)
    for rows in (read(settings, "articles"), read(settings, "quotes"), ledger):
        assert set(rows["extractor_version"]) == {version_with("9.9", settings.engine)}


def test_another_engine_for_quotes_redoes_every_document_and_back(settings: Settings) -> None:
    (settings.raw / "a.txt").write_text("It rained on Monday, the mayor said.")
    first = run(settings)
    learned = run(replace(settings, engine="fast"))
    back = run(settings)

    assert (first.new, learned.reread, back.reread) == (1, 1, 1)
    assert run(settings).is_new is False


def test_a_defect_of_the_extractor_quarantines_its_document_only(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from transforms import annotate as stages

    def defective(document: object, *_: object) -> object:
        if "unlucky" in getattr(document, "text", ""):
            raise ZeroDivisionError("a defect")
        return annotate(document)  # type: ignore[arg-type]  # the run hands it a document

    monkeypatch.setattr(stages, "annotate", defective)
    (settings.raw / "a.txt").write_text("A good story, the mayor said.")
    (settings.raw / "b.txt").write_text("An unlucky story, the mayor said.")
    summary = run(settings)
    assert (summary.rows["articles"], summary.quarantined) == (1, 1)
    [issue] = read(settings, "issues").filter(severity="error").iter_rows(named=True)
    assert (issue["code"], issue["source_path"]) == ("extraction_failed", "b.txt")
    assert "ZeroDivisionError" in issue["detail"]


ESTONIAN = (
    "Linnapea ütles esmaspäeval, et uus sild avatakse mais pärast üheksat aastat tööd. "
    "Volikogu esimees lisas, et see on kõigile tasuta, kuid mitte veoautodele, sest nende jaoks "
    "ehitatakse teine sild, mille hinda linn veel ei tea."
)
OF_MANY = (
    "Borgmästaren sade att bron ska öppna. Der Bürgermeister sagte, die Brücke werde geöffnet."
    " Le maire a dit que le pont serait ouvert en mai. El alcalde dijo que el puente abre en mayo."
    " Sild avatakse mais, ütles linnapea. Burmistrz powiedział, że most będzie otwarty."
)
SWEDISH = "Borgmästaren sade på måndagen att bron ska öppna i maj efter nio års arbete."


@pytest.mark.parametrize(
    ("text", "language", "issues"),
    [
        (SWEDISH, "sv", ["language_not_supported"]),
        (ESTONIAN, "et", ["language_not_supported"]),
        (OF_MANY, None, ["language_unknown"]),
        ("Sild avatakse mais.", None, []),
    ],
)
def test_an_issue_says_what_a_language_that_is_not_read_means_for_the_rows(
    settings: Settings, text: str, language: str | None, issues: list[str]
) -> None:
    (settings.raw / "a.txt").write_text(text, encoding="utf-8")
    run(settings)
    assert read(settings, "articles")["language"].to_list() == [language]
    assert read(settings, "issues").filter(stage="language")["code"].to_list() == issues


def test_rows_that_break_a_promise_quarantine_their_document(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.runs import extract

    def lying(annotated: Annotated, version: str) -> Rows:
        rows = build_rows(annotated, version)
        rows["articles"][0]["date_source"] = "a guess"
        return rows

    monkeypatch.setattr(extract, "build_rows", lying)
    (settings.raw / "a.txt").write_text("A good story, the mayor said.")
    assert run(settings).quarantined == 1
    assert read(settings, "issues")["code"].to_list() == ["rows_broken"]


def test_a_version_that_breaks_a_promise_is_not_published(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.catalog import Fault

    (settings.raw / "a.txt").write_text("A good story, the mayor said.")
    run(settings)
    (settings.raw / "b.txt").write_text("Another story, the mayor said.")
    fault = Fault("entities: 1 span does not slice to its surface", 1, [{"row": "nobody's"}])
    monkeypatch.setattr(pipeline, "run_checks", lambda _version, **_: [fault])
    with pytest.raises(ChecksFailed, match="does not slice"):
        run(settings)
    monkeypatch.undo()
    assert read(settings, "articles").height == 1
    assert run(settings).version == 2, "the next run does the work"


def test_a_document_that_fails_a_check_is_withdrawn_and_the_others_are_published(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.runs import extract

    def lying(annotated: Annotated, version: str) -> Rows:
        rows = build_rows(annotated, version)
        for quote in rows["quotes"]:
            if "Sunny" in str(quote["surface"]):
                quote["segments"] = []
        return rows

    monkeypatch.setattr(extract, "build_rows", lying)
    (settings.raw / "herald").mkdir()
    (settings.raw / "herald" / "a.txt").write_text("“Rain is good,” the mayor said.")
    (settings.raw / "herald" / "b.txt").write_text("“Sunny is better,” the mayor said.")
    summary = run(settings)
    assert (summary.quarantined, summary.quarantined_now, summary.rows["articles"]) == (1, 1, 1)
    [issue] = read(settings, "issues").filter(severity="error").iter_rows(named=True)
    assert (issue["source_path"], issue["code"]) == ("herald/b.txt", "rows_broken")
    assert "segments_fill_the_envelope" in issue["detail"]
    assert read(settings, "quotes")["surface"].to_list() == ["“Rain is good,”"]
    assert not run(settings).is_new


def test_of_a_later_run_the_months_that_it_changed_are_checked_and_the_others_were(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.runs import extract

    looked_at: list[set[str] | None] = []

    def checked(version: Path, *, changed: frozenset[str] | None) -> object:
        looked_at.append(None if changed is None else {path.split("/")[1] for path in changed})
        return catalog.run_checks(version, changed=changed)

    def lying(annotated: Annotated, version: str) -> Rows:
        rows = build_rows(annotated, version)
        rows["quotes"][0]["segments"] = []
        return rows

    monkeypatch.setattr(pipeline, "run_checks", checked)
    for day in ("2024-02-22", "2024-03-01"):
        record = {"id": day, "text": "“Rain is good,” the mayor said.", "published_at": day}
        (settings.raw / f"{day}.jsonl").write_text(json.dumps(record))
        summary = run(settings)
        monkeypatch.setattr(extract, "build_rows", lying)

    assert (summary.quarantined_now, summary.rows["articles"]) == (1, 1)
    assert looked_at == [None, {"month=2024-03"}, {"month=unknown"}]


def test_a_defect_that_fails_many_documents_publishes_none_of_them(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.runs import extract

    def lying(annotated: Annotated, version: str) -> Rows:
        rows = build_rows(annotated, version)
        rows["quotes"][0]["segments"] = []
        return rows

    monkeypatch.setattr(extract, "build_rows", lying)
    for number in range(25):
        (settings.raw / f"{number}.txt").write_text(f"“Rain {number} is good,” the mayor said.")
    with pytest.raises(ChecksFailed, match="segments_fill_the_envelope: 25 rows"):
        run(settings)


def test_a_quote_is_asked_for_in_sql(settings: Settings) -> None:
    from flows.catalog import ask

    (settings.raw / "a.txt").write_text(
        "22 February 2024\n\nRain stops play\n\n"
        "“We will start again tomorrow,” said Maria Lind, the mayor of Skarholm.\n"
    )
    run(settings)
    query = "select speaker_name, quote_text, published_date::varchar from statements"
    assert ask(settings.processed, query).rows == [
        ("Maria Lind", "“We will start again tomorrow,”", "2024-02-22")
    ]


def test_records_keep_their_own_ids_and_metadata(settings: Settings) -> None:
    record = {
        "id": "x-1", "text": "It rained in Skarholm.", "title": "Rain", "url": "https://e.test/1",
        "outlet": "The Gazette", "published_at": "2024-02-03T10:00:00+01:00", "byline": ["A. Lind"],
    }  # fmt: skip
    (settings.raw / "feed.jsonl").write_text(json.dumps(record) + "\n")
    run(settings)
    [article] = read(settings, "articles").iter_rows(named=True)
    assert (article["source_id"], article["headline"], article["outlet"]) == (
        "x-1",
        "Rain",
        "The Gazette",
    )
    assert article["published_at"].isoformat() == "2024-02-03T09:00:00+00:00"
    assert (article["text"], article["byline"]) == (record["text"], ["A. Lind"])


def test_the_advice_of_a_quarantine_makes_its_file_articles_in_the_next_run(
    settings: Settings,
) -> None:
    table = pa.table({"content": ["It rained in Skarholm.", "It rained in Velden."]})
    pq.write_table(table, settings.raw / "a.parquet")
    first = run(settings)
    assert (first.quarantined, read(settings, "issues")["code"].to_list()) == (
        1, ["column_missing"],
    )  # fmt: skip
    second = run(replace(settings, columns={"text": "content"}))
    assert (second.rows["articles"], second.quarantined, second.retracted) == (2, 0, 1)


def test_an_empty_raw_folder_gives_an_empty_dataset_that_answers(settings: Settings) -> None:
    from flows.catalog import ask

    summary = run(settings)
    assert (summary.found, summary.version) == (0, 1)
    query = "select count(*) from articles"
    assert ask(settings.processed, query).rows == [(0,)]


_PEAK = """
import resource, sys
from flows.cli import app
try:
    app(sys.argv[1:])
except SystemExit:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak_memory(settings: Settings) -> int:
    """Peak of a direct run in a process of its own, in the platform's unit."""
    folders = ["--raw", str(settings.raw), "--processed", str(settings.processed)]
    command = [sys.executable, "-c", _PEAK, "run", "--direct", "--workers", "1", *folders]
    environment = {**os.environ, "BROADSHEET_BATCH_DOCUMENTS": "100"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return int(done.stdout)


@pytest.mark.proof
def test_memory_does_not_grow_with_the_months_of_a_corpus(settings: Settings) -> None:
    peaks = []
    for documents in (500, 2000):
        raw = settings.raw / str(documents)
        raw.mkdir()
        for number in range(documents):
            # a version is merged month by month: memory grows with the largest one
            day = date(2001, 1, 1) + timedelta(days=31 * (number // 25))
            body = f"{day:%d %B %Y}\n\n" + "It rained, the mayor of Skarholm said. " * 60
            (raw / f"{number}.txt").write_text(body)
        peaks.append(
            peak_memory(replace(settings, raw=raw, processed=settings.processed / str(documents)))
        )
    assert peaks[1] < 1.3 * peaks[0]

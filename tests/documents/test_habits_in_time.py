"""Whatever comes, changes and goes in whatever order: documents get the habits of a full rebuild.

Runs are planned but not extracted, so that many histories can be tried.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from flows.runs.plan import plan_run
from flows.runs.spool import read_spool
from flows.settings import Settings
from transforms.tables import DOCUMENTS, TRAITS
from transforms.tables.rows import Row, ledger_row, traits_rows

LINES = ("Night desk", "Made on the hill", "23/04/2019", "04/23/2019", "03/04/2019")
TEXTS = st.lists(st.sampled_from(LINES), unique=True, max_size=4)
STEPS = st.lists(
    st.tuples(st.sampled_from(["herald", "gazette", "feed"]), st.integers(0, 4), st.none() | TEXTS),
    max_size=6,
)


class Corpus:
    """A raw folder and what the runs on it remember."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(raw=folder / "raw", processed=folder / "out", batch_documents=2)
        self._folder = folder
        self._feed: dict[int, list[str]] = {}
        self._ledger: dict[str, Row] = {}
        self._traits: dict[str, Row] = {}
        self.settings.raw.mkdir()

    def change(self, outlet: str, number: int, lines: list[str] | None) -> None:
        """Write a page or a record of the feed, or remove it."""
        if outlet == "feed":
            self._feed.pop(number, None)
            if lines:
                self._feed[number] = lines
            records = [
                {"id": n, "text": "Rain", "published_at": one[0]} for n, one in self._feed.items()
            ]
            text = "".join(json.dumps(record) + "\n" for record in records)
            (self.settings.raw / "feed.jsonl").write_text(text)
            return
        path = self.settings.raw / outlet / f"{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        if lines is not None:
            path.write_text("\n".join([f"Report {'x' * number}", *lines]))

    def run(self) -> int:
        """Plan, and remember what an extraction would; how many documents were read again."""
        staging = self._folder / "staging"
        shutil.rmtree(staging, ignore_errors=True)
        known = self._folder / "traits.parquet"
        TRAITS.frame(self._traits.values()).write_parquet(known)
        ledger = DOCUMENTS.frame(self._ledger.values())
        plan = plan_run(
            self.settings,
            ledger,
            staging,
            extractor_version="1.0",
            traits=[known],
            allow_retractions=True,
        )
        for raw in (raw for batch in plan.batches for raw in read_spool(batch)):
            state = "quarantined" if raw.problem else "article"
            self._ledger[raw.article_id] = ledger_row(raw, state, "1.0")
            self._traits.pop(raw.article_id, None)
            for row in traits_rows(raw, None):
                self._traits[raw.article_id] = row
        if plan.retracted:
            for article_id in pl.read_parquet(staging / "retracted/_documents.parquet")[
                "article_id"
            ]:
                del self._ledger[article_id]
                self._traits.pop(article_id, None)
        return plan.reread

    @property
    def state(self) -> tuple[dict[str, Row], dict[str, Row]]:
        """The ledger and the traits, in no order."""
        return self._ledger, self._traits


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=2, max_size=5))
def test_a_corpus_that_grew_has_the_state_of_a_rebuilt_one(history: list[list]) -> None:  # type: ignore[type-arg]  # of STEPS
    with TemporaryDirectory() as grown, TemporaryDirectory() as rebuilt:
        corpus, rebuilt_corpus = Corpus(Path(grown)), Corpus(Path(rebuilt))
        for steps in history:
            for step in steps:
                corpus.change(*step)
                rebuilt_corpus.change(*step)
            event(f"read again: {bool(corpus.run())}")
        rebuilt_corpus.run()
        assert corpus.state == rebuilt_corpus.state
        assert corpus.run() == 0, "nothing is read again without a reason"

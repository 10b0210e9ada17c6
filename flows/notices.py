"""Notices: what is amiss with a dataset after a run, said once and not at every run.

What was said, and which outlets were heard of, is kept in a small file beside the versions.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from flows import store
from flows.errors import UserError, is_defect, message_of
from flows.narration import counted, narrator
from flows.notify import Kind, Notice, send
from flows.outlet_changes import changed_layouts, silent_outlets
from flows.runs import ChecksFailed, RunSummary
from flows.settings import Settings

_MEMORY = ".notices.json"
_FEW = 5
"""Documents that a notice names; the others are counted."""
_DEFECTS = {"rows_broken", "extraction_failed"}
"""Reasons of a quarantine that are no fault of the document; see ``flows.runs.extract``."""


@dataclass(frozen=True, slots=True)
class _Memory:
    """What was known after the run before.

    failing: what the run said when it failed; empty after one that went well.
    heard:   outlets that were not silent.
    changed: outlets whose pages had changed, as was said.
    """

    failing: str = ""
    heard: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


class Lookout:
    """Looks at a dataset before and after a run, and sends word of what is amiss."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._before = store.current_version(settings.processed)

    def after(self, summary: RunSummary) -> None:
        """A run went well: send word of much quarantine and of outlets, as far as it is new."""
        if not self._settings.notify:
            return
        try:
            self._look(summary)
        except (OSError, UserError, pl.exceptions.PolarsError) as error:
            # the version is published, and that must not look as if it had failed
            narrator.get().say(f"what may be amiss could not be looked for: {error}")

    def _look(self, summary: RunSummary) -> None:
        settings, memory = self._settings, _recall(self._settings.processed)
        notices = []
        if memory.failing:
            text = f"Version {summary.version} is current. Before, a run had failed: "
            notices.append(_notice(settings, "recovered", "a run went well", text + memory.failing))
        notices += self._quarantine(summary)
        outlets, after = self._outlets(memory, summary)
        if _tell(settings, [*notices, *outlets]):
            _remember(settings.processed, replace(after, failing=""))

    def _quarantine(self, summary: RunSummary) -> Iterator[Notice]:
        """Much of what was read is in quarantine, or a little of it by a fault of the program."""
        settings = self._settings
        now = store.current_version(settings.processed)
        named = list(newly_quarantined(self._before, now)) if summary.quarantined_now else []
        facts = {"version": summary.version, "quarantined": summary.quarantined_now}
        defects = [one for one in named if one[1] in _DEFECTS]
        if defects:
            documents = counted(len(defects), "document is", "documents are")
            subject = f"{documents} in quarantine by a defect of the extractor"
            text = "Please report it. The other documents are published:\n" + _listed(defects)
            yield _notice(settings, "checks", subject, text, **facts)
        if is_much_quarantined(summary, settings):
            read = summary.new + summary.changed + summary.reread
            of_all = f"{summary.quarantined_now} of {counted(read, 'document')}"
            subject = f"{of_all} that a run read are in quarantine"
            text = f"{of_all} read:\n{_listed(named)}"
            yield _notice(settings, "quarantine", subject, text, **facts, read=read)

    def _outlets(self, memory: _Memory, summary: RunSummary) -> tuple[list[Notice], _Memory]:
        """Outlets that fell silent or changed, and what is to be remembered of them."""
        settings, notices = self._settings, []
        silent, heard = silent_outlets(settings.processed, _today(), settings.notify_silent_days)
        for outlet in sorted(silent.keys() & set(memory.heard)):
            days = silent[outlet]
            text = (
                f"The newest article is {counted(days, 'day')} old, and it used to publish more"
                " often. Are its pages still fetched?"
            )
            subject = f"{outlet} has fallen silent"
            notices.append(_notice(settings, "silent", subject, text, outlet=outlet, days=days))
        if not summary.is_new:
            return notices, replace(memory, heard=sorted(heard))
        same, changed = changed_layouts(settings.processed, self._before)
        for outlet in sorted(changed.keys() - set(memory.changed)):
            text = (
                f"On its new pages {changed[outlet]}. Look at one with `broadsheet show`: if the"
                " body is cut or has lines that are not of the article, the layout is read wrongly."
            )
            subject = f"the pages of {outlet} have changed"
            notices.append(_notice(settings, "layout", subject, text, outlet=outlet))
        known = (set(memory.changed) | changed.keys()) - same
        return notices, replace(memory, heard=sorted(heard), changed=sorted(known))


def failed(settings: Settings, error: BaseException | str) -> None:
    """A run failed: send word, unless the run before failed for the same reason.

    Nobody hears of a run that was interrupted, or that found another one at work.
    """
    is_reported = isinstance(error, str | Exception) and not isinstance(error, store.Locked)
    if not settings.notify or not is_reported:
        return
    memory = _recall(settings.processed)
    text = _said(error)
    if memory.failing == text:
        return
    kind: Kind = "checks" if isinstance(error, ChecksFailed) else "failed"
    subject = (
        "the new version breaks a promise and was not published"
        if kind == "checks"
        else "a run failed, and nothing was published"
    )
    if _tell(settings, [_notice(settings, kind, subject, text)]):
        _remember(settings.processed, replace(memory, failing=text))


def _listed(named: Sequence[tuple[str, str]]) -> str:
    """The first few documents with their reasons, a line each, and how many more there are."""
    lines = [f"{path}: {reason}" for path, reason in named[:_FEW]]
    more = len(named) - _FEW
    return "\n".join([*lines, f"and {more} more"] if more > 0 else lines)


def _said(error: BaseException | str) -> str:
    if isinstance(error, str):
        return error
    is_mendable = not is_defect(error)
    return message_of(error) if is_mendable else f"a defect: {type(error).__name__}: {error}"


def is_much_quarantined(summary: RunSummary, settings: Settings) -> bool:
    """Whether a run put so large a share of what it read into quarantine that somebody must look.

    The share is ``settings.notify_quarantined``.
    """
    read = summary.new + summary.changed + summary.reread
    return 0 < summary.quarantined_now >= settings.notify_quarantined * read


def newly_quarantined(before: Path | None, after: Path | None) -> Iterator[tuple[str, str]]:
    """Raw file and reason of each document that one version has in quarantine, and not the other.

    A document that another content put there again counts as new.
    """
    now, known = _in_quarantine(after), _in_quarantine(before)
    rows = now.join(known, on=["article_id", "content_sha256"], how="anti")
    yield from rows.select("source_path", "reason").sort("source_path").iter_rows()


def _in_quarantine(version: Path | None) -> pl.DataFrame:
    columns = ["article_id", "content_sha256", "source_path", "reason"]
    files = sorted(version.glob("_documents/**/*.parquet")) if version else []
    if not files:
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    ledger = pl.scan_parquet(files).filter(pl.col("state") == "quarantined")
    return ledger.select(columns).collect()


def facts_of(settings: Settings) -> dict[str, object]:
    """What each notice says of where it comes from."""
    return {"dataset": str(settings.processed.absolute()), "machine": platform.node()}


def _notice(settings: Settings, kind: Kind, subject: str, text: str, **facts: object) -> Notice:
    where = settings.processed.name
    return Notice(kind, f"Broadsheet, {where}: {subject}", text, facts_of(settings) | facts)


def _tell(settings: Settings, notices: list[Notice]) -> bool:
    """Send the notices; whether each reached every address, so that none need be said again."""
    problems = [problem for one in notices for problem in send(one, settings.notify)]
    for problem in problems:
        narrator.get().say(problem)
    return not problems


def _recall(processed: Path) -> _Memory:
    try:
        return _Memory(**json.loads((processed / _MEMORY).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return _Memory()  # of another release, or none


def _remember(processed: Path, memory: _Memory) -> None:
    try:
        processed.mkdir(parents=True, exist_ok=True)
        (processed / _MEMORY).write_text(json.dumps(asdict(memory)), encoding="utf-8")
    except OSError as error:
        # the reason of the notice itself, maybe: a full disk
        narrator.get().say(f"what was notified could not be noted: {message_of(error)}")


def _today() -> date:
    return datetime.now(UTC).date()  # noqa: TID251  # the clock enters here

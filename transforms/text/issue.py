"""Issue: one thing the pipeline did not understand and states instead of guessing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from transforms.text.span import Span

Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Issue:
    """What was not understood, where and how badly.

    stage:    the module that noticed, e.g. "text", "dates", "speakers".
    severity: "error" when the document is quarantined, "warning" when a value may be wrong,
              "info" when something was left NULL.
    code:     snake_case, stable; readers group by it.
    detail:   one sentence for a person.
    span:     where in the article's text, if there is such a place.
    """

    stage: str
    severity: Severity
    code: str
    detail: str
    span: Span | None = None


class Quarantined(Exception):
    """A document that cannot become an article; its issue says why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(f"{issue.code}: {issue.detail}")
        self.issue = issue

"""Folding: the corrections of one kind in an article, by place, each folded to what holds there.

Pure. Files only grow, so a later line overrules an earlier one about the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from transforms.corrections import Correction, CorrectionKind, CorrectionState, Outcome, place_of
from transforms.text import Issue, Span

GONE = "its words no longer stand in the text as they did"
UNREAD = "the article's words were not read"
STALE = "correction_stale"
Problem: TypeAlias = Callable[[Correction, Span], "Span | str"]
"""Where what a correction says ends up, or why it cannot be said of the text any more."""
_LEAST_SHARED = 0.5
"""Of the characters of a place and a row together: from here on the row is what is meant."""


@dataclass(slots=True)
class Fold:
    """What holds at one place.

    span:    where a person saw it.
    target:  where it stands when it is put right.
    members: the corrections that are about it, in order; the last one that says a thing wins.
    """

    span: Span
    target: Span
    members: list[tuple[Correction, Span]] = field(default_factory=list)

    @property
    def is_removed(self) -> bool:
        """Whether the last word is that there is nothing."""
        return self.members[-1][0].action == "remove"

    @property
    def standing(self) -> list[Correction]:
        """The corrections that nothing after them withdraws."""
        ones = [one for one, _ in self.members]
        last = max((at for at, one in enumerate(ones) if one.action == "remove"), default=-1)
        return ones[-1:] if self.is_removed else ones[last + 1 :]

    @property
    def said(self) -> dict[str, str]:
        """Field to what is right; empty where there is nothing."""
        return {name: value for one in self.standing for name, value in one.values}

    def state_of(self, correction: Correction) -> CorrectionState:
        """Superseded where later lines leave nothing of what a correction says."""
        standing = self.standing
        if correction not in standing:
            return "superseded"
        later = standing[standing.index(correction) + 1 :]
        overruled = {name for one in later for name, _ in one.values}
        said = {name for name, _ in correction.values}
        return "superseded" if later and said <= overruled else "applied"


def folded(
    text: str, corrections: Sequence[Correction], kind: CorrectionKind, target: Problem
) -> tuple[list[Fold], list[Outcome]]:
    """The places that corrections of a kind are about, in text order, and the stale ones."""
    folds: list[Fold] = []
    stale: list[Outcome] = []
    for one in corrections:
        if one.kind != kind:
            continue
        span = place_of(text, one.anchor)
        found = GONE if span is None else target(one, span)
        if span is None or isinstance(found, str):
            stale.append(Outcome(one, "stale", reason=str(found)))
            continue
        known = next((fold for fold in folds if span in (fold.span, fold.target)), None)
        if known is None:
            folds.append(Fold(span, found, [(one, span)]))
        else:
            known.members.append((one, span))
            known.target = known.target if found == span else found
    return sorted(folds, key=lambda fold: fold.span), stale


def unread(corrections: Sequence[Correction], *kinds: CorrectionKind) -> list[Outcome]:
    """The outcomes of corrections of an article of which nothing was extracted."""
    return [Outcome(one, "stale", reason=UNREAD) for one in corrections if one.kind in kinds]


def matched(folds: Sequence[Fold], spans: Sequence[Span]) -> dict[int, int]:
    """Position of a fold to that of the row that it is about, each row once, the likest first."""
    likeness = sorted(
        (-_shared(place, span), number, at)
        for number, fold in enumerate(folds)
        for at, span in enumerate(spans)
        for place in {fold.span, fold.target}
        if _shared(place, span) >= _LEAST_SHARED
    )
    found: dict[int, int] = {}
    for _, number, at in likeness:
        if number not in found and at not in found.values():
            found[number] = at
    return found


def _shared(one: Span, other: Span) -> float:
    """How much two stretches are one: what they share of both, or as much as is asked for.

    An engine often has the first half of a split quote, or draws its end too far.
    """
    common = min(one.end_char, other.end_char) - max(one.start_char, other.start_char)
    whole = one.envelope(other)
    shared = max(common, 0) / (whole.end_char - whole.start_char)
    has_an_end = one.start_char == other.start_char or one.end_char == other.end_char
    return max(shared, _LEAST_SHARED) if has_an_end else shared


def stale_issues(outcomes: Sequence[Outcome]) -> tuple[Issue, ...]:
    """An issue for each correction that is stale."""
    return tuple(
        Issue("corrections", "warning", STALE, _detail(one))
        for one in outcomes
        if one.state == "stale"
    )


def without_settled(issues: Sequence[Issue], outcomes: Sequence[Outcome]) -> tuple[Issue, ...]:
    """The issues without those about words whose speaker people settled, or that are no quote."""
    settled = [one.span for one in outcomes if one.span and one.correction.kind == "quote"]
    return tuple(
        issue
        for issue in issues
        if issue.stage != "quotes"
        or issue.span is None
        or not any(issue.span.overlaps(span) for span in settled)
    )


def _detail(outcome: Outcome) -> str:
    one = outcome.correction
    words = " ".join(one.anchor.words.split())
    short = words if len(words) <= 60 else f"{words[:59]}…"
    return f"{one.by} corrected a {one.kind} on {one.on}, “{short}”, and {outcome.reason}"

"""Two bodies side by side: what differs is marked, and nothing of either is lost."""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from flows.dashboard.compared import compared
from flows.dashboard.marks import TextPart

_BODY = st.text(alphabet="ab .!\n“”", max_size=60)


def _marked(pieces: list[TextPart]) -> list[str]:
    return [piece.text.strip() for piece in pieces if piece.anchors]


def test_the_words_that_differ_are_marked_and_no_others() -> None:
    left, right = compared(
        "The ferry sank.\nNobody was hurt, the mayor said.",
        "The ferry sank.\nTwo people were hurt, the mayor said. She left.",
    )

    assert _marked(left) == ["Nobody was"]
    assert _marked(right) == ["Two people were", "She left."]


def test_a_break_between_lines_is_no_difference() -> None:
    left, right = compared("It rained.\n\nAnn left\nearly.", "It rained. Ann left early.")

    assert (_marked(left), _marked(right)) == ([], [])


@hypothesis_settings(max_examples=200, deadline=None)
@given(one=_BODY, other=_BODY)
def test_each_body_is_shown_whole(one: str, other: str) -> None:
    left, right = compared(one, other)

    assert ("".join(piece.text for piece in left), "".join(piece.text for piece in right)) == (
        one,
        other,
    )


def test_a_long_copy_with_few_words_is_compared_in_time() -> None:
    chosen = random.Random(3)
    words = [
        chosen.choice(["the", "a", "of", "dam", "river", "was", "late."]) for _ in range(12_000)
    ]
    changed = [word if number % 40 else "mayor" for number, word in enumerate(words)]

    started = time.process_time()
    left, _ = compared(" ".join(words), " ".join(changed))

    assert time.process_time() - started < 4  # 20 s when all words were compared with all
    assert _marked(left)

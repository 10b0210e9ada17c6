"""Who passed words on, in sentences of many patterns; half of them were never looked at."""

from __future__ import annotations

import pytest

from benchmarks.relays import cases, is_right
from transforms.annotate import attributions_of
from transforms.page import parse_record
from transforms.sentences import find_sentences


@pytest.mark.parametrize("engine", ["learned", "rules"])
@pytest.mark.parametrize("split", ["development", "test"])
def test_nine_in_ten_relays_are_told_from_speakers(split: str, engine: str) -> None:
    verdicts = [
        is_right(
            attributions_of(text, find_sentences(parse_record(text)), engine=engine),  # type: ignore[arg-type]
            speaker,
            relays,
        )
        for text, speaker, relays in cases(split)
    ]
    assert len(verdicts) >= 75
    assert sum(verdicts) / len(verdicts) >= 0.9

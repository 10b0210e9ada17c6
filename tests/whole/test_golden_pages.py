"""Every page of the sample becomes what a person has read and found right (or says what is not)."""

from __future__ import annotations

import pytest

from tests.support.golden_pages import GOLDEN, golden_documents, written

DOCUMENTS = dict(golden_documents())


def test_there_is_a_golden_file_for_every_document_and_no_other() -> None:
    assert {path.name for path in GOLDEN.glob("*.json")} == {f"{n}.json" for n in DOCUMENTS}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_page_of_the_sample_comes_out_as_reviewed(name: str) -> None:
    golden = (GOLDEN / f"{name}.json").read_text(encoding="utf-8")
    assert written(DOCUMENTS[name]) == golden, (
        "python -m tests.support.golden_pages, then review the diff"
    )

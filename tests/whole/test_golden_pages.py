"""Every page of the sample becomes what a person has read and found right (or says what is not)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.golden_pages import (
    GOLDEN,
    golden_document,
    sample_documents,
    write_golden,
    written,
)

DOCUMENTS = dict(sample_documents())
REVIEW = "run `python -m tests.support.golden_pages`, then read the difference"


def test_there_is_a_golden_file_for_every_document_and_no_other() -> None:
    assert {path.name for path in GOLDEN.glob("*.json")} == {f"{n}.json" for n in DOCUMENTS}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_page_of_the_sample_comes_out_as_reviewed(name: str) -> None:
    golden = (GOLDEN / f"{name}.json").read_text(encoding="utf-8")
    assert written(golden_document(DOCUMENTS[name])) == golden, REVIEW


def test_writing_the_golden_files_says_which_of_them_changed(tmp_path: Path) -> None:
    write_golden(tmp_path, [("a", {"zones": 1}), ("b", {"zones": 2}), ("c", {"zones": 3})])
    after = [("a", {"zones": 1}), ("b", {"zones": 9}), ("d", {"zones": 4})]
    assert write_golden(tmp_path, after) == ["wrote b.json", "removed c.json", "wrote d.json"]
    assert write_golden(tmp_path, after) == []
    assert (tmp_path / "b.json").read_text(encoding="utf-8") == written({"zones": 9})

"""The training of the judge of a page's blocks: pages, answers, scores, the same bytes twice."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import numpy as np
import pytest

from tests.support.pages import PARAGRAPHS, page
from training.blocks.answers import answers_of_body, answers_of_passages
from training.blocks.pages import COLLECTIONS, known_pages
from training.blocks.scores import SCORES, Wanted
from transforms.page import words_of

BODY = "\n".join(PARAGRAPHS)


def collections(folder: Path, markups: dict[str, str]) -> Path:
    """A folder of collections in which each page stands once in each; by host."""
    for name in COLLECTIONS:
        (folder / name).mkdir()
        items = []
        with tarfile.open(folder / name / "pages.tar.xz", "w:xz") as packed:
            for number, (host, markup) in enumerate(markups.items()):
                file = f"{name}-{host}/p{number}.html"
                member = tarfile.TarInfo(file)
                member.size = len(markup.encode())
                packed.addfile(member, io.BytesIO(markup.encode()))
                gold: dict[str, object] = {"body": BODY}
                if name == "traf":
                    gold = {"with": list(PARAGRAPHS), "without": ["Terms of use"]}
                items.append({"id": f"p{number}", "file": file, "lang": "en"} | gold)
        (folder / name / "index.json").write_text(json.dumps({"items": items}), "utf-8")
    return folder


def test_pages_are_read_from_the_archives_of_their_collections(tmp_path: Path) -> None:
    found = list(known_pages(collections(tmp_path, {"a.example.org": page()})))
    assert [(one.collection, one.name, one.site) for one in found] == [
        (name, "p0", "example.org") for name in COLLECTIONS
    ]
    for one in found:
        told = [
            b.text
            for b, is_story in zip(one.read.blocks, one.answers.is_story, strict=True)
            if is_story == 1
        ]
        assert told == list(PARAGRAPHS)


def test_a_page_of_another_collection_is_read_where_it_lies(tmp_path: Path) -> None:
    web = collections(tmp_path, {"a.example.org": page()})
    items = [{"id": "p9", "page": "aeb/p0", "body": PARAGRAPHS[0], "lang": "en"}]
    (web / "fundus" / "index.json").write_text(json.dumps({"items": items}), "utf-8")
    [one] = [one for one in known_pages(web) if one.collection == "fundus"]
    assert (one.name, one.host, one.wanted.body) == ("p9", "aeb-a.example.org", PARAGRAPHS[0])


def test_a_short_line_is_an_answer_where_it_stands_in_the_story() -> None:
    blocks = [words_of(text) for text in ("Share", PARAGRAPHS[0], "Pumps failed", PARAGRAPHS[1])]
    body = f"{PARAGRAPHS[0]}\nPumps failed\n{PARAGRAPHS[1]}"
    assert answers_of_body(blocks, body).is_story.tolist() == [0, 1, 1, 1]


def test_blocks_without_a_passage_are_not_answered() -> None:
    blocks = [words_of(text) for text in ("Terms of use", PARAGRAPHS[0], PARAGRAPHS[1])]
    found = answers_of_passages(blocks, [PARAGRAPHS[0][:40]], ["Terms of use"])
    assert found.is_story.tolist() == [0, 1, -1]


@pytest.mark.parametrize("collection", ["aeb", "fundus"])
def test_a_body_with_half_of_the_story_scores_less_than_the_whole(collection: str) -> None:
    score = SCORES[collection]
    wanted = Wanted(BODY)
    half = "\n".join(PARAGRAPHS[:2])
    assert score([(wanted, BODY)]) == 1
    assert 0.5 < score([(wanted, half)]) < 0.8
    assert score([(wanted, "")]) == 0


def test_the_longest_common_subsequence_may_leave_words_out() -> None:
    found = SCORES["fundus"]([(Wanted("the old pumps of the town failed"), "The pumps failed")])
    assert found == pytest.approx(2 * 1 * (3 / 7) / (1 + 3 / 7))


def test_passages_count_over_all_pages() -> None:
    wanted = Wanted(None, ("the pumps", "the bridge"), ("terms of use",))
    assert SCORES["traf"]([(wanted, "the  pumps\nfailed; terms of use")]) == pytest.approx(0.5)


def test_learning_twice_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("catboost", reason="learning needs the extra training")
    pytest.importorskip("sklearn", reason="learning needs the extra training")
    from training.blocks.fit import arrays_of, learn

    monkeypatch.setattr("training.blocks.fit._TREES", 4)

    teaser = "<div class='related'><p>Read also: what the storm did to the harbour</p></div>"
    markups = {f"{n}.site{n}.org": page(bottom=teaser, top="<p>Share this</p>") for n in range(8)}
    pages = list(known_pages(collections(tmp_path, markups)))
    one, other = learn(pages), learn(pages)
    assert one.weights == other.weights
    first = arrays_of({"first": one.first, "second": one.second})
    second = arrays_of({"first": other.first, "second": other.second})
    assert first.keys() == second.keys()
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_a_collection_that_is_left_out_is_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("catboost", reason="learning needs the extra training")
    pytest.importorskip("sklearn", reason="learning needs the extra training")
    from training.blocks.__main__ import figures, left_out

    monkeypatch.setattr("training.blocks.fit._TREES", 4)
    markups = {f"{n}.site{n}.org": page(top="<p>Share this</p>") for n in range(8)}
    pages = list(known_pages(collections(tmp_path, markups)))
    found = list(left_out(pages, lambda one: one.collection))
    assert len(found) == len(pages)
    lines = list(figures(found))
    assert [line.split()[:2] for line in lines[::2]] == [[name, "all"] for name in COLLECTIONS]

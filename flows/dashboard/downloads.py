"""Downloads: what a file of a listing has beyond its rows."""

from __future__ import annotations

from dataclasses import replace

from flows.catalog import Answer


def linked(answer: Answer, base: str) -> Answer:
    """The answer with a column ``link``: the page of the article that each row stands in.

    base: address of the site, with a slash at its end.
    """
    if "article_id" not in answer.columns:
        return answer
    place = answer.columns.index("article_id")
    return replace(
        answer,
        columns=[*answer.columns, "link"],
        rows=[(*row, f"{base}articles/{row[place]}") for row in answer.rows],
        types=(),
    )

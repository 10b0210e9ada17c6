"""Question times: processor time of every shipped question, of one article and of the site's pages.

    python -m benchmarks.question_times PROCESSED [--only NAME ...] [--most 20]

Each is asked once to warm up and then three times; the least counts, in milliseconds of processor
time of all threads. Questions whose answer is a list of everything are asked for one name, as a
person would: the third most frequent of its kind. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer

import duckdb
from starlette.testclient import TestClient

from flows import catalog
from flows.dashboard import make_site

_THIRD = """
    select canonical_name, entity_id from entity_index where entity_type = ?
    order by article_count desc, entity_id limit 1 offset 2
"""
_ALL_ROWS = {
    "entity_timeline": "person", "figures_about": "place", "figures_asserted_by": "person",
    "speaker_over_time": "person", "said_about": "person", "who_quotes_whom": "person",
    "wordings": "person", "coverage_over_time": "place",
}  # fmt: skip
"""Questions that list everything, to the type of the name that is asked for."""


def used() -> float:
    """Milliseconds of processor time of this process so far."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return 1000 * (spent.ru_utime + spent.ru_stime)


def measured(ask: Callable[[], object]) -> float:
    """The least of three, after one to warm up."""
    ask()
    times = []
    for _ in range(3):
        begun = used()
        ask()
        times.append(used() - begun)
    return min(times)


def named(connection: duckdb.DuckDBPyConnection, kind: str) -> tuple[str, str]:
    """The name and the id of the third most frequent entity of a type."""
    [found] = connection.execute(_THIRD, [kind]).fetchall()
    return str(found[0]), str(found[1])


def asked_for(
    connection: duckdb.DuckDBPyConnection, name: str, asked: dict[str, str]
) -> catalog.Answer | None:
    """The answer; None where nothing has the name, which takes the question's time to find out."""
    try:
        return catalog.ask(connection, name, **asked)
    except catalog.QueryError as error:
        if not str(error).startswith("nothing has"):
            raise
        return None


def questions(processed: Path, only: list[str], most: float) -> Iterator[tuple[str, float | None]]:
    """Each question with its parameter, and its time; None where it took too long."""
    with catalog.open(processed) as connection:
        for name, *_ in catalog.listing().rows:
            if only and name not in only:
                continue
            kind = _ALL_ROWS.get(name)
            asked = {"name": named(connection, kind)[0]} if kind else {}
            timer = Timer(most, connection.interrupt)
            timer.start()
            try:
                took = measured(lambda: asked_for(connection, name, asked))  # noqa: B023
            except (duckdb.Error, RuntimeError, catalog.QueryError) as error:
                if "nterrupt" not in str(error):
                    raise
                took = None
            finally:
                timer.cancel()
            yield f"{name} {asked.get('name', '')}".strip(), took


def pages(processed: Path) -> Iterator[tuple[str, float]]:
    """Each address of the site that people come to, and its time."""
    with catalog.open(processed) as connection:
        name, entity = named(connection, "person")
        [[article]] = connection.execute("select min(article_id) from quotes").fetchall()
        [[story]] = connection.execute(
            "select min(story_id) from stories where article_count > 1"
        ).fetchall()
        connection.execute("select 1")
        took = measured(lambda: catalog.article(connection, article))
    yield "one article, its rows of all tables", took
    site = TestClient(make_site(processed), base_url="http://127.0.0.1")
    for address in (
        "/", "/quotes", f"/quotes?entity={entity}", "/quotes?words=bridge", "/figures",
        "/figures?kind=money", f"/figures?entity={entity}", "/names", f"/names?words={name}",
        f"/names/{entity}", "/stories", f"/stories/{story}", "/articles", "/relays", "/issues",
        f"/articles/{article}", f"/search?words={name}", "/coverage?words=bridge", "/data",
    ):  # fmt: skip
        yield address, measured(lambda: site.get(address).raise_for_status())  # noqa: B023


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("processed", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--most", type=float, default=60, help="seconds that a question may take")
    parser.add_argument("--without-pages", action="store_true")
    given = parser.parse_args()
    print("| question | ms |\n|---|---:|")
    for name, took in questions(given.processed, given.only, given.most):
        print(f"| {name} | {'too long' if took is None else f'{took:.0f}'} |", flush=True)
    if not given.only and not given.without_pages:
        for name, took in pages(given.processed):
            print(f"| {name} | {took:.0f} |", flush=True)


if __name__ == "__main__":
    main()

"""The catalog: what dashboards and notebooks read a dataset with.

::

    from flows import catalog

    # a shipped question by its name, or SQL; rows as Python values or as a Polars frame
    sums = catalog.ask("data/processed", "largest_sums", currency="EUR").frame()
    count = catalog.ask("data/processed", "select count(*) from articles").rows[0][0]

    # one connection for many questions: it keeps its version while later ones are published
    with catalog.open("data/processed") as connection:
        quoted = catalog.ask(connection, "speaker_over_time", name="Sorrel").frame()
        outlets = connection.execute("select distinct outlet from articles").fetchall()

    # one article with everything found in it
    page = catalog.article("data/processed", "2024-04-08-zardan-truce.txt")
    said = [(quote["speaker_name"], quote["quote_text"]) for quote in page.quotes]

The views, macros, checks and questions are files of ``sql/``.

Other rooms import from here alone. The names that they may use stand in ``__init__.pyi``; each is
loaded when it is first used, so that a command which needs one of them loads no other.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

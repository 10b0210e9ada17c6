"""Broadsheet in Python: open a published dataset, or read one text.

    import broadsheet

    with broadsheet.open("data/processed") as news:
        news.quotes                               # a Polars LazyFrame
        news.sql("select * from claims").pl()     # DuckDB
        news.search("river dam")                  # quotes that hold both words

    broadsheet.read("The mayor said the bridge is safe.").quotes

Reading locks nobody out and changes nothing; ``broadsheet run`` makes the dataset.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""The version of the extractor, which every row carries."""

from __future__ import annotations

EXTRACTOR_VERSION = "0.10.0"
"""Raised whenever the same text would give other rows; documents of another version are redone."""


def version_with(version: str, quotes_engine: str) -> str:
    """The extractor version of rows that an engine made; another engine gives other rows.

    >>> version_with("1.0", "learned"), version_with("1.0", "rules")
    ('1.0', '1.0+rules')
    """
    return version if quotes_engine == "learned" else f"{version}+{quotes_engine}"

"""The version of the extractor, which every row carries."""

from __future__ import annotations

from transforms.models import DEFAULT_ENGINE, Engine

EXTRACTOR_VERSION = "0.16.0"
"""Raise this whenever the same text would give other rows: documents of another version are redone.

``tests/whole/test_extractor_version.py`` fails when the rows of the sample changed without it.
"""


def version_with(version: str, engine: Engine) -> str:
    """The extractor version that rows of an engine carry; each engine gives other rows.

    >>> version_with("1.0", "accurate"), version_with("1.0", "rules")
    ('1.0', '1.0+rules')
    """
    return version if engine == DEFAULT_ENGINE else f"{version}+{engine}"

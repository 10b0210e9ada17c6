"""Alike: looking people up finds whom comparing each with each would find."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.names import Mention, resolve_names
from transforms.text import Span

GIVEN = ("John", "Jon", "J.", "Johnny", "Vladimir", "Vladmir", "Maria Ana", "Ana", "Marai", "M. A.")
SURNAMES = ("Smith", "Smiht", "Almeida", "Allmeida", "Ana Almeida")
NAMES = st.builds("{} {}".format, st.sampled_from(GIVEN), st.sampled_from(SURNAMES))


def named(names: list[str]) -> list[tuple[str, str]]:
    text, mentions = "", []
    for name in names:
        span = Span(len(text), len(text) + len(name))
        mentions.append(Mention(span, "person", 0, "body", 1.0))
        text += f"{name}. "
    return [(one.canonical_name, one.form) for one in resolve_names(text, mentions)]


@given(st.lists(NAMES | st.sampled_from(("Smith", "Almeida", "Ana", "Maria")), max_size=40))
def test_people_looked_up_are_those_that_comparing_each_with_each_finds(names: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("transforms.names.alike._FEW", 1_000)
        compared = named(names)
        patched.setattr("transforms.names.alike._FEW", 0)
        assert named(names) == compared

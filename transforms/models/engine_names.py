"""Engine: what reads names and quotes, as the settings name it."""

from __future__ import annotations

from typing import Literal

Engine = Literal["accurate", "fast", "rules"]
"""``accurate``: a pretrained encoder, taught names and attributions. ``fast``: a small part of it,
taught by the whole. ``rules``: quotes by rules alone; names as ``fast`` finds them."""
Network = Literal["accurate", "fast"]
"""The engines that have networks of their own."""

DEFAULT_ENGINE: Engine = "accurate"


def network_of(engine: Engine) -> Network:
    """The networks that read names for an engine."""
    return "accurate" if engine == "accurate" else "fast"

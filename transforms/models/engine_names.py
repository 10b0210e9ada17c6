"""Engine: what reads names and quotes, as the settings name it."""

from __future__ import annotations

from typing import Literal

Engine = Literal["accurate", "fast", "rules"]
"""``accurate``: a pretrained encoder, taught names and attributions. ``fast``: two small networks.
``rules``: quotes by rules alone; names as ``fast`` finds them."""

DEFAULT_ENGINE: Engine = "accurate"

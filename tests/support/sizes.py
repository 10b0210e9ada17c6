"""How large a proof is: minutes by default, hours for whoever asks for them.

``PROOF_FILES=100000 make proof`` spoils as many files; CONTRIBUTING.md lists the variables.
"""

from __future__ import annotations

import os


def proof_size(name: str, default: int) -> int:
    """The number in the environment variable ``PROOF_`` and the name; ``default`` without one."""
    return int(os.environ.get(f"PROOF_{name}") or default)

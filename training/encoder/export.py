"""Write a trained state where it ships: encoder, heads, and what the attribution head needs.

    python -m training.encoder.export WEIGHTS GOLD STATE [--to transforms/models] [--uncalibrated]

The folder gets encoder.onnx, encoder_pieces.txt, accurate_names.onnx, accurate_attribution.onnx and
accurate_attribution.json. The confidence is calibrated on the texts that were kept out, with the
files as they are stored; ``--uncalibrated`` leaves that out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from training.attribution.__main__ import KEPT_OUT
from training.attribution.batches import Vocabulary
from training.attribution.calibration import fit_confidence, judged
from training.attribution.corpus import read_texts
from training.attribution.linking import train_linker
from training.attribution.word_classes import current_word_classes
from training.encoder import encoder_file
from training.encoder.head_file import head_bytes
from training.encoder.model import SharedModel
from training.encoder.pretrained import read_pieces, read_weights
from training.names.__main__ import LABELS as NAME_LABELS
from transforms.models import SequenceModel
from transforms.names import COLUMN_SIZES, FLAGS
from transforms.quotes import COLUMNS, LABELS

TARGET = Path(__file__).parents[2] / "transforms" / "models"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.encoder.export")
    parser.add_argument("weights", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("state", type=Path)
    parser.add_argument("--to", type=Path, default=TARGET)
    parser.add_argument("--uncalibrated", action="store_true")
    options = parser.parse_args()
    texts = read_texts(options.gold, "polnear_train")
    used = [text for at, text in enumerate(texts) if at % KEPT_OUT]
    kept_out = [text for at, text in enumerate(texts) if at % KEPT_OUT == 0]
    vocabulary = Vocabulary.of([chunk for text in used for chunk in text.chunks])
    model = SharedModel(
        read_weights(options.weights), [len(entries) + 2 for entries in vocabulary]
    ).eval()
    model.load_state_dict(torch.load(options.state, weights_only=True)["mean"])
    write_encoder(options.to, model, read_pieces(options.weights))
    names = head_bytes(model.names, len(COLUMN_SIZES), FLAGS, NAME_LABELS.names, log=True)
    (options.to / "accurate_names.onnx").write_bytes(names)
    content = head_bytes(model.attributions, 3 + len(COLUMNS), 0, LABELS, log=False)
    (options.to / "accurate_attribution.onnx").write_bytes(content)
    transitions, starts = model.path.scores()
    rest: dict[str, object] = {
        "vocabulary": {name: list(entries) for name, entries in vocabulary._asdict().items()},
        "word_classes": current_word_classes().words,
        "links": train_linker(used),
        "path": {
            "transitions": np.round(transitions.detach().numpy(), 3).tolist(),
            "starts": np.round(starts.detach().numpy(), 3).tolist(),
        },
        "calibration": {"": 0.0},
    }
    if not options.uncalibrated:
        stored = SequenceModel(content)
        rest["calibration"] = fit_confidence(
            [pair for text in kept_out for pair in judged(rest, stored, text)]
        )
    text = json.dumps(rest, ensure_ascii=False, separators=(",", ":"))
    (options.to / "accurate_attribution.json").write_text(text + "\n", encoding="utf-8")


def write_encoder(to: Path, model: SharedModel, pieces: list[str]) -> None:
    """The encoder, with the pieces that English news can need."""
    kept = [at for at, piece in enumerate(pieces) if _is_needed(piece)]
    model.encoder.pieces.weight.data = model.encoder.pieces.weight.data[kept]
    (to / "encoder.onnx").write_bytes(encoder_file.onnx_bytes(model.encoder))
    lines = [pieces[at] for at in kept]
    (to / "encoder_pieces.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _is_needed(piece: str) -> bool:
    """Latin letters, digits and marks; no places that the publisher left unused."""
    letters = [letter for letter in piece if letter.isalpha()]
    return not piece.startswith("[unused") and all(ord(letter) < 0x250 for letter in letters)


if __name__ == "__main__":
    main()

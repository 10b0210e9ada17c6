"""Write a trained state where it ships: encoder, heads, and what the attribution head needs.

    python -m training.encoder.export WEIGHTS GOLD STATE [--engine fast] [--to transforms/models]

The folder gets, for the engine, ENGINE_encoder.onnx, ENGINE_names.onnx, ENGINE_attribution.onnx and
ENGINE_attribution.json, and encoder_pieces.txt and .npz, which do not depend on it. The confidence
is calibrated on the texts that were kept out, with the files as they are stored.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch

from training.attribution.calibration import fit_confidence, judged
from training.attribution.corpus import KEPT_OUT, TrainingText, read_texts
from training.attribution.linking import train_linker
from training.attribution.vocabulary import Vocabulary
from training.attribution.word_classes import current_word_classes
from training.encoder.encoder_file import onnx_bytes, table_bytes
from training.encoder.head_file import head_bytes
from training.encoder.model import SharedModel
from training.encoder.network import SIZES
from training.encoder.pretrained import read_pieces, read_weights
from training.encoder.windows import attribution_window, batch_of, batches, name_windows
from training.graph import greatest_inputs
from training.names.corpora import training_texts
from training.names.examples import LABELS as NAME_LABELS
from training.names.examples import Examples, Plan
from transforms.models import Encoder, PieceTable, SequenceModel, WordPieces
from transforms.names import COLUMN_SIZES, FLAGS
from transforms.quotes import COLUMNS, LABELS

TARGET = Path(__file__).parents[2] / "transforms" / "models"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.encoder.export")
    parser.add_argument("weights", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("state", type=Path)
    parser.add_argument("--engine", choices=list(SIZES), default="accurate")
    parser.add_argument("--to", type=Path, default=TARGET)
    options = parser.parse_args()
    texts = read_texts(options.gold, "polnear_train")
    used = [text for at, text in enumerate(texts) if at % KEPT_OUT]
    kept_out = [text for at, text in enumerate(texts) if at % KEPT_OUT == 0]
    vocabulary = Vocabulary.of([chunk for text in used for chunk in text.chunks])
    sizes = [len(entries) + 2 for entries in vocabulary]
    model = SharedModel(read_weights(options.weights), sizes, SIZES[options.engine]).eval()
    model.load_state_dict(torch.load(options.state, weights_only=True)["mean"])
    pieces = read_pieces(options.weights)
    named, attributed = _greatest(model, vocabulary, WordPieces(pieces), kept_out)
    encoder = write_encoder(options.to, options.engine, model, pieces)
    names = head_bytes(model.names, len(COLUMN_SIZES), FLAGS, NAME_LABELS.names, named, log=True)
    (options.to / f"{options.engine}_names.onnx").write_bytes(names)
    content = head_bytes(model.attributions, 3 + len(COLUMNS), 0, LABELS, attributed, log=False)
    (options.to / f"{options.engine}_attribution.onnx").write_bytes(content)
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
    stored = SequenceModel(content)
    rest["calibration"] = fit_confidence(
        [pair for text in kept_out for pair in judged(rest, encoder, stored, text)]
    )
    text = json.dumps(rest, ensure_ascii=False, separators=(",", ":"))
    (options.to / f"{options.engine}_attribution.json").write_text(text + "\n", encoding="utf-8")


@torch.no_grad()
def _greatest(
    model: SharedModel, vocabulary: Vocabulary, pieces: WordPieces, kept_out: list[TrainingText]
) -> tuple[list[float], list[float]]:
    """The greatest inputs of the layers of both heads: names, attributions."""
    rng = random.Random(0)
    windows = [
        attribution_window(chunk, path, vocabulary, pieces)
        for text in kept_out
        for chunk, path in zip(text.chunks, text.labels, strict=True)
    ]
    with greatest_inputs(model.attributions.layers) as attributed:
        for group in batches(windows, 4000, rng):
            model.attribution_scores(batch_of(group))
    texts = training_texts()[::20]
    examples = Examples(texts, Plan(replaced=0))
    windows = [
        window
        for text in texts
        for window in name_windows(list(examples.of(text, rng)), pieces, rng)
    ]
    with greatest_inputs(model.names.layers) as named:
        for group in batches(windows, 4000, rng):
            model.name_scores(batch_of(group))
    return named, attributed


def write_encoder(to: Path, engine: str, model: SharedModel, pieces: list[str]) -> Encoder:
    """The encoder, with the pieces that English news can need, as it is stored."""
    kept = [at for at, piece in enumerate(pieces) if _is_needed(piece)]
    content = onnx_bytes(model.encoder)
    (to / f"{engine}_encoder.onnx").write_bytes(content)
    table = table_bytes(model.encoder.pieces.weight[kept])
    (to / "encoder_pieces.npz").write_bytes(table)
    lines = [pieces[at] for at in kept]
    (to / "encoder_pieces.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Encoder(content, PieceTable.of(lines, str(to / "encoder_pieces.npz")))


def _is_needed(piece: str) -> bool:
    """Latin letters, digits and marks; no places that the publisher left unused."""
    letters = [letter for letter in piece if letter.isalpha()]
    return not piece.startswith("[unused") and all(ord(letter) < 0x250 for letter in letters)


if __name__ == "__main__":
    main()

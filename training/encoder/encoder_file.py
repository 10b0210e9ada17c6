"""Write the encoder as the ONNX file that ``transforms.models`` runs: eight bits a weight.

Built node by node. Every weight of a matrix is a whole number from -63 to 63 with a step of its
column's own: seven bits, so that no processor's eight-bit products overflow, and every processor
finds the same sums. What a window's inputs are rounded to depends on that window alone, so a
document's vectors do not depend on the documents beside it. The table of pieces, which the engines
share, is a file of its own and has a step per row.
"""

from __future__ import annotations

from io import BytesIO

import numpy as np
from onnx import TensorProto, helper
from torch import Tensor, nn

from training.encoder.network import ATTENTION_HEADS, WIDTH, Encoder, Layer
from training.graph import FUSED, Graph

OPSET = 20
_GREATEST = 63
EPSILON = 1e-12


class EncoderGraph(Graph):
    """A graph with the layers of the encoder."""

    def floats(self, tensor: Tensor) -> str:
        """A stored vector in single precision."""
        return self.constant(tensor.detach().numpy().astype(np.float32))

    def linear(self, x: str, layer: nn.Linear) -> str:
        """A matrix product in eight bits, and a bias."""
        weights, steps = rounded(layer.weight.detach().numpy())
        return self.add(
            "DynamicQuantizeMatMul",
            x,
            self.constant(np.ascontiguousarray(weights.T)),
            self.constant(steps),
            self.constant(np.zeros(len(steps), np.int8)),
            self.floats(layer.bias),
            domain=FUSED,
        )

    def norm(self, x: str, added: str, norm: nn.LayerNorm) -> str:
        """The sum of two values, normed; onnxruntime's operator for both is ten times slower."""
        scale, bias = self.floats(norm.weight), self.floats(norm.bias)
        return self.add(
            "LayerNormalization", self.add("Add", x, added), scale, bias, epsilon=EPSILON
        )

    def layer(self, x: str, layer: Layer) -> str:
        """One layer of the encoder."""
        parts = [f"{x}{name}" for name in ("query", "key", "value")]
        qkv = self.linear(x, layer.qkv)
        self.nodes.append(helper.make_node("Split", [qkv], parts, axis=2, num_outputs=3))
        seen = self.add("MultiHeadAttention", *parts, domain=FUSED, num_heads=ATTENTION_HEADS)
        x = self.norm(x, self.linear(seen, layer.out), layer.norm1)
        inner = self.add("FastGelu", self.linear(x, layer.up), domain=FUSED)
        return self.norm(x, self.linear(inner, layer.down), layer.norm2)


def rounded(matrix: np.ndarray, greatest: int = _GREATEST) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers of the size of a matrix, and the step of each of its rows."""
    steps = np.maximum(np.abs(matrix).max(axis=1), 1e-8).astype(np.float32) / greatest
    return np.round(matrix / steps[:, None]).astype(np.int8), steps


def onnx_bytes(encoder: Encoder) -> bytes:
    """The file's bytes."""
    graph = EncoderGraph()
    count = graph.add("Shape", "rows", start=1, end=2)
    zero, axis = (graph.constant(np.array([value], np.int64)) for value in (0, 0))
    places = graph.add("Slice", graph.floats(encoder.positions), zero, count, axis)
    x = graph.norm("rows", places, encoder.norm)
    for layer in encoder.layers:
        assert isinstance(layer, Layer)
        x = graph.layer(x, layer)
    graph.nodes.append(helper.make_node("Identity", [x], ["vectors"]))
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info("rows", TensorProto.FLOAT, [1, "pieces", WIDTH])],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [1, "pieces", "width"])],
        graph.stored,
    )
    sets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
    model = helper.make_model(made, opset_imports=sets, producer_name="broadsheet")
    model.ir_version = 9
    content: bytes = model.SerializeToString(deterministic=True)
    return content


def table_bytes(pieces: Tensor) -> bytes:
    """The table of pieces: whole numbers, and the step of each row."""
    table, steps = rounded(pieces.detach().numpy(), 127)
    content = BytesIO()
    np.savez(content, table=table, steps=steps)
    return content.getvalue()

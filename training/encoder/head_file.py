"""Write a trained head as the ONNX file that ``transforms.models.SequenceModel`` runs.

Weights are stored in half precision and computed in single, those of the layers in whole numbers.
The first flags of a token are its vector; columns that the head does not see are in the ids all the
same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper
from torch import nn

from training.encoder.encoder_file import OPSET
from training.encoder.network import WIDTH, Head
from training.graph import FUSED, Graph


class HeadGraph(Graph):
    """A graph with the products and norms of a head."""

    def product(self, x: str, layer: nn.Linear) -> str:
        """A matrix product and a bias."""
        return self.add("Gemm", x, self.halves(layer.weight), self.halves(layer.bias), transB=1)

    def normed(self, x: str, norm: nn.LayerNorm) -> str:
        """Rows of mean 0 and spread 1, scaled."""
        scale, bias = self.halves(norm.weight), self.halves(norm.bias)
        return self.add("LayerNormalization", x, scale, bias, axis=1, epsilon=norm.eps)


def head_bytes(
    head: Head,
    columns: int,
    flags: int,
    labels: Sequence[str],
    greatest: Sequence[float],
    *,
    log: bool,
) -> bytes:
    """The file's bytes.

    columns: feature ids per token.
    flags:   further values per token, without the vector.
    greatest: the greatest absolute input of each layer.
    log:     whether the scores become logarithms of probabilities.
    """
    graph = HeadGraph()
    ends = [graph.constant(np.array([value], np.int64)) for value in (0, WIDTH, WIDTH + flags, 1)]
    parts = [graph.add("Slice", "flags", ends[0], ends[1], ends[3])]
    for at, table in zip(head.seen, head.tables, strict=True):
        assert isinstance(table, nn.Embedding)
        ids = graph.add("Gather", "ids", graph.constant(np.array(at, np.int32)), axis=1)
        parts.append(graph.add("Gather", graph.halves(table.weight), ids, axis=0))
    if flags:
        parts.append(graph.add("Slice", "flags", ends[1], ends[2], ends[3]))
    x = graph.product(graph.add("Concat", *parts, axis=1), head.enter)
    x = graph.normed(graph.add("Gelu", x, approximate="tanh"), head.norm)
    x = graph.add("Mul", x, "keep")
    width = head.out.in_features
    for at, (layer, norm) in enumerate(zip(head.layers, head.norms, strict=True)):
        assert isinstance(layer, nn.Linear)
        assert isinstance(norm, nn.LayerNorm)
        both = graph.convolved(x, layer, head.reaches[at], greatest[at])
        left, right = f"{both}a", f"{both}b"
        halves = graph.constant(np.array([width, width], np.int64))
        graph.nodes.append(helper.make_node("Split", [both, halves], [left, right], axis=1))
        added = graph.add("Mul", left, graph.add("Sigmoid", right))
        x = graph.add("Mul", graph.normed(graph.add("Add", x, added), norm), "keep")
    x = graph.product(x, head.out)
    graph.nodes.append(helper.make_node("LogSoftmax" if log else "Identity", [x], ["scores"]))
    made = helper.make_graph(
        graph.nodes,
        "head",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT32, ["rows", columns]),
            helper.make_tensor_value_info("flags", TensorProto.FLOAT, ["rows", WIDTH + flags]),
            helper.make_tensor_value_info("keep", TensorProto.FLOAT, ["rows", 1]),
        ],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["rows", len(labels)])],
        graph.stored,
    )
    model = helper.make_model(
        made,
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)],
        producer_name="broadsheet",
    )
    model.ir_version = 9
    metadata = {"labels": json.dumps(list(labels)), "columns": str(columns)}
    metadata |= {"flags": str(WIDTH + flags), "gap": str(head.gap)}
    helper.set_model_props(model, metadata)
    onnx.checker.check_model(model)
    content: bytes = model.SerializeToString(deterministic=True)
    return content

"""Write a trained network as the ONNX file that ``transforms.models`` runs.

Weights are stored in half precision and computed in single, those of the layers in whole numbers. Labels, columns, flags (unused) and gap stand in the metadata;
transitions and starts of the CRF go into attribution.json.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper
from torch import nn

from training.attribution.labeller import Network
from training.graph import FUSED, Graph
from transforms.quotes import LABELS

_OPSET = 20


class _Graph(Graph):
    """A graph with the products of the labeller."""

    def linear(self, x: str, layer: nn.Linear) -> str:
        """A matrix product and a bias."""
        turned = self.add("Transpose", self.halves(layer.weight), perm=[1, 0])
        return self.add("Add", self.add("MatMul", x, turned), self.halves(layer.bias))


def onnx_bytes(network: Network, greatest: Sequence[float] = ()) -> bytes:
    """The file's bytes.

    greatest: the greatest absolute input of each layer; with them the layers multiply whole
              numbers.
    """
    graph = _Graph()
    embedded = []
    for at, table in enumerate(network.tables):
        column = graph.constant(np.array(at, np.int32))
        ids = graph.add("Gather", "ids", column, axis=1)
        embedded.append(graph.add("Gather", graph.halves(table.weight), ids, axis=0))
    x = graph.add("Mul", graph.add("Concat", *embedded, axis=1), "keep")
    x = graph.add("Relu", graph.linear(graph.with_neighbours(x, 1), network.enter))
    x = graph.add("Mul", x, "keep")
    width = network.shape.width
    for at, (layer, norm) in enumerate(zip(network.layers, network.norms, strict=True)):
        reach = network.shape.dilations[at]
        if greatest:
            both = graph.convolved(x, layer, reach, greatest[at])
        else:
            both = graph.linear(graph.with_neighbours(x, reach), layer)
        left, right = f"{both}a", f"{both}b"
        halves = graph.constant(np.array([width, width], np.int64))
        graph.nodes.append(helper.make_node("Split", [both, halves], [left, right], axis=1))
        added = graph.add("Mul", left, graph.add("Sigmoid", right))
        scale, bias = graph.halves(norm.weight), graph.halves(norm.bias)
        summed = graph.add("Add", x, added)
        x = graph.add("LayerNormalization", summed, scale, bias, axis=1, epsilon=1e-5)
        x = graph.add("Mul", x, "keep")
    out = graph.linear(x, network.out)
    graph.nodes.append(helper.make_node("Identity", [out], ["scores"]))
    return _model(graph, network).SerializeToString(deterministic=True)


def _model(graph: _Graph, network: Network) -> onnx.ModelProto:
    columns = len(network.shape.sizes)
    made = helper.make_graph(
        graph.nodes,
        "attribution",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT32, ["rows", columns]),
            helper.make_tensor_value_info("flags", TensorProto.FLOAT, ["rows", 0]),
            helper.make_tensor_value_info("keep", TensorProto.FLOAT, ["rows", 1]),
        ],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["rows", len(LABELS)])],
        graph.stored,
    )
    model = helper.make_model(
        made,
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(FUSED, 1)],
        producer_name="broadsheet",
    )
    model.ir_version = 9
    metadata = {"labels": json.dumps(LABELS), "columns": str(columns), "flags": "0"}
    helper.set_model_props(model, metadata | {"gap": str(network.shape.gap)})
    onnx.checker.check_model(model)
    return model

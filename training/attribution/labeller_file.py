"""Write a trained network as the ONNX file that ``transforms.models`` runs.

Built node by node, so that the file depends on the weights alone. Weights are stored in half
precision and computed in single. Labels, columns, flags (unused) and gap stand in the metadata;
transitions and starts of the CRF go into attribution.json.
"""

from __future__ import annotations

import json

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from training.attribution.labeller import Network
from transforms.quotes import LABELS

_OPSET = 20


class _Graph:
    """Nodes and stored arrays as they are added; every value has a name."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.stored: list[onnx.TensorProto] = []

    def constant(self, array: np.ndarray) -> str:
        """A stored array."""
        name = f"c{len(self.stored)}"
        self.stored.append(numpy_helper.from_array(array, name))
        return name

    def weight(self, tensor: Tensor) -> str:
        """A weight, stored in half precision."""
        halves = tensor.detach().numpy().astype(np.float16)
        return self.add("Cast", self.constant(halves), to=TensorProto.FLOAT)

    def add(self, operator: str, *inputs: str, **settings: object) -> str:
        """A node with one output; the output's name."""
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], **settings))
        return name

    def linear(self, x: str, layer: nn.Linear) -> str:
        """A matrix product and a bias."""
        turned = self.add("Transpose", self.weight(layer.weight), perm=[1, 0])
        return self.add("Add", self.add("MatMul", x, turned), self.weight(layer.bias))

    def with_neighbours(self, x: str, reach: int) -> str:
        """Each row beside the ones ``reach`` above and below, zeros beyond the edges."""
        shifted = []
        last = np.iinfo(np.int64).max
        for pads, start, stop in (
            ([reach, 0, 0, 0], 0, -reach),
            ([0, 0, reach, 0], reach, last),
        ):
            padded = self.add("Pad", x, self.constant(np.array(pads, np.int64)))
            ends = [self.constant(np.array([value], np.int64)) for value in (start, stop, 0)]
            shifted.append(self.add("Slice", padded, *ends))
        return self.add("Concat", shifted[0], x, shifted[1], axis=1)


def onnx_bytes(network: Network) -> bytes:
    """The file's bytes."""
    graph = _Graph()
    embedded = []
    for at, table in enumerate(network.tables):
        column = graph.constant(np.array(at, np.int32))
        ids = graph.add("Gather", "ids", column, axis=1)
        embedded.append(graph.add("Gather", graph.weight(table.weight), ids, axis=0))
    x = graph.add("Mul", graph.add("Concat", *embedded, axis=1), "keep")
    x = graph.add("Relu", graph.linear(graph.with_neighbours(x, 1), network.enter))
    x = graph.add("Mul", x, "keep")
    width = network.shape.width
    for layer, norm, reach in zip(
        network.layers, network.norms, network.shape.dilations, strict=True
    ):
        both = graph.linear(graph.with_neighbours(x, reach), layer)
        left, right = f"{both}a", f"{both}b"
        halves = graph.constant(np.array([width, width], np.int64))
        graph.nodes.append(helper.make_node("Split", [both, halves], [left, right], axis=1))
        added = graph.add("Mul", left, graph.add("Sigmoid", right))
        scale, bias = graph.weight(norm.weight), graph.weight(norm.bias)
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
        made, opset_imports=[helper.make_opsetid("", _OPSET)], producer_name="broadsheet"
    )
    model.ir_version = 9
    metadata = {"labels": json.dumps(LABELS), "columns": str(columns), "flags": "0"}
    helper.set_model_props(model, metadata | {"gap": str(network.shape.gap)})
    onnx.checker.check_model(model)
    return model

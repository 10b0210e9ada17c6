"""Tagger file: writes a trained network as the ONNX file that ``transforms.models`` runs.

The graph is built node by node, so that the file depends on the weights alone and not on the
version of an exporter. Inputs: ids int32 (rows, columns), flags float (rows, flags), keep float
(rows, 1). Output: log-probabilities (rows, labels). Weights are stored as float16 and computed in
float32. When the file is loaded, embeddings and projections are folded into one table. Metadata:
labels, columns, flags and gap.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from training.names.tagger import Network

_OPSET = 20
_FUSED = "com.microsoft"
"""The domain of onnxruntime's own operators."""
_MOST_INPUT = 127
"""Steps on either side of zero in 8 bits."""
_MOST_WEIGHT = 63
"""Steps on either side of zero in 7 bits."""


class _Graph:
    """The nodes and constants of the graph as they are added; every value has a name."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.values: list[onnx.TensorProto] = []
        self._stored: dict[int, str] = {}

    def constant(self, array: np.ndarray) -> str:
        name = f"c{len(self.values)}"
        self.values.append(numpy_helper.from_array(array, name))
        return name

    def weight(self, tensor: Tensor) -> str:
        """A weight: stored once, in half precision, and computed with in single precision."""
        if id(tensor) not in self._stored:
            array = tensor.detach().numpy().astype(np.float16)
            self._stored[id(tensor)] = self.add("Cast", self.constant(array), to=TensorProto.FLOAT)
        return self._stored[id(tensor)]

    def transposed(self, tensor: Tensor) -> str:
        """A matrix stored as PyTorch holds it and used transposed."""
        return self.add("Transpose", self.weight(tensor), perm=[1, 0])

    def add(self, operator: str, *inputs: str, **settings: object) -> str:
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], **settings))
        return name


def onnx_bytes(network: Network, reaches: Sequence[float] = ()) -> bytes:
    """The bytes of the file.

    Args:
        network: the trained network.
        reaches: the greatest absolute input of each layer in training texts. With them the layers
            multiply 8-bit integers, which is three times as fast. Weights keep 7 bits, so that no
            sum overflows and every processor gives the same result.
    """
    shape = network.shape
    graph = _Graph()
    x = _projected(graph, network)
    x = graph.add("Gelu", x, approximate="tanh")
    x = _kept(graph, _normed(graph, x, network.norm))
    for at, (layer, norm) in enumerate(zip(network.layers, network.norms, strict=True)):
        if reaches:
            both = _whole(graph, x, layer, reaches[at], shape.dilations[at])
        else:
            both = _linear(graph, _around(graph, x, shape.dilations[at]), layer)
        halves = graph.constant(np.array([shape.width, shape.width], np.int64))
        left, right = f"{both}a", f"{both}b"
        graph.nodes.append(helper.make_node("Split", [both, halves], [left, right], axis=1))
        gated = graph.add("Mul", left, graph.add("Sigmoid", right))
        x = _kept(graph, _normed(graph, graph.add("Add", x, gated), norm))
    scores = _linear(graph, x, network.out)
    graph.nodes.append(helper.make_node("LogSoftmax", [scores], ["scores"], axis=1))
    return _model(graph, network).SerializeToString(deterministic=True)


def _projected(graph: _Graph, network: Network) -> str:
    """The sum of the projected embeddings of all columns and of the projected flags."""
    tables, offsets, at = [], [], 0
    for column in network.shape.columns:
        offsets.append(at)
        at += column.size
        table = graph.weight(network.table_of(column).weight)
        projection = graph.transposed(network.projections[column.name].weight)
        tables.append(graph.add("MatMul", table, projection))
    whole = graph.add("Concat", *tables, axis=0)
    ids = graph.add("Add", "ids", graph.constant(np.array([offsets], np.int32)))
    axis = graph.constant(np.array([1], np.int64))
    summed = graph.add("ReduceSum", graph.add("Gather", whole, ids, axis=0), axis, keepdims=0)
    return graph.add("Add", summed, _linear(graph, "flags", network.flags))


def _linear(graph: _Graph, x: str, layer: nn.Linear) -> str:
    product = graph.add("MatMul", x, graph.transposed(layer.weight))
    return graph.add("Add", product, graph.weight(layer.bias))


def _whole(graph: _Graph, x: str, layer: nn.Linear, most: float, reach: int) -> str:
    """A layer in integers: one fixed step for its inputs, one step per output for its weights."""
    weight = layer.weight.detach().numpy().T
    steps = (np.abs(weight).max(axis=0) / _MOST_WEIGHT).astype(np.float32)
    step = graph.constant(np.array(most / _MOST_INPUT, np.float32))
    middle = graph.constant(np.array(128, np.uint8))
    inputs = [
        _around(graph, graph.add("QuantizeLinear", x, step, middle), reach, middle),
        graph.constant(np.rint(weight / steps).astype(np.int8)),
        step,
        graph.constant(steps),
        middle,
        graph.constant(np.zeros(len(steps), np.int8)),
        graph.weight(layer.bias),
    ]
    return graph.add("MatMulIntegerToFloat", *inputs, domain=_FUSED)


def _normed(graph: _Graph, x: str, norm: nn.LayerNorm) -> str:
    scale, bias = graph.weight(norm.weight), graph.weight(norm.bias)
    return graph.add("LayerNormalization", x, scale, bias, axis=1, epsilon=1e-5)


def _kept(graph: _Graph, x: str) -> str:
    return graph.add("Mul", x, "keep")


def _around(graph: _Graph, x: str, reach: int, blank: str = "") -> str:
    """Each row beside the rows ``reach`` before and after it; blank ones beyond the ends."""
    pads = graph.constant(np.array([reach, 0, reach, 0], np.int64))
    padded = graph.add("Pad", x, pads, *([blank] if blank else []))
    end = np.iinfo(np.int64).max
    bounds = {
        at: graph.constant(np.array([at], np.int64)) for at in (0, -2 * reach, 2 * reach, end)
    }
    before = graph.add("Slice", padded, bounds[0], bounds[-2 * reach], bounds[0])
    after = graph.add("Slice", padded, bounds[2 * reach], bounds[end], bounds[0])
    return graph.add("Concat", before, x, after, axis=1)


def _model(graph: _Graph, network: Network) -> onnx.ModelProto:
    shape = network.shape
    columns, flags = len(shape.columns), shape.flags
    made = helper.make_graph(
        graph.nodes,
        "window_network",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT32, ["rows", columns]),
            helper.make_tensor_value_info("flags", TensorProto.FLOAT, ["rows", flags]),
            helper.make_tensor_value_info("keep", TensorProto.FLOAT, ["rows", 1]),
        ],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["rows", len(shape.labels)])],
        graph.values,
    )
    model = helper.make_model(
        made,
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, 1)],
        producer_name="broadsheet",
    )
    model.ir_version = 9
    metadata = {"labels": json.dumps(shape.labels), "columns": str(columns), "flags": str(flags)}
    helper.set_model_props(model, metadata | {"gap": str(shape.gap)})
    onnx.checker.check_model(model)
    return model

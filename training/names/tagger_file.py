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
from onnx import TensorProto, helper
from torch import Tensor, nn

from training.graph import FUSED, Graph
from training.names.tagger import Network

_OPSET = 20


def onnx_bytes(network: Network, reaches: Sequence[float] = ()) -> bytes:
    """The bytes of the file.

    Args:
        network: the trained network.
        reaches: the greatest absolute input of each layer in training texts. With them the layers
            multiply whole numbers, which is three times as fast.
    """
    shape = network.shape
    graph = Graph()
    x = _projected(graph, network)
    x = graph.add("Gelu", x, approximate="tanh")
    x = _kept(graph, _normed(graph, x, network.norm))
    for at, (layer, norm) in enumerate(zip(network.layers, network.norms, strict=True)):
        if reaches:
            both = graph.convolved(x, layer, shape.dilations[at], reaches[at])
        else:
            both = _linear(graph, graph.with_neighbours(x, shape.dilations[at]), layer)
        halves = graph.constant(np.array([shape.width, shape.width], np.int64))
        left, right = f"{both}a", f"{both}b"
        graph.nodes.append(helper.make_node("Split", [both, halves], [left, right], axis=1))
        gated = graph.add("Mul", left, graph.add("Sigmoid", right))
        x = _kept(graph, _normed(graph, graph.add("Add", x, gated), norm))
    scores = _linear(graph, x, network.out)
    graph.nodes.append(helper.make_node("LogSoftmax", [scores], ["scores"], axis=1))
    return _model(graph, network).SerializeToString(deterministic=True)


def _projected(graph: Graph, network: Network) -> str:
    """The sum of the projected embeddings of all columns and of the projected flags."""
    tables, offsets, at = [], [], 0
    for column in network.shape.columns:
        offsets.append(at)
        at += column.size
        table = graph.halves(network.table_of(column).weight)
        projection = _transposed(graph, network.projections[column.name].weight)
        tables.append(graph.add("MatMul", table, projection))
    whole = graph.add("Concat", *tables, axis=0)
    ids = graph.add("Add", "ids", graph.constant(np.array([offsets], np.int32)))
    axis = graph.constant(np.array([1], np.int64))
    summed = graph.add("ReduceSum", graph.add("Gather", whole, ids, axis=0), axis, keepdims=0)
    return graph.add("Add", summed, _linear(graph, "flags", network.flags))


def _linear(graph: Graph, x: str, layer: nn.Linear) -> str:
    product = graph.add("MatMul", x, _transposed(graph, layer.weight))
    return graph.add("Add", product, graph.halves(layer.bias))


def _transposed(graph: Graph, tensor: Tensor) -> str:
    """A matrix stored as PyTorch holds it and used transposed."""
    return graph.add("Transpose", graph.halves(tensor), perm=[1, 0])


def _normed(graph: Graph, x: str, norm: nn.LayerNorm) -> str:
    scale, bias = graph.halves(norm.weight), graph.halves(norm.bias)
    return graph.add("LayerNormalization", x, scale, bias, axis=1, epsilon=1e-5)


def _kept(graph: Graph, x: str) -> str:
    return graph.add("Mul", x, "keep")


def _model(graph: Graph, network: Network) -> onnx.ModelProto:
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
        graph.stored,
    )
    model = helper.make_model(
        made,
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(FUSED, 1)],
        producer_name="broadsheet",
    )
    model.ir_version = 9
    metadata = {"labels": json.dumps(shape.labels), "columns": str(columns), "flags": str(flags)}
    helper.set_model_props(model, metadata | {"gap": str(shape.gap)})
    onnx.checker.check_model(model)
    return model

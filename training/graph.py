"""Graph: an ONNX graph that is built node by node, so that a file depends on the weights alone."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor


class Graph:
    """Nodes and stored arrays as they are added; every value has a name."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.stored: list[onnx.TensorProto] = []

    def constant(self, array: np.ndarray) -> str:
        """A stored array."""
        name = f"c{len(self.stored)}"
        self.stored.append(numpy_helper.from_array(array, name))
        return name

    def add(
        self, operator: str, *inputs: str, domain: str | None = None, **settings: object
    ) -> str:
        """A node; the name of its first output."""
        name = f"n{len(self.nodes)}"
        self.nodes.append(
            helper.make_node(operator, list(inputs), [name], domain=domain, **settings)
        )
        return name

    def halves(self, tensor: Tensor) -> str:
        """A weight, stored in half precision and computed in single."""
        stored = self.constant(tensor.detach().numpy().astype(np.float16))
        return self.add("Cast", stored, to=TensorProto.FLOAT)

    def with_neighbours(self, x: str, reach: int) -> str:
        """Each row beside the ones ``reach`` above and below, zeros beyond the edges."""
        shifted = []
        last = np.iinfo(np.int64).max
        for pads, start, stop in (([reach, 0, 0, 0], 0, -reach), ([0, 0, reach, 0], reach, last)):
            padded = self.add("Pad", x, self.constant(np.array(pads, np.int64)))
            ends = [self.constant(np.array([value], np.int64)) for value in (start, stop, 0)]
            shifted.append(self.add("Slice", padded, *ends))
        return self.add("Concat", shifted[0], x, shifted[1], axis=1)

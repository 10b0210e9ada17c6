"""Graph: an ONNX graph that is built node by node, so that a file depends on the weights alone.

Products in whole numbers: weights keep seven bits, with a step for each output, so that no sum
overflows and every processor finds the same. Inputs have one fixed step per layer, taken from the
greatest input that training texts gave it, so that no row's score depends on another row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

FUSED = "com.microsoft"
"""The domain of onnxruntime's own operators."""
_MOST_INPUT = 127
_MOST_WEIGHT = 63
_MIDDLE = np.array(128, np.uint8)
"""What stands for zero among the whole numbers of an input."""


class Graph:
    """Nodes and stored arrays as they are added; every value has a name."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.stored: list[onnx.TensorProto] = []
        self._halves: dict[int, str] = {}

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
        """A weight, stored once in half precision and computed with in single."""
        if id(tensor) not in self._halves:
            stored = self.constant(tensor.detach().numpy().astype(np.float16))
            self._halves[id(tensor)] = self.add("Cast", stored, to=TensorProto.FLOAT)
        return self._halves[id(tensor)]

    def with_neighbours(self, x: str, reach: int, blank: str | None = None) -> str:
        """Each row beside the ones ``reach`` above and below, blanks beyond the edges."""
        shifted = []
        last = np.iinfo(np.int64).max
        for pads, start, stop in (([reach, 0, 0, 0], 0, -reach), ([0, 0, reach, 0], reach, last)):
            blanks = [blank] if blank else []
            padded = self.add("Pad", x, self.constant(np.array(pads, np.int64)), *blanks)
            ends = [self.constant(np.array([value], np.int64)) for value in (start, stop, 0)]
            shifted.append(self.add("Slice", padded, *ends))
        return self.add("Concat", shifted[0], x, shifted[1], axis=1)

    def convolved(self, x: str, layer: nn.Linear, reach: int, greatest: float) -> str:
        """A layer over each row and its neighbours, in whole numbers.

        greatest: the greatest absolute input that training texts gave the layer.
        """
        weight = layer.weight.detach().numpy().T
        steps = (np.abs(weight).max(axis=0) / _MOST_WEIGHT).astype(np.float32)
        step = self.constant(np.array(greatest / _MOST_INPUT, np.float32))
        middle = self.constant(_MIDDLE)
        rounded = self.add("QuantizeLinear", x, step, middle)
        return self.add(
            "MatMulIntegerToFloat",
            self.with_neighbours(rounded, reach, middle),
            self.constant(np.rint(weight / steps).astype(np.int8)),
            step,
            self.constant(steps),
            middle,
            self.constant(np.zeros(len(steps), np.int8)),
            self.halves(layer.bias),
            domain=FUSED,
        )


@contextmanager
def greatest_inputs(layers: Iterable[nn.Module]) -> Iterator[list[float]]:
    """The greatest absolute input of each layer, of all that they read inside the block."""
    layers = list(layers)
    greatest = [0.0] * len(layers)

    def note(at: int, given: Tensor) -> None:
        greatest[at] = max(greatest[at], float(given.detach().abs().max()))

    hooks = [
        layer.register_forward_pre_hook(lambda _, given, at=at: note(at, given[0]))
        for at, layer in enumerate(layers)
    ]
    yield greatest
    for hook in hooks:
        hook.remove()

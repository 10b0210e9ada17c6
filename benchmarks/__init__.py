"""Measurements behind RESULTS.md. Run as ``python -m benchmarks.<name>``."""

import transforms  # noqa: F401  # before any import of onnxruntime: no telemetry

"""Training: how the shipped models were made. Needs the extra ``training``; nothing imports it."""

import transforms  # noqa: F401  # before any import of onnxruntime: no telemetry

"""Measurements behind RESULTS.md. Run as ``python -m benchmarks.<name>``."""

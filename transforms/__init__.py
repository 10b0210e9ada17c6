"""Pure text-to-table transforms. Nothing here reads a file, a clock or the network.

The one exception is packaged data: ``transforms.lexicon`` reads the TSV files that ship beside it.

Importing anything of this package switches the telemetry of ONNX Runtime off, which is on in its
wheels since 1.32: it looks for a collector and writes events under ``~/.cache``. The runtime reads
the variable when it is imported, so it is set here, where none of our imports can come before.
"""

import os

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

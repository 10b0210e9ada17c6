"""Pure text-to-table transforms. Nothing here reads a file, a clock or the network.

The one exception is packaged data: ``transforms.lexicon`` reads the TSV files that ship beside it.
"""

EXTRACTOR_VERSION = "0.1.0"
"""Raised whenever the same text would give other rows; documents of another version are redone."""

"""The learned engine: a tagger of sources, cues and contents, and a linker that joins them."""

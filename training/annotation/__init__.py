"""Annotation: our own annotated texts as standoff rows, and how far two readings of them agree."""

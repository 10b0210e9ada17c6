"""The choice of what a figure measures: what it learns from and how it is fitted."""

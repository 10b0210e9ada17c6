"""Certainty: how likely a figure is right, learnt from figures judged by eye."""

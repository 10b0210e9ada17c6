"""Encoder: one pretrained encoder, taught names and attributions together."""

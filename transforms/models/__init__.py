"""Models: the shipped weights, each with its MODEL_CARD and NOTICE; data only."""

"""Names: how the shipped entity tagger and its gazetteer are made."""

"""Blocks: learns which blocks of a web page are its story, from pages whose story is known."""

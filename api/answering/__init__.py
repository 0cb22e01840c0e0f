"""Answering operations: from an admitted operation to the JSON that a client gets."""

"""Seals the log: a Merkle tree over its entries with signed checkpoints, so that nothing in it can be changed unseen."""

"""The texts of queries: sent, sent by their hash, or known beforehand; read and checked once."""

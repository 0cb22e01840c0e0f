"""The values that entries are made of."""

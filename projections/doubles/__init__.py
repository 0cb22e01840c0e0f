"""Likely doubles: actors or events that the log holds twice, found by reading the views. A person decides what is merged."""

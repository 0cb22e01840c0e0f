"""Telling subscribers what the log records, as the views take it in."""

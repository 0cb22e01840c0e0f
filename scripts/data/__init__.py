"""Data that the scripts append: reports of events, coded as entries."""

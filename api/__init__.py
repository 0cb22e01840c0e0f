"""Answering questions over GraphQL. Reads the views, never writes."""

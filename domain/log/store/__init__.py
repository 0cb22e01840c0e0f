"""Where entries are kept: in PostgreSQL, or in memory for tests."""

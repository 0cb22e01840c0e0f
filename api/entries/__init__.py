"""What somebody is about to append, looked at beforehand: the schema of entries, and whether they would be accepted."""

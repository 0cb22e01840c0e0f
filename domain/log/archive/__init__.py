"""The log as text files: exported, cited, restored."""

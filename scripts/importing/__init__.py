"""Bringing in data sets: from the rows of a file to drafts, from drafts to entries. `formats` has a file for each layout."""

"""Folding the log into views, and finding things in them. The list of views stands in `projections.views`."""

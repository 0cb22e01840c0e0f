"""Tables that no published data set has: a map says which columns are which fields of a kind of event."""

"""GraphQL over HTTP: reading requests, negotiating the representation, and writing responses."""

"""What one client may ask of the server, and how much: every limit can be set, and every refusal names its remedy."""

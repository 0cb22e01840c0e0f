"""What is seen of the server from outside: structured logs, metrics, and traces."""

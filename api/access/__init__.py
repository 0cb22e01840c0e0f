"""Who may ask: bearer tokens, the hosts and origins that are answered, and what browsers may do with the answers."""

"""What every connection of annals to PostgreSQL has in common: session settings, prepared statements, locks and channels."""

"""What the commands share and no view or query needs."""

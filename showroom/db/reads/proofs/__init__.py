"""Stock proved by what the journal tells: what moved, and in which order."""

"""Products and their import."""

"""People, shifts and settings."""

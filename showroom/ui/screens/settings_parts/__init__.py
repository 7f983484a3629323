"""The forms of the settings screen, one per file."""

"""People, shifts, settings and the set-up."""

"""Adding a printer."""

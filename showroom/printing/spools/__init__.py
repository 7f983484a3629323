"""Printers behind somebody else's queue: one document handed over, one word back."""

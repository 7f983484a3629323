"""A new shop's way to its first sale: what is done, what is next, and its first printer."""

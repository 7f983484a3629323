"""Products, stock and where they come from."""

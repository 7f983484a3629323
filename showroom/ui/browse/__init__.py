"""Lists of things."""

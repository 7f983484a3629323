"""Values and rules of the shop: standard library only, no clock, no files, no randomness."""

"""This computer: clock, keys, folders, files, log."""

"""The kinds of files that goods come in: each read as a table of cells."""

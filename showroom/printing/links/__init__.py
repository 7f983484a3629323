"""Byte pipes to printers; each keeps its deadlines and counts what it wrote."""

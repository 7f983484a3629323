"""Goods on hand, and the documents by which they come in, move and leave."""

"""The first start: an empty shop, or the demo shop."""

"""The demo shop, its simulated days and the tour."""

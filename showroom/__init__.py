"""万荣路88号 · 收银与库存."""

__version__ = "0.1.0"
__released__ = "2025-01-01"
"""No clock of a running till stands before it; moved on with the version."""

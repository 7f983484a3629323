"""Opening, feeding and closing a shift."""

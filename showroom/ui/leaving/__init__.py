"""领用: goods that leave without being sold: issues, write-offs, returns to suppliers."""

"""Sales, refunds and baskets."""

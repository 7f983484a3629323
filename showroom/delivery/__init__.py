"""From the outbox to paper."""

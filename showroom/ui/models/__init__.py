"""What screens hold while they are worked at."""

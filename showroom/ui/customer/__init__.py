"""What the customer sees: the pole and the second screen."""

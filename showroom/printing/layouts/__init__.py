"""What stands on each slip."""

"""What waits for an official, in one list."""

"""What officials do with a case, and its file."""

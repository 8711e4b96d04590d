"""What in words leads to a person, and words without it."""

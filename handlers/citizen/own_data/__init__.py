"""What is kept about whoever asks, and their rights over it."""

"""What a story is about: guessed, confirmed, asked."""

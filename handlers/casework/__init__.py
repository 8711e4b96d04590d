"""What officials do with a case, as far as cards, commands and the clock share it."""

"""How a conversation is held: questions in order, what was said as their answers."""

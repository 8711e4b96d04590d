"""Numbers that people carry, and what proves a receipt."""

"""How the plan stands, in words and in figures."""

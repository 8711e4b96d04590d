"""Officials write articles, approve them and see to what follows."""

"""Questions answered at once, and the catalogue to look through."""

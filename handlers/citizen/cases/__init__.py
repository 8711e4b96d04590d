"""A case as its sender sees it, and what they may do with it."""

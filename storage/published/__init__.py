"""Published results, who says that it happened to them too, what was changed because of it."""

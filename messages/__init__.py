"""Words: the neutral message shapes and the texts in each language. Knows no rule and no I/O."""

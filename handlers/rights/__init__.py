"""Who may know, see and decide what of a case."""

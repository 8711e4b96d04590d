"""Articles for the department's pages: who may do what, how they are shown, what cases give."""

"""Who the officials are: invited, away, handed over, locked, leaving; their groups."""

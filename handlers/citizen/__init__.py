"""What citizens say and do."""

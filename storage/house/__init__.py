"""Small things the house keeps for itself: jobs, counters, marks."""

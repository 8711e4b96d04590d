"""What people are told unasked: when, by which way, and what follows where it fails."""

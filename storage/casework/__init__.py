"""Cases and what officials do with them. `cases` is the one door through which they change."""

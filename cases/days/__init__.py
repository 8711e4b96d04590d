"""Days and hours: which are worked, when something is due, what is late."""

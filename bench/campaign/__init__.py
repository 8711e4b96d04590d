"""A broadcast to a hundred thousand people, against services that keep their real limits."""

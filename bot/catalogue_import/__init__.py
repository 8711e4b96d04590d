"""Taking in a list of procedures as a portal exports it: reading the file (`sheet`), finding out
what it changes (`plan`), and writing that down with its history (`written`)."""

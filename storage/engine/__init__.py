"""The database itself: opened, brought up to date, run in turns."""

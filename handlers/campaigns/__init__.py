"""Broadcasts on their way: approved, sent, watched."""

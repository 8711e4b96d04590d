"""Channels in a process of their own."""

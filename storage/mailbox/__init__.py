"""Chats, what comes in, what goes out, and the ways it may go."""

"""The public pages, the chat page and its API: one aiohttp application."""

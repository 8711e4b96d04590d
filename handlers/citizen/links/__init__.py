"""One person in several chats, and chats parted again."""

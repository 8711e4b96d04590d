"""What becomes of cards, cases and chats when an official moves, leaves or is locked out."""

"""What Telegram is made of."""

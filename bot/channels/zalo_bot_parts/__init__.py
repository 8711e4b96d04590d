"""What the Zalo Bot is made of."""

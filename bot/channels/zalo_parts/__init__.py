"""What the Zalo Official Account is made of."""

"""What people hear of unasked because they wished to: asked for, changed, and ended by one word."""

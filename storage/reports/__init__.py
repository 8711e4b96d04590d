"""What reports are counted from, reports as issued, and tasks that come of them."""

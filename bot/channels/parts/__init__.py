"""What several channels share."""

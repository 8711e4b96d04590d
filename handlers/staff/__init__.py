"""The commands of officials."""

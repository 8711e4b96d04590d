"""Telling the department something, from the story to the receipt. Read `submit` first."""

"""Search over the cases an official may see: what was typed, looking through, what is shown."""

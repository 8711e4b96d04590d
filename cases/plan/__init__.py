"""The communication plan at work: how its items stand, broadcasts, articles."""

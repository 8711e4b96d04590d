"""New cases: entered for others, accepted, written down."""

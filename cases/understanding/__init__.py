"""How a message is understood: its features, what examples and words say of it, why, and how well.
`cases.understanding.routing` is the way in."""

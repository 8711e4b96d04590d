"""The catalogue of procedures: found in people's words, listed, complete, changed."""

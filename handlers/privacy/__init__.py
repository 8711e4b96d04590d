"""Rights of people over their data: asked for, erased, let go."""

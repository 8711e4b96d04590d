"""`/kehoach`: what the plan asks for, what was done for it, and what shows it."""

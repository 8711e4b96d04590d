"""Rights of people over their data: consent, erasure, retention, who looked at what."""

"""The ways people reach us; each is one file behind `base.Channel`."""

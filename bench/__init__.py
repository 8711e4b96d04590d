"""The same feedback conversation on our bot and on what a builder would use instead."""

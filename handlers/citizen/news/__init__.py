"""What people hear of unasked because they wished to: asked for, changed, and ended by one word."""

from handlers.citizen.news import stopping, subscribing

__all__ = ["stopping", "subscribing"]

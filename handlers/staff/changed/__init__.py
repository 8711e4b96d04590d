"""“Bạn nói, chúng tôi làm”: whoever wrote about something hears that it was changed."""

from handlers.staff.changed import telling

__all__ = ["telling"]

"""“Bạn nói, chúng tôi làm”: whoever wrote about something hears that it was changed."""

"""The running process: command line, settings, channels, inbox, outbox, clock, web site."""

__version__ = "0.1.0"

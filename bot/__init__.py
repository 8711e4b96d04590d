"""The running process: command line, settings, channels, inbox, outbox, clock, web site."""

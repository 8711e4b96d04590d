"""`python -m bot` is the command `langnghe`."""

from bot.cli import main

main()

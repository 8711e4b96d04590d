"""What `langnghe` can be told to do, one file per command."""

"""Apart from the database, so that a channel's own process knows it without loading that."""


class StorageUnavailable(Exception):
    """Nothing was committed: the disk is full, or the database is away. Try again later."""

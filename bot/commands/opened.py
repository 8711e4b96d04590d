"""The database of a command that changes something, checked and migrated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.commands import start_checks
from bot.commands.plainly import Refusal
from bot.commands.safe_key import fitting_key, show_key
from bot.settings import Settings, secret_key
from storage.engine import opening
from storage.engine.db import Store
from storage.engine.opening import CannotOpen
from storage.house import key_mark
from storage.keys import Keys


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """To write in. Raises Refusal for everything that keeps it from being used."""
    start_checks.writable_data(settings)
    start_checks.migrated(settings)
    start_checks.fit_to_use(settings)
    fitting_key(settings)
    # Whoever seals first fixes the key.
    keys = Keys(secret_key(settings)[0])
    with reading(settings, keys) as store:
        store.start()
        if store.run_sync(lambda tx: key_mark.keep_mark(tx, keys)):
            show_key(settings)
        yield store


@contextmanager
def reading(settings: Settings, keys: Keys | None = None) -> Iterator[Store]:
    """To read in only; refuses a database nothing was ever written to. What is sealed opens with
    `keys` alone."""
    try:
        found = opening.revision(settings.database)
    except CannotOpen as error:
        raise start_checks.database_refusal(error) from None
    if found is None:
        raise Refusal(
            "Chưa có dữ liệu nào ở đây: kiểm tra LANGNGHE_DATA_DIR và LANGNGHE_DATABASE_URL.",
            "There is no data here: check LANGNGHE_DATA_DIR and LANGNGHE_DATABASE_URL.",
        )
    store = Store(settings.database, keys)
    try:
        with damage_told(settings):
            yield store
    finally:
        store.stop()


@contextmanager
def damage_told(settings: Settings) -> Iterator[None]:
    """What a broken file says in the middle of the work, as a Refusal."""
    try:
        yield
    except Exception as error:
        if not opening.is_damage(error):
            raise
        damaged = CannotOpen("damaged", opening.where(settings.database))
        raise start_checks.database_refusal(damaged) from None

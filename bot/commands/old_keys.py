"""Keys of backups whose time is over are destroyed, with a proof: what was erased since cannot be
read from those backups any more."""

from __future__ import annotations

from datetime import timedelta

from bot.app import utc_now
from bot.commands import key_ring
from bot.commands.agency_words import usable_agency
from bot.commands.plainly import Refusal, say
from bot.settings import Settings, secret_key
from cases.agency.deadlines import Limit
from storage.engine import opening
from storage.engine.db import Store
from storage.keys import Keys
from storage.privacy import retention


def due(settings: Settings) -> tuple[list[str], Limit]:
    """The keys whose time is over. Raises Refusal where the agency folder cannot be read."""
    limit = usable_agency(settings).retention.backups
    return key_ring.older(settings, utc_now() - timedelta(days=limit.days)), limit


def let_go(settings: Settings) -> int:
    """How many were destroyed. A database of an older shape, or an agency folder that cannot be
    read, puts it off: no backup fails for it."""
    try:
        names, limit = due(settings)
    except Refusal as refusal:
        say(f"Chưa hủy khóa sao lưu cũ: {refusal.vi}", refusal.en)
        return 0
    if not names or opening.revision(settings.database) != opening.known_revisions()[0]:
        return 0
    keys, now = Keys(secret_key(settings)[0]), utc_now()
    until = now - timedelta(days=limit.days)
    store = Store(settings.database, keys)
    store.start()
    try:
        # The proof first: a key that is gone without one could not be told from a lost one.
        store.run_sync(
            lambda tx: retention.prove(tx, keys, "backups", names, limit.basis, until, now)
        )
    finally:
        store.stop()
    key_ring.destroy(settings, names)
    return len(names)

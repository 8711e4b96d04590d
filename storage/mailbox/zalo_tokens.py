"""The token pair of the Zalo Official Account, sealed, and who is renewing it. A refresh token
opens one door once, so a pair is written only in the place of the one it was made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from storage.columns.plain import stamp
from storage.engine.tx import Tx
from storage.keys import Keys, WrongKey

_PAIR, _CLAIM = "zalo tokens", "zalo refresh"
OF_THIS_PLACE = _PAIR, _CLAIM
"""Names in `kept` that a backup does not bring back: there is one pair in the world that works, and
an older one in its place would cost a login, or, beside the house it was taken from, take its."""

_READ = "SELECT value FROM kept WHERE name = :name"


@dataclass(frozen=True, slots=True)
class Pair:
    """`got_at` is aware UTC. `seed` is the keyed hash of the tokens in the settings when this pair
    was kept: other ones in the settings are newer than it."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    got_at: datetime
    seed: str = ""


def seed_mark(keys: Keys, access: str, refresh: str) -> str:
    """Of the tokens in the settings; empty where there are none."""
    return keys.mark("zalo seed", f"{access}\n{refresh}") if access or refresh else ""


def kept(tx: Tx, keys: Keys) -> Pair | None:
    """None also for a pair that was sealed under another key: nobody can use it any more."""
    row = tx.one(_READ, name=_PAIR)
    return _opened(keys, str(row[0])) if row else None


def keep(tx: Tx, keys: Keys, pair: Pair, instead_of: Pair | None) -> Pair:
    """Write `pair` where the one in force is still `instead_of`. Returns the one in force then:
    another than `pair` where somebody else was quicker."""
    sealed = _sealed(keys, pair)
    if tx.insert_once_plain("kept", name=_PAIR, value=sealed):
        return pair
    row = tx.one(_READ + tx.lock, name=_PAIR)
    there = _opened(keys, str(row[0])) if row else None
    if there is not None and there != instead_of:
        return there
    tx.run("UPDATE kept SET value = :value WHERE name = :name", value=sealed, name=_PAIR)
    return pair


def replace(tx: Tx, keys: Keys, pair: Pair) -> None:
    """Write `pair` whatever is there: somebody has just brought it from Zalo."""
    sealed = _sealed(keys, pair)
    if not tx.insert_once_plain("kept", name=_PAIR, value=sealed):
        tx.run("UPDATE kept SET value = :value WHERE name = :name", value=sealed, name=_PAIR)


def claim(tx: Tx, who: str, now: datetime, until: datetime) -> bool:
    """Whether `who` alone may ask Zalo for a new pair, until then. Whoever dies with a claim
    blocks the others only so long."""
    mine = f"{stamp(until)} {who}"
    if tx.insert_once_plain("kept", name=_CLAIM, value=mine):
        return True
    row = tx.one(_READ + tx.lock, name=_CLAIM)
    end, _, holder = str(row[0]).rpartition(" ") if row else ("", "", who)
    if holder != who and end > stamp(now):
        return False
    taken = tx.run("UPDATE kept SET value = :value WHERE name = :name", value=mine, name=_CLAIM)
    return taken == 1


def release(tx: Tx, who: str) -> None:
    tx.run("DELETE FROM kept WHERE name = :name AND value LIKE :mine", name=_CLAIM, mine=f"% {who}")


def forget_claim(tx: Tx) -> None:
    """Where no other process can be alive: whoever claimed is dead."""
    tx.run("DELETE FROM kept WHERE name = :name", name=_CLAIM)


def _sealed(keys: Keys, pair: Pair) -> str:
    value = [pair.access, pair.refresh, pair.got_at.isoformat(), pair.seed]
    return keys.seal(_PAIR, value).decode("ascii")


def _opened(keys: Keys, sealed: str) -> Pair | None:
    try:
        value = keys.unseal(_PAIR, sealed.encode("ascii"))
    except WrongKey:
        return None
    assert isinstance(value, list)
    return Pair(value[0], value[1], datetime.fromisoformat(value[2]), value[3])

"""A department's subscribers, and a broadcast approved for them, put into a fresh database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bench.campaign.services import MARK
from cases.plan.campaigns import Audience, CampaignKind
from storage.engine.db import Store
from storage.engine.schema import migrate
from storage.engine.tx import Tx
from storage.keys import Keys
from storage.mailbox import chats
from storage.plan import campaigns

TOPIC = "thu_tuc"
_AT_ONCE = 2000
_WORDS = (
    "Từ ngày 1/12 ông/bà nộp hồ sơ đăng ký doanh nghiệp và nhận kết quả qua bưu chính công ích,"
    f" không phải đến Sở. Bưu cục xã nhận hồ sơ trong giờ làm việc. ({MARK})"
)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Ids by channel; `closed` are those of Zalo who spoke there too long ago."""

    telegram: tuple[str, ...]
    zalo: tuple[str, ...]
    closed: frozenset[str]

    @property
    def open(self) -> int:
        return len(self.telegram) + len(self.zalo) - len(self.closed)


def crowd(people: int) -> Crowd:
    """In the proportion of what both channels take, so that both are busy to the end."""
    on_telegram = people * 20 // 65
    telegram = tuple(str(5_000_000_000 + n) for n in range(on_telegram))
    zalo = tuple(f"24684{n:012}" for n in range(people - on_telegram))
    return Crowd(telegram, zalo, frozenset(zalo[::20]))


def fill(database: str, key: str, people: Crowd) -> None:
    """Raises where the database is not fresh."""
    migrate(database)
    store = Store(database, Keys(key.encode()))
    store.start()
    everybody = _mixed(people)
    for start in range(0, len(everybody), _AT_ONCE):
        some = everybody[start : start + _AT_ONCE]
        store.run_sync(partial(_add, some, people.closed))
    store.run_sync(_approve)
    store.stop()


def _mixed(people: Crowd) -> list[tuple[str, str]]:
    """As people come: now one of this channel, now of that."""
    each = [("telegram", user) for user in people.telegram] + [("zalo", u) for u in people.zalo]
    return sorted(each, key=lambda one: one[1][::-1])


def _add(some: list[tuple[str, str]], closed: frozenset[str], tx: Tx) -> None:
    now = datetime.now(UTC)
    for channel, user in some:
        chat = chats.open_chat(tx, channel, user, now)
        spoke = now - timedelta(days=30 if user in closed else 0, hours=1)
        tx.run("UPDATE chat SET heard_at = :at WHERE id = :id", at=spoke, id=chat.id)
        tx.insert_row("subscriber", person_id=chat.person_id, frequency="each", at=now)
        tx.insert("subscription", person_id=chat.person_id, topic=TOPIC, at=now)


def _approve(tx: Tx) -> None:
    now = datetime.now(UTC)
    made = campaigns.add(
        tx,
        CampaignKind.WRITTEN,
        now,
        title="Nộp hồ sơ qua bưu chính",
        words_vi=_WORDS,
        audience=Audience(topics=(TOPIC,)),
        item="II.1.c",
    )
    assert made is not None
    campaigns.move(tx, made.id, "submit")
    campaigns.move(tx, made.id, "approve", approved_at=now)


def database_in(folder: Path) -> str:
    return f"sqlite:///{folder / 'langnghe.db'}"

"""`langnghe retention`: let go of what is kept no longer; with `--dry-run` only say how much of
what that would be."""

from __future__ import annotations

import secrets
from functools import partial

from bot.app import utc_now
from bot.commands import old_keys
from bot.commands.agency_words import usable_agency
from bot.commands.opened import opened, reading
from bot.commands.plainly import say
from bot.commands.safe_key import fitting_key
from bot.settings import Settings, secret_key
from handlers.desk import Desk, Ground
from handlers.privacy import retention
from messages.dates import full_day, local
from messages.texts import Texts
from storage.engine.tx import Tx
from storage.keys import Keys

_WHAT = {
    "chat inbox": ("Tin của người dân và cán bộ", "Messages in"),
    "chat gathered": ("Tin đã gom vào bản tổng hợp", "Broadcasts told in summaries"),
    "chat outbox": ("Tin của trợ lý", "Messages out"),
    "quarantined files": ("Ảnh giấy tờ cất riêng, tệp dữ liệu", "Files put apart, data files"),
    "failures bytes": ("Nguyên văn tin gửi hỏng", "Bytes of failed messages"),
    "access_log rows": ("Dòng nhật ký truy cập", "Rows of the access log"),
    "tips": ("Tin báo không tên", "Tips without a name"),
    "case_file": ("Hồ sơ", "Case files"),
}


def run(settings: Settings, *, dry: bool) -> None:
    if dry:
        fitting_key(settings)
        with reading(settings) as store:
            store.read_sync(lambda tx: _tell(_desk(settings, tx)))
        _tell_keys(len(old_keys.due(settings)[0]))
        say("Chưa xóa gì (xem trước).", "Nothing was deleted: this is a dry run.")
        return
    with opened(settings) as store:
        store.read_sync(lambda tx: _tell(_desk(settings, tx)))
        total = 0
        for name in retention.NAMES:
            while gone := store.run_sync(partial(_portion, settings, name)):
                total += gone
    total += old_keys.let_go(settings)
    say(f"Đã xóa {total}; bằng chứng đã ghi.", f"{total} deleted; the proof is kept.")


def _tell_keys(count: int) -> None:
    say(f"Khóa của bản sao lưu cũ: {count}", f"Keys of old backups: {count}")


def _portion(settings: Settings, name: str, tx: Tx) -> int:
    return retention.let_go(_desk(settings, tx), name)


def _desk(settings: Settings, tx: Tx) -> Desk:
    agency = usable_agency(settings)
    keys = Keys(secret_key(settings)[0])
    ground = Ground(
        agency,
        Texts(agency.folder / "messages"),
        keys,
        settings.address,
        {},
        lambda count: "".join(secrets.choice("0123456789") for _ in range(count)),
    )
    return Desk(tx, ground, utc_now())


def _tell(desk: Desk) -> None:
    for kind in retention.due(desk):
        vi, en = _WHAT[kind.name]
        day = full_day(local(kind.until).date(), "vi")
        sure = "" if kind.limit.confirmed_by else "; hạn CHƯA XÁC NHẬN"
        say(
            f"{vi}: {kind.count} (đến {day}, giữ {kind.limit.days} ngày; {kind.limit.basis}{sure})",
            f"{en}: {kind.count}",
        )

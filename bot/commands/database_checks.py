"""The part of `langnghe check` that looks into the database and at the key for the safe. Nothing is
made or changed by looking."""

from __future__ import annotations

from collections.abc import Iterator

from bot.app import utc_now
from bot.commands import start_checks
from bot.commands.findings import Finding, caution, good, of_refusal, refused, wrong
from bot.commands.plainly import Refusal
from bot.commands.safe_key import fitting_key
from bot.settings import Settings, known_key
from storage.engine import opening
from storage.engine.db import Store
from storage.engine.opening import CannotOpen
from storage.engine.tx import Tx
from storage.house import samples
from storage.people import people
from storage.proof import append_only


def database(settings: Settings) -> Iterator[Finding]:
    try:
        stands, shown = opening.revision(settings.database), opening.where(settings.database)
    except CannotOpen as error:
        yield of_refusal(start_checks.database_refusal(error))
        return
    known = opening.known_revisions()
    if stands is None:
        yield good(
            f"Cơ sở dữ liệu {shown}: chưa có, sẽ được tạo khi chạy lần đầu.",
            "The database will be made at the first start, and the key for the safe with it.",
        )
    elif stands not in known:
        yield of_refusal(start_checks.database_refusal(CannotOpen("newer", shown)))
    elif unfit := _unfit(settings):
        yield of_refusal(unfit)
    elif stands != known[0]:
        yield caution(
            "Cơ sở dữ liệu chưa nâng cấp: gõ langnghe migrate, hoặc cứ chạy bot.",
            "The database is not migrated: langnghe migrate, or simply start the bot.",
        )
    else:
        yield good(f"Cơ sở dữ liệu {shown}: dùng được, mới nhất.", "The database is up to date.")
        yield from _shape(settings)
        yield from _guard(settings)
        yield from _key(settings)
        yield from _people(settings)


def _unfit(settings: Settings) -> Refusal | None:
    try:
        start_checks.fit_to_use(settings)
    except Refusal as refusal:
        return refusal
    return None


def _shape(settings: Settings) -> Iterator[Finding]:
    """A database that an unfinished build has migrated may be of another shape."""
    found = opening.differences(settings.database)
    for sign, tell, vi, en in (
        ("-", wrong, "thiếu cột", "lacks"),
        ("+", caution, "thừa cột", "has the unknown"),
    ):
        columns = ", ".join(each[1:] for each in found if each[0] == sign)
        if columns:
            yield tell(
                f"Cơ sở dữ liệu không đúng dạng của phiên bản này, {vi}: {columns}. Sao lưu rồi báo"
                " người cung cấp phần mềm.",
                f"The database is not of this version's shape, it {en} {columns}. Make a backup and"
                " tell whoever supplies the program.",
            )


def _guard(settings: Settings) -> Iterator[Finding]:
    """A restored database is made anew, with its triggers."""
    if not append_only.history_is_guarded(settings.database):
        yield wrong(
            "Cơ sở dữ liệu không còn chặn việc sửa, xóa lịch sử hồ sơ (mất trigger). Soát bằng"
            " langnghe verify; nếu nguyên vẹn: langnghe backup, rồi langnghe restore --force với"
            " bản vừa lưu sẽ dựng lại. Tìm xem ai đã gỡ.",
            "The database no longer refuses to change or delete history (its trigger is gone)."
            " langnghe verify tells whether it was; if not, a backup restored with --force brings"
            " the trigger back. Find out who took it away.",
        )


def _key(settings: Settings) -> Iterator[Finding]:
    try:
        fitting_key(settings)
    except Refusal as refusal:
        yield of_refusal(refusal)
        return
    if known_key(settings) is None:
        yield good("Khóa két sẽ được tạo khi chạy lần đầu.", "The key is made at the first start.")
    else:
        yield good("Khóa két (SECRET_KEY) đúng.", "The key for the safe fits.")


def _people(settings: Settings) -> Iterator[Finding]:
    def look(tx: Tx) -> tuple[int, bool, bool]:
        return len(people.viewers(tx, utc_now())), people.has_admin(tx), samples.are_here(tx)

    store = Store(settings.database, None)
    try:
        officials, admin, sample = store.read_sync(look)
    finally:
        store.stop()
    if not admin:
        yield caution(
            "Chưa có quản trị: chạy bot và dùng mã khởi tạo được in ra.",
            "There is no admin yet: start the bot and use the code it prints.",
        )
    if officials == 1:
        yield caution(
            "Mới có một cán bộ: câu trả lời được gửi mà không ai duyệt, cho đến khi có người thứ"
            " hai (gõ /moi trong chat).",
            "One official only: answers go out without approval until there is a second (/moi).",
        )
    if sample:
        yield refused(
            "Cơ sở dữ liệu có hồ sơ mẫu (langnghe demo): dùng thật thì bắt đầu với dữ liệu trống.",
            "The database holds sample cases (langnghe demo): begin real use with an empty one.",
        )

"""`langnghe lessons`: how much the machine has learned from officials, taking it back from a
day on, and measuring whether it helps."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import partial
from typing import Any

from bot.app import utc_now
from bot.commands.agency_words import usable_agency
from bot.commands.opened import opened, reading
from bot.commands.plainly import say
from bot.commands.safe_key import fitting_key
from bot.settings import Settings, secret_key
from cases.agency.agency import Agency
from cases.understanding.lesson_figures import FEWEST, measure
from cases.understanding.lessons import usable
from handlers.casework import lessons, lessons_told
from handlers.desk import Desk, Ground
from messages.dates import HERE, full_day
from messages.texts import LANGUAGES, Texts
from storage.casework import lessons as storage
from storage.engine.db import Store
from storage.engine.tx import Tx
from storage.keys import Keys
from storage.privacy.access import log_access


def run(settings: Settings, undo_since: date | None, *, measures: bool) -> None:
    if undo_since is not None:
        with opened(settings) as store:
            count = store.run_sync(partial(_undo, undo_since))
        day = full_day(undo_since, "vi")
        say(
            f"Đã bỏ {count} bài học từ ngày {day}. Bot đang chạy sẽ theo sau chừng một phút.",
            f"{count} lessons undone; a running bot follows within a minute or so.",
        )
        return
    fitting_key(settings)
    keys = Keys(secret_key(settings)[0])
    with reading(settings, keys) as store:
        if measures:
            _measure(settings, keys, store)
        else:
            _tell(store)


def _undo(since: date, tx: Tx) -> int:
    now = utc_now()
    count = storage.undo_since(tx, datetime.combine(since, time(), HERE), None, now)
    log_access(tx, now, None, "lessons undone", detail=f"{count} from {since} on, at the terminal")
    return count


def _tell(store: Store) -> None:
    count = len(store.read_sync(lessons.mark))
    say(
        f"Máy đang học từ {count} lần chuyển khác gợi ý. Xem từng bài: gõ /baihoc trong chat.",
        f"Lessons in use: {count}. /lessons in a chat shows each.",
    )


def _measure(settings: Settings, keys: Keys, store: Store) -> None:
    agency = usable_agency(settings)
    desk = partial(_desk, settings, agency, keys)
    taught = usable(store.read_sync(lambda tx: lessons.examples(desk(tx)))[1], agency)
    if len(taught) < FEWEST:
        few = {"count": len(taught), "fewest": FEWEST}
        _say(agency, "lessons.too_few", dict.fromkeys(LANGUAGES, few))
        return
    say("Đang đo, chừng nửa phút.", "Measuring; it takes half a minute or so.")
    found = measure(agency, taught)
    told = store.read_sync(
        lambda tx: {spoken: lessons_told.params(desk(tx), found, spoken) for spoken in LANGUAGES}
    )
    _say(agency, "lessons.measured", told)


def _say(agency: Agency, key: str, params: Mapping[str, Mapping[str, Any]]) -> None:
    texts = Texts(agency.folder / "messages")
    vi, en = (str(texts.render(each, key, **params[each]).unescape()) for each in ("vi", "en"))
    say(vi, en)


def _desk(settings: Settings, agency: Agency, keys: Keys, tx: Tx) -> Desk:
    ground = Ground(
        agency,
        Texts(agency.folder / "messages"),
        keys,
        settings.address,
        {},
        lambda count: "".join(secrets.choice("0123456789") for _ in range(count)),
    )
    return Desk(tx, ground, utc_now())

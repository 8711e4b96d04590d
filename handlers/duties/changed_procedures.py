"""The catalogue was changed, by a portal's list or by hand: where people had said that something is
wrong with a procedure that is done otherwise now, Văn phòng may tell them."""

from __future__ import annotations

from datetime import timedelta

from cases.catalogue.marks import marks
from cases.days.office_hours import open_now
from handlers.clock_duty import ClockDuty
from handlers.composing.reception import tell_reception
from handlers.desk import Desk
from handlers.labels import Label
from storage.clock import catalogue_marks
from storage.published import changes

_BACK = timedelta(days=365)
_MOST = 4  # procedures in one message, each with its button


def _differs(desk: Desk, after: int) -> list[int]:
    if after or not open_now(desk.now, desk.agency.calendar):
        return []
    return [1] if catalogue_marks.kept(desk.tx) != marks(desk.agency.procedures) else []


def _suggest(desk: Desk, number: int) -> None:
    now, before = marks(desk.agency.procedures), catalogue_marks.kept(desk.tx)
    if now == before:
        return
    catalogue_marks.keep(desk.tx, now)
    if before is None:
        return
    said = changes.complaints(desk.tx, desk.now - _BACK)
    otherwise = {code for code, mark in now.items() if before.get(code, mark) != mark}
    found = sorted(otherwise & said.keys(), key=lambda code: (-said[code], code))
    named = [(p, said[p.code]) for p in map(desk.agency.procedure, found) if p][:_MOST]
    if named:
        tell_reception(
            desk,
            "changed.suggest",
            [Label("changed.b_tell", f"/dathaydoi {p.code}", {"code": p.code}) for p, _ in named],
            procedures=[(p.code, p.name, count) for p, count in named],
            more=max(len(found) - len(named), 0),
        )


DUTIES = (ClockDuty("changed procedures", _differs, _suggest, seconds=600),)

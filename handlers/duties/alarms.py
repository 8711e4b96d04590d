"""What the admins hear of: duties nobody does, changes in the agency folder, work that failed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from cases.agency.deadlines import Limit
from cases.days import deadlines
from handlers.clock_duty import ClockDuty
from handlers.desk import Desk
from handlers.labels import Label
from handlers.notices.admins import tell_admins
from handlers.staff import work
from messages.dates import local
from storage.clock import due
from storage.people import people
from storage.tables.casework import Duty

_LIES = Limit(1, "Quy định nội bộ; pháp luật không ấn định")
_SHOWN = 3


# --- duties nobody does --------------------------------------------------------------------------


def _forgotten(desk: Desk, after: int) -> list[int]:
    until = deadlines.begun_by(desk.now, _LIES, desk.agency.calendar)
    return due.forgotten_duties(desk.tx, until, after)


def _alarm(desk: Desk, duty_id: int) -> None:
    """To those who may do them and to the admins, one message about all: what follows in the same
    portion finds itself told."""
    forgotten = _forgotten(desk, 0)
    if duty_id not in forgotten or not people.admins(desk.tx, desk.now):
        return
    for ident in forgotten:
        duty = desk.tx.get(Duty, ident)
        if duty is not None:
            desk.tx.run(
                "UPDATE duty SET data = :data WHERE id = :id",
                data={**(duty.data or {}), "alarmed": True},
                id=ident,
            )
    able = _able(desk, forgotten)
    names = [people.name_of(desk.tx, who) for who in able]
    for admin in people.admins(desk.tx, desk.now):
        word = ("clock.b_today", "/homnay") if admin in able else ("people.b_people", "/nhansu")
        button = [Label(*word)]
        desk.tell_person(
            admin,
            "clock.forgotten",
            button,
            count=len(forgotten),
            who=", ".join(filter(None, names)),
            mine=admin in able,
        )
    for who in set(able) - set(people.admins(desk.tx, desk.now)):
        button = [Label("clock.b_today", "/homnay")]
        desk.tell_person(who, "clock.forgotten_yours", button, count=able[who])


def _able(desk: Desk, duty_ids: list[int]) -> Counter[int]:
    """Who may do any of them, in whose list they stand; with how many. What a case of conduct
    needs is not for the admins to see, so they are told whom to ask."""
    found: Counter[int] = Counter()
    for viewer in people.viewers(desk.tx, desk.now):
        for ident in duty_ids:
            duty = desk.tx.get(Duty, ident)
            found[viewer.person_id] += duty is not None and work.is_for(desk, duty, viewer)
    return +found


# --- the agency folder ---------------------------------------------------------------------------


def agency_in_force(desk: Desk) -> None:
    tell_admins(desk, "clock.agency_new", agency=desk.agency.name)


def agency_spoilt(desk: Desk, mistakes: list[str]) -> None:
    """The last good copy stays in force; the first few say where to begin."""
    tell_admins(
        desk, "clock.agency_mistakes", mistakes=mistakes[:_SHOWN], more=len(mistakes) - _SHOWN
    )


def texts_broken(desk: Desk, texts: list[str]) -> None:
    """Ours were said instead."""
    tell_admins(desk, "clock.texts_broken", texts=texts[:_SHOWN])


# --- channels ------------------------------------------------------------------------------------


def channel_ill(desk: Desk, channel: str, trouble: str) -> None:
    """It carries nothing until somebody does something about it: what, `trouble.<trouble>` says.
    Told once a day, whoever notices it."""
    if not due.first_today(desk.tx, f"ill {channel} {trouble}", local(desk.now).date()):
        return
    name, to_do = desk.words("vi", f"source.{channel}"), desk.words("vi", f"trouble.{trouble}")
    _beside(desk, channel, "clock.channel_ill", channel=name, to_do=to_do)


def _beside(desk: Desk, ill: str, key: str, **params: Any) -> None:
    """To the admins by a way that is not the channel itself, where they have one."""
    button = [Label("clock.b_channels", "/kenh")]
    for admin in people.admins(desk.tx, desk.now):
        other = people.chat_beside(desk.tx, admin, ill)
        chat_id = other or people.preferred_chat(desk.tx, admin)
        if chat_id is not None:
            desk.tell_chat(chat_id, key, button, details={"person_id": admin}, **params)


# --- jobs ----------------------------------------------------------------------------------------


def job_failed(desk: Desk, kind: str, number: int, reason: str) -> None:
    tell_admins(desk, "clock.job_failed", kind=kind, number=number, reason=reason)


DUTIES = (ClockDuty("forgotten duties", _forgotten, _alarm, seconds=300),)

"""The web chat always takes a message, and its owner may not have looked for hours: then a letter
says that a case waits. In the working day only, and a few a day."""

from __future__ import annotations

from datetime import time, timedelta

from handlers.cards import cards
from handlers.clock_duty import ClockDuty, working_morning
from handlers.desk import Desk
from messages.dates import local, midnight
from storage.clock import due
from storage.people import people
from storage.tables.casework import Case

_UNHEARD = timedelta(hours=4)
_FROM = time(12)  # what came overnight was told at eight; four hours of the day are over at noon
_A_DAY = 3


def _unread(desk: Desk, after: int) -> list[int]:
    if "email" not in desk.ground.reach or not _past_noon(desk):
        return []
    return due.with_unread_cards(desk.tx, desk.now - _UNHEARD, after)


def _past_noon(desk: Desk) -> bool:
    return working_morning(desk) and local(desk.now).time() >= _FROM


def _write(desk: Desk, person_id: int) -> None:
    viewer = people.viewer(desk.tx, person_id, desk.now)
    left = _A_DAY - due.letters_since(desk.tx, person_id, midnight(desk.now))
    if viewer is None or left <= 0:
        return
    for case_id in due.unread_cards(desk.tx, person_id, desk.now - _UNHEARD):
        case = desk.tx.get(Case, case_id)
        waits = case is not None and viewer in cards.on_duty(desk, case)
        if case is not None and waits and left > 0:
            cards.by_letter(desk, case, viewer)
            left -= 1


DUTIES = (ClockDuty("unread cards", _unread, _write, seconds=600),)

"""What a duty of the clock is: `due` names what is due now, a pure function of the time over the
database, and `act` does it for one of them, in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from cases.days.office_hours import open_now
from cases.days.working_days import is_working
from handlers.desk import Desk
from messages.dates import local
from storage.mailbox import chats
from storage.people import people

_MORNING, _EVENING = time(8), time(20)


@dataclass(frozen=True, slots=True)
class ClockDuty:
    """`due(desk, after)` gives at most a portion of ids above `after`, in order. `act(desk, id)`
    looks again whether it is still due: somebody may have spoken in between, or another run was
    there first. `seconds`: how often to look."""

    name: str
    due: Callable[[Desk, int], list[int]]
    act: Callable[[Desk, int], None]
    seconds: int = 60


def daytime(desk: Desk) -> bool:
    """Whether people may be spoken to unasked."""
    return _MORNING <= local(desk.now).time() < _EVENING


def working_morning(desk: Desk) -> bool:
    """From eight o'clock of a working day on."""
    here = local(desk.now)
    return daytime(desk) and is_working(here.date(), desk.agency.calendar)


def at_work(desk: Desk, since: time) -> bool:
    """Whether officials are at their desks, from that time of the day on."""
    return local(desk.now).time() >= since and open_now(desk.now, desk.agency.calendar)


def spoken(desk: Desk, person_id: int) -> str:
    """The language of the chat in which an official is told something."""
    chat_id = people.preferred_chat(desk.tx, person_id)
    chat = chats.by_id(desk.tx, chat_id) if chat_id else None
    return chat.language if chat else "vi"

"""The code each case has in the provincial or national PAKN system, and those not entered yet."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from cases.confidentiality import Viewer
from cases.days import working_days
from cases.days.deadlines import local_day
from handlers.conversation.dialogue import Unclear
from handlers.desk import Desk, Turn
from handlers.rights import rights
from handlers.router import command
from handlers.staff.act import acts, needs, pages
from handlers.staff.act.acts import Act, Need, Told
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import RECEPTION, able
from messages.dates import day_text
from storage.casework import pakn_system
from storage.casework.cases import Change
from storage.tables.casework import Case

# --- entering a code -----------------------------------------------------------------------------


def _take_code(turn: Turn, case: Case, rest: str) -> tuple[str, str]:
    head, _, after = rest.strip().partition(" ")
    return acts.if_readable(lambda: _read_code(turn, case, head), rest, after) if head else ("", "")


def _read_code(turn: Turn, case: Case, text: str) -> str:
    """In the spelling of that system. Raises Unclear for what has another shape, and for a code
    that another case bears."""
    system = turn.agency.pakn_system
    code = text.strip().upper()
    if not re.fullmatch(system.pattern, code):
        raise Unclear("system.shape", system=system.name, example=system.example)
    bears = pakn_system.with_code(turn.tx, code)
    if bears is not None and bears.id != case.id:
        raise Unclear("system.taken", code=code, other=_seen(turn, bears))
    return code


def _seen(turn: Turn, case: Case) -> str:
    """Its code, for those for whom it exists."""
    viewer = turn.viewer
    return case.code if viewer and rights.may_see(turn, case, viewer) else ""


def _day(turn: Turn, text: str) -> str:
    day = date.fromisoformat(text)
    if day > local_day(turn.now):
        raise Unclear("system.future", day=day_text(day, turn.language))
    return text


def _take_day(turn: Turn, case: Case, rest: str) -> tuple[str, str]:
    """Without a day it is today."""
    if not rest:
        return local_day(turn.now).isoformat(), ""
    day, after = needs.take_day(turn, case, rest)
    return acts.if_readable(lambda: _day(turn, day), rest, after) if day else ("", rest)


def _read_day(turn: Turn, case: Case, text: str) -> str:
    return _day(turn, needs.read_day_of(turn, case, text))


def _enter(turn: Turn, case: Case, move: str, told: Told) -> Change:
    assert turn.viewer is not None
    code = _read_code(turn, case, told["system"])
    return official_act(
        turn,
        case,
        move,
        system_code=code,
        system_entered_on=told["day"],
        system_entered_by=turn.viewer.person_id,
        data={"body": code, "on": told["day"]},
    )


ENTER = acts.add(
    Act(
        "enter_system",
        "mapakn",
        lambda case: ("enter_system",),
        _enter,
        (
            Need("system", "system.code", _take_code, _read_code),
            Need("day", "system.day", _take_day, _read_day),
        ),
    )
)


@command("mapakn", "systemcode", who=able("enter_system"))
def enter(turn: Turn, words: str) -> None:
    """`/mapakn CODE PAKN.20200812.0012 [DATE]`."""
    acts.start(turn, ENTER, words)


# --- what is not entered -------------------------------------------------------------------------


def waiting(desk: Desk, viewer: Viewer) -> list[Case]:
    """The PAKN this official sees that are not entered yet, oldest first."""
    return [c for c in pakn_system.not_entered(desk.tx) if rights.may_see(desk, c, viewer)]


@command("chuanhap", "notentered", who=RECEPTION)
def not_entered(turn: Turn, words: str) -> None:
    """`/chuanhap [PAGE]`: accepted PAKN without a code of that system, with their age."""
    viewer = turn.viewer
    if viewer is None:
        return
    name = turn.agency.pakn_system.name
    found = waiting(turn, viewer)
    pages.show(
        turn, "system.queue", "chuanhap", words, found, lambda c: _line(turn, c), system=name
    )


def _line(turn: Turn, case: Case) -> dict[str, Any]:
    received, today = local_day(case.received_at), local_day(turn.now)
    return {
        "code": case.code,
        "kind": turn.words(turn.language, f"kind.{case.kind}"),
        "received": day_text(case.received_at, turn.language),
        "age": working_days.working_days_between(received, today, turn.agency.calendar),
    }

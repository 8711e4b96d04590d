"""Who works here: the list of officials, and of each what an admin may change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases.kinds import OFFICE_ROLES, Role
from handlers.desk import Turn
from handlers.officials import handover
from handlers.router import command
from handlers.staff.act import meant, needs
from handlers.staff.people import colleague
from handlers.staff.people.membership import role_words
from handlers.staff.roles import ADMINS
from messages.dates import day_text
from messages.envelope import Choice
from storage.people import officials, people
from storage.people.officials import Official

_PAGE = 8
_SILENT = timedelta(days=7)


@command("nhansu", "people", who=ADMINS)
def staffing(turn: Turn, words: str) -> None:
    """`/nhansu`, `/nhansu trang 2`, `/nhansu PERSON`."""
    said, _, page = words.strip().partition(" ")
    if said == "trang":
        _list(turn, max(meant.number(page) or 1, 1))
    elif not said:
        _list(turn, 1)
    elif found := colleague.whom(turn, words, "nhansu"):
        _sheet(turn, found)


def _list(turn: Turn, page: int) -> None:
    everyone = officials.everyone(turn.tx)
    shown = everyone[(page - 1) * _PAGE : page * _PAGE]
    choices = [Choice(needs.label(turn, o), f"/nhansu {o.id}") for o in shown]
    if len(everyone) > page * _PAGE:
        choices.append(turn.button("staff.b_next", f"/nhansu trang {page + 1}"))
    choices.append(turn.button("people.b_invite", "/moi"))
    choices.append(turn.button("people.b_invitations", "/moi danhsach"))
    turn.say("people.list", choices, lines=[_line(turn, o) for o in shown], total=len(everyone))


def _line(turn: Turn, official: Official) -> dict[str, Any]:
    until = ""
    if official.absent(turn.now) and official.away_until:
        until = day_text(official.away_until, turn.language)
    return {
        "number": official.id,
        "name": official.name,
        "roles": [role_words(turn, r, o, turn.language) for r, o in official.roles],
        "locked": official.locked,
        "chat": official.has_chat,
        "silent": _silent_since(turn, official),
        "away": until,
        "stand_in": people.name_of(turn.tx, official.substitute_id) if until else "",
        "cases": len(handover.open_cases(turn, official.id)),
    }


def _silent_since(turn: Turn, official: Official) -> str:
    """The day of their last word, where that is long ago: perhaps they lost their chat."""
    at = official.heard_at
    silent = official.has_chat and at is not None and turn.now - at > _SILENT
    return day_text(at, turn.language) if silent and at else ""


def _sheet(turn: Turn, official: Official) -> None:
    me = official.id == turn.chat.person_id
    choices: list[Choice] = []
    for role, office in official.roles:
        if me and role == Role.ADMIN:
            continue
        words = role_words(turn, role, office, turn.language)
        data = f"/botvai {official.id} {role}:{office}"
        choices.append(turn.button("people.b_drop_role", data, role=words))
        if role in OFFICE_ROLES:
            data = f"/doiphong {official.id} {office}"
            choices.append(turn.button("people.b_move", data, role=words))
    if not official.locked:
        choices.append(turn.button("people.b_back_in", f"/moi lai {official.id}"))
    if not me:
        lock = "people.b_unlock" if official.locked else "people.b_lock"
        choices.append(turn.button(lock, f"/khoa {official.id}"))
        choices.append(turn.button("people.b_remove", f"/xoanguoi {official.id}"))
    if handover.open_cases(turn, official.id):
        choices.append(turn.button("people.b_hand_over", f"/bangiao {official.id}"))
    turn.say("people.sheet", choices, **_line(turn, official))

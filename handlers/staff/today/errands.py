"""Duties beside the lifecycle: to call a person, to read a message that failed."""

from __future__ import annotations

from typing import Any

from cases.kinds import Role
from handlers.conversation.phones import spoken_phone
from handlers.desk import Turn
from handlers.rights import masking, rights
from handlers.router import STAFF, command
from handlers.staff import work
from handlers.staff.act import meant, telling
from handlers.staff.guarded import opening
from handlers.staff.matters import MATTERS
from messages.envelope import Choice
from storage.casework import cases, duties
from storage.people import people
from storage.tables.casework import Case, Duty

_LONGEST = 1500


@command("viec", "errand", who=STAFF, hidden=True)
def errand(turn: Turn, words: str) -> None:
    """`/viec NUMBER`: what is to be done, with what one needs for it."""
    duty = _theirs(turn, words)
    if duty is None:
        turn.say("staff.no_such_duty", [turn.button("staff.b_today", "/homnay")])
        return
    if duty.kind in MATTERS:
        MATTERS[duty.kind].show(turn, duty)
        return
    case = turn.tx.get(Case, duty.case_id) if duty.case_id else None
    choices = []
    if duty.done_at is None:
        choices.append(turn.button(f"staff.b_done_{duty.kind}", f"/daxong {duty.id}"))
    if case:
        choices.append(Choice(case.code, f"/hoso {case.code}"))
        choices += opening.button(turn, case)
    turn.say(
        "staff.duty",
        choices,
        case_id=duty.case_id,
        **work.duty_line(turn, duty, turn.language),
        **_sender(turn, case),
        said=_message(turn, duty),
        tell=telling.words_of(turn, case, duty) if case else "",
        done=_done(turn, duty),
    )


@command("daxong", "finished", who=STAFF, hidden=True)
def finish(turn: Turn, words: str) -> None:
    """`/daxong NUMBER`."""
    duty = _theirs(turn, words)
    button = [turn.button("staff.b_today", "/homnay")]
    if duty is None:
        turn.say("staff.no_such_duty", button)
    elif duty.kind in MATTERS:
        MATTERS[duty.kind].show(turn, duty)
    elif duty.done_at is not None or not duties.finish(
        turn.tx, duty.id, turn.chat.person_id, turn.now
    ):
        turn.say("staff.duty_was_done", button, who=people.name_of(turn.tx, duty.done_by))
    else:
        turn.say("staff.duty_done", button)


def _done(turn: Turn, duty: Duty) -> str:
    """Who has done it, or empty."""
    if duty.done_at is None:
        return ""
    return people.name_of(turn.tx, duty.done_by) or turn.words(turn.language, "staff.somebody")


def _theirs(turn: Turn, words: str) -> Duty | None:
    """One of the official's own lists, or one that was on it and is done."""
    viewer = turn.viewer
    number = meant.number(words)
    if viewer is None or number is None:
        return None
    duty = duties.duty(turn.tx, number)
    if duty is None or work.is_for(turn, duty, viewer):
        return duty
    return None


def _sender(turn: Turn, case: Case | None) -> dict[str, Any]:
    """Whom to call, for those who may know."""
    if case is None or not rights.sees_sender(turn, case, turn.viewer):
        return {"name": "", "phone": "", "hidden": case is not None}
    told = cases.identity(turn.tx, turn.ground.keys, case.id)
    phone = spoken_phone(told["phone"]) if told.get("phone") else ""
    return {"name": told.get("name", ""), "phone": phone, "hidden": False}


def _message(turn: Turn, duty: Duty) -> str:
    """What a person wrote may accuse somebody: admins learn that it failed, not what it says."""
    if duty.inbox_id is None or turn.viewer is None or not turn.viewer.is_(Role.DISPATCHER):
        return ""
    message = duties.message(turn.tx, duty.inbox_id)
    return masking.masked_for_all(turn, message.text, turn.language)[:_LONGEST] if message else ""

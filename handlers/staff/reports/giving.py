"""The Director gives a task in reply to a report: to whom, until when, what. Nothing is given
before it was confirmed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from cases.days.deadlines import local_day
from cases.kinds import OFFICE_ROLES, Role
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Offer, Option, Unclear, dialogue
from handlers.desk import Turn
from handlers.reports.telling import ISSUED
from handlers.router import command
from handlers.staff.act import needs
from handlers.staff.act.acts import CANCEL
from handlers.staff.reports import tasks
from messages.dates import day_text, read_day, unreal_day
from storage.casework import duties
from storage.mailbox import outbox
from storage.people import officials, people
from storage.people.officials import Official
from storage.reports import reports
from storage.reports import tasks as kept

WORD = "giaoviec"
_LONGEST = 1000
_NUMBER = re.compile(r"\s*(bc\d{2}-\d{5})\b[\s|]*(.*)", re.I | re.S)


@command(WORD, "givetask", who=frozenset({Role.DIRECTOR}))
def give(turn: Turn, words: str) -> None:
    """`/giaoviec [REPORT] | PERSON | DAY | WORDS`; what is missing is asked for. Alone it lists
    what was given and is not done."""
    if not words.strip():
        tasks.given(turn)
        return
    match = _NUMBER.fullmatch(words)
    number, rest = (match[1].upper(), match[2]) if match else ("", words)
    _begin(turn, number, rest)


def replied(turn: Turn) -> bool:
    """The Director's reply to a report is a task. False for anything else."""
    viewer, message = turn.viewer, turn.incoming.reply_to
    if viewer is None or not viewer.is_(Role.DIRECTOR) or not turn.text:
        return False
    if outbox.key_of_message(turn.tx, turn.chat.id, message) != ISSUED:
        return False
    told = outbox.params_of_message(turn.tx, turn.chat.id, message)
    _begin(turn, str(told.get("number", "")), turn.text)
    return True


def _begin(turn: Turn, number: str, rest: str) -> None:
    report = reports.by_number(turn.tx, number) if number else None
    parts = [part.strip() for part in rest.split("|") if part.strip()]
    told: dict[str, Any] = {"report": report.number if report else ""}
    if len(parts) == 1:
        told["words"] = parts[0][:_LONGEST]
    elif parts:
        told |= _parts(turn, parts)
    begin_over(turn, "task", told)


def _parts(turn: Turn, parts: list[str]) -> dict[str, Any]:
    """Person, day and words in this order, as far as each can be read."""
    found: dict[str, Any] = {"words": parts[-1][:_LONGEST]}
    for read, key, part in zip((_owner, _day), ("owner", "day"), parts[:-1], strict=False):
        try:
            found[key] = read(turn, part)
        except (Unclear, Offer):
            continue
    return found


@dialogue("task", lambda turn, told: _given(turn, told), words=("words",), official=True)
def task(ask: Ask) -> dict[str, Any]:
    """Whom, until when, what; then the whole once more."""
    cancel = Option(CANCEL, "staff.b_cancel", stays=True)
    ask.text("words", longest=_LONGEST, text="task.words", options=(cancel,))
    if ask.answers["words"] == CANCEL:
        return ask.answers
    ask.question(
        "owner", text="task.owner", options=lambda: [*_able(ask.turn), cancel], read=_owner
    )
    if ask.answers["owner"] == CANCEL:
        return ask.answers
    ask.question("day", text="task.day", options=(cancel,), read=_day)
    if ask.answers["day"] == CANCEL:
        return ask.answers
    ask.choice(
        "sure",
        (Option("yes", "task.b_give"), Option(CANCEL, "staff.b_cancel")),
        text="task.check",
        params=lambda: _shown(ask.turn, ask.answers),
    )
    return ask.answers


def _shown(turn: Turn, told: dict[str, Any]) -> dict[str, Any]:
    day = date.fromisoformat(told["day"])
    return {
        "words": told["words"],
        "who": people.name_of(turn.tx, int(told["owner"])),
        "day": day_text(day, turn.language),
        "report": told["report"],
    }


def _reached(turn: Turn) -> list[Official]:
    return [o for o in officials.everyone(turn.tx) if o.has_chat and o.id != turn.chat.person_id]


def _able(turn: Turn) -> list[Option]:
    return [Option(str(o.id), label=needs.label(turn, o)) for o in _reached(turn)]


def _owner(turn: Turn, text: str) -> str:
    return str(needs.one_of(turn, _reached(turn), text).id)


def _day(turn: Turn, text: str) -> str:
    today = local_day(turn.now)
    day = read_day(text, today)
    if day is None:
        never = unreal_day(text, today)
        raise Unclear("staff.no_such_day", day=never) if never else Unclear("staff.no_day")
    if day < today:
        raise Unclear("task.past", day=day_text(day, turn.language))
    return day.isoformat()


def _given(turn: Turn, told: dict[str, Any]) -> None:
    if CANCEL in (told.get(key) for key in ("words", "owner", "day", "sure")):
        turn.say("staff.cancelled")
    else:
        _keep(turn, told)
    ended(turn)


def _keep(turn: Turn, told: dict[str, Any]) -> None:
    report = reports.by_number(turn.tx, told["report"]) if told["report"] else None
    owner, day = int(told["owner"]), date.fromisoformat(told["day"])
    number = kept.add(
        turn.tx,
        told["words"],
        owner,
        day,
        turn.chat.person_id,
        turn.now,
        report.id if report else None,
    )
    roles = people.roles_of(turn.tx, owner)
    office = next((o for role, o in sorted(roles) if role in OFFICE_ROLES), "")
    data = {"task": number, "number": number, "due": day_text(day, "vi")}
    listed_for = office or turn.agency.reception_office
    duties.open_matter(turn.tx, tasks.DUTY, listed_for, None, data, turn.now)
    tasks.tell_owner(turn, number, "task.yours")
    turn.say("task.given", number=number, **_shown(turn, told))

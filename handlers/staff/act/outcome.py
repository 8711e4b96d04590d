"""What an official is told after an act: what was done, or how the case stands and who came first;
and what colleagues whose turn it now is hear beside their card."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.kinds import Role
from handlers.cards import card, cards
from handlers.casework import changed_offer, recall
from handlers.desk import Desk, Turn
from handlers.labels import Label
from handlers.notices import notices
from handlers.notices.readers import reader, way
from handlers.rights import private_words, rights
from messages.dates import day_text, moment_text
from messages.envelope import Choice
from storage.casework import history
from storage.casework.cases import Change
from storage.people import people
from storage.tables.casework import Case, CaseHistory

_READ = frozenset(
    {"ask", "ask_handling", "approve", "refuse", "forward", "extend", "delay", "transcribe"}
    | {"confirm_answer", "send_again", "send_up", "reply_up"}
)
_SENT_AT_ONCE = _READ - {"approve", "transcribe", "send_up"}
# What colleagues on duty are told with its words; the card alone would not say why.
_WITH_WORDS = frozenset({"hand_back", "return_draft", "transfer"})
_NAMED = frozenset({"merge", "unmerge", "enter_system"})
_SAME = {"ask_handling": "ask", "recuse_owner": "recuse"}
_MOST_CHOICES = 4


def choices(turn: Turn, case: Case) -> list[Choice]:
    """What may be done with the case now, as the table offers it to this person."""
    viewer = turn.viewer
    if viewer is None or not turn.private or not rights.may_see(turn, case, viewer):
        return []
    offered = card.buttons(turn, case, viewer, turn.language)
    return [*offered[:_MOST_CHOICES], *([offered[-1]] if len(offered) > _MOST_CHOICES else [])]


def actor_name(desk: Desk, actor: str, language: str) -> str:
    """The name of an official, or the role of whoever else acts."""
    kind, _, number = actor.partition(":")
    if kind != "person":
        return desk.words(language, "staff.actor", actor=kind)
    return people.name_of(desk.tx, int(number)) or f"#{number}"


def happened(desk: Desk, row: CaseHistory, language: str) -> dict[str, Any]:
    """A row of the history in plain words: who, what, to whom or where, when."""
    return {
        "who": actor_name(desk, row.actor, language),
        "did": _did(desk, row, language),
        "at": moment_text(row.at, language),
    }


def _did(desk: Desk, row: CaseHistory, language: str) -> str:
    """What is done after an answer, and beside a case, has words of its own, in `did`."""
    told, own = _object(desk, row, language), f"did.{row.action}"
    if desk.ground.texts.has(language, own):
        return desk.words(language, own, **told)
    return desk.words(language, "staff.did", action=row.action, **told)


def _object(desk: Desk, row: CaseHistory, language: str) -> dict[str, str]:
    """To whom, where, until when, as far as the row says so."""
    data = row.data or {}
    owner, day = data.get("owner"), data.get("due") or data.get("new_date")
    return {
        "person": people.name_of(desk.tx, int(owner)) if owner else "",
        "office": notices.office_name(desk, data.get("office", ""), language),
        "whence": notices.office_name(desk, data.get("from_office", ""), language),
        "day": day_text(datetime.fromisoformat(day), language) if day else "",
        "body": str(data.get("body", "")),
    }


def not_now(turn: Turn, case: Case) -> None:
    """What was wanted is not possible: how the case stands, who brought it there, what may be done
    instead."""
    viewer = turn.viewer
    if viewer is None or not rights.may_see(turn, case, viewer):
        turn.say("staff.no_such_case")
        return
    turn.say(
        "staff.not_now",
        choices(turn, case),
        case_id=case.id,
        code=case.code,
        status=turn.words(turn.language, f"status.{case.status}"),
        barred=_barred(turn, case, viewer.person_id),
        **_last_step(turn, case),
    )


def _barred(turn: Turn, case: Case, person_id: int) -> str:
    """Why somebody has nothing to decide here any more: they stepped back, or decided before."""
    if person_id not in (case.not_again or ()):
        return ""
    rows = history.of_case(turn.tx, case.id)
    mine = {r.action for r in rows if r.actor == f"person:{person_id}"}
    return "recused" if mine & {"recuse", "recuse_owner"} else "decided"


def _last_step(turn: Turn, case: Case) -> dict[str, Any]:
    rows = history.of_case(turn.tx, case.id)
    moved = [r for r in rows if (r.data or {}).get("from") != (r.data or {}).get("to")]
    return happened(turn, (moved or rows)[-1], turn.language)


def done(turn: Turn, change: Change) -> None:
    """One line on what was done and for whom, and the next steps."""
    case = change.case
    if recall.straight_out(change):
        _may_be_recalled(turn, case)
        return
    draft = change.move == "answer" and case.answered_at is None
    turn.say(
        f"staff.done_{'draft' if draft else _SAME.get(change.move, change.move)}",
        [*choices(turn, case), *changed_offer.choices(turn, change)],
        case_id=case.id,
        code=case.code,
        detail=_detail(turn, change),
        way=way(case).value,
    )
    _mind_others_data(turn, change)
    _tell_colleagues(turn, change)


def _mind_others_data(turn: Turn, change: Change) -> None:
    """Answers have a checklist before they go; other words go at once."""
    said = change.words if change.move in _SENT_AT_ONCE else ""
    if found := private_words.of_somebody_else(turn, change.case, said):
        turn.say("private.went", case_id=change.case.id, code=change.case.code, found=found)


def _may_be_recalled(turn: Turn, case: Case) -> None:
    """Its sender is told once the minute is over."""
    turn.say(
        "recall.waits",
        choices(turn, case) or [turn.button("card.b_recall", f"/thuhoi {case.code}")],
        case_id=case.id,
        code=case.code,
        seconds=int(recall.SPAN.total_seconds()),
        reader=reader(turn, case, turn.language),
    )


def _detail(turn: Turn, change: Change) -> str:
    """What the line names: the office, the person, the reader, the day."""
    case, language = change.case, turn.language
    if change.move in ("accept", "transfer"):
        return notices.office_name(turn, case.office, language)
    if change.move == "consult":
        return notices.office_name(turn, str(change.data["office"]), language)
    if change.move in ("assign", "take", "return_draft"):
        return people.name_of(turn.tx, case.owner_id)
    if change.move == "answer" and case.answered_at is None:
        return _approver(turn, case)
    if change.move in _NAMED:
        return str(change.data.get("body", ""))
    if change.move in _READ or change.move == "answer":
        return reader(turn, case, language) + _until(turn, change)
    return ""


def _until(turn: Turn, change: Change) -> str:
    day = {"extend": change.case.due_at, "delay": change.case.new_date_at}.get(change.move)
    return f" · {day_text(day, turn.language)}" if day else ""


def _approver(turn: Turn, case: Case) -> str:
    """Who approves the draft, by role: several people may hold it."""
    roles = rights.facts(turn, case).approver_roles
    names = [turn.words(turn.language, "people.role", role=str(Role(r))) for r in sorted(roles)]
    return ", ".join(names)


def _tell_colleagues(turn: Turn, change: Change) -> None:
    if change.move not in _WITH_WORDS or not turn.viewer:
        return
    case, me = change.case, turn.viewer.person_id
    told: dict[str, Any] = {
        "code": case.code,
        "who": people.name_of(turn.tx, me),
        "words": "" if case.restricted else change.words,
    }
    for viewer in cards.on_duty(turn, case):
        if viewer.person_id != me:
            button = [Label("card.b_details", f"/hoso {case.code}")]
            turn.tell_person(
                viewer.person_id,
                f"staff.told_{change.move}",
                button,
                details={"case_id": case.id},
                **told,
            )

"""Requests of people about their own data, before those who answer them."""

from __future__ import annotations

from typing import Any

from cases.confidentiality import Viewer
from handlers.desk import Desk, Turn
from handlers.privacy import data_requests
from handlers.router import command
from handlers.staff.act import meant
from handlers.staff.matters import MATTERS, Matter
from handlers.staff.roles import RECEPTION
from messages.dates import day_text
from messages.envelope import Choice
from storage.privacy import data_requests as kept
from storage.tables.casework import Case, Duty
from storage.tables.privacy import DataRequest

_SHOWN = 8
_SHORTEST_REASON = 8  # characters: it is read by whoever asked


def _theirs_to_do(desk: Desk, duty: Duty, viewer: Viewer) -> bool:
    request = kept.get(desk.tx, _number(duty))
    return request is not None and data_requests.may_answer(desk, request, viewer)


def _number(duty: Duty) -> int:
    return int((duty.data or {})["request"])


# Only an answer to who asked ends it.
MATTERS[kept.DUTY] = Matter(_theirs_to_do, lambda turn, duty: show(turn, _number(duty)))


@command("yeucau", "datarequests", who=RECEPTION)
def asked_for(turn: Turn, words: str) -> None:
    """Those that wait, with their dates; `/yeucau N` shows one."""
    if meant.number(words) is None:
        _list(turn)
    elif request := _theirs(turn, words):
        show(turn, request.id)


def _list(turn: Turn) -> None:
    viewer = turn.viewer
    waiting = data_requests.waiting_for(turn, viewer) if viewer else []
    turn.say(
        "data.waiting",
        [_open(turn, r) for r in waiting[:_SHOWN]],
        asked=[_line(turn, r) for r in waiting[:_SHOWN]],
        more=max(len(waiting) - _SHOWN, 0),
    )


def _open(turn: Turn, request: DataRequest) -> Choice:
    return turn.button("data.b_open", f"/yeucau {request.id}", number=request.id)


def _line(turn: Turn, request: DataRequest) -> dict[str, Any]:
    case = turn.tx.get(Case, request.case_id) if request.case_id else None
    limit = getattr(turn.agency.data_rights, _LIMIT.get(request.kind, request.kind))
    return {
        "number": request.id,
        "kind": turn.words(turn.language, f"own_file.right_{request.kind}"),
        "code": case.code if case else "",
        "since": day_text(request.at, turn.language),
        "due": day_text(request.due_at, turn.language),
        "late": turn.now > request.due_at,
        "confirmed": bool(limit.confirmed_by),
    }


_LIMIT = {"export": "see"}


def show(turn: Turn, number: int) -> None:
    """One request with its words; the caller knows that this official may see it."""
    request = kept.get(turn.tx, number)
    if request is None:
        turn.say("data.no_such")
        return
    line = _line(turn, request)
    choices = [Choice(line["code"], f"/hoso {line['code']}")] if line["code"] else []
    turn.say(
        "data.one",
        choices,
        case_id=request.case_id,
        **line,
        words=request.words,
        done=bool(request.done_at),
    )


@command("yeucauxong", "datadone", who=RECEPTION)
def done(turn: Turn, words: str) -> None:
    """`/yeucauxong N WORDS`: what was done, told to whoever asked."""
    _answer(turn, words, "done")


@command("yeucautuchoi", "datarefuse", who=RECEPTION)
def refuse(turn: Turn, words: str) -> None:
    """`/yeucautuchoi N WORDS`: why it cannot be done, told to whoever asked."""
    _answer(turn, words, "refused")


def _answer(turn: Turn, words: str, outcome: str) -> None:
    number, _, reason = words.strip().partition(" ")
    request = _theirs(turn, number)
    if request is None:
        return
    if len(reason.strip()) < _SHORTEST_REASON:
        turn.say("data.reason_missing", number=request.id, refused=outcome == "refused")
    elif data_requests.answer(turn, request, outcome, reason.strip(), turn.chat.person_id):
        turn.say("data.answered", [turn.button("staff.b_today", "/homnay")], number=request.id)
    else:
        turn.say("data.was_answered", number=request.id)


def _theirs(turn: Turn, words: str) -> DataRequest | None:
    """The request of that number, if they may answer it; else it is said that there is none."""
    number, viewer = meant.number(words), turn.viewer
    request = kept.get(turn.tx, number) if number is not None else None
    if request is None or viewer is None or not data_requests.may_answer(turn, request, viewer):
        turn.say("data.no_such")
        return None
    return request

"""One item of the plan: its words, who does it, its light, and what shows that it was done."""

from __future__ import annotations

from typing import Any

from cases.agency.plan import Evidence as Kind
from cases.plan.lights import Light
from handlers.desk import Turn
from handlers.notices import notices
from handlers.plan import wording
from handlers.plan.lights import standings
from handlers.staff.act.pages import PAGE
from handlers.staff.plan import lists, may
from handlers.staff.plan.asked import Asked
from messages.dates import full_day, local
from messages.envelope import Choice
from storage.casework import cases
from storage.plan import evidence
from storage.tables.mailbox import StoredFile
from storage.tables.plan import Evidence


def show(turn: Turn, asked: Asked) -> None:
    item, language = asked.item, turn.language
    assert item is not None
    stands = next(s for s in standings(turn) if s.item.id == item.id)
    since = lists.begins(turn, asked.span) if asked.span else None
    kept = evidence.of_item(turn.tx, item.id, since)
    listed = [piece for piece in kept if _may_be_listed(turn, piece)]
    last = max((len(listed) - 1) // PAGE, 0)
    number = min(asked.page - 1, last)
    shown = listed[number * PAGE : (number + 1) * PAGE]
    turn.say(
        "plan.item",
        _choices(turn, asked, shown, number, last),
        **_head(turn, asked),
        lamp=wording.lamp(stands.light),
        light=stands.light.value,
        silent=stands.silent,
        never=stands.last is None,
        lines=[_line(turn, piece, language) for piece in shown],
        total=len(kept),
        unlisted=len(kept) - len(listed),
        first=number * PAGE + 1,
        ended=full_day(item.until, language) if stands.light is Light.GREY and item.until else "",
    )


def _head(turn: Turn, asked: Asked) -> dict[str, Any]:
    item, language = asked.item, turn.language
    assert item is not None
    return {
        "id": item.id,
        "text": wording.called(turn, item, language),
        "days": item.days,
        "lead": wording.offices(turn, item.lead, language),
        "cooperate": wording.offices(turn, item.cooperate, language),
        "span": asked.span.value if asked.span else "",
    }


def _may_be_listed(turn: Turn, piece: Evidence) -> bool:
    """What accuses somebody, or came to do so since, is in the totals and stands nowhere."""
    if piece.kind != Kind.RESULT:
        return True
    case = cases.by_code(turn.tx, piece.ref)
    return case is not None and not case.restricted


def _line(turn: Turn, piece: Evidence, language: str) -> dict[str, Any]:
    file = turn.tx.get(StoredFile, piece.file_id) if piece.file_id else None
    return {
        "day": full_day(local(piece.at).date(), language),
        "kind": piece.kind,
        "ref": piece.ref if piece.kind != Kind.CATALOGUE else "",
        "words": piece.words if piece.words != piece.ref else "",
        "link": piece.link,
        "file": file.name if file else "",
        "office": notices.office_name(turn, piece.office, language),
    }


def _choices(
    turn: Turn, asked: Asked, shown: list[Evidence], number: int, last: int
) -> list[Choice]:
    item = asked.item
    assert item is not None
    choices = [
        turn.button("plan.b_file", f"/kehoach tep {piece.ref}", ref=piece.ref)
        for piece in shown
        if piece.file_id and piece.kind == Kind.MANUAL
    ]
    if may.add_to(turn, item):
        choices.insert(0, turn.button("plan.b_add", f"/kehoach them {item.id}"))
    if number < last:
        choices.append(turn.button("staff.b_next", f"{asked.typed()} {number + 2}"))
    return [*choices, turn.button("plan.b_plan", "/kehoach")]


def send_file(turn: Turn, ref: str) -> None:
    """The photo or document of what somebody entered."""
    piece = evidence.by_ref(turn.tx, Kind.MANUAL, ref.strip().upper())
    file = turn.tx.get(StoredFile, piece.file_id) if piece and piece.file_id else None
    if piece is None or file is None:
        turn.say("plan.no_such", [turn.button("plan.b_plan", "/kehoach")])
    elif file.state == "kept":
        turn.say("plan.file", file_id=file.id, ref=piece.ref, words=piece.words)
    else:
        turn.say(f"staff.file_{file.state}", name=file.name)

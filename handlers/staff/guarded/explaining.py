"""The accused side explains: it knows a number, a summary and a day. The case does not exist for
them, and nothing said here names it."""

from __future__ import annotations

from typing import Any

from cases.confidentiality import Viewer
from cases.lifecycle import OPEN, Standing, Status
from handlers import door
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Option, Unclear, dialogue
from handlers.conversation.replay import under_way
from handlers.desk import Desk, Turn
from handlers.labels import Label
from handlers.rights import rights
from handlers.staff.act.acts import CANCEL
from handlers.staff.guarded import accused_side
from handlers.staff.matters import MATTERS, Matter
from messages.dates import day_text
from messages.envelope import Choice
from storage.casework import cases, duties, explanations
from storage.casework.cases import NotAllowed, Overtaken
from storage.mailbox import outbox
from storage.people import people
from storage.tables.casework import Case, Duty, Explanation

_LONGEST = 6000
ASKED = frozenset({Standing.ASKED})


def waits_for(desk: Desk, found: Explanation, viewer: Viewer) -> bool:
    """Whether this official is asked, still."""
    case = desk.tx.get(Case, found.case_id)
    open_ = case is not None and Status(case.status) in OPEN
    asked = found.approved_at and not (found.answered_at or found.refused_at)
    return bool(open_ and asked) and accused_side.is_asked(found, viewer)


def summary_of(desk: Desk, found: Explanation) -> str:
    words = cases.texts(desk.tx, found.case_id, "summary")
    return next((t.body for t in words if t.id == found.summary_id), "")


def _open(turn: Turn) -> list[Explanation]:
    viewer = turn.viewer
    everything = explanations.asked(turn.tx) if viewer else []
    return [e for e in everything if viewer and waits_for(turn, e, viewer)]


def offered(turn: Turn) -> bool:
    """Put what this official is asked, or let them choose. False where they are asked nothing."""
    theirs = _open(turn)
    if len(theirs) == 1:
        put(turn, theirs[0], "")
    elif theirs:
        turn.say("explain.which", [Choice(e.number, f"/giaitrinh {e.number}") for e in theirs])
    return bool(theirs)


def replied(turn: Turn) -> bool:
    """A reply to the message by which they were asked. False where it is none."""
    key = outbox.key_of_message(turn.tx, turn.chat.id, turn.incoming.reply_to)
    if not key.startswith("explain.") or not turn.text or under_way(turn) == "explaining":
        return False
    theirs = _open(turn)
    if len(theirs) == 1:
        put(turn, theirs[0], turn.text)
        return True
    return offered(turn)


def put(turn: Turn, found: Explanation, said: str) -> None:
    """The summary and the question; answered at once where words came with it."""
    words = {"words": said[:_LONGEST]} if said else {}
    begin_over(turn, "explaining", {"number": found.number, **words})


@dialogue("explaining", lambda turn, told: _given(turn, told), words=("words",), official=True)
def asking(ask: Ask) -> dict[str, Any]:
    """Ends early, for `_given` to say why, where nobody is asked any more."""
    turn, found = ask.turn, explanations.by_number(ask.turn.tx, ask.answers["number"])
    if found is None or turn.viewer is None or not waits_for(turn, found, turn.viewer):
        return ask.answers
    ask.question(
        "words",
        text="explain.show",
        params=lambda: {
            "number": found.number,
            "summary": summary_of(turn, found),
            "due": day_text(found.due_at, turn.language) if found.due_at else "",
        },
        options=(Option(CANCEL, "explain.b_later"),),
        read=_read,
    )
    return ask.answers


def _read(turn: Turn, text: str) -> str:
    said = text.strip().lstrip(CANCEL)
    if not said:
        raise Unclear
    if len(said) > _LONGEST:
        raise Unclear("common.too_long", limit=_LONGEST)
    return said


def _given(turn: Turn, told: dict[str, Any]) -> None:
    found, viewer = explanations.by_number(turn.tx, told["number"]), turn.viewer
    if told.get("words") == CANCEL:
        turn.say("explain.later", number=told["number"])
    elif found is None or viewer is None or not waits_for(turn, found, viewer):
        turn.say("explain.over", number=told["number"])
    else:
        _take(turn, found, viewer, told["words"])
    ended(turn)


def _take(turn: Turn, found: Explanation, viewer: Viewer, said: str) -> None:
    """Words of the case, in the name of who wrote them."""
    case, me = turn.tx.get(Case, found.case_id), viewer.person_id
    assert case is not None
    details = {"words": said, "text_kind": "explanation", "author_id": me}
    try:
        change = door.act(turn, case, "explained", ASKED, f"person:{me}", **details)
    except (NotAllowed, Overtaken):
        turn.say("explain.over", number=found.number)
        return
    assert change.text_id is not None
    explanations.answer(turn.tx, found.id, change.text_id, me, turn.now)
    duties.close_matters(turn.tx, "explain", "explanation", found.id, turn.now)
    turn.say("explain.given", number=found.number)
    _tell_handler(turn, change.case, found)


def _tell_handler(turn: Turn, case: Case, found: Explanation) -> None:
    """That it has come; what it says stands in the case."""
    for person_id in {found.asked_by, case.owner_id} - {None}:
        viewer = people.viewer(turn.tx, person_id, turn.now) if person_id else None
        if viewer is not None and rights.may_see(turn, case, viewer):
            button = [Label("card.b_details", f"/hoso {case.code}")]
            told = {"code": case.code, "number": found.number}
            details = {"case_id": case.id}
            turn.tell_person(viewer.person_id, "explain.came", button, details=details, **told)


def _theirs(desk: Desk, duty: Duty, viewer: Viewer) -> bool:
    found = explanations.get(desk.tx, int((duty.data or {}).get("explanation", 0)))
    return found is not None and waits_for(desk, found, viewer)


def _show(turn: Turn, duty: Duty) -> None:
    found = explanations.get(turn.tx, int(duty.data["explanation"]))
    if found is not None:
        put(turn, found, "")


MATTERS["explain"] = Matter(_theirs, _show)

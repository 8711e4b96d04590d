"""Words, files and places put into a case that was sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases.lifecycle import Status
from handlers.casework import recall
from handlers.citizen import own_cases
from handlers.conversation.danger import warn
from handlers.conversation.dialogue import Unclear
from handlers.conversation.story import said_part, story_of
from handlers.desk import Turn
from storage.casework.cases import Change
from storage.columns.plain import stamp, unstamp
from storage.mailbox import files
from storage.tables.casework import Case

MOVES = ("supplement", "add")
_STAYS_OPEN = timedelta(minutes=15)
_FILES_PER_CASE = 4  # times the agency's limit for one submission


def put(
    turn: Turn,
    case: Case,
    move: str,
    part: dict[str, Any],
    *,
    text_kind: str = "supplement",
    **details: Any,
) -> Change | None:
    """Make a move that brings words, files or a place. The files are in the case before its card
    is shown anew. Words of danger bring the emergency numbers first."""
    warn(turn, turn.text)
    sent = part.get("files", [])
    files.to_case(turn.tx, sent, case.id, None)
    change = own_cases.act(
        turn,
        case,
        move,
        words=story_of({"parts": [part]}).text,
        text_kind=text_kind,
        data={"files": len(sent)} if sent else None,
        **details,
    )
    if change and change.text_id:
        files.to_case(turn.tx, sent, case.id, change.text_id)
    return change


def move_for(case: Case) -> str:
    """Adding to a case that waits for its sender hands it back to whoever asked."""
    return "supplement" if case.status == Status.WAITING else "add"


def read_part(turn: Turn, text: str) -> dict[str, Any]:
    """One message as words and files to add."""
    part = said_part(turn)
    if not part:
        raise Unclear
    if len(part.get("text", "")) > turn.agency.limits.story_chars:
        raise Unclear("supplement.too_long", limit=turn.agency.limits.story_chars)
    return part


def fits(turn: Turn, case: Case, part: dict[str, Any]) -> bool:
    """Says what to do instead where a case has grown too large."""
    limits = turn.agency.limits
    if len(part.get("text", "")) > limits.story_chars:
        turn.say("supplement.too_long", limit=limits.story_chars)
        return False
    there = len(files.of_case(turn.tx, case.id)) if part.get("files") else 0
    if there + len(part.get("files", [])) > limits.files * _FILES_PER_CASE:
        turn.say("supplement.too_many_files", code=case.code, phone=turn.agency.contact.phone)
        return False
    return True


def add(turn: Turn, case: Case, part: dict[str, Any]) -> None:
    """Put it in and say so; what follows soon goes there too."""
    if not fits(turn, case, part):
        return
    before = case.status
    change = put(turn, case, move_for(case), part)
    if change is None:
        return
    if before == Status.ANSWERED:
        turn.say(
            "supplement.added_answered",
            [turn.button("status.b_again", f"/xemlai {case.code}")],
            code=case.code,
        )
    else:
        key = "supplement.handed_back" if before == Status.WAITING else "supplement.added"
        turn.say(
            key,
            [turn.button("actions.b_view", f"/tracuu {case.code}")],
            code=case.code,
            files=len(part.get("files", [])),
        )
    stay_open(turn, case)


def add_nothing(turn: Turn, case: Case) -> None:
    """The sender has nothing to add: the case goes back all the same, and says so."""
    if case.status != Status.WAITING:
        turn.say("supplement.nothing_asked", code=case.code)
    elif own_cases.act(
        turn,
        case,
        "supplement",
        data={"nothing": True},
        text_kind="supplement",
        words=turn.words("vi", "supplement.nothing_note"),
    ):
        turn.say("supplement.nothing_taken", code=case.code)


def stay_open(turn: Turn, case: Case) -> None:
    """The rest of an album, or one more photo, goes to the same case for some minutes."""
    turn.state["adding"] = [case.id, stamp(turn.now)]


def just_added_to(turn: Turn) -> Case | None:
    """What follows soon. Files go there at once; words are as likely about something else, so
    they are asked about."""
    case_id, at = turn.state.get("adding", (0, ""))
    if not case_id or turn.now - unstamp(at) > _STAYS_OPEN:
        return None
    case = turn.tx.get(Case, case_id)
    case = recall.as_told(turn, case) if case is not None else None
    return case if case is not None and own_cases.able(case, MOVES) else None

"""What officials say without a command. A reply to a card goes where they choose, after they saw
who will read it; other words of theirs never go to anybody."""

from __future__ import annotations

from typing import Any

from cases.kinds import Role
from cases.lifecycle import Status, may
from handlers.citizen.first_words import is_greeting
from handlers.citizen.submission import submit
from handlers.conversation.files import take_files
from handlers.conversation.story import said_part
from handlers.desk import Turn
from handlers.notices.readers import reader
from handlers.rights import rights
from handlers.router import STAFF, command
from handlers.staff.act import acts, which
from handlers.staff.casework import opinions
from handlers.staff.guarded import explaining
from handlers.staff.people import membership
from handlers.staff.reports import giving
from handlers.staff.roles import CASEWORK
from storage.tables.casework import Case

_MOST_KEPT = 12
# As what a reply may go on, and the act that takes it.
_WAYS = (("answer", "answer"), ("ask", "ask"), ("note", "note"))


def to_card(turn: Turn) -> bool:
    """A reply to a message about a case, that asks to explain, or to a report, in a private chat.
    False when it is none."""
    if opinions.replied(turn):
        return True
    case = which.replied(turn)
    if case is None:
        return explaining.replied(turn) or giving.replied(turn)
    if not (turn.text or turn.file_ids):
        return False
    _offer(turn, case)
    return True


def in_group(turn: Turn) -> None:
    """Replies to cards by people with rights; the talk of a group among itself is not answered."""
    case = which.replied(turn)
    if case is None or turn.viewer is None or turn.incoming.edited:
        return
    take_files(turn)  # what else is posted in a group is not ours to fetch
    if turn.text:
        _offer(turn, case)


def _offer(turn: Turn, case: Case) -> None:
    seen = which.visible(turn, case.code)
    if seen is None or turn.viewer is None:
        which.unknown(turn, case.code)
        return
    ways = _open_ways(turn, seen)
    key = str(turn.inbox_id)
    kept = turn.state.setdefault("said", {})
    kept[key] = {
        "case": seen.code,
        "text": turn.text,
        "files": turn.file_ids,
        "by": turn.chat.person_id,
    }
    while len(kept) > _MOST_KEPT:
        kept.pop(next(iter(kept)))
    choices = [turn.button(f"staff.b_as_{way}", f"/guinhu {key} {way}") for way in ways]
    choices.append(turn.button("staff.b_cancel", f"/guinhu {key} -"))
    turn.say(
        "staff.reply_as",
        choices,
        case_id=seen.id,
        code=seen.code,
        reader=reader(turn, seen, turn.language),
        status=turn.words(turn.language, f"status.{seen.status}"),
        only_note=ways == ["note"],
    )


def _open_ways(turn: Turn, case: Case) -> list[str]:
    assert turn.viewer is not None
    held = rights.standings_of(turn, case, turn.viewer)
    status = Status(case.status)
    return [
        way
        for way, act in _WAYS
        if any(may(move, status, held) for move in acts.ACTS[act].moves(case))
    ]


@command("guinhu", "sendas", who=CASEWORK, group=True, hidden=True)
def send_as(turn: Turn, words: str) -> None:
    """What the buttons under `staff.reply_as` carry: which kept words, and as what."""
    key, _, way = words.strip().partition(" ")
    kept: dict[str, Any] = turn.state.get("said", {})
    said = kept.get(key)
    if said is None or said["by"] != turn.chat.person_id:
        turn.say("staff.not_yours" if said else "common.done_already")
        return
    kept.pop(key)
    act = dict(_WAYS).get(way)
    if act is None:
        turn.say("staff.cancelled")
        return
    known = {"document": {"file": said["files"][-1]}} if said["files"] and act == "answer" else {}
    acts.start(turn, acts.ACTS[act], f"{said['case']} {said['text']}", **known)


def bare_text(turn: Turn) -> None:
    """An official's words outside any dialogue: nobody reads them, and they are told so."""
    if is_greeting(turn.text) and not turn.file_ids:
        greet_official(turn)
        return
    turn.state["bare"] = said_part(turn)
    turn.say(
        "staff.nobody_reads",
        [
            turn.button("staff.b_today", "/homnay"),
            turn.button("staff.b_as_citizen", "/guinhudan"),
            turn.button("staff.b_help", "/trogiup"),
        ],
        replies=turn.reach.replies,
    )


def greet_official(turn: Turn) -> None:
    """Their main commands, and how they send a matter of their own."""
    admin = turn.viewer is not None and turn.viewer.is_(Role.ADMIN)
    turn.say("staff.hello", membership.main_commands(turn, admin))


@command("guinhudan", "ascitizen", who=STAFF, hidden=True)
def as_citizen(turn: Turn, words: str) -> None:
    """An official is a citizen too: what they wrote becomes the story of a submission."""
    part = turn.state.pop("bare", None)
    if part:
        submit.begin_with(turn, part)
    else:
        submit.start(turn, "")

"""Proposals to cut business conditions: their register, where they were sent up to, what came
back. Their senders are told of each step."""

from __future__ import annotations

from typing import Any

from handlers.conversation.dialogue import Unclear
from handlers.desk import Turn
from handlers.rights import rights
from handlers.router import command
from handlers.staff.act import acts, needs, pages
from handlers.staff.act.acts import Act, Need, Told
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import CASEWORK, able
from messages.dates import day_text, day_written, local, read_day
from storage.casework import cases
from storage.casework import proposals as kept
from storage.casework.cases import Change
from storage.tables.casework import Case

_LONGEST_REPLY = 3000
_LONGEST = 200
_EXCERPT = 160

# --- sent up -------------------------------------------------------------------------------------


def _take(turn: Turn, case: Case, rest: str) -> tuple[str, str]:
    return acts.if_readable(lambda: _read(turn, case, rest), rest) if rest.strip() else ("", "")


def _read(turn: Turn, case: Case, text: str) -> str:
    """“Bộ Tài chính | 123/SKHĐT-ĐKKD | 1/12”: to whom, under which number, when. Raises Unclear."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) != 3 or not all(parts[:2]) or max(map(len, parts)) > _LONGEST:
        raise Unclear("proposals.form")
    today = local(turn.now).date()
    day = read_day(parts[2], today)
    if day is None:
        raise Unclear("staff.no_day")
    if day > today:
        raise Unclear("system.future", day=day_text(day, turn.language))
    return " | ".join((*parts[:2], day.isoformat()))


def _send_up(turn: Turn, case: Case, move: str, told: Told) -> Change:
    body, number, day = told["letter"].split(" | ")
    letter = {"to": body, "number": number, "on": day}
    return official_act(
        turn,
        case,
        move,
        sent_up=[*(case.sent_up or []), letter],
        data={"body": body, "number": number, "on": day},
    )


SEND_UP = acts.add(
    Act(
        "send_up",
        "trinhlen",
        lambda case: ("send_up",),
        _send_up,
        (Need("letter", "proposals.letter", _take, _read),),
    )
)


@command("trinhlen", "sendup", who=able("send_up"))
def send_up(turn: Turn, words: str) -> None:
    """`/trinhlen CODE TO | NUMBER | DATE`."""
    acts.start(turn, SEND_UP, words)


# --- what came back ------------------------------------------------------------------------------


def _reply(turn: Turn, case: Case, move: str, told: Told) -> Change:
    """To the newest letter. The words are kept with the other words of the case."""
    today = local(turn.now).date().isoformat()
    *before, newest = case.sent_up
    return official_act(
        turn,
        case,
        move,
        words=told["words"],
        text_kind="reply",
        sent_up=[*before, {**newest, "replied_on": today}],
        data={"body": newest["to"], "on": today},
    )


REPLY = acts.add(
    Act(
        "reply_up",
        "phucdap",
        lambda case: ("reply_up",),
        _reply,
        (needs.words("proposals.words_reply", _LONGEST_REPLY),),
    )
)


@command("phucdap", "replyfromabove", who=able("reply_up"))
def reply(turn: Turn, words: str) -> None:
    """`/phucdap CODE TEXT`."""
    acts.start(turn, REPLY, words)


# --- the register --------------------------------------------------------------------------------


@command("sodexuat", "proposals", who=CASEWORK)
def register(turn: Turn, words: str) -> None:
    """`/sodexuat [PAGE]`: those this official may see, newest first."""
    viewer = turn.viewer
    if viewer is None:
        return
    found = [c for c in kept.register(turn.tx) if rights.may_see(turn, c, viewer)]
    pages.show(turn, "proposals.register", "sodexuat", words, found, lambda case: _line(turn, case))


def _line(turn: Turn, case: Case) -> dict[str, Any]:
    # What a restricted case tells is read in its file, where reading is noted.
    story = [] if case.restricted else cases.texts(turn.tx, case.id, "story")
    answered = cases.latest_text(turn.tx, case.id, "reply")
    newest = case.sent_up[-1] if case.sent_up else {}
    return {
        "code": case.code,
        "received": day_text(case.received_at, turn.language),
        "status": turn.words(turn.language, f"status.{case.status}"),
        "what": _short(story[0].body) if story else "",
        "to": newest.get("to", ""),
        "number": newest.get("number", ""),
        "on": day_written(newest.get("on", ""), turn.language),
        "replied": day_written(newest.get("replied_on", ""), turn.language),
        "reply": _short(answered.body) if answered and newest.get("replied_on") else "",
    }


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1].rstrip() + "…"

"""Entering what shows that something was done for an item: a link, a photo or a document, and one
line about it."""

from __future__ import annotations

import re
from typing import Any

from cases.agency.plan import Evidence as Kind
from cases.agency.plan import PlanItem
from cases.privacy.private_data import private_part
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Option, Unclear, dialogue
from handlers.desk import Turn
from handlers.notices import notices
from handlers.plan import wording
from handlers.rights import masking
from handlers.staff.act.acts import CANCEL
from handlers.staff.plan import may
from storage.house.numbers import numbered
from storage.plan import evidence
from storage.privacy.access import log_access
from storage.tables.mailbox import StoredFile

_LONGEST = 200
_LINK = re.compile(r"https?://[^\s<>\"']+")
_OUT = Option(CANCEL, "staff.b_cancel")


def start(turn: Turn, item: PlanItem) -> None:
    if may.add_to(turn, item):
        begin_over(turn, "evidence", {"item": item.id})
    else:
        offices = wording.offices(turn, item.offices(), turn.language)
        back = turn.button("plan.b_item", f"/kehoach {item.id}", id=item.id)
        turn.say("plan.not_yours", [back], id=item.id, offices=offices)


@dialogue("evidence", lambda turn, told: _keep(turn, told), official=True, words=("proof", "line"))
def evidence_of(ask: Ask) -> dict[str, Any]:
    """What there is to see, a line about it, and whose doing it was where that may be several."""
    turn, told = ask.turn, ask.answers
    item = turn.agency.plan.item(told["item"])
    if item is None:  # taken out of the plan meanwhile
        return told
    proof = ask.question(
        "proof",
        text="plan.ask_proof",
        params=lambda: {"id": item.id, "text": wording.shortly(turn, item, turn.language)},
        options=(_OUT,),
        takes_files=True,
        read=_read_proof,
    )
    if proof.get("cancelled"):
        return told
    if not proof["line"] and _asked(ask, "line", (_OUT,), read=_read_line) == CANCEL:
        return told
    offices = may.whose(turn, item)
    if len(offices) > 1:
        _asked(ask, "office", lambda: [*_named(turn, offices), _OUT])
    if _state(turn, proof) == "wanted":
        _asked(ask, "ready", (Option("yes", "plan.b_ready"), _OUT))
    return told


def _asked(ask: Ask, key: str, options: Any, **details: Any) -> str:
    return str(ask.question(key, text=f"plan.ask_{key}", options=options, **details))


def _named(turn: Turn, offices: tuple[str, ...]) -> list[Option]:
    return [Option(o, label=notices.office_name(turn, o, turn.language)) for o in offices]


def _read_proof(turn: Turn, text: str) -> dict[str, Any]:
    """A file with its caption, or a link with what stands around it."""
    if text == "=" + CANCEL:
        return {"cancelled": True}
    if turn.file_ids:
        return {"file": turn.file_ids[-1], "link": "", "line": _plain(turn, text)}
    link = _LINK.search(text)
    if link is None:
        raise Unclear("plan.needs_proof")
    around = f"{text[: link.start()]} {text[link.end() :]}"
    return {"file": 0, "link": link[0].rstrip(".,;)"), "line": _plain(turn, around)}


def _read_line(turn: Turn, text: str) -> str:
    line = _plain(turn, text)
    if not line:
        raise Unclear
    return line


def _plain(turn: Turn, text: str) -> str:
    """On one line, short, and leading to nobody: colleagues and reports will show it. Raises
    Unclear."""
    line = " ".join(text.split())
    if len(line) > _LONGEST:
        raise Unclear("common.too_long", limit=_LONGEST)
    if found := private_part(line, masking.ours(turn)):
        raise Unclear("plan.private", found=found)
    return line


def _keep(turn: Turn, told: dict[str, Any]) -> None:
    item, proof = turn.agency.plan.item(told["item"]), told.get("proof") or {}
    offices = may.whose(turn, item) if item else ()
    office = told.get("office") or (offices[0] if offices else "")
    if (
        item is None
        or proof.get("cancelled")
        or CANCEL in (told.get("line"), told.get("ready"), office)
    ):
        turn.say("staff.cancelled")
    elif office not in offices:
        start(turn, item)  # says whose it is
    elif _is_here(turn, told, proof):
        _kept(turn, item, office, proof, proof["line"] or told["line"])
    else:
        return
    ended(turn)


def _state(turn: Turn, proof: dict[str, Any]) -> str:
    """A file is fetched and checked behind the turn, and may turn out to be none we keep."""
    file = turn.tx.get(StoredFile, proof["file"]) if proof["file"] else None
    return file.state if file else "kept"


def _is_here(turn: Turn, told: dict[str, Any], proof: dict[str, Any]) -> bool:
    state = _state(turn, proof)
    if state == "kept":
        return True
    again: dict[str, Any] = {key: told[key] for key in ("item", "office", "line") if key in told}
    if state == "wanted":
        again["proof"] = proof
    else:
        again |= {"line": proof["line"]} if proof["line"] else {}
        turn.say("plan.needs_proof")
    begin_over(turn, "evidence", again)
    return False


def _kept(turn: Turn, item: PlanItem, office: str, proof: dict[str, Any], line: str) -> None:
    ref = numbered(turn.tx, "MC", "evidence", turn.now)
    evidence.keep(
        turn.tx, item.id, Kind.MANUAL, ref, turn.now, office=office, words=line,
        link=proof["link"], file_id=proof["file"] or None, by_id=turn.chat.person_id,
    )  # fmt: skip
    turn.say(
        "plan.kept",
        [
            turn.button("plan.b_item", f"/kehoach {item.id}", id=item.id),
            turn.button("plan.b_more", f"/kehoach them {item.id}"),
            turn.button("plan.b_take_back", f"/kehoach bo {ref}"),
        ],
        ref=ref,
        id=item.id,
        office=notices.office_name(turn, office, turn.language),
        line=line,
    )


def take_back(turn: Turn, ref: str) -> None:
    """What was entered by mistake; it may be entered again."""
    piece = evidence.by_ref(turn.tx, Kind.MANUAL, ref.strip().upper())
    whole = [turn.button("plan.b_plan", "/kehoach")]
    if piece is None or not may.take_back(turn, piece):
        turn.say("plan.no_such", whole)
        return
    if evidence.drop(turn.tx, piece.id):
        log_access(turn.tx, turn.now, turn.chat.person_id, "evidence dropped", detail=piece.ref)
    again = turn.button("plan.b_add", f"/kehoach them {piece.item}")
    turn.say("plan.taken_back", [again, *whole], ref=piece.ref, id=piece.item)

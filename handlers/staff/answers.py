"""The answer: words, and if there is one, the number, date, signer and signed file of its document.
It goes to the approver as a draft, or straight to the sender where approval is off."""

from __future__ import annotations

from typing import Any

from cases.lifecycle import Status
from handlers import door, verdicts
from handlers.desk import Turn
from handlers.dialogue import Ask, Option
from handlers.documents import summary
from handlers.readers import reader
from handlers.router import command
from handlers.staff import acts, document_line, merges, needs
from handlers.staff.acts import Act, Told
from handlers.staff.reception import official_act
from handlers.staff.roles import CASEWORK
from messages.dates import local
from storage import files
from storage.cases import Change
from storage.tables import Case, StoredFile

_LONGEST_ANSWER = 6000


# --- the document --------------------------------------------------------------------------------


def document(ask: Ask, case: Case) -> None:
    """One optional question: nothing, or number, date, signer and file in any order until told to
    send. What stands above it says who will read the answer."""
    told = ask.answers.get("document") or {}
    ask.question(
        "document",
        text="staff.document_more" if told else "staff.document",
        params=lambda: {
            "code": case.code,
            "reader": reader(ask.turn, case, ask.turn.language),
            "draft": _goes_to_approval(ask.turn, case),
            **({"has": summary(ask.turn, told)} if told else {}),
        },
        options=(
            Option("done", "staff.b_send" if told else "staff.b_no_document"),
            Option(acts.CANCEL, "staff.b_cancel"),
        ),
        takes_files=True,
        read=_read_document,
        enough=lambda told: bool(told.get("done") or told.get("cancelled")),
    )
    if ask.answers["document"].get("cancelled"):
        ask.answers["cancelled"] = True


def _goes_to_approval(turn: Turn, case: Case) -> bool:
    assert turn.viewer is not None
    return door.needs_approval(turn, case, turn.viewer.person_id)


def _read_document(turn: Turn, text: str) -> dict[str, Any]:
    told: dict[str, Any] = dict(turn.state["d"]["a"].get("document") or {})
    if text == "=done":
        return {**told, "done": True}
    if text == "=" + acts.CANCEL:
        return {**told, "cancelled": True}
    told |= document_line.read(text, local(turn.now).date())
    if turn.file_ids:
        told["file"] = turn.file_ids[-1]
    return told


def _extra(ask: Ask, case: Case) -> None:
    verdicts.asked(ask, case)
    document(ask, case)


# --- the answer ----------------------------------------------------------------------------------


def _answer(turn: Turn, case: Case, move: str, told: Told) -> Change | None:
    kept = {k: v for k, v in (told.get("document") or {}).items() if k not in ("done", "cancelled")}
    kept |= verdicts.of_told(told)
    if verdicts.needed(case) and "verdict" not in kept:
        turn.say("staff.private_only", case_id=case.id, command=f"/traloi {case.code}")
        return None
    if found := merges.personal_part(turn, case, told["words"]):
        turn.say("merged.personal", case_id=case.id, code=case.code, found=found)
        if turn.private:
            acts.ask_again(turn, {k: told[k] for k in ("act", "case")})
        return None
    if not _file_is_here(turn, case, kept, told):
        return None
    draft = _goes_to_approval(turn, case)
    details: dict[str, Any] = {"to": Status.AWAITING_APPROVAL, "text_kind": "draft"}
    if not draft:
        details = {"to": Status.ANSWERED, "text_kind": "answer", "answered_at": turn.now}
        details["verdict"] = kept.get("verdict", "")
    change = official_act(turn, case, move, words=told["words"], text_data=kept or None, **details)
    if kept.get("file"):
        files.to_case(turn.tx, [int(kept["file"])], case.id, change.text_id)
    return change


def _file_is_here(turn: Turn, case: Case, kept: dict[str, Any], told: Told) -> bool:
    """A file is fetched and checked behind the turn; an answer never goes out without the document
    it speaks of."""
    file = turn.tx.get(StoredFile, int(kept["file"])) if kept.get("file") else None
    if file is None or file.state == "kept":
        return True
    again = {k: v for k, v in told.items() if k != "document"}
    kept = {k: v for k, v in kept.items() if k not in ("verdict", "why")}
    if file.state == "wanted":
        again["document"] = kept
    turn.say(f"staff.file_{file.state}", name=file.name)
    acts.ask_again(turn, again)
    return False


ANSWER = acts.add(
    Act(
        "answer",
        "traloi",
        lambda case: ("answer",),
        _answer,
        (needs.words("staff.words_answer", _LONGEST_ANSWER),),
        extra=_extra,
    )
)


@command("traloi", "answer", who=CASEWORK, group=True)
def answer(turn: Turn, words: str) -> None:
    """`/traloi CODE TEXT`."""
    acts.start(turn, ANSWER, words)

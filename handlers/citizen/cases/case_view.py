"""A case as its sender sees it: what happened so far, whose turn it is, the answer, and buttons for
what may be done now. Notes among colleagues and drafts have no way in here."""

from __future__ import annotations

from typing import Any

from cases.kinds import IdentityMode
from cases.lifecycle import OPEN, UNANSWERED, Status, allowed
from handlers import door
from handlers.case import how_counted, promises, told
from handlers.casework import merging
from handlers.citizen.submission import filing
from handlers.desk import Desk, Turn
from handlers.notices import notices
from handlers.rights.once_more import left_for, may_look_again, may_tell_of_trouble
from messages.dates import day_text, moment_text
from messages.envelope import Choice
from storage.casework import cases, history
from storage.mailbox import files
from storage.tables.casework import Case, CaseHistory

S = Status
# What a row of the history is called in plain words; what is not here stays inside the house.
_STEPS = frozenset(
    {
        "file",
        "accept",
        "take",
        "assign",
        "transfer",
        "extend",
        "delay",
        "late",
        "recount",
        "ask",
        "ask_handling",
        "supplement",
        "lapse",
        "add",
        "answer",
        "approve",
        "refuse",
        "forward",
        "acknowledge",
        "look_again",
        "reopen",
        "appeal",
        "publish",
        "unpublish",
        "close",
        "withdraw",
        "rate",
        "transcribe",
        "merge",
        "confirm_answer",
        "send_again",
        "send_up",
        "reply_up",
        "follow_extend",
        "follow_delay",
        "follow_answer",
        "follow_refuse",
        "follow_forward",
        "follow_acknowledge",
        "trouble",
    }
)
_SAME = {
    "ask_handling": "ask",
    "approve": "answer",
    "assign": "take",
    "reopen": "look_again",
    "delay": "late",
    "follow_delay": "late",
    **{f"follow_{it}": it for it in ("extend", "answer", "refuse", "forward", "acknowledge")},
}
_MOST_STEPS = 6
_MOST_OPENINGS = 5
_BUTTONS = (
    ("supplement", "status.b_supply", "/bosung"),
    ("add", "status.b_add", "/bosung"),
    ("rate", "status.b_rate", "/danhgia"),
    ("look_again", "status.b_again", "/xemlai"),
    ("reopen", "status.b_reopen", "/xemlai"),
    ("trouble", "since.b_tell", "/gaykho"),
    ("appeal", "status.b_appeal", "/xemlai"),
    ("withdraw", "status.b_withdraw", "/rut"),
)


def show(turn: Turn, case: Case) -> None:
    """The view, then the signed document of the answer where there is one."""
    shown = params(turn, case, turn.language)
    turn.say("status.view", buttons(turn, case), case_id=case.id, **shown)
    if case.status in (S.ANSWERED, S.CLOSED):
        _documents(turn, case)


def params(desk: Desk, case: Case, language: str) -> dict[str, Any]:
    """What `status.view` tells: in a chat, and to whoever has the number elsewhere."""
    rows = history.of_case(desk.tx, case.id)
    open_ = Status(case.status) in UNANSWERED
    shown = merging.shown_status(desk, case)
    answered = case.status in (S.ANSWERED, S.CLOSED)
    question = cases.latest_text(desk.tx, case.id, "question")
    return {
        "code": case.code,
        "kind": desk.words(language, f"kind.{case.kind}"),
        "label": desk.words(language, f"status.{shown}"),
        "status": shown.value,
        "office": notices.office_name(desk, case.office, language),
        "due": day_text(case.due_at, language) if case.due_at and open_ else "",
        "late": promises.is_late(case, desk.now),
        "new_date": day_text(case.new_date_at, language) if case.new_date_at and open_ else "",
        "tip": case.identity_mode == IdentityMode.ANONYMOUS,
        "steps": steps(desk, [r for r in rows if r.seq not in _untold(case, rows)], language),
        "question": question.body if question and case.status == S.WAITING else "",
        "answer": notices.answer_words(desk, case, language) if answered else "",
        "reopen": _reopen(desk, case, language),
        "second_look": bool(case.second_look),
        "before": again.outcome if (again := told.before(desk, case)) else "",
        "document": notices.document(desk, case) if answered else "",
        "reason": _reason(desk, case, rows),
        "body": case.forwarded_to,
        "files": _sent_files(desk, case),
        "phone": desk.agency.contact.phone,
        "reader": filing.reader(desk, case),
        "counted": how_counted.short(desk, case, language) if open_ else "",
        "opened": _openings(desk, rows, language),
        "finding": _finding(desk, case, language) if answered else "",
    }


def _reopen(desk: Desk, case: Case, language: str) -> str:
    """What is left of the sender's right to have a closed case opened again."""
    left = left_for(desk, case)
    if left is None:
        return ""
    return desk.words(
        language, "second.left", times=left.times, until=day_text(left.until, language)
    )


def _finding(desk: Desk, case: Case, language: str) -> str:
    return desk.words(language, f"outcome.told_{case.outcome}") if case.outcome else ""


def _openings(desk: Desk, rows: list[CaseHistory], language: str) -> str:
    """How often, when, by whom (never which person) and what for their name was opened."""
    opened = [row for row in rows if row.action == "open_identity"]
    if not opened:
        return ""
    told = [
        {
            "day": moment_text(row.at, language),
            "role": desk.words(language, f"opening.role_{row.data['role']}"),
            "why": desk.words(language, f"opening.told_{row.data['why']}"),
        }
        for row in opened[-_MOST_OPENINGS:]
    ]
    return desk.words(language, "opening.told", opened=len(opened), list=told)


def steps(desk: Desk, rows: list[CaseHistory], language: str) -> list[tuple[str, str]]:
    """(day, words) of what happened, newest last; repeats in a row are told once."""
    told: list[tuple[str, str]] = []
    for row in rows:
        if row.action not in _STEPS or _still_inside(row):
            continue
        words = desk.words(language, f"status.step_{_SAME.get(row.action, row.action)}")
        if not told or told[-1][1] != words:
            told.append((day_text(row.at, language), words))
    return told if len(told) <= _MOST_STEPS else [told[0], *told[1 - _MOST_STEPS :]]


def _untold(case: Case, rows: list[CaseHistory]) -> set[int]:
    """Answers, and their being taken back, of which the sender never heard: see `recall`."""
    hidden, answer = set[int](), 0
    for row in rows:
        if row.action == "answer" and row.data.get("to") == S.ANSWERED:
            answer = row.seq
        elif row.action == "recall":
            hidden |= {answer, row.seq}
    moved = [r for r in rows if r.data.get("from") != r.data.get("to")]
    if case.status == S.IN_PROGRESS and moved and moved[-1].seq == answer:
        hidden.add(answer)
    return hidden


def _still_inside(row: CaseHistory) -> bool:
    """An answer that waits for approval is nobody's business yet."""
    return row.action == "answer" and row.data.get("to") != S.ANSWERED


def _reason(desk: Desk, case: Case, rows: list[CaseHistory]) -> str:
    """The words of the refusal or of the forwarding itself: other reasons, such as why an office
    handed the case back, are not for the sender."""
    move = {S.REFUSED: "refuse", S.FORWARDED: "forward"}.get(Status(case.status))
    made = [r for r in rows if r.action in (move, f"follow_{move}")]
    text = history.text_of(desk.tx, made[-1]) if made else None
    return text.body if text else ""


def _sent_files(desk: Desk, case: Case) -> int:
    ours = {t.id for t in cases.texts(desk.tx, case.id, "answer", "draft", "question")}
    return sum(f.text_id not in ours for f in files.of_case(desk.tx, case.id))


def _documents(turn: Turn, case: Case) -> None:
    answer = cases.latest_text(turn.tx, case.id, "answer")
    for file in files.of_case(turn.tx, case.id):
        if answer and file.text_id == answer.id and file.state == "kept":
            turn.say("status.answer_file", file_id=file.id, name=file.name)


# --- what may be done now ------------------------------------------------------------------------


def buttons(turn: Turn, case: Case) -> list[Choice]:
    """At most five, from the lifecycle table."""
    names = {m.name for m in allowed(Status(case.status), door.SUBMITTER)}
    if case.rating is not None or not cases.texts(turn.tx, case.id, "answer"):
        names.discard("rate")
    if names & {"reopen", "appeal"} and not may_look_again(turn, case):
        names -= {"reopen", "appeal"}
    if not may_tell_of_trouble(turn, case):
        names.discard("trouble")
    choices = [
        turn.button(key, f"{command} {case.code}")
        for move, key, command in _BUTTONS
        if move in names
    ]
    if case.due_at and Status(case.status) in OPEN:
        choices = [*choices[:3], turn.button("deadline.b_how", f"/tinhhan {case.code}")]
    return [*choices, turn.button("status.b_human", f"/gapcanbo {case.code}")][:5]

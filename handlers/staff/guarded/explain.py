"""The accused side is asked about a rewritten summary that a second person has read: it learns a
number, the summary and a day, nothing of the case (facts/law 4.4)."""

from __future__ import annotations

import re

from cases.privacy.rewritten import betrays
from handlers import door
from handlers.case import told
from handlers.conversation.dialogue import Unclear
from handlers.desk import Turn
from handlers.rights import rights
from handlers.router import STAFF, command
from handlers.staff.act import acts, needs
from handlers.staff.act.acts import Act, Told
from handlers.staff.guarded import accused_side, checking, explaining
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import RECEPTION
from messages.dates import day_text
from storage.casework import cases, duties, explanations
from storage.casework.cases import Change, NotAllowed, Overtaken
from storage.tables.casework import Case, Explanation

_LONGEST = 1500
_DIGITS = 6
_NUMBER = re.compile(r"\s*GT[\s-]?(\d{6})\b[\s:,.;-]*", re.IGNORECASE)


@command("giaitrinh", "explain", who=STAFF)
def explain(turn: Turn, words: str) -> None:
    """`/giaitrinh CODE TEXT` asks; `/giaitrinh GT-123456 TEXT` explains."""
    match = _NUMBER.match(words)
    if match:
        _numbered(turn, f"GT-{match[1]}", words[match.end() :].strip())
    elif words.strip() or not explaining.offered(turn):
        acts.start(turn, EXPLAIN, words)


def _numbered(turn: Turn, number: str, rest: str) -> None:
    """A number that is not for them is answered like one that does not exist."""
    found = explanations.by_number(turn.tx, number)
    case = turn.tx.get(Case, found.case_id) if found else None
    viewer = turn.viewer
    if found is None or case is None or viewer is None:
        turn.say("explain.no_such")
    elif explaining.waits_for(turn, found, viewer):
        explaining.put(turn, found, rest)
    elif rights.may_see(turn, case, viewer):
        _status(turn, case, found)
    else:
        turn.say("explain.no_such")


def _status(turn: Turn, case: Case, found: Explanation) -> None:
    """How it stands, for those who may see the case."""
    over = found.answered_at or found.refused_at
    state = "answered" if found.answered_at else "ended" if over else "waits"
    turn.say(
        "explain.status",
        [] if over else [turn.button("explain.b_end", f"/thoigiaitrinh {found.number}")],
        case_id=case.id,
        code=case.code,
        number=found.number,
        state=state if over or found.approved_at else "check",
        whom=accused_side.words(turn, found),
        due=day_text(found.due_at, turn.language) if found.due_at else "",
    )


# --- asking --------------------------------------------------------------------------------------


def _rewritten(turn: Turn, case: Case, said: str) -> None:
    """Raises Unclear with the words that must be changed."""
    words = [t.body for t in cases.texts(turn.tx, case.id, *told.SENDERS_WORDS)]
    known = cases.identity(turn.tx, turn.ground.keys, case.id)
    sender = [*known.values(), case.dossier]
    found = betrays(said, words, sender, turn.agency.walls.borrowed_words)
    if found:
        raise Unclear(f"explain.change_{found.why.value}", found=found.words)


def _explain(turn: Turn, case: Case, move: str, told: Told) -> Change | None:
    assert turn.viewer is not None
    me, number = turn.viewer.person_id, _new_number(turn)
    office, person = accused_side.asked_of(turn, told["whom"])
    change = official_act(
        turn, case, move, words=told["words"], text_kind="summary", data={"number": number}
    )
    assert change.text_id is not None
    made = explanations.add(
        turn.tx, number, case.id, change.text_id, me, turn.now, office=office, person_id=person
    )
    if door.somebody_else(turn, me):
        checking.to_check(turn, change.case, made)
    else:
        checking.send(turn, change.case, made, me)
        turn.say("explain.sent", case_id=case.id, code=case.code, number=number)
    return None


def _new_number(turn: Turn) -> str:
    """Drawn by lot: a running number would tell how many there are, and when."""
    while True:
        number = f"GT-{turn.ground.chance(_DIGITS)}"
        if explanations.by_number(turn.tx, number) is None:
            return number


EXPLAIN = acts.add(
    Act(
        "explain",
        "giaitrinh",
        lambda case: ("explain",),
        _explain,
        (needs.words("explain.words", _LONGEST, check=_rewritten), accused_side.WHOM),
        confirms=True,
    )
)


# --- withdrawing ---------------------------------------------------------------------------------


@command("thoigiaitrinh", "endexplain", who=RECEPTION, hidden=True)
def end(turn: Turn, words: str) -> None:
    """`/thoigiaitrinh GT-123456`: nobody is asked any more."""
    match, viewer = _NUMBER.match(words), turn.viewer
    made = explanations.by_number(turn.tx, f"GT-{match[1]}") if match else None
    case = turn.tx.get(Case, made.case_id) if made else None
    if made is None or case is None or viewer is None or not rights.may_see(turn, case, viewer):
        turn.say("explain.no_such")
        return
    if made.answered_at or made.refused_at:
        _status(turn, case, made)
        return
    try:
        official_act(turn, case, "end_explain")
    except (NotAllowed, Overtaken):
        turn.say("common.done_already")
        return
    explanations.end(turn.tx, made.id, turn.now)
    for kind in ("explain", "explain_check"):
        duties.close_matters(turn.tx, kind, "explanation", made.id, turn.now)
    if made.approved_at:
        for person_id in accused_side.people_asked(turn, made):
            turn.tell_person(person_id, "explain.not_needed", number=made.number)
    turn.say("explain.withdrawn", case_id=case.id, code=case.code, number=made.number)

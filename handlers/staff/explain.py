"""The accused side is asked about a rewritten summary that a second person has read: it learns a
number, the summary and a day, nothing of the case (facts/law 4.4)."""

from __future__ import annotations

import re

from cases import deadlines
from cases.confidentiality import Viewer
from cases.rewritten import betrays
from handlers import door, rights, told
from handlers.desk import Desk, Turn
from handlers.dialogue import Unclear
from handlers.duties.alarms import tell_admins
from handlers.router import STAFF, command
from handlers.staff import accused_side, acts, explaining, needs
from handlers.staff.acts import Act, Told
from handlers.staff.matters import MATTERS, Matter
from handlers.staff.meant import number as row_number
from handlers.staff.reception import official_act
from handlers.staff.roles import RECEPTION
from messages.dates import day_text
from storage import cases, duties, explanations, people
from storage.cases import Change, NotAllowed, Overtaken
from storage.tables import Case, Duty, Explanation

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
        _to_check(turn, change.case, made)
    else:
        _send(turn, change.case, made, me)
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


def _send(turn: Turn, case: Case, made: Explanation, by: int) -> None:
    """Raises NotAllowed where it was decided before."""
    due = deadlines.due(turn.now, turn.agency.deadlines.explain, turn.agency.calendar)
    if not explanations.approve(turn.tx, made.id, by, turn.now, due):
        raise NotAllowed("approve_explain")
    told = {"explanation": made.id, "number": made.number, "due": day_text(due, "vi")}
    duties.open_matter(turn.tx, "explain", made.office, None, told, turn.now)
    asked = accused_side.people_asked(turn, made)
    for person_id in asked:
        button = [turn.label("vi", "explain.b_answer", f"/giaitrinh {made.number}")]
        turn.tell_person(
            person_id, "explain.asked", button, number=made.number, due=day_text(due, "vi")
        )
    if not asked:
        turn.say("explain.nobody_asked", case_id=case.id, number=made.number)


# --- the second person ---------------------------------------------------------------------------


def _to_check(turn: Turn, case: Case, made: Explanation) -> None:
    data = {"explanation": made.id, "number": made.number}
    office = turn.agency.reception_office
    duty_id = duties.open_matter(turn.tx, "explain_check", office, case.id, data, turn.now)
    able = [v.person_id for v in people.viewers(turn.tx, turn.now) if _may_check(turn, made, v)]
    for person_id in able:
        button = [turn.label("vi", "explain.b_look", f"/viec {duty_id}")]
        details = {"case_id": case.id}
        turn.tell_person(person_id, "explain.to_check", button, details=details, code=case.code)
    if not able:
        but = frozenset(case.accused or ())
        button_key = ("people.b_people", "/nhansu")
        tell_admins(turn, "explain.nobody", button_key, but=but, code=case.code)
    turn.say(
        "explain.to_be_checked", case_id=case.id, code=case.code, number=made.number, able=len(able)
    )


def _may_check(desk: Desk, made: Explanation, viewer: Viewer) -> bool:
    """Văn phòng or the Director, as far as they may see the case; never who wrote it."""
    case = desk.tx.get(Case, made.case_id)
    return (
        case is not None
        and made.asked_by != viewer.person_id
        and rights.may_open_identity(desk, case, viewer)
    )


def _of(desk: Desk, duty: Duty) -> Explanation | None:
    return explanations.get(desk.tx, int((duty.data or {}).get("explanation", 0)))


def _theirs(desk: Desk, duty: Duty, viewer: Viewer) -> bool:
    made = _of(desk, duty)
    return made is not None and _may_check(desk, made, viewer)


def _look(turn: Turn, duty: Duty) -> None:
    made = _of(turn, duty)
    assert made is not None
    case = turn.tx.get(Case, made.case_id)
    assert case is not None
    choices = [
        turn.button("explain.b_yes", f"/duyetgiaitrinh {duty.id} co"),
        turn.button("explain.b_no", f"/duyetgiaitrinh {duty.id} khong"),
    ]
    turn.say(
        "explain.check",
        [] if duty.done_at else choices,
        case_id=case.id,
        code=case.code,
        number=made.number,
        summary=explaining.summary_of(turn, made),
        whom=accused_side.words(turn, made),
        who=people.name_of(turn.tx, made.asked_by),
        decided=duty.done_at is not None,
    )


MATTERS["explain_check"] = Matter(_theirs, _look)


@command("duyetgiaitrinh", "checkexplain", who=RECEPTION, hidden=True)
def check(turn: Turn, words: str) -> None:
    """What yes and no carry: `/duyetgiaitrinh NUMBER co`."""
    first, _, said = words.strip().partition(" ")
    duty, viewer = duties.duty(turn.tx, row_number(first) or 0), turn.viewer
    made = _of(turn, duty) if duty and duty.kind == "explain_check" else None
    if duty is None or made is None or viewer is None or not _may_check(turn, made, viewer):
        turn.say("staff.no_such_duty")
    elif duty.done_at is not None:
        turn.say("staff.duty_was_done", who=people.name_of(turn.tx, duty.done_by))
    elif said in ("co", "khong"):
        _decide(turn, duty, made, said == "co")
    else:
        _look(turn, duty)


def _decide(turn: Turn, duty: Duty, made: Explanation, yes: bool) -> None:
    case, me = turn.tx.get(Case, made.case_id), turn.chat.person_id
    assert case is not None
    try:
        change = official_act(turn, case, "approve_explain" if yes else "return_explain")
    except (NotAllowed, Overtaken):
        explanations.end(turn.tx, made.id, turn.now)
        duties.finish(turn.tx, duty.id, me, turn.now)
        turn.say("explain.case_over", case_id=case.id, code=case.code)
        return
    if yes:
        _send(turn, change.case, made, me)
    else:
        explanations.end(turn.tx, made.id, turn.now)
    duties.finish(turn.tx, duty.id, me, turn.now)
    key = "sent" if yes else "returned"
    told: Told = {"code": case.code, "number": made.number}
    turn.tell_person(made.asked_by, f"explain.{key}", details={"case_id": case.id}, **told)
    turn.say(f"explain.{key}", case_id=case.id, **told)


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

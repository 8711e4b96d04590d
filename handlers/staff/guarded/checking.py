"""A second person reads what the accused side is to be asked, before it is sent."""

from __future__ import annotations

from cases.confidentiality import Viewer
from cases.days import deadlines
from handlers.desk import Desk, Turn
from handlers.labels import Label
from handlers.notices.admins import tell_admins
from handlers.rights import rights
from handlers.router import command
from handlers.staff.act.acts import Told
from handlers.staff.act.meant import number as row_number
from handlers.staff.guarded import accused_side, explaining
from handlers.staff.intake.reception import official_act
from handlers.staff.matters import MATTERS, Matter
from handlers.staff.roles import RECEPTION
from messages.dates import day_text
from storage.casework import duties, explanations
from storage.casework.cases import NotAllowed, Overtaken
from storage.people import people
from storage.tables.casework import Case, Duty, Explanation


def send(turn: Turn, case: Case, made: Explanation, by: int) -> None:
    """Raises NotAllowed where it was decided before."""
    due = deadlines.due(turn.now, turn.agency.deadlines.explain, turn.agency.calendar)
    if not explanations.approve(turn.tx, made.id, by, turn.now, due):
        raise NotAllowed("approve_explain")
    told = {"explanation": made.id, "number": made.number, "due": day_text(due, "vi")}
    duties.open_matter(turn.tx, "explain", made.office, None, told, turn.now)
    asked = accused_side.people_asked(turn, made)
    for person_id in asked:
        button = [Label("explain.b_answer", f"/giaitrinh {made.number}")]
        turn.tell_person(
            person_id, "explain.asked", button, number=made.number, due=day_text(due, "vi")
        )
    if not asked:
        turn.say("explain.nobody_asked", case_id=case.id, number=made.number)


def to_check(turn: Turn, case: Case, made: Explanation) -> None:
    data = {"explanation": made.id, "number": made.number}
    office = turn.agency.reception_office
    duty_id = duties.open_matter(turn.tx, "explain_check", office, case.id, data, turn.now)
    able = [v.person_id for v in people.viewers(turn.tx, turn.now) if _may_check(turn, made, v)]
    for person_id in able:
        button = [Label("explain.b_look", f"/viec {duty_id}")]
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
        send(turn, change.case, made, me)
    else:
        explanations.end(turn.tx, made.id, turn.now)
    duties.finish(turn.tx, duty.id, me, turn.now)
    key = "sent" if yes else "returned"
    told: Told = {"code": case.code, "number": made.number}
    turn.tell_person(made.asked_by, f"explain.{key}", details={"case_id": case.id}, **told)
    turn.say(f"explain.{key}", case_id=case.id, **told)

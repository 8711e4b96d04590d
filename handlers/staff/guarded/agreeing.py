"""A second person agrees that somebody sees who sent a restricted case, or does not."""

from __future__ import annotations

from cases.confidentiality import Viewer
from cases.kinds import Role
from handlers.desk import Desk, Turn
from handlers.labels import Label
from handlers.notices.admins import tell_admins
from handlers.rights import rights
from handlers.router import command
from handlers.staff.act.meant import number
from handlers.staff.intake.reception import official_act
from handlers.staff.matters import MATTERS, Matter
from handlers.staff.roles import RECEPTION
from messages.dates import moment_text
from storage.casework import duties, openings
from storage.casework.cases import NotAllowed, Overtaken
from storage.people import people
from storage.tables.casework import Case, Duty, IdentityOpening


def grant(
    turn: Turn,
    case: Case,
    opening_id: int,
    why: str,
    asker: Viewer,
    second_id: int | None = None,
) -> None:
    """By who speaks. Raises NotAllowed, Overtaken; NotAllowed too where it was decided before."""
    role = Role.DISPATCHER if asker.is_(Role.DISPATCHER) else Role.DIRECTOR
    official_act(turn, case, "open_identity", data={"why": why, "role": role.value})
    until = turn.in_hours(turn.agency.walls.identity_hours)
    if not openings.grant(turn.tx, opening_id, turn.now, until, second_id):
        raise NotAllowed("open_identity")


def ask_a_second(turn: Turn, case: Case, opening_id: int, why: str) -> None:
    """Each who may agree; without anybody it waits, and the admins learn that it does."""
    office = turn.agency.reception_office
    duty = {"opening": opening_id, "why": why}
    duty_id = duties.open_matter(turn.tx, "opening", office, case.id, duty, turn.now)
    able = [v.person_id for v in people.viewers(turn.tx, turn.now) if _may_agree(turn, case, v)]
    able.remove(turn.chat.person_id)
    for person_id in able:
        button = [Label("opening.b_look", f"/viec {duty_id}")]
        details = {"case_id": case.id}
        turn.tell_person(person_id, "opening.asked", button, details=details, code=case.code)
    if not able:
        _nobody(turn, case)
    turn.say("opening.sent", case_id=case.id, code=case.code, able=len(able))


def _nobody(turn: Turn, case: Case) -> None:
    """Nothing where the case accuses the admin."""
    tell_admins(
        turn, "opening.nobody", ("people.b_people", "/nhansu"),
        but=frozenset(case.accused or ()), code=case.code,
    )  # fmt: skip


def _may_agree(desk: Desk, case: Case, viewer: Viewer) -> bool:
    return rights.may_open_identity(desk, case, viewer)


def _theirs(desk: Desk, duty: Duty, viewer: Viewer) -> bool:
    """Anybody's who may see the case and did not ask themselves."""
    case, opening = _parts(desk, duty)
    if case is None or opening is None or opening.person_id == viewer.person_id:
        return False
    return _may_agree(desk, case, viewer)


def _parts(desk: Desk, duty: Duty) -> tuple[Case | None, IdentityOpening | None]:
    opening = openings.get(desk.tx, int((duty.data or {}).get("opening", 0)))
    return (desk.tx.get(Case, duty.case_id) if duty.case_id else None), opening


def _look(turn: Turn, duty: Duty) -> None:
    """Who asks and why, with yes and no."""
    case, opening = _parts(turn, duty)
    assert case is not None and opening is not None
    decided = duty.done_at is not None
    turn.say(
        "opening.look",
        [] if decided else [
            turn.button("opening.b_yes", f"/dongymo {duty.id} co"),
            turn.button("opening.b_no", f"/dongymo {duty.id} khong"),
        ],
        case_id=case.id,
        code=case.code,
        who=people.name_of(turn.tx, opening.person_id),
        reason=opening.reason,
        why=turn.words(turn.language, f"opening.why_{duty.data['why']}"),
        at=moment_text(opening.asked_at, turn.language),
        decided=decided,
    )  # fmt: skip


MATTERS["opening"] = Matter(_theirs, _look)


@command("dongymo", "agreetoopen", who=RECEPTION, hidden=True)
def agree(turn: Turn, words: str) -> None:
    """What yes and no carry: `/dongymo NUMBER co`."""
    first, _, said = words.strip().partition(" ")
    duty = duties.duty(turn.tx, number(first) or 0)
    viewer = turn.viewer
    if duty is None or duty.kind != "opening" or viewer is None or not _theirs(turn, duty, viewer):
        turn.say("staff.no_such_duty")
    elif duty.done_at is not None:
        turn.say("staff.duty_was_done", who=people.name_of(turn.tx, duty.done_by))
    elif said in ("co", "khong"):
        _decide(turn, duty, viewer, said == "co")
    else:
        _look(turn, duty)


def _decide(turn: Turn, duty: Duty, viewer: Viewer, yes: bool) -> None:
    case, opening = _parts(turn, duty)
    assert case is not None and opening is not None
    asker = people.viewer(turn.tx, opening.person_id, turn.now)
    try:
        if not yes:
            official_act(turn, case, "keep_identity")
            openings.refuse(turn.tx, opening.id, turn.now, viewer.person_id)
        elif asker is None or not _may_agree(turn, case, asker):
            turn.say("opening.asker_gone", case_id=case.id, code=case.code)
            return
        else:
            why = str(duty.data["why"])
            grant(turn, case, opening.id, why, asker, viewer.person_id)
    except (NotAllowed, Overtaken):
        turn.say("common.done_already")
        return
    duties.finish(turn.tx, duty.id, viewer.person_id, turn.now)
    key = "granted" if yes else "kept"
    button = [Label("opening.b_see", f"/danhtinh {case.code}")] if yes else []
    turn.tell_person(
        opening.person_id, f"opening.{key}", button, details={"case_id": case.id}, code=case.code
    )
    turn.say(f"opening.{'you_agreed' if yes else 'you_refused'}", case_id=case.id, code=case.code)

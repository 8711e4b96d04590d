"""Who sent a case that is sealed: asked for with a reason, in a restricted case agreed to by a
second person, shown for a limited time, and told to the sender."""

from __future__ import annotations

from cases.confidentiality import Viewer
from cases.kinds import Role
from cases.text import fold
from handlers import masking, rights
from handlers.desk import Desk, Turn
from handlers.dialogue import Ask, Option, Unclear
from handlers.duties.alarms import tell_admins
from handlers.router import command
from handlers.staff import acts, needs, which
from handlers.staff.acts import Act, Told
from handlers.staff.matters import MATTERS, Matter
from handlers.staff.meant import leading_code, number
from handlers.staff.reception import official_act
from handlers.staff.roles import RECEPTION
from handlers.staff.sealed import show
from messages.dates import moment_text
from messages.envelope import Choice
from storage import duties, notes, openings, people
from storage.cases import Change, NotAllowed, Overtaken
from storage.tables import Case, Duty, IdentityOpening

_LONGEST_REASON = 600
_FEWEST_WORDS = 3
_WHY = ("contact", "verify", "lawful", "other")


@command("danhtinh", "identity", who=RECEPTION)
def identity(turn: Turn, words: str) -> None:
    """`/danhtinh CODE REASON`; while it is open, `/danhtinh CODE` shows it again."""
    code, _ = leading_code(words)
    case = which.visible(turn, code or which.code_here(turn))
    viewer = turn.viewer
    if case is not None and viewer is not None and rights.may_open_identity(turn, case, viewer):
        if opened := openings.open_to(turn.tx, case.id, viewer.person_id, turn.now):
            show(turn, case, opened)
            return
        if openings.waiting(turn.tx, case.id, viewer.person_id):
            turn.say("opening.waits", case_id=case.id, code=case.code)
            return
    acts.start(turn, OPEN, words)


def button(turn: Turn, case: Case) -> list[Choice]:
    """The way to who sent it, for those who may ask."""
    viewer = turn.viewer
    may_ask = viewer is not None and rights.may_open_identity(turn, case, viewer)
    if not may_ask or not rights.is_sealed(turn, case):
        return []
    return [turn.button("opening.b_open", f"/danhtinh {case.code}")]


def _real_reason(turn: Turn, case: Case, said: str) -> None:
    if len([w for w in fold(said).split() if len(w) > 1]) < _FEWEST_WORDS:
        raise Unclear("opening.reason_form")


def _why(ask: Ask, case: Case) -> None:
    """The sender is told the class of the reason, never its words."""
    said = ask.choice(
        "why",
        (
            *(Option(why, f"opening.why_{why}") for why in _WHY),
            Option(acts.CANCEL, "staff.b_cancel", stays=True),
        ),
        text="opening.why",
        params=lambda: {"code": case.code, "second": bool(case.restricted)},
    )
    ask.answers["cancelled"] = said == acts.CANCEL


def _ask(turn: Turn, case: Case, move: str, told: Told) -> Change | None:
    assert turn.viewer is not None
    me = turn.viewer.person_id
    if openings.waiting(turn.tx, case.id, me) or openings.open_to(turn.tx, case.id, me, turn.now):
        raise NotAllowed(move)
    reason = masking.masked_for_all(turn, told["words"], "vi")
    mark = notes.mark(turn.ground.keys, case.id, reason)
    change = official_act(turn, case, move, data={"why": told["why"], "reason": mark})
    opening_id = openings.ask(turn.tx, case.id, me, reason, turn.now)
    if case.restricted:
        _ask_a_second(turn, change.case, opening_id, told["why"])
    else:
        _grant(turn, change.case, opening_id, told["why"], turn.viewer)
        opened = openings.get(turn.tx, opening_id)
        assert opened is not None
        show(turn, change.case, opened)
    return None


OPEN = acts.add(
    Act(
        "open_identity",
        "danhtinh",
        lambda case: ("ask_identity",),
        _ask,
        (needs.words("opening.reason", _LONGEST_REASON, check=_real_reason),),
        extra=_why,
        confirms=True,
    )
)


def _grant(
    turn: Turn,
    case: Case,
    opening_id: int,
    why: str,
    asker: Viewer,
    second_id: int | None = None,
) -> None:
    """By who speaks. Raises NotAllowed, Overtaken; NotAllowed too where it was decided before."""
    until = turn.in_hours(turn.agency.walls.identity_hours)
    if not openings.grant(turn.tx, opening_id, turn.now, until, second_id):
        raise NotAllowed("open_identity")
    role = Role.DISPATCHER if asker.is_(Role.DISPATCHER) else Role.DIRECTOR
    official_act(turn, case, "open_identity", data={"why": why, "role": role.value})


# --- the second person ---------------------------------------------------------------------------


def _ask_a_second(turn: Turn, case: Case, opening_id: int, why: str) -> None:
    """Each who may agree; without anybody it waits, and the admins learn that it does."""
    office = turn.agency.reception_office
    duty = {"opening": opening_id, "why": why}
    duty_id = duties.open_matter(turn.tx, "opening", office, case.id, duty, turn.now)
    able = [v.person_id for v in people.viewers(turn.tx, turn.now) if _may_agree(turn, case, v)]
    able.remove(turn.chat.person_id)
    for person_id in able:
        button = [turn.label("vi", "opening.b_look", f"/viec {duty_id}")]
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
            openings.refuse(turn.tx, opening.id, turn.now, viewer.person_id)
            official_act(turn, case, "keep_identity")
        elif asker is None or not _may_agree(turn, case, asker):
            turn.say("opening.asker_gone", case_id=case.id, code=case.code)
            return
        else:
            why = str(duty.data["why"])
            _grant(turn, case, opening.id, why, asker, viewer.person_id)
    except (NotAllowed, Overtaken):
        turn.say("common.done_already")
        return
    duties.finish(turn.tx, duty.id, viewer.person_id, turn.now)
    key = "granted" if yes else "kept"
    button = [turn.label("vi", "opening.b_open", f"/danhtinh {case.code}")] if yes else []
    turn.tell_person(
        opening.person_id, f"opening.{key}", button, details={"case_id": case.id}, code=case.code
    )
    turn.say(f"opening.{'you_agreed' if yes else 'you_refused'}", case_id=case.id, code=case.code)

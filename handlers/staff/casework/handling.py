"""What an office does with its case: take it, give it to a colleague, ask the sender, put off the
day, close what was answered."""

from __future__ import annotations

from datetime import date

from cases.days import deadlines, working_days
from cases.days.deadlines import end_of
from handlers.case import promises
from handlers.conversation.dialogue import Unclear
from handlers.desk import Turn
from handlers.notices import notices
from handlers.rights import private_words
from handlers.router import command
from handlers.staff.act import acts, needs
from handlers.staff.act.acts import Act, Need, Told
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import CASEWORK, able
from messages.dates import day_text
from storage.casework.cases import Change
from storage.people import officials, people
from storage.tables.casework import Case

_LONGEST_QUESTION = 1500
_LONGEST_REASON = 1000


# --- take, and go on with what waited ------------------------------------------------------------


def _take(turn: Turn, case: Case, move: str, told: Told) -> Change:
    if move == "resume":
        return official_act(turn, case, move, waiting_since=None)
    assert turn.viewer is not None
    return official_act(turn, case, move, owner_id=turn.viewer.person_id)


TAKE = acts.add(Act("take", "nhan", lambda case: ("take", "resume"), _take))


@command("nhan", "take", who=CASEWORK, group=True)
def take(turn: Turn, words: str) -> None:
    """`/nhan CODE`: take a case of one's office, or go on with one that waits for the sender."""
    acts.start(turn, TAKE, words)


# --- give to a colleague -------------------------------------------------------------------------


def _assign(turn: Turn, case: Case, move: str, told: Told) -> Change | None:
    person = int(told["person"])
    if person not in {o.id for o in needs.able_to_handle(turn, case)}:
        turn.say("staff.may_not_handle", case_id=case.id, code=case.code)
        return None
    if people.is_away(turn.tx, person, turn.now):
        turn.say("staff.is_away", name=people.name_of(turn.tx, person))
    if not officials.has_chat(turn.tx, person):
        turn.say("staff.has_no_chat", name=people.name_of(turn.tx, person))
    return official_act(turn, case, move, owner_id=person, data={"owner": person})


ASSIGN = acts.add(Act("assign", "giao", lambda case: ("assign",), _assign, (needs.PERSON,)))


@command("giao", "assign", who=able("assign"), group=True)
def assign(turn: Turn, words: str) -> None:
    """`/giao CODE PERSON`."""
    acts.start(turn, ASSIGN, words)


# --- ask the sender ------------------------------------------------------------------------------


def _ask(turn: Turn, case: Case, move: str, told: Told) -> Change:
    """The clock stands still once the question is delivered, so `waiting_since` is left to that."""
    limit = turn.agency.deadlines.supplement
    by = deadlines.due(turn.now, limit, turn.agency.calendar)
    chat = notices.senders_chat(turn, case)
    language = chat.language if chat else case.language
    return official_act(
        turn,
        case,
        move,
        words=told["words"],
        text_kind="question",
        waiting_since=None,
        data={"by": day_text(by, language)},
    )


ASK = acts.add(
    Act(
        "ask",
        "hoi",
        lambda case: ("ask", "ask_handling"),
        _ask,
        (needs.words("staff.words_ask", _LONGEST_QUESTION),),
    )
)


@command("hoi", "ask", who=CASEWORK, group=True)
def ask(turn: Turn, words: str) -> None:
    """`/hoi CODE TEXT`: ask the sender for what is missing."""
    acts.start(turn, ASK, words)


# --- put off the day -----------------------------------------------------------------------------


def _checked(turn: Turn, case: Case, day: date) -> str:
    reason = working_days.why_not(day, turn.agency.calendar, turn.language)
    if reason:
        raise Unclear("staff.day_off", day=day_text(day, turn.language), why=reason)
    if case.due_at and end_of(day, turn.agency.calendar) <= max(case.due_at, turn.now):
        raise Unclear("staff.not_later", due=day_text(case.due_at, turn.language))
    counted = promises.counting_of(turn, case)
    if counted and day > (latest := promises.latest_extension(turn, counted)):
        days = turn.agency.deadlines.extended.days
        raise Unclear("deadline.too_far", day=day_text(latest, turn.language), days=days)
    return day.isoformat()


def _take_day(turn: Turn, case: Case, rest: str) -> tuple[str, str]:
    day, after = needs.take_day(turn, case, rest)
    return (_checked(turn, case, date.fromisoformat(day)), after) if day else ("", rest)


def _read_day(turn: Turn, case: Case, text: str) -> str:
    return _checked(turn, case, date.fromisoformat(needs.read_day_of(turn, case, text)))


def _extend(turn: Turn, case: Case, move: str, told: Told) -> Change:
    counted = promises.counting_of(turn, case)
    assert counted is not None and case.due_at is not None  # else `limits` forbids it
    new = counted.fixed_on(date.fromisoformat(told["day"]), turn.now)
    moved = promises.columns(new, turn.agency.calendar)
    return official_act(
        turn,
        case,
        move,
        words=told["words"],
        data={"due": moved["due_at"].isoformat(), "before": case.due_at.isoformat()},
        **moved,
    )


EXTEND = acts.add(
    Act(
        "extend",
        "giahan",
        lambda case: ("extend",),
        _extend,
        (
            Need("day", "staff.day", _take_day, _read_day),
            needs.words("staff.words_extend", _LONGEST_REASON, check=private_words.general),
        ),
    )
)


@command("giahan", "extend", who=CASEWORK, group=True)
def extend(turn: Turn, words: str) -> None:
    """`/giahan CODE DATE REASON`: one new day, later than the old one; the sender is told why."""
    acts.start(turn, EXTEND, words)


# --- close ---------------------------------------------------------------------------------------

CLOSE = acts.add(
    Act(
        "close",
        "dong",
        lambda case: ("close",),
        lambda turn, case, move, told: official_act(turn, case, move, ended_at=turn.now),
    )
)


@command("dong", "close", who=able("close"), group=True)
def close(turn: Turn, words: str) -> None:
    """`/dong CODE`: an answered case, before the clock does."""
    acts.start(turn, CLOSE, words)

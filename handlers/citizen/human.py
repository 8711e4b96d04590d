"""Speaking to a person: a case of kind question with code, owner and clock. While a person answers,
automation stops: what the citizen writes goes to that case and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cases.agency.offices import Contact
from cases.kinds import IdentityMode, Kind, Source
from cases.lifecycle import UNANSWERED, Status
from cases.numbers.codes import split_code
from cases.understanding import routing
from cases.understanding.routing import guess
from handlers.case.promises import promised
from handlers.casework import recall
from handlers.citizen import additions, first_words, own_cases
from handlers.citizen.cases import supplement
from handlers.citizen.doors import passing_on
from handlers.citizen.interludes import begin_over, ended
from handlers.citizen.plain_words import is_thanks
from handlers.citizen.subject import about
from handlers.citizen.submission import filing
from handlers.conversation.danger import warn
from handlers.conversation.dialogue import Ask, dialogue
from handlers.conversation.privacy_notice import say_above
from handlers.conversation.replay import under_way
from handlers.conversation.story import said_part, story_of
from handlers.desk import Turn
from handlers.rights import walls
from handlers.router import command
from messages.dates import day_text
from messages.envelope import Choice
from storage.casework.cases import NewCase
from storage.columns.plain import stamp, unstamp
from storage.privacy import consents
from storage.tables.casework import Case

_SILENT_AT_MOST = timedelta(minutes=5)
# Commands that begin something else and so end the conversation with a person. Looking something up
# beside it does not.
_ENDING = frozenset(
    {"start", "gui", "vietmoi", "tieptuc", "khoiphuc", "thutuc", "phananhve", "trehen"}
)


@dataclass(frozen=True, slots=True)
class Asked:
    part: dict[str, Any]
    case: Case | None  # an own open case the question belongs to
    mention: str  # the code of an own case that is over
    consents: bool  # the notice stood above the question, and was not answered before
    own_words: str = ""  # by which it is understood, where `part` holds more than theirs
    office: str = ""  # of the procedure it is about
    procedure: str = ""


@command("gapcanbo", "human", "gapnguoi", "noichuyenvoicanbo", "agent", "person")
def human(turn: Turn, words: str) -> None:
    """Ask a person, about a case or anything else; what is written along is the question."""
    code, rest = split_code(words)
    case = own_cases.by_code(turn, code) if code else None
    if code and case is None:
        own_cases.unknown(turn, code)
        return
    known: dict[str, Any] = {"case": case.code} if case else {}
    if rest or turn.file_ids:
        known["along"] = True
        known["question"] = {k: v for k, v in {**said_part(turn), "text": rest}.items() if v}
    current = _current(turn) if case is None else None
    if current is None:
        begin_over(turn, "human", known)
    elif "question" in known and additions.fits(turn, current, known["question"]):
        _pass_on(turn, current, known["question"])
    else:
        turn.say("human.already", [end_button(turn)], code=current.code)


@dialogue("human", lambda turn, asked: _asked(turn, asked))
def asking(ask: Ask) -> Asked:
    turn = ask.turn
    code = ask.answers.get("case", "")
    new_to_it = not consents.noticed(turn.tx, turn.chat.person_id, turn.agency.notice_version)
    part = ask.question(
        "question",
        options=lambda: passing_on.offered(turn),
        takes_files=True,
        read=passing_on.read,
        before=("submit.privacy",) if new_to_it else (),
        text="human.ask_about" if code else "human.ask",
        params=lambda: _where(turn, {"code": code} if code else {}),
    )
    agrees = new_to_it and not ask.answers.get("along")
    case = own_cases.by_code(turn, code) if code else None
    if case is not None and Status(case.status) in UNANSWERED:
        return Asked(part, case, "", agrees)
    return Asked(part, None, code, agrees)


def _where(turn: Turn, more: dict[str, Any]) -> dict[str, Any]:
    contact: Contact = turn.agency.contact
    hours = contact.hours_en if turn.language == "en" and contact.hours_en else contact.hours
    return {"hours": hours, "phone": contact.phone, **more}


def _asked(turn: Turn, asked: Asked) -> None:
    """The question stands in a case; from now on the two speak through it."""
    if asked.case is not None:
        if not additions.put(turn, asked.case, additions.move_for(asked.case), asked.part):
            return
        case, key = asked.case, "human.told_in_case"
    else:
        case, key = file(turn, asked), "human.told"
    speak_through(turn, case)
    due = day_text(case.due_at, turn.language) if case.due_at else ""
    more = {"code": case.code} if asked.case else {"code": case.code, "due": due}
    turn.say(key, [end_button(turn)], case_id=case.id, **_where(turn, more))
    say_notice(turn)


def say_notice(turn: Turn) -> None:
    """Above what was just said, unless they know it."""
    if not consents.noticed(turn.tx, turn.chat.person_id, turn.agency.notice_version):
        say_above(turn, "submit.privacy")


def end_button(turn: Turn) -> Choice:
    return turn.button("human.b_end", "/huy")


def speak_through(turn: Turn, case: Case) -> None:
    """From now on what is written goes to this case."""
    turn.state["human"] = {"case": case.id}


def file(turn: Turn, asked: Asked) -> Case:
    """The question as a case. What may be about somebody's conduct is kept from all offices."""
    warn(turn, turn.text)
    story = story_of({"parts": [asked.part]}).text
    text = asked.own_words or story
    found = guess(text, turn.agency)
    over = own_cases.by_code(turn, asked.mention) if asked.mention else None
    behind = walls.inherited(over) if over is not None else {}
    accuses = bool(behind) or routing.accuses(walls.doors(turn, text))
    # What may be about somebody's conduct is not suggested to the office it may be about.
    delicate = found.kind is Kind.CONDUCT or accuses
    office = turn.agency.reception_office if delicate else asked.office or found.office
    named_office = {"about_office": about.office_accused(turn.agency, text)} if accuses else {}
    case = filing.new_case(
        turn,
        NewCase(
            kind=Kind.QUESTION,
            source=Source(turn.chat.channel),
            language=turn.language,
            story=f"[{asked.mention}] {story}" if asked.mention else story,
            files=tuple(asked.part.get("files", ())),
            identity_mode=_as_before(over),
            suggested_office=office,
            procedure_code=asked.procedure,
            submitter_id=turn.chat.person_id,
            chat_id=turn.chat.id,
            **promised(turn, Kind.QUESTION, IdentityMode.NAMED),
            accuses=accuses,
            **(behind or named_office),
        ),
    )
    if asked.consents:
        _consent(turn, case)
    return case


def _as_before(over: Case | None) -> IdentityMode:
    """Who kept their name closed in the case they ask about keeps it closed."""
    closed = over is not None and over.identity_mode == IdentityMode.CLOSED
    return IdentityMode.CLOSED if closed else IdentityMode.NAMED


def _consent(turn: Turn, case: Case) -> None:
    """Who sends a question below the notice agrees to it."""
    version, channel = turn.agency.notice_version, turn.chat.channel
    who = turn.chat.person_id
    consents.store(turn.tx, who, case.id, "notice", version, "question", channel, True, turn.now)


# --- while a person answers ----------------------------------------------------------------------


def _current(turn: Turn) -> Case | None:
    """The case this chat speaks through, while it is open."""
    state = turn.state.get("human")
    case = turn.tx.get(Case, state["case"]) if state else None
    case = recall.as_told(turn, case) if case is not None else None
    return case if case is not None and Status(case.status) in UNANSWERED else None


def speak(turn: Turn) -> None:
    """Pass on what the citizen writes. Once the answer is there, they are heard as usual."""
    part, case = said_part(turn), _current(turn)
    if case is None:
        over = turn.tx.get(Case, turn.state.pop("human")["case"])
        if is_thanks(turn.text) and not turn.file_ids:
            turn.say("human.welcome")
        elif over is not None and over.status == Status.ANSWERED and part:
            supplement.offer(turn, over, part)
        else:
            first_words.heard(turn)
        return
    if not part:
        turn.say("human.already", [end_button(turn)], code=case.code)
    elif additions.fits(turn, case, part):
        _pass_on(turn, case, part)


def _pass_on(turn: Turn, case: Case, part: dict[str, Any]) -> None:
    """What answers an official is acknowledged at once; what is written besides, once in a while,
    so that whoever waits sees that it arrives and a talk is not chopped up."""
    move = additions.move_for(case)
    if not additions.put(turn, case, move, part):
        return
    talk = turn.state["human"]
    told = talk.get("told_at")
    if move == "supplement" or not told:
        turn.say("human.passed_on")
    elif turn.now - unstamp(told) >= _SILENT_AT_MOST:
        turn.say("human.still_waiting", due=_due(turn, case), phone=turn.agency.contact.phone)
    else:
        return
    talk["told_at"] = stamp(turn.now)


def _due(turn: Turn, case: Case) -> str:
    """The day by which an answer was promised, where that day is still to come."""
    return day_text(case.due_at, turn.language) if case.due_at and case.due_at > turn.now else ""


def interrupted(turn: Turn, name: str) -> None:
    """Something else is begun: the conversation with a person ends and says so; its case stays."""
    if "human" not in turn.state or name not in _ENDING:
        return
    case = _current(turn)
    turn.state.pop("human")
    if case is not None and not under_way(turn):
        turn.say("human.left", code=case.code)


def leave(turn: Turn) -> bool:
    """End it on request. False when there was none."""
    case = _current(turn)
    if turn.state.pop("human", None) is None:
        return False
    if case is None:
        turn.say("human.over")
    else:
        turn.say("human.left", code=case.code)
    ended(turn)
    return True

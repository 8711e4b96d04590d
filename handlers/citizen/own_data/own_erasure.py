"""Having one's data erased. What was said here goes at once; a case is kept by the law of archives,
without its sender. One that is still open goes on without a name, or is withdrawn first: as they
choose."""

from __future__ import annotations

from dataclasses import dataclass

from cases.days.data_rights import Right
from cases.lifecycle import OPEN, Status
from handlers import door
from handlers.citizen.interludes import begin_over, ended
from handlers.citizen.plain_words import yes_no
from handlers.citizen.submission import filing
from handlers.conversation.dialogue import Ask, Option, dialogue
from handlers.desk import Turn
from handlers.privacy import data_requests, erasing
from storage.casework import cases
from storage.people import officials
from storage.tables.casework import Case

_TIP, _WITHDRAW, _STOP = "tip", "withdraw", "stop"


@dataclass(frozen=True, slots=True)
class Erasure:
    """`open_ones`: what becomes of the cases still open; "stop": nothing is erased."""

    open_ones: str


def begin(turn: Turn, words: str) -> None:
    if turn.chat.official:
        # Their chats hold other people's cases, and their rights hang on who they are.
        data_requests.ask_officials(turn, Right.ERASE, turn.words("vi", "own_data.of_official"))
    else:
        begin_over(turn, "erase_data", {})


@dialogue("erase_data", lambda turn, made: _finish(turn, made))
def erasing_data(ask: Ask) -> Erasure:
    sent = cases.by_submitter(ask.turn.tx, ask.turn.chat.person_id)
    still_open = [c for c in sent if Status(c.status) in OPEN]
    chosen = _TIP
    if still_open:
        chosen = ask.choice(
            "open",
            [Option(o, f"own_data.b_open_{o}") for o in (_TIP, _WITHDRAW, _STOP)],
            text="own_data.open_cases",
            params=lambda: {"codes": [c.code for c in still_open]},
        )
    if chosen == _STOP:
        return Erasure(_STOP)
    sure = ask.choice(
        "sure",
        (Option("yes", "own_data.b_erase_all"), Option("no", "own_data.b_keep_all")),
        text="own_data.erase_sure",
        params=lambda: {
            "cases": len(sent),
            "years": ask.turn.agency.retention.case_file.days // 365,
        },
        read=yes_no,
    )
    return Erasure(chosen if sure == "yes" else _STOP)


def _finish(turn: Turn, made: Erasure) -> None:
    if made.open_ones == _STOP:
        turn.say("own_data.nothing_erased")
        ended(turn)
        return
    person, sent = turn.chat.person_id, cases.by_submitter(turn.tx, turn.chat.person_id)
    numbers = [_let_go(turn, case, made.open_ones) for case in sent]
    erasing.erase_chats(turn, person)
    data_requests.done_here(turn, Right.ERASE, "erased")
    turn.say(
        "own_data.erased",
        cases=len(sent),
        years=turn.agency.retention.case_file.days // 365,
        channel=turn.chat.channel,
        backups=turn.agency.retention.backups.days,
    )
    if officials.was_one(turn.tx, person):
        turn.say("own_data.name_kept")
    for code, digits in filter(None, numbers):
        turn.say("own_data.goes_on", code=code)
        filing.show_number(turn, digits)


def _let_go(turn: Turn, case: Case, open_ones: str) -> tuple[str, str] | None:
    """The code and the new number of a case that goes on without a name."""
    if Status(case.status) in OPEN and open_ones == _WITHDRAW:
        case = door.as_submitter(turn, case, "withdraw", ended_at=turn.now).case
    digits = turn.ground.chance(16) if Status(case.status) in OPEN else ""
    erasing.take_sender_out(turn, case, "submitter", digits)
    return (case.code, digits) if digits else None

"""What is kept about the person who asks. Seeing, correcting or erasing it is asked for by a tap,
which opens a question to the reception office."""

from __future__ import annotations

from cases.kinds import IdentityMode, Kind, Source
from cases.lifecycle import UNANSWERED, Status
from handlers import privacy
from handlers.citizen import filing
from handlers.desk import Turn
from handlers.promises import promised
from handlers.router import command
from messages.dates import day_text, local
from messages.envelope import Choice
from storage import cases, consents
from storage.cases import NewCase
from storage.tables import Case

_REQUESTS = {"xem": "see", "sua": "correct", "xoa": "erase"}
_AGREED = "dongy"
_MOST = 4  # consents listed, the newest


@command("dulieu", "mydata", "dulieucuatoi")
def own_data(turn: Turn, words: str) -> None:
    """An overview; with "dongy" what was agreed to; with "xem", "sua" or "xoa" the request."""
    asked = words.strip()
    if asked in _REQUESTS:
        _request(turn, _REQUESTS[asked])
    elif asked == _AGREED:
        _agreed(turn)
    else:
        _overview(turn)


def _overview(turn: Turn) -> None:
    turn.say(
        "own_data.overview",
        [
            *_request_buttons(turn),
            turn.button("own_data.b_agreed", f"/dulieu {_AGREED}"),
            turn.button("own_data.b_cases", "/cuatoi"),
        ],
        count=len(cases.by_submitter(turn.tx, turn.chat.person_id)),
        link=privacy.page(turn),
    )


def _request_buttons(turn: Turn) -> list[Choice]:
    return [
        turn.button(f"own_data.b_{what}", f"/dulieu {word}") for word, what in _REQUESTS.items()
    ]


def _agreed(turn: Turn) -> None:
    """What the person answered to notices, the newest; repeats are told once."""
    given = consents.of_person(turn.tx, turn.chat.person_id)
    told = dict.fromkeys(
        (
            day_text(g.at, turn.language),
            turn.words(turn.language, f"own_data.{_purpose(g.purpose, g.granted)}"),
            g.notice_version,
        )
        for g in given
    )
    turn.say("own_data.agreed", _request_buttons(turn), consents=list(told)[:_MOST])


def _purpose(purpose: str, granted: bool) -> str:
    if purpose != "results_here":
        return "consent_notice"
    return "consent_here" if granted else "consent_not_here"


def _request(turn: Turn, asked: str) -> None:
    """One open request of a sort is enough."""
    open_requests: dict[str, int] = turn.state.setdefault("data_requests", {})
    before = turn.tx.get(Case, open_requests.get(asked, 0))
    if before is not None and Status(before.status) in UNANSWERED:
        turn.say("own_data.already", code=before.code)
        return
    case = filing.new_case(turn, _question(turn, asked))
    open_requests[asked] = case.id
    due = day_text(case.due_at, turn.language) if case.due_at else ""
    turn.say(
        "own_data.requested",
        [turn.button("own_data.b_view", f"/tracuu {case.code}")],
        case_id=case.id,
        code=case.code,
        due=due,
    )


def _question(turn: Turn, asked: str) -> NewCase:
    """Its words are for the office, hence in Vietnamese."""
    day = local(turn.now)
    return NewCase(
        kind=Kind.QUESTION,
        source=Source(turn.chat.channel),
        language=turn.language,
        story=turn.words("vi", f"own_data.request_{asked}", day=f"{day:%d/%m/%Y}"),
        identity_mode=IdentityMode.NAMED,
        suggested_office=turn.agency.reception_office,
        submitter_id=turn.chat.person_id,
        chat_id=turn.chat.id,
        **promised(turn, Kind.QUESTION, IdentityMode.NAMED),
    )

"""Days after an answer its sender is asked what they think of it, by Văn phòng and not by those who
answered; who proposed something, whether their name may stand with it."""

from __future__ import annotations

from cases.agency.deadlines import Limit
from cases.days import deadlines
from cases.lifecycle import Status
from handlers import door
from handlers.clock_duty import ClockDuty, daytime
from handlers.desk import Desk
from handlers.notices import notices
from messages.envelope import Choice, Priority
from storage.clock import due
from storage.mailbox.chats import ChatRow
from storage.privacy import consents
from storage.tables.casework import Case

_ACTOR = "clock"
_CREDIT_AFTER = Limit(1, "Quy định nội bộ; pháp luật không ấn định")
_SURVEY = "survey"


# --- what they think of it -----------------------------------------------------------------------


def _unrated(desk: Desk, after: int) -> list[int]:
    rating, calendar = desk.agency.rating, desk.agency.calendar
    since = deadlines.begun_by(desk.now, rating.latest, calendar)
    until = deadlines.begun_by(desk.now, rating.after, calendar)
    return due.unrated(desk.tx, since, until, after)


def _to_ask(desk: Desk, after: int) -> list[int]:
    return _unrated(desk, after) if daytime(desk) else []


def _ask(desk: Desk, case_id: int) -> None:
    """Once per answer. Who did not agree to be asked is noted as asked, and hears nothing."""
    case = desk.tx.get(Case, case_id)
    if case is None or case_id not in _unrated(desk, case_id - 1)[:1]:
        return
    door.act(desk, case, "ask_rating", door.CLOCK, _ACTOR, rating_asked_at=desk.now)
    chat = notices.senders_chat(desk, case)
    if chat is not None and _may_ask(desk, case):
        _put(desk, case, chat)


def _may_ask(desk: Desk, case: Case) -> bool:
    """Only who said yes to being asked (Luật 91/2025/QH15: consent is never presumed)."""
    who = case.submitter_id
    return who is not None and consents.granted(desk.tx, who, case.id, _SURVEY) is True


def _put(desk: Desk, case: Case, chat: ChatRow) -> None:
    """A restricted case is named by its code only."""
    if case.restricted:
        see = desk.label(chat.language, "notice.b_see", f"/tracuu {case.code}")
        _say(desk, case, chat, "clock.rate_restricted", [see])
        return
    rating = desk.agency.rating
    buttons = [
        desk.label(chat.language, "clock.b_rate", f"/danhgia {case.code}"),
        desk.label(chat.language, "second.b_not_content", f"/danhgia {case.code} 2"),
    ]
    who = rating.asks_en if chat.language == "en" else rating.asks
    _say(desk, case, chat, "clock.rate", buttons, who=who)


def _say(
    desk: Desk, case: Case, chat: ChatRow, key: str, buttons: list[Choice], **params: str
) -> None:
    """Whoever cannot be asked here is not called for it: only notices lead to a call."""
    details = {"case_id": case.id, "person_id": case.submitter_id}
    desk.tell_chat(
        chat.id, key, buttons, priority=Priority.BROADCAST, details=details,
        code=case.code, **params,
    )  # fmt: skip


# --- whose idea it was ---------------------------------------------------------------------------


def _uncredited(desk: Desk, after: int) -> list[int]:
    until = deadlines.begun_by(desk.now, _CREDIT_AFTER, desk.agency.calendar)
    return due.uncredited(desk.tx, until, after)


def _to_credit(desk: Desk, after: int) -> list[int]:
    return _uncredited(desk, after) if daytime(desk) else []


def _ask_for_credit(desk: Desk, case_id: int) -> None:
    case = desk.tx.get(Case, case_id)
    if case is None or case.status != Status.ANSWERED:
        return
    if case_id not in _uncredited(desk, case_id - 1)[:1]:
        return
    door.act(desk, case, "ask_credit", door.CLOCK, _ACTOR)
    chat = notices.senders_chat(desk, case)
    if chat is not None:
        language = chat.language
        buttons = [
            desk.label(language, "verdict.b_name", f"/neuten {case.code} co"),
            desk.label(language, "verdict.b_no_name", f"/neuten {case.code} khong"),
        ]
        _say(desk, case, chat, "verdict.credit", buttons)


DUTIES = (
    ClockDuty("rating", _to_ask, _ask),
    ClockDuty("credit", _to_credit, _ask_for_credit),
)

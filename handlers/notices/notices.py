"""What the sender of a case is told of each step: by the way they chose, and nothing of substance
where the case is restricted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.kinds import Kind
from handlers import letters
from handlers.case import verdicts
from handlers.case.moved_day import another_day, changed_days
from handlers.desk import Desk
from handlers.rights.once_more import may_look_again
from messages.dates import day_text, day_written
from messages.envelope import Choice
from storage.casework import cases, duties
from storage.casework.cases import Change
from storage.mailbox import addresses, chats, switches
from storage.mailbox.chats import ChatRow
from storage.mailbox.outbox import MAILBOXES
from storage.people import people
from storage.tables.casework import Case

# Moves the sender hears of, and the buttons under the notice: (label key, command).
_BUTTONS: dict[str, tuple[tuple[str, str], ...]] = {
    "accept": (("notice.b_more", "/bosung"),),
    "transfer": (("notice.b_more", "/bosung"),),
    "ask": (
        ("notice.b_supply", "/bosung"),
        ("notice.b_nothing", "/bosung"),
    ),
    "answer": (
        ("notice.b_clear", "/rotraloi"),
        ("notice.b_again", "/xemlai"),
        ("notice.b_human", "/gapcanbo"),
    ),
    "refuse": (("notice.b_appeal", "/xemlai"), ("notice.b_human", "/gapcanbo")),
    "forward": (("notice.b_human", "/gapcanbo"),),
    "acknowledge": (),
    "extend": (("notice.b_human", "/gapcanbo"),),
    "late": (("notice.b_human", "/gapcanbo"),),
    "progress": (("notice.b_human", "/gapcanbo"),),
    "recount": (("deadline.b_how", "/tinhhan"),),
    "close": (("notice.b_again", "/xemlai"),),
    "transcribe": (("notice.b_right", "/ghidung"), ("notice.b_wrong", "/ghisai")),
    "lapse": (("notice.b_supply", "/bosung"),),
    "confirm_answer": (("notice.b_again", "/xemlai"), ("notice.b_human", "/gapcanbo")),
    "send_again": (("notice.b_human", "/gapcanbo"),),
    "send_up": (("notice.b_human", "/gapcanbo"),),
    "reply_up": (("notice.b_human", "/gapcanbo"),),
}
# With these a channel that closes is kept open by a tap; the others have taps of their own.
_SEEN = frozenset({"accept", "transfer", "extend", "recount", "late", "progress"})
_SAME_NOTICE = {
    "ask_handling": "ask",
    "approve": "answer",
    "delay": "late",
    "follow_delay": "late",
    **{f"follow_{it}": it for it in ("extend", "answer", "refuse", "forward", "acknowledge")},
}
_MAILED = frozenset(
    {"answer", "refuse", "forward", "acknowledge", "extend", "recount", "late", "progress"}
    | {"confirm_answer", "send_again", "send_up", "reply_up"}
)


def tell_submitter(desk: Desk, change: Change) -> None:
    """Only those who chose to be told here; others look it up."""
    kind = _SAME_NOTICE.get(change.move, change.move)
    if kind == "answer" and change.case.status != "answered":
        return
    if kind not in _BUTTONS or (kind == "recount" and not another_day(change)):
        return
    if kind in _MAILED:
        _mail(desk, change, kind)
    chat = senders_chat(desk, change.case)
    if chat is None:
        return
    language = chat.language
    _beside_a_mailbox_that_is_off(desk, change, kind, chat)
    if change.case.restricted:
        desk.tell_chat(
            chat.id,
            _restricted(kind),
            [desk.label(language, "notice.b_see", f"/tracuu {change.case.code}")],
            code=change.case.code,
            details=_details(change.case),
        )
        return
    choices = [
        desk.label(language, key, _data(command, key, change.case))
        for key, command in _BUTTONS[kind]
        if command != "/xemlai" or may_look_again(desk, change.case)
    ]
    if kind in _SEEN and desk.ground.window(chat.channel) is not None:
        choices.insert(0, desk.label(language, "window.b_seen", "/daxem"))
    desk.tell_chat(
        chat.id,
        f"notice.{kind}",
        choices,
        details={**_details(change.case), "file_id": _signed(desk, change.case, kind)},
        **params(desk, change, kind, language),
    )


def _restricted(kind: str) -> str:
    """The same words for everything; the key tells the question, whose delivery stops the clock."""
    return "notice.restricted_ask" if kind == "ask" else "notice.restricted"


def senders_chat(desk: Desk, case: Case) -> ChatRow | None:
    """Where the sender is told; None for those who look it up."""
    chat_id = people.senders_chat(desk.tx, case)
    return None if chat_id is None else chats.by_id(desk.tx, chat_id)


def _beside_a_mailbox_that_is_off(desk: Desk, change: Change, kind: str, chat: ChatRow) -> None:
    """A mailbox takes what is told all the same, and no failure shows that nobody reads there: so a
    letter goes too, or somebody calls."""
    if chat.channel not in MAILBOXES or not switches.is_off(desk.tx, chat.channel):
        return
    case = change.case
    if _address(desk, case) is None or switches.is_off(desk.tx, letters.CHANNEL):
        duties.call(desk.tx, desk.agency.reception_office, case.id, switches.OFF, desk.now)
    elif kind not in _MAILED:
        _mail(desk, change, kind)


def _address(desk: Desk, case: Case) -> int | None:
    """The e-mail chat given with this case, where e-mail is on."""
    return addresses.of_case(desk.tx, case.id) if letters.CHANNEL in desk.ground.reach else None


def _signed(desk: Desk, case: Case, kind: str) -> int | None:
    """The signed document that goes with an answer."""
    answer = cases.latest_text(desk.tx, case.id, "answer") if kind == "answer" else None
    file_id = (answer.data or {}).get("file") if answer else None
    return int(file_id) if file_id else None


def _mail(desk: Desk, change: Change, kind: str) -> None:
    case = change.case
    if case.restricted:
        mail(desk, case, _restricted(kind), code=case.code)
    else:
        told = params(desk, change, kind, case.language)
        mail(desk, case, f"notice.{kind}", file_id=_signed(desk, case, kind), **told)


def mail(desk: Desk, case: Case, key: str, *, file_id: int | None = None, **params: Any) -> None:
    """To the e-mail address given with this case, where e-mail is on."""
    chat_id = _address(desk, case)
    if chat_id is not None:
        details = {**_details(case), "file_id": file_id}
        desk.tell_chat(chat_id, key, language=case.language, details=details, **params)


def _data(command: str, key: str, case: Case) -> str:
    nothing = " khong co" if key == "notice.b_nothing" else ""
    return f"{command} {case.code}{nothing}"


def _details(case: Case) -> dict[str, Any]:
    return {"case_id": case.id, "person_id": case.submitter_id}


def params(desk: Desk, change: Change, kind: str, language: str) -> dict[str, Any]:
    """What the text of each notice says, by the arguments of its macro."""
    case = change.case
    office = office_name(desk, case.office, language)
    due = day_text(case.due_at, language) if case.due_at else ""
    new_date = day_text(case.new_date_at, language) if case.new_date_at else ""
    calls = has_phone(desk, case)
    again = may_look_again(desk, case)
    phone = desk.agency.contact.phone
    made: dict[str, dict[str, Any]] = {
        "accept": {"office": office, "due": due, "question": case.kind == Kind.QUESTION},
        "transfer": {"office": office, "due": due},
        "ask": {"question": change.words, "by": str(change.data.get("by", "")), "calls": calls},
        "answer": {"answer": answer_words(desk, case, language), "document": document(desk, case)},
        "refuse": {"reason": change.words, "again": again},
        "forward": {"body": case.forwarded_to, "reason": change.words},
        "acknowledge": {},
        "extend": {"reason": change.words, "due": due, "phone": phone},
        "late": {
            "reason": change.words,
            "due": due,
            "new_date": new_date,
            "phone": phone,
            "missed": _passed(desk, case.due_at),
        },
        "progress": {
            "office": office,
            "new_date": new_date,
            "phone": phone,
            "passed": _passed(desk, case.new_date_at),
        },
        "recount": {"due": due, "days": changed_days(change, language)},
        "close": {"days": desk.agency.limits.reopen_days, "again": again},
        "transcribe": {"text": change.words},
        "lapse": {"phone": phone, "calls": calls},
        "confirm_answer": {"reason": change.words},
        "send_again": {"reason": change.words, "due": due},
        "send_up": {"body": str(change.data.get("body", "")), "day": _day(change, language)},
        "reply_up": {"body": str(change.data.get("body", "")), "reply": change.words},
    }
    return {"code": case.code, **made[kind]}


def _passed(desk: Desk, at: datetime | None) -> bool:
    return at is not None and desk.now > at


def _day(change: Change, language: str) -> str:
    return day_written(str(change.data.get("on", "")), language)


def has_phone(desk: Desk, case: Case) -> bool:
    """Whether a call can be promised."""
    return bool(cases.identity(desk.tx, desk.ground.keys, case.id).get("phone"))


def answer_words(desk: Desk, case: Case, language: str = "") -> str:
    """What the sender reads; of an initiative the verdict stands above it."""
    text = cases.latest_text(desk.tx, case.id, "answer")
    if text is None:
        return ""
    concluded = verdicts.line(desk, text.data or {}, language or case.language)
    return f"{concluded}\n\n{text.body}" if concluded else text.body


def document(desk: Desk, case: Case) -> str:
    """'số 12/VP-TL ngày 1/12 (Nguyễn Văn A ký)', or empty."""
    text = cases.latest_text(desk.tx, case.id, "answer")
    data = (text.data or {}) if text else {}
    return " · ".join(data[k] for k in ("number", "date", "signer") if data.get(k))


def office_name(desk: Desk, office_id: str, language: str) -> str:
    if not office_id:
        return ""
    try:
        office = desk.agency.office(office_id)
    except KeyError:
        return desk.words(language, "people.office_abolished")
    return office.name if language == "vi" else office.name_en


def buttons_for(desk: Desk, language: str, pairs: list[tuple[str, str]]) -> list[Choice]:
    return [desk.label(language, key, data) for key, data in pairs]

"""What stands on the printed receipt of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cases.days import deadlines
from cases.days.counting import Counting
from cases.kinds import IdentityMode, Kind
from handlers.case.promises import counting_of, limit_for
from handlers.citizen.submission.proof_link import proof_link
from handlers.desk import Desk
from storage.tables.casework import Case


@dataclass(frozen=True, slots=True)
class ReceiptSheet:
    """What stands on a receipt, in the reader's language."""

    agency: str  # full name
    short: str  # as people say it
    code: str  # public code
    received_at: datetime  # aware
    follow_url: str
    proof_url: str  # empty for a case older than signed receipts
    phone: str
    due: date | None = None  # None: no promised date (praise, or sent without a name)
    due_reason: str = ""  # the limit and its legal basis
    address: str = ""
    notify: bool = True  # the result is sent to the person; else they look it up
    nameless: bool = False  # the 16-digit number alone opens it
    receipt_number: str = ""  # 16 digits, only for someone who asked for it on paper


def receipt_sheet(desk: Desk, case_id: int, language: str) -> ReceiptSheet | None:
    """In the reader's language; None where the case is no more."""
    case = desk.tx.get(Case, case_id)
    if case is None:
        return None
    agency, english = desk.agency, language == "en"
    contact = agency.contact
    return ReceiptSheet(
        agency=agency.name_en if english else agency.name,
        short=agency.short_en if english else agency.short,
        code=case.code,
        received_at=case.received_at,
        follow_url=f"{desk.ground.public_url}/chat",
        proof_url=proof_link(desk, case.id, language),
        phone=contact.phone,
        due=deadlines.local_day(case.due_at) if case.due_at else None,
        due_reason=_reason(desk, case, language),
        address=(contact.address_en if english else "") or contact.address,
        notify=case.chat_id is not None,
        nameless=case.identity_mode == IdentityMode.ANONYMOUS,
    )


def _reason(desk: Desk, case: Case, language: str) -> str:
    """The limit and its legal basis, as long as the date is the one they give: an extension or a
    wait for the sender has reasons of its own."""
    counted = counting_of(desk, case)
    if counted is None or counted != Counting(case.received_at, counted.days, counted.basis):
        return ""
    basis = limit_for(desk, Kind(case.kind)).basis
    words = desk.ground.texts.render(language, "receipt.limit", days=counted.days, basis=basis)
    return words.unescape()

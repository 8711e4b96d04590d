"""Who sends: name, phone and commune in one message or three, and what is optional."""

from __future__ import annotations

import re
from typing import Any

import phonenumbers

from cases.kinds import IdentityMode
from handlers.desk import Turn
from handlers.dialogue import Ask, Option, Several, Unclear
from messages.envelope import ChoiceKind
from storage import inbox

SKIP = "-"
_PHONE = re.compile(r"\+?[\d][\d\s.\-()]{7,16}\d")
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[A-Za-z]{2,}")
_TAX = re.compile(r"\b\d{10}(?:-?\d{3})?\b")
_LABELS = re.compile(
    r"^\s*(tôi là|toi la|tôi tên|toi ten|họ tên|ho ten|tên|ten|sđt|sdt|số điện thoại|so dien thoai|"
    r"điện thoại|dien thoai|my name is|i am|name|phone|xã|phường)?\s*[:\-]\s*",
    re.IGNORECASE,
)


def sender(ask: Ask, mode: IdentityMode) -> dict[str, str]:
    """Name, phone, commune; then in one question e-mail, tax code, or whom it is sent for."""
    told = {
        "name": ask.text("name", read=read_name),
        "phone": ask.text("phone", read=read_phone, options=lambda: _share(ask.turn)),
        "commune": ask.text("commune", read=read_commune),
    }
    extra = ask.question(
        "extra",
        read=_read_extra,
        options=(Option(SKIP, "submit.b_skip"), Option("behalf", "submit.b_behalf")),
    )
    if extra == "behalf":
        told["behalf"] = ask.text("behalf")
    elif isinstance(extra, dict):
        told |= extra
        if sealed := extra.get("email"):
            told["email"] = str(ask.turn.ground.keys.unseal("email", sealed.encode()))
    return told


def shown_email(email: str) -> str:
    """Enough to see a slip of the finger, too little to write to: "tu@x.vn" is "t•••@x.vn"."""
    return f"{email[:1]}•••@{email.rpartition('@')[2]}" if email else ""


def email_in(text: str) -> str:
    """The first e-mail address in the text, empty if there is none."""
    found = _EMAIL.search(text)
    return found.group() if found else ""


def _share(turn: Turn) -> tuple[Option, ...]:
    if not turn.reach.contact_request:
        return ()
    return (Option("share", "submit.b_share_phone", kind=ChoiceKind.PHONE),)


def phone_in(text: str) -> tuple[str, str]:
    """A Vietnamese (or international) number in the text, as +84..., and the rest of the text."""
    for match in _PHONE.finditer(text):
        try:
            number = phonenumbers.parse(match.group(), "VN")
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            kept = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            return kept, text[: match.start()] + "," + text[match.end() :]
    return "", text


def _pieces(text: str) -> list[str]:
    parts = re.split(r"[,;\n]+", text)
    cleaned = (_LABELS.sub("", p).strip(" .,-") for p in parts)
    return [p for p in cleaned if p]


def read_name(turn: Turn, text: str) -> Any:
    """A name; with a phone number and a commune beside it all three are taken."""
    if turn.incoming.phone:
        return Several({"phone": turn.incoming.phone})
    phone, rest = phone_in(text)
    pieces = _pieces(rest)
    found: dict[str, str] = {"phone": phone} if phone else {}
    if pieces:
        found["name"] = pieces[0]
    if len(pieces) > 1:
        found["commune"] = ", ".join(pieces[1:])
    if not found:
        raise Unclear("submit.name_form")
    _check_name(found.get("name", ""))
    return Several(found)


def _check_name(name: str) -> None:
    if len(name) > 100:
        raise Unclear("common.too_long", limit=100)
    if name and not any(c.isalpha() for c in name):
        raise Unclear("submit.name_form")


def read_phone(turn: Turn, text: str) -> Any:
    if turn.incoming.phone:
        text = turn.incoming.phone
    phone, rest = phone_in(text)
    if not phone:
        raise Unclear("submit.phone_form")
    pieces = _pieces(rest)
    return Several({"phone": phone, **({"commune": ", ".join(pieces)} if pieces else {})})


def read_commune(turn: Turn, text: str) -> str:
    pieces = _pieces(text)
    if not pieces or not any(c.isalpha() for c in pieces[0]):
        raise Unclear("submit.commune_form")
    if len(text) > 200:
        raise Unclear("common.too_long", limit=200)
    return ", ".join(pieces)


def _read_extra(turn: Turn, text: str) -> dict[str, str]:
    email, tax = email_in(text), _TAX.search(text)
    found = {}
    if email:
        # Nowhere in clear: neither in the draft nor in the message it came with.
        found["email"] = turn.ground.keys.seal("email", email).decode()
        inbox.hide(turn.tx, turn.inbox_id, email)
    if tax:
        found["tax_code"] = tax.group()
    if not found:
        raise Unclear("submit.extra_form")
    return found

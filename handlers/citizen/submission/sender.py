"""Who sends: name, phone and commune in one message or three, and what is optional. How a message
is taken apart stands in `particulars`. Read `sender` first."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from cases.kinds import IdentityMode
from cases.words.text import fold
from handlers.cards.identity_line import WHO, identity_line
from handlers.citizen.plain_words import YES
from handlers.citizen.refusals import has_none, keeps_name
from handlers.citizen.submission.particulars import Particulars, is_place, read
from handlers.conversation.dialogue import Ask, Option, Several, Unclear
from handlers.conversation.phones import spoken_phone
from handlers.desk import Turn
from messages.envelope import ChoiceKind
from storage.mailbox import inbox

SKIP = "-"
_ANEW = "anew"
_BEHALF = "behalf"
ANSWERS = (*WHO, "extra", _BEHALF, "more", "misread")
_LONGEST = {"name": 100, "commune": 200, _BEHALF: 200}
_LONGEST_MESSAGE = 500

Answers = dict[str, Any]


def sender(ask: Ask, mode: IdentityMode) -> dict[str, str]:
    """Name, phone, commune; then in one question e-mail, tax code, or whom it is sent for."""
    _begin(ask.answers)
    _who(ask)
    skip = Option(SKIP, "submit.b_skip")
    options = (skip, Option(_BEHALF, "submit.b_behalf"))
    if ask.question("extra", read=_read_extra, options=options) == _BEHALF:
        ask.text(_BEHALF, read=_read_behalf)
        ask.question("more", text="submit.extra", read=_read_extra, options=(skip,))
    return _seen_again(ask)


def sender_elsewhere(ask: Ask, unknown: Option) -> dict[str, str]:
    """Of somebody who is not in this chat, as far as it was told: a letter may bear no telephone
    number. `unknown` has the value SKIP."""
    _begin(ask.answers)
    _who(ask, (unknown,))
    return _seen_again(ask)


def _who(ask: Ask, unknown: tuple[Option, ...] = ()) -> None:
    """The three questions that one message may answer; each asks for what is still missing."""
    answers, may_skip = ask.answers, bool(unknown)
    ask.text(
        "name",
        text=f"{ask.name}.name{'_rest' if _missing(answers) else ''}",
        params=lambda: _missing(answers),
        read=partial(_read_name, ask),
    )
    if answers.get("phone"):
        answers.pop("misread", None)
    misread = answers.get("misread")
    ask.text(
        "phone",
        text="submit.phone_misread" if misread else "",
        params=lambda: {"number": misread} if misread else {},
        read=partial(_read_phone, may_skip),
        options=lambda: unknown or _share(ask.turn),
    )
    ask.text("commune", read=partial(_read_commune, may_skip), options=unknown)


def _missing(answers: Answers) -> dict[str, bool]:
    """Whether phone and commune are asked for beside the name; empty while nothing is known."""
    missing = {key: not answers.get(key) for key in ("phone", "commune")}
    return {} if all(missing.values()) else missing


def _share(turn: Turn) -> tuple[Option, ...]:
    if not turn.reach.contact_request:
        return ()
    return (Option("share", "submit.b_share_phone", kind=ChoiceKind.PHONE),)


# --- looked at again -----------------------------------------------------------------------------


def _begin(answers: Answers) -> None:
    """The answer "sender" says that the line needs no second look. Editing the line drops it and
    nothing else: who has said everything is asked only what shall be different."""
    if answers.get("sender") == _ANEW:
        for key in ANSWERS:
            answers.pop(key, None)
    if not all(answers.get(key) for key in WHO):
        answers["sender"] = SKIP


def _seen_again(ask: Ask) -> dict[str, str]:
    if ask.answers.get("sender") != SKIP:
        ask.choice(
            "sender",
            (Option(SKIP, "submit.b_keep"), Option(_ANEW, "submit.b_anew")),
            params=lambda: {"line": sender_line(ask.turn, _told(ask))},
            read=partial(_read_again, ask),
            enough=lambda answer: answer == SKIP,
        )
    return _told(ask)


def _told(ask: Ask) -> dict[str, str]:
    answers = ask.answers
    told = {key: answers[key] for key in WHO if answers.get(key, SKIP) != SKIP}
    told |= _extras(answers)
    if answers.get("extra") == _BEHALF and answers.get(_BEHALF):
        told[_BEHALF] = answers[_BEHALF]
    if sealed := told.get("email"):
        told["email"] = str(ask.turn.ground.keys.unseal("email", sealed.encode()))
    return told


def _extras(answers: Answers) -> dict[str, str]:
    """E-mail (sealed) and tax code."""
    extra = answers.get("more" if answers.get("extra") == _BEHALF else "extra")
    return extra if isinstance(extra, dict) else {}


def sender_line(turn: Turn, told: dict[str, str]) -> str:
    """Number and address are shown with a part hidden: the card may be read over a shoulder."""
    phone = spoken_phone(told["phone"]) if told.get("phone") else ""
    if len(phone) > 8:
        phone = f"{phone[:4]} xxx {phone[-3:]}"
    shown = {**told, "phone": phone, "email": shown_email(told.get("email", ""))}
    return identity_line(turn, shown, turn.language)


def shown_email(email: str) -> str:
    """Enough to see a slip of the finger, too little to write to: "tu@x.vn" is "t•••@x.vn"."""
    return f"{email[:1]}•••@{email.rpartition('@')[2]}" if email else ""


# --- what is said --------------------------------------------------------------------------------


def _read_name(ask: Ask, turn: Turn, text: str) -> Several:
    """A name; what stands beside it is taken too."""
    if keeps_name(turn, text):
        raise Unclear("submit.name_refused", tip="identity" in ask.path and _tips_taken(turn))
    said = _heard(turn, text)
    found = _answers(turn, said)
    if not found:
        raise _not_understood(said, "submit.name_form")
    return Several(found)


def _tips_taken(turn: Turn) -> bool:
    """Whether a tip without a name is taken, whatever it is about."""
    return all(IdentityMode.ANONYMOUS in modes for modes in turn.agency.identity_modes.values())


def _read_phone(may_skip: bool, turn: Turn, text: str) -> Any:
    said = _heard(turn, text, named=True)
    if not said.phone and not is_place(said.commune, turn.agency.communes):
        said = replace(said, commune="")
    if found := _answers(turn, said):
        return Several(found)
    if has_none(turn, text) and not may_skip:
        raise Unclear("submit.phone_refused")
    return _skipped(turn, text, said, "submit.phone_form")


def _read_commune(may_skip: bool, turn: Turn, text: str) -> Any:
    if not has_none(turn, text):
        said = _heard(turn, text, named=True)
        if said.commune:
            return Several(_answers(turn, said))
    elif may_skip:
        return SKIP
    raise Unclear("submit.commune_form")


def _read_extra(turn: Turn, text: str) -> Any:
    """E-mail and tax code, or that it is sent for somebody else."""
    own_phone = turn.state["d"]["a"].get("phone", "")
    said = _heard(turn, text, named=True, asks_tax=True, own_phone=own_phone)
    only = Particulars(
        email=said.email, tax_code=said.tax_code, for_other=said.for_other, behalf=said.behalf
    )
    if found := _answers(turn, only):
        return Several(found)
    return _skipped(turn, text, said, "submit.extra_phone" if said.phone else "submit.extra_form")


def _read_behalf(turn: Turn, text: str) -> str:
    """All that is said of whom it is sent for, without "gửi hộ cho"."""
    said = _heard(turn, text)
    whom = said.behalf if said.for_other else text.strip()
    if has_none(turn, text) or not any(map(str.isalpha, whom)):
        raise Unclear("submit.behalf_form")
    _fits(_BEHALF, whom)
    return whom


def _read_again(ask: Ask, turn: Turn, text: str) -> Any:
    """Only what is said anew; a number that is none leads to the question for the number."""
    if fold(text) in YES or has_none(turn, text):
        return SKIP
    if keeps_name(turn, text):
        return _read_name(ask, turn, text)
    said = _heard(turn, text)
    if said.name and not said.commune and _is_commune(turn, said.name, ask.answers):
        said = replace(said, name="", commune=said.name)
    found = _answers(turn, said)
    if found:
        wrong = {"phone": None} if "misread" in found else {}
        return Several({**found, **wrong, "sender": SKIP})
    return _skipped(turn, text, said, "submit.sender_form")


def _is_commune(turn: Turn, words: str, answers: Answers) -> bool:
    """Whether words without a mark have more of the commune that was told than of the name."""
    said = set(fold(words).split())
    name, commune = (set(fold(answers.get(key, "")).split()) for key in ("name", "commune"))
    return is_place(words, turn.agency.communes) or len(said & commune) > len(said & name)


def _heard(turn: Turn, text: str, **details: Any) -> Particulars:
    """A shared contact is a phone number said."""
    text = turn.incoming.phone or text
    if len(text) > _LONGEST_MESSAGE:
        raise Unclear("common.too_long", limit=_LONGEST_MESSAGE)
    said = read(text, communes=turn.agency.communes, **details)
    if said.email:  # nowhere in clear: neither in the draft nor in the message it came with
        inbox.hide(turn.tx, turn.inbox_id, said.email)
    return said


def _answers(turn: Turn, said: Particulars) -> Answers:
    """All the answers that a message gives, whichever was asked for."""
    found: Answers = {key: value for key in WHO if (value := getattr(said, key))}
    for key, value in found.items():
        _fits(key, value)
    known = turn.state["d"]["a"]
    for_other = said.for_other or known.get("extra") == _BEHALF
    if said.for_other:
        found["extra"] = _BEHALF
        if said.behalf:
            found[_BEHALF] = said.behalf
        if known.get("extra") == SKIP:
            found["more"] = SKIP
    if extras := _extras_said(turn, said):
        found["more" if for_other else "extra"] = {**_extras(known), **extras}
    elif said.for_other and (before := _extras(known)):
        found["more"] = before
    if said.misread and not said.phone and found:
        found["misread"] = said.misread
    return found


def _extras_said(turn: Turn, said: Particulars) -> dict[str, str]:
    found = {"tax_code": said.tax_code} if said.tax_code else {}
    if said.email:
        found["email"] = turn.ground.keys.seal("email", said.email).decode()
    return found


def _fits(key: str, value: str) -> None:
    if len(value) > _LONGEST.get(key, _LONGEST_MESSAGE):
        raise Unclear("common.too_long", limit=_LONGEST[key])


def _skipped(turn: Turn, text: str, said: Particulars, form: str) -> str:
    """That there is nothing to give equals the tap."""
    if has_none(turn, text):
        return SKIP
    raise _not_understood(said, form)


def _not_understood(said: Particulars, form: str) -> Unclear:
    if said.misread and form != "submit.extra_form":
        return Unclear("submit.phone_misread", number=said.misread)
    return Unclear(form)

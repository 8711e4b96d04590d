"""Becoming an official by a one-time code, and ceasing to be one in a chat."""

from __future__ import annotations

from typing import Any

from cases.kinds import Role
from cases.words.text import fold
from handlers.conversation.dialogue import Ask, Unclear, dialogue
from handlers.conversation.replay import begin
from handlers.desk import Desk, Turn
from handlers.labels import Label
from handlers.notices import notices
from handlers.officials import chatless, retraction
from handlers.rights import walls
from handlers.router import STAFF, command
from handlers.staff.people import changed_rights
from messages.dates import moment_text
from messages.envelope import Choice
from storage.casework import duties, guesses
from storage.people import officials, people
from storage.people.people import Redeemed
from storage.tables.mailbox import Chat

_SURE = "ok"
_LONGEST_NAME = 80


def redeem(turn: Turn, code: str) -> None:
    """Use a start code up: its role, a name colleagues will see, the commands to begin with."""
    until = guesses.waits_until(turn.tx, turn.chat.id, turn.now)
    if until is not None:
        turn.say("people.slow_down", until=moment_text(until, turn.language))
        return
    if officials.is_locked(turn.tx, turn.chat.person_id):
        turn.say("people.locked")
        return
    had_admin = people.has_admin(turn.tx)
    redeemed = _redeemed(turn, code)
    if isinstance(redeemed, str):
        if redeemed == "unknown":
            guesses.missed(turn.tx, turn.chat.id, turn.now)
        turn.say(f"people.code_{redeemed}", phone=turn.agency.contact.phone)
        return
    if redeemed.role is None:
        _back_in(turn, redeemed.person_id)
        return
    first = redeemed.role is Role.ADMIN and not had_admin
    if first:
        _everything_for_the_first(turn)
    turn.chat.official = True
    turn.__dict__.pop("viewer", None)  # it may have been asked for before there were rights
    name = people.name_of(turn.tx, turn.chat.person_id)
    known = {"role": redeemed.role.value, "office": redeemed.office, "first": first}
    begin(turn, "membership", {**known, **({"name": name} if name else {})})


def _redeemed(turn: Turn, code: str) -> Redeemed | str:
    """As it was typed; codes read from paper come with spaces and hyphens."""
    keys, who = turn.ground.keys, turn.chat.person_id
    found = people.redeem(turn.tx, keys, code, who, turn.now)
    plain = "".join(c for c in code if c.isalnum())
    if found == "unknown" and plain != code:
        found = people.redeem(turn.tx, keys, plain, who, turn.now)
    return found


def _back_in(turn: Turn, official_id: int) -> None:
    """The chat is theirs from now on, with the roles and cases they had."""
    people.attach(turn.tx, turn.chat.id, turn.chat.person_id, official_id)
    turn.chat.person_id, turn.chat.official = official_id, True
    turn.chat.state.pop("d", None)
    turn.__dict__.pop("viewer", None)
    admin = turn.viewer is not None and turn.viewer.is_(Role.ADMIN)
    name = people.name_of(turn.tx, official_id)
    turn.say(
        "people.welcome_back",
        main_commands(turn, admin),
        name=name,
        roles=[role_words(turn, r, o, turn.language) for r, o in _roles(turn, official_id)],
        cases=len(duties.owned(turn.tx, official_id)),
    )
    changed_rights.put_before(turn, official_id)
    for other in people.admins(turn.tx, turn.now):
        if other != official_id:
            turn.tell_person(other, "people.came_back", _lock(turn, official_id), name=name)


def _roles(turn: Turn, official_id: int) -> list[tuple[str, str]]:
    official = officials.get(turn.tx, official_id)
    return list(official.roles) if official else []


def _lock(turn: Turn, official_id: int) -> list[Label]:
    """For an admin who sees that it was the wrong person."""
    return [Label("people.b_lock_number", f"/khoa {official_id}", {"number": official_id})]


def _everything_for_the_first(turn: Turn) -> None:
    """A system with one person in it can still finish a case."""
    who = turn.chat.person_id
    people.grant(turn.tx, who, Role.DISPATCHER, "", turn.now)
    for office in turn.agency.offices:
        if office.handles:
            people.grant(turn.tx, who, Role.HANDLER, office.id, turn.now)


def _read_name(turn: Turn, text: str) -> str:
    name = " ".join(text.split())
    if not any(c.isalpha() for c in name) or text.startswith("/"):
        raise Unclear("people.name_form")
    if len(name) > _LONGEST_NAME:
        raise Unclear("common.too_long", limit=_LONGEST_NAME)
    return name


def _welcome(turn: Turn, told: dict[str, Any]) -> None:
    who = turn.chat.person_id
    officials.name(turn.tx, who, told["name"])
    role = role_words(turn, told["role"], told["office"], turn.language)
    admin = told["role"] == Role.ADMIN
    turn.say(
        "people.welcome",
        main_commands(turn, admin),
        name=told["name"],
        role=role,
        first=bool(told["first"]),
        mail="email" in turn.ground.reach,
    )
    walls.against_newcomer(turn, who)
    namesakes = [n for n, name in officials.names(turn.tx).items() if _same(name, told["name"])]
    for other in people.admins(turn.tx, turn.now):
        if other != who:
            turn.tell_person(
                other,
                "people.joined",
                _lock(turn, who),
                name=told["name"],
                role=role_words(turn, told["role"], told["office"], "vi"),
                number=who,
                namesake=next((n for n in namesakes if n != who), 0),
            )


def _same(name: str, other: str) -> bool:
    return fold(name) == fold(other)


def main_commands(turn: Turn, admin: bool) -> list[Choice]:
    """The few to begin with, for somebody who reads none of the help."""
    first = [turn.button("staff.b_today", "/homnay"), turn.button("staff.b_inbox", "/hopthu")]
    more = [turn.button("people.b_invite", "/moi"), turn.button("people.b_people", "/nhansu")]
    return [*first, *(more if admin else []), turn.button("staff.b_help", "/trogiup")]


def role_words(desk: Desk, role: str, office: str, language: str) -> str:
    """'Trưởng phòng · Phòng Đăng ký kinh doanh'."""
    name = notices.office_name(desk, office, language)
    return " · ".join(filter(None, (desk.words(language, "people.role", role=role), name)))


@dialogue("membership", _welcome, official=True)
def membership(ask: Ask) -> dict[str, Any]:
    """The name, once."""
    ask.text("name", text="people.name", read=_read_name)
    return ask.answers


@command("thoat", "logout", who=STAFF)
def logout(turn: Turn, words: str) -> None:
    """This chat no longer speaks for the official: for a machine that others use too."""
    who = turn.chat.person_id
    others = [c for c in officials.chats(turn.tx, who) if c.id != turn.chat.id]
    if words.strip() != _SURE:
        turn.say(
            "people.logout_sure",
            [turn.button("people.b_logout", f"/thoat {_SURE}")],
            only=not [c for c in others if _reaches(c)],
            cases=len(duties.owned(turn.tx, who)),
        )
        return
    retraction.retract(turn, turn.chat.id)
    turn.chat.person_id = officials.detach(turn.tx, turn.chat.id, turn.now)
    turn.chat.official = False
    turn.chat.state, turn.chat.shown = {}, []
    turn.say("people.logged_out")
    chatless.last_chat_gone(turn, who)


def _reaches(chat: Chat) -> bool:
    return chat.channel != "email" and chat.blocked_at is None and chat.erased_at is None

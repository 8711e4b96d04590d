"""Inviting officials: a role, an office, a one-time code shown once; open codes listed, revoked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases.kinds import OFFICE_ROLES, Role
from cases.words.text import fold
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Offer, Option, Unclear, dialogue
from handlers.desk import Turn
from handlers.router import command
from handlers.staff.act import meant
from handlers.staff.people import colleague
from handlers.staff.people.membership import role_words
from handlers.staff.roles import ADMINS
from messages.dates import day_text, moment_text
from messages.envelope import Choice
from storage.people import officials, people

_DIGITS = 12
CANCEL = Option("/huy", "staff.b_cancel", stays=True)
_MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Place:
    role: Role
    office: str


@command("moi", "invite", who=ADMINS)
def invite(turn: Turn, words: str) -> None:
    """`/moi [ROLE [OFFICE]]`, `/moi lai PERSON`, `/moi danhsach`, `/moi thuhoi NUMBER`."""
    said, _, more = words.strip().partition(" ")
    number = meant.number(more)
    if fold(words) in ("danhsach", "danh sach", "list"):
        _list(turn)
    elif fold(said) in ("thuhoi", "revoke") and number is not None:
        _revoke(turn, number)
    elif fold(said) in ("lai", "back"):
        _back_in(turn, more)
    else:
        begin_over(turn, "invitation", _known(turn, words))


def _known(turn: Turn, words: str) -> dict[str, str]:
    """What was typed after the command already."""
    role, rest = meant.role(words)
    if role is None:
        return {}
    offices = meant.offices_like(turn.agency, rest) if rest else []
    known = {"role": role.value}
    if role in OFFICE_ROLES and len(offices) == 1:
        known["office"] = offices[0].id
    return known


def _read_role(turn: Turn, text: str) -> str:
    role, _ = meant.role(text)
    if role is None:
        raise Unclear
    return role.value


def _read_office(turn: Turn, text: str) -> str:
    found = meant.offices_like(turn.agency, text)
    if len(found) > 1:
        options = [Option(o.id, label=o.short) for o in found]
        raise Offer("staff.which_office", options, words=text[:60])
    if not found:
        raise Unclear("staff.no_such_office", words=text[:60])
    return found[0].id


def _finish(turn: Turn, place: Place) -> None:
    viewer = turn.viewer
    if viewer is None or not viewer.is_(Role.ADMIN):
        turn.say("staff.no_more_rights")
        return
    code = turn.ground.chance(_DIGITS)
    keys, by = turn.ground.keys, viewer.person_id
    people.invite(turn.tx, keys, code, place.role, place.office, turn.now, by=by)
    role = role_words(turn, place.role, place.office, turn.language)
    _show(turn, "people.invitation", code, role=role)
    ended(turn)


def _show(turn: Turn, key: str, code: str, **params: Any) -> None:
    """A code, this once."""
    turn.say(
        key,
        [turn.button("people.b_invitations", "/moi danhsach")],
        one_time=True,
        code=code,
        link=f"{turn.ground.public_url.rstrip('/')}/chat?start={code}",
        until=moment_text(turn.now + people.CODE_LIFE, turn.language),
        **params,
    )


def _back_in(turn: Turn, words: str) -> None:
    """A code for somebody who has no chat any more, or wants a second one: the same person, with
    their roles and cases."""
    official = colleague.whom(turn, words, "moi", "lai")
    if official is None:
        return
    if official.locked:
        unlock = [turn.button("people.b_unlock", f"/khoa {official.id}")]
        turn.say("people.unlock_first", unlock, name=official.name)
        return
    code = turn.ground.chance(_DIGITS)
    by = turn.chat.person_id
    people.invite_back(turn.tx, turn.ground.keys, code, official.id, turn.now, by=by)
    _show(turn, "people.back_in", code, name=official.name)


@dialogue("invitation", _finish, official=True)
def invitation(ask: Ask) -> Place:
    """Role, then office for roles that have one."""
    turn = ask.turn
    role = ask.choice(
        "role",
        lambda: [
            *(Option(r, label=turn.words(turn.language, "people.role", role=r)) for r in Role),
            Option("/moi danhsach", "people.b_invitations", stays=True),
            CANCEL,
        ],
        text="people.invite_role",
        read=_read_role,
    )
    if role not in OFFICE_ROLES:
        return Place(Role(role), "")
    office = ask.choice(
        "office",
        lambda: [*(Option(o.id, label=o.short) for o in turn.agency.offices), CANCEL],
        text="people.invite_office",
        read=_read_office,
    )
    return Place(Role(role), office)


# --- open codes ----------------------------------------------------------------------------------


def _list(turn: Turn) -> None:
    """Codes themselves are not kept, so they are told apart by role, office and day."""
    found = officials.invitations(turn.tx, turn.now)
    lines = [
        {
            "number": i.id,
            "role": role_words(turn, i.role, i.office, turn.language) if i.role else "",
            "back": people.name_of(turn.tx, i.person_id),
            "by": people.name_of(turn.tx, i.created_by),
            "until": day_text(i.expires_at, turn.language),
        }
        for i in found
    ]
    choices: list[Choice] = [
        turn.button("people.b_revoke", f"/moi thuhoi {i.id}", number=i.id)
        for i in found[:_MOST_SHOWN]
    ]
    choices.append(turn.button("people.b_invite", "/moi"))
    turn.say("people.invitations", choices, lines=lines)


def _revoke(turn: Turn, number: int) -> None:
    gone = officials.revoke_invitation(turn.tx, number, turn.now)
    turn.say("people.revoked" if gone else "people.not_revoked", number=number)

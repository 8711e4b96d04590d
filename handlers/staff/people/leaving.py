"""Losing a role, moving to another office, leaving the house: whoever goes with open cases is asked
where these go first, so that none is stranded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cases.confidentiality import Viewer, standings
from cases.kinds import OFFICE_ROLES, Role
from cases.lifecycle import Standing
from handlers.desk import Turn
from handlers.officials import handover, retraction
from handlers.officials.handover import BACK
from handlers.rights import rights
from handlers.router import command
from handlers.staff.act import meant, needs
from handlers.staff.people import changed_rights, colleague, left_tasks, left_waiting
from handlers.staff.people.membership import role_words
from handlers.staff.roles import ADMINS
from messages.envelope import Choice
from storage.mailbox import addresses
from storage.people import officials, people
from storage.people.officials import Official
from storage.tables.casework import Case

_MOST_COLLEAGUES = 6
_NOTHING: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Leaving:
    """A change that leaves cases behind: its command, whose, and what else the command says.
    `keeps` are the roles they have afterwards."""

    word: str
    official: Official
    more: str = ""
    keeps: frozenset[tuple[str, str]] = _NOTHING
    what: str = ""  # the role that goes, or the office they move to, in words

    def data(self, to: str) -> str:
        return " ".join(filter(None, (f"/{self.word}", str(self.official.id), self.more, to)))


def _left_behind(turn: Turn, leaving: Leaving) -> list[Case]:
    """Open cases of theirs that they could not go on with."""
    after = Viewer(leaving.official.id, leaving.keeps)
    reception = turn.agency.reception_office

    def keeps(case: Case) -> bool:
        held = standings(rights.facts(turn, case), after, reception)
        return bool(held & {Standing.HANDLER, Standing.HEAD})

    return [c for c in handover.open_cases(turn, leaving.official.id) if not keeps(c)]


def offer(turn: Turn, leaving: Leaving) -> None:
    """Ask where the open cases go; without any, whether it is really meant."""
    left = _left_behind(turn, leaving)
    able = handover.colleagues(turn, left, leaving.official.id)[:_MOST_COLLEAGUES]
    choices = [Choice(needs.label(turn, o), leaving.data(str(o.id))) for o in able]
    key = "people.b_to_office" if left else "people.b_sure"
    choices.append(turn.button(key, leaving.data(BACK)))
    choices.append(turn.button("staff.b_cancel", f"/nhansu {leaving.official.id}"))
    turn.say(
        f"people.ask_{leaving.word}",
        choices,
        name=leaving.official.name,
        cases=len(left),
        what=leaving.what,
    )


def _leave(
    turn: Turn, leaving: Leaving, to: str, change: Callable[[], None], told: str = ""
) -> None:
    """Make the change, then hand over what it leaves behind; `told` is the key of what the person
    hears of it."""
    colleague_id = meant.number(to)
    if to != BACK and colleague_id is None:
        offer(turn, leaving)
        return
    left, waiting = _left_behind(turn, leaving), left_waiting.before(turn, leaving.official.id)
    change()
    actor = f"person:{turn.chat.person_id}"
    result = handover.hand_over(turn, left, to, actor)
    offices = {o for r, o in leaving.official.roles if r in OFFICE_ROLES}
    again = handover.leave_none_stranded(turn, sorted(offices), actor)
    left_waiting.see_to(turn, waiting, actor)
    turn.say(
        "people.left",
        name=leaving.official.name,
        word=leaving.word,
        what=leaving.what,
        to=people.name_of(turn.tx, colleague_id),
        colleague=result.to_colleague,
        office=result.to_office,
        reception=result.to_reception + again,
        stuck=result.stuck,
    )
    if told:
        changed_rights.tell(turn, leaving.official.id, told, what=leaving.what)


@command("bangiao", "handover", who=ADMINS, hidden=True)
def hand_over(turn: Turn, words: str) -> None:
    """All open cases of somebody who stays, to a colleague or back to the office."""
    official, (to,) = colleague.numbered(turn, words, 1)
    if official:
        _leave(turn, Leaving("bangiao", official), to, lambda: None)


@command("xoanguoi", "removeperson", who=ADMINS, hidden=True)
def remove(turn: Turn, words: str) -> None:
    """No official any more."""
    official, (to,) = colleague.numbered(turn, words, 1)
    if official is None or colleague.is_me(turn, official):
        return
    leaving = Leaving("xoanguoi", official)
    _leave(turn, leaving, to, lambda: _removed(turn, leaving.official))


def _removed(turn: Turn, official: Official) -> None:
    officials.remove(turn.tx, official.id, turn.now)
    addresses.forget_officials(turn.tx, official.id, turn.now)  # it was given for this work
    left_tasks.see_to(turn, official.id)
    retraction.retract_everywhere(turn, official.id, "people.removed_you")


@command("botvai", "droprole", who=ADMINS, hidden=True)
def drop_role(turn: Turn, words: str) -> None:
    """Take one role away."""
    official, (held, to) = colleague.numbered(turn, words, 2)
    role, _, office = held.partition(":")
    if official is None or (role == Role.ADMIN and colleague.is_me(turn, official)):
        return
    if (role, office) not in official.roles:
        turn.say("people.no_such_role")
        return
    keeps = frozenset(official.roles) - {(role, office)}
    person = official.id
    _leave(
        turn,
        Leaving("botvai", official, held, keeps, role_words(turn, role, office, turn.language)),
        to,
        lambda: _revoke(turn, person, role, office),
        "people.role_dropped",
    )


def _revoke(turn: Turn, person_id: int, role: str, office: str) -> None:
    officials.revoke(turn.tx, person_id, role, office)


@command("doiphong", "moveoffice", who=ADMINS, hidden=True)
def move(turn: Turn, words: str) -> None:
    """All roles in one office become the same in another."""
    official, (old, new, to) = colleague.numbered(turn, words, 3)
    if official is None:
        return
    held = [r for r, o in official.roles if o == old and r in OFFICE_ROLES]
    if not held:
        turn.say("people.no_such_role")
    elif new not in {o.id for o in turn.agency.offices} - {old}:
        _move_where(turn, official, old)
    else:
        keeps = {(r, o) for r, o in official.roles if o != old} | {(r, new) for r in held}
        person, where = official.id, turn.agency.office(new).name
        _leave(
            turn,
            Leaving("doiphong", official, f"{old} {new}", frozenset(keeps), where),
            to,
            lambda: _move(turn, person, held, old, new),
            "people.you_moved",
        )


def _move_where(turn: Turn, official: Official, old: str) -> None:
    choices = [
        Choice(o.short, f"/doiphong {official.id} {old} {o.id}")
        for o in turn.agency.offices
        if o.id != old
    ]
    choices.append(turn.button("staff.b_cancel", f"/nhansu {official.id}"))
    turn.say("people.move_where", choices, name=official.name)


def _move(turn: Turn, person_id: int, held: list[str], old: str, new: str) -> None:
    for role in held:
        officials.revoke(turn.tx, person_id, role, old)
        people.grant(turn.tx, person_id, Role(role), new, turn.now)

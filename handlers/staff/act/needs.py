"""What acts ask for: an office, a colleague, a day, words. Each is read from what was typed, by
number, name or alias, and offered as buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cases.confidentiality import Viewer, standings
from cases.lifecycle import Standing
from handlers.conversation.dialogue import Offer, Option, Unclear
from handlers.desk import Turn
from handlers.rights import rights
from handlers.staff.act import meant
from handlers.staff.act.acts import CANCEL, Need
from messages.dates import local, read_day, unreal_day
from storage.people import officials, people
from storage.people.officials import Official
from storage.tables.casework import Case

# --- offices -------------------------------------------------------------------------------------


def office_options(turn: Turn, case: Case) -> list[Option]:
    """Every office that handles, but the one that has it; what was suggested stands first."""
    agency = turn.agency
    able = [o for o in agency.offices if o.handles and o.id != case.office]
    able.sort(key=lambda o: o.id != case.suggested_office)
    return [Option(o.id, label=o.short) for o in able]


def read_office(turn: Turn, case: Case, text: str) -> str:
    """The office an answer names. Raises Offer for several, Unclear for none."""
    able = {o.value for o in office_options(turn, case)}
    found = [o for o in meant.offices_like(turn.agency, text) if o.id in able]
    if len(found) > 1:
        raise Offer(
            "staff.which_office", [Option(o.id, label=o.short) for o in found], words=text[:60]
        )
    if not found:
        raise Unclear("staff.no_such_office", words=text[:60])
    return found[0].id


def take_office(turn: Turn, case: Case, rest: str) -> tuple[str, str]:
    """The office that what was typed begins with, and the rest."""
    office, after = meant.office(turn.agency, rest)
    able = {o.value for o in office_options(turn, case)}
    return (office.id, after) if office and office.id in able else ("", rest)


# --- colleagues ----------------------------------------------------------------------------------


def able_to_handle(turn: Turn, case: Case) -> list[Official]:
    """Who may be given the case: of its office, not barred, not its sender; for a restricted one
    only those who may see it."""
    known = rights.facts(turn, case)
    reception = turn.agency.reception_office

    def able(viewer: Viewer) -> bool:
        # Their own roles count: who only stands in for somebody is not given work of their own.
        own = Viewer(viewer.person_id, people.roles_of(turn.tx, viewer.person_id))
        return bool(standings(known, own, reception) & {Standing.HANDLER, Standing.HEAD})

    ids = {v.person_id for v in people.viewers(turn.tx, turn.now) if able(v)}
    return [o for o in officials.everyone(turn.tx) if o.id in ids]


def person_options(turn: Turn, case: Case) -> list[Option]:
    """Those away, or without a chat, come last."""
    able = [o for o in able_to_handle(turn, case) if o.id != case.owner_id]
    able.sort(key=lambda o: not o.has_chat or people.is_away(turn.tx, o.id, turn.now))
    return [Option(str(o.id), label=label(turn, o)) for o in able]


def label(turn: Turn, official: Official) -> str:
    """Name and number, by which namesakes are told apart; and whether no chat reaches them."""
    known = f"{official.name or '…'} (#{official.id})"
    return (
        known if official.has_chat else f"{known} · {turn.words(turn.language, 'people.chatless')}"
    )


def read_person(turn: Turn, case: Case, text: str) -> str:
    """The colleague an answer names. Raises Offer, Unclear."""
    able = [o for o in able_to_handle(turn, case) if o.id != case.owner_id]
    return str(one_of(turn, able, text).id)


def one_of(turn: Turn, among: Sequence[Official], text: str) -> Official:
    """The one official a text means. Raises Offer for several, Unclear for none."""
    found = meant.people_like(among, text)
    if len(found) > 1:
        raise Offer(
            "staff.which_person",
            [Option(str(o.id), label=label(turn, o)) for o in found],
            words=text[:60],
        )
    if not found:
        raise Unclear("staff.no_such_person")
    return found[0]


def take_person(turn: Turn, case: Case, rest: str) -> tuple[str, str]:
    """The colleague that all of what was typed names; nobody where it may be several."""
    able = [o for o in able_to_handle(turn, case) if o.id != case.owner_id]
    found = meant.people_like(able, rest) if rest else []
    return (str(found[0].id), "") if len(found) == 1 else ("", rest)


# --- days and words ------------------------------------------------------------------------------


def take_day(turn: Turn, case: Case, rest: str) -> tuple[str, str]:
    """The day (ISO) that the first word names, and the rest."""
    head, _, after = rest.partition(" ")
    day = read_day(head, local(turn.now).date())
    return (day.isoformat(), after.strip()) if day else ("", rest)


def read_day_of(turn: Turn, case: Case, text: str) -> str:
    """The day (ISO) in an answer. Raises Unclear."""
    today = local(turn.now).date()
    day = read_day(text, today)
    if day is None:
        never = unreal_day(text, today)
        raise Unclear("staff.no_such_day", day=never) if never else Unclear("staff.no_day")
    return day.isoformat()


OFFICE = Need("office", "staff.office", take_office, read_office, office_options)
PERSON = Need("person", "staff.person", take_person, read_person, person_options)


def words(
    text: str | Callable[[Case], str],
    longest: int,
    options: Callable[[Turn, Case], Sequence[Option]] | None = None,
    check: Callable[[Turn, Case, str], None] | None = None,
) -> Need:
    """Free words of at most `longest` characters; `check` may raise Unclear. Values of options
    begin with "~", so that words typed are never taken for one."""

    def read(turn: Turn, case: Case, said: str) -> str:
        said = said.strip().lstrip(CANCEL)
        if not said:
            raise Unclear
        if len(said) > longest:
            raise Unclear("common.too_long", limit=longest)
        if check:
            check(turn, case, said)
        return said

    def take(turn: Turn, case: Case, rest: str) -> tuple[str, str]:
        return (read(turn, case, rest), "") if rest.strip(CANCEL + " ") else ("", "")

    return Need("words", text, take, read, options or (lambda turn, case: ()))

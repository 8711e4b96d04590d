"""A broadcast to officials: who of those it was written to has not said that they read it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases.agency.deadlines import Limit
from cases.agency.plan import Evidence
from cases.days import deadlines
from cases.kinds import OFFICE_ROLES, Role
from handlers.campaigns.wording import title_in
from handlers.clock_duty import ClockDuty, spoken, working_morning
from handlers.desk import Desk
from storage.people import officials, people
from storage.people.officials import Official
from storage.plan import acknowledgements, evidence
from storage.tables.plan import Campaign

_AFTER = Limit(2, "Quy định nội bộ; pháp luật không ấn định")
_NO_LONGER = timedelta(days=14)  # what is older needs no reminder when the house comes back


def unread(desk: Desk, campaign: Campaign) -> dict[str, list[Official]]:
    """By office; under "" those who belong to none."""
    read = acknowledgements.readers(desk.tx, campaign.id)
    found: dict[str, list[Official]] = {}
    for official in _written_to(desk, campaign):
        if official.id not in read:
            for office in offices_of(desk, official) or {""}:
                found.setdefault(office, []).append(official)
    return found


def offices_of(desk: Desk, official: Official) -> set[str]:
    """Dispatchers belong to the office that receives."""
    own = {office for role, office in official.roles if role in OFFICE_ROLES}
    dispatches = any(role == Role.DISPATCHER for role, _ in official.roles)
    return own | ({desk.agency.reception_office} if dispatches else set())


def _written_to(desk: Desk, campaign: Campaign) -> list[Official]:
    told = acknowledgements.written_to(desk.tx, campaign.id)
    return [o for o in officials.everyone(desk.tx) if o.id in told and not o.locked]


def read(desk: Desk, campaign: Campaign, person_id: int) -> bool:
    """They have read it; False where they had said so. An office whose officials all have is
    evidence for the plan."""
    new = acknowledgements.add(desk.tx, campaign.id, person_id, desk.now)
    if new:
        _keep_evidence(desk, campaign)
    return new


def _keep_evidence(desk: Desk, campaign: Campaign) -> None:
    if not campaign.item or not campaign.all_written:
        return
    missing = unread(desk, campaign)
    theirs = [offices_of(desk, official) for official in _written_to(desk, campaign)]
    for office in sorted(set().union(*theirs) - missing.keys()):
        item, number, words = campaign.item, campaign.number, campaign.title
        kind = Evidence.READ
        evidence.keep(desk.tx, item, kind, number, desk.now, office=office, words=words)


# --- the reminder --------------------------------------------------------------------------------


def _unread_for_days(desk: Desk, after: int) -> list[int]:
    if not working_morning(desk):
        return []
    by = deadlines.begun_by(desk.now, _AFTER, desk.agency.calendar)
    return acknowledgements.to_remind_of(desk.tx, desk.now - _NO_LONGER, by, after)


def _remind(desk: Desk, campaign_id: int) -> None:
    """Once: who has not read it, and the head of their office."""
    campaign = desk.tx.get(Campaign, campaign_id)
    if campaign is None or not acknowledgements.note_reminded(desk.tx, campaign_id, desk.now):
        return
    _keep_evidence(desk, campaign)
    missing = unread(desk, campaign)
    for person_id in sorted({o.id for late in missing.values() for o in late}):
        _tell(desk, person_id, "broadcast.read_reminder", _BUTTONS, campaign)
    for viewer in people.viewers(desk.tx, desk.now):
        late = {o for office in missing if viewer.is_(Role.HEAD, office) for o in missing[office]}
        names = sorted(o.name for o in late if o.id != viewer.person_id)
        if names:
            key, listed = "broadcast.unread_in_office", ", ".join(names)
            _tell(desk, viewer.person_id, key, _LIST, campaign, names=listed)


_BUTTONS = (("broadcast.b_read", "dadoc"), ("broadcast.b_words", "loi"))
_LIST = (("broadcast.b_unread", "chuadoc"),)


def _tell(
    desk: Desk,
    person_id: int,
    key: str,
    buttons: tuple[tuple[str, str], ...],
    campaign: Campaign,
    **said: Any,
) -> None:
    number, language = campaign.number, spoken(desk, person_id)
    choices = [desk.label(language, label, f"/thongbao {word} {number}") for label, word in buttons]
    title = title_in(campaign, language)
    desk.tell_person(person_id, key, choices, number=number, title=title, **said)


DUTIES = (ClockDuty("unread broadcasts", _unread_for_days, _remind, seconds=600),)

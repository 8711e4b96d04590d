"""What lies in an office at the beginning of a week, as one of its officials may know it. What
accuses somebody is there for those only who may see it: its very number would tell the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.confidentiality import Viewer
from cases.kinds import OFFICE_ROLES, Role
from cases.lifecycle import Status
from cases.plan.lights import Standing
from handlers.desk import Desk
from handlers.duties import forecasts
from handlers.plan.lights import of_office, silent
from handlers.rights import rights
from messages.dates import midnight
from storage.casework import duties
from storage.tables.casework import Case


@dataclass(frozen=True, slots=True)
class Digest:
    """Codes but for the items. `week`: due until Sunday; `likely` of those that have longer will
    probably miss their day."""

    untaken: Sequence[str]
    late: Sequence[str]
    week: Sequence[str]
    likely: Sequence[str]
    silent: Sequence[Standing]

    @property
    def empty(self) -> bool:
        return not (self.untaken or self.late or self.week or self.likely or self.silent)


def offices_of(desk: Desk, viewer: Viewer) -> list[str]:
    """Whose digest somebody reads: heads and handlers that of their office, those who receive that
    of Văn phòng."""
    theirs = {office for role, office in viewer.roles if role in OFFICE_ROLES}
    if viewer.is_(Role.DISPATCHER):
        theirs.add(desk.agency.reception_office)
    return [office.id for office in desk.agency.offices if office.id in theirs]


def digest(desk: Desk, viewer: Viewer, office: str) -> Digest:
    cases = [c for c in _open(desk, office) if rights.may_see(desk, c, viewer)]
    dated = [(c.code, c.due_at) for c in cases if c.due_at]
    until = _next_week(desk.now)
    week = [code for code, due in dated if desk.now <= due < until]
    likely = forecasts.likely(desk, viewer, office)
    return Digest(
        untaken=[c.code for c in cases if c.status in (Status.RECEIVED, Status.ASSIGNED)],
        late=[code for code, due in dated if due < desk.now],
        week=week,
        likely=[code for code in likely if code not in week],
        silent=silent(of_office(desk, office)),
    )


def _open(desk: Desk, office: str) -> list[Case]:
    """What the office owes something for, earliest due first. What was received and given to
    nobody lies with those who receive."""
    found = duties.owed_by(desk.tx, office)
    if office == desk.agency.reception_office:
        found = [*duties.of_status(desk.tx, [Status.RECEIVED]), *found]
    return found


def _next_week(now: datetime) -> datetime:
    today = midnight(now)
    return today + timedelta(days=7 - today.weekday())

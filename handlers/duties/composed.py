"""What the clock composes for citizens and the press: made once, in working time, and after an
outage as soon as somebody is at their desk; what was missed for weeks is told along in one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cases.campaigns import TO_THE_PRESS, Audience, CampaignKind
from cases.figures import Span
from cases.occasions import Occasion, newest
from cases.office_hours import open_now
from cases.plan import Made, Schedule
from handlers.campaigns import approval
from handlers.composing.monthly import monthly_office
from handlers.composing.news import results_link
from handlers.composing.reception import tell_reception
from handlers.composing.told import Told
from handlers.composing.weekly import press_note, weekly_results
from handlers.desk import Desk
from handlers.duties.shape import ClockDuty
from storage import campaigns, occasions
from storage.plan_tables import Campaign

_COMPOSERS: Mapping[Made, tuple[CampaignKind, Callable[[Desk, Span], Told | None]]] = {
    Made.WEEKLY_RESULTS: (CampaignKind.RESULTS, weekly_results),
    Made.PRESS_NOTE: (CampaignKind.PRESS, press_note),
    Made.MONTHLY_OFFICE: (CampaignKind.OFFICE, monthly_office),
}
_NUMBERED = dict(enumerate(_COMPOSERS, 1))


def _due(desk: Desk, after: int) -> list[int]:
    """By the place in `_COMPOSERS`."""
    return [n for n, made in _NUMBERED.items() if n > after and _waiting(desk, made) is not None]


def _waiting(desk: Desk, made: Made) -> Occasion | None:
    """The occasion that is to be made now."""
    schedule = desk.agency.plan.schedules.get(made)
    if schedule is None or not schedule.active or not open_now(desk.now, desk.agency.calendar):
        return None
    found = newest(schedule, desk.now, desk.agency.calendar)
    told = occasions.told_until(desk.tx, made)
    return found if told is None or told < found.ends else None


def _compose(desk: Desk, number: int) -> None:
    made = _NUMBERED[number]
    occasion, told = _waiting(desk, made), occasions.told_until(desk.tx, made)
    if occasion is None or not occasions.note(desk.tx, made, occasion.ends):
        return
    if told is None:
        return  # the schedule begins here; what lay before it was nobody's news
    kind, composer = _COMPOSERS[made]
    span = Span(occasion.since(told), occasion.ends)
    words = composer(desk, span)
    if words is None:
        tell_reception(desk, "composed.nothing", made=made.value)
    else:
        _put(desk, desk.agency.plan.schedules[made], kind, occasion.key, words)


def _put(desk: Desk, schedule: Schedule, kind: CampaignKind, occasion: str, words: Told) -> None:
    """Before Văn phòng, or on its way where the agency lets it go by itself."""
    made = campaigns.add(
        desk.tx,
        kind,
        desk.now,
        title=words.title,
        words_vi=words.vi,
        words_en=words.en,
        audience=_audience(schedule, kind),
        item=schedule.item,
        occasion=occasion,
        link="" if kind is CampaignKind.PRESS else results_link(desk),
    )
    if made is None:
        return
    campaigns.move(desk.tx, made.id, "submit")
    if schedule.approval:
        waiting = desk.tx.get(Campaign, made.id)
        assert waiting is not None
        approval.ask_for_approval(desk, waiting)
    else:
        campaigns.move(desk.tx, made.id, "approve", approved_at=desk.now)


def _audience(schedule: Schedule, kind: CampaignKind) -> Audience:
    if kind is CampaignKind.PRESS:
        return TO_THE_PRESS
    return Audience(topics=(schedule.topic,) if schedule.topic else ())


DUTIES = (ClockDuty("composed broadcasts", _due, _compose, seconds=300),)

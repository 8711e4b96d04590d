"""Composing as slow work: what is counted out of all cases is counted beside the turns, and put
before Văn phòng, or on its way, once it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.agency.plan import Made, Schedule
from cases.plan.campaigns import TO_THE_PRESS, Audience, CampaignKind
from cases.reports.figures import Span
from handlers.campaigns import approval
from handlers.campaigns.forecast import Forecast, forecast
from handlers.composing.monthly import monthly_office
from handlers.composing.news import results_link
from handlers.composing.reception import tell_reception
from handlers.composing.told import Told
from handlers.composing.weekly import press_note, weekly_results
from handlers.desk import Desk
from storage.house import jobs
from storage.plan import campaigns
from storage.tables.plan import Campaign

JOB = "compose"
COMPOSERS: Mapping[Made, tuple[CampaignKind, Callable[[Desk, Span], Told | None]]] = {
    Made.WEEKLY_RESULTS: (CampaignKind.RESULTS, weekly_results),
    Made.PRESS_NOTE: (CampaignKind.PRESS, press_note),
    Made.MONTHLY_OFFICE: (CampaignKind.OFFICE, monthly_office),
}
Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Composed:
    """`size`: whom it would reach now, counted with the words, not while others wait to write."""

    words: Told
    size: Forecast


def ask(desk: Desk, made: Made, occasion: str, span: Span) -> None:
    """To be composed as soon as may be."""
    params = {
        "made": made.value,
        "occasion": occasion,
        "begins": span.begins.isoformat(),
        "ends": span.ends.isoformat(),
    }
    jobs.add(desk.tx, JOB, params, None, desk.now)


def compose(desk: Desk, params: Params) -> Composed | None:
    """None where there is nothing to tell, or it was taken out of the plan meanwhile."""
    made = Made(params["made"])
    kind, composer = COMPOSERS[made]
    begins, ends = (datetime.fromisoformat(params[name]) for name in ("begins", "ends"))
    words, schedule = composer(desk, Span(begins, ends)), desk.agency.plan.schedules.get(made)
    if words is None or schedule is None:
        return None
    return Composed(words, forecast(desk, _audience(schedule, kind)))


def put(desk: Desk, params: Params, composed: Composed | None) -> None:
    """The broadcast, or to Văn phòng that there is nothing to tell."""
    made = Made(params["made"])
    schedule = desk.agency.plan.schedules.get(made)
    if schedule is None:
        return  # it was taken out of the plan meanwhile
    if composed is None:
        tell_reception(desk, "composed.nothing", made=made.value)
        return
    kind, words = COMPOSERS[made][0], composed.words
    campaign = campaigns.add(
        desk.tx,
        kind,
        desk.now,
        title=words.title,
        title_en=words.title_en,
        words_vi=words.vi,
        words_en=words.en,
        audience=_audience(schedule, kind),
        item=schedule.item,
        occasion=params["occasion"],
        link="" if kind is CampaignKind.PRESS else results_link(desk),
    )
    if campaign is not None:
        _submit(desk, schedule, campaign, composed.size)


def _submit(desk: Desk, schedule: Schedule, campaign: Campaign, size: Forecast) -> None:
    """Before Văn phòng, or on its way where the agency lets it go by itself."""
    campaigns.move(desk.tx, campaign.id, "submit")
    if not schedule.approval:
        campaigns.move(desk.tx, campaign.id, "approve", approved_at=desk.now)
        return
    waiting = desk.tx.get(Campaign, campaign.id)
    assert waiting is not None
    approval.ask_for_approval(desk, waiting, size)


def _audience(schedule: Schedule, kind: CampaignKind) -> Audience:
    if kind is CampaignKind.PRESS:
        return TO_THE_PRESS
    return Audience(topics=(schedule.topic,) if schedule.topic else ())

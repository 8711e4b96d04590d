"""The night, in which nobody is told anything they did not just ask for."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.agency.hours import Quiet
from cases.days.deadlines import VIETNAM


def quiet_until(now: datetime, quiet: Quiet) -> datetime | None:
    """The end of the quiet hours that `now`, an aware instant, lies in; None outside of them."""
    here = now.astimezone(VIETNAM)
    end = datetime.combine(here.date(), quiet.ends, VIETNAM)
    if quiet.begins <= quiet.ends:
        return end if quiet.begins <= here.time() < quiet.ends else None
    if here.time() < quiet.ends:
        return end
    return end + timedelta(days=1) if here.time() >= quiet.begins else None

"""The plan on one screen: a light for each item and for each office, and what is silent longest."""

from __future__ import annotations

from collections import Counter
from typing import Any

from cases.plan.lights import Light
from handlers.desk import Turn
from handlers.notices import notices
from handlers.plan import wording
from handlers.plan.lights import of_office, silent, standings
from messages.envelope import Choice

_SILENT = 3


def show(turn: Turn) -> None:
    found = standings(turn)
    longest = silent(found)[:_SILENT]
    offices = _offices(turn)
    turn.say(
        "plan.director",
        [
            *(wording.button(one) for one in longest),
            *(Choice(o["name"], f"/kehoach {o['id']}") for o in offices),
            turn.button("plan.b_whole", "/kehoach tatca"),
        ],
        items=[{"lamp": wording.lamp(s.light), "id": s.item.id} for s in found],
        offices=offices,
        silent=[
            wording.line(turn, one, turn.language)
            | {"lead": wording.leads(turn, one.item, turn.language)}
            for one in longest
        ],
        grey=[s.item.id for s in found if s.light is Light.GREY],
    )


def _offices(turn: Turn) -> list[dict[str, Any]]:
    """Those that lead anything: how many of their items stand how, by what they did themselves."""
    rows = []
    for office in turn.agency.offices:
        counts = Counter(one.light for one in of_office(turn, office.id))
        if counts:
            seen = (light for light in Light if counts[light])
            lights = [f"{wording.lamp(light)} {counts[light]}" for light in seen]
            name = notices.office_name(turn, office.id, turn.language)
            rows.append({"id": office.id, "name": name, "lights": " ".join(lights)})
    return rows

"""`[other_doors]` of `agency.toml`: formal complaints and denunciations, which are shown their own
way: where to go, by when, on which basis."""

from __future__ import annotations

from bot.agency_files.table import Table
from cases.agency.doors import OtherDoor, OtherDoors


def other_doors(agency: Table) -> OtherDoors:
    table, usual = agency.table("other_doors", required=False), OtherDoors()
    read = OtherDoors(
        complaint=_door(table.table("complaint", required=False)),
        denunciation=_door(table.table("denunciation", required=False)),
        hours=table.text("hours"),
        hours_en=table.text("hours_en"),
        bar_days=table.number("bar_days", usual.bar_days),
        letter_hours=table.number("letter_hours", usual.letter_hours),
        confirmed_by=table.text("confirmed_by"),
    )
    table.close()
    return read


def _door(table: Table) -> OtherDoor:
    read = OtherDoor(
        addressee=table.text("addressee"),
        place=table.text("place"),
        place_en=table.text("place_en"),
        words=table.texts("words"),
        decides=table.texts("decides"),
        law=table.texts("law"),
        law_en=table.texts("law_en"),
    )
    table.close()
    return read

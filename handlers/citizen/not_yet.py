"""Commands that people were promised and that do not work in this version: each says so, and what
can be done instead."""

from __future__ import annotations

from handlers.desk import Turn
from handlers.replay import under_way
from handlers.router import STAFF, Handler, command

# Name, English alias, whether it is for officials only, and the buttons to what works instead.
_COMING: tuple[tuple[str, str, bool, tuple[tuple[str, str], ...]], ...] = (
    ("baocao", "report", True, (("guide.b_today", "/homnay"),)),
    ("thongke", "stats", True, (("guide.b_today", "/homnay"),)),
)


def _says_so(name: str, buttons: tuple[tuple[str, str], ...]) -> Handler:
    def not_yet(turn: Turn, words: str) -> None:
        offered = () if under_way(turn) else [turn.button(key, data) for key, data in buttons]
        turn.say(f"not_yet.{name}", offered, phone=turn.agency.contact.phone)

    return not_yet


for name, alias, officials, buttons in _COMING:
    command(name, alias, who=STAFF if officials else None, hidden=True, spoken=False)(
        _says_so(name, buttons)
    )

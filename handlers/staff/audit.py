"""The whole history of a case in plain words, with its chain checked."""

from __future__ import annotations

from handlers.desk import Turn
from handlers.router import command
from handlers.staff import outcome, which
from handlers.staff.meant import leading_code
from handlers.staff.roles import CASEWORK
from storage import history

_MOST_ROWS = 60


@command("nhatky", "audit", who=CASEWORK)
def audit(turn: Turn, words: str) -> None:
    """`/nhatky CODE`."""
    code, _ = leading_code(words)
    code = code or which.code_here(turn)
    case = which.visible(turn, code)
    if case is None:
        which.unknown(turn, code)
        return
    rows = history.of_case(turn.tx, case.id)
    lines = [
        {
            "seq": row.seq,
            **outcome.happened(turn, row, turn.language),
            "status": _moved_to(turn, row.data or {}),
        }
        for row in rows[-_MOST_ROWS:]
    ]
    turn.say(
        "staff.audit",
        case_id=case.id,
        code=case.code,
        lines=lines,
        earlier=max(len(rows) - _MOST_ROWS, 0),
        broken=history.broken_at(turn.tx, case.id) or 0,
    )


def _moved_to(turn: Turn, data: dict[str, str]) -> str:
    moved = data.get("to") and data.get("to") != data.get("from")
    return turn.words(turn.language, f"status.{data['to']}") if moved else ""

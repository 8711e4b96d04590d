"""The whole history of a case in plain words, with its chain, its words and its receipt checked."""

from __future__ import annotations

from handlers.desk import Turn
from handlers.router import command
from handlers.staff.act import looking, outcome
from handlers.staff.roles import CASEWORK
from storage.casework import history
from storage.proof import verification

_MOST_ROWS = 60


@command("nhatky", "audit", who=CASEWORK)
def audit(turn: Turn, words: str) -> None:
    """`/nhatky CODE`."""
    case = looking.case_meant(turn, words, "nhatky")
    if case is None:
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
        broken=_broken(turn, case.id),
    )


def _broken(turn: Turn, case_id: int) -> str:
    found = verification.broken_in(turn.tx, turn.ground.keys, case_id)
    if found is None:
        return ""
    key = f"verify.broken_{found.part}"
    return turn.words(turn.language, key, code=found.code, detail=found.detail)


def _moved_to(turn: Turn, data: dict[str, str]) -> str:
    moved = data.get("to") and data.get("to") != data.get("from")
    return turn.words(turn.language, f"status.{data['to']}") if moved else ""

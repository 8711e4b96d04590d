"""What was changed because people spoke, and who spoke of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cases.campaigns import Audience, CampaignKind, State
from cases.kinds import STATUTORY, IdentityMode
from storage.tx import Tx

_TOLD = ", ".join(
    f"'{state}'" for state in (State.APPROVED, State.RUNNING, State.PAUSED, State.DONE)
)


def titles(tx: Tx, begins: datetime, ends: datetime) -> list[str]:
    """In a line each, of what was approved in the span; newest first."""
    rows = tx.all(
        f"SELECT title FROM campaign WHERE kind = '{CampaignKind.CHANGED}' AND state IN ({_TOLD})"
        " AND approved_at >= :begins AND approved_at < :ends ORDER BY approved_at DESC, id DESC",
        begins=begins,
        ends=ends,
    )
    return [row[0] for row in rows]


def with_merged(tx: Tx, case_ids: Sequence[int]) -> list[int]:
    """These cases and those that were merged into them: their senders wrote about the same."""
    among = ", ".join(str(int(ident)) for ident in case_ids)
    rows = tx.all(f"SELECT id FROM cases WHERE id IN ({among}) OR merged_into IN ({among})")
    return sorted(row[0] for row in rows)


# What accuses somebody is named in no broadcast, and a tip's sender is nobody's to tell.
_TOLD_OF = (
    f"x.restricted = 0 AND x.identity_mode <> '{IdentityMode.ANONYMOUS.value}'"
    " AND x.chat_id IS NOT NULL"
)


def readers(tx: Tx, audience: Audience) -> int:
    """How many people sent what the audience names, or said that it happened to them too and want
    to hear of it; without whoever wants nothing more."""
    params: dict[str, Any] = {f"v{n}": code for n, code in enumerate(audience.wrote_about)}
    which = f"x.procedure_code IN ({', '.join(f':{name}' for name in params)})"
    if audience.cases:
        which = f"x.id IN ({', '.join(str(int(ident)) for ident in audience.cases)})"
    row = tx.one(
        "SELECT COUNT(*) FROM ("
        f"SELECT x.submitter_id AS person FROM cases x WHERE {which} AND {_TOLD_OF}"
        " AND x.submitter_id IS NOT NULL UNION"
        " SELECT m.person_id FROM me_too m JOIN cases x ON x.id = m.case_id"
        f" WHERE {which} AND {_TOLD_OF} AND m.chat_id IS NOT NULL) AS told WHERE NOT EXISTS"
        " (SELECT 1 FROM subscriber s WHERE s.person_id = told.person"
        " AND s.stopped_at IS NOT NULL)",
        **params,
    )
    return int(row[0]) if row else 0


def complaints(tx: Tx, since: datetime) -> dict[str, int]:
    """By procedure, how many said since then that something is wrong with it; without what accuses
    somebody."""
    kinds = ", ".join(f"'{kind}'" for kind in sorted(STATUTORY))
    rows = tx.all(
        "SELECT procedure_code, COUNT(*) FROM cases WHERE procedure_code <> '' AND restricted = 0"
        f" AND kind IN ({kinds}) AND received_at >= :since GROUP BY procedure_code",
        since=since,
    )
    return {row[0]: row[1] for row in rows}

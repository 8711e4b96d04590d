"""How every case stood at an instant, read out of its history: what reports count. A case that
changed since stands there as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson

from cases.kinds import IdentityMode, Kind, Outcome
from cases.lifecycle import MOVES, UNANSWERED, Status, To
from cases.reports.case_facts import CaseFact, Stand
from storage.columns.plain import stamp, unstamp
from storage.engine.tx import Row, Tx

_TELLING = frozenset(
    {name for name, move in MOVES.items() if move.to != (To.SAME,)}
    | {"extend", "recount", "rate", "publish", "unpublish"}
)
_EVER = "9999"  # later than any instant
_OPEN = frozenset(status.value for status in UNANSWERED)
_STANDS = {
    Status.ANSWERED.value: Stand.ANSWERED,
    Status.REFUSED.value: Stand.REFUSED,
    Status.FORWARDED.value: Stand.FORWARDED,
    Status.WITHDRAWN.value: Stand.WITHDRAWN,
    Status.CLOSED.value: Stand.CLOSED,
}
_NO_FIELDS: Mapping[str, str] = {}


def facts(
    tx: Tx,
    until: datetime,
    *,
    received_from: datetime | None = None,
    fields: Mapping[str, str] = _NO_FIELDS,
) -> list[CaseFact]:
    """Every case received before `until`, as it stood then, in the order received. Restricted ones
    are among them: whoever shows these shows totals only. `fields`: of each procedure, by code;
    see `handlers.reports.figures`, which knows them."""
    since = stamp(received_from) if received_from else ""
    pasts = {row[0]: _Past(row) for row in _cases(tx, until, since)}
    for case_id, at, action, data in _history(tx, since):
        past = pasts.get(case_id)
        if past is not None:
            past.hear(at, action, orjson.loads(data), before=at < stamp(until))
    by_code = {past.code: past for past in pasts.values()}
    return [past.fact(fields, by_code) for past in pasts.values()]


def first_received(tx: Tx) -> datetime | None:
    """When the first case came; None while there is none."""
    row = tx.one("SELECT MIN(received_at) FROM cases")
    return unstamp(row[0]) if row and row[0] else None


def _cases(tx: Tx, until: datetime, since: str) -> Iterable[Row]:
    return tx.all(
        "SELECT id, code, kind, identity_mode, procedure_code, source, restricted, received_at,"
        " due_at, outcome, verdict, waiting_since FROM cases"
        " WHERE received_at < :until AND received_at >= :since ORDER BY id",
        until=until,
        since=since,
    )


def _history(tx: Tx, since: str) -> Iterable[Row]:
    names = ", ".join(f"'{name}'" for name in sorted(_TELLING))
    of_them = " AND case_id IN (SELECT id FROM cases WHERE received_at >= :since)"
    return tx.all(
        f"SELECT case_id, at, action, data FROM case_history WHERE action IN ({names})"
        f"{of_them if since else ''} ORDER BY case_id, seq",
        **({"since": since} if since else {}),
    )


class _Past:
    """A case while its history is read. `due`: None while the history has said nothing of it.
    `places`: since when which office had it. `stood_since`: since when its clock stood still while
    it waited; None while the history has not said. `ahead`: a later change of status was heard."""

    def __init__(self, row: Row) -> None:
        self.row, self.code = row, str(row[1])
        self.status, self.answered, self.ahead = Status.RECEIVED.value, False, False
        self.places: list[tuple[str, str]] = []
        self.before_merge = self.merged_into = ""
        self.opened_at, self.settled_at = str(row[7]), ""
        self.earlier: list[tuple[str, str]] = []
        self.due: str | None = None
        self.stood_since: str | None = None
        self.rating: int | None = None
        self.published_at = ""

    def hear(self, at: str, action: str, data: Mapping[str, Any], *, before: bool) -> None:
        """The next row of its history; of one that came later only what was true before it."""
        due = data.get("due") or data.get("due_at")
        if not before:
            self._look_ahead(at, action, data)
            return
        if due:
            self.due = due
        if action == "rate":
            self.rating = data.get("stars")
        elif action == "publish":
            self.published_at = self.published_at or at
        elif action == "unpublish":
            self.published_at = ""
        self._go(at, action, data)

    def _look_ahead(self, at: str, action: str, data: Mapping[str, Any]) -> None:
        """What a later row says of the time before it."""
        if self.due is None and (data.get("due") or data.get("due_at")):
            self.due = data.get("before", data.get("due_before", ""))
        if "to" not in data or self.ahead:
            return
        self.ahead = True
        if action == "recall":
            self._go(at, action, data)
        elif self.status == Status.WAITING:
            self.stood_since = data.get("stood_since", "")

    def _go(self, at: str, action: str, data: Mapping[str, Any]) -> None:
        to = data.get("to", self.status)
        if to in _OPEN and self.status not in _OPEN:
            if action != "recall":
                self.earlier.append((self.opened_at, self.settled_at))
                self.opened_at = at
            self.settled_at = ""
            self.answered, self.rating = False, None
        elif to not in _OPEN and self.status in _OPEN:
            self.settled_at = at
        self.answered = self.answered or to == Status.ANSWERED
        self.status = to
        self._place(at, action, to, data)

    def _place(self, at: str, action: str, to: str, data: Mapping[str, Any]) -> None:
        office = self._office_before(_EVER)
        if action == "merge":
            self.before_merge, self.merged_into = office, data.get("body", "")
        elif action == "unmerge":
            office, self.merged_into = self.before_merge, ""
        if to == Status.RECEIVED:
            office, self.merged_into = "", ""
        elif action in ("accept", "transfer"):
            office = data.get("office", office)
        self.places.append((at, office))

    def _office_before(self, at: str) -> str:
        return next((office for since, office in reversed(self.places) if since < at), "")

    def _office(self, cases: Mapping[str, _Past]) -> str:
        """One that was merged stands with the office of the case it follows, once it is settled
        with the one that settled it, whoever has that case since."""
        if not self.merged_into:
            return self._office_before(_EVER)
        return cases.get(self.merged_into, self)._office_before(self.settled_at or _EVER)

    def _stands(self, due: str, waiting_since: str | None) -> bool:
        since = waiting_since if self.stood_since is None else self.stood_since
        return self.status == Status.WAITING and bool(since) and str(since) <= due

    def fact(self, fields: Mapping[str, str], cases: Mapping[str, _Past]) -> CaseFact:
        """As it stood."""
        ident, code, kind, mode, procedure, source, restricted, received = self.row[:8]
        due, outcome, verdict, waiting_since = self.row[8:]
        due = (due if self.due is None else self.due) or ""
        stand = Stand.ANSWERED if self.answered else _STANDS.get(self.status, Stand.OPEN)
        said = stand is Stand.ANSWERED
        return CaseFact(
            id=ident,
            code=code,
            kind=Kind(kind),
            identity=IdentityMode(mode),
            office=self._office(cases),
            procedure=procedure,
            field=fields.get(procedure, ""),
            source=source,
            restricted=bool(restricted),
            received_at=unstamp(received),
            stand=stand,
            settled_at=_instant(self.settled_at),
            opened_at=_instant(self.opened_at) if self.earlier else None,
            earlier=tuple((unstamp(a), unstamp(b)) for a, b in self.earlier),
            due_at=_instant(due),
            stands=self._stands(due, waiting_since),
            rating=self.rating,
            published_at=_instant(self.published_at),
            outcome=Outcome(outcome) if said and outcome else None,
            verdict=verdict if said else "",
            merged=bool(self.merged_into),
        )


def _instant(text: str | None) -> datetime | None:
    return unstamp(text) if text else None

"""A department for a year: cases come, and somebody does something with one or the other each day,
through the door; and the figures once more, straight from the history and in another way."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from cases.kinds import IdentityMode, Kind, Outcome, Source
from cases.lifecycle import Standing, Status
from handlers import door
from handlers.case import promises
from handlers.citizen.submission import filing
from handlers.desk import Desk
from storage.casework.cases import NewCase, NotAllowed, Overtaken
from storage.engine.tx import Tx
from storage.tables.casework import Case

OFFICES = ("dang_ky_kinh_doanh", "kinh_te_doi_ngoai", "khoa_giao_van_xa")
EVERYBODY = frozenset(Standing)
WORDS = "Đã xem và trả lời người gửi."


class Year:
    def __init__(self, handler: int, seed: int) -> None:
        self.handler, self.chance = handler, random.Random(seed)

    def day(self, desk: Desk) -> None:
        """One or two come, or none; a few of those there are get one move further."""
        for _ in range(self.chance.choice((0, 0, 0, 1, 1))):
            self._comes(desk)
        there = desk.tx.find(Case, order=Case.id)
        for case in self.chance.sample(there[-30:], min(len(there), 3)):
            self._moves(desk, case)

    def _comes(self, desk: Desk) -> None:
        kind = self.chance.choice(list(Kind))
        mode = self.chance.choice([IdentityMode.NAMED, IdentityMode.NAMED, IdentityMode.CLOSED])
        if self.chance.random() < 0.15:
            mode = IdentityMode.ANONYMOUS
        told: dict[str, Any] = {
            "kind": kind,
            "source": self.chance.choice(list(Source)),
            "language": "vi",
            "story": "Hồ sơ của tôi",
            "identity_mode": mode,
            "suggested_office": self.chance.choice(OFFICES),
            "procedure_code": self.chance.choice(("", "2.001610", "1.009645")),
        }
        filing.new_case(desk, NewCase(**told, **promises.promised(desk, kind, mode)))

    def _moves(self, desk: Desk, case: Case) -> None:
        ways = _WAYS.get(Status(case.status), ())
        if not ways:
            return
        name = self.chance.choice(ways)
        try:
            door.act(desk, case, name, EVERYBODY, "system", **self._details(desk, case, name))
        except (NotAllowed, Overtaken):
            return

    def _details(self, desk: Desk, case: Case, name: str) -> dict[str, Any]:
        office = "van_phong" if case.restricted else self.chance.choice(OFFICES)
        stars = self.chance.randint(1, 5)
        placed = {"office": office, "owner_id": None, "data": {"office": office}}
        details: dict[str, dict[str, Any]] = {
            "accept": placed,
            "transfer": {**placed, "words": WORDS},
            "take": {"owner_id": self.handler},
            "refuse": {"words": WORDS, "ended_at": desk.now},
            "forward": {"words": WORDS, "forwarded_to": "UBND tỉnh", "ended_at": desk.now},
            "acknowledge": {"ended_at": desk.now},
            "withdraw": {"ended_at": desk.now},
            "answer": {
                "to": Status.ANSWERED,
                "words": WORDS,
                "text_kind": "answer",
                "author_id": self.handler,
                "answered_at": desk.now,
                "outcome": self.chance.choice(list(Outcome)) if case.restricted else "",
                "verdict": "applied" if case.kind == Kind.INITIATIVE else "",
            },
            "rate": {"rating": stars, "data": {"stars": stars}},
            "publish": {"words": WORDS, "text_kind": "published", "published": WORDS},
        }
        return promises.anew(desk, case) if name in _AGAIN else details.get(name, {})


_AGAIN = ("look_again", "reopen", "appeal")
_WAYS = {
    Status.RECEIVED: ("accept", "accept", "accept", "refuse", "forward", "withdraw", "acknowledge"),
    Status.ASSIGNED: ("take", "take", "transfer"),
    Status.IN_PROGRESS: ("answer", "answer", "transfer"),
    Status.ANSWERED: ("rate", "publish", "look_again"),
    Status.CLOSED: ("publish", "reopen"),
    Status.REFUSED: ("appeal",),
}


# --- counted once more ---------------------------------------------------------------------------

_GOING = {"received", "assigned", "in_progress", "waiting", "awaiting_approval", "merged"}
_END = {"refused": "refused", "forwarded": "forwarded", "withdrawn": "withdrawn"}


@dataclass
class Told:
    """What the history says of a case: from when on it had which status, and when it was shown to
    everybody."""

    kind: str
    tip: bool
    at: list[str]
    status: list[str]
    shown: str = ""

    def status_before(self, moment: str) -> str:
        """Empty where it had not come."""
        place = bisect_left(self.at, moment)
        return self.status[place - 1] if place else ""

    def went_again(self, begins: str, ends: str) -> bool:
        steps = zip(self.at[1:], self.status, self.status[1:], strict=False)
        return any(
            begins <= at < ends and old not in _GOING and new in _GOING for at, old, new in steps
        )

    def answered_before(self, moment: str) -> bool:
        """Whether the way to where it stood led over an answer."""
        past = self.status[: bisect_left(self.at, moment)]
        going = max((n for n, s in enumerate(past) if s in _GOING), default=-1)
        return "answered" in past[going:]


def read_again(tx: Tx) -> list[Told]:
    rows = tx.all("SELECT case_id, at, action, data FROM case_history ORDER BY case_id, seq")
    found: dict[int, Told] = {}
    for ident, at, action, data in rows:
        said = orjson.loads(data)
        if action == "file":
            found[ident] = Told(said["kind"], False, [at], ["received"])
        elif "to" in said:
            found[ident].at.append(at)
            found[ident].status.append(said["to"])
        if action == "publish":
            found[ident].shown = found[ident].shown or at
    for (ident,) in tx.all("SELECT id FROM cases WHERE identity_mode = 'anonymous'"):
        found[ident].tip = True
    return list(found.values())


def recount(cases: list[Told], begins: datetime, ends: datetime, *, by_law: bool) -> dict[str, int]:
    """What a report of these days says in its totals."""
    since, until = (t.isoformat(timespec="microseconds") for t in (begins, ends))
    counts: dict[str, int] = defaultdict(int)
    for case in cases:
        outside = case.tip or (by_law and case.kind in ("praise", "question"))
        before, then = case.status_before(since), case.status_before(until)
        if outside or not then:
            continue
        counts["published"] += since <= case.shown < until
        came = since <= case.at[0] < until
        again = bool(before) and before not in _GOING and case.went_again(since, until)
        if not (before in _GOING or came or again):
            continue
        act = case.kind in ("conduct", "late_dossier")
        counts["all"] += 1
        counts["act" if act else "rule"] += 1
        counts["carried"] += before in _GOING
        counts["received"] += came
        counts["again"] += again
        end = "open" if then in _GOING else _END.get(then, "done")
        counts[end] += 1
        counts["answered"] += end == "done" and case.answered_before(until)
    return counts

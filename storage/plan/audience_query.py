"""An audience as SQL: through whom to go, and what must hold of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.kinds import IdentityMode
from cases.plan.campaigns import Audience
from storage.mailbox.switches import REACHED

# What accuses somebody is named in no broadcast, not even to who sent it.
_TOLD_OF = (
    f"x.restricted = 0 AND x.identity_mode <> '{IdentityMode.ANONYMOUS.value}'"
    " AND x.chat_id IS NOT NULL"
)
_ME_TOO = "me_too m JOIN cases x ON x.id = m.case_id"


@dataclass(frozen=True, slots=True)
class Asked:
    """`channels` are those we can write to; `lane`: only who is told in that one. `campaign_id`:
    without whom it was written to, or gathered for, before. `gathered_before` bounds what a summary
    tells. `counted` are the broadcasts of which it is counted how many somebody `had` since
    `counted_since`."""

    audience: Audience
    channels: Sequence[str]
    lane: str = ""
    campaign_id: int = 0
    gathered_before: datetime | None = None
    counted: Collection[int] = ()
    counted_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Kind:
    """People who fit one thing asked of an audience, by where they stand: table, column, which."""

    places: tuple[tuple[str, str, str], ...]

    def people(self) -> str:
        return " UNION ".join(
            f"SELECT {person} AS person_id FROM {table} WHERE {which} AND {person} > :after"
            for table, person, which in self.places
        )

    def is_one(self) -> str:
        ways = (
            f"EXISTS (SELECT 1 FROM {table} WHERE {person} = p.id AND {which})"
            for table, person, which in self.places
        )
        return f"({' OR '.join(ways)})"


_SUBSCRIBERS = _Kind((("subscriber x", "x.person_id", "x.stopped_at IS NULL"),))


class Query:
    """`params` belong to whatever was made of it, beside :after and :limit."""

    def __init__(self, asked: Asked) -> None:
        self.params: dict[str, Any] = {}
        self._asked = asked
        self._first, *self._others = self._kinds()

    def among(self, values: Collection[Any]) -> str:
        """Names of parameters with these values."""
        names = [f"v{len(self.params) + n}" for n in range(len(values))]
        self.params |= dict(zip(names, values, strict=True))
        return ", ".join(f":{name}" for name in names)

    def source(self, *, limit: bool) -> str:
        """`d.person_id` with person p, subscriber s and the chat c they are told in."""
        there = (
            f"SELECT c.id FROM chat c WHERE c.person_id = p.id AND {REACHED}"
            f" AND c.channel IN ({self.among(self._asked.channels)})"
        )
        # SQLite finds no outer column in an ORDER BY here: two queries in place of one.
        chosen = f"{there} AND c.id = p.notices_chat_id"
        newest = f"{there} ORDER BY COALESCE(c.heard_at, '') DESC, c.id DESC LIMIT 1"
        people = f"SELECT DISTINCT person_id FROM ({self._first.people()}) AS found"
        if limit:
            people += " ORDER BY person_id LIMIT :limit"
        return (
            f"FROM ({people}) AS d JOIN person p ON p.id = d.person_id"
            f" LEFT JOIN subscriber s ON s.person_id = p.id LEFT JOIN chat c"
            f" ON c.id = COALESCE(({chosen}), ({newest}))"
        )

    def fits(self) -> str:
        found = ["p.locked_at IS NULL", "c.id IS NOT NULL", self._wants()]
        found += [kind.is_one() for kind in self._others]
        wanted, asked = self._asked.audience, self._asked
        if wanted.party:
            found.append(f"s.party = {self.among([wanted.party])}")
        if wanted.languages:
            found.append(f"c.language IN ({self.among(wanted.languages)})")
        if asked.lane:
            found.append(f"c.channel = {self.among([asked.lane])}")
        if asked.campaign_id:
            found += [
                f"NOT EXISTS (SELECT 1 FROM {table} o WHERE o.person_id = p.id"
                f" AND o.campaign_id = {self.among([asked.campaign_id])})"
                for table in ("outbox", "gathered")
            ]
        return " AND ".join(found)

    def had(self) -> str:
        asked = self._asked
        if not asked.counted:
            return "0"
        return (
            "(SELECT COUNT(*) FROM outbox o WHERE o.person_id = p.id"
            f" AND o.campaign_id IN ({self.among(asked.counted)})"
            " AND o.state IN ('pending', 'held', 'sent', 'unknown')"
            f" AND COALESCE(o.sent_at, o.at) > {self.among([asked.counted_since])})"
        )

    def _wants(self) -> str:
        wanted = self._asked.audience
        if wanted.staff:
            return "p.official = 1 AND p.removed_at IS NULL"
        if wanted.gathered:
            monthly = "COALESCE(s.frequency, '') = 'month'"
            when = monthly if wanted.gathered == "month" else f"NOT {monthly}"
            return f"s.stopped_at IS NULL AND {when}"
        if wanted.cases or wanted.wrote_about:
            return "s.stopped_at IS NULL"
        return "s.person_id IS NOT NULL AND s.stopped_at IS NULL"

    def _kinds(self) -> list[_Kind]:
        """What the audience asks for, that of the fewest people first."""
        wanted = self._asked.audience
        made = (
            (wanted.gathered, self._gathered),
            (wanted.staff, self._staff),
            (wanted.cases, lambda: self._of_cases("x.id", wanted.cases)),
            (wanted.wrote_about, lambda: self._of_cases("x.procedure_code", wanted.wrote_about)),
            (wanted.offices and not wanted.staff, self._of_offices),
            (wanted.topics, self._of_topics),
        )
        return [make() for given, make in made if given] or [_SUBSCRIBERS]

    def _gathered(self) -> _Kind:
        before = self.among([self._asked.gathered_before])
        return _Kind((("gathered x", "x.person_id", f"x.told_at IS NULL AND x.at < {before}"),))

    def _staff(self) -> _Kind:
        offices, roles = self._asked.audience.offices, self._asked.audience.roles
        which = f"x.office IN ({self.among(offices)})" if offices else "x.id > 0"
        if offices and roles:
            which = f"({which} OR x.role IN ({self.among(roles)}))"
        return _Kind((("role_grant x", "x.person_id", which),))

    def _of_cases(self, column: str, values: Collection[Any]) -> _Kind:
        which = f"{column} IN ({self.among(values)}) AND {_TOLD_OF}"
        said_so = (_ME_TOO, "m.person_id", f"{which} AND m.chat_id IS NOT NULL")
        return _Kind((("cases x", "x.submitter_id", which), said_so))

    def _of_offices(self) -> _Kind:
        which = f"x.office IN ({self.among(self._asked.audience.offices)}) AND {_TOLD_OF}"
        return _Kind((("cases x", "x.submitter_id", which),))

    def _of_topics(self) -> _Kind:
        which = f"x.topic IN ({self.among(self._asked.audience.topics)}) AND x.ended_at IS NULL"
        return _Kind((("subscription x", "x.person_id", which),))

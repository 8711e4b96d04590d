"""What holds of every case at every moment, whatever anybody did, however time passed, whatever was
delivered. Each invariant is a function that says what is wrong; all stand in `INVARIANTS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from cases.agency.agency import Agency
from cases.lifecycle import ENDED, OPEN, UNANSWERED, Status
from cases.reports.case_facts import Stand
from handlers.desk import Desk
from handlers.staff import work
from storage.casework import cases, history
from storage.engine.tx import Tx
from storage.people import people
from storage.reports import case_facts, exports
from storage.tables.casework import Case, CaseHistory
from tests import canaries
from tests.model_beside import asked_offices, asked_people, opened_to
from tests.oracle import About, Part, Somebody, may_be_told, may_learn
from tests.people import World

S = Status
# Moves after which a sender who is told in a chat gets a notice.
TOLD = frozenset(
    "accept transfer ask ask_handling approve refuse forward acknowledge extend close transcribe"
    " lapse".split()
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What decided who may learn of which case when this was the newest message of ours."""

    newest: int
    cases: dict[str, About]
    readers: dict[str, Somebody]

    def allows(self, chat: str, code: str, part: Part, asked: bool) -> bool:
        allowed = may_learn if asked else may_be_told
        known = code in self.cases and chat in self.readers
        return known and part in allowed(self.cases[code], self.readers[chat])


@dataclass
class Memory:
    """What was seen before: how many cases there were, from which message of ours on who could
    learn what, and up to where each chat was read. `asked_by`: the chat of who did something since;
    `said`: all that was ever typed, by chat."""

    readers: dict[str, Somebody] = field(default_factory=dict)  # by chat, on the channel
    accused: dict[str, frozenset[int]] = field(default_factory=dict)  # by case, who it is about
    codes: dict[int, str] = field(default_factory=dict)
    count: int = 0
    moments: list[Moment] = field(default_factory=list)
    walls_since: dict[tuple[str, int], int] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    asked_by: str = ""
    said: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Now:
    world: World
    desk: Desk
    cases: list[Case]
    rows: dict[int, list[CaseHistory]]
    memory: Memory

    @property
    def tx(self) -> Tx:
        return self.desk.tx

    @property
    def agency(self) -> Agency:
        return self.desk.agency


Invariant = Callable[[Now], Iterator[str]]


def wrong(world: World, memory: Memory) -> list[str]:
    """What does not hold now. Remembers what it saw."""

    def look(tx: Tx) -> list[str]:
        found = tx.find(Case, order=Case.id)
        rows = {case.id: history.of_case(tx, case.id) for case in found}
        desk = Desk(tx, world.house.ground(), world.now)
        now = Now(world, desk, found, rows, memory)
        said = [f"{check.__name__}: {what}" for check in INVARIANTS for what in check(now)]
        _remember(now)
        return said

    return list(world.house.store.read_sync(look))


def about(now: Now, case: Case, accused: frozenset[int] = frozenset()) -> About:
    """What the oracle asks of a case; whom it accuses is known to the test, not read."""
    follow = (each.submitter_id for each in now.cases if each.merged_into == case.id)
    return About(
        restricted=bool(case.restricted),
        identity_mode=case.identity_mode,
        office=case.office,
        about_office=case.about_office,
        names=accused,
        recused=frozenset(case.recused or ()),
        decided_before=frozenset(case.not_again or ()),
        sender=case.submitter_id,
        published=bool(case.published),
        opened_to=opened_to(now.tx, case, now.desk.now),
        asked_offices=asked_offices(now.tx, case),
        asked_people=asked_people(now.tx, case),
        answered_with=frozenset(filter(None, follow)),
    )


def _remember(now: Now) -> None:
    memory, moment = now.memory, _moment(now)
    memory.count = len(now.cases)
    memory.moments.append(moment)
    for case in now.cases:
        for who in moment.cases[case.code].names | moment.cases[case.code].recused:
            memory.walls_since.setdefault((case.code, who), len(now.rows[case.id]))
    for chat, parcels in now.world.channel.seen.items():
        memory.read[chat] = len(parcels)


def _moment(now: Now) -> Moment:
    accused, newest = now.memory.accused, now.tx.one("SELECT MAX(id) FROM outbox")
    abouts = {
        case.code: about(now, case, accused.get(case.code, frozenset())) for case in now.cases
    }
    return Moment((newest and newest[0]) or 0, abouts, dict(now.memory.readers))


# --- the case itself -----------------------------------------------------------------------------


def no_case_vanishes(now: Now) -> Iterator[str]:
    if len(now.cases) < now.memory.count:
        yield f"{now.memory.count} cases have become {len(now.cases)}"


def chain_is_whole(now: Now) -> Iterator[str]:
    for case in now.cases:
        if bad := history.broken_at(now.tx, case.id):
            yield f"{case.code} row {bad}"


def status_is_where_the_last_move_led(now: Now) -> Iterator[str]:
    for case in now.cases:
        led = [row.data["to"] for row in now.rows[case.id] if (row.data or {}).get("to")]
        if case.status != (led[-1] if led else S.RECEIVED):
            yield f"{case.code} is {case.status}, its history says {led[-1:]}"


def somebody_has_what_is_in_progress(now: Now) -> Iterator[str]:
    for case in now.cases:
        if case.status == S.IN_PROGRESS and not people.roles_of(now.tx, case.owner_id or 0):
            yield f"{case.code} is nobody's"


def nothing_was_due_before_it_came(now: Now) -> Iterator[str]:
    for case in now.cases:
        if case.due_at is not None and case.due_at < case.received_at:
            yield f"{case.code} came {case.received_at}, due {case.due_at}"


def nobody_approved_what_they_wrote(now: Now) -> Iterator[str]:
    for case in now.cases:
        author = ""
        for row in now.rows[case.id]:
            if row.action == "answer":
                author = row.actor
            elif row.action == "approve" and row.actor == author:
                yield f"{case.code} row {row.seq} by its author"


def it_stands_still_only_for_a_question_that_arrived(now: Now) -> Iterator[str]:
    for case in now.cases:
        if case.waiting_since is None:
            continue
        asked = [r.at for r in now.rows[case.id] if r.action in ("ask", "ask_handling")]
        arrived = now.tx.one(
            "SELECT 1 FROM outbox WHERE case_id = :case AND state = 'sent' AND at >= :asked"
            " AND key IN ('notice.ask', 'notice.restricted_ask')",
            case=case.id,
            asked=asked[-1],
        )
        if case.status != S.WAITING or arrived is None:
            yield f"{case.code} ({case.status}) stands still, question arrived: {bool(arrived)}"


# --- who has to do with it -----------------------------------------------------------------------


def who_is_kept_out_does_nothing(now: Now) -> Iterator[str]:
    """The accused from the beginning, and whoever recused themselves from then on."""
    for (code, who), since in now.memory.walls_since.items():
        case = next(c for c in now.cases if c.code == code)
        acts = [r for r in now.rows[case.id][since:] if r.actor == f"person:{who}"]
        if acts:
            yield f"{code}: {who} did {acts[0].action}"


def nobody_reads_what_is_not_theirs(now: Now) -> Iterator[str]:
    """Neither before it was written nor after; what somebody said they may read back."""
    memory, moments = now.memory, [*now.memory.moments, _moment(now)]
    for chat, parcels in now.world.channel.seen.items():
        asked = chat == memory.asked_by
        echoed = canaries.in_text(memory.said.get(chat, ""), memory.codes)
        for parcel in parcels[memory.read.get(chat, 0) :]:
            after = next(i for i, m in enumerate(moments) if m.newest >= parcel.id)
            around = moments[max(after - 1, 0) : after + 1]
            for code, part in canaries.in_text(parcel.message.text, memory.codes):
                allowed = any(moment.allows(chat, code, part, asked) for moment in around)
                if not allowed and (code, part) not in echoed:
                    who = memory.readers[chat].name
                    yield f"{who} reads {part} of {code} in {parcel.message.key}"


def an_anonymous_sender_is_nobody(now: Now) -> Iterator[str]:
    for case in now.cases:
        if case.identity_mode != "anonymous":
            continue
        told = now.tx.one(
            "SELECT 1 FROM outbox o JOIN chat c ON c.id = o.chat_id JOIN person p ON p.id ="
            " c.person_id WHERE o.case_id = :case AND p.official = 0",
            case=case.id,
        )
        agreed = now.tx.one("SELECT 1 FROM consent WHERE case_id = :case", case=case.id)
        known = cases.identity(now.tx, now.world.house.keys, case.id)
        if case.submitter_id or case.chat_id or told or agreed or known:
            yield f"{case.code} leads to its sender"


# --- that it goes on -----------------------------------------------------------------------------


def every_open_case_is_somebodys_duty(now: Now) -> Iterator[str]:
    """Or waits for its sender, or the admins have heard that nobody does it."""
    viewers = people.viewers(now.tx, now.desk.now)
    listed = {c.id for viewer in viewers for c in work.cases_of(now.desk, viewer)}
    for case in now.cases:
        waits = case.status == S.WAITING or case.merged_into is not None
        if case.status in OPEN and case.id not in listed and not waits and not _alarmed(now, case):
            yield f"{case.code} ({case.status}) waits in no list"


def _alarmed(now: Now, case: Case) -> bool:
    """Whoever locks an official is offered to hand over what they hold."""
    owner = people.viewer(now.tx, case.owner_id or 0, now.desk.now)
    if case.status == S.IN_PROGRESS and case.owner_id and owner is None:
        return True
    keys = ("staff.nobody_on_duty", "staff.nobody_reached", "stranded.cases")
    admins = [chat for chat, r in now.memory.readers.items() if r.holds("admin")]
    return any(
        p.message.key in keys and case.code in p.message.text
        for chat in admins
        for p in now.world.channel.seen.get(chat, ())
    )


def whoever_is_told_here_was_told(now: Now) -> Iterator[str]:
    """As long as what was said is kept."""
    since = now.desk.now - timedelta(days=now.agency.retention.chat.days)
    for case in now.cases:
        if case.chat_id is None:
            continue
        kept = [r for r in now.rows[case.id] if r.at >= since]
        moves = [r for r in kept if r.action in TOLD or _answered_at_once(now, r)]
        told = now.tx.one(
            "SELECT COUNT(*) FROM outbox WHERE case_id = :case AND chat_id = :chat"
            " AND key LIKE 'notice.%'",
            case=case.id,
            chat=case.chat_id,
        )
        if told is None or told[0] < len(moves):
            yield f"{case.code}: {len(moves)} moves, {told} notices"


def _answered_at_once(now: Now, row: CaseHistory) -> bool:
    """And the minute is over in which it can be taken back."""
    straight = row.action == "answer" and (row.data or {}).get("to") == S.ANSWERED
    return straight and now.desk.now - row.at >= timedelta(hours=1)


def figures_balance(now: Now) -> Iterator[str]:
    """What was received is open, answered or ended, each case once, by every way of counting."""
    totals = exports.totals(now.tx, None, None)
    by_status = totals["status"]
    groups = (UNANSWERED, {S.ANSWERED}, ENDED)
    sums = [sum(by_status.get(s.value, 0) for s in group) for group in groups]
    counted = [sum(counts.values()) for counts in totals.values()]
    if {*counted, sum(sums)} != {len(now.cases)}:
        yield f"{len(now.cases)} cases, counted {counted}, by status {by_status}"


def reports_see_it_as_it_stands(now: Now) -> Iterator[str]:
    """What reports read out of the history is what the columns say."""
    seen = {f.id: f for f in case_facts.facts(now.tx, now.desk.now + timedelta(days=1))}
    for case in now.cases:
        fact = seen[case.id]
        read = (fact.office, fact.due_at, fact.rating, fact.stand is Stand.OPEN, fact.merged)
        is_open, merged = case.status in UNANSWERED, case.merged_into is not None
        if read != (case.office, case.due_at, case.rating, is_open, merged):
            yield f"{case.code} stands in reports as {fact}"


INVARIANTS: tuple[Invariant, ...] = (
    no_case_vanishes,
    chain_is_whole,
    status_is_where_the_last_move_led,
    somebody_has_what_is_in_progress,
    nothing_was_due_before_it_came,
    nobody_approved_what_they_wrote,
    it_stands_still_only_for_a_question_that_arrived,
    who_is_kept_out_does_nothing,
    nobody_reads_what_is_not_theirs,
    an_anonymous_sender_is_nobody,
    every_open_case_is_somebodys_duty,
    whoever_is_told_here_was_told,
    figures_balance,
    reports_see_it_as_it_stands,
)

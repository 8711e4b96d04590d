"""The lifecycle as one pure table: which move is allowed from which status, to whom. Buttons, help
and rights are drawn from it, so what is not allowed is not offered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """A status exists only if somebody's next duty differs."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    AWAITING_APPROVAL = "awaiting_approval"
    ANSWERED = "answered"
    CLOSED = "closed"
    REFUSED = "refused"
    FORWARDED = "forwarded"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"  # another case about the same is worked on, and its answer is this one's too


S = Status
OPEN = frozenset({S.RECEIVED, S.ASSIGNED, S.IN_PROGRESS, S.WAITING, S.AWAITING_APPROVAL})
UNANSWERED = OPEN | {S.MERGED}  # its sender still waits for an outcome
ENDED = frozenset(Status) - UNANSWERED - {S.ANSWERED}


class Standing(StrEnum):
    """What somebody is to a case. One person may be several."""

    DISPATCHER = "dispatcher"
    HANDLER = "handler"  # of the office in charge
    HEAD = "head"  # of the office in charge
    OWNER = "owner"  # took it
    APPROVER = "approver"  # of the draft that waits; never its author
    DIRECTOR = "director"
    REVIEWER = "reviewer"  # looks at an answer again while it stands; had no part in it
    SUBMITTER = "submitter"
    ASKED = "asked"  # on the accused side, to explain: knows a summary, not the case
    CLOCK = "clock"
    SYSTEM = "system"  # an office abolished, a handler gone, the case it is merged into moved
    CONSULTED = "consulted"  # of an office that is asked about it, and sees nothing else of it


W = Standing
_STAFF = frozenset({W.DISPATCHER, W.HANDLER, W.HEAD, W.OWNER, W.APPROVER, W.DIRECTOR, W.REVIEWER})

_RECEIVES = frozenset({W.DISPATCHER, W.DIRECTOR})


class To(StrEnum):
    """Where a move leads when it is not one fixed status."""

    SAME = "same"
    WHENCE = "whence"  # waiting: back to where it came from


@dataclass(frozen=True, slots=True)
class Move:
    """`to` lists every status the move can lead to: answering leads to approval, or straight to
    answered where the agency has switched approval off for the kind."""

    name: str
    sources: frozenset[Status]
    to: tuple[Status | To, ...]
    who: frozenset[Standing]
    words: bool = False  # needs words: a reason, a question, an answer
    quiet: bool = False  # changes nobody's duty: cards stay as they are


def _move(
    name: str,
    sources: Collection[Status],
    to: Status | To | tuple[Status | To, ...],
    who: Collection[Standing],
    words: bool = False,
    quiet: bool = False,
) -> Move:
    targets = to if isinstance(to, tuple) else (to,)
    return Move(name, frozenset(sources), targets, frozenset(who), words, quiet)


_SENDS_UP = (W.DISPATCHER, W.OWNER, W.HEAD)
_MOVES = (
    # What the dispatcher owes a new case.
    _move("accept", [S.RECEIVED], S.ASSIGNED, [W.DISPATCHER]),
    _move("refuse", [S.RECEIVED], S.REFUSED, [W.DISPATCHER], words=True),
    _move("forward", [S.RECEIVED], S.FORWARDED, [W.DISPATCHER], words=True),
    _move("acknowledge", [S.RECEIVED], S.CLOSED, [W.DISPATCHER]),
    # What the office owes.
    _move("take", [S.ASSIGNED], S.IN_PROGRESS, [W.HANDLER, W.HEAD]),
    _move("assign", [S.ASSIGNED, S.IN_PROGRESS], S.IN_PROGRESS, [W.HEAD, W.DISPATCHER, W.SYSTEM]),
    _move("hand_back", [S.ASSIGNED], S.RECEIVED, [W.HANDLER, W.HEAD], words=True),
    _move("answer", [S.IN_PROGRESS], (S.AWAITING_APPROVAL, S.ANSWERED), [W.OWNER], words=True),
    _move(
        "transfer",
        [S.ASSIGNED, S.IN_PROGRESS],
        S.ASSIGNED,
        [W.OWNER, W.HEAD, W.DISPATCHER],
        words=True,
    ),
    _move("extend", [S.IN_PROGRESS], To.SAME, [W.OWNER, W.HEAD], words=True),
    # The promised day: that it will not be kept, that it was not, and how it stands since.
    _move("delay", OPEN - {S.WAITING}, To.SAME, [W.OWNER, W.HEAD, W.DISPATCHER], words=True),
    _move("late", UNANSWERED - {S.WAITING}, To.SAME, [W.CLOCK], words=True),
    _move("progress", UNANSWERED - {S.WAITING}, To.SAME, [W.CLOCK]),
    _move(
        "release",
        [S.IN_PROGRESS, S.WAITING, S.AWAITING_APPROVAL],
        S.ASSIGNED,
        [W.HEAD, W.DISPATCHER, W.SYSTEM],
    ),
    _move(
        "unassign",
        [S.ASSIGNED, S.IN_PROGRESS, S.WAITING, S.AWAITING_APPROVAL],
        S.RECEIVED,
        [W.DISPATCHER, W.SYSTEM],
    ),
    _move(
        "recuse",
        [S.RECEIVED, S.ASSIGNED, S.AWAITING_APPROVAL],
        To.SAME,
        [W.DISPATCHER, W.HANDLER, W.HEAD, W.APPROVER, W.DIRECTOR],
    ),
    _move("recuse_owner", [S.IN_PROGRESS, S.WAITING], S.ASSIGNED, [W.OWNER]),
    # Nobody of Văn phòng may have what accuses somebody there.
    _move("to_director", OPEN, To.SAME, [W.SYSTEM]),
    _move("recount", OPEN, To.SAME, [W.SYSTEM]),  # days off were added, or taken away
    # Asking the citizen.
    _move("ask", [S.RECEIVED], S.WAITING, [W.DISPATCHER], words=True),
    _move("ask_handling", [S.IN_PROGRESS], S.WAITING, [W.OWNER], words=True),
    _move("supplement", [S.WAITING], To.WHENCE, [W.SUBMITTER]),
    _move("resume", [S.WAITING], To.WHENCE, [W.OWNER, W.DISPATCHER]),
    _move("lapse", [S.WAITING], To.WHENCE, [W.CLOCK]),
    # Approval.
    _move("approve", [S.AWAITING_APPROVAL], S.ANSWERED, [W.APPROVER]),
    _move("return_draft", [S.AWAITING_APPROVAL], S.IN_PROGRESS, [W.APPROVER], words=True),
    # Several about the same: one is worked on, the others follow it.
    _move("merge", [S.RECEIVED, S.ASSIGNED, S.IN_PROGRESS], S.MERGED, [W.DISPATCHER, W.HEAD]),
    _move(
        "unmerge",
        [S.MERGED],
        (To.WHENCE, S.ASSIGNED, S.RECEIVED),
        [W.DISPATCHER, W.HEAD, W.SYSTEM],
    ),
    _move("follow", [S.MERGED], To.SAME, [W.SYSTEM]),
    _move("follow_extend", [S.MERGED], To.SAME, [W.SYSTEM], words=True),
    _move("follow_delay", [S.MERGED], To.SAME, [W.SYSTEM], words=True),
    _move("follow_answer", [S.MERGED], S.ANSWERED, [W.SYSTEM], words=True),
    _move("follow_refuse", [S.MERGED], S.REFUSED, [W.SYSTEM], words=True),
    _move("follow_forward", [S.MERGED], S.FORWARDED, [W.SYSTEM], words=True),
    _move("follow_acknowledge", [S.MERGED], S.CLOSED, [W.SYSTEM]),
    # Nobody was told of the answer yet.
    _move("recall", [S.ANSWERED], S.IN_PROGRESS, [W.OWNER]),
    # Asking another office, which does not get the case.
    _move("consult", [S.IN_PROGRESS], To.SAME, [W.OWNER, W.HEAD], words=True),
    _move("opinion", OPEN, To.SAME, [W.CONSULTED], words=True),
    _move("end_consult", OPEN, To.SAME, [W.OWNER, W.HEAD]),
    # After the answer.
    _move("ask_rating", [S.ANSWERED], To.SAME, [W.CLOCK]),
    _move("ask_credit", [S.ANSWERED], To.SAME, [W.CLOCK]),
    _move("confirm_answer", [S.ANSWERED, S.CLOSED], To.SAME, [W.REVIEWER], words=True),
    _move("send_again", [S.ANSWERED, S.CLOSED], S.RECEIVED, [W.REVIEWER], words=True),
    _move("rate", [S.ANSWERED, S.CLOSED], To.SAME, [W.SUBMITTER]),
    _move("look_again", [S.ANSWERED], S.RECEIVED, [W.SUBMITTER]),
    _move("reopen", [S.CLOSED], S.RECEIVED, [W.SUBMITTER]),
    _move("appeal", [S.REFUSED], S.RECEIVED, [W.SUBMITTER]),
    _move("publish", [S.ANSWERED, S.CLOSED], To.SAME, [W.DISPATCHER], words=True),
    # In whatever status: it was published before, and must come down at once.
    _move("unpublish", list(Status), To.SAME, [W.DISPATCHER], words=True, quiet=True),
    _move("close", [S.ANSWERED], S.CLOSED, [W.DISPATCHER, W.CLOCK, W.SYSTEM]),
    # Somebody made trouble for the sender since: beside the limits of looking again.
    _move("trouble", ENDED | {S.ANSWERED}, S.RECEIVED, [W.SUBMITTER], words=True),
    _move("withdraw", UNANSWERED, S.WITHDRAWN, [W.SUBMITTER]),
    # What other systems and bodies know of it.
    _move("enter_system", list(Status), To.SAME, [W.DISPATCHER]),
    _move("send_up", frozenset(Status) - {S.REFUSED, S.WITHDRAWN}, To.SAME, _SENDS_UP),
    _move("reply_up", frozenset(Status) - {S.REFUSED, S.WITHDRAWN}, To.SAME, _SENDS_UP, words=True),
    # Who sent it, opened for somebody.
    _move("ask_identity", list(Status), To.SAME, _RECEIVES, words=True, quiet=True),
    _move("open_identity", list(Status), To.SAME, _RECEIVES, quiet=True),
    _move("keep_identity", list(Status), To.SAME, _RECEIVES, quiet=True),
    # The accused side, asked about a rewritten summary.
    _move("explain", [S.IN_PROGRESS], To.SAME, [W.OWNER], words=True, quiet=True),
    _move("approve_explain", OPEN, To.SAME, _RECEIVES, quiet=True),
    _move("return_explain", OPEN, To.SAME, _RECEIVES, quiet=True),
    _move("end_explain", list(Status), To.SAME, [W.OWNER, *_RECEIVES], quiet=True),
    _move("explained", OPEN, To.SAME, [W.ASKED], words=True),
    # What was done about conduct: for the Director.
    _move("measure", [S.IN_PROGRESS], To.SAME, [W.OWNER], words=True, quiet=True),
    # Words that change no duty.
    _move("add", UNANSWERED - {S.WAITING} | {S.ANSWERED}, To.SAME, [W.SUBMITTER]),
    _move("note", list(Status), To.SAME, _STAFF, words=True),
    _move("transcribe", OPEN, To.SAME, [W.DISPATCHER, W.OWNER], words=True),
    _move("confirm_transcript", UNANSWERED, To.SAME, [W.SUBMITTER]),
    _move("reject_transcript", UNANSWERED, To.SAME, [W.SUBMITTER]),
    # Personal data. None of them changes anybody's duty.
    _move("correct_identity", list(Status), To.SAME, [W.SUBMITTER]),
    _move("tell_elsewhere", list(Status), To.SAME, [W.SUBMITTER]),
    _move("pseudonymise", list(Status), To.SAME, [W.SUBMITTER, W.SYSTEM]),
    _move("expire", ENDED, To.SAME, [W.CLOCK]),
)
MOVES = {move.name: move for move in _MOVES}


def allowed(status: Status, standings: Collection[Standing]) -> list[Move]:
    """The moves somebody with these standings may make now, in the table's order."""
    held = frozenset(standings)
    return [m for m in _MOVES if status in m.sources and m.who & held]


def may(name: str, status: Status, standings: Collection[Standing]) -> bool:
    move = MOVES[name]
    return status in move.sources and not move.who.isdisjoint(standings)

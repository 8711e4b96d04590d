"""Several cases about the same become one piece of work, and can be taken apart again."""

from __future__ import annotations

from cases.lifecycle import Status, may
from handlers import door
from handlers.casework import merging
from handlers.conversation.dialogue import Option, Unclear
from handlers.desk import Turn
from handlers.rights import rights
from handlers.router import command
from handlers.staff.act import acts, which
from handlers.staff.act.acts import Act, Need, Told
from handlers.staff.act.meant import leading, leading_code
from handlers.staff.intake.reception import official_act
from handlers.staff.roles import able
from messages.dates import day_text
from storage.casework import cases, duties
from storage.casework.cases import Change
from storage.tables.casework import Case

_INTO = frozenset({"vao", "into", "voi"})


# --- merge ---------------------------------------------------------------------------------------


def _take_main(turn: Turn, case: Case, rest: str) -> tuple[str, str]:
    _, rest = leading(rest, lambda said: said if said in _INTO else None)
    return acts.if_readable(lambda: _read_main(turn, case, rest), rest) if rest else ("", "")


def _read_main(turn: Turn, case: Case, text: str) -> str:
    """The code of the case it is to be merged into. Raises Unclear with what keeps them apart."""
    code, _ = leading_code(text)
    main = which.visible(turn, code)
    if main is None:
        raise Unclear("staff.no_such_case")
    if reason := _why_not(turn, case, main):
        due = day_text(main.due_at, turn.language) if main.due_at else ""
        raise Unclear(reason, code=case.code, main=main.code, due=due)
    return main.code


def _why_not(turn: Turn, case: Case, main: Case) -> str:
    assert turn.viewer is not None
    held = rights.standings_of(turn, main, turn.viewer)
    if held.isdisjoint(door.MERGES):
        return "merged.not_yours"
    return merging.why_apart(turn, case, main)


def possible(turn: Turn, case: Case, main: Case) -> bool:
    """Whether who speaks could merge the case into the other right now."""
    viewer = turn.viewer
    if viewer is None or not may(
        "merge", Status(case.status), rights.standings_of(turn, case, viewer)
    ):
        return False
    return not _why_not(turn, case, main)


def _candidates(turn: Turn, case: Case) -> list[Option]:
    """Open cases on which this official works that could take it: of the same procedure first."""
    viewer = turn.viewer
    found = duties.maybe_theirs(turn.tx, viewer) if viewer else []
    fitting = [c for c in found if which.visible(turn, c.code) and not _why_not(turn, case, c)]
    fitting.sort(key=lambda c: c.procedure_code != case.procedure_code)
    return [Option(c.code, label=c.code) for c in fitting]


def _merge(turn: Turn, case: Case, move: str, told: Told) -> Change:
    main = cases.by_code(turn.tx, _read_main(turn, case, told["into"]))
    assert main is not None
    return official_act(turn, case, move, **merging.into(case, main))


MERGE = acts.add(
    Act(
        "merge",
        "gop",
        lambda case: ("merge",),
        _merge,
        (Need("into", "merged.into", _take_main, _read_main, _candidates),),
    )
)


@command("gop", "merge", who=able("merge"))
def merge(turn: Turn, words: str) -> None:
    """`/gop CODE VÀO CODE`: the first follows the second, whose answer goes to both senders."""
    acts.start(turn, MERGE, words)


# --- take apart ----------------------------------------------------------------------------------

UNMERGE = acts.add(
    Act(
        "unmerge",
        "tachgop",
        lambda case: ("unmerge",),
        lambda turn, case, move, told: official_act(turn, case, move, **merging.apart(turn, case)),
    )
)


@command("tachgop", "unmerge", who=able("unmerge"))
def unmerge(turn: Turn, words: str) -> None:
    """`/tachgop CODE`, also `/tachra CODE`: as before it was merged."""
    acts.start(turn, UNMERGE, words)

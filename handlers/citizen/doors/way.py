"""Which door a story takes. Read `way` first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.kinds import IdentityMode
from cases.understanding.other_doors import FORMAL, Speaks, speaks
from cases.words.text import fold
from handlers.citizen.plain_words import NO, YES, is_unknown
from handlers.citizen.refusals import has_none
from handlers.citizen.subject.about import UNKNOWN
from handlers.conversation.dialogue import DIALOGUES, Ask, Option, Several, Unclear
from handlers.conversation.hearing import collect
from handlers.conversation.spoken_days import spoken_day
from handlers.conversation.story import StoryParts
from handlers.desk import Turn
from handlers.rights import walls
from messages.dates import local

KEYS = ("accuses", "decision", "door", "received_on")
"""The answers given here: dropped where the story is told anew."""

MODES = {"closed": IdentityMode.CLOSED, "tip": IdentityMode.ANONYMOUS}
_ASKED = {"denunciation": "accuses", "complaint": "decision"}
_WORTH_KEEPING = 12  # characters: less is a slip of the finger
_YES, _NO, _UNSURE = "yes", "no", "unsure"
_HUMAN = Option("/gapcanbo", "doors.b_human")
_WAYS = (
    Option("where", "doors.b_where"),
    Option("closed", "doors.b_closed"),
    Option("tip", "doors.b_tip"),
    Option("here", "doors.b_here"),
    _HUMAN,
)
# As people name them, folded, beside the words of the choices.
_MEANT = {
    "where": ("noi nhan", "chi toi", "chi cho", "o dau", "den dau", "gui o dau", "where"),
    "closed": ("giu kin", "giu kin ten", "kin", "bi mat", "closed"),
    "tip": ("khong neu ten", "an danh", "giau ten", "bao tin", "tip", "no name", "anonymous"),
    "here": ("phan anh", "phan anh thuong", "gop y", "feedback"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """`door` empty: nothing formal. `goes_there`: to the other door, and not here; `mode` says how
    it is sent here, where that was chosen along. `received_on` is the day of the decision as
    2026-11-02, where known."""

    door: str = ""
    goes_there: bool = False
    mode: IdentityMode | None = None
    received_on: str = ""

    @property
    def accuses(self) -> bool:
        return self.door == "denunciation"


def way(ask: Ask, story: StoryParts) -> Way:
    """At most one question for each formal door, none where the text leaves no doubt; then, with
    equal weight, the right door, a closed name, a tip, plain feedback, and a person."""
    spoken = read(ask, story)[2]
    for door in FORMAL:
        if not spoken[door]:
            continue
        answer = _YES if spoken[door] == Speaks.CERTAINLY else _asked(ask, door)
        if answer != _NO:
            return _chosen(ask, door, unsure=answer == _UNSURE)
    return Way()


def read(ask: Ask, story: StoryParts) -> list[Any]:
    """[length of the story, doors that its words open, how much it speaks for each formal one]:
    read once for each story, which may grow at any question."""
    known: list[Any] = ask.answers.get("doors", [])
    if len(known) == 3 and known[0] == len(story.text):
        return known
    opened = walls.doors(ask.turn, story.text)
    spoken = {d: speaks(story.text, ask.turn.agency, d, opened).value for d in FORMAL}
    ask.answers["doors"] = [len(story.text), sorted(opened), spoken]
    return list(ask.answers["doors"])


def _asked(ask: Ask, door: str) -> str:
    return ask.choice(
        _ASKED[door],
        (
            Option(_YES, f"doors.b_yes_{door}"),
            Option(_NO, "doors.b_no"),
            Option(_UNSURE, "doors.b_unsure"),
        ),
        text=f"doors.ask_{door}",
        read=_yes_no,
    )


def _yes_no(turn: Turn, text: str) -> Any:
    said = fold(text)
    if said in YES:
        return _YES
    if said in NO:
        return _NO
    return _UNSURE if is_unknown(text) else _told_besides(turn, text)


def _meant(turn: Turn, text: str) -> Any:
    said = fold(text)
    found = next((chosen for chosen, words in _MEANT.items() if said in words), None)
    return found or _told_besides(turn, text)


def _told_besides(turn: Turn, text: str) -> Several:
    """Whatever else is said belongs to the story, which is then read anew."""
    if len(text) < _WORTH_KEEPING:
        raise Unclear
    collect(turn)
    state = turn.state["d"]
    collects = DIALOGUES[state["name"]].collects
    return Several({collects: state["a"][collects]})


def _chosen(ask: Ask, door: str, *, unsure: bool) -> Way:
    """Who is not sure is offered a person first."""
    chosen = ask.choice(
        "door",
        (_HUMAN, *_WAYS[:-1]) if unsure else _WAYS,
        text="doors.unsure" if unsure else f"doors.{door}",
        before=("submit.privacy",),
        read=_meant,
    )
    if chosen != "where":
        return Way(door, mode=MODES.get(chosen))
    day = _received_on(ask) if door == "complaint" else ""
    return Way(door, goes_there=True, received_on=day)


def _received_on(ask: Ask) -> str:
    """The day of the decision, from which the ninety days run; may be left open."""
    day = ask.choice(
        "received_on",
        (Option(UNKNOWN, "doors.b_no_day"),),
        text="doors.received_on",
        params=lambda: {"days": ask.turn.agency.other_doors.bar_days},
        read=_read_day,
    )
    return "" if day == UNKNOWN else day


def _read_day(turn: Turn, text: str) -> str:
    today = local(turn.now).date()
    day: date | None = spoken_day(text, today)
    if day is not None and day <= today:
        return day.isoformat()
    if has_none(turn, text) or is_unknown(text):
        return UNKNOWN
    raise Unclear("doors.received_on_form")

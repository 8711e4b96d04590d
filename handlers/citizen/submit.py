"""Filing feedback: story, subject, identity, sender, check card, receipt. Read `submit` first."""

from __future__ import annotations

from typing import Any

from cases.kinds import IdentityMode, Kind
from cases.routing import doors
from handlers.citizen import about, filing, late_dossier, sender, subjects
from handlers.citizen.subjects import Subject
from handlers.desk import Turn
from handlers.dialogue import Ask, Option, Unclear, dialogue
from handlers.replay import begin, lay_aside, under_way
from handlers.router import command
from handlers.story import StoryParts, said_part, story_of

_DOOR_MODES = {"closed": IdentityMode.CLOSED, "tip": IdentityMode.ANONYMOUS}
SHORTEST_STORY = 12  # characters: "ho so bi tra" is a story, "da" is not


def _finish(turn: Turn, submission: filing.Submission | None) -> None:
    """None: the person was guided to another door and wants nothing else."""
    if submission is None:
        turn.say("submit.guided")
    else:
        filing.file(turn, submission)


@dialogue(
    "submit",
    _finish,
    collects="story",
    draft=True,
    limits=lambda turn, parts: within_limits(turn, parts),
)
def submit(ask: Ask) -> filing.Submission | None:
    story = _story(ask)
    door = _other_door(ask, story)
    if door == "where":
        return None
    subject = subjects.subject(ask, story)
    dossier, promised = (
        late_dossier.late_dossier(ask) if subject.kind is Kind.LATE_DOSSIER else ("", "")
    )
    whom = about.about(ask) if subject.kind is Kind.CONDUCT else about.About()
    if whom.leadership:
        return None
    identity = _identity(ask, subject, door)
    mode = IdentityMode(identity["mode"])
    told = sender.sender(ask, mode) if _asks_sender(subject, mode) else {}
    send = ask.choice(
        "check",
        _send_options(mode),
        # A question asks for no name, so the notice has stood nowhere before.
        before=("submit.privacy",) if subject.kind is Kind.QUESTION else (),
        text=filing.check_text(mode),
        params=lambda: filing.check_params(
            ask, story, subject, whom, mode, told, dossier, promised
        ),
        edits=lambda: filing.edit_lines(subject, whom, told, dossier),
    )
    return filing.Submission(
        story, subject, whom, identity, told, send == "here", dossier, promised
    )


# --- the story -----------------------------------------------------------------------------------


def _story(ask: Ask) -> StoryParts:
    """Done when a text tells something, or at a tap after photos and voice notes."""
    begun, again = ask.answers.get("story"), (ask.answers.get("story") or {}).get("again")
    first = (Option("done", "submit.b_keep" if again else "submit.b_done"),) if begun else ()
    told = ask.question(
        "story",
        takes_files=True,
        read=_read_story,
        enough=_enough,
        text="submit.story_again" if again else "submit.story_more" if begun else "submit.story",
        options=(*first, Option("later", "submit.b_later")),
        params=lambda: {"files": len(story_of(begun).files)} if begun else {},
    )
    return story_of(told)


def _enough(told: dict[str, Any]) -> bool:
    return bool(told.get("done")) or (not told.get("again") and _tells(story_of(told)))


def _tells(story: StoryParts) -> bool:
    return len(" ".join(story.texts).strip()) >= SHORTEST_STORY


def _read_story(turn: Turn, text: str) -> dict[str, Any]:
    told = turn.state["d"]["a"].get("story", {"parts": []})
    if text == "=done":
        return {"parts": told["parts"], "done": True}
    part = said_part(turn)
    if not part:
        raise Unclear
    before = told["parts"]
    if told.get("again") and part.get("text"):
        before = [{k: v for k, v in p.items() if k != "text"} for p in before]
    parts = [*before, part]
    within_limits(turn, parts)
    return {"parts": parts}


def within_limits(turn: Turn, parts: list[dict[str, Any]]) -> None:
    """Raises Unclear, with what to do, for a story too long or with too many files."""
    story, limits = story_of({"parts": parts}), turn.agency.limits
    if len(story.text) > limits.story_chars:
        raise Unclear("submit.story_too_long", limit=limits.story_chars)
    if len(story.files) > limits.files:
        raise Unclear("submit.too_many_files", limit=limits.files)


# --- other doors ---------------------------------------------------------------------------------


def _other_door(ask: Ask, story: StoryParts) -> str:
    """A story that may be a denunciation or formal complaint gets one plain question; beside the
    right door stand, with equal weight, a closed name and a tip. Empty: nothing of the kind."""
    if "door" not in ask.answers:
        found = doors(story.text, ask.turn.agency)
        which = next((d for d in ("denunciation", "complaint") if d in found), "")
        if not which:
            ask.answers["door"] = "none"
        else:
            agency = ask.turn.agency
            return ask.choice(
                "door",
                (
                    Option("where", "submit.b_where"),
                    Option("closed", "submit.b_here_closed"),
                    Option("tip", "submit.b_tip"),
                    Option("here", "submit.b_here"),
                ),
                text=f"submit.door_{which}",
                before=("submit.privacy",),
                params=lambda: {"place": agency.denunciation_place, "police": agency.police_phone},
            )
    return str(ask.answers["door"])


# --- identity ------------------------------------------------------------------------------------


def _modes(ask: Ask, subject: Subject) -> tuple[IdentityMode, ...]:
    return ask.turn.agency.identity_modes.get(subject.kind, tuple(IdentityMode))


def _identity(ask: Ask, subject: Subject, door: str) -> dict[str, str]:
    """The notice stands above the question; the tap on a mode is its stored answer (of a question,
    the tap that sends it)."""
    version = ask.turn.agency.notice_version
    if subject.kind is Kind.QUESTION:
        return {"mode": IdentityMode.NAMED, "notice": version, "tap": "send"}
    if door in _DOOR_MODES:
        return {"mode": _DOOR_MODES[door], "notice": version}
    modes = _modes(ask, subject)
    mode = ask.choice(
        "identity",
        lambda: [Option(m, f"submit.b_{m}") for m in modes],
        params=lambda: {"channel": ask.turn.chat.channel},
        before=("submit.privacy",),
    )
    return {"mode": mode, "notice": version}


def _asks_sender(subject: Subject, mode: IdentityMode) -> bool:
    return mode is not IdentityMode.ANONYMOUS and subject.kind is not Kind.QUESTION


def _send_options(mode: IdentityMode) -> tuple[Option, ...]:
    edit, later = Option("edit", "submit.b_edit"), Option("later", "submit.b_later")
    if mode is IdentityMode.ANONYMOUS:
        return Option("look", "submit.b_send_tip"), edit, later
    return Option("here", "submit.b_send_here"), Option("look", "submit.b_send_look"), edit, later


# --- starting ------------------------------------------------------------------------------------


@command("gui", "submit")
def start(turn: Turn, words: str) -> None:
    """Begin; a submission laid aside is offered first. Words after the command are the story."""
    if under_way(turn) == "submit" and turn.state["d"]["a"]:
        lay_aside(turn)
    if words:
        begin_with(turn, {"text": words})
    elif turn.state.get("kept", {}).get("submit"):
        offer_kept(turn)
    else:
        begin(turn, "submit")


def begin_with(turn: Turn, part: dict[str, Any]) -> None:
    """The first message already tells the story: it is never asked for again."""
    within_limits_or_cut(turn, part)
    if "emergency" in doors(part.get("text", ""), turn.agency):
        turn.say("submit.emergency")
    begin(turn, "submit", {"story": {"parts": [part]}})


def within_limits_or_cut(turn: Turn, part: dict[str, Any]) -> None:
    """A first message over the limit is kept as far as it goes, and the person is told."""
    limit = turn.agency.limits.story_chars
    if len(part.get("text", "")) > limit:
        part["text"] = part["text"][:limit]
        turn.say("submit.story_cut", limit=limit)


def offer_kept(turn: Turn) -> None:
    turn.say(
        "submit.kept_draft",
        [turn.button("submit.b_go_on", "/tieptuc"), turn.button("submit.b_new", "/moilai")],
    )


@command("moilai", hidden=True)
def anew(turn: Turn, words: str) -> None:
    """Start a new submission; the one laid aside is dropped."""
    turn.state.pop("kept", None)
    begin(turn, "submit")

"""A case for somebody who came by telephone, letter or counter, or through the provincial system:
the citizen's questions, put by an official. Read `intake` first."""

from __future__ import annotations

from typing import Any

from cases import confidentiality
from cases.kinds import ENTERED, IdentityMode, Kind, Source
from cases.understanding import routing
from handlers.citizen.interludes import begin_over
from handlers.citizen.subject import about, late_dossier, subjects
from handlers.citizen.subject.subjects import Subject
from handlers.citizen.submission import filing, sender, submit
from handlers.conversation.dialogue import Ask, Option, Unclear, dialogue
from handlers.conversation.replay import resume, under_way
from handlers.conversation.story import StoryParts, said_part, story_of
from handlers.desk import Turn
from handlers.rights import walls
from handlers.router import command
from handlers.staff.intake.entry import Entry, file
from handlers.staff.roles import CASEWORK

_SKIP = "-"
_UNKNOWN = Option(_SKIP, "intake.b_unknown")
_LONGEST_CODE = 60


@command("nhap", "enter", who=CASEWORK)
def enter(turn: Turn, words: str) -> None:
    """`/nhap`; one that was laid aside is gone on with; `/nhap moi` begins another."""
    if words.strip() == "moi" or (under_way(turn) != "intake" and not resume(turn, "intake")):
        begin_over(turn, "intake", {})


# --- the questions -------------------------------------------------------------------------------


@dialogue(
    "intake",
    lambda turn, entry: _finish(turn, entry),
    collects="story",
    draft=True,
    official=True,
    limits=lambda turn, parts: submit.within_limits(turn, parts),
)
def intake(ask: Ask) -> Entry | None:
    """None: about the department's leadership, which is not taken here."""
    source = Source(ask.choice("source", tuple(Option(s, f"source.{s}") for s in ENTERED)))
    provincial = _provincial_code(ask) if source is Source.PROVINCIAL else ""
    story = _story(ask)
    subject = subjects.subject(ask, story)
    dossier, promised = (
        late_dossier.late_dossier(ask) if subject.kind is Kind.LATE_DOSSIER else ("", "")
    )
    accuses = subject.kind is not Kind.PRAISE and routing.accuses(walls.doors(ask.turn, story.text))
    if accuses:
        subject = subject.kept_inside()
    restricted = confidentiality.is_restricted(subject.kind, accuses)
    whom = about.about(ask, story.text) if restricted else about.About()
    if whom.leadership:
        return None
    mode = _mode(ask, subject)
    told = {} if mode is IdentityMode.ANONYMOUS else sender.sender_elsewhere(ask, _UNKNOWN)
    entry = Entry(source, story, subject, whom, mode, told, dossier, promised, provincial, accuses)
    _check(ask, entry)
    return entry


def _provincial_code(ask: Ask) -> str:
    said = ask.text(
        "provincial", longest=_LONGEST_CODE, options=(Option(_SKIP, "intake.b_no_code"),)
    )
    return "" if said == _SKIP else said


def _story(ask: Ask) -> StoryParts:
    begun = "story" in ask.answers
    told = ask.question(
        "story",
        text="intake.story_more" if begun else "intake.story",
        options=(Option("done", "submit.b_done"),) if begun else (),
        params=lambda: {"files": len(story_of(ask.answers["story"]).files)} if begun else {},
        takes_files=True,
        read=_read_story,
        enough=lambda told: bool(told.get("done")),
    )
    return story_of(told)


def _read_story(turn: Turn, text: str) -> dict[str, Any]:
    """One message is usually all of it, but a letter has several pages: done at a tap."""
    told = turn.state["d"]["a"].get("story", {"parts": []})
    if text == "=done":
        return {**told, "done": True}
    part = said_part(turn)
    if not part:
        raise Unclear
    parts = [*told["parts"], part]
    submit.within_limits(turn, parts)
    return {"parts": parts}


def _mode(ask: Ask, subject: Subject) -> IdentityMode:
    modes = ask.turn.agency.identity_modes.get(subject.kind, tuple(IdentityMode))
    if len(modes) == 1:
        return modes[0]
    return IdentityMode(ask.choice("identity", tuple(Option(m, f"identity.{m}") for m in modes)))


def _check(ask: Ask, entry: Entry) -> None:
    made = entry.as_submission()

    def params() -> dict[str, Any]:
        return {
            **filing.check_params(ask.turn, made),
            "source": ask.turn.words(ask.turn.language, f"source.{entry.source}"),
        }

    ask.choice(
        "check",
        (Option("file", "intake.b_file"), Option("edit", "submit.b_edit")),
        params=params,
        edits=lambda: filing.edit_lines(ask.turn, made),
    )


def _finish(turn: Turn, entry: Entry | None) -> None:
    if turn.viewer is None:
        turn.say("staff.no_more_rights")
    elif entry is None:
        turn.say("intake.leadership_guided", inspectorate=turn.agency.inspectorate)
    else:
        file(turn, entry)

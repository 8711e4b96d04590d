"""Filing feedback: story, subject, identity, sender, check card, receipt. Read `submit` first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cases import confidentiality
from cases.kinds import IdentityMode, Kind
from cases.understanding import routing
from cases.words.text import fold
from handlers.citizen.doors import way as doors
from handlers.citizen.doors.hand_over import Elsewhere, hand_over
from handlers.citizen.subject import about, late_dossier, subjects
from handlers.citizen.subject.similar import Similar
from handlers.citizen.subject.subjects import Subject
from handlers.citizen.submission import filing, sender, two_matters
from handlers.citizen.submission.leads import HIDE, Leads
from handlers.citizen.submission.parting import AS_BEFORE
from handlers.conversation import danger
from handlers.conversation.dialogue import Again, Ask, Option, Unclear, dialogue
from handlers.conversation.replay import ask_again, begin, kept, lay_aside, under_way
from handlers.conversation.story import StoryParts, said_part, story_of
from handlers.desk import Turn
from handlers.router import command

_ADDRESS = frozenset(
    "xin chao kinh anh chi em a ah oi da vang alo ad admin ban co chu bac ong ba so phong can bo"
    " cac quy cho toi minh con hoi nha nhe hi hello hey dear sir madam good"
    " morning afternoon".split()
)
SHORTEST_STORY = 12  # characters: "ho so bi tra" is a story, "da" is not


def _finish(turn: Turn, submission: filing.Submission | Elsewhere) -> None:
    if isinstance(submission, Elsewhere):
        hand_over(turn, submission)
    else:
        filing.file(turn, submission)
    if submission.second:
        turn.second = submission.second
    elif isinstance(submission, filing.Submission) and kept(turn, "submit"):
        offer_kept(turn)


@dialogue(
    "submit",
    _finish,
    collects="story",
    draft=True,
    limits=lambda turn, parts: within_limits(turn, parts),
)
def submit(ask: Ask) -> filing.Submission | Elsewhere:
    _story(ask)
    story = two_matters.first_matter(ask)
    way = doors.way(ask, story)
    if way.goes_there:
        return _elsewhere(ask, way.door, received_on=way.received_on)
    subject = subjects.subject(ask, story, Similar(ask, story, doors.read(ask, story)[1]))
    if subject.goes_there:
        return _elsewhere(ask, "body", body=subject.elsewhere)
    accuses = way.accuses or _accuses(ask, story, subject)
    if accuses:
        subject = subject.kept_inside()
    restricted = confidentiality.is_restricted(subject.kind, accuses)
    dossier, promised = (
        late_dossier.late_dossier(ask) if subject.kind is Kind.LATE_DOSSIER else ("", "")
    )
    whom = about.about(ask, story.text) if restricted else about.About()
    if whom.leadership:
        return _elsewhere(ask, "leadership")
    identity = _identity(ask, subject, way.mode, whom, story, restricted)
    mode = IdentityMode(identity["mode"])
    told = sender.sender(ask, mode) if _asks_sender(subject, mode) else {}
    made = filing.Submission(
        story, subject, whom, identity, told, False, dossier, promised, accuses
    )
    leads = Leads(ask, story, mode)
    send = ask.choice(
        "check",
        lambda: (*_send_options(mode), *leads.options()),
        # Where nobody was asked who may know their name, the notice has stood nowhere before.
        before=("submit.privacy",) if "tap" in identity else (),
        text=filing.check_text(mode),
        params=lambda: {**filing.check_params(ask.turn, made), "leads": leads.line()},
        edits=lambda: filing.edit_lines(ask.turn, made),
    )
    if send == HIDE:
        leads.hide()
        ask.answers.pop("check")
        raise Again
    asked = not restricted and subject.kind is not Kind.QUESTION
    second = two_matters.second(ask, mode if asked else None)
    return replace(made, tell_here=send == "here", second=second)


def _elsewhere(ask: Ask, door: str, **more: str) -> Elsewhere:
    told = {"story": ask.answers["story"]}
    return Elsewhere(told, door, second=two_matters.second(ask), **more)


def _accuses(ask: Ask, story: StoryParts, subject: Subject) -> bool:
    return subject.kind is not Kind.PRAISE and routing.accuses(doors.read(ask, story)[1])


# --- the story -----------------------------------------------------------------------------------


def _story(ask: Ask) -> StoryParts:
    """Done when a text tells something, or at a tap after photos and voice notes."""
    begun, again = ask.answers.get("story"), (ask.answers.get("story") or {}).get("again")
    first = [Option("done", "submit.b_keep" if again else "submit.b_done")] if begun else []
    if again and story_of(begun).files:
        first.append(Option("nofiles", "submit.b_no_files"))
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
    return bool(told.get("done")) or (
        not told.get("again") and tells(" ".join(story_of(told).texts))
    )


def tells(text: str) -> bool:
    """Whether it tells something, forms of address and greetings apart: "ho so bi tra" does, "da"
    and "xin chao anh chi a" do not."""
    return len(text.strip()) >= SHORTEST_STORY and not only_addresses(text)


def only_addresses(text: str) -> bool:
    """Forms of address and greetings, and nothing else: "chao anh chi a"."""
    return _ADDRESS.issuperset(fold(text).split())


def _read_story(turn: Turn, text: str) -> dict[str, Any]:
    told = turn.state["d"]["a"].get("story", {"parts": []})
    if text == "=done":
        return {"parts": told["parts"], "done": True}
    if text == "=nofiles":
        bare = [{k: v for k, v in p.items() if k != "files"} for p in told["parts"]]
        return {"parts": bare, "done": True}
    part = said_part(turn)
    if not part:
        raise Unclear
    before = told["parts"]
    if told.get("again") and part.get("text"):
        before = [{k: v for k, v in p.items() if k != "text"} for p in before]
    if not before:
        within_limits_or_cut(turn, part)
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


# --- identity ------------------------------------------------------------------------------------


# As people name the modes, folded, beside the words of the buttons.
_MODES_MEANT = {
    IdentityMode.CLOSED: ("giu kin", "giu kin ten", "kin", "bi mat"),
    IdentityMode.NAMED: ("neu ten", "co neu ten", "cong khai ten", "cho biet ten"),
    IdentityMode.ANONYMOUS: ("khong neu ten", "an danh", "giau ten", "khong cho biet ten"),
}


def _identity(
    ask: Ask,
    subject: Subject,
    chosen: IdentityMode | None,
    accused: about.About,
    story: StoryParts,
    restricted: bool,
) -> dict[str, str]:
    """The notice stands above the question; the tap on a mode is its stored answer (of a question,
    the tap that sends it)."""
    version = ask.turn.agency.notice_version
    if subject.kind is Kind.QUESTION:
        return {"mode": IdentityMode.NAMED, "notice": version, "tap": "send"}
    if chosen is not None:
        return {"mode": chosen, "notice": version}
    agency = ask.turn.agency
    modes = agency.identity_modes.get(
        Kind.CONDUCT if restricted else subject.kind, tuple(IdentityMode)
    )
    before = ask.answers.get(AS_BEFORE)
    # What accuses somebody is asked about by itself: the other matter shall not lead to it.
    if before in modes and not restricted:
        return {"mode": before, "notice": version, "tap": "send"}

    def director() -> bool:
        return restricted and filing.for_director(ask.turn, accused, story)

    def read(turn: Turn, text: str) -> str:
        for mode in modes:
            if fold(text) in _MODES_MEANT[mode]:
                return mode
        raise Unclear

    mode = ask.choice(
        "identity",
        lambda: [Option(m, f"submit.b_{m}{'_director' * director()}") for m in modes],
        params=lambda: {
            "channel": ask.turn.chat.channel,
            "modes": [str(m) for m in modes],
            "director": director(),
        },
        read=read,
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
    if under_way(turn) == "submit" and turn.state["d"]["k"] == "check" and not words:
        turn.say("submit.send_how")  # "gửi" at the check card begins nothing new
        ask_again(turn)
        return
    if under_way(turn) == "submit" and turn.state["d"]["a"]:
        lay_aside(turn)
    loose = turn.state.pop("loose", {})
    if words or loose:
        begin_with(turn, {**loose, **({"text": words} if words else {})})
    elif kept(turn, "submit"):
        offer_kept(turn)
    else:
        begin(turn, "submit")


def begin_with(turn: Turn, part: dict[str, Any]) -> None:
    """The first message already tells the story: it is never asked for again."""
    within_limits_or_cut(turn, part)
    danger.warn(turn, part.get("text", ""))
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
        [turn.button("submit.b_go_on", "/tieptuc"), turn.button("submit.b_new", "/vietmoi")],
    )


@command("vietmoi", hidden=True)
def anew(turn: Turn, words: str) -> None:
    """Start a new submission; the one laid aside stays."""
    begin(turn, "submit")

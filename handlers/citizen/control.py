"""Words that steer a conversation: cancel, back, go on, later, edit, send now."""

from __future__ import annotations

from handlers.citizen import human
from handlers.citizen.interludes import begin_over, ended
from handlers.citizen.plain_words import yes_no
from handlers.citizen.subject.about import UNKNOWN
from handlers.citizen.subject.subjects import UNSURE
from handlers.citizen.submission import two_matters
from handlers.citizen.submission.parting import ASKED
from handlers.citizen.submission.sender import SKIP
from handlers.conversation import dialogue, hearing, replay
from handlers.conversation.dialogue import DIALOGUES, Ask, Option
from handlers.conversation.replay import under_way
from handlers.desk import Turn
from handlers.router import command

# --- cancel and restore --------------------------------------------------------------------------


@command("huy", "cancel", "huybo", "dunglai", "stop")
def cancel(turn: Turn, words: str) -> None:
    """Stop what is under way; a draft is asked about once and can be brought back for a day."""
    name = under_way(turn)
    if name == "cancel":
        replay.drop(turn)
        _cancel(turn)
    elif name and not _is_draft(turn, name):
        replay.drop(turn)
        turn.say("control.stopped")
        ended(turn)
    elif not name and human.leave(turn):
        return
    elif name or replay.kept(turn):
        begin_over(turn, "cancel", {})
    else:
        turn.say(
            "control.nothing_to_cancel",
            [turn.button("control.b_withdraw", "/rut"), turn.button("control.b_submit", "/gui")],
        )


def _is_draft(turn: Turn, name: str) -> bool:
    return DIALOGUES[name].draft and bool(turn.state["d"]["a"])


def _sure(turn: Turn, answer: str) -> None:
    if answer == "yes":
        _cancel(turn)
    else:
        turn.state.pop("over", None)
        replay.resume(turn)


@dialogue.dialogue("cancel", _sure)
def cancelling(ask: Ask) -> str:
    options = (Option("yes", "control.b_stop"), Option("no", "control.b_go_on"))
    return ask.choice("sure", options, text="control.sure", read=yes_no)


def _cancel(turn: Turn) -> None:
    """Give up the draft that was under way, or laid aside last."""
    turn.state.pop("over", None)
    draft = replay.take_kept(turn)
    replay.give_up(turn, draft)
    turn.say("control.cancelled", [turn.button("control.b_restore", "/khoiphuc")])
    two_matters.given_up(turn, draft)


@command("khoiphuc", "restore", hidden=True)
def restore(turn: Turn, words: str) -> None:
    """Bring back what was cancelled within the last day."""
    if replay.restored(turn):
        turn.say("control.restored")
        replay.resume(turn)
    else:
        turn.say("control.nothing_to_restore", [turn.button("control.b_submit", "/gui")])


# --- back, go on, later --------------------------------------------------------------------------


@command("quaylai", "back", "quaytrolai", "trolai")
def back(turn: Turn, words: str) -> None:
    """Drop the last answer and ask it anew."""
    if not under_way(turn):
        turn.say("control.nothing_to_go_back", [turn.button("control.b_help", "/trogiup")])
    elif not replay.back(turn):
        turn.say("control.first_question")


@command("tieptuc", "goon", "continue", "viettiep", "lamtiep", hidden=True)
def go_on(turn: Turn, words: str) -> None:
    """Go on with what was laid aside, also from a short question beside it; else the question under
    way is put again."""
    name = under_way(turn)
    if not (name and DIALOGUES[name].draft) and replay.resume(turn):
        turn.state.pop("over", None)
    elif name:
        replay.ask_again(turn)
    elif turn.state.get("dropped"):
        restore(turn, "")
    else:
        turn.say("control.nothing_to_go_on", [turn.button("control.b_submit", "/gui")])


@command("deluckhac", "later", "desau", "lucroi", hidden=True)
def later(turn: Turn, words: str) -> None:
    """Lay what is under way aside."""
    name = under_way(turn)
    if name and (_is_draft(turn, name) or replay.holds_words(turn.state["d"])):
        replay.later(turn)
    elif name:
        replay.drop(turn)
        turn.say("control.stopped")
        ended(turn)
    else:
        turn.say("control.any_time")


# --- edit, send now ------------------------------------------------------------------------------


@command("sua", "edit", "sualai", hidden=True)
def edit(turn: Turn, words: str) -> None:
    """At the check card ask which line (or take the one named); elsewhere redo the last answer."""
    if not under_way(turn):
        turn.say("control.nothing_to_edit", [turn.button("control.b_add", "/bosung")])
    elif turn.state["d"]["k"] == "check":
        turn.choice = f"={turn.state['n']}:edit" + (f":{words.strip().upper()}" if words else "")
        hearing.answer(turn)
    else:
        back(turn, "")


# What may be left open, with the answer that says so.
_OPTIONAL = {
    ASKED: two_matters.TOGETHER,
    "dossier": UNKNOWN,
    "promised": UNKNOWN,
    "received_on": UNKNOWN,
    "about": UNKNOWN,
    "extra": SKIP,
    "more": SKIP,
    "sender": SKIP,
}
_SUBJECT = ("kind", "matter", "procedure")


@command("guiluon", "sendnow", "guingay", hidden=True)
def send_now(turn: Turn, words: str) -> None:
    """Skip to what is still indispensable: the department chooses the subject, optional questions
    are left open."""
    if under_way(turn) != "submit":
        turn.say("control.nothing_to_send", [turn.button("control.b_submit", "/gui")])
        return
    state = turn.state["d"]
    answers, asked = state["a"], state["k"]
    if not answers.get("story", {}).get("parts"):
        turn.say("control.story_first")
        return
    answers["story"]["done"] = True
    if "subject" not in answers or asked in _SUBJECT:
        answers["subject"] = UNSURE
        for key in _SUBJECT:
            answers.pop(key, None)
    for key, left_open in _OPTIONAL.items():
        answers.setdefault(key, left_open)
    if asked in _INDISPENSABLE:
        turn.say("control.still_needed")
    replay.advance(turn)


_INDISPENSABLE = frozenset(
    {"accuses", "decision", "door", "leadership", "identity", "name", "phone", "commune", "check"}
)

"""The channels by which people are told something unasked: which are on, and one that is down or
refused switched off until it is well again. What waits there goes another way at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases.kinds import Role
from cases.words.text import fold
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Option, Unclear, dialogue
from handlers.desk import Turn
from handlers.notices.channel_names import all_channels, called, channel_words
from handlers.router import command
from handlers.staff.roles import ADMINS
from messages.dates import moment_text
from messages.envelope import Choice
from storage.house import jobs
from storage.mailbox import outbox, switches
from storage.people import people
from storage.privacy.access import log_access

CANCEL = Option("/huy", "staff.b_cancel", stays=True)
_OFF_WORDS = frozenset({"tat", "off", "dong", "ngat"})
_ON_WORDS = frozenset({"mo", "on", "bat", "mo lai"})
_LONGEST_REASON = 200


@command("kenh", "channels", who=ADMINS)
def channels(turn: Turn, words: str) -> None:
    """`/kenh` lists them, `/kenh tat CHANNEL REASON` stops notices there, `/kenh mo CHANNEL` lets
    them go there again."""
    said, _, more = words.strip().partition(" ")
    if fold(said) in _OFF_WORDS:
        begin_over(turn, "channel_off", _known(turn, more))
    elif fold(said) in _ON_WORDS:
        begin_over(turn, "channel_on", _known(turn, more))
    else:
        _list(turn)


def _known(turn: Turn, words: str) -> dict[str, str]:
    """What was typed after the command: a channel, by the longest name that fits, and a reason."""
    typed = words.split()
    for count in range(len(typed), 0, -1):
        if name := called(turn, " ".join(typed[:count])):
            reason = " ".join(typed[count:])[:_LONGEST_REASON]
            return {"channel": name, **({"reason": reason} if reason else {})}
    return {}


def _name(turn: Turn, channel: str) -> str:
    return channel_words(turn, turn.language, channel)


def _list(turn: Turn) -> None:
    off, waiting = switches.switched(turn.tx), outbox.waiting_notices(turn.tx)
    lines: list[dict[str, Any]] = []
    choices: list[Choice] = []
    for channel in all_channels(turn):
        name, now = _name(turn, channel), off.get(channel)
        key, word = ("channels.b_on", "mo") if now else ("channels.b_off", "tat")
        choices.append(turn.button(key, f"/kenh {word} {channel}", name=name))
        lines.append(
            {
                "name": name,
                "off": now is not None,
                "at": moment_text(now.at, turn.language) if now else "",
                "by": people.name_of(turn.tx, now.by) if now else "",
                "reason": now.reason if now else "",
                "waiting": waiting.get(channel, 0),
            }
        )
    turn.say("channels.list", choices, lines=lines)


# --- what is asked -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Switch:
    channel: str
    reason: str = ""


def _which(ask: Ask, text: str, *, off: bool) -> str:
    turn = ask.turn
    now_off = switches.off(turn.tx)
    fitting = [name for name in all_channels(turn) if (name in now_off) != off]
    return ask.choice(
        "channel",
        lambda: [*(Option(name, label=_name(turn, name)) for name in fitting), CANCEL],
        text=text,
        read=_read,
    )


def _read(turn: Turn, words: str) -> str:
    name = called(turn, words)
    if not name:
        raise Unclear("channels.no_such_channel", words=words[:60])
    return name


@dialogue("channel_off", lambda turn, switch: _switch_off(turn, switch), official=True)
def switching_off(ask: Ask) -> Switch:
    """Why, and once more whether, with what it means."""
    turn = ask.turn
    channel = _which(ask, "channels.channel", off=True)
    if switches.is_off(turn.tx, channel):
        return Switch(channel)
    reason = ask.text(
        "reason",
        longest=_LONGEST_REASON,
        text="channels.reason",
        options=(CANCEL,),
        params=lambda: {"name": _name(turn, channel)},
    )
    ask.choice(
        "sure",
        (Option("yes", "channels.b_sure_off"), CANCEL),
        text="channels.sure_off",
        params=lambda: _meaning(turn, channel),
    )
    return Switch(channel, reason)


def _meaning(turn: Turn, channel: str) -> dict[str, Any]:
    """What switching off would do; whoever does it is warned before nothing reaches them."""
    who = turn.chat.person_id
    return {
        "name": _name(turn, channel),
        "waiting": outbox.waiting_notices(turn.tx).get(channel, 0),
        "stranded": len(people.only_by(turn.tx, channel) - {who}),
        "mine": people.channels_of(turn.tx, who) <= {channel},
    }


@dialogue("channel_on", lambda turn, switch: _switch_on(turn, switch), official=True)
def switching_on(ask: Ask) -> Switch:
    turn = ask.turn
    channel = _which(ask, "channels.to_open", off=False)
    if switches.is_off(turn.tx, channel):
        ask.choice(
            "sure",
            (Option("yes", "channels.b_sure_on"), CANCEL),
            text="channels.sure_on",
            params=lambda: {"name": _name(turn, channel)},
        )
    return Switch(channel)


# --- what is done --------------------------------------------------------------------------------


def _switch_off(turn: Turn, switch: Switch) -> None:
    if _may(turn):
        by, reason = turn.chat.person_id, switch.reason
        if switches.switch_off(turn.tx, switch.channel, turn.now, by=by, reason=reason):
            jobs.add(turn.tx, "reroute", {"channel": switch.channel}, None, turn.now)
            _done(turn, switch, "off")
        else:
            turn.say("channels.was_off", name=_name(turn, switch.channel))
    ended(turn)


def _switch_on(turn: Turn, switch: Switch) -> None:
    if _may(turn):
        if switches.switch_on(turn.tx, switch.channel):
            _done(turn, switch, "on")
        else:
            turn.say("channels.was_on", name=_name(turn, switch.channel))
    ended(turn)


def _may(turn: Turn) -> bool:
    """Rights may have gone while the question stood."""
    admin = turn.viewer is not None and turn.viewer.is_(Role.ADMIN)
    if not admin:
        turn.say("staff.no_more_rights")
    return admin


def _done(turn: Turn, switch: Switch, state: str) -> None:
    """Said, noted, and told to the other admins."""
    who, channel = turn.chat.person_id, switch.channel
    action = f"channel {state} {channel}"
    log_access(turn.tx, turn.now, who, action, detail=switch.reason)
    turn.say(f"channels.now_{state}", name=_name(turn, channel))
    told: dict[str, Any] = {"who": people.name_of(turn.tx, who)}
    if state == "off":
        told["reason"] = switch.reason
    for admin in people.admins(turn.tx, turn.now):
        if admin != who:
            name = channel_words(turn, "vi", channel)
            turn.tell_person(admin, f"channels.told_{state}", name=name, **told)

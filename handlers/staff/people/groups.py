"""Groups of officials: bound to an office they see its cards; a group that got a new id stays
bound."""

from __future__ import annotations

from cases.agency.offices import Office
from cases.kinds import Role
from cases.words.text import fold
from handlers.desk import Turn
from handlers.router import command
from handlers.staff.act import meant
from messages.envelope import ChatKind, Choice
from storage.mailbox import chats, groups
from storage.mailbox.chats import ChatRow

_WHO = frozenset({Role.ADMIN, Role.HEAD})
_TOPICS = frozenset({"chude", "chu de", "topics", "topic"})
_UNBIND = frozenset({"bo", "bo nhom", "huy", "none", "unbind"})


@command("nhom", "bind", who=_WHO, group=True)
def bind(turn: Turn, words: str) -> None:
    """`/nhom OFFICE [chude]` in a group: its cards come here, with topics one topic each. `/nhom
    bo` ends it."""
    if turn.private:
        turn.say("people.bind_in_group")
        return
    if fold(words) in _UNBIND:
        _unbind(turn)
        return
    office, rest = meant.office(turn.agency, words)
    if office is None:
        choices = [Choice(o.short, f"/nhom {o.id}") for o in turn.agency.offices]
        turn.say("people.bind_which", choices)
    elif not _may_bind(turn, office.id):
        turn.say("people.bind_not_yours", office=office.name)
    else:
        _bind(turn, office, topics=bool(turn.incoming.topic) or fold(rest) in _TOPICS)


def _may_bind(turn: Turn, office_id: str) -> bool:
    viewer = turn.viewer
    return viewer is not None and (viewer.is_(Role.ADMIN) or viewer.is_(Role.HEAD, office_id))


def _group(turn: Turn) -> ChatRow:
    """The group itself, also when the command was said in one of its topics."""
    if not turn.chat.topic:
        return turn.chat
    channel, external = turn.chat.channel, turn.chat.external
    found = chats.by_address(turn.tx, channel, external)
    return found or chats.open_chat(turn.tx, channel, external, turn.now, kind=ChatKind.GROUP)


def _bind(turn: Turn, office: Office, *, topics: bool) -> None:
    group = _group(turn)
    group.state = {**group.state, "forum": topics}
    group.office = office.id
    groups.bind(turn.tx, group, office.id)
    turn.say("people.bound", office=office.name, topics=topics)


def _unbind(turn: Turn) -> None:
    group = _group(turn)
    if not group.office:
        turn.say("people.not_bound")
    elif not _may_bind(turn, group.office):
        turn.say("people.bind_not_yours", office=_name(turn, group.office))
    else:
        group.state = {k: v for k, v in group.state.items() if k != "forum"}
        groups.unbind(turn.tx, group)
        turn.say("people.unbound")


def _name(turn: Turn, office_id: str) -> str:
    return next((o.name for o in turn.agency.offices if o.id == office_id), office_id)


def migrated(turn: Turn) -> None:
    """The group got a new id: everything known of it moves there."""
    if turn.incoming.new_chat:
        groups.moved(turn.tx, turn.chat, turn.incoming.new_chat)

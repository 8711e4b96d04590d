"""A topic of its own for a case, in a group that has topics."""

from __future__ import annotations

from functools import partial

from bot.deeds.shape import Means, Write, nothing
from handlers.cards import cards
from handlers.desk import Desk
from messages.envelope import ChatKind
from storage.engine.tx import Tx
from storage.mailbox import chats, groups
from storage.mailbox.chats import ChatRow
from storage.tables.casework import Case
from storage.tables.house import Job

_NAME = 128  # characters; core.telegram.org/bots/api#createforumtopic


class OpenTopic:
    """params: case (id), chat (the group's). The case gets a topic of its own with its card in it;
    where there can be none the card goes to the group."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def do(self, job: Job) -> Write:
        found = await self._means.store.read(partial(_group_for, job))
        if found is None:
            return nothing
        group, code, kind = found
        # Telegram's channel has it; raises PermissionError where a group can have no topics.
        create_topic = getattr(self._means.channels.get(group.channel), "create_topic", None)
        if create_topic is None:
            return partial(_into_group, job)
        name = f"{code} · {self._means.ground().texts.render('vi', f'kind.{kind}').unescape()}"
        try:
            topic = await create_topic(group.external, name[:_NAME])
        except PermissionError:
            return partial(_into_group, job)
        return partial(_into_topic, job, group, topic)

    def give_up(self, desk: Desk, job: Job) -> None:
        _into_group(job, desk)


def _group_for(job: Job, tx: Tx) -> tuple[ChatRow, str, str] | None:
    """The group, the case's code and kind; None where a topic is not wanted any more."""
    case = tx.get(Case, int(job.params["case"]))
    group = chats.by_id(tx, int(job.params["chat"]))
    if case is None or group is None or case.restricted or case.office != group.office:
        return None
    there = tx.one(
        "SELECT 1 FROM chat WHERE case_id = :case_id AND channel = :channel"
        " AND external = :external",
        case_id=case.id,
        channel=group.channel,
        external=group.external,
    )
    return None if there else (group, case.code, case.kind)


def _into_topic(job: Job, group: ChatRow, topic: str, desk: Desk) -> None:
    tx = desk.tx
    chat = chats.by_address(tx, group.channel, group.external, topic)
    if chat is None:
        chat = chats.open_chat(
            tx, group.channel, group.external, desk.now, topic=topic, kind=ChatKind.GROUP
        )
    groups.give_topic(tx, chat.id, group.office, int(job.params["case"]))
    _card(desk, job, chat.id)


def _into_group(job: Job, desk: Desk) -> None:
    if _group_for(job, desk.tx) is not None:
        _card(desk, job, int(job.params["chat"]))


def _card(desk: Desk, job: Job, chat_id: int) -> None:
    case = desk.tx.get(Case, int(job.params["case"]))
    if case is not None:
        cards.in_group(desk, case, chat_id)

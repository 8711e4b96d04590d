"""Group chats bound to an office, and their move to a new id."""

from __future__ import annotations

from storage.engine.tx import Tx
from storage.mailbox import chats
from storage.mailbox.chats import ChatRow


def bind(tx: Tx, group: ChatRow, office: str) -> None:
    """This group sees the office's cards from now on; another one that did so no longer."""
    tx.run(
        "UPDATE chat SET office = '' WHERE kind = 'group' AND office = :office"
        " AND external <> :external",
        office=office,
        external=chats.mark(tx, group.channel, group.external),
    )
    _keep(tx, group, office)


def unbind(tx: Tx, group: ChatRow) -> None:
    """It sees no cards any more."""
    _keep(tx, group, "")


def _keep(tx: Tx, group: ChatRow, office: str) -> None:
    """The group and its topics; `state` is written here because the command may have been said in
    a topic, whose own row is what the turn saves."""
    tx.run(
        "UPDATE chat SET office = :office WHERE channel = :channel AND external = :external",
        office=office,
        channel=group.channel,
        external=chats.mark(tx, group.channel, group.external),
    )
    chats.save_state(tx, group.id, group.state)


def moved(tx: Tx, group: ChatRow, new: str) -> None:
    """The group and all its topics have a new id. Where something was said under the new id before
    we heard of it, that row takes over the binding and the cards."""
    if new == group.external:  # heard of already: by Telegram's word, or from a send that bounced
        return
    rows = tx.all(
        "SELECT o.id, o.office, o.state, n.id FROM chat o LEFT JOIN chat n"
        " ON n.channel = o.channel AND n.external = :new AND n.topic = o.topic"
        " WHERE o.channel = :channel AND o.external = :old",
        new=chats.mark(tx, group.channel, new),
        channel=group.channel,
        old=chats.mark(tx, group.channel, group.external),
    )
    for old_id, office, state, new_id in rows:
        if new_id is None:
            tx.run(
                "UPDATE chat SET external = :new, sealed = :sealed WHERE id = :id",
                new=chats.mark(tx, group.channel, new),
                sealed=tx.seal(new),
                id=old_id,
            )
        else:
            _take_over(tx, old_id, new_id, office, state)
    group.external = new


def _take_over(tx: Tx, old_id: int, new_id: int, office: str, state: str | None) -> None:
    if not office:  # nothing is bound to the old id any more, so nothing is taken from the new one
        return
    tx.run("UPDATE chat SET office = '' WHERE id = :id", id=old_id)
    tx.run(
        "UPDATE chat SET office = :office, state = :state WHERE id = :id",
        office=office,
        state=state,
        id=new_id,
    )
    tx.run(
        "UPDATE case_card SET chat_id = :new WHERE chat_id = :old AND case_id NOT IN"
        " (SELECT case_id FROM case_card WHERE chat_id = :new)",
        new=new_id,
        old=old_id,
    )
    tx.run("DELETE FROM case_card WHERE chat_id = :old", old=old_id)


def give_topic(tx: Tx, chat_id: int, office: str, case_id: int) -> None:
    """A topic of an office's group belongs to one case."""
    tx.run(
        "UPDATE chat SET office = :office, case_id = :case_id WHERE id = :id",
        office=office,
        case_id=case_id,
        id=chat_id,
    )

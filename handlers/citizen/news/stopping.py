"""No more broadcasts, by one word. “Dừng” without its mark is “đúng” too: there it only counts
where it answers nothing that was just asked."""

from __future__ import annotations

from datetime import timedelta

from cases.days.data_rights import Right
from cases.words.text import fold, written_words
from handlers.citizen import control
from handlers.citizen.interludes import ended
from handlers.conversation import replay
from handlers.desk import Turn
from handlers.privacy import data_requests
from handlers.router import also_said, command
from storage.plan import subscribers
from storage.privacy import consents

_PURPOSE = "broadcasts"
_LATELY = timedelta(days=60)
_STOPS = frozenset({"dừng", "stop"})
_UNMARKED = "dung"
_SOFT = frozenset("ạ a nhé nhe nha đi di xin please".split())


@command("dungtin", "unsubscribe", "thoinhantin", hidden=True)
def no_more(turn: Turn, words: str) -> None:
    """End every broadcast to this person."""
    stop(turn)


also_said(
    "dungtin",
    *("dừng nhận tin", "ngừng nhận tin", "hủy nhận tin", "hủy đăng ký tin"),
    *("không nhận tin nữa", "không muốn nhận tin", "không muốn nhận tin nữa", "đừng nhắn tin nữa"),
    *("đừng gửi tin nữa", "đừng nhắn nữa", "từ chối nhận tin", "thôi nhận tin nữa"),
    *("thôi đừng nhắn nữa", "stop messages", "stop sending", "no more messages", "opt out"),
)


def stop(turn: Turn) -> None:
    """At once, whatever was on; what was under way here goes on."""
    person = turn.chat.person_id
    if replay.under_way(turn) == "subscribe":
        replay.drop(turn)
    subscribers.stop(turn.tx, person, turn.now)
    if consents.withdraw(turn.tx, person, _PURPOSE, turn.now):
        data_requests.done_here(turn, Right.WITHDRAW, _PURPOSE)
    writing = bool(replay.under_way(turn))
    back = [] if writing else [turn.button("subscribe.b_again", "/dangky")]
    turn.say("subscribe.stopped", back, writing=writing)
    ended(turn)


def said(turn: Turn) -> bool:
    """Whether the whole message was the word to stop; then it was done. Where nothing is sent to
    them it stops what they are writing, as ever."""
    if not _meant(turn):
        return False
    if not _hears(turn) and (replay.under_way(turn) or replay.kept(turn)):
        control.cancel(turn, "")
        return True
    stop(turn)
    replay.ask_again(turn)
    return True


def _meant(turn: Turn) -> bool:
    if turn.choice or turn.file_ids or turn.incoming.edited or turn.incoming.reply_to:
        return False
    if not turn.private or turn.state.get("human") or turn.state.get("d", {}).get("official"):
        return False
    words = [word for word in written_words(turn.text) if word not in _SOFT]
    if len(words) != 1:
        return False
    return words[0] in _STOPS or (words[0] == _UNMARKED and not _answers(turn))


def _answers(turn: Turn) -> bool:
    """Whether “dung” means “đúng” here: a yes to what was just asked. Under a broadcast, which says
    how to stop, it does not."""
    if not _hears(turn):
        return True
    if subscribers.told_last(turn.tx, turn.chat.id):
        return False
    return any(
        fold(label).split()[:1] == [_UNMARKED] or data.endswith(":yes")
        for label, data in turn.chat.shown
    )


def _hears(turn: Turn) -> bool:
    """Whether anything is sent to them unasked."""
    person = turn.chat.person_id
    wishes = subscribers.wishes(turn.tx, person)
    if wishes is not None and (wishes.on or wishes.stopped_at is not None):
        return wishes.on
    # What officials are told as such is no wish of theirs.
    return turn.viewer is None and subscribers.told_since(turn.tx, person, turn.now - _LATELY)

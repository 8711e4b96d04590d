"""Asking for broadcasts: which topics, and where somebody wants it otherwise how often and as whom.
Nothing is on beforehand; topics count as soon as they are chosen, what is on is shown each time
with how to change it, and each yes is kept with its proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cases.words.text import fold
from handlers.citizen import plain_words
from handlers.citizen.interludes import begin_over, ended
from handlers.citizen.news import stopping
from handlers.citizen.news.how import (
    FREQUENCIES,
    PARTIES,
    UNTOLD,
    read_frequency,
    read_party,
)
from handlers.citizen.news.topic_words import name, names, topics_meant
from handlers.conversation.dialogue import Ask, Option, Unclear, dialogue
from handlers.conversation.privacy_notice import page
from handlers.desk import Turn
from handlers.router import also_said, command
from storage.plan import subscribers
from storage.plan.subscribers import Wishes
from storage.privacy import consents

PURPOSE = "broadcasts"
_BUTTONS_AT_MOST = 5  # more topics than that are chosen by number
_PARTS = {"chude": "topics", "nhip": "frequency", "toila": "party"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """`topics` empty: none is wanted."""

    topics: tuple[str, ...]
    frequency: str
    party: str


@command("dangky", "subscribe")
def subscribe(turn: Turn, words: str) -> None:
    """Without anything on it is asked; else what is on is shown. What may follow the command is one
    of `_PARTS`, to be changed, or topics by number or name."""
    before = _wishes(turn)
    head = fold(words)
    if not turn.agency.plan.topics:
        turn.say("subscribe.no_topics", phone=turn.agency.contact.phone)
    elif before is not None and before.on and head in _PARTS:
        begin_over(turn, "subscribe", {"only": _PARTS[head]})
    elif meant := topics_meant(words, turn.agency.plan.topics):
        begin_over(turn, "subscribe", {"topics": meant})
    elif before is not None and before.on:
        show(turn, before)
    else:
        begin_over(turn, "subscribe", {})


also_said(
    "dangky",
    *("đăng ký nhận tin", "đăng ký nhận thông báo", "nhận tin", "nhận thông báo", "nhận tin lại"),
    *("đăng ký lại", "đăng ký tin", "theo dõi tin", "sign up", "subscribe to news"),
)


def _wishes(turn: Turn) -> Wishes | None:
    return subscribers.wishes(turn.tx, turn.chat.person_id)


# --- asked ---------------------------------------------------------------------------------------


@dialogue("subscribe", lambda turn, chosen: _finish(turn, chosen))
def subscribing(ask: Ask) -> Chosen:
    """`only` in the answers: the one thing that is to be changed."""
    turn, only = ask.turn, ask.answers.get("only", "")
    before = _wishes(turn)
    now = before if before is not None and before.on else None
    topics: Sequence[str] = now.topics if now else ()
    if only in ("", "topics"):
        topics = _asked_topics(ask, topics)
    frequency, party = (now.frequency, now.party) if now else (FREQUENCIES[0], "")
    if topics and only == "frequency":
        frequency = ask.choice("frequency", _options(FREQUENCIES), read=read_frequency)
    if topics and only == "party":
        said = ask.choice("party", _options((*PARTIES, UNTOLD)), read=read_party)
        party = said if said in PARTIES else ""
    return Chosen(tuple(topics), frequency, party)


def _asked_topics(ask: Ask, on: Sequence[str]) -> list[str]:
    turn = ask.turn
    said = ask.question(
        "topics",
        text="subscribe.topics",
        options=lambda: _topic_options(turn, on),
        params=lambda: _topic_params(turn, on),
        read=_read_topics,
    )
    return _with(turn, on, said)


def _options(values: Sequence[str]) -> list[Option]:
    return [Option(value, f"subscribe.b_{value}") for value in values]


def _with(turn: Turn, before: Sequence[str], said: str | list[str]) -> list[str]:
    """A tap adds its topic, or takes it away where it was on; what is typed are all that are
    wanted. In the order of the plan."""
    wanted = set(before) ^ {said} if isinstance(said, str) else set(said)
    return [topic.id for topic in turn.agency.plan.topics if topic.id in wanted]


def _topic_options(turn: Turn, on: Sequence[str]) -> list[Option]:
    topics = turn.agency.plan.topics
    if len(topics) > _BUTTONS_AT_MOST:
        return []
    return [
        Option(t.id, label=name(t, turn.language) + (" ✓" if t.id in on else "")) for t in topics
    ]


def _topic_params(turn: Turn, on: Sequence[str]) -> dict[str, Any]:
    topics = turn.agency.plan.topics
    lines = [(n, name(t, turn.language), t.id in on) for n, t in enumerate(topics, 1)]
    # Without buttons the choices stand below by their numbers anyway.
    listed = turn.reach.buttons > 0 or len(topics) > _BUTTONS_AT_MOST
    # "Đăng ký" alone may be the beginning of a procedure's name.
    bare = fold(turn.text) == "dang ky"
    return {"topics": lines if listed else [], "link": page(turn), "on": bool(on), "bare": bare}


def _read_topics(turn: Turn, text: str) -> list[str] | str:
    if fold(text) in plain_words.NO | plain_words.NOTHING:
        return []
    meant = topics_meant(text, turn.agency.plan.topics)
    if not meant:
        raise Unclear("subscribe.which", most=len(turn.agency.plan.topics))
    return meant


# --- kept and shown ------------------------------------------------------------------------------


def _finish(turn: Turn, chosen: Chosen) -> None:
    before = _wishes(turn)
    if not chosen.topics:
        if before is not None and before.on:
            stopping.stop(turn)
        else:
            turn.say("subscribe.nothing")
        ended(turn)
        return
    person = turn.chat.person_id
    if before is None or not before.on or set(chosen.topics) - set(before.topics):
        _keep_consent(turn, chosen)
    subscribers.keep(turn.tx, person, chosen.topics, chosen.frequency, chosen.party, turn.now)
    now = _wishes(turn)
    assert now is not None
    show(turn, now)
    ended(turn)


def _keep_consent(turn: Turn, chosen: Chosen) -> None:
    """The proof names what they chose (Luật 91/2025/QH15: consent per purpose)."""
    consents.store(
        turn.tx,
        turn.chat.person_id,
        None,
        PURPOSE,
        turn.agency.notice_version,
        "; ".join(names(turn.agency, chosen.topics, turn.language)),
        turn.chat.channel,
        True,
        turn.now,
    )


def show(turn: Turn, now: Wishes) -> None:
    """What is on, and how to change it."""
    turn.say(
        "subscribe.on",
        [
            turn.button("subscribe.b_topics", "/dangky chude"),
            turn.button("subscribe.b_frequency", "/dangky nhip"),
            turn.button("subscribe.b_party", "/dangky toila"),
            turn.button("subscribe.b_end", "/dungtin"),
        ],
        topics=names(turn.agency, now.topics, turn.language),
        frequency=now.frequency,
        party=now.party,
    )

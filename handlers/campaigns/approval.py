"""The second pair of eyes on a broadcast: who may approve reads the very words, approves them or
gives them back."""

from __future__ import annotations

from typing import Any

from cases.plan.broadcast_rights import approvers, approves, may_change
from cases.plan.campaigns import Audience, State
from handlers import letters
from handlers.campaigns import card
from handlers.campaigns.forecast import Forecast, forecast
from handlers.campaigns.gone import gone
from handlers.campaigns.size import size_words
from handlers.campaigns.wording import title_in
from handlers.clock_duty import spoken
from handlers.desk import Desk, Turn
from messages.envelope import Choice
from storage.mailbox import chats
from storage.people import people
from storage.plan import campaigns
from storage.plan.campaigns import WrongState
from storage.tables.mailbox import StoredFile
from storage.tables.plan import Campaign

COMMAND = "/thongbao"


def ask_for_approval(desk: Desk, campaign: Campaign, size: Forecast | None = None) -> None:
    """Show it to everybody who may approve it and is not away; where nobody may, the admins hear
    that it waits. `size`: where it was counted just now."""
    able = [v.person_id for v in approvers(people.viewers(desk.tx, desk.now), campaign.author_id)]
    away = people.away(desk.tx, desk.now)
    size = size or forecast(desk, Audience.of(campaign.audience))
    for person_id in [who for who in able if who not in away] or able:
        _show(desk, campaign, person_id, size)
    if not able:
        for admin in people.admins(desk.tx, desk.now):
            title = title_in(campaign, spoken(desk, admin))
            desk.tell_person(
                admin, "broadcast.nobody_approves", number=campaign.number, title=title
            )


def _show(desk: Desk, campaign: Campaign, person_id: int, size: Forecast) -> None:
    chat_id = people.preferred_chat(desk.tx, person_id)
    own = desk.chat if desk.chat and desk.chat.id == chat_id else None
    chat = own or (chats.by_id(desk.tx, chat_id) if chat_id else None)
    if chat is None:
        return
    if chat.channel != letters.CHANNEL:
        card.put_words(desk, chat, campaign)
    choices = _choices(desk, chat.language, campaign)
    said = _said(desk, campaign, chat.language, size)
    desk.tell_person(person_id, "broadcast.to_approve", choices, **said)


def _said(desk: Desk, campaign: Campaign, language: str, size: Forecast) -> dict[str, Any]:
    return {
        **card.particulars(desk, campaign, language),
        "english": bool(campaign.words_en),
        "size": size_words(desk, size, language),
    }


def _choices(desk: Desk, language: str, campaign: Campaign) -> list[Choice]:
    number = campaign.number
    return [
        desk.label(
            language, "broadcast.b_approve", f"{COMMAND} duyet {number} {card.mark(campaign)}"
        ),
        desk.label(language, "broadcast.b_return", f"{COMMAND} tralai {number}"),
    ]


def can_approve(turn: Turn, campaign: Campaign) -> bool:
    """Whether the official who speaks may approve it, or give it back."""
    officials = people.viewers(turn.tx, turn.now)
    return turn.viewer in approvers(officials, campaign.author_id)


def may_approve(turn: Turn, campaign: Campaign) -> bool:
    """The same; where not, they are told why."""
    if can_approve(turn, campaign):
        return True
    viewer = turn.viewer
    own = viewer is not None and campaign.author_id == viewer.person_id and approves(viewer)
    turn.say("broadcast.own" if own else "broadcast.not_approver", number=campaign.number)
    return False


def approve(turn: Turn, campaign: Campaign, seen: str) -> None:
    """`seen` is the mark of what was on their screen; without it, and where something else is
    written there now, it is shown first."""
    if not may_approve(turn, campaign):
        return
    if campaign.state != State.WAITING:
        say_state(turn, campaign)
    elif not _picture_is_here(turn, campaign):
        turn.say("broadcast.picture_not_here", _choices(turn, turn.language, campaign))
    elif code := gone(turn, campaign):
        turn.say("broadcast.tells_of_gone", _choices(turn, turn.language, campaign)[1:], code=code)
    elif seen != card.mark(campaign):
        card.put_words(turn, turn.chat, campaign)
        choices, language = _choices(turn, turn.language, campaign), turn.language
        size = forecast(turn, Audience.of(campaign.audience))
        turn.say("broadcast.to_approve", choices, **_said(turn, campaign, language, size))
    else:
        _approve(turn, campaign)


def _picture_is_here(turn: Turn, campaign: Campaign) -> bool:
    """A channel may take a while to hand it over; without it the words would go out alone."""
    file = turn.tx.get(StoredFile, campaign.file_id) if campaign.file_id else None
    return campaign.file_id is None or (file is not None and file.state == "kept")


def _approve(turn: Turn, campaign: Campaign) -> None:
    who = turn.chat.person_id
    try:
        campaigns.move(
            turn.tx, campaign.id, "approve", approver_id=who, approved_at=turn.now, reason=""
        )
    except WrongState:
        say_state(turn, campaign)
        return
    see = ("broadcast.b_see", f"{COMMAND} {campaign.number}")
    when = card.when_words(turn, campaign, turn.language)
    turn.say("broadcast.approved", [turn.button(*see)], number=campaign.number, when=when)
    if campaign.author_id:
        _tell(turn, campaign, [campaign.author_id], "broadcast.was_approved", see, when=when)


def give_back(turn: Turn, campaign: Campaign, reason: str) -> None:
    """To whoever wrote it; what the clock composed, to who may change it in Văn phòng."""
    viewer = turn.viewer
    try:
        campaigns.move(turn.tx, campaign.id, "return", reason=reason)
    except WrongState:
        say_state(turn, campaign)
        return
    edit = ("broadcast.b_edit", f"{COMMAND} sua {campaign.number}")
    mine = viewer is not None and may_change(viewer, campaign.author_id)
    turn.say("broadcast.returned", [turn.button(*edit)] if mine else [], number=campaign.number)
    everybody = people.viewers(turn.tx, turn.now)
    theirs = [v.person_id for v in everybody if may_change(v, campaign.author_id)]
    whom = [campaign.author_id] if campaign.author_id else theirs
    _tell(turn, campaign, whom, "broadcast.was_returned", edit, reason=reason)


def _tell(
    turn: Turn,
    campaign: Campaign,
    whom: list[int],
    key: str,
    button: tuple[str, str],
    **params: Any,
) -> None:
    """Nobody hears of what they did themselves."""
    by = people.name_of(turn.tx, turn.chat.person_id)
    known: dict[str, Any] = {"number": campaign.number, "by": by, **params}
    for person_id in whom:
        if person_id != turn.chat.person_id:
            language = spoken(turn, person_id)
            button_there, title = turn.label(language, *button), title_in(campaign, language)
            turn.tell_person(person_id, key, [button_there], title=title, **known)


def say_state(turn: Turn, campaign: Campaign) -> None:
    """Where it stands now: somebody was there first, or it is too late for that."""
    now = turn.tx.get(Campaign, campaign.id) or campaign
    see = [turn.button("broadcast.b_see", f"{COMMAND} {campaign.number}")]
    by = people.name_of(turn.tx, now.approver_id) if now.approver_id else ""
    turn.say("broadcast.stands", see, number=now.number, state=now.state, by=by)

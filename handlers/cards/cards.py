"""Cards of cases in the chats of officials and their groups: who gets one, and how those that are
out are brought up to date."""

from __future__ import annotations

from typing import Any

from cases import confidentiality
from cases.confidentiality import Viewer
from cases.lifecycle import Standing, Status
from handlers.cards import card as face
from handlers.cards import sight
from handlers.desk import Desk
from handlers.labels import Label
from handlers.rights import reading, rights
from messages.envelope import Choice, Priority
from storage.engine.tx import Tx
from storage.mailbox import addresses, chats
from storage.people import people
from storage.tables.casework import Case, CaseCard

DUTY: dict[Status, frozenset[Standing]] = {
    Status.RECEIVED: frozenset({Standing.DISPATCHER}),
    Status.ASSIGNED: frozenset({Standing.HANDLER, Standing.HEAD}),
    Status.IN_PROGRESS: frozenset({Standing.OWNER}),
    Status.AWAITING_APPROVAL: frozenset({Standing.APPROVER}),
}


def wanted(case: Case) -> frozenset[Standing]:
    """Whose turn it is. An answer that somebody else is to look at again waits for that person."""
    if case.second_look and case.status in (Status.ANSWERED, Status.CLOSED):
        return frozenset({Standing.REVIEWER})
    return DUTY.get(Status(case.status), frozenset())


def on_duty(desk: Desk, case: Case) -> list[Viewer]:
    """The officials whose turn it is. Those away and those without a chat are passed over while
    somebody is there."""
    return _duty(desk, case)[0]


def _duty(desk: Desk, case: Case) -> tuple[list[Viewer], bool]:
    """The same, and whether any of them is there and hears of it."""
    turn_of = wanted(case)
    known = rights.facts(desk, case)
    reception = desk.agency.reception_office
    held = [
        v
        for v in people.viewers(desk.tx, desk.now)
        if confidentiality.standings(known, v, reception) & turn_of
    ]
    away, reached = people.away(desk.tx, desk.now), people.with_chat(desk.tx)
    there = [v for v in held if v.person_id in reached]
    ready = [v for v in there if v.person_id not in away]
    some = ready or there or [v for v in held if v.person_id not in away] or held
    return some, bool(ready)


def refresh(desk: Desk, case: Case, *, actor: str = "") -> None:
    """After a change: those on duty get a card; cards already out are brought up to date."""
    known = [] if case.version == 1 else desk.tx.of_case(CaseCard, case.id)
    out = {c.chat_id: c for c in known}
    duty, ready = _duty(desk, case)
    for viewer in duty:
        chat_id = people.preferred_chat(desk.tx, viewer.person_id, letters=False)
        mine = actor == f"person:{viewer.person_id}"
        if chat_id is None:
            if not mine:
                by_letter(desk, case, viewer)
            continue
        fresh = not mine or chat_id not in out
        show(desk, case, viewer, chat_id, out.pop(chat_id, None), fresh=fresh)
    for card in out.values():
        _replace(desk, case, card)
    if case.version > 1:
        sight.lost_by(desk, case)
    _to_office_group(desk, case)
    if wanted(case) and not ready:
        _nobody(desk, case, duty)


def bring_up_to_date(desk: Desk, case: Case) -> None:
    """The cards that are out, after a change that gives nobody something new to do."""
    for card in desk.tx.of_case(CaseCard, case.id):
        _replace(desk, case, card)


def by_letter(desk: Desk, case: Case, viewer: Viewer) -> None:
    """That a case waits, and which. Letters show nothing of it."""
    chat_id = addresses.of_official(desk.tx, viewer.person_id)
    if chat_id is not None and "email" in desk.ground.reach:
        desk.tell_chat(
            chat_id,
            "card.letter",
            language="vi",
            details={
                "case_id": case.id,
                "person_id": viewer.person_id,
                "subject": desk.words("vi", "card.letter_subject", code=case.code),
            },
            code=case.code,
        )


def _nobody(desk: Desk, case: Case, duty: list[Viewer]) -> None:
    """A case waits and nobody can act on it, or nobody who would hear of it: the admins learn that
    one does, not what it says, and nothing where it accuses them."""
    held, status = bool(case.restricted), desk.words("vi", f"status.{case.status}")
    who = "" if held else ", ".join(people.name_of(desk.tx, v.person_id) for v in duty)
    key = "staff.nobody_reached" if duty else "staff.nobody_on_duty"
    button = [Label("people.b_people", "/nhansu")]
    told: dict[str, Any] = {"who": who} if duty else {}
    for admin in people.admins(desk.tx, desk.now):
        if admin not in (case.accused or ()):
            desk.tell_person(admin, key, button, code=case.code, held=held, status=status, **told)


def _replace(desk: Desk, case: Case, card: CaseCard) -> None:
    """Edit an older card in place; for somebody who may no longer see the case, to nothing. Where
    nothing can be edited an older card stays as it is: a new one each time would be a flood, and
    its buttons say what has changed."""
    chat = chats.by_id(desk.tx, card.chat_id)
    if chat is None:
        return
    edits = chat.channel in desk.ground.reach and desk.ground.reach[chat.channel].edits
    viewer = people.viewer(desk.tx, chat.person_id, desk.now) if chat.person_id else None
    if chat.office and chat.office == case.office:
        if not case.restricted:
            _post(
                desk,
                case,
                chat.id,
                card,
                face.buttons(desk, case, None, chat.language),
                face.text(desk, case, None, chat.language),
                fresh=False,
            )
    elif viewer and rights.may_see(desk, case, viewer):
        if edits:
            show(desk, case, viewer, chat.id, card, fresh=False)
    else:
        sight.take_away(desk, case, chat.id)


def _to_office_group(desk: Desk, case: Case) -> None:
    """The group bound to the office in charge sees it too, unless it is restricted."""
    if case.restricted or not case.office:
        return
    row = desk.tx.one(
        "SELECT id, state FROM chat WHERE kind = 'group' AND office = :office"
        " AND topic = '' AND blocked_at IS NULL",
        office=case.office,
    )
    if row and (desk.tx.opened_json(row[1]) or {}).get("forum"):
        _topic(desk, case, row[0])
    elif row and _card(desk.tx, case.id, row[0]) is None:
        in_group(desk, case, row[0])


def in_group(desk: Desk, case: Case, chat_id: int) -> None:
    """The card of a case in a group of its office, or in a topic of that group: without identity,
    and never of a restricted case."""
    if case.restricted:
        return
    card, language = _card(desk.tx, case.id, chat_id), "vi"
    _post(
        desk,
        case,
        chat_id,
        card,
        face.buttons(desk, case, None, language),
        face.text(desk, case, None, language),
        fresh=True,
    )


def _topic(desk: Desk, case: Case, group_id: int) -> None:
    """In a group with topics each case gets one of its own: asked for once, made outside the turn,
    where the channel is."""
    params = {"case": case.id, "chat": group_id}
    made = desk.tx.one(
        "SELECT 1 FROM chat WHERE case_id = :case AND office = :office",
        case=case.id,
        office=case.office,
    )
    asked = desk.tx.one(
        "SELECT 1 FROM job WHERE kind = 'topic' AND chat_id = :chat AND params = :params",
        chat=group_id,
        params=params,
    )
    if made is None and asked is None:
        desk.tx.insert("job", kind="topic", params=params, chat_id=group_id, due_at=desk.now)


def show(
    desk: Desk,
    case: Case,
    viewer: Viewer,
    chat_id: int,
    card: CaseCard | None = None,
    *,
    fresh: bool = True,
) -> None:
    """Put the card of a case before an official: anew, or in place of `card`."""
    card = card or _card(desk.tx, case.id, chat_id)
    reading.note(desk, case, viewer.person_id, "card")
    _post(
        desk,
        case,
        chat_id,
        card,
        face.buttons(desk, case, viewer, "vi"),
        face.text(desk, case, viewer, "vi"),
        fresh=fresh,
        person_id=viewer.person_id,
    )


def _post(
    desk: Desk,
    case: Case,
    chat_id: int,
    card: CaseCard | None,
    choices: list[Choice],
    words: dict[str, Any],
    *,
    fresh: bool,
    person_id: int | None = None,
) -> None:
    replaces = None if fresh or card is None else card.outbox_id
    outbox_id = desk.tell_chat(
        chat_id,
        "card.card",
        choices,
        language="vi",
        priority=Priority.NOTICE,
        details={"case_id": case.id, "replaces": replaces, "person_id": person_id},
        **words,
    )
    if card is None:
        desk.tx.insert(
            "case_card", case_id=case.id, chat_id=chat_id, outbox_id=outbox_id, version=case.version
        )
    else:
        kept = replaces or outbox_id
        desk.tx.run(
            "UPDATE case_card SET outbox_id = :outbox, version = :version WHERE id = :id",
            outbox=kept,
            version=case.version,
            id=card.id,
        )


def _card(tx: Tx, case_id: int, chat_id: int) -> CaseCard | None:
    return next((c for c in tx.of_case(CaseCard, case_id) if c.chat_id == chat_id), None)

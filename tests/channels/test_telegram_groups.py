"""Groups of officials on Telegram: an office's cards come to its group, whoever presses needs
rights of their own, and what is restricted never gets there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests.channels.test_telegram_whole_way import STORY, submitted
from tests.fakes.telegram_people import Chat, Group
from tests.town import Phone, Town

pytestmark = pytest.mark.slow  # processes and sockets of their own

REGISTRY = "dang_ky_kinh_doanh"
FOREIGN = "kinh_te_doi_ngoai"
RECEPTION = "van_phong"
RUDE = "Cán bộ ở quầy hách dích, quát mắng và đòi tôi bồi dưỡng mới nhận hồ sơ"
SENDER = "Nguyễn Thị Kín"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("groups")
    made = Town(f"sqlite:///{folder / 'langnghe.db'}", folder)
    yield made.opens()
    made.ends()


@pytest.fixture(scope="module")
def staff(town: Town) -> SimpleNamespace:
    return SimpleNamespace(
        admin=town.official("admin", name="Đỗ Quản Trị"),
        dispatcher=town.official("dispatcher", name="Trần Văn Điều"),
        handler=town.official("handler", REGISTRY, "Lê Thị Hạnh"),
        head=town.official("head", REGISTRY, "Phạm Quốc Trưởng"),
    )


@pytest.fixture
def group(town: Town, staff: SimpleNamespace) -> Group:
    """A new group, bound to the registry office."""
    made = town.api.group("Phòng ĐKKD")
    staff.head.at(made).says("/nhom dkkd")
    return made


def accepted(town: Town, staff: SimpleNamespace, office: str = REGISTRY) -> str:
    code = submitted(town.citizen())
    staff.dispatcher.says(f"/tiepnhan {code} {office}")
    town.works("job", "waiting")
    return code


def said_in(town: Town, *groups: Chat) -> str:
    """Everything Telegram was ever asked to show there, whether it did or not."""
    ids = {group.id for group in groups}
    return "\n".join(
        json.dumps(request.params, ensure_ascii=False, default=str)
        for request in town.api.requests
        if int(request.params.get("chat_id") or 0) in ids
    )


# --- binding -------------------------------------------------------------------------------------


def test_who_may_bind_a_group(town: Town, staff: SimpleNamespace) -> None:
    made = town.api.group("Nhóm mới")
    stranger = town.citizen("Người lạ").at(made)
    stranger.says("/nhom dkkd")
    assert stranger.keys == ["common.not_for_you"]
    handler = staff.handler.at(made).says("/nhom dkkd")
    assert handler.keys == ["common.not_for_you"]
    head = staff.head.at(made)
    head.says("/nhom ktdn")
    assert head.keys == ["people.bind_not_yours"]
    head.says("/nhom@langnghe_bot").taps("Phòng Đăng ký kinh doanh")
    assert head.keys == ["people.bound"]
    assert staff.head.says("/nhom dkkd").keys == ["people.bind_in_group"]
    head.says("/nhom bo")
    assert head.keys == ["people.unbound"]
    accepted(town, staff)
    assert "PA26-" not in said_in(town, made)


# --- cards and buttons ---------------------------------------------------------------------------


def test_the_offices_cards_come_and_show_no_name(
    town: Town, staff: SimpleNamespace, group: Group
) -> None:
    code = accepted(town, staff)
    [_, card] = group.inbox
    assert code in card.text and STORY in card.text
    assert "Võ Thị Tư" not in card.text and "0905" not in card.text
    assert town.words("card.b_take") in card.buttons
    elsewhere = accepted(town, staff, FOREIGN)
    assert elsewhere not in said_in(town, group)


def test_who_presses_needs_rights_of_their_own(
    town: Town, staff: SimpleNamespace, group: Group
) -> None:
    code = accepted(town, staff)
    card = group.inbox[-1]
    stranger = town.citizen("Khách trong nhóm")
    there = stranger.at(group).taps("card.b_take")
    assert there.keys == ["common.not_for_you"]
    known = town.citizen("Người dân trong nhóm").says("/start").at(group)
    assert known.taps_data(f"/nhan {code}", card).keys == ["common.not_for_you"]
    other = town.official("handler", FOREIGN, "Ngô Phòng Khác").at(group)
    assert other.taps_data(f"/nhan {code}", card).keys == ["staff.not_here"]
    assert town.case(code).status == "assigned"
    refused = town.rows(
        "SELECT person_id FROM access_log WHERE action = 'refused /nhan' ORDER BY id DESC LIMIT 2"
    )
    assert refused[0][0] and refused[1] == (None,)

    handler = staff.handler.at(group).taps_data(f"/nhan {code}", card)
    assert handler.keys == ["card.card", "staff.done_take"]
    assert card.edits == 1 and town.words("status.in_progress") in card.text
    assert "Lê Thị Hạnh" in card.text and town.words("card.b_take") not in card.buttons
    assert town.case(code).status == "in_progress"


def test_an_act_that_needs_words_or_a_choice(
    town: Town, staff: SimpleNamespace, group: Group
) -> None:
    """No talk of a group is taken for an answer: words come in one message, choices by tap."""
    code = accepted(town, staff)
    handler = staff.handler.at(group)
    handler.says(f"/nhan {code}")
    handler.taps_data(f"/traloi {code}", group.inbox[1])
    assert handler.keys == ["staff.write_in_group"]
    handler.says(f"/hoi {code} Ông/bà nộp ngày nào?")
    assert handler.keys == ["card.card", "staff.done_ask"]
    handler.says("/hoso " + code)
    assert handler.keys == ["common.not_in_group"]
    head = staff.head.at(group)
    other = accepted(town, staff)
    head.says(f"/giao {other}").taps("Lê Thị Hạnh")
    assert head.got("staff.done_assign") and town.case(other).status == "in_progress"


def test_the_card_leaves_the_group_with_the_case(
    town: Town, staff: SimpleNamespace, group: Group
) -> None:
    code = accepted(town, staff)
    card = group.inbox[-1]
    foreign = town.api.group("Phòng KTĐN")
    staff.admin.at(foreign).says("/nhom ktdn")
    staff.dispatcher.says(f"/chuyen {code} ktdn Việc của nhà đầu tư nước ngoài")
    assert STORY not in card.text and card.buttons == []
    assert code in foreign.inbox[-1].text and foreign.inbox[-1].buttons


# --- talk ----------------------------------------------------------------------------------------


def test_ordinary_talk_is_not_answered(town: Town, staff: SimpleNamespace, group: Group) -> None:
    code = accepted(town, staff)
    before = len(group.inbox)
    handler, stranger = staff.handler.at(group), town.citizen("Khách").at(group)
    for person in (handler, stranger):
        person.says("chào cả nhà, trưa nay ăn gì?")
        person.says(f"việc {code} này khó quá")
        person.says("gui")
        person.says("1")
        person.says("/xinchao")
        person.says("/nhan@another_bot " + code)
        person.does(person.user.sends_location)
    first = handler.says("gõ nhầm").last
    handler.does(lambda: handler.user.edits(first, "gõ đúng"))
    stranger.says("trả lời thẻ", reply_to=group.inbox[-1])
    assert len(group.inbox) == before
    assert town.case(code).status == "assigned"


def test_a_reply_to_a_card(town: Town, staff: SimpleNamespace, group: Group) -> None:
    citizen = town.citizen()
    code = submitted(citizen)
    staff.dispatcher.says(f"/tiepnhan {code}")
    town.works("job", "waiting")  # what it resembles is found a little later, and changes the card
    card = group.inbox[-1]
    staff.handler.says(f"/nhan {code}")
    town.settles()
    handler = staff.handler.at(group)
    handler.forget()
    citizen.forget()

    handler.says("CANARY-NOTE: người này hay kiện", reply_to=card)
    assert handler.keys == ["staff.reply_as"]
    assert handler.news[0].reply_to == handler.last["message"]["message_id"]
    head = staff.head.at(group).taps("staff.b_as_note")
    assert head.keys == ["staff.not_yours"]
    handler.taps("staff.b_as_note")
    assert handler.got("staff.done_note")
    assert citizen.news == [] and "CANARY-NOTE" not in said_in(town, citizen.chat)

    handler.says("Ông/bà nộp ba giấy tờ.", reply_to=card).taps("staff.b_as_answer")
    assert handler.got("staff.done_draft")
    assert town.case(code).status == "awaiting_approval" and citizen.news == []
    assert "Ông/bà nộp ba giấy tờ." in card.text


# --- what never gets there -----------------------------------------------------------------------


def test_a_case_of_conduct_never_enters_any_group(town: Town, staff: SimpleNamespace) -> None:
    groups = [town.api.group(f"Nhóm {n}", topics=n == 1) for n in range(3)]
    for made, office in zip(groups, (REGISTRY, FOREIGN + " chude", RECEPTION), strict=True):
        staff.admin.at(made).says(f"/nhom {office}")
    code, citizen = _accuses(town)
    _is_handled(staff, code)
    citizen.taps("notice.b_see")
    assert "CANARY-ANSWER" in citizen.text
    for made in groups:
        for person in (staff.dispatcher, staff.handler):
            there = person.at(made)
            for act in ("nhan", "ghichu", "hoi", "chuyen", "tralai", "traloi"):
                there.says(f"/{act} {code} dkkd")
                assert there.keys == ["staff.not_here"]
    town.works("job", "waiting")
    shown = said_in(town, *(c for c in town.api.chats.values() if c.kind != "private"))
    assert "✓ Thẻ việc" in shown
    for canary in ("CANARY", code, SENDER, "hách dịch"):
        assert canary not in shown


def _accuses(town: Town) -> tuple[str, Phone]:
    citizen = town.citizen()
    citizen.says(RUDE + " CANARY-STORY").taps("doors.b_here").taps("submit.b_right")
    citizen.says("CANARY-ABOUT chị Lan phòng ĐKKD").taps("submit.b_closed")
    citizen.says(f"{SENDER}, 0905 123 218, xã Bình Sơn").taps("submit.b_skip")
    citizen.taps("submit.b_send_here")
    assert citizen.got("receipt.receipt"), citizen.keys
    return citizen.code, citizen


def _is_handled(staff: SimpleNamespace, code: str) -> None:
    dispatcher = staff.dispatcher
    dispatcher.says(f"/tiepnhan {code} dkkd").says(f"/nhan {code}")
    dispatcher.says(f"/ghichu {code} CANARY-NOTE")
    director = dispatcher.town.official("director", name="Hồ Giám Đốc")
    dispatcher.says(f"/traloi {code} CANARY-ANSWER Sở đã nhắc nhở.").taps("outcome.right")
    dispatcher.says("CANARY-MEASURE phê bình").taps("staff.b_no_document")
    director.says(f"/duyet {code}").taps("staff.b_approve")
    assert director.got("staff.done_approve"), director.keys


# --- topics --------------------------------------------------------------------------------------


def test_a_topic_for_each_case(town: Town, staff: SimpleNamespace) -> None:
    forum = town.api.group("Diễn đàn KTĐN", topics=True)
    staff.admin.at(forum).says("/nhom ktdn chude")
    codes = [accepted(town, staff, FOREIGN) for _ in range(2)]
    topics = {number: name for number, name in forum.topics.items() if number != 1}
    assert [name.split()[0] for name in topics.values()] == codes
    first, second = topics
    handler = town.official("handler", FOREIGN, "Ngô Thị Diễn").at(forum, first)
    [card] = handler.inbox
    assert codes[0] in card.text and card.topic == first
    assert all(b.topic for b in forum.inbox if "PA26" in b.text)

    handler.taps_data(f"/nhan {codes[0]}", card)
    assert handler.keys == ["card.card", "staff.done_take"]
    assert card.edits == 1 and handler.news[-1].topic == first
    handler.says("việc này gấp nhé")
    assert handler.keys == []
    handler.says("/ghichu đã gọi điện")
    assert handler.got("staff.done_note") and codes[0] in handler.text
    handler.says("Đủ giấy tờ rồi.", reply_to=card)
    assert handler.keys == ["staff.reply_as"]
    handler.taps("staff.b_as_answer")
    assert town.case(codes[0]).status == "awaiting_approval"
    assert town.case(codes[1]).status == "assigned"
    assert [b.topic for b in forum.inbox if codes[1] in b.text] == [second]


def test_a_group_without_topics_gets_the_card_itself(town: Town, staff: SimpleNamespace) -> None:
    plain = town.api.group("Nhóm thường")
    staff.admin.at(plain).says("/nhom ktdn chude")
    code = accepted(town, staff, FOREIGN)
    assert code in plain.inbox[-1].text and plain.inbox[-1].buttons


# --- groups that move, and groups without us ----------------------------------------------------


def test_a_group_that_becomes_a_supergroup(
    town: Town, staff: SimpleNamespace, group: Group
) -> None:
    code = accepted(town, staff)
    new = town.does(group.migrates)
    town.settles()
    other = accepted(town, staff)
    assert other in new.inbox[-1].text
    handler = staff.handler.at(new).taps("card.b_take")
    assert handler.got("staff.done_take") and town.case(other).status == "in_progress"
    assert code not in said_in(town, new)


def test_a_move_first_heard_of_from_what_bounced(
    town: Town, staff: SimpleNamespace, group: Group
) -> None:
    """Two cards on their way learn of it before Telegram's own word comes: none is lost or
    doubled, the group stays bound, and its cards are edited in place after it."""
    new = town.api.group(group.title)
    group.migrated_to = new.id
    codes = [submitted(town.citizen()) for _ in range(2)]
    staff.dispatcher.says("/hopthu").taps("Nhận tất cả").taps("staff.b_accept_listed")
    town.settles()
    assert [b.text.split()[0] for b in new.inbox] == codes
    someone = staff.handler.user
    town.does(lambda: someone.posts({"migrate_to_chat_id": new.id}, group))
    town.does(lambda: someone.posts({"migrate_from_chat_id": group.id}, new))
    town.settles()
    for code, card in zip(codes, list(new.inbox), strict=True):
        staff.handler.says(f"/nhan {code}")
        assert card.edits == 1 and town.words("status.in_progress") in card.text
    last = accepted(town, staff)
    assert last in new.inbox[-1].text


def test_a_group_that_put_us_out(town: Town, staff: SimpleNamespace, group: Group) -> None:
    member = staff.handler.at(group)
    member.does(lambda: member.user.removes_bot(group))
    before = len(group.inbox)
    code = accepted(town, staff)
    group.refusal = ""
    member.does(lambda: member.user.changes_membership(group, "left", "member"))
    other = accepted(town, staff)
    assert len(group.inbox) == before + 1 and other in group.inbox[-1].text

    group.refusal = "Forbidden: bot was kicked from the supergroup chat"
    staff.admin.forget()
    third = accepted(town, staff)
    town.settles()
    assert staff.admin.keys.count("common.alarm_unreachable") == 1
    assert "Phòng Đăng ký kinh doanh" in staff.admin.text
    calls = town.rows(
        "SELECT c.code FROM duty d JOIN cases c ON c.id = d.case_id WHERE d.kind = 'call'"
    )
    assert not {code, other, third} & {row[0] for row in calls}

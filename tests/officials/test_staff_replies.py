"""What officials say without a command, in private and in groups."""

from __future__ import annotations

import pytest

from messages.envelope import ChatKind, Event, Incoming
from tests.office import FOREIGN, REGISTRY, SQLITE_ONLY, Office, filed, submitted
from tests.people import Person, World

pytestmark = SQLITE_ONLY

GROUP = "-100500"


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def card(person: Person, code: str) -> str:
    """The channel's id of the newest message about a case there."""
    rows = person.world.rows(
        "SELECT o.message_id FROM outbox o JOIN chat c ON c.id = o.chat_id JOIN cases s"
        " ON s.id = o.case_id WHERE c.external = :chat AND s.code = :code AND c.topic = :topic"
        " AND o.message_id <> '' ORDER BY o.id DESC",
        chat=person.group or person.id,
        topic=person.topic,
        code=code,
    )
    return str(rows[0][0])


# --- in private ----------------------------------------------------------------------------------


def test_a_reply_to_a_card_asks_where_it_goes(world, office):
    citizen = world.citizen("Tư")
    code = office.taken(citizen)
    citizen.forget()
    office.handler.says("Mời ông/bà đến nhận.", reply_to=card(office.handler, code))
    assert office.handler.keys == ["staff.reply_as"]
    assert "người gửi, qua Telegram" in office.handler.text
    assert citizen.keys == []
    office.handler.taps("Cho người dân, là trả lời").taps("Không kèm")
    assert world.case(code).status == "awaiting_approval"


def test_a_reply_may_be_a_question(world, office):
    citizen = world.citizen("Tư")
    code = office.taken(citizen)
    office.handler.says("Xin gửi ảnh phiếu hẹn.", reply_to=card(office.handler, code))
    office.handler.taps("Cho người dân, là câu hỏi")
    assert citizen.got("notice.ask")


def test_what_the_table_does_not_allow_is_not_offered(world, office):
    code = office.accepted(world.citizen("Tư"))
    office.handler.says("Xem rồi nhé.", reply_to=card(office.handler, code))
    assert office.handler.buttons == ["Ghi chú cho đồng nghiệp", "Thôi"]
    office.handler.taps("Thôi")
    assert office.handler.keys == ["staff.cancelled"]


def test_a_reply_is_sent_once(world, office):
    code = office.taken(world.citizen("Tư"))
    office.handler.says("Nhớ gọi thuế.", reply_to=card(office.handler, code))
    office.handler.taps("Ghi chú cho đồng nghiệp")
    assert office.handler.got("staff.done_note")
    office.handler.taps("Ghi chú cho đồng nghiệp")
    assert office.handler.keys == ["common.done_already"]
    assert world.rows("SELECT COUNT(*) FROM case_note")[0][0] == 1


def test_bare_words_go_to_nobody(world, office):
    citizen = world.citizen("Tư")
    office.taken(citizen)
    citizen.forget()
    office.handler.says("Mời ông/bà đến nhận kết quả.")
    assert office.handler.keys == ["staff.nobody_reads"]
    assert citizen.keys == []
    office.handler.says("chào")
    assert office.handler.keys == ["staff.hello"]


def test_an_official_is_a_citizen_too(world, office):
    office.handler.says("Thủ tục đăng ký thành lập công ty cổ phần quá nhiều giấy tờ")
    office.handler.taps("Gửi phản ánh như người dân")
    assert office.handler.got("submit.subject")


def test_a_short_act_in_the_middle_of_a_long_one(world, office):
    """A card that needs words interrupts an entry; the entry comes back."""
    code = office.taken(world.citizen("Tư"))
    office.handler.says("/nhap").taps("Điện thoại").says("Ông Năm gọi, hỏi giấy tờ mở công ty")
    office.handler.says(f"/ghichu {code}").says("Nhớ gọi thuế.")
    assert "staff.done_note" in office.handler.keys
    assert office.handler.keys[-1] == "intake.story_more"


# --- in groups -----------------------------------------------------------------------------------


def bound(office: Office, words: str = "dkkd") -> Person:
    group = office.head.in_group(GROUP)
    group.says(f"/nhom {words}")
    assert group.got("people.bound")
    group.forget()
    return group


def test_a_group_of_the_office_sees_its_cards(world, office):
    group = bound(office)
    code = office.accepted(world.citizen("Tư"))
    assert group.got("card.card")
    assert "Võ Thị Tư" not in group.text
    there = office.handler.in_group(GROUP)
    there.taps("Nhận việc")
    assert there.keys[-1] == "staff.done_take"
    assert world.case(code).owner_id == office.person_id(office.handler)


def test_in_a_group_rights_are_the_speakers(world, office):
    group = bound(office)
    code = office.accepted(world.citizen("Tư"))
    outsider = world.citizen("người lạ")
    there = outsider.in_group(GROUP)
    there.taps_data(f"/nhan {code}")
    assert there.keys == ["common.not_for_you"]
    foreign = office.colleague("handler", FOREIGN, "Đỗ Ngoại").in_group(GROUP)
    foreign.says(f"/nhan {code}")
    assert foreign.keys == ["staff.not_here"]
    assert world.case(code).status == "assigned"
    assert group.got("card.card")


def test_the_talk_of_a_group_is_its_own(world, office):
    group = bound(office)
    code = office.accepted(world.citizen("Tư"))
    group.says("chiều nay họp lúc mấy giờ nhỉ")
    assert group.keys == []
    group.sends("photo", name="hop.jpg")
    group.says("", unsupported="poll")
    assert group.keys == []
    assert world.rows("SELECT COUNT(*) FROM stored_file")[0][0] == 0
    outsider = world.citizen("người lạ").in_group(GROUP)
    outsider.says("tôi trả lời nhé", reply_to=card(group, code))
    assert outsider.keys == []


def test_a_reply_in_a_group_is_the_writers(world, office):
    citizen = world.citizen("Tư")
    bound(office)
    code = office.taken(citizen)
    citizen.forget()
    there = office.handler.in_group(GROUP)
    there.says("Mời ông/bà đến nhận.", reply_to=card(there, code))
    assert there.keys == ["staff.reply_as"]
    other = office.head.in_group(GROUP)
    other.taps("Cho người dân, là trả lời")
    assert other.keys == ["staff.not_yours"]
    there.taps("Cho người dân, là trả lời")
    assert world.case(code).status == "awaiting_approval"


def test_what_is_missing_is_picked_or_written_in_one_message(world, office):
    bound(office)
    code = office.taken(world.citizen("Tư"))
    there = office.handler.in_group(GROUP)
    there.says(f"/traloi {code}")
    assert there.keys == ["staff.write_in_group"]
    there.says(f"/chuyen {code}")
    assert there.keys == ["staff.office"]
    there.taps("Phòng Kinh tế Đối ngoại")
    assert there.keys == ["staff.write_in_group"]
    assert f"/chuyen {code} {FOREIGN}" in there.text or "/chuyen" in there.text
    there.says(f"/chuyen {code} {FOREIGN} Việc của phòng bạn")
    assert world.case(code).office == FOREIGN


def test_what_needs_a_second_look_is_done_in_private(world, office):
    bound(office)
    code = office.drafted(world.citizen("Tư"))
    there = office.head.in_group(GROUP)
    there.says(f"/duyet {code}")
    assert there.keys == ["common.not_in_group"]
    there.says("/homnay")
    assert there.keys == ["common.not_in_group"]


def test_only_an_admin_or_its_head_binds_a_group(world, office):
    there = office.handler.in_group(GROUP)
    there.says("/nhom dkkd")
    assert there.keys == ["common.not_for_you"]
    head = office.head.in_group(GROUP)
    head.says("/nhom ktdn")
    assert head.keys == ["people.bind_not_yours"]
    head.says("/nhom")
    assert head.keys == ["people.bind_which"]
    head.taps("Phòng Đăng ký kinh doanh")
    assert head.keys == ["people.bound"]
    head.says("/nhom bo")
    assert head.keys == ["people.unbound"]


def test_a_case_that_leaves_the_office_leaves_its_group(world, office):
    group = bound(office)
    code = office.taken(world.citizen("Tư"))
    office.handler.says(f"/chuyen {code} ktdn Việc của phòng bạn")
    assert group.seen[-1].message.key == "card.gone"


def test_a_group_with_a_new_id_stays_bound(world, office):
    bound(office)
    world.deliver(
        Incoming(
            channel="telegram",
            update_id=world.next_update(),
            chat=GROUP,
            sender=office.head.id,
            at=world.now,
            chat_kind=ChatKind.GROUP,
            event=Event.MIGRATED,
            new_chat="-100777",
        )
    )
    code = office.accepted(world.citizen("Tư"))
    moved = office.head.in_group("-100777")
    assert any(code in p.message.text for p in moved.seen)
    moved.says("/nhom bo")
    assert moved.keys == ["people.unbound"]


def test_a_new_id_heard_of_before_the_move(world, office):
    bound(office)
    moved = office.head.in_group("-100777")
    moved.says("có ai ở đây không")
    world.deliver(
        Incoming(
            channel="telegram",
            update_id=world.next_update(),
            chat=GROUP,
            sender=office.head.id,
            at=world.now,
            chat_kind=ChatKind.GROUP,
            event=Event.MIGRATED,
            new_chat="-100777",
        )
    )
    code = office.accepted(world.citizen("Tư"))
    assert any(code in p.message.text for p in moved.seen)


def test_with_topics_a_case_asks_for_its_own(world, office):
    group = bound(office, "dkkd chude")
    code = office.accepted(world.citizen("Tư"))
    assert group.keys == []
    jobs = world.rows("SELECT kind, params FROM job WHERE kind = 'topic'")
    assert len(jobs) == 1
    assert str(world.case(code).id) in jobs[0][1]
    office.handler.says(f"/nhan {code}")
    assert len(world.rows("SELECT 1 FROM job WHERE kind = 'topic'")) == 1


def test_in_a_topic_its_case_is_meant(world, office):
    bound(office, "dkkd chude")
    code = office.accepted(world.citizen("Tư"))
    there = office.handler.in_group(GROUP, "77")
    there.says("xin chào")
    world.store(
        lambda tx: tx.run(
            "UPDATE chat SET office = :office, case_id = (SELECT id FROM cases WHERE code = :code)"
            " WHERE topic = '77'",
            office=REGISTRY,
            code=code,
        )
    )
    there.says("/nhan")
    assert world.case(code).status == "in_progress"


def test_a_filed_case_stands_in_no_group_before_it_is_accepted(world, office):
    group = bound(office)
    filed(world)
    submitted(world.citizen("Tư"))
    assert group.keys == []

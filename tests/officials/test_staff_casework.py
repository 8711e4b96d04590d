"""Officials at work on a case, from the citizen's first word to their rating."""

from __future__ import annotations

import pytest

from cases.kinds import Kind
from messages.envelope import Incoming
from storage.casework import history
from tests.office import FOREIGN, REGISTRY, STORY, Office, actions, answer, filed, submitted
from tests.people import FakeChannel, Person, World


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def citizen(world: World) -> Person:
    return world.citizen("Tư")


def test_from_the_story_to_the_rating(world, office, citizen):
    code = submitted(citizen)
    assert office.dispatcher.got("card.card")

    office.dispatcher.taps("Tiếp nhận")
    assert office.dispatcher.got("staff.done_accept")
    assert office.handler.got("card.card")
    assert world.case(code).office == REGISTRY

    office.handler.taps("Nhận việc")
    assert office.handler.got("staff.done_take")
    office.handler.taps("Trả lời")
    assert office.handler.got("staff.words_answer")
    assert "người gửi, qua Telegram" in office.handler.text
    office.handler.says("Ông/bà chỉ cần nộp ba giấy tờ.")
    assert office.handler.got("staff.document")
    office.handler.taps("Không kèm")
    assert office.handler.got("staff.done_draft")

    citizen.forget()
    office.head.taps("Duyệt")
    assert office.head.got("staff.done_approve")
    assert citizen.got("notice.answer")
    assert "chỉ cần nộp ba giấy tờ" in citizen.text

    citizen.taps("Tôi đã rõ")
    assert citizen.keys == ["actions.clear"]
    citizen.says("/danhgia").says("5")
    assert world.case(code).rating == 5
    assert actions(world, code)[:5] == ["file", "accept", "take", "answer", "approve"]
    case_id = world.case(code).id
    assert world.store(lambda tx: history.broken_at(tx, case_id)) is None


def test_an_answer_carries_its_document(world, office, citizen):
    code = office.taken(citizen)
    office.handler.says(f"/traloi {code} Đã giải quyết xong.")
    office.handler.says("Số 12/VP-TL, ngày 1/12, Nguyễn Văn A")
    assert office.handler.got("staff.document_more")
    office.handler.sends("document", pdf(), name="tra-loi.pdf", type="application/pdf")
    assert "tra-loi.pdf" in office.handler.text
    world.work()
    office.handler.taps("Gửi đi")
    assert office.handler.got("staff.done_draft")

    citizen.forget()
    office.head.says(f"/duyet {code}")
    assert "12/VP-TL · 1/12/2026 · Nguyễn Văn A" in office.head.text
    office.head.taps("Duyệt và gửi")
    assert "12/VP-TL" in citizen.text
    [notice] = [p for p in citizen.news if p.message.key == "notice.answer"]
    assert notice.message.file is not None
    assert notice.message.file.name == "tra-loi.pdf"


def pdf() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages"
        b"/Kids[]/Count 0>>\nendobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n"
        b"0000000053 00000 n \ntrailer\n<</Size 3/Root 1 0 R>>\nstartxref\n102\n%%EOF\n"
    )


def test_an_answer_waits_for_its_file(world, office, citizen):
    code = office.taken(citizen)
    office.handler.says(f"/traloi {code} Đã giải quyết xong.")
    office.handler.sends("document", pdf(), name="tra-loi.pdf", type="application/pdf")
    office.handler.taps("Gửi đi")
    assert office.handler.keys == ["staff.file_wanted", "staff.document_more"]
    assert world.case(code).status == "in_progress"
    world.work()
    office.handler.taps("Gửi đi")
    assert office.handler.got("staff.done_draft")


def test_the_second_of_two_hears_who_was_first(world, office, citizen):
    other = office.colleague("handler", REGISTRY, "Võ Minh Sau")
    code = office.accepted(citizen)
    office.handler.says(f"/nhan {code}")
    other.says(f"/nhan {code}")
    assert other.keys == ["staff.not_now"]
    assert "Lê Thị Hạnh nhận việc" in other.text
    assert world.case(code).owner_id == office.person_id(office.handler)


def test_two_who_press_in_the_same_instant(world, office, citizen):
    other = office.colleague("handler", REGISTRY, "Võ Minh Sau")
    code = office.accepted(citizen)
    for person in (office.handler, other):
        person.forget()
    world.deliver(
        *(
            Incoming(
                channel="telegram",
                update_id=world.next_update(),
                chat=p.id,
                sender=p.id,
                at=world.now,
                choice=f"/nhan {code}",
            )
            for p in (office.handler, other)
        )
    )
    told = sorted(p.keys[-1] for p in (office.handler, other))
    assert told == ["staff.done_take", "staff.not_now"]
    assert actions(world, code).count("take") == 1


def test_what_is_not_possible_says_how_the_case_stands(office, citizen):
    code = office.accepted(citizen)
    office.handler.says(f"/traloi {code} Xong rồi.")
    assert office.handler.keys == ["staff.not_now"]
    assert "Đã chuyển xử lý" in office.handler.text
    assert "Nhận việc" in office.handler.buttons


def test_a_draft_goes_back_with_a_reason(world, office, citizen):
    code = office.drafted(citizen)
    office.handler.forget()
    citizen.forget()
    office.head.taps("Trả lại dự thảo")
    assert office.head.got("staff.words_return")
    office.head.says("Chưa nêu căn cứ.")
    assert world.case(code).status == "in_progress"
    assert office.handler.got("staff.told_return_draft")
    assert "Chưa nêu căn cứ." in office.handler.text
    assert citizen.keys == []


def test_nobody_approves_what_they_wrote(world, office, citizen):
    code = office.drafted(citizen)
    world.grant(office.handler, "head", REGISTRY)
    office.handler.says(f"/duyet {code}")
    assert office.handler.keys == ["staff.not_now"]
    assert world.case(code).status == "awaiting_approval"


def test_approval_shows_the_draft_that_is_approved(world, office, citizen):
    """A typed approval shows it; while that stands, another draft may have come."""
    code = office.drafted(citizen, "Bản thứ nhất.")
    office.head.says(f"/duyet {code}")
    assert office.head.keys == ["staff.approve_check"]
    assert "Bản thứ nhất." in office.head.text
    second = office.colleague("head", REGISTRY, "Phó Trưởng")
    second.says(f"/tralai {code} Sửa lại")
    answer(office.handler, code, "Bản thứ hai.")
    office.head.taps("Duyệt và gửi")
    assert world.case(code).status == "awaiting_approval"
    assert "Bản thứ hai." in office.head.text
    office.head.taps("Duyệt và gửi")
    assert "Bản thứ hai." in citizen.text


def test_one_question_and_its_answer(world, office, citizen):
    code = office.taken(citizen)
    office.handler.says(f"/hoi {code} Xin gửi ảnh phiếu hẹn.")
    assert office.handler.got("staff.done_ask")
    assert citizen.got("notice.ask")
    assert "ảnh phiếu hẹn" in citizen.text
    assert world.case(code).status == "waiting"
    assert world.case(code).waiting_since is not None
    office.handler.says(f"/nhan {code}")
    assert office.handler.got("staff.done_resume")
    assert world.case(code).status == "in_progress"


def test_a_day_is_put_off_once(world, office, citizen):
    code = office.taken(citizen)
    before = world.case(code).due_at
    office.handler.says(f"/giahan {code} 5/12 Chờ ý kiến Sở Xây dựng")
    assert office.handler.keys == ["staff.day_off"]  # a Saturday
    office.handler.says(f"/giahan {code} 2/12 Chờ ý kiến Sở Xây dựng")
    assert office.handler.keys == ["staff.not_later"]
    office.handler.says(f"/giahan {code} 15/12 Chờ ý kiến Sở Xây dựng")
    assert office.handler.got("staff.done_extend")
    assert world.case(code).due_at > before
    assert citizen.got("notice.extend")
    office.handler.says(f"/giahan {code} 22/12 Lại chờ")
    assert office.handler.keys == ["staff.extended_once"]


def test_another_office_by_everyday_name(world, office, citizen):
    code = office.taken(citizen)
    foreign = office.colleague("handler", FOREIGN, "Đỗ Ngoại")
    office.handler.says(f"/chuyen {code} ktdn Đây là dự án đầu tư nước ngoài")
    case = world.case(code)
    assert (case.status, case.office, case.owner_id) == ("assigned", FOREIGN, None)
    assert foreign.got("card.card")
    assert "dự án đầu tư nước ngoài" in foreign.text
    office.handler.says(f"/hoso {code}")
    assert office.handler.keys == ["staff.no_such_case"]


def test_the_head_gives_it_to_somebody_by_name(world, office, citizen):
    code = office.accepted(citizen)
    office.colleague("handler", REGISTRY, "Nguyễn Thị Hạnh")
    office.head.says(f"/giao {code} hanh")
    assert office.head.got("staff.person")
    office.head.says("le thi hanh")
    assert world.case(code).owner_id == office.person_id(office.handler)
    assert office.handler.got("card.card")


def test_whoever_cannot_handle_it_is_not_given_it(world, office, citizen):
    code = office.accepted(citizen)
    foreign = office.colleague("handler", FOREIGN, "Đỗ Ngoại")
    office.head.says(f"/giao {code} {office.person_id(foreign)}")
    assert office.head.got("staff.person")
    office.head.says(str(office.person_id(foreign)))
    assert office.head.got("staff.no_such_person")
    assert world.case(code).status == "assigned"


def test_an_office_hands_back(world, office, citizen):
    code = office.accepted(citizen)
    office.dispatcher.forget()
    office.handler.says(f"/tralai {code} Không thuộc phòng tôi")
    case = world.case(code)
    assert (case.status, case.office) == ("received", "")
    assert "Không thuộc phòng tôi" in office.dispatcher.text
    office.dispatcher.says(f"/tiepnhan {code}")
    assert office.dispatcher.got("staff.office")
    office.dispatcher.taps("Phòng Kinh tế Đối ngoại")
    assert world.case(code).office == FOREIGN


def test_words_that_name_no_office_are_asked_about(world, office, citizen):
    """Never taken for the suggestion by default."""
    code = submitted(citizen)
    office.dispatcher.says(f"/tiepnhan {code} phòng đất đai")
    assert office.dispatcher.keys == ["staff.no_such_office", "staff.office"]
    assert "“phòng đất đai”" in office.dispatcher.text
    assert world.case(code).status == "received"
    office.dispatcher.says("phòng nào cũng được")
    assert world.case(code).status == "received"
    office.dispatcher.says("khoa giao")
    assert world.case(code).office == "khoa_giao_van_xa"


def test_a_refusal_has_a_reason_and_a_next_step(world, office, citizen):
    code = submitted(citizen)
    office.dispatcher.taps("Không tiếp nhận")
    assert office.dispatcher.got("staff.words_refuse")
    assert world.case(code).status == "received"
    office.dispatcher.taps("Là khiếu nại")
    assert world.case(code).status == "refused"
    assert citizen.got("notice.refuse")
    assert "đơn có chữ ký" in citizen.text


def test_the_matter_of_another_body(world, office, citizen):
    code = submitted(citizen)
    office.dispatcher.says(f"/chuyenngoai {code} thue tinh quang ngai")
    assert office.dispatcher.got("staff.words_forward")
    office.dispatcher.taps("Dùng lời có sẵn")
    assert world.case(code).forwarded_to == "Thuế tỉnh Quảng Ngãi"
    assert "Thuế tỉnh Quảng Ngãi" in citizen.text


def test_a_body_nobody_has_heard_of(world, office, citizen):
    code = submitted(citizen)
    office.dispatcher.says(f"/chuyenngoai {code} Kho bạc Nhà nước khu vực XIII")
    office.dispatcher.says("Việc này do Kho bạc trả lời ông/bà.")
    assert world.case(code).forwarded_to == "Kho bạc Nhà nước khu vực XIII"
    assert "Kho bạc" in citizen.text


def test_praise_is_acknowledged(world, office):
    code = filed(world, kind=Kind.PRAISE, due_at=None)
    office.dispatcher.says(f"/tiepnhan {code}")
    assert office.dispatcher.got("staff.done_acknowledge")
    assert world.case(code).status == "closed"


def test_a_tip_may_be_acknowledged_and_a_named_case_may_not(world, office, citizen):
    tip = submitted(world.citizen("ẩn"), mode="Không nêu tên")
    office.dispatcher.says(f"/xong {tip}")
    assert world.case(tip).status == "closed"
    named = submitted(citizen)
    office.dispatcher.says(f"/xong {named}")
    assert office.dispatcher.keys == ["staff.not_for_thanks"]
    assert world.case(named).status == "received"


def test_whoever_is_involved_steps_back(world, office, citizen):
    code = office.taken(citizen)
    office.handler.says(f"/lienquan {code}").taps("Tôi có liên quan")
    case = world.case(code)
    assert (case.status, case.owner_id) == ("assigned", None)
    for command in ("nhan", "hoso", "ghichu", "tep", "nhatky"):
        office.handler.says(f"/{command} {code} lời gì đó")
        assert office.handler.keys == ["staff.you_recused"]
        assert "Đã chuyển xử lý" in office.handler.text
        assert "0905" not in office.handler.text
    office.head.says(f"/giao {code}")
    assert "Lê Thị Hạnh" not in " ".join(office.head.buttons)


def test_publishing_shows_the_words_once_more(world, office, citizen):
    code = office.answered(citizen)
    words = "Hỏi: giấy tờ mở công ty. Đáp: ba loại. Gọi 0255 0000 001."
    office.dispatcher.says(f"/congkhai {code} {words}")
    assert office.dispatcher.keys == ["publish.check"]
    assert world.case(code).published == ""
    office.dispatcher.taps("Đã bỏ, công khai")
    assert world.case(code).published == words


def test_an_answered_case_is_closed_by_hand(world, office, citizen):
    code = office.answered(citizen)
    office.dispatcher.says(f"/dong {code}")
    assert world.case(code).status == "closed"
    assert world.case(code).ended_at is not None


def test_a_transcript_is_for_its_sender_to_confirm(world, office, citizen):
    code = office.taken(citizen)
    office.handler.says(f"/ghiloi {code} Tôi nộp ba lần đều bị trả.")
    assert office.handler.keys == ["staff.no_recording"]
    citizen.says(f"/bosung {code}").sends("voice", name="ke.ogg")
    office.handler.says(f"/ghiloi {code} Tôi nộp ba lần đều bị trả.")
    assert citizen.got("notice.transcribe")
    citizen.taps("Đúng")
    assert actions(world, code)[-2:] == ["transcribe", "confirm_transcript"]


def test_a_command_replies_to_a_card(world, office, citizen):
    code = office.taken(citizen)
    card = last_card(office.handler, code)
    office.handler.says("/traloi Xong rồi, mời đến nhận.", reply_to=card).taps("Không kèm")
    assert world.case(code).status == "awaiting_approval"


def test_a_code_inside_the_words_is_content(world, office, citizen):
    code = office.taken(citizen)
    other = filed(world)
    card = last_card(office.handler, code)
    office.handler.says(f"/ghichu giống việc {other}", reply_to=card)
    assert actions(world, code)[-1] == "note"
    assert actions(world, other) == ["file"]


def test_a_command_without_a_case_asks_which(world, office, citizen):
    code = office.taken(citizen)
    office.handler.says("/traloi Hồ sơ xong rồi.")
    assert office.handler.keys == ["staff.which_case"]
    office.handler.taps(code)
    assert office.handler.got("staff.document")
    office.handler.taps("Không kèm")
    assert world.case(code).status == "awaiting_approval"


def last_card(person: Person, code: str) -> str:
    """The channel's id of the newest card of a case there."""
    world = person.world
    rows = world.rows(
        "SELECT o.message_id FROM case_card k JOIN outbox o ON o.id = k.outbox_id"
        " JOIN chat c ON c.id = k.chat_id JOIN cases s ON s.id = k.case_id"
        " WHERE c.external = :chat AND s.code = :code",
        chat=person.group or person.id,
        code=code,
    )
    return str(rows[0][0])


def test_a_long_dialogue_may_be_stopped(world, office, citizen):
    code = office.taken(citizen)
    office.handler.taps("Trả lời")
    office.handler.taps("Thôi")
    assert office.handler.keys == ["staff.cancelled"]
    office.handler.taps("Trả lời").says("Xong rồi nhé.").taps("Thôi")
    assert office.handler.keys == ["staff.cancelled"]
    assert world.case(code).status == "in_progress"


def test_english_words_do_the_same(world, office, citizen):
    code = submitted(citizen)
    office.dispatcher.says(f"/accept {code} business registration")
    office.handler.says(f"/take {code.lower().replace('-', '')}")
    assert world.case(code).status == "in_progress"


def test_story_is_shown_as_written(office, citizen):
    submitted(citizen, STORY + " <b>&lt;script&gt;{{ 7*7 }}</b>")
    newest = [p for p in office.dispatcher.news if p.message.key == "card.card"][-1]
    assert "&lt;b&gt;" in newest.message.text
    assert "{{ 7*7 }}" in newest.message.text


def test_a_card_button_is_no_right(world, office, citizen):
    """A button's data is only a command: whoever taps it is checked."""
    code = submitted(citizen)
    stranger = world.citizen("lạ")
    stranger.says("/start")
    stranger.taps_data(f"/tiepnhan {code}")
    assert stranger.keys == ["common.not_for_you"]
    assert world.case(code).status == "received"


def test_a_question_is_answered_without_a_second_person(world, office):
    citizen = world.citizen("Tư")
    citizen.says("/gapcanbo").says("Mở công ty cổ phần cần những giấy tờ gì?")
    code = citizen.code
    office.dispatcher.says(f"/tiepnhan {code} dkkd")
    office.handler.says(f"/nhan {code}")
    citizen.forget()
    answer(office.handler, code, "Cần ba loại giấy tờ.")
    assert office.handler.got("recall.waits")
    world.minute_passes()
    assert "Cần ba loại giấy tờ." in citizen.text


def test_an_old_card_where_nothing_can_be_edited(database, tmp_path):
    """There the card of an earlier draft stays on the screen, so its button shows the newest."""
    zalo = FakeChannel("zalo", edits=False)
    world = World(database, tmp_path, channels=[zalo])
    try:
        office = Office(world)
        second = world.citizen("phó phòng", channel=zalo)
        second.says("/start")
        world.grant(second, "head", REGISTRY, "Phó Trưởng")
        code = office.drafted(world.citizen("Tư"), "Bản thứ nhất.")
        second.taps("Duyệt")
        assert second.keys == ["staff.approve_check"]
        assert world.case(code).status == "awaiting_approval"
        second.taps("Duyệt và gửi")
        assert world.case(code).status == "answered"
    finally:
        world.close()

"""Who becomes an official, who ceases to be one, and what happens to their cases."""

from __future__ import annotations

import re

import pytest

from cases.kinds import Kind
from storage.people import people
from tests.office import FOREIGN, REGISTRY, SQLITE_FIRST, Office, actions, answer, filed, submitted
from tests.people import Person, World

pytestmark = SQLITE_FIRST


def admin_code(world: World) -> str:
    """What `run` prints while nobody is admin."""
    keys = world.house.keys
    world.store(lambda tx: people.replace_admin_code(tx, keys, "A1B2C3D4", world.now))
    return "A1B2C3D4"


def first_admin(world: World, name: str = "Nguyễn Thị Đầu") -> Person:
    admin = world.citizen("admin")
    admin.says(f"/start {admin_code(world)}").says(name)
    return admin


def invited(admin: Person, words: str) -> str:
    admin.says(f"/moi {words}")
    assert admin.got("people.invitation")
    found = re.search(r"/start (\d+)", admin.text)
    assert found is not None
    return found[1]


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


# --- joining -------------------------------------------------------------------------------------


def test_the_first_admin_finishes_a_case_alone(world):
    admin = first_admin(world)
    assert admin.got("people.welcome")
    assert "mọi phòng" in admin.text
    citizen = world.citizen("Tư")
    code = submitted(citizen)
    assert admin.got("card.card")
    admin.taps("Tiếp nhận").taps("Nhận việc")
    citizen.forget()
    answer(admin, code, "Đã xong, mời ông/bà đến nhận.")
    assert admin.got("recall.waits")
    world.minute_passes()
    assert citizen.got("notice.answer")
    assert world.case(code).status == "answered"


def test_with_a_second_person_approval_is_back(world):
    admin = first_admin(world)
    head = world.citizen("head")
    head.says(f"/start {invited(admin, 'trưởng phòng ĐKKD')}").says("Phạm Quốc Trưởng")
    code = submitted(world.citizen("Tư"))
    admin.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    answer(admin, code, "Đã xong.")
    assert admin.got("staff.done_draft")
    assert head.got("card.card")


def test_an_invitation_step_by_step(world):
    admin = first_admin(world)
    admin.says("/moi").says("chuyen vien")
    assert admin.got("people.invite_office")
    admin.taps("Phòng Kinh tế Đối ngoại")
    assert admin.got("people.invitation")
    assert "/chat?start=" in admin.text
    [shown] = [p for p in admin.news if p.message.key == "people.invitation"]
    assert shown.message.one_time


def test_a_code_makes_an_official_and_is_used_up(world):
    admin = first_admin(world)
    code = invited(admin, f"handler {REGISTRY}")
    newcomer = world.citizen("mới")
    newcomer.says(f"/start {code}")
    assert newcomer.keys == ["people.name"]
    admin.forget()
    newcomer.says("Lê Thị Hạnh")
    assert newcomer.got("people.welcome")
    assert admin.got("people.joined")
    assert "Lê Thị Hạnh" in admin.text
    other = world.citizen("khác")
    other.says(f"/start {code}")
    assert other.keys == ["people.code_used"]


def test_codes_are_read_from_paper(world):
    admin = first_admin(world)
    code = invited(admin, "giám đốc")
    person = world.citizen("giám đốc")
    person.says(f"/start {code[:4]} {code[4:8]}-{code[8:]}")
    assert person.keys == ["people.name"]


def test_expired_and_revoked_codes_open_nothing(world):
    admin = first_admin(world)
    old, gone = invited(admin, "dispatcher"), invited(admin, "director")
    admin.says("/moi danhsach")
    assert admin.text.count("đến") == 2
    admin.taps("Thu hồi mã số 3")
    assert admin.got("people.revoked")
    person = world.citizen("ai")
    person.says(f"/start {gone}")
    assert person.keys == ["people.code_revoked"]
    world.later(days=8)
    person.says(f"/start {old}")
    assert person.keys == ["people.code_expired"]


def test_wrong_codes_are_slowed_down(world):
    first_admin(world)
    guesser = world.citizen("đoán")
    for _ in range(4):
        guesser.says("/start 999988887777")
        assert guesser.keys == ["people.code_unknown"]
    guesser.says("/start 999988887778")
    assert guesser.keys == ["people.slow_down"]
    world.later(minutes=2)
    guesser.says("/start 999988887779")
    assert guesser.keys == ["people.code_unknown"]


def test_only_admins_invite(world, office):
    office.head.says("/moi handler van_phong")
    assert office.head.keys == ["common.not_for_you"]


# --- leaving a chat, locking ---------------------------------------------------------------------


def test_a_chat_logged_out_is_a_citizens(world, office):
    code = submitted(world.citizen("Tư"))
    office.dispatcher.says("/thoat")
    assert "duy nhất" in office.dispatcher.text
    office.dispatcher.taps("Đăng xuất")
    assert office.dispatcher.keys[-1] == "people.logged_out"
    assert "card.gone" in office.dispatcher.keys
    office.dispatcher.says(f"/hoso {code}")
    assert office.dispatcher.keys == ["common.not_for_you"]
    office.dispatcher.says("xin chào")
    assert office.dispatcher.got("greeting.greeting")


def test_locking_ends_every_right_at_once(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    code = office.taken(world.citizen("Tư"))
    admin.says("/khoa le thi hanh")
    assert "people.now_locked" in admin.keys
    assert admin.keys[-1] == "people.ask_bangiao"  # she held a case
    assert office.handler.seen[-1].message.key == "people.locked_now"
    office.handler.says(f"/traloi {code} Xong.")
    assert office.handler.keys == ["people.locked"]
    office.handler.says("/start 123")
    assert office.handler.keys == ["people.locked"]
    admin.says("/khoa Lê Thị Hạnh")
    assert admin.keys == ["people.unlock_sure"]
    admin.taps("Mở khóa")
    office.handler.says("/homnay")
    assert code in office.handler.text


def test_a_dialogue_under_way_does_not_outlive_the_lock(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    code = office.taken(world.citizen("Tư"))
    office.handler.says(f"/traloi {code} Xong rồi.")
    admin.says("/khoa Lê Thị Hạnh")
    office.handler.taps("Không kèm")
    assert world.case(code).status == "in_progress"


def test_namesakes_are_told_apart_by_number(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    other = office.colleague("handler", FOREIGN, "Lê Thị Hạnh")
    admin.says("/khoa hanh")
    assert admin.keys == ["staff.which_person"]
    admin.taps(f"Lê Thị Hạnh (#{office.person_id(other)})")
    assert admin.got("people.now_locked")
    other.says("/homnay")
    assert other.keys == ["people.locked"]
    office.handler.says("/homnay")
    assert office.handler.got("staff.today")


def test_nobody_locks_or_removes_themselves(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    number = office.person_id(admin)
    for words in (f"/khoa {number}", f"/xoanguoi {number}", f"/botvai {number} admin:"):
        admin.says(words)
        assert admin.keys == ["people.not_yourself"]


def test_whom_to_lock_is_asked_and_a_typed_name_is_read(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    admin.says("/khoa")
    assert admin.keys == ["people.which_official"]
    admin.says("hanh")
    assert admin.got("people.now_locked")
    admin.says("/khoa").taps("Thôi")
    assert admin.keys == ["control.stopped"]


# --- coming back ---------------------------------------------------------------------------------


def let_back(admin: Person, words: str) -> str:
    admin.says(f"/moi lai {words}")
    assert admin.got("people.back_in")
    found = re.search(r"/start (\d+)", admin.text)
    assert found is not None
    return found[1]


def test_who_logged_out_is_missed_and_comes_back_to_their_cases(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    code = office.taken(world.citizen("Tư"))
    office.head.forget()
    admin.forget()
    office.handler.says("/thoat")
    assert "mã vào lại" in office.handler.text
    office.handler.taps("Đăng xuất")
    assert admin.got("people.no_chat_left")
    assert "1 việc" in admin.text
    assert office.head.got("people.colleague_gone")
    admin.says("/nhansu")
    assert "chưa có chat" in admin.text
    admin.says("/nhansu hanh").taps("Cấp mã vào lại")
    again = re.search(r"/start (\d+)", admin.text)
    assert again is not None
    phone = world.citizen("điện thoại mới")
    admin.forget()
    phone.says(f"/start {again[1]}")
    assert phone.keys[0] == "people.welcome_back"
    assert phone.got("card.card")
    assert admin.got("people.came_back")
    assert "Khóa #" in " ".join(admin.buttons)
    phone.says("/homnay")
    assert code in phone.text
    assert world.rows("SELECT name FROM person").count(("Lê Thị Hạnh",)) == 1
    admin.says("/nhansu")
    assert "chưa có chat" not in admin.text


def test_a_second_channel_is_the_same_person(world, office):
    """Who wrote the answer on one phone cannot approve it on the other."""
    admin = office.colleague("admin", name="Quản Trị")
    world.grant(office.handler, "head", REGISTRY)
    code = office.drafted(world.citizen("Tư"))
    other = world.citizen("máy thứ hai")
    other.says(f"/start {let_back(admin, 'hanh')}")
    other.says(f"/duyet {code}")
    assert other.keys == ["staff.not_now"]
    other.says("/homnay")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert world.case(code).status == "answered"


def test_what_somebody_sent_before_they_came_back_stays_hidden_from_them(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    office.dispatcher.says("/thoat").taps("Đăng xuất")
    again = world.citizen("máy ở nhà")
    code = submitted(again)
    again.says(f"/start {let_back(admin, 'dieu')}").says(f"/hoso {code}")
    assert again.keys == ["staff.no_such_case"]


def test_a_code_to_come_back_opens_no_other_officials_chat(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    code = let_back(admin, "hanh")
    office.head.says(f"/start {code}")
    assert office.head.keys == ["people.code_taken"]
    newest = let_back(admin, "hanh")
    office.head.says("/thoat").taps("Đăng xuất").says(f"/start {code}")
    assert office.head.keys == ["people.code_revoked"]
    office.head.says(f"/start {newest}")
    assert office.head.got("people.welcome_back")


def test_work_goes_past_those_without_a_chat(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    other = office.colleague("handler", REGISTRY, "Võ Minh Sau")
    other.says("/thoat").taps("Đăng xuất")
    admin.forget()
    code = office.accepted(world.citizen("Tư"))
    assert not admin.got("staff.nobody_reached")
    office.head.says(f"/giao {code}")
    assert any("Võ Minh Sau" in label and "chưa có chat" in label for label in office.head.buttons)
    office.head.says("vo minh sau")
    assert {"staff.has_no_chat", "staff.done_assign"} <= set(office.head.keys)
    assert admin.got("staff.nobody_reached")
    assert "Võ Minh Sau" in admin.text


def test_a_namesake_who_joins_is_pointed_out(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    code = invited(admin, f"handler {REGISTRY}")
    admin.forget()
    world.citizen("lại").says(f"/start {code}").says("le thi hanh")
    assert f"/moi lai {office.person_id(office.handler)}" in admin.text
    admin.taps("Khóa #")
    assert admin.got("people.now_locked")
    office.handler.says("/homnay")
    assert office.handler.got("staff.today")


def test_codes_given_out_are_found_by_button(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    let_back(admin, "hanh")
    admin.says("/moi")
    assert {"Mã đã mời", "Thôi"} <= set(admin.buttons)
    admin.taps("Mã đã mời")
    assert admin.got("people.invitations")
    assert "Vào lại: Lê Thị Hạnh" in admin.text
    admin.says("/moi").taps("Thôi")
    assert admin.keys == ["control.stopped"]


# --- handing over --------------------------------------------------------------------------------


def three_cases(world: World, office: Office) -> list[str]:
    """In progress, waiting for the sender, waiting for approval; all the handler's."""
    first = office.taken(world.citizen("Tư"))
    second = office.taken(world.citizen("Năm"))
    office.handler.says(f"/hoi {second} Xin gửi ảnh phiếu hẹn.")
    third = office.taken(world.citizen("Sáu"))
    answer(office.handler, third, "Đã xong.")
    return [first, second, third]


def test_removing_somebody_hands_their_cases_to_a_colleague(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    other = office.colleague("handler", REGISTRY, "Võ Minh Sau")
    codes = three_cases(world, office)
    admin.says("/nhansu hanh").taps("Xóa khỏi danh sách")
    assert "3 việc" in admin.text
    admin.taps("Võ Minh Sau")
    assert admin.got("people.left")
    for code in codes:
        case = world.case(code)
        assert (case.status, case.owner_id) == ("in_progress", office.person_id(other))
    assert actions(world, codes[0])[-1] == "assign"
    assert actions(world, codes[1])[-2:] == ["release", "assign"]
    office.handler.says("/homnay")
    assert office.handler.keys == ["common.not_for_you"]


def test_removing_somebody_returns_their_cases_to_the_office(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    codes = three_cases(world, office)
    admin.says("/nhansu hanh").taps("Xóa khỏi danh sách").taps("Trả về phòng")
    assert {world.case(c).status for c in codes} == {"assigned"}
    assert {actions(world, c)[-1] for c in codes} == {"release"}
    office.head.says("/homnay")
    assert all(c in office.head.text for c in codes)


def test_an_office_without_anybody_strands_nothing(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    alone = office.colleague("handler", FOREIGN, "Đỗ Ngoại")
    taken, untaken = filed(world, suggested_office=FOREIGN), filed(world, suggested_office=FOREIGN)
    for code in (taken, untaken):
        office.dispatcher.says(f"/tiepnhan {code}")
    alone.says(f"/nhan {taken}")
    admin.says(f"/xoanguoi {office.person_id(alone)} phong")
    assert "Về Văn phòng" in admin.text
    for code in (taken, untaken):
        case = world.case(code)
        assert (case.status, case.office, case.owner_id) == ("received", "", None)
    office.dispatcher.says("/homnay")
    assert taken in office.dispatcher.text
    assert untaken in office.dispatcher.text


def test_moving_to_another_office(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    code = office.taken(world.citizen("Tư"))
    waiting = filed(world, suggested_office=FOREIGN)
    untaken = office.accepted(world.citizen("Năm"))
    office.dispatcher.says(f"/tiepnhan {waiting}")
    admin.says("/nhansu hanh").taps("Đổi phòng").taps("Phòng Kinh tế Đối ngoại")
    assert admin.keys == ["people.ask_doiphong"]
    assert "Phòng Kinh tế Đối ngoại" in admin.text
    office.handler.forget()
    admin.taps("Trả về phòng")
    assert "Đã chuyển Lê Thị Hạnh sang Phòng Kinh tế Đối ngoại" in admin.text
    assert world.case(code).status == "assigned"
    assert office.handler.got("people.you_moved")
    told = {p.message.key: p.message.text for p in office.handler.news}
    assert waiting in told["card.card"]
    gone = [p.message.text for p in office.handler.news if p.message.key == "card.gone"]
    assert any(untaken in text for text in gone)
    office.handler.says(f"/hoso {code}")
    assert office.handler.keys == ["staff.no_such_case"]
    there = filed(world, suggested_office=FOREIGN)
    office.dispatcher.says(f"/tiepnhan {there}")
    assert office.handler.got("card.card")


def test_dropping_one_of_two_roles_leaves_the_cases(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    world.grant(office.handler, "head", REGISTRY)
    code = office.taken(world.citizen("Tư"))
    office.handler.forget()
    admin.says(f"/botvai {office.person_id(office.handler)} head:{REGISTRY}")
    assert "“Trưởng phòng · Phòng Đăng ký kinh doanh”" in admin.text
    admin.taps("Đúng, làm")
    assert office.handler.got("people.role_dropped")
    assert world.case(code).owner_id == office.person_id(office.handler)
    office.handler.says(f"/nhan {code}")
    assert office.handler.keys == ["staff.not_now"]


def test_the_admin_sees_numbers_not_cases(world, office):
    """Handing over a restricted case tells an admin only that there is one."""
    admin = office.colleague("admin", name="Quản Trị")
    other = office.colleague("dispatcher", name="Bùi Thị Phối")
    code = filed(world, kind=Kind.CONDUCT, suggested_office="")
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    admin.says("/nhansu dieu").taps("Xóa khỏi danh sách")
    assert code not in admin.text
    assert "Lê Thị Hạnh" not in " ".join(admin.buttons)
    admin.taps("Bùi Thị Phối")
    assert world.case(code).owner_id == office.person_id(other)
    assert code not in " ".join(p.message.text for p in admin.seen)


# --- leave ---------------------------------------------------------------------------------------


def test_a_substitute_holds_the_rights_for_those_days(world, office):
    code = office.taken(world.citizen("Tư"))
    other = office.colleague("handler", FOREIGN, "Đỗ Ngoại")
    office.handler.says("/vang 16/11 20/11 do ngoai")
    assert office.handler.got("people.away_now")
    assert other.got("people.you_stand_in")
    other.says("/homnay")
    assert code in other.text
    answer(other, code, "Đã xong.")
    assert world.case(code).status == "awaiting_approval"
    world.later(days=5)
    other.says("/homnay")
    assert code not in other.text


def test_leave_is_asked_for_step_by_step(world, office):
    office.handler.says("/vang").says("8/12")
    assert office.handler.got("people.away_until")
    office.handler.says("7/12")
    assert office.handler.keys[0] == "people.last_day_form"
    office.handler.says("12/12").says("pham quoc truong")
    assert office.handler.got("people.away_now")
    office.handler.says("/vang het")
    assert office.handler.got("people.back_now")
    assert office.head.got("people.stand_in_over")
    office.handler.says("/vang het")
    assert office.handler.keys == ["people.not_away"]


def test_leave_begins_today_or_later_and_shows_another_year(world, office):
    office.handler.says("/vang 1/1/2020")
    assert office.handler.keys == ["people.away_from"]
    office.handler.says("1/1/2020")
    assert office.handler.keys[0] == "people.first_day_form"
    office.handler.says("30/12/2026").says("5/1/2027").says("pham quoc truong")
    assert "5/1/2027" in office.handler.text
    office.handler.says("/vang").taps("Thôi")
    assert office.handler.keys == ["control.stopped"]


def test_with_the_head_away_and_the_substitute_the_author_the_director_approves(world, office):
    director = office.colleague("director", name="Giám Đốc")
    office.head.says("/vang 16/11 20/11 hanh")
    director.forget()
    code = office.drafted(world.citizen("Tư"))
    assert director.got("card.card")
    director.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert world.case(code).status == "answered"


def test_with_nobody_else_a_dispatcher_approves_for_the_head_away(world, office):
    office.head.says("/vang 16/11 20/11 hanh")
    office.dispatcher.forget()
    code = office.drafted(world.citizen("Tư"))
    office.dispatcher.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert world.case(code).status == "answered"


def test_new_cases_go_to_whoever_is_there(world, office):
    other = office.colleague("handler", REGISTRY, "Võ Minh Sau")
    office.handler.says("/vang 16/11 20/11 sau")
    office.handler.forget()
    office.accepted(world.citizen("Tư"))
    assert other.got("card.card")
    assert not office.handler.got("card.card")


# --- the list ------------------------------------------------------------------------------------


def test_the_list_says_who_holds_what(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    office.taken(world.citizen("Tư"))
    admin.says("/nhansu")
    assert "Lê Thị Hạnh" in admin.text
    assert "Cán bộ xử lý · Phòng Đăng ký kinh doanh" in admin.text
    assert "giữ 1 việc" in admin.text
    office.head.says("/nhansu")
    assert office.head.keys == ["common.not_for_you"]
    world.later(days=9)
    admin.says("/nhansu hanh")
    assert "im từ" in admin.text


def test_where_no_letters_are_sent_an_official_is_told(office):
    assert office.dispatcher.says("/email dieu@example.vn").got("people.email_off")

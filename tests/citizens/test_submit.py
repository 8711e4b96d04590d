"""Filing feedback, as the people who do it: in a hurry, without diacritics, changing their mind."""

from __future__ import annotations

import pytest

from tests.office import SQLITE_ONLY
from tests.people import Person, World

pytestmark = SQLITE_ONLY

STORY = "thu tuc thanh lap cong ty qua nhieu giay to, nop mai khong xong"
CONDUCT = "can bo tiep nhan hach dich, la mang toi truoc mat moi nguoi"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LATE = "ho so cua toi bi tre hen, qua ngay hen hai tuan roi chua co ket qua"


def story(world: World) -> str:
    return str(world.rows("SELECT body FROM case_text WHERE kind = 'story' ORDER BY id DESC")[0][0])


def said(world: World, person: Person) -> int:
    return int(
        world.rows(
            "SELECT count(*) FROM inbox i JOIN chat c ON c.id = i.chat_id WHERE c.external = :id",
            id=person.id,
        )[0][0]
    )


# --- how long it takes ---------------------------------------------------------------------------


def test_a_tip_without_a_name_takes_five_messages(world: World) -> None:
    citizen = world.citizen()
    citizen.says(CONDUCT).taps("Đúng").taps("Không biết").taps("Không nêu tên").taps("Gửi")
    assert said(world, citizen) <= 5
    assert citizen.keys[:2] == ["receipt.tip", "receipt.number"]
    (case,) = world.cases()
    assert (case.kind, case.identity_mode, case.submitter_id, case.due_at) == (
        "conduct", "anonymous", None, None)  # fmt: skip


def test_nothing_is_kept_of_the_conversation_that_led_to_a_tip(world: World) -> None:
    citizen = world.citizen()
    citizen.says("xin chào").says(CONDUCT).taps("Đúng").taps("Không biết").says("để lúc khác")
    world.later(days=2)
    citizen.says("tiếp tục").sends("document", PDF, "don.pdf").taps("Không nêu tên").taps("Gửi")
    (case,) = world.cases()
    world.work()
    said_by_both = world.rows("SELECT text, body FROM inbox") + world.rows(
        "SELECT text, params, choices FROM outbox WHERE key NOT LIKE 'greeting.%'"
    )
    kept = " ".join(str(part) for row in said_by_both for part in row if part)
    assert not any(words in kept for words in (CONDUCT[:20], case.code, "don.pdf"))
    assert "xin chào" in kept
    assert world.rows("SELECT case_id, chat_id, state FROM stored_file") == [
        (case.id, None, "kept")
    ]
    [(noticed,)] = world.rows("SELECT at FROM consent")
    assert noticed != world.rows("SELECT received_at FROM cases")[0][0]


def test_nothing_is_kept_of_a_tip_that_was_the_very_first_message(world: World) -> None:
    citizen = world.citizen()
    citizen.says(CONDUCT)
    assert citizen.keys[0] == "greeting.short", "said between the message and the first question"
    citizen.taps("Đúng").taps("Không biết").taps("Không nêu tên").taps("Gửi")
    assert CONDUCT not in repr(world.rows("SELECT text, body FROM inbox"))


def test_a_named_case_takes_at_most_twelve_messages_the_longest_way(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/gui").says(STORY).taps("Việc khác").taps("Thủ tục, quy định")
    citizen.says("doanh nghiep tu nhan").taps("Đăng ký thành lập doanh nghiệp tư nhân")
    citizen.taps("Người giải quyết").says("Võ Thị Tư").says("0905 123 218").says("xã Bình Hải")
    citizen.taps("Bỏ qua").taps("Gửi, nhắn")
    assert citizen.got("receipt.receipt")
    assert said(world, citizen) <= 12


def test_the_first_message_is_the_story_and_is_never_asked_for_again(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY)
    assert citizen.keys == ["greeting.short", "submit.subject"]
    assert "trợ lý tự động" in citizen.text
    citizen.taps("Đúng").taps("Người giải quyết").says("Võ Thị Tư, 0905123218, xã Bình Hải")
    citizen.taps("Bỏ qua").taps("Gửi, nhắn")
    assert story(world) == STORY


# --- what a case becomes -------------------------------------------------------------------------


def test_a_named_case_goes_to_the_office_with_date_and_consents(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng").taps("Người giải quyết")
    citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Hải").taps("Bỏ qua").taps("Gửi, nhắn")
    (case,) = world.cases()
    assert (case.status, case.suggested_office) == ("received", "dang_ky_kinh_doanh")
    assert "8/12" in citizen.text  # 15 working days after 16/11/2026, 24/11 being a day off
    consents = world.rows(
        "SELECT purpose, notice_version, button, granted FROM consent ORDER BY id"
    )
    assert consents == [
        ("notice", world.house.agency.notice_version, "named", 1),
        ("results_here", world.house.agency.notice_version, "here", 1),
    ]


def test_of_a_question_the_tap_that_sends_it_answers_the_notice(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/gui").says("thoi gian lam viec thu bay co nhan ho so khong vay so")
    citizen.taps("Việc khác").taps("Khác").taps("Hỏi").taps("Việc tiếp công dân")
    citizen.taps("Không có")
    assert citizen.keys == ["submit.privacy", "submit.check"]
    citizen.taps("Gửi, nhắn")
    assert citizen.got("receipt.question")
    consents = world.rows("SELECT purpose, button, granted FROM consent ORDER BY id")
    assert consents == [("notice", "send", 1), ("results_here", "here", 1)]


def test_what_they_told_of_themselves_is_sealed(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng").taps("Giữ kín")
    citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Hải").says("tu@example.vn, 4300123456")
    citizen.taps("Gửi, nhắn")
    (sealed,) = world.rows("SELECT sealed FROM identity")[0]
    assert "Tư".encode() not in bytes(sealed) and b"905" not in bytes(sealed)
    from storage.casework import cases

    told = world.store(lambda tx: cases.identity(tx, world.house.keys, 1))
    assert told == {"name": "Võ Thị Tư", "phone": "+84905123218", "commune": "xã Bình Hải",
                    "email": "tu@example.vn", "tax_code": "4300123456"}  # fmt: skip


def test_a_late_dossier_asks_its_number_and_the_date_promised(world: World) -> None:
    citizen = world.citizen()
    citizen.says(LATE).taps("Đúng" if "Đúng" in citizen.buttons else "Hồ sơ trễ hẹn")
    assert citizen.got("submit.dossier")
    citizen.says("trong to giay mau xanh ay")
    assert citizen.got("submit.dossier_form")
    citizen.says("H48.15-261023-0007").says("30/2")
    assert citizen.got("submit.promised_form")
    citizen.says("2/11").taps("Người giải quyết").says("Võ Thị Tư, 0905123218, xã Bình Hải")
    citizen.taps("Bỏ qua").taps("Gửi, nhắn")
    (case,) = world.cases()
    assert (case.kind, case.dossier, case.promised_on) == (
        "late_dossier", "H48.15-261023-0007", "2026-11-02")  # fmt: skip
    assert not case.restricted


def test_conduct_of_a_named_office_is_restricted_and_routed_to_nobody_there(world: World) -> None:
    world.official("handler", "dang_ky_kinh_doanh")
    dispatcher = world.official("dispatcher")
    citizen = world.citizen()
    citizen.says(CONDUCT).taps("Đúng").says("chi Lan phong dang ky kinh doanh")
    citizen.taps("Giữ kín").says("Võ Thị Tư, 0905123218, xã Bình Hải").taps("Bỏ qua")
    citizen.taps("Gửi, tôi tự tra")
    (case,) = world.cases()
    assert (case.restricted, case.about_office, case.chat_id) == (1, "dang_ky_kinh_doanh", None)
    seen = world.rows("SELECT c.external FROM outbox o JOIN chat c ON c.id = o.chat_id"
                      " WHERE o.case_id = :id", id=case.id)  # fmt: skip
    assert {e for (e,) in seen} == {dispatcher.id, citizen.id}


def test_the_leadership_is_for_others_to_judge(world: World) -> None:
    citizen = world.citizen()
    citizen.says(CONDUCT).taps("Đúng").says("ông phó giám đốc sở")
    assert citizen.got("submit.leadership")
    assert "Thanh tra" in citizen.text
    citizen.says("quay lai")
    assert citizen.got("submit.about")
    citizen.says("ông phó giám đốc sở").taps("Tôi sẽ đến")
    assert citizen.got("doors.go_leadership")
    assert world.cases() == []


@pytest.mark.parametrize(
    ("words", "door"),
    [
        ("toi muon to cao can bo nhan hoi lo 20 trieu dong de lam ho so", "denunciation"),
        ("tôi muốn khiếu nại quyết định thu hồi giấy chứng nhận của sở", "complaint"),
    ],
)
def test_another_door_is_offered_never_forced(world: World, words: str, door: str) -> None:
    citizen = world.citizen()
    citizen.says(words)
    assert citizen.got(f"doors.{door}")
    citizen.taps("Phản ánh tại đây, giữ kín tên")
    citizen.taps("Đúng")
    if citizen.got("submit.about"):
        citizen.taps("Không biết")
    assert citizen.got("submit.name"), citizen.keys
    citizen.says("Võ Thị Tư, 0905123218, xã Bình Hải").taps("Bỏ qua").taps("Gửi, tôi tự tra")
    assert world.cases()[0].identity_mode == "closed"


def test_danger_comes_before_everything(world: World) -> None:
    citizen = world.citizen()
    citizen.says("co nguoi cam dao doa giet toi o truoc cong so, cuu toi voi")
    assert citizen.keys[:2] == ["greeting.short", "submit.emergency"] or (
        citizen.keys[0] == "submit.emergency"
    )
    assert "113" in citizen.text


# --- photos, voices, places ----------------------------------------------------------------------


def test_a_voice_note_alone_is_a_story(world: World) -> None:
    citizen = world.citizen()
    citizen.sends("voice", b"OggS", "noi.ogg")
    assert citizen.got("submit.story_more")
    citizen.taps("Xong").taps("Tôi không rõ").taps("Không nêu tên").taps("Gửi")
    (case,) = world.cases()
    files = world.rows("SELECT kind, case_id FROM stored_file")
    assert files == [("voice", case.id)]


def test_photos_at_any_moment_end_in_one_case(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/gui").sends("photo", b"1", "1.jpg").sends("photo", b"2", "2.jpg").says(STORY)
    citizen.sends("photo", b"3", "3.jpg")
    assert citizen.got("common.kept_as_story")
    citizen.taps("Đúng").taps("Người giải quyết")
    citizen.sends_location(15.12, 108.8)
    citizen.says("Võ Thị Tư, 0905123218, xã Bình Hải").taps("Bỏ qua")
    citizen.sends("document", b"%PDF", "don.pdf", text="kèm đơn của tôi")
    citizen.taps("Gửi, nhắn")
    assert world.rows("SELECT count(*) FROM stored_file WHERE case_id IS NOT NULL") == [(4,)]
    assert "15.12000, 108.80000" in story(world) and "kèm đơn của tôi" in story(world)


def test_the_phone_number_comes_by_the_apps_own_button(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng").taps("Người giải quyết").says("Võ Thị Tư")
    assert "Gửi số điện thoại của tôi" in citizen.buttons
    citizen.shares_phone("+84905123218")
    assert citizen.got("submit.commune")


@pytest.mark.parametrize(
    "number", ["0905 123 218", "+84905123218", "84 905 123 218", "0255 3822 868"]
)
def test_numbers_as_people_write_them(world: World, number: str) -> None:
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng").taps("Người giải quyết").says("Võ Thị Tư").says(number)
    assert citizen.got("submit.commune")


# --- changing one's mind -------------------------------------------------------------------------


def test_a_mind_changed_three_times(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).sends("photo", b"1", "1.jpg").taps("Đúng").taps("Không nêu tên")
    citizen.says("sua").taps("D" if any(b.startswith("D") for b in citizen.buttons) else "C")
    citizen.taps("Giữ kín").says("Võ Thị Tư, 0905123218, xã Bình Hải").taps("Bỏ qua")
    assert citizen.got("submit.check")
    citizen.says("a")
    assert citizen.got("submit.story_again")
    citizen.says("noi dung moi: thu tuc thanh lap cong ty bat nop lai nhieu lan")
    assert citizen.got("submit.check")  # what was answered since is not asked again
    citizen.says("B").taps("Việc khác").taps("Góp ý")
    citizen.says("toi khong ro, nho so chon giup")
    assert citizen.got("submit.check")
    citizen.taps("Gửi, nhắn")
    (case,) = world.cases()
    assert (case.kind, case.identity_mode) == ("recommendation", "closed")
    assert story(world).startswith("noi dung moi")
    assert world.rows("SELECT count(*) FROM stored_file WHERE case_id IS NOT NULL") == [(1,)]


def test_back_from_the_subject_keeps_what_was_told(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).says("quay lai")
    assert citizen.got("submit.story_again")
    citizen.taps("Giữ nguyên")
    assert citizen.got("submit.subject")


def test_come_back_tomorrow_after_a_restart(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng")
    world.restart()
    world.later(days=1)
    citizen.taps("Người giải quyết")
    assert citizen.got("submit.name")


def test_another_matter_in_between_and_back(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng").says("/lienhe")
    assert citizen.keys[-1] == "submit.identity"
    citizen.says("/gui")
    assert citizen.got("submit.kept_draft")
    citizen.taps("Viết tiếp")
    assert citizen.got("submit.identity")


def test_an_edited_message_changes_the_draft(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY, message_id="m1")
    citizen.says(STORY + " o quay so 3", message_id="m1", edited=True)
    assert citizen.got("common.edit_taken")
    citizen.taps("Đúng").taps("Không nêu tên").taps("Gửi")
    assert story(world).endswith("o quay so 3")


# --- English -------------------------------------------------------------------------------------


def test_the_whole_way_in_english(world: World) -> None:
    citizen = world.citizen()
    citizen.says("The investment certificate procedure asks for too many documents, please help")
    assert "automatic assistant" in citizen.text
    citizen.taps(citizen.buttons[0])
    while citizen.got("submit.about") or citizen.got("submit.dossier"):
        citizen.taps(citizen.buttons[0])
    citizen.taps("Those who handle").says("John Smith, +84 905 123 218, Bình Hải")
    citizen.taps("Skip").taps("Send, tell me")
    assert citizen.got("receipt.receipt")
    assert world.cases()[0].language == "en"


@pytest.mark.parametrize(
    ("app", "first", "language"),
    [
        ("ja", "/start", "en"),
        ("en", "/start", "vi"),  # so many phones of people who speak Vietnamese
        ("vi", "/start", "vi"),
        ("", "/submit", "en"),
        ("ja", "ho so cua toi bi tra lai nhieu lan khong ro ly do", "vi"),
        ("vi", "My investment certificate is late and nobody answers", "en"),
    ],
)
def test_the_language_is_chosen_from_the_first_message(
    world: World, app: str, first: str, language: str
) -> None:
    citizen = world.citizen()
    citizen.says(first, language=app)
    assert world.rows("SELECT language FROM chat") == [(language,)]


def test_the_language_can_be_switched_at_any_point(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).says("english")
    assert citizen.keys == ["common.language_now", "submit.subject"]
    assert "Yes, right" in citizen.buttons
    citizen.says("tieng viet")
    assert "Đúng" in citizen.buttons


# --- what is put to the citizen as the matter ----------------------------------------------------


def test_a_sort_of_company_never_said_is_not_put_to_them(world: World) -> None:
    citizen = world.citizen()
    citizen.says("thủ tục thành lập công ty quá nhiều giấy tờ, nộp mãi không xong")
    assert citizen.got("submit.subject") and "TNHH" not in citizen.text
    assert "Phòng Đăng ký kinh doanh" in citizen.text
    other = world.citizen()
    other.says("thủ tục thành lập công ty cổ phần quá nhiều giấy tờ, nộp mãi không xong")
    assert "công ty cổ phần" in other.text


@pytest.mark.parametrize(
    "said",
    [
        "Nộp hồ sơ công ty 3 lần, lần nào cũng bị trả vì thiếu giấy tờ",
        "ho so dang ky cong ty nop 5 lan deu bi tra",
    ],
)
def test_a_dossier_returned_again_and_again_stays_with_the_reception_office(
    world: World, said: str
) -> None:
    citizen = world.citizen()
    citizen.says(said)
    assert citizen.got("submit.subject_kind")

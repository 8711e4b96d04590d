"""People at the other doors: complaint, denunciation, another authority. What they are asked, what
they are handed, and what of it may lie nowhere."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.site.app import build
from cases.understanding.other_doors import Speaks, last_day, speaks
from cases.understanding.routing import doors, guess
from cases.words.text import fold
from tests.canary_talks import Lines
from tests.keeping.test_receipt_pdf import read
from tests.officials.test_staff_web import Browser
from tests.people import FakeChannel, Person, World, sample_agency

TOOK_MONEY = "Ông Bảy ở quầy bắt tôi đưa phong bì 5 triệu rồi mới chịu nhận hồ sơ mở công ty"
DECISION = "Tôi khiếu nại quyết định thu hồi giấy chứng nhận đăng ký công ty, xin hủy quyết định"
MISUSED = "toi khieu nai ve viec tra ho so mo cong ty cham"
LAND = "xin cap so do ma ba thang roi chua co, tach thua cung khong xong"
SENDER = "Võ Thị Tư, 0905 123 218, xã Bình Hải"
CANARY = "yenphung"
# As each app bears choices; the web is asked over its own API below.
APPS = {
    "telegram": FakeChannel,
    "zalo": lambda: FakeChannel("zalo", edits=False, buttons=5),
    "zalo_bot": lambda: FakeChannel("zalo_bot", edits=False, buttons=0),
}


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture(params=APPS)
def citizen(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[Person]:
    """Somebody new, in each of the apps."""
    world = World(database, tmp_path, channel=APPS[request.param]())
    yield world.citizen()
    world.close()


def opened(text: str, door: str) -> str:
    agency = sample_agency()
    return speaks(text, agency, door, doors(text, agency))


def letters(world: World) -> list[str]:
    """What stands on each letter that can be fetched, read from its PDF."""
    rows = world.rows(
        "SELECT path FROM stored_file WHERE state = 'kept' AND kind = 'letter' ORDER BY id"
    )
    return [read(world.house.files.open_path(path).read_bytes()) for (path,) in rows]


def prepared(citizen: Person) -> str:
    citizen.taps("Soạn giúp đơn")
    assert citizen.got("doors.making")
    citizen.world.work()
    assert citizen.got("doors.letter")
    return letters(citizen.world)[-1]


def notes(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT number, door, office, channel FROM guidance ORDER BY id")


def bytes_kept(world: World) -> str:
    """Every letter that still lies on the disk."""
    files = [p.read_bytes() for p in world.house.settings.files_dir.rglob("*") if p.is_file()]
    return " ".join(read(data) for data in files if data.startswith(b"%PDF-1.4"))


# --- what a text says -----------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [str, fold], ids=["written", "bare"])
@pytest.mark.parametrize(
    ("text", "door", "how"),
    [
        (DECISION, "complaint", Speaks.CERTAINLY),
        ("Đề nghị sửa, tôi khởi kiện hành chính Sở ra tòa", "complaint", Speaks.CERTAINLY),
        ("tôi khiếu nại về việc trả hồ sơ chậm", "complaint", Speaks.PERHAPS),
        ("gửi khiếu nại về thái độ phục vụ", "complaint", Speaks.PERHAPS),
        ("đây không phải là khiếu nại, chỉ góp ý", "complaint", Speaks.NOT),
        ("thủ tục khó dễ, phí cao quá", "complaint", Speaks.NOT),
        (TOOK_MONEY, "denunciation", Speaks.CERTAINLY),
        ("tôi tố cáo thái độ của cô ở quầy", "denunciation", Speaks.PERHAPS),
        ("thái độ quá tệ, tôi có bằng chứng, xin xử lý nghiêm", "denunciation", Speaks.PERHAPS),
        ("tôi không tố cáo ai, chỉ góp ý thôi", "denunciation", Speaks.NOT),
        ("thủ tục khó dễ, phí cao quá", "denunciation", Speaks.NOT),
    ],
)
def test_a_word_alone_decides_nothing(typed: Any, text: str, door: str, how: Speaks) -> None:
    assert opened(typed(text), door) == how


def test_everyday_words_for_a_bribe_open_the_door() -> None:
    for said in (
        "phải kẹp phong bì trong hồ sơ mới được giải quyết",
        "cô ở quầy bảo bồi dưỡng mới ký cho",
        "họ bắt nộp thêm tiền, không có biên lai gì hết",
        "gói thầu này cài cắm nhà thầu quen từ đầu",
        "có người giả chữ ký của tôi trong biên bản họp",
        "họ ăn chia với nhau tiền dự án",
    ):
        assert opened(said, "denunciation") and opened(fold(said), "denunciation"), said
    for said in (
        "thủ tục khó dễ, phí cao quá",
        "cho hỏi lớp bồi dưỡng nghiệp vụ đấu thầu mở khi nào",
        "tôi chạy hồ sơ ba lần mới xong",
        "đề nghị giảm phí công bố",
    ):
        assert not opened(said, "denunciation"), said


@settings(max_examples=50)
@given(st.text())
@example("tố cáo \u0f73 tố cáo")  # no sign of its own once it is folded
def test_any_text_has_an_answer(text: str) -> None:
    for said in (text, f"{text} tố cáo {text}"):
        assert opened(said, "denunciation") in list(Speaks)


def test_ninety_days_do_not_count_the_first() -> None:
    assert last_day(date(2026, 9, 1), sample_agency()) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("bi csgt giu xe may, nop phat o dau", "csgt"),
        ("Muốn mở tiệm tạp hóa làm hộ kinh doanh thì lên đâu", "ubnd_xa"),
        ("cup dien hoai, goi dien luc khong ai nghe", "dien_luc"),
        ("Nước máy đục cả tuần nay", "cap_nuoc"),
        ("tách thửa đất cho con", "dat_dai"),
        ("bi no luong ba thang, ong chu bo tron", "so_noi_vu"),
        ("giấy phép bán rượu lẻ xin ở đâu", "so_cong_thuong"),
        ("how can I extend my visa", "xuat_nhap_canh"),
        ("hàng kẹt ở hải quan, tờ khai luồng đỏ", "hai_quan"),
        ("nop don ly hon o dau", "toa_an"),
        ("thẻ ATM bị nuốt, ngân hàng không trả", "ngan_hang"),
        ("hiệu trưởng bắt đóng quỹ phụ huynh, lạm thu", "so_gddt"),
        ("xe buýt bỏ bến", "giao_thong"),
        ("Hồ sơ mở công ty nộp 8 ngày chưa xong", ""),
        ("nhà đầu tư nước ngoài xin giấy chứng nhận đăng ký đầu tư", ""),
    ],
)
def test_whose_matter_it_is(text: str, body: str) -> None:
    assert guess(text, sample_agency()).other_body == body


def test_every_other_body_tells_a_citizen_how_to_get_there() -> None:
    bodies = sample_agency().routing.other_bodies
    assert len(bodies) >= 16
    for body in bodies:
        assert body.address and body.address_en and body.hours and body.bring, body.id
        assert len(body.words) >= 15 and body.sample, body.id


# --- feedback under a big word --------------------------------------------------------------------


def test_the_word_for_plain_feedback_costs_one_question(citizen: Person) -> None:
    citizen.says(MISUSED)
    assert citizen.keys[-1] == "doors.ask_complaint"
    citizen.taps("Không, tôi chỉ phản ánh").taps("Đúng")
    while not citizen.got("submit.identity"):
        citizen.taps(citizen.buttons[0])
    assert notes(citizen.world) == []


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("không", "submit.subject"),
        ("2", "submit.subject"),
        ("dung roi", "doors.complaint"),
        ("khong biet", "doors.unsure"),
    ],
)
def test_in_their_own_words(world: World, said: str, then: str) -> None:
    citizen = world.citizen()
    citizen.says(MISUSED).says(said)
    assert citizen.keys[-1] == then


def test_who_is_not_sure_is_offered_a_person_first(citizen: Person) -> None:
    citizen.says("tôi tố cáo thái độ của cô ở quầy số 3").taps("Tôi không rõ")
    assert citizen.keys[-1] == "doors.unsure" and citizen.buttons[0] == "Gặp cán bộ"
    citizen.taps("Gặp cán bộ")
    assert citizen.keys[-1] == "human.ask"


@pytest.mark.parametrize("goes_there", [False, True])
def test_a_person_is_handed_what_was_told(world: World, goes_there: bool) -> None:
    dispatcher = world.official("dispatcher")
    citizen = world.citizen()
    citizen.says(TOOK_MONEY)
    if goes_there:
        citizen.taps("Chỉ tôi nơi nhận")
    citizen.taps("Gặp cán bộ").taps("Đưa cán bộ lời tôi vừa kể")
    assert citizen.got("human.told")
    [case] = world.cases()
    assert (case.kind, case.restricted, case.suggested_office) == ("question", 1, "van_phong")
    assert world.rows("SELECT body FROM case_text") == [(TOOK_MONEY,)]
    dispatcher.says(f"/hoso {case.code}")
    assert TOOK_MONEY in dispatcher.text


def test_who_has_told_nothing_at_a_door_is_offered_nothing(world: World) -> None:
    citizen = world.citizen()
    citizen.says("thu tuc thanh lap cong ty qua nhieu giay to").says("gap can bo")
    assert citizen.keys[-1] == "human.ask"
    assert "Đưa cán bộ lời tôi vừa kể" not in citizen.buttons


def test_at_most_two_questions(world: World) -> None:
    citizen = world.citizen()
    citizen.says("Tôi khiếu nại, tôi tố cáo thái độ của cô ở quầy")
    assert citizen.keys[-1] == "doors.ask_denunciation"
    citizen.taps("Không")
    assert citizen.keys[-1] == "doors.ask_complaint"
    citizen.taps("Không")
    assert citizen.keys[-1].startswith("submit.")


def test_yes_keeps_it_from_the_accused_whatever_the_words(world: World) -> None:
    """Where only the answer says that somebody is accused."""
    citizen = world.citizen()
    citizen.says("Tôi muốn denounce một chuyện trong thủ tục đăng ký công ty của Sở")
    assert citizen.keys[-1] == "doors.ask_denunciation"
    citizen.taps("Đúng").taps("Phản ánh tại đây, giữ kín").taps("Đúng").taps("Không biết")
    citizen.says(SENDER).taps("Bỏ qua").taps("Gửi, nhắn")
    [case] = world.cases()
    assert (case.restricted, case.suggested_office, case.identity_mode) == (1, "", "closed")


# --- a formal complaint ---------------------------------------------------------------------------


def test_a_complaint_is_shown_its_way_with_the_last_day_and_a_letter(citizen: Person) -> None:
    citizen.says(DECISION)
    assert citizen.keys[-1] == "doors.complaint" and "90 ngày" in citizen.text
    assert "đã tiếp nhận" not in citizen.text.casefold()
    citizen.taps("Chỉ tôi nơi nhận")
    assert citizen.keys == ["doors.received_on"]
    citizen.says("2/11")
    assert citizen.keys == ["doors.go_complaint", "doors.noted"]
    assert "31/1/2027" in citizen.text and "HD26-00001" in citizen.text
    assert "Phòng tiếp công dân" in citizen.text and "7:30" in citizen.text
    paper = prepared(citizen)
    for words in ("ĐƠN KHIẾU NẠI", "Kính gửi: Giám đốc Sở", "xin hủy quyết định", "2/11/2026",
                  "số HD26-00001", "chưa gửi đi đâu"):  # fmt: skip
        assert words in paper, words
    assert "tiếp nhận đơn" not in paper
    citizen.taps("Căn cứ")
    assert citizen.keys == ["doors.law_complaint"] and "Điều 28" in citizen.text
    [(number, door, _, channel)] = notes(citizen.world)
    assert (number, door, channel) == ("HD26-00001", "complaint", citizen.channel.name)
    assert citizen.world.cases() == []


@pytest.mark.parametrize(
    ("day", "told"), [("1/6", "đã qua từ 30/8/2026"), ("không nhớ", "Hạn thường là 90 ngày")]
)
def test_late_or_not_known(world: World, day: str, told: str) -> None:
    citizen = world.citizen()
    citizen.says(DECISION).taps("Chỉ tôi nơi nhận").says(day)
    assert citizen.keys == ["doors.go_complaint", "doors.noted"] and told in citizen.text


def test_a_day_to_come_is_asked_again(world: World) -> None:
    citizen = world.citizen()
    citizen.says(DECISION).taps("Chỉ tôi nơi nhận").says("20/12/2026")
    assert citizen.keys == ["doors.received_on_form", "doors.received_on"]


# --- a denunciation -------------------------------------------------------------------------------


def test_a_denunciation_without_the_word(citizen: Person) -> None:
    citizen.sends("photo", b"1", "bang-chung.jpg", text=fold(TOOK_MONEY))
    assert citizen.keys[-1] == "doors.denunciation"
    assert [fold(b)[:10] for b in citizen.buttons] == [
        "chi toi no", "phan anh t", "bao tin kh", "chi la pha", "gap can bo"]  # fmt: skip
    citizen.taps("Chỉ tôi nơi nhận")
    assert citizen.keys == ["doors.go_denunciation", "doors.noted"]
    assert "0255 0000 113" in citizen.text and "HD26-00001" in citizen.text
    paper = prepared(citizen)
    assert "ĐƠN TỐ CÁO" in paper and fold(TOOK_MONEY) in paper
    assert "bang-chung" not in paper and "Giấy tờ nộp kèm" in paper
    assert notes(citizen.world) == [("HD26-00001", "denunciation", "", citizen.channel.name)]
    assert citizen.world.cases() == []


@pytest.mark.parametrize("way", ["Phản ánh tại đây, giữ kín", "Báo tin"])
def test_beside_it_a_closed_name_and_a_tip(citizen: Person, way: str) -> None:
    citizen.says(TOOK_MONEY).taps(way).taps("Đúng").taps("Không biết")
    if way == "Báo tin":
        citizen.taps("Gửi")
        assert citizen.got("receipt.tip")
    else:
        citizen.says(SENDER).taps("Bỏ qua").taps("Gửi, nhắn")
        assert citizen.got("receipt.receipt")
    [case] = citizen.world.cases()
    assert case.restricted and notes(citizen.world) == []


def test_an_english_reader_is_handed_a_form_both_can_read(world: World) -> None:
    citizen = world.citizen()
    citizen.says("english").says(
        "An officer asked for a bribe of 20 million in cash for our licence"
    )
    citizen.says("1")
    assert (
        citizen.keys == ["doors.go_denunciation", "doors.noted"] and "Where to go" in citizen.text
    )
    citizen.taps("Prepare a letter")
    world.work()
    [paper] = letters(world)
    assert "ĐƠN TỐ CÁO (Denunciation)" in paper and "asked for a bribe" in paper
    citizen.says("legal basis")
    assert "Article 22" in citizen.text or "Articles 22" in citizen.text


# --- changes of mind, interruptions ---------------------------------------------------------------


def test_about_the_leadership(world: World) -> None:
    citizen = world.citizen()
    citizen.says("Giám đốc Sở thái độ hách dịch, quát mắng người dân").taps("Đúng")
    citizen.taps("Không biết").taps("Tôi sẽ đến nơi đó")
    assert citizen.keys == ["doors.go_leadership", "doors.noted"]
    paper = prepared(citizen)
    assert "Kính gửi: Thanh tra tỉnh" in paper and "quát mắng người dân" in paper
    assert notes(world) == [("HD26-00001", "leadership", "", "telegram")]


def test_minds_may_be_changed_three_times(citizen: Person) -> None:
    citizen.says(TOOK_MONEY).taps("Báo tin").says("quay lại")
    citizen.taps("Chỉ tôi nơi nhận").taps("Đổi ý, gửi tại đây")
    assert citizen.keys[-1] == "doors.denunciation"
    citizen.taps("Chỉ tôi nơi nhận").says("khoi phuc")
    citizen.taps("Chỉ là phản ánh").taps("Đúng").taps("Không biết").taps("Giữ kín")
    citizen.says(SENDER).taps("Bỏ qua").taps("Gửi, nhắn")
    assert len(citizen.world.cases()) == 1
    assert [n[0] for n in notes(citizen.world)] == ["HD26-00001", "HD26-00002"]


def test_a_photo_more_of_the_story_and_a_restart_cost_nothing(citizen: Person) -> None:
    citizen.says(MISUSED).sends("photo", b"1", "phieu.jpg")
    assert citizen.keys == ["common.kept_as_story", "doors.ask_complaint"]
    citizen.says("phiếu hẹn ghi ngày 2 tháng 11 mà giờ chưa có")
    assert citizen.keys[-1] == "doors.ask_complaint"
    citizen.world.restart()
    citizen.taps("Đúng")
    assert citizen.keys[-1] == "doors.complaint"
    citizen.world.restart()
    citizen.taps("Chỉ tôi nơi nhận").taps("Tôi không nhớ ngày")
    assert citizen.keys == ["doors.go_complaint", "doors.noted"]
    citizen.world.restart()
    assert "phiếu hẹn ghi ngày 2" in prepared(citizen)


def test_danger_comes_first_and_the_choices_stay(citizen: Person) -> None:
    for begins in (MISUSED, TOOK_MONEY):
        citizen.says("/gui").taps("Viết mới") if begins == TOOK_MONEY else citizen.forget()
        citizen.says(begins)
        asked = citizen.keys[-1]
        citizen.says("no cam dao doa giet toi")
        assert citizen.keys[0] == "submit.emergency" and citizen.keys[-1].startswith("doors."), (
            asked
        )
        assert len(citizen.buttons) >= 3


def test_what_a_question_is_for_is_explained(world: World) -> None:
    citizen = world.citizen()
    citizen.says(MISUSED).says("tro giup")
    assert citizen.keys == ["guide.submit_decision", "doors.ask_complaint"]
    citizen.taps("Đúng").says("trợ giúp")
    assert citizen.keys == ["guide.submit_door", "doors.complaint"]
    citizen.says("căn cứ")
    assert citizen.keys == ["doors.law_denunciation", "doors.law_complaint", "doors.complaint"]


# --- another authority ----------------------------------------------------------------------------


def test_another_body_s_matter(citizen: Person) -> None:
    citizen.says(LAND)
    assert citizen.keys[-1] == "submit.subject_elsewhere"
    citizen.taps("Chỉ tôi nơi đó")
    assert citizen.keys == ["doors.go_body", "doors.noted"]
    for words in ("Văn phòng đăng ký đất đai", "0255 0000 206", "Mang theo", "liên hệ mẫu",
                  "HD26-00001"):  # fmt: skip
        assert words in citizen.text, words
    assert notes(citizen.world)[0][1] == "body"
    paper = prepared(citizen)
    assert "ĐƠN PHẢN ÁNH, KIẾN NGHỊ" in paper and "Kính gửi: Văn phòng đăng ký đất đai" in paper
    citizen.taps("Đổi ý").taps("Nhờ Sở chuyển giúp")
    assert citizen.keys[-1] == "submit.identity"


def test_and_it_can_be_sent_here_all_the_same(world: World) -> None:
    citizen = world.citizen()
    citizen.says(LAND).taps("Vẫn gửi tại đây")
    assert citizen.keys == ["submit.kind"]
    assert notes(world) == []


# --- what lies nowhere ----------------------------------------------------------------------------


def test_a_letter_goes_after_its_hours_and_at_once_after_a_tip(citizen: Person) -> None:
    world = citizen.world
    citizen.says(TOOK_MONEY).taps("Chỉ tôi nơi nhận")
    prepared(citizen)
    assert "phong bì" in bytes_kept(world)
    world.later(hours=25)
    world.work()
    assert letters(world) == [] and "phong bì" not in bytes_kept(world)
    citizen.says("/soandon")
    assert citizen.keys == ["doors.letter_over"]
    citizen.says("/gui").says(TOOK_MONEY).taps("Chỉ tôi nơi nhận")
    prepared(citizen)
    citizen.taps("Đổi ý, gửi tại đây").taps("Báo tin").taps("Đúng").taps("Không biết").taps("Gửi")
    assert citizen.got("receipt.tip")
    assert letters(world) == []
    world.work()
    assert "phong bì" not in bytes_kept(world)
    sent = world.rows("SELECT o.text FROM outbox o JOIN stored_file f ON f.id = o.file_id")
    assert sent == []


def test_whoever_thinks_better_of_it_while_it_is_made_gets_none(world: World) -> None:
    citizen = world.citizen()
    citizen.says(TOOK_MONEY).taps("Chỉ tôi nơi nhận").taps("Soạn giúp đơn").taps("Đổi ý")
    world.work()
    assert not citizen.got("doors.letter") and letters(world) == []


def test_words_stand_in_the_letter_and_nowhere_else(world: World) -> None:
    """Not in the log, though a sign is told that no font has; not in the note; not in the job."""
    lines = Lines()
    logging.getLogger().addHandler(lines)
    try:
        citizen = world.citizen()
        citizen.says(f"{TOOK_MONEY}, người ấy tên {CANARY} 🔥🧨 \u2028 ꙮ")
        citizen.taps("Chỉ tôi nơi nhận").taps("Soạn giúp đơn")
        world.work()
    finally:
        logging.getLogger().removeHandler(lines)
    assert CANARY in letters(world)[0]
    said = " ".join(lines.lines)
    assert CANARY not in said and "🔥" not in said and "glyph" not in said
    for table in ("guidance", "job", "kept"):
        kept = str(world.rows(f"SELECT * FROM {table}"))
        assert CANARY not in kept and "phong bì" not in kept, table
    [at] = world.rows("SELECT at FROM guidance")
    assert str(at[0]).startswith("2026-11-15T17:00"), "a midnight: the hour would lead to the chat"


def test_erasing_everything_takes_the_letter_along(world: World) -> None:
    citizen = world.citizen()
    citizen.says(TOOK_MONEY).taps("Chỉ tôi nơi nhận")
    prepared(citizen)
    citizen.says("/dulieu xoa").taps("Xóa")
    assert letters(world) == []
    citizen.says("/soandon")
    assert citizen.got("doors.letter_over")


# --- in the web chat ------------------------------------------------------------------------------


@pytest.fixture
def site(world: World) -> Iterator[str]:
    runner = web.AppRunner(build(world.house), handler_cancellation=True, access_log=None)
    world.run(runner.setup())
    place = web.TCPSite(runner, "127.0.0.1", 0)
    world.run(place.start())
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    world.run(runner.cleanup())


def test_in_the_web_chat_the_letter_is_a_link_that_ends_with_it(world: World, site: str) -> None:
    browser = Browser(world, site)
    browser.says("cán bộ đòi lót tay 3 triệu mới nhận hồ sơ").taps("Chỉ tôi nơi nhận")
    assert "HD26-00001" in browser.messages()[-1]["text"]
    browser.taps("Soạn giúp đơn")
    world.work()
    file = browser.messages()[-1]["file"]
    assert file["name"] == "don-HD26-00001.pdf" and file["type"] == "application/pdf"
    assert "đòi lót tay" in read(browser.fetches(file["url"])[1])
    browser.taps("Đổi ý").taps("Báo tin").taps("Đúng").taps("Không biết").taps("Gửi")
    Browser(world, site).says(DECISION).taps("Chỉ tôi").says("2/11").taps("Soạn giúp đơn")
    world.work()
    assert len(letters(world)) == 1
    assert browser.fetches(file["url"])[0] == 404, "nor does it open the letter of somebody else"
    assert not any(m["file"] for m in browser.messages())
    assert not re.search("lót tay", browser.text)

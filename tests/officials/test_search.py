"""/timkiem as officials type it: what they may read is found however it is spelt, and nothing else
is, nor can be guessed at."""

from __future__ import annotations

import pytest

from bot.deeds.search import SearchCases
from cases.kinds import IdentityMode, Kind
from storage.people import officials
from tests.office import FOREIGN, REGISTRY, RUDE, Office, answer, filed, put, submitted
from tests.officials.test_staff_web import Browser, official_at, site
from tests.people import Person, World

__all__ = ["site"]
PAPERS = "Thủ tục đăng ký thành lập công ty cổ phần đòi quá nhiều giấy tờ, gọi lại số 0977 111 222"


@pytest.fixture
def beside(zalo):
    return (zalo,)


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def looks(person: Person, words: str) -> str:
    """What /timkiem answers, once it has looked."""
    person.says(f"/timkiem {words}")
    person.world.work()
    [said] = [p.message for p in person.news if p.message.key.startswith("search.")]
    return said.text


def finds(person: Person, words: str) -> bool:
    looks(person, words)
    return person.got("search.found")


@pytest.mark.parametrize(
    "words",
    [
        "giấy tờ cổ phần",
        "giay to CO PHAN",
        "cty co phan nhieu giay to",
        "cổ phần giấy tờ",
        "quá nhiều giấy tờ",
    ],
)
def test_words_are_found_however_they_are_spelt(world, office, words):
    code = filed(world, story=PAPERS)
    text = looks(office.dispatcher, words)
    assert code in text and "Mới gửi" in text and "giấy tờ</b>" in text
    assert not finds(office.dispatcher, f"{words} xe máy")


def test_everything_one_reads_in_a_file_is_searched(world, office):
    citizen = world.citizen("Tư")
    code = office.taken(citizen)
    office.handler.says(f"/ghichu {code} Nhớ hỏi chi cục kiểm lâm")
    office.handler.says(f"/hoi {code} Ông/bà gửi ảnh phiếu hẹn giúp")
    citizen.says(f"/bosung {code} tôi nộp hôm bão số chín")
    answer(office.handler, code, "Đã nhắc bộ phận đóng dấu treo.")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    for words in ("kiem lam", "phieu hen", "bao so chin", "dau treo", code, code.lower()):
        assert code in looks(office.handler, words), words
        assert office.handler.buttons[0] == code
    office.handler.taps(code)
    assert office.handler.got("staff.file")


def test_who_sent_it_is_found_by_who_may_see_them(world, office):
    code = filed(world)
    put(world, code, "assigned", office=REGISTRY)
    for words in ("võ thị tư", "vo thi tu", "0905 123 218", "0905.123.218", "+84905123218"):
        assert code in looks(office.handler, words), words
    closed = filed(world, identity_mode=IdentityMode.CLOSED)
    put(world, closed, "assigned", office=REGISTRY)
    for person in (office.handler, office.dispatcher):
        assert closed not in looks(person, "võ thị tư")
        assert closed not in looks(person, "0905 123 218")
        assert closed in looks(person, "cổ phần")


def test_what_is_masked_for_somebody_is_no_match_for_them(world, office):
    """The Director does not reach the sender, and reads no number in the story."""
    code = filed(world, story=PAPERS)
    director = office.colleague("director")
    assert finds(office.dispatcher, "0977 111 222") and not finds(director, "0977 111 222")
    text = looks(director, "gọi lại số")
    assert code in text and "0977" not in text and "111 222" not in text
    closed = filed(world, story=PAPERS, identity_mode=IdentityMode.CLOSED)
    assert closed not in looks(office.dispatcher, "0977.111.222")


def test_other_offices_admins_citizens_and_groups_find_nothing(world, office):
    code = filed(world, story=PAPERS)
    put(world, code, "assigned", office=REGISTRY)
    filed(world, story=PAPERS)
    elsewhere = office.colleague("handler", FOREIGN)
    assert "1 việc" in looks(office.handler, "cổ phần"), "what is hidden is not counted"
    assert not finds(elsewhere, "cổ phần")
    assert not finds(elsewhere, code)
    for person in (office.colleague("admin"), world.citizen("Năm")):
        person.says("/timkiem cổ phần")
        assert person.keys[-1] == "common.not_for_you"
    office.handler.in_group("g1").says("/timkiem cổ phần")
    world.work()
    assert office.handler.in_group("g1").seen[-1].message.key == "common.not_in_group"


def test_what_accuses_is_found_by_nobody_it_is_kept_from_and_readings_are_noted(world, office):
    accused = office.colleague("dispatcher", name="Ngô Văn Quát")
    director = office.colleague("director")
    citizen = world.citizen("Tư")
    citizen.says(RUDE)
    while not citizen.keys[-1].startswith("submit.about"):
        citizen.taps("Phản ánh tại đây" if citizen.got("doors.denunciation") else "Đúng")
    citizen.says("ông Ngô Văn Quát")
    citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn").taps("Bỏ qua").taps("Gửi, nhắn")
    code = citizen.code
    for person in (accused, office.handler, office.head):
        assert not finds(person, "hách dích bồi dưỡng") and not finds(person, code)
    world.later(hours=2)
    for person in (office.dispatcher, director):
        assert code in looks(person, "hach dich boi duong") and "🔒" in person.text
        read = world.rows(
            "SELECT detail FROM access_log WHERE action = 'read' AND person_id = :who"
            " ORDER BY id DESC",
            who=office.person_id(person),
        )
        assert read[0] == ("timkiem",)
    logged = world.rows("SELECT action, detail FROM access_log")
    asked = world.rows("SELECT params FROM job WHERE kind = 'search'")
    assert "hach" not in str(logged) and "hach" not in str(asked)


def test_one_who_stepped_back_or_sent_it_finds_nothing(world, office):
    code = office.accepted(world.citizen("Tư"))
    office.handler.says(f"/lienquan {code}").taps("Tôi có liên quan")
    assert not finds(office.handler, "cổ phần")
    assert finds(office.head, "cổ phần")
    sender = office.person_id(office.dispatcher)
    own = filed(world, story="Xin hỏi về giống sâm Ngọc Linh", submitter_id=sender)
    assert not finds(office.dispatcher, "sam ngoc linh") and not finds(office.dispatcher, own)
    assert finds(office.colleague("director"), "sam ngoc linh")


def test_what_narrows_it_is_typed_plainly(world, office):
    mine = office.taken(world.citizen("Tư"))
    other = filed(world, story=PAPERS)
    text = looks(office.dispatcher, "cổ phần mới gửi")
    assert other in text and mine not in text and "Chỉ lọc: Mới gửi" in text
    text = looks(office.dispatcher, "dang_ky_kinh_doanh cổ phần")
    assert mine in text and other not in text
    assert mine in looks(office.dispatcher, "Phòng Đăng ký kinh doanh cổ phần 2026")
    assert not finds(office.dispatcher, "cổ phần 2025")
    assert mine in looks(office.handler, "của tôi") and other not in office.handler.text
    assert not finds(office.dispatcher, "của tôi")
    assert not finds(office.dispatcher, 'cổ phần "mới gửi"')
    office.dispatcher.says("/timkiem")
    assert office.dispatcher.keys == ["search.how"]


def test_five_at_a_time_the_best_first(world, office):
    codes = [filed(world, story=f"Việc {at}: hồ sơ thiếu, giấy của tờ khai") for at in range(6)]
    best = filed(world, story="Đòi quá nhiều giấy tờ")
    codes.append(filed(world, story="Giấy phép, rồi tờ khai"))
    first = looks(office.dispatcher, "giấy tờ")
    assert "8 việc" in first and first.index(best) < first.index(codes[-1])
    assert office.dispatcher.buttons == [best, *reversed(codes[3:]), "Xem tiếp"]
    office.dispatcher.taps("Xem tiếp")
    world.work()
    assert office.dispatcher.buttons == list(reversed(codes[:3]))
    office.dispatcher.says("/timkiem trang 1")
    world.work()
    assert office.dispatcher.buttons[0] == best


def test_what_was_looked_for_is_kept_for_a_day(world, office):
    filed(world, story=PAPERS)
    looks(office.dispatcher, "giay to co phan")
    world.later(hours=25)
    world.tick()
    office.dispatcher.says("/timkiem trang 1")
    assert office.dispatcher.keys[-1] == "search.how"
    [(state,)] = world.rows("SELECT state FROM chat WHERE external = :c", c=office.dispatcher.id)
    assert "giay to" not in str(state)


def test_in_zalo_too(world, office, zalo):
    code = filed(world, story=PAPERS)
    person = world.citizen("Điều", zalo)
    person.says("/start")
    world.grant(person, "dispatcher", name="Điều Zalo")
    person.forget()
    assert code in looks(person, "giay to co phan")
    [(kept,)] = world.rows("SELECT text FROM outbox WHERE key = 'search.found'")
    assert kept == "", "what was found is not kept once it was sent"


def test_what_was_erased_is_not_found(world, office):
    citizen = world.citizen("Tư")
    code = office.answered(citizen)
    office.dispatcher.says(f"/dong {code}")
    assert code in looks(office.dispatcher, "võ thị tư")
    citizen.says("/dulieu xoa").taps("Xóa")
    assert code not in looks(office.dispatcher, "võ thị tư")
    assert code in looks(office.dispatcher, "cổ phần")


def test_at_the_page_of_the_web_what_is_no_longer_theirs_is_taken_away(world, office, site):
    admin = office.colleague("admin", name="Quản Trị")
    page: Browser = official_at(world, site, admin, f"can bo {REGISTRY}", "Hà Văn Web")
    code = filed(world, story=PAPERS)
    put(world, code, "assigned", office=REGISTRY)
    page.says("/timkiem giay to co phan")
    world.work()
    assert code in page.text and "đòi quá nhiều" in page.text
    office.dispatcher.says(f"/chuyen {code} ktdn Việc của phòng bạn.")
    assert "đòi quá nhiều" not in page.text


def test_a_long_search_says_that_it_goes_on_and_misses_nothing(world, office):
    house = world.house
    house.jobs._deeds = {"search": SearchCases(house.jobs.means, 2, 4)}
    codes = [filed(world, story=PAPERS) for _ in range(7)]
    office.dispatcher.says("/timkiem giay to co phan")
    world.work()
    assert office.dispatcher.keys == ["search.still", "search.found"]
    assert "7 việc" in office.dispatcher.text and codes[-1] in office.dispatcher.text
    office.dispatcher.says("/timkiem trang 2")
    world.work()
    assert office.dispatcher.buttons == list(reversed(codes[:2]))


def test_who_lost_their_role_meanwhile_is_told_nothing(world, office):
    filed(world, story=PAPERS)
    office.dispatcher.says("/timkiem giay to co phan")
    person = office.person_id(office.dispatcher)
    world.store(lambda tx: officials.lock(tx, person, world.now))
    world.work()
    assert not office.dispatcher.news


def test_the_newest_question_is_answered_once(world, office):
    filed(world, story=PAPERS)
    office.dispatcher.says("/timkiem xe máy").says("/timkiem cổ phần")
    world.work()
    assert office.dispatcher.keys == ["search.found"]


def test_praise_and_questions_are_cases_too(world, office):
    code = filed(world, kind=Kind.QUESTION, story="Cho hỏi mở chi nhánh cần gì")
    assert code in looks(office.dispatcher, "mo chi nhanh")
    assert submitted(world.citizen("Tư")) in looks(office.dispatcher, "cong ty co phan")

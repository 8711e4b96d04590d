"""“Tôi cũng bị”: said of a published matter in people's own words, in any app."""

from __future__ import annotations

import pytest

from cases.numbers.codes import case_code
from tests.office import RUDE, Office, answer, submitted
from tests.people import FakeChannel, World


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


APPS = {
    "zalo": lambda: FakeChannel("zalo", edits=False, buttons=5),
    "zalo_bot": lambda: FakeChannel("zalo_bot", edits=False, buttons=0),
}


@pytest.fixture
def apps() -> dict[str, FakeChannel]:
    return {name: make() for name, make in APPS.items()}


@pytest.fixture
def world(database, tmp_path, apps):
    made = World(database, tmp_path, channels=tuple(apps.values()))
    yield made
    made.close()


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


WORDS = "Hỏi về giấy tờ đăng ký công ty: chỉ cần nộp ba loại."


def publish(office: Office, code: str, words: str = WORDS) -> None:
    office.dispatcher.says(f"/congkhai {code} {words}").taps("Đã bỏ, công khai")


@pytest.fixture
def published(world, office) -> str:
    code = office.answered(world.citizen("Tư"))
    publish(office, code)
    return code


def counted(world: World, code: str) -> int:
    sql = "SELECT COUNT(*) FROM me_too m JOIN cases c ON c.id = m.case_id WHERE c.code = :code"
    return int(world.rows(sql, code=code)[0][0])


@pytest.mark.parametrize("app", [None, *APPS])
def test_each_person_counts_once_however_they_say_it(world, office, published, apps, app):
    citizen = world.citizen("Bảy", apps[app] if app else None)
    for said in (
        f"tôi cũng bị {published}",
        f"toi cung bi {published.lower()}",
        f"Tôi cũng bị như việc {published}",
        f"me too {published}",
        f"/cungbi {published}",
    ):
        citizen.says(said)
        assert citizen.keys[-1].startswith("same.counted"), (said, citizen.keys)
    assert counted(world, published) == 1
    world.citizen("Tám").says(f"tôi cũng bị {published}")
    office.handler.says(f"/hoso {published}")
    assert "2 người cũng bị" in office.handler.text


def test_what_is_not_published_is_answered_like_what_does_not_exist(world, office):
    secret = office.answered(world.citizen("Tư"))
    conduct = submitted(world.citizen("Năm"), RUDE, "Người giải quyết")
    office.dispatcher.says(f"/tiepnhan {conduct}").says(f"/nhan {conduct}")
    answer(office.dispatcher, conduct, "Đã nhắc nhở.")
    office.colleague("director").says(f"/duyet {conduct}").taps("Duyệt và gửi")
    office.dispatcher.says(f"/congkhai {conduct}").taps("Đúng một phần").taps("Đã bỏ, công khai")
    never = case_code("PA", 2026, 98765)
    stranger = world.citizen("Bảy")
    heard = []
    for code in (secret, conduct, never):
        stranger.says(f"tôi cũng bị {code}")
        heard.append((stranger.keys, stranger.text.replace(code, "…"), stranger.buttons))
    assert heard[0] == heard[1] == heard[2] and heard[0][0] == ["status.unknown_code"]
    assert not world.rows("SELECT * FROM me_too")


def test_they_hear_what_is_published_next_and_can_stop_it(world, office, published, apps):
    citizen = world.citizen("Bảy", apps["zalo"])
    citizen.says(f"tôi cũng bị {published}").taps("Báo tôi khi có tin")
    assert citizen.got("same.will_tell")
    silent = world.citizen("Tám")
    silent.says(f"tôi cũng bị {published}")
    citizen.forget(), silent.forget()
    publish(office, published, "Từ nay nộp qua mạng là đủ.")
    assert citizen.keys == ["same.news"] and "nộp qua mạng là đủ" in citizen.text
    assert not silent.news
    citizen.says(f"tôi không bị {published}")
    assert citizen.keys == ["same.taken_back"] and counted(world, published) == 1
    citizen.forget()
    publish(office, published, "Tin sau cùng.")
    assert not citizen.news


def test_their_own_story_is_not_lost(world, published):
    citizen = world.citizen("Bảy")
    citizen.says(
        f"tôi cũng bị {published} đăng ký công ty qua mạng rồi vẫn đòi bản giấy, quá nhiều giấy tờ"
    )
    assert citizen.keys[0] == "same.counted" and citizen.keys[-1].startswith("submit.")
    assert counted(world, published) == 1
    citizen.taps("Đúng").taps("Người giải quyết").says("Võ Văn Bảy, 0905 123 777, xã Bình Sơn")
    citizen.taps("Bỏ qua")
    assert "vẫn đòi bản giấy" in citizen.text and published not in citizen.text


def test_inside_a_story_the_words_are_content(world, published):
    citizen = world.citizen("Bảy")
    citizen.says("Hôm trước tôi cũng bị trả hồ sơ đăng ký công ty ba lần, không ai giải thích")
    assert citizen.keys[-1].startswith("submit.")
    assert counted(world, published) == 0


def test_the_sender_is_not_counted_and_no_code_is_asked_for(world, office):
    sender = world.citizen("Tư")
    code = office.answered(sender)
    publish(office, code)
    sender.says(f"tôi cũng bị {code}")
    assert sender.keys == ["same.own"] and counted(world, code) == 0
    world.citizen("Bảy").says("tôi cũng bị")
    sender.says("tôi cũng bị")
    assert sender.keys == ["same.which"]


def test_two_apps_of_one_person_count_once(world, office, published, apps):
    here, there = world.citizen("Bảy"), world.citizen("Bảy", apps["zalo"])
    for person in (here, there):
        person.says(f"tôi cũng bị {published}")
    assert counted(world, published) == 2
    here.says("/lienket")
    number = here.text.split("LIEN KET ")[1].split("\n")[0]
    there.says(f"lien ket {number}").taps("Đúng")
    here.taps("Đúng là tôi")
    assert counted(world, published) == 1

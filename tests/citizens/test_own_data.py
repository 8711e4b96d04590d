"""What people do with their own data: see it, fetch it, correct it, take an agreement back, object,
have it erased; and what the officials who must answer see of that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.commands.verify import verify
from storage.casework import cases, history
from storage.privacy import consents
from tests import opened_rows
from tests.keeping.test_backup import settings_for
from tests.oa_town import OaTown
from tests.office import REGISTRY, Office, answer
from tests.officials.test_staff_web import Browser, site
from tests.people import FakeChannel, Person, World
from tests.stories import SENDER, STORY, sends_feedback, sends_tip

__all__ = ["site"]  # a fixture

NAMED = "Tôi là Võ Thị Tư, 0905 123 218. Thu tuc thanh lap cong ty qua nhieu giay to, nop mai"


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def town(tmp_path: Path, database: str) -> Iterator[World]:
    """Zalo, Telegram and the web chat."""
    channels = [FakeChannel("web"), FakeChannel("zalo", edits=False, buttons=5)]
    made = World(database, tmp_path, channels=channels)
    yield made
    made.close()


def on(world: World, channel: str) -> Person:
    return world.citizen(channel=world.house.channels[channel])  # type: ignore[arg-type]


def granted(world: World, person: Person, purpose: str) -> bool | None:
    def look(tx: Any) -> bool | None:
        [row] = opened_rows.rows(
            tx, "SELECT person_id FROM chat WHERE external = :id", id=person.id
        )
        return consents.granted(tx, row[0], None, purpose)

    found: bool | None = world.store(look)
    return found


def requests(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT kind, outcome, done_by FROM data_request ORDER BY id")


# --- agreed to -----------------------------------------------------------------------------------


def test_the_receipt_asks_once_and_never_again(world: World) -> None:
    citizen = world.citizen()
    sends_feedback(citizen)
    assert "hài lòng" in citizen.text and "Đừng hỏi tôi" in citizen.buttons
    assert granted(world, citizen, "survey") is None, "nothing is agreed to by saying nothing"
    sends_feedback(citizen)
    assert "hài lòng" not in citizen.text and "Đừng hỏi tôi" not in citizen.buttons


@pytest.mark.parametrize("channel", ["web", "zalo", "telegram"])
def test_a_yes_is_kept_with_its_proof_and_taken_back_at_once(town: World, channel: str) -> None:
    citizen = on(town, channel)
    sends_feedback(citizen)
    citizen.taps("Được, cứ hỏi tôi")
    assert citizen.got("own_data.given") and granted(town, citizen, "survey") is True
    [proof] = town.rows(
        "SELECT notice_version, button, channel, granted FROM consent WHERE purpose = 'survey'"
    )
    assert proof == (town.house.agency.notice_version, "Được, cứ hỏi tôi", channel, 1)
    citizen.says("du lieu").taps("Những điều tôi đã đồng ý")
    assert "hỏi tôi hài lòng chưa" in citizen.text
    citizen.taps("Đừng hỏi tôi hài lòng chưa nữa")
    assert citizen.got("own_data.withdrawn") and granted(town, citizen, "survey") is False
    assert requests(town) == [("withdraw", "done", None)]


def test_no_more_results_here_lets_the_case_go_on(world: World) -> None:
    office, citizen = Office(world), world.citizen()
    code = office.taken(citizen)
    citizen.says("/dulieu dongy").taps("Đừng nhắn kết quả")
    assert world.case(code).chat_id is None and world.case(code).status == "in_progress"
    citizen.forget()
    answer(office.handler, code, "Hồ sơ đã xong, mời đến nhận.")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert citizen.news == []
    citizen.says(f"/tracuu {code}")
    assert "Hồ sơ đã xong" in citizen.text


# --- seen and fetched ----------------------------------------------------------------------------


def fetched(world: World, person: Person, form: str) -> bytes:
    person.says(f"/dulieu tai {form}")
    assert person.got("own_data.making")
    world.work()
    sent = next(p for p in person.news if p.message.key == "own_data.file")
    assert sent.message.file is not None
    return world.house.files.open_path(sent.message.file.path).read_bytes()


def test_what_is_kept_is_told_case_by_case(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.says("dữ liệu của tôi").taps("Xem, tải")
    assert code in citizen.text and "họ tên, số điện thoại, nơi ở" in citizen.text
    assert requests(world) == [("see", "done", None)]


def test_the_file_holds_their_own_and_nobody_elses(world: World) -> None:
    office, citizen, other = Office(world), world.citizen(), world.citizen()
    sends_feedback(other)
    code = office.taken(citizen)
    office.handler.says(f"/ghichu {code} Người này hay gọi điện")
    answer(office.handler, code, "Bản thảo chưa duyệt.")
    held = orjson.loads(fetched(world, citizen, "json"))
    assert [c["code"] for c in held["cases"]] == [code]
    assert held["cases"][0]["sender"]["name"] == "Võ Thị Tư"
    assert held["chats"][0]["messages"][0]["from"] == "me"
    page = fetched(world, citizen, "html").decode()
    for inside in ("hay gọi điện", "Bản thảo chưa duyệt", "Lê Thị Hạnh", other.code):
        assert inside not in page and inside not in str(held)
    assert code in page and "Võ Thị Tư" in page


# --- corrected -----------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["web", "zalo"])
def test_a_wrong_number_is_right_at_once(town: World, channel: str) -> None:
    citizen = on(town, channel)
    code = sends_feedback(citizen)
    citizen.says("du lieu").taps("Sửa dữ liệu").taps("Số điện thoại").says("nham roi")
    assert citizen.got("own_data.form_phone")
    citizen.says("0912 345 678")
    assert citizen.got("own_data.corrected")
    case = town.case(code)
    told = town.store(lambda tx: cases.identity(tx, town.house.keys, case.id))
    assert (told["name"], told["phone"]) == ("Võ Thị Tư", "+84912345678")
    rows = town.store(lambda tx: history.of_case(tx, case.id))
    assert rows[-1].action == "correct_identity"
    assert rows[-1].data == {"from": "received", "to": "received", "field": "phone"}


def test_an_address_corrected_is_the_one_written_to(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.says(f"/dulieu sua {code}").taps("Thư điện tử").says("tu.moi@gmail.com")
    assert citizen.got("own_data.corrected")
    assert "tu.moi" not in str(world.rows("SELECT text FROM inbox"))
    [row] = world.rows("SELECT COUNT(*) FROM chat WHERE channel = 'email' AND erased_at IS NULL")
    assert row == (1,)


def test_wrong_words_go_to_an_official_and_back(world: World) -> None:
    office, citizen = Office(world), world.citizen()
    code = sends_feedback(citizen)
    citizen.says(f"/dulieu sua {code}").taps("Lời đã kể").says("Ngày nộp là 3/11, không phải 2/11")
    assert citizen.got("data.taken") and "thứ Năm 26/11" in citizen.text
    office.dispatcher.says("/homnay")
    assert "📄 Yêu cầu về dữ liệu" in office.dispatcher.text
    office.dispatcher.taps("📄 Yêu cầu")
    assert "3/11, không phải 2/11" in office.dispatcher.text
    assert "CHƯA XÁC NHẬN" in office.dispatcher.text
    office.dispatcher.says("/yeucauxong 1")
    assert office.dispatcher.got("data.reason_missing")
    office.dispatcher.says("/yeucauxong 1 Đã ghi lại ngày nộp là 3/11.")
    assert "Đã ghi lại ngày nộp" in citizen.text
    office.dispatcher.says("/homnay")
    assert "Yêu cầu về dữ liệu" not in office.dispatcher.text
    citizen.says("/dulieu xem")
    sealed = world.store(lambda tx: tx.all("SELECT words, reason FROM data_request"))
    assert "3/11" not in str(sealed)


def test_a_handler_sees_no_requests(world: World) -> None:
    office, citizen = Office(world), world.citizen()
    citizen.says("/dulieu phandoi").says("Tôi không muốn chị Hạnh xem số của tôi")
    office.handler.says("/yeucau")
    assert office.handler.got("common.not_for_you")
    office.handler.says("/viec 1")
    assert "Hạnh" not in office.handler.text
    office.dispatcher.says("/yeucau")
    office.dispatcher.taps("📄 Xem yêu cầu 1")
    assert "chị Hạnh" in office.dispatcher.text


def test_a_request_about_what_accuses_a_dispatcher_is_not_for_them(world: World) -> None:
    office, citizen = Office(world), world.citizen()
    director = office.colleague("director", name="Ngô Giám Đốc")
    citizen.says("Anh Điều ở văn phòng hách dịch, quát mắng tôi").taps("Đúng")
    citizen.says("anh Trần Văn Điều").taps("Giữ kín").says(SENDER).taps("Bỏ qua").taps("Gửi, nhắn")
    code = citizen.code
    citizen.says(f"/dulieu sua {code}").taps("Lời đã kể").says("Là thứ Hai chứ không phải thứ Ba")
    for words in ("/yeucau", "/yeucau 1", "/homnay", "/yeucauxong 1 Đã sửa xong rồi nhé"):
        office.dispatcher.says(words)
        assert code not in office.dispatcher.text and "thứ Hai chứ" not in office.dispatcher.text
    director.says("/yeucau 1")
    assert "thứ Hai chứ" in director.text


def test_those_who_answer_are_reminded_before_the_date_and_after(world: World) -> None:
    office, citizen = Office(world), world.citizen()
    citizen.says("/dulieu phandoi").says("Sở đang giữ số điện thoại của tôi quá lâu")
    office.dispatcher.forget()
    world.later(days=14)
    world.tick()
    assert office.dispatcher.got("data.due_soon")
    world.tick()
    assert office.dispatcher.keys.count("data.due_soon") == 1
    world.later(days=3)
    world.tick()
    assert "đã quá hạn luật định" in office.dispatcher.text


# --- erased --------------------------------------------------------------------------------------


def everything(world: World) -> str:
    """All that stands in the database, as somebody who copied it would read it."""
    tables = world.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return "\n".join(str(world.rows(f"SELECT * FROM {name}")) for (name,) in tables)


@pytest.mark.parametrize("channel", ["web", "zalo"])
def test_messages_go_and_a_finished_case_stays_without_its_sender(
    town: World, tmp_path: Path, channel: str
) -> None:
    office, citizen = Office(town), on(town, channel)
    citizen.says(NAMED).taps("Đúng").taps("Người giải quyết").says(SENDER).taps("Bỏ qua")
    citizen.taps("Gửi, nhắn")
    code = citizen.code
    office.dispatcher.says(f"/tiepnhan {code}")
    office.handler.says(f"/nhan {code}").says(f"/ghichu {code} Đã gọi chị Võ Thị Tư")
    answer(office.handler, code, "Chào bà Võ Thị Tư, hồ sơ đã xong.")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    office.dispatcher.says(f"/dong {code}")
    citizen.says("xóa dữ liệu").taps("Xin xóa")
    assert "luật lưu trữ" in citizen.text and len(citizen.text) <= 300
    citizen.taps("Xóa")
    assert citizen.keys == ["own_data.erased"]
    case = town.case(code)
    assert case.pseudonymised_at and case.submitter_id is None and case.status == "closed"
    kept = everything(town)
    for gone in ("Võ Thị Tư", "0905 123", "905123218", "xã Bình Hải"):
        assert gone not in kept, gone
    assert "thanh lap cong ty qua nhieu giay to" in kept, "what the law keeps"
    assert verify(settings_for_world(town, tmp_path)) == 0
    citizen.says(f"/tracuu {code}")
    assert citizen.got("status.unknown_code")
    office.dispatcher.says(f"/hoso {code}")
    assert "[người gửi]" in office.dispatcher.text and "common.our_fault" not in citizen.keys
    assert requests(town)[-1] == ("erase", "done", None)


def settings_for_world(world: World, folder: Path) -> Any:
    settings = settings_for(world.house.settings.database, folder)
    settings.secret_key = "k" * 32
    return settings


def test_an_open_case_goes_on_without_a_name_and_is_read_by_its_number(world: World) -> None:
    office, citizen = Office(world), world.citizen()
    code = office.taken(citizen)
    citizen.says("/dulieu xoa")
    assert citizen.got("own_data.open_cases") and code in citizen.text
    citizen.taps("Đi tiếp").taps("Xóa")
    assert citizen.keys == ["own_data.erased", "own_data.goes_on", "receipt.number"]
    number = citizen.text.split("Mã tra cứu 16 số:\n")[1].splitlines()[0]
    case = world.case(code)
    assert (case.status, case.identity_mode) == ("in_progress", "anonymous")
    answer(office.handler, code, "Hồ sơ đã xong, mời đến nhận.")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    citizen.says(f"tra cuu {number}")
    assert "Hồ sơ đã xong" in citizen.text


def test_or_is_withdrawn_first_or_nothing_is_erased_at_all(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.says("/dulieu xoa").taps("Thôi, không xóa nữa")
    assert citizen.got("own_data.nothing_erased")
    citizen.says("/dulieu xoa").taps("Đi tiếp").says("thoi")
    assert citizen.got("own_data.nothing_erased") and world.case(code).pseudonymised_at is None
    citizen.says("/dulieu xoa").taps("Rút lại").says("dong y").forget()
    assert world.case(code).status == "withdrawn" and world.case(code).submitter_id is None


def test_drafts_and_files_of_no_case_go_too(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).sends("photo", b"x", name="giay.jpg").says("de luc khac")
    citizen.says("/dulieu xoa").taps("Xóa")
    assert world.rows("SELECT COUNT(*) FROM stored_file") == [(0,)]
    citizen.says("tiep tuc")
    assert citizen.got("control.nothing_to_go_on")


def test_who_is_an_official_is_not_erased_by_a_machine(world: World) -> None:
    office = Office(world)
    code = sends_feedback(office.handler.says("/gui"))
    office.handler.says("/dulieu xoa")
    assert office.handler.got("data.taken")
    assert world.case(code).submitter_id == office.person_id(office.handler)
    office.dispatcher.says("/yeucau 1")
    assert "bàn giao" in office.dispatcher.text


def test_the_words_of_a_tip_go_from_the_chat_and_not_from_the_tip(world: World) -> None:
    citizen = world.citizen()
    _, number = sends_tip(citizen)
    citizen.says("/dulieu xoa").taps("Xóa")
    assert STORY not in str(world.rows("SELECT text FROM inbox"))
    citizen.says(f"tra cuu {number}")
    assert citizen.got("status.view")


def test_the_page_says_why_nothing_of_a_tip_is_there(world: World, site: str) -> None:
    page = Browser(world, site)
    page.says(STORY).taps("Đúng").taps("Không nêu tên").taps("Gửi")
    number = page.text.split("Mã tra cứu 16 số:\n")[1].splitlines()[0]
    page._ask("GET", "messages?after=99")  # the page has read it
    *before, told, code = page.messages()
    assert before == [] and number not in page.text
    assert "không được giữ lại ở đây" in told["text"] and "TRA CUU" in told["text"]
    assert "đã hiện ở đây một lần" in code["text"]
    page.says(f"tra cuu {number}")
    assert "Mới gửi" in page.text


def test_on_a_real_official_account_too(tmp_path: Path, database: str) -> None:
    town = OaTown(database, tmp_path).opens()
    try:
        citizen = town.citizen()
        citizen.says(STORY).taps("Đúng").taps("Người giải quyết cũng biết").says(SENDER)
        citizen.taps("Bỏ qua").taps("Gửi, nhắn kết quả")
        code = citizen.code
        citizen.says("du lieu").taps("Xin xóa").taps("Rút lại").taps("Xóa")
        assert citizen.got("own_data.erased"), citizen.keys
        assert town.case(code).submitter_id is None
        assert town.actions(code)[-3:] == ["file", "withdraw", "pseudonymise"]
    finally:
        town.ends()


@pytest.mark.parametrize("channel", ["telegram", "zalo"])
def test_a_day_after_the_farewell_the_address_is_forgotten(town: World, channel: str) -> None:
    citizen, other = on(town, channel), on(town, channel)
    sends_feedback(citizen)
    citizen.says("/dulieu xoa").taps("Rút lại").taps("Xóa")
    sends_feedback(other)
    known = "SELECT COUNT(*) FROM chat WHERE external = :id"
    town.tick()
    assert town.rows(known, id=citizen.id) == [(1,)], "the farewell may still be on its way"
    town.later(hours=20)
    citizen.says("cam on")
    town.later(hours=20)
    town.tick()
    assert town.rows(known, id=citizen.id) == [(1,)], "they have spoken since"
    town.later(hours=5)
    town.tick()
    assert town.rows(known, id=citizen.id) == [(0,)]
    assert town.rows(known, id=other.id) == [(1,)]
    citizen.says("xin chao")
    assert "common.our_fault" not in citizen.keys and citizen.news
    code = sends_feedback(citizen.says("/gui"))
    citizen.says(f"/tracuu {code}")
    assert citizen.got("status.view")


def test_who_goes_on_with_something_is_not_forgotten(town: World) -> None:
    citizen, official = on(town, "zalo"), Office(town).handler
    citizen.says("/dulieu xoa").taps("Xóa")
    code = sends_feedback(citizen)
    official.says("/dulieu xoa")
    town.later(days=3)
    town.tick()
    for person in (citizen, official):
        known = town.rows("SELECT COUNT(*) FROM chat WHERE external = :id", id=person.id)
        assert known == [(1,)], person.name
    citizen.says(f"/tracuu {code}")
    assert citizen.got("status.view")


def test_the_page_of_who_was_forgotten_starts_over(world: World, site: str) -> None:
    page = Browser(world, site)
    page.says("/dulieu xoa").taps("Xóa")
    assert "Đã xóa" in page.text
    world.later(hours=23)
    world.tick()
    assert "Đã xóa" in page.text, "a day to read it"
    world.later(hours=2)
    world.tick()
    assert page._ask("GET", "messages?after=0")["error"] == "session", "it asks for a new one"
    assert page._ask("POST", "session")["token"]


def test_words_of_the_registry_stay(world: World) -> None:
    """The office is no sender: what it is called stays readable."""
    office, citizen = Office(world), world.citizen()
    code = office.answered(citizen)
    citizen.says("/dulieu xoa").taps("Xóa")
    assert world.case(code).office == REGISTRY

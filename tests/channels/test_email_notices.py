"""Notices by e-mail, from what a citizen typed to the letter in a mail server stricter than real
ones: who gets which, and what never stands in one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.channels.base import Unreachable
from tests.fakes.smtp_server import FakeSmtp
from tests.people import FakeChannel, Person, World

pytestmark = pytest.mark.slow  # processes and sockets of their own

OFFICE = "dang_ky_kinh_doanh"
ADDRESS = "vo.thi.tu@example.vn"
STORY = "thu tuc thanh lap cong ty qua nhieu giay to, nop mai khong xong"
RUDE = "Cán bộ ở quầy hách dích, quát mắng và đòi tôi bồi dưỡng CANARY-STORY"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class SkippingLoop(asyncio.SelectorEventLoop):
    """Its timers believe that time went on by `skipped` seconds."""

    skipped = 0.0

    def time(self) -> float:
        return super().time() + self.skipped


@pytest.fixture
def smtp() -> FakeSmtp:
    return FakeSmtp()


@pytest.fixture
def world(smtp: FakeSmtp, migrated_sqlite: Path, tmp_path: Path) -> Iterator[World]:
    (tmp_path / "langnghe.db").write_bytes(migrated_sqlite.read_bytes())
    loop = SkippingLoop()
    loop.run_until_complete(smtp.__aenter__())
    made = World(
        f"sqlite:///{tmp_path / 'langnghe.db'}",
        tmp_path,
        loop=loop,
        smtp_url=f"smtp://127.0.0.1:{smtp.port}",
        mail_from="lang-nghe@skhdt.example.vn",
    )
    yield made
    made.run(smtp.__aexit__())
    made.close()


@pytest.fixture
def staff(world: World) -> SimpleNamespace:
    return SimpleNamespace(
        dispatcher=world.official("dispatcher", name="Trần Văn Điều"),
        handler=world.official("handler", OFFICE, "Lê Thị Hạnh"),
        head=world.official("head", OFFICE, "Phạm Quốc Trưởng"),
    )


def submitted(citizen: Person, address: str = ADDRESS, *, here: bool = True) -> str:
    citizen.says(STORY).taps("Đúng").taps("Người giải quyết cũng biết")
    citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn").says(address)
    citizen.taps("Gửi, nhắn kết quả" if here else "Gửi, tôi tự tra")
    assert citizen.got("receipt.receipt"), citizen.keys
    return citizen.code


def accused(citizen: Person) -> str:
    citizen.says(RUDE).taps("Không, tôi chỉ phản ánh").taps("Đúng")
    citizen.says("CANARY-ABOUT chị Lan").taps("Giữ kín")
    citizen.says("CANARY-NAME Tư, 0905 123 218, xã Bình Sơn").says(ADDRESS)
    citizen.taps("Gửi, nhắn kết quả")
    assert citizen.got("receipt.receipt"), citizen.keys
    return citizen.code


def answered(staff: SimpleNamespace, code: str, words: str) -> None:
    staff.dispatcher.says(f"/tiepnhan {code}")
    staff.handler.says(f"/nhan {code}")
    staff.handler.says(f"/traloi {code} {words}").taps("Không kèm")
    staff.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert staff.head.got("staff.done_approve")


def duties(world: World) -> list[tuple[str, str]]:
    return [
        (code, why)
        for code, why in world.rows(
            "SELECT c.code, d.data FROM duty d JOIN cases c ON c.id = d.case_id"
            " WHERE d.kind = 'call' ORDER BY d.id"
        )
    ]


# --- citizens ------------------------------------------------------------------------------------


def test_receipt_and_answer_reach_who_gave_an_address(
    world: World, staff: SimpleNamespace, smtp: FakeSmtp
) -> None:
    citizen = world.citizen()
    code = submitted(citizen)
    [receipt] = smtp.letters
    assert receipt.to == [ADDRESS] and receipt.sender == "lang-nghe@skhdt.example.vn"
    assert code in receipt.header("Subject")
    assert code in receipt.part("plain") and "15 ngày làm việc" in receipt.part("plain")
    assert STORY not in receipt.raw.decode() and "0905" not in receipt.part("plain")

    staff.dispatcher.says(f"/tiepnhan {code}")
    staff.handler.says(f"/nhan {code}").says(f"/traloi {code} Mời ông/bà đến nhận <giấy> & ký.")
    staff.handler.says("12/VP-TL, 1/12/2026, Nguyễn Văn A")
    staff.handler.sends("document", PDF, name="tra-loi.pdf", type="application/pdf")
    world.work()
    staff.handler.taps("Gửi đi")
    assert len(smtp.letters) == 1
    staff.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    [_, answer] = smtp.letters
    assert answer.to == [ADDRESS] and code in answer.header("Subject")
    for words in (answer.part("plain"), answer.part("html").replace("&lt;", "<")):
        assert "Mời ông/bà đến nhận <giấy> &" in words.replace("&gt;", ">").replace("&amp;", "&")
        assert "12/VP-TL" in words and "Tôi đã rõ" not in words
    assert [(name, data) for name, _, data in answer.files()] == [("tra-loi.pdf", PDF)]
    assert duties(world) == [] and world.house.readiness() == {}


def test_a_letter_about_a_restricted_case_says_nothing_of_it(
    world: World, staff: SimpleNamespace, smtp: FakeSmtp
) -> None:
    director = world.official("director", name="Hồ Giám Đốc")
    citizen = world.citizen()
    code = accused(citizen)
    dispatcher = staff.dispatcher.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    dispatcher.says(f"/hoi {code} CANARY-QUESTION ngày nào?")
    world.channel.fails[citizen.id] = [Unreachable("blocked")] * 9
    citizen.says(f"/bosung {code} hôm qua CANARY-SUPPLEMENT")
    dispatcher.says(f"/traloi {code} CANARY-ANSWER").taps("Đúng").says("CANARY-MEASURE")
    dispatcher.taps("Không kèm")
    director.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert director.got("staff.done_approve")
    for letter in smtp.letters:
        words = f"{letter.part('plain')}{letter.part('html')}{letter.header('Subject')}"
        assert "CANARY" not in words and "hách dịch" not in words and code in words
    assert len(smtp.letters) >= 2


def test_who_is_told_in_the_chat_gets_each_notice_once(
    world: World, staff: SimpleNamespace, smtp: FakeSmtp
) -> None:
    """A chat that fails when the answer is mailed beside it is no reason to mail it twice; what is
    not mailed goes there instead."""
    citizen = world.citizen()
    code = submitted(citizen)
    smtp.letters.clear()
    world.channel.fails[citizen.id] = [Unreachable("blocked")] * 9
    answered(staff, code, "Mời ông/bà đến nhận.")
    told = [letter.part("plain") for letter in smtp.letters]
    assert sum("Mời ông/bà đến nhận." in words for words in told) == 1
    assert sum("đã có nơi nhận" in words for words in told) == 1
    assert duties(world) == []


def test_an_address_serves_the_case_it_was_given_with(
    world: World, staff: SimpleNamespace, smtp: FakeSmtp
) -> None:
    citizen = world.citizen()
    first = submitted(citizen)
    citizen.says(STORY).taps("Đúng").taps("Người giải quyết cũng biết")
    for _ in range(3):
        if citizen.keys[-1] == "submit.extra":
            citizen.taps("Bỏ qua")
        elif citizen.keys[-1] == "submit.name":
            citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn")
    citizen.taps("Gửi, nhắn kết quả")
    second = citizen.code
    assert second != first
    third = submitted(citizen, "khac@example.vn")
    for code in (first, second, third):
        answered(staff, code, "Mời ông/bà đến nhận.")
    told = [(letter.to[0], code) for letter in smtp.letters for code in (first, second, third)
            if code in letter.header("Subject")]  # fmt: skip
    assert told == [
        (ADDRESS, first),
        ("khac@example.vn", third),
        (ADDRESS, first),
        ("khac@example.vn", third),
    ]


def test_a_notice_that_no_chat_takes_goes_to_the_address_of_its_case(
    world: World, staff: SimpleNamespace, smtp: FakeSmtp
) -> None:
    citizen = world.citizen()
    first, second = submitted(citizen), submitted(citizen, "khac@example.vn")
    smtp.letters.clear()
    world.channel.fails[citizen.id] = [Unreachable("blocked")] * 9
    staff.dispatcher.says(f"/tiepnhan {first}")
    staff.handler.says(f"/nhan {first}").says(f"/hoi {first} Ông/bà nộp ngày nào?")
    accepted, asked = smtp.letters
    assert accepted.to == asked.to == [ADDRESS]
    assert accepted.header("Subject") == f"Tin mới về việc {first}"
    assert "Ông/bà nộp ngày nào?" in asked.part("plain")
    assert "dưới tin này" not in asked.part("plain") and "KHONG CO" not in asked.part("plain")
    assert second not in "".join(letter.raw.decode() for letter in smtp.letters)


def test_letters_say_what_they_are_and_where_to_go_on(
    world: World, staff: SimpleNamespace, smtp: FakeSmtp
) -> None:
    code = submitted(world.citizen())
    answered(staff, code, "Mời ông/bà đến nhận.")
    receipt, answer = smtp.letters
    assert receipt.header("Subject") == f"Biên nhận phản ánh {code}"
    assert answer.header("Subject") == f"Trả lời về việc {code}"
    for letter in smtp.letters:
        words = letter.part("plain")
        assert "/chat để xem, bổ sung; thư này do máy gửi, xin đừng trả lời." in words
        assert "tại đây" not in words and "gõ" not in words and "bấm" not in words
        assert f'<a href="{world.house.settings.address}/chat">' in letter.part("html")


# --- officials -----------------------------------------------------------------------------------


def test_officials_own_cases_and_their_work_have_addresses_of_their_own(
    world: World, staff: SimpleNamespace, smtp: FakeSmtp
) -> None:
    dispatcher = staff.dispatcher
    dispatcher.says("/email dieu@so.example.vn")
    unwritten = own_case(dispatcher, "")
    assert smtp.letters == [], "the office's mailbox has no part in an official's own case"
    private = own_case(dispatcher, "dieu.rieng@example.vn")
    assert [letter.to for letter in smtp.letters] == [["dieu.rieng@example.vn"]]
    submitted(world.citizen(), "khac@example.vn")
    smtp.letters.clear()
    world.later(days=1)
    world.tick()
    mornings = [letter for letter in smtp.letters if "việc chờ" in letter.header("Subject")]
    assert [letter.to for letter in mornings] == [["dieu@so.example.vn"]]

    smtp.letters.clear()
    assert dispatcher.says("/email xoa").got("people.email_gone")
    colleague = world.official("dispatcher", name="Ngô Thị Thay")
    for code in (private, unwritten):
        colleague.says(f"/tiepnhan {code}")
        staff.handler.says(f"/nhan {code}").says(f"/traloi {code} Mời đến nhận.").taps("Không kèm")
        staff.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert [letter.to for letter in smtp.letters] == [["dieu.rieng@example.vn"]]
    assert private in smtp.letters[0].header("Subject")
    dispatcher.says("/email")
    assert "•••" not in dispatcher.text, "the address of a case is not that of the work"


def own_case(official: Person, address: str) -> str:
    official.says("/gui").says(STORY).taps("Đúng").taps("Giữ kín")
    if official.keys[-1] == "submit.name":
        official.says("Trần Văn Điều, 0905 123 218, xã Bình Sơn")
    official.says(address) if address else official.taps("Bỏ qua")
    official.taps("Gửi, nhắn kết quả")
    assert official.got("receipt.receipt"), official.keys
    return official.code


def test_officials_hear_by_mail_what_waits_and_what_failed(
    world: World, staff: SimpleNamespace, smtp: FakeSmtp
) -> None:
    for person, address in ((staff.dispatcher, "dieu@example.vn"), (staff.head, "t@example.vn")):
        person.says(f"/email {address}")
        assert person.got("people.email_now")
    code, secret = submitted(world.citizen(), "khac@example.vn"), accused(world.citizen())
    smtp.letters.clear()
    world.later(days=1)
    world.tick()
    world.tick()
    [letter] = [letter for letter in smtp.letters if letter.to == ["dieu@example.vn"]]
    assert "2 việc" in letter.header("Subject") and "2 việc" in letter.part("plain")
    assert code not in letter.raw.decode() and secret not in letter.raw.decode()
    assert not [letter for letter in smtp.letters if letter.to == ["t@example.vn"]]

    smtp.letters.clear()
    staff.dispatcher.says(f"/tiepnhan {code}")
    world.channel.fails[staff.dispatcher.id] = [Unreachable("blocked")] * 9
    staff.handler.says(f"/tralai {code} Không phải việc của phòng")
    card, told = smtp.letters
    assert card.to == told.to == ["dieu@example.vn"]
    assert "Không phải việc của phòng" in told.part("plain") and code in told.header("Subject")
    assert code in card.part("plain") and STORY not in card.part("plain")

    smtp.letters.clear()
    accused(world.citizen())  # now it is known that only letters reach the dispatcher
    [letter] = [letter for letter in smtp.letters if letter.to == ["dieu@example.vn"]]
    assert "CANARY" not in letter.raw.decode() and "0905" not in letter.part("plain")


def test_an_official_changes_and_removes_the_address(
    world: World, staff: SimpleNamespace, smtp: FakeSmtp, tmp_path: Path
) -> None:
    def morning() -> list[str]:
        smtp.letters.clear()
        world.later(days=1)
        world.tick()
        return [to for letter in smtp.letters for to in letter.to]

    dispatcher = staff.dispatcher
    submitted(world.citizen(), "khac@example.vn")
    assert dispatcher.says("/email").got("people.email")
    assert dispatcher.says("/email dieu phoi").got("people.email")
    assert "dieu phoi" in dispatcher.text
    dispatcher.says("/email dieu@example.vn")
    dispatcher.says("/email phong@example.vn")
    assert "p•••@example.vn" in dispatcher.text and "phong@" not in dispatcher.text
    assert morning() == ["phong@example.vn"]
    assert dispatcher.says("/email xóa").got("people.email_gone")
    assert morning() == []
    for path in tmp_path.glob("langnghe.db*"):
        assert b"phong@example.vn" not in path.read_bytes(), path.name
    assert world.citizen().says("/email tu@example.vn").got("common.not_for_you")


def test_who_does_not_look_at_the_web_chat_hears_by_mail_that_cases_wait(
    world: World, smtp: FakeSmtp
) -> None:
    away = world.citizen(channel=FakeChannel("web"))
    away.says("/start")
    world.grant(away, "dispatcher", name="Trần Văn Điều")
    away.says("/email dieu@so.example.vn")
    codes = [submitted(world.citizen(), f"nguoi{n}@example.vn") for n in range(5)]
    secret = accused(world.citizen())

    def at(**span: float) -> list[str]:
        world.later(**span)
        smtp.letters.clear()
        world.tick()
        mine = [letter for letter in smtp.letters if letter.to == ["dieu@so.example.vn"]]
        assert not [letter for letter in mine if "CANARY" in letter.raw.decode()]
        return [letter.header("Subject") for letter in mine if letter.header("Subject")]

    def letters(*codes: str) -> list[str]:
        return [world.house.texts.render("vi", "card.letter_subject", code=c) for c in codes]

    [morning] = at(hours=1)
    assert "6 việc" in morning
    assert at(hours=4) == letters(*codes[:3]), "three a day"
    assert at(hours=1) == []
    at(days=1, hours=-5)  # Tuesday morning: the digest
    away.says("/homnay")
    assert at(hours=3) == [] and at(hours=4) == [], "they have looked since"
    late = submitted(world.citizen(), "muon@example.vn")
    assert at(hours=5) == [], "not in the evening"
    at(hours=12)
    assert at(hours=3) == letters(late)
    assert secret


# --- addresses -----------------------------------------------------------------------------------


def test_an_address_stands_nowhere_in_clear(
    world: World,
    staff: SimpleNamespace,
    smtp: FakeSmtp,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    code = submitted(world.citizen())
    answered(staff, code, "Mời ông/bà đến nhận.")
    smtp.refuse[ADDRESS] = f"550 5.1.1 <{ADDRESS}>: no such user"
    other = submitted(world.citizen(), here=False)
    assert duties(world)[0][0] == other
    assert len(smtp.letters) == 2
    for path in tmp_path.glob("langnghe.db*"):
        assert ADDRESS.encode() not in path.read_bytes(), path.name
    ours = [record for record in caplog.records if record.name != "mail.log"]  # the fake's own
    logged = "\n".join(f"{record.getMessage()} {record.exc_text}" for record in ours)
    assert ADDRESS not in logged and "vo.thi.tu" not in logged


def test_an_address_nobody_has_becomes_a_call(
    world: World, staff: SimpleNamespace, smtp: FakeSmtp
) -> None:
    smtp.refuse[ADDRESS] = "550 5.1.1 no such user"
    told, looks = world.citizen(), world.citizen()
    here, elsewhere = submitted(told), submitted(looks, here=False)
    looks.forget()
    assert [code for code, _ in duties(world)] == [elsewhere]
    assert "SMTP 550 5.1.1" in duties(world)[0][1]
    answered(staff, elsewhere, "Mời ông/bà đến nhận.")
    assert looks.news == [], "who wants to look things up is written nothing into a chat"
    answered(staff, here, "Mời ông/bà đến nhận.")
    assert told.got("notice.answer")
    assert [code for code, _ in duties(world)] == [elsewhere]
    staff.dispatcher.says("/homnay")
    assert f"☎ Gọi người gửi {elsewhere}" in staff.dispatcher.text.replace("\n", " ")


# --- a server that is away -----------------------------------------------------------------------


def test_letters_wait_for_a_server_that_is_away(
    world: World, staff: SimpleNamespace, smtp: FakeSmtp
) -> None:
    world.run(smtp.__aexit__())
    citizen = world.citizen()
    code = submitted(citizen)
    assert citizen.got("receipt.receipt") and smtp.letters == []
    assert "mail server" in world.house.readiness()["email"]
    answered(staff, code, "Mời ông/bà đến nhận.")
    states = "SELECT o.state FROM outbox o JOIN chat c ON c.id = o.chat_id WHERE c.channel ="
    assert world.rows(states + " 'email'") == [("pending",)] * 2
    world.run(smtp.__aenter__())
    assert isinstance(world.loop, SkippingLoop)
    world.loop.skipped += 61
    world.run(asyncio.sleep(0.01))
    world.run(world.house.outbox.settled())
    assert [letter.to for letter in smtp.letters] == [[ADDRESS]] * 2
    assert "Mời ông/bà đến nhận." in smtp.letters[1].part("plain")
    assert world.house.readiness() == {} and duties(world) == []


def test_letters_outlive_a_restart(world: World, smtp: FakeSmtp) -> None:
    smtp.answer_mail = "451 4.7.1 come back later"
    submitted(world.citizen())
    assert smtp.letters == []
    smtp.answer_mail = ""
    world.restart()
    world.run(world.house.outbox.settled())
    assert [letter.to for letter in smtp.letters] == [[ADDRESS]]

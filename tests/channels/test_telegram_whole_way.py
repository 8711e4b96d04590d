"""The main job on Telegram, through the whole house: what people type and tap in their apps, over
real HTTP, to what they and the officials see. What can go wrong on the way goes wrong here."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import aiohttp
import pytest
from PIL import Image

from tests.fakes.smtp_server import FakeSmtp
from tests.fakes.telegram_api import Flood
from tests.town import Phone, Town

pytestmark = pytest.mark.slow  # processes and sockets of their own

REGISTRY = "dang_ky_kinh_doanh"
FOREIGN = "kinh_te_doi_ngoai"
STORY = "thu tuc dang ky thanh lap cong ty co phan doi qua nhieu giay to, moi noi mot kieu"
LATE = "tin viet hom qua nay moi den: da nop du ba giay to"


def staff_of(town: Town) -> SimpleNamespace:
    return SimpleNamespace(
        dispatcher=town.official("dispatcher", name="Trần Văn Điều"),
        handler=town.official("handler", REGISTRY, "Lê Thị Hạnh"),
        head=town.official("head", REGISTRY, "Phạm Quốc Trưởng"),
    )


def submitted(citizen: Phone, story: str = STORY, email: str = "") -> str:
    """The shortest honest way to a named case; its code."""
    if story:
        citizen.says(story)
    citizen.taps("submit.b_right").taps("submit.b_named")
    citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn")
    citizen.says(email) if email else citizen.taps("submit.b_skip")
    citizen.taps("submit.b_send_here")
    assert citizen.got("receipt.receipt"), citizen.keys
    return citizen.code


def answered(staff: SimpleNamespace, code: str, words: str) -> None:
    staff.dispatcher.says(f"/tiepnhan {code}")
    staff.handler.says(f"/nhan {code}")
    staff.handler.says(f"/traloi {code} {words}").taps("staff.b_no_document")
    staff.head.says(f"/duyet {code}").taps("staff.b_approve")


@pytest.fixture(scope="module")
def smtp() -> FakeSmtp:
    return FakeSmtp()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, smtp: FakeSmtp) -> Iterator[Town]:
    """One house for the tests that change nothing for each other. E-mail is on. Telegram is away
    when it starts."""
    folder = tmp_path_factory.mktemp("town")
    database = f"sqlite:///{folder / 'langnghe.db'}"
    made = Town(database, folder, pace="impatient", smtp=smtp, away=True).opens()
    made.until(lambda: "cannot be reached" in made.house.readiness().get("telegram", ""))
    early = made.citizen("Người đến sớm")
    made.does(lambda: early.user.says(STORY))
    made.services_come()
    made.settles()
    yield made
    made.ends()


@pytest.fixture(scope="module")
def staff(town: Town) -> SimpleNamespace:
    return staff_of(town)


# --- the main way --------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_from_the_first_word_to_the_rating(database: str, tmp_path: Path, mode: str) -> None:
    town = Town(database, tmp_path, mode=mode).opens()
    try:
        staff = staff_of(town)
        citizen = town.citizen()
        code = _submits_with_buttons(citizen)
        _told_again(town, citizen)
        _goes_through_the_office(town, staff, citizen, code)
        _is_rated(town, citizen, code)
        _everything_arrived(town)
        secret = town.api.updates.webhook.get("secret", "")
        assert bool(secret) == (mode == "webhook")
    finally:
        town.ends()


def _submits_with_buttons(citizen: Phone) -> str:
    citizen.says(STORY)
    assert citizen.keys == ["greeting.short", "submit.subject"]
    citizen.taps("submit.b_right")
    assert citizen.keys == ["submit.privacy", "submit.identity"]
    citizen.taps("submit.b_named")
    citizen.says("Vo Thi Tu")
    assert citizen.got("submit.phone")
    citizen.taps("submit.b_share_phone")
    assert citizen.got("submit.commune")
    citizen.says("xa Binh Son").taps("submit.b_skip")
    assert citizen.got("submit.check") and "Vo Thi Tu, 0900" in citizen.text
    citizen.taps("submit.b_send_here")
    assert citizen.keys == ["receipt.receipt"]
    assert citizen.chat.keyboard is None
    return citizen.code


def _told_again(town: Town, citizen: Phone) -> None:
    """Telegram repeats what it is not sure we have; an old button is answered, and does nothing."""
    old = citizen.bubble("submit.subject")
    if town.api.updates.webhook:
        town.does(lambda: town.api.updates.push(dict(citizen.last)))
        town.settles()
    citizen.taps_data(old.inline[0]["callback_data"], old)
    assert citizen.keys == ["common.done_already"]
    assert town.rows("SELECT COUNT(*) FROM cases") == [(1,)]


def _goes_through_the_office(town: Town, staff: SimpleNamespace, citizen: Phone, code: str) -> None:
    dispatcher, handler, head = staff.dispatcher, staff.handler, staff.head
    card = dispatcher.bubble("card.card")
    assert code in card.text and STORY in card.text and "Vo Thi Tu" in card.text
    assert town.words("card.b_accept") in card.buttons

    dispatcher.taps("card.b_accept")
    assert dispatcher.keys == ["card.card", "staff.done_accept"]
    assert card.edits == 1 and town.words("card.b_accept") not in card.buttons
    assert town.words("status.assigned") in card.text
    assert citizen.got("notice.accept")

    card = handler.bubble("card.card")
    handler.taps("card.b_take")
    assert handler.got("staff.done_take") and town.words("status.in_progress") in card.text
    dispatcher.taps_data(f"/tiepnhan {code}", dispatcher.bubble("card.card"))
    assert dispatcher.keys == ["staff.not_now"] and "Lê Thị Hạnh" in dispatcher.text

    handler.taps("card.b_answer")
    assert handler.keys == ["staff.words_answer"]
    handler.says("Ông/bà chỉ cần nộp <b>3</b> giấy tờ & một bản sao.").taps("staff.b_no_document")
    assert handler.got("staff.done_draft") and town.words("status.awaiting_approval") in card.text
    head.taps("card.b_approve")
    assert head.got("staff.done_approve")
    assert citizen.got("notice.answer")
    assert "Ông/bà chỉ cần nộp <b>3</b> giấy tờ & một bản sao." in citizen.text


def _is_rated(town: Town, citizen: Phone, code: str) -> None:
    citizen.taps("notice.b_clear")
    assert citizen.keys == ["actions.clear"]
    citizen.says("/danhgia").taps("actions.b_5")
    assert citizen.keys == ["actions.rated"]
    assert town.case(code).rating == 5
    assert town.actions(code) == ["file", "accept", "take", "answer", "approve", "rate"]


def _everything_arrived(town: Town) -> None:
    assert town.rows("SELECT DISTINCT state, maybe_twice FROM outbox") == [("sent", 0)]
    taps = [u for u in town.rows("SELECT body FROM inbox") if u[0] and '"choice"' in u[0]]
    town.until(lambda: len(set(town.api.answered)) >= len(taps))
    # A card that stands as it should is not modified, says Telegram, with a 400.
    refused = {(r.method, r.code) for r in town.api.requests if r.code >= 400}
    assert refused <= {("editMessageText", 400)} and town.house.readiness() == {}


def test_a_bot_api_that_was_away_at_the_start_came_back(town: Town) -> None:
    [first] = [c for c in town.api.chats.values() if c.title == "Người đến sớm"]
    assert [b.buttons[0] for b in first.inbox if b.buttons] == [town.words("submit.b_right")]
    town.until(lambda: town.house.readiness() == {})


# --- who may press -------------------------------------------------------------------------------


def test_a_button_from_another_persons_card(town: Town, staff: SimpleNamespace) -> None:
    stranger = town.citizen("Kẻ tò mò").says("/start")
    other = town.official("handler", FOREIGN, "Ngô Thị Khác")
    code = submitted(town.citizen())
    staff.dispatcher.says(f"/tiepnhan {code}")
    card = staff.handler.bubble("card.card")
    before = town.actions(code)
    stranger.taps_data(f"/nhan {code}", card)
    assert stranger.keys == ["common.not_for_you"]
    other.taps_data(f"/nhan {code}", card)
    assert other.keys == ["staff.no_such_case"]
    staff.handler.taps_data("<script>", card)
    assert staff.handler.keys == ["common.done_already"]
    assert town.actions(code) == before and town.case(code).status == "assigned"
    logged = town.rows(
        "SELECT a.action, c.external FROM access_log a JOIN chat c ON c.person_id = a.person_id"
        " ORDER BY a.id DESC LIMIT 2"
    )
    assert logged == [
        ("hidden case", str(other.user.id)),
        ("refused /nhan", str(stranger.user.id)),
    ]


def test_two_who_press_in_the_same_instant(town: Town, staff: SimpleNamespace) -> None:
    second = town.official("handler", REGISTRY, "Võ Minh Sau")
    code = submitted(town.citizen())
    staff.dispatcher.says(f"/tiepnhan {code}")
    staff.handler.forget()
    label = second._label("card.b_take")
    second.does(lambda: (staff.handler.user.taps(label), second.user.taps(label))[1])
    told = {person.keys[-1] for person in (staff.handler, second)}
    assert told == {"staff.done_take", "staff.not_now"}
    assert town.actions(code).count("take") == 1


# --- what people send ----------------------------------------------------------------------------


def test_an_album_a_voice_note_and_what_comes_out_of_order(town: Town) -> None:
    citizen = town.citizen()
    photos = [jpeg(color) for color in ("red", "green", "blue")]
    citizen.does(
        lambda: [
            citizen.user.sends_photo(photo, STORY if photo is photos[0] else "", album="a1")
            for photo in photos
        ][-1]
    )
    assert citizen.keys.count("submit.subject") == 3
    assert len(citizen.inbox) == 3, "an album is answered once, in place"
    assert citizen.inbox[1].buttons[0] == town.words("submit.b_right")
    citizen.does(lambda: citizen.user.sends_voice(b"OggS" + bytes(60)))
    assert citizen.keys == ["common.kept_as_story", "submit.subject"]
    origin = {"type": "hidden_user", "sender_user_name": "Ai đó", "date": 1_600_000_000}
    citizen.posts(text="thong bao: bo sung dieu le, danh sach co dong", forward_origin=origin)
    said = citizen.last
    citizen.does(
        lambda: citizen.user.edits(said, "bo sung dieu le, danh sach co dong, giay uy quyen")
    )
    assert citizen.keys[0] == "common.edit_taken" and "submit.subject" in citizen.keys[1]
    late = citizen.user.message({"text": LATE})
    citizen.does(lambda: town.api.updates.push({"message": late | {"date": 1_600_000_000}}))
    assert citizen.got("common.kept_as_story")
    code = submitted(citizen, "")
    texts = town.rows(
        "SELECT t.body FROM case_text t JOIN cases c ON c.id = t.case_id WHERE c.code = :code",
        code=code,
    )
    assert texts[0][0].splitlines() == [
        STORY,
        "bo sung dieu le, danh sach co dong, giay uy quyen",
        LATE,
    ]
    town.works()
    kinds = town.rows(
        "SELECT f.kind, f.state FROM stored_file f JOIN cases c ON c.id = f.case_id"
        " WHERE c.code = :code ORDER BY f.id",
        code=code,
    )
    assert kinds == [("photo", "kept")] * 3 + [("voice", "kept")]


def test_an_edit_that_comes_before_its_message(town: Town) -> None:
    citizen = town.citizen().says("/start")
    message = citizen.user.message({"text": "hồ sơ bị trả lại ba lần, sửa rồi"})
    edit = {"edited_message": message | {"edit_date": message["date"] + 5}}
    citizen.does(lambda: town.api.updates.push(edit))
    assert citizen.keys == ["supplement.edit_alone"]
    citizen.does(lambda: town.api.updates.push({"message": message | {"text": "ho so bi tra lai"}}))
    assert citizen.keys[-1].startswith("submit.subject")


def jpeg(color: str = "red") -> bytes:
    """A photo as a phone takes it, with the place and the owner in it."""
    tags = Image.Exif()
    tags[0x010F], tags[0x013B] = "SECRETCAM", "SECRETNAME"
    tags.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", (64, 48), color).save(out, "JPEG", exif=tags)
    return out.getvalue()


def heic() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "blue").save(out, "HEIF")
    return out.getvalue()


def test_files_are_fetched_behind_the_turn_and_cleaned(town: Town, staff: SimpleNamespace) -> None:
    citizen = town.citizen()
    citizen.does(lambda: citizen.user.sends_photo(jpeg(), STORY))
    citizen.does(lambda: citizen.user.sends_document("IMG_1.HEIC", heic(), "image/heic"))
    citizen.does(lambda: citizen.user.sends_document("anh.jpg", b"MZ" + bytes(500), "image/jpeg"))
    town.works()
    assert "files.type" in citizen.keys and "anh.jpg" in citizen.text
    code = submitted(citizen, "")
    rows = town.rows(
        "SELECT f.name, f.type, f.state, f.sha256, f.path, f.size FROM stored_file f"
        " JOIN cases c ON c.id = f.case_id WHERE c.code = :code ORDER BY f.id",
        code=code,
    )
    photo, converted, program = rows
    assert photo[1:3] == converted[1:3] == ("image/jpeg", "kept")
    assert converted[0] == "IMG_1.jpg" and program[2:5] == ("refused", "", "")
    for _, _, _, digest, path, size in (photo, converted):
        kept = (town.settings.data_dir / "files" / path).read_bytes()
        assert hashlib.sha256(kept).hexdigest() == digest and len(kept) == size
        assert b"SECRET" not in kept and not Image.open(io.BytesIO(kept)).getexif()
    staff.dispatcher.says(f"/hoso {code}").taps("staff.b_files")
    town.settles()
    shown = [bubble for bubble in staff.dispatcher.news if bubble.file]
    assert [hashlib.sha256(b.file or b"").hexdigest() for b in shown] == [photo[3], converted[3]]


def test_what_is_too_large_is_told_at_once(town: Town) -> None:
    citizen = town.citizen().says(STORY)
    large = town.api.attachment(b"%PDF") | {"file_name": "lớn.pdf", "file_size": 60 << 20}
    citizen.posts(document=large)
    assert citizen.keys == ["files.too_large", "submit.subject"] and "lớn.pdf" in citizen.text


def test_an_update_nobody_can_read_stalls_nobody(town: Town) -> None:
    admin = town.official("admin", name="Đỗ Quản Trị")
    citizen = town.citizen()
    admin.forget()
    citizen.does(
        lambda: (
            town.api.updates.push({"message": {"text": "không có chat"}}),
            town.api.updates.push({"edited_message": []}),
            citizen.user.says("/start"),
        )[-1]
    )
    assert citizen.keys == ["greeting.greeting"]
    assert admin.keys == ["common.alarm_turn"] * 2
    kept = town.rows("SELECT raw FROM inbox WHERE state = 'unreadable' ORDER BY id")
    assert "không có chat" in json.loads(bytes(kept[0][0]))["message"]["text"]


# --- what the way back meets ---------------------------------------------------------------------


def test_who_blocked_us_is_told_the_next_way_or_called(
    town: Town, staff: SimpleNamespace, smtp: FakeSmtp
) -> None:
    lettered, silent = town.citizen(), town.citizen()
    codes = submitted(lettered, email="tu@example.vn"), submitted(silent)
    for citizen in (lettered, silent):
        citizen.does(citizen.user.blocks_bot)
    smtp.letters.clear()
    for code in codes:
        staff.dispatcher.says(f"/tiepnhan {code}")
    town.until(lambda: smtp.letters)
    [letter] = smtp.letters
    assert letter.to == ["tu@example.vn"] and codes[0] in letter.part("plain")
    town.settles()
    calls = "SELECT c.code FROM duty d JOIN cases c ON c.id = d.case_id WHERE d.kind = 'call'"
    assert town.rows(calls) == [(codes[1],)]
    staff.dispatcher.says("/homnay")
    assert f"☎ Gọi người gửi {codes[1]}" in staff.dispatcher.text.replace("\n", " ")
    silent.does(silent.user.unblocks_bot)
    silent.says("/cuatoi")
    assert silent.got("status.mine"), silent.keys


def test_the_answer_comes_once_by_mail_to_who_blocked_us(
    town: Town, staff: SimpleNamespace, smtp: FakeSmtp
) -> None:
    citizen = town.citizen()
    code = submitted(citizen, email="ba.tu@example.vn")
    citizen.does(citizen.user.blocks_bot)
    smtp.letters.clear()
    answered(staff, code, "Mời ông/bà đến nhận.")
    town.settles()
    told = [m.part("plain") for m in smtp.letters if "Mời ông/bà đến nhận." in m.part("plain")]
    assert len(told) == 1


def test_an_official_who_blocked_us_is_nobody_to_call(town: Town, staff: SimpleNamespace) -> None:
    """The sender of the case can be reached: no duty to call them may come of it."""
    admin = town.official("admin", name="Đặng Quản Trị")
    gone = town.official("dispatcher", name="Bùi Đi Vắng")
    gone.chat.refusal = "Forbidden: bot was blocked by the user"
    admin.forget()
    codes = [submitted(town.citizen()) for _ in range(2)]
    town.settles()
    calls = "SELECT c.code FROM duty d JOIN cases c ON c.id = d.case_id WHERE d.kind = 'call'"
    assert not {code for (code,) in town.rows(calls)} & set(codes)
    alarms = [key for key in admin.keys if key != "card.card"]  # the first admin receives too
    assert alarms == ["people.no_chat_left", "common.alarm_unreachable"]
    assert "Bùi Đi Vắng" in admin.text
    gone.chat.refusal = ""
    gone.says("/homnay")
    assert codes[1] in gone.text


def test_many_notices_through_a_flood(town: Town, staff: SimpleNamespace) -> None:
    """Telegram says 429 again and again: everything arrives, in each chat's order, once."""
    citizens = [town.citizen() for _ in range(8)]
    codes = [submitted(citizen) for citizen in citizens]
    for person in (*citizens, staff.handler):
        person.forget()
    town.api.flood = Flood(per_chat=(3, 0.4), overall=(8, 0.4), retry_after=0.3)
    try:
        staff.dispatcher.says("/hopthu").taps("Nhận tất cả").taps("staff.b_accept_listed")
        town.works("outbox", "pending")
    finally:
        town.api.flood = None
    assert town.api.floods > 1
    for citizen, code in zip(citizens, codes, strict=True):
        assert citizen.keys == ["notice.accept"] and code in citizen.text
    shown = [b.text.split()[0] for b in staff.handler.news if b.text.startswith("PA")]
    assert [code for code in shown if code in codes] == codes


def test_a_long_answer_is_split_and_nothing_is_lost(town: Town, staff: SimpleNamespace) -> None:
    citizen = town.citizen()
    code = submitted(citizen)
    paragraphs = [f"Đoạn {n}: " + "ông/bà nộp lại giấy tờ <ghi số> & chờ. " * 6 for n in range(16)]
    words = "\n\n".join(p.strip() for p in paragraphs)
    words += "…" * (4096 - len(f"/traloi {code} {words}"))
    answered(staff, code, words)
    town.settles()
    *_, first, last = citizen.inbox
    assert words in f"{first.text}\n\n{last.text}".replace("\n\n\n", "\n\n")
    assert first.buttons == [] and town.words("notice.b_clear") in last.buttons
    assert first.text.endswith("chờ.") and last.text.startswith("Đoạn")


# --- stops and starts ----------------------------------------------------------------------------


def test_a_house_killed_between_commit_and_send_sends_at_its_next_start(tmp_path: Path) -> None:
    town = Town(f"sqlite:///{tmp_path / 'langnghe.db'}", tmp_path).opens()
    try:
        citizen = town.citizen().says("/start")
        seen = len(citizen.inbox)
        town.api.break_next("sendMessage", "hang")
        town.does(lambda: citizen.user.says("/lienhe"))
        town.until(lambda: len(citizen.inbox) > seen and not town.api.updates.pending)
        town.run(town.house.outbox.stop(patience=0))
        town.does(lambda: citizen.user.says(STORY))
        town.until(lambda: not town.api.updates.pending)
        assert len(citizen.inbox) == seen + 1
        town.api.let_go.set()
        town.closes()
        town.opens()
        town.until_rows(lambda rows: not rows, "SELECT 1 FROM outbox WHERE state <> 'sent'")
        rows = town.rows("SELECT key, maybe_twice FROM outbox ORDER BY id")[seen:]
        assert rows == [("contact.department", 1), ("submit.subject", 1)]
        doubled, again, last = [bubble.text for bubble in citizen.inbox[seen:]]
        assert doubled == again and last == citizen.bubble("submit.subject").text
        submitted(citizen, "")
    finally:
        town.ends()


def test_a_wrong_token_leaves_the_house_standing(tmp_path: Path) -> None:
    town = Town(f"sqlite:///{tmp_path / 'a.db'}", tmp_path, telegram_token="1:wrong")
    town.opens(site=True)
    try:
        town.until(lambda: "LANGNGHE_TELEGRAM_TOKEN" in town.house.readiness().get("telegram", ""))
        town.run(_web_works(town))
    finally:
        town.ends()


async def _web_works(town: Town) -> None:
    async with aiohttp.ClientSession(town.site) as http:
        async with http.get("/healthz") as answer:
            assert answer.status == 200
        async with http.get("/readyz") as answer:
            assert answer.status == 503
            assert "TOKEN" in (await answer.json())["reasons"]["telegram"]
        async with http.post("/chat/api/session") as answer:
            token = (await answer.json())["token"]
        headers = {"Authorization": f"Bearer {token}"}
        said = {"id": "1", "text": STORY}
        async with http.post("/chat/api/messages", json=said, headers=headers) as answer:
            assert answer.status == 202
        async with http.get("/chat/api/messages?after=1&wait=5", headers=headers) as answer:
            assert (await answer.json())["messages"]

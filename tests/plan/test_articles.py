"""Articles as officials write, approve and publish them in the chat, and what cases give."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from bot.commands.backup import backup
from bot.commands.restore import restore
from bot.files import FileStore
from bot.settings import Settings
from cases.kinds import Kind
from storage.engine.db import Store
from storage.people import officials
from storage.plan import article_pictures, articles
from storage.privacy import erasure
from storage.tables.plan import Article
from tests.broadcasting import runs, subscribed
from tests.channels.test_files import exif, picture
from tests.office import RUDE, Office, filed, submitted
from tests.people import Person, World

TITLE = "Nộp hồ sơ <b>qua mạng</b>: không phải đi lại"
PRAISE = "Cán bộ một cửa rất tận tình, chỉ tôi từng bước, tôi cảm ơn nhiều lắm"


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def number_in(person: Person) -> str:
    found = re.findall(r"BV\d\d-\d{5}", person.text)
    assert found, person.text
    return str(found[-1])


def of(world: World, number: str) -> Article:
    found: Article | None = world.store(lambda tx: articles.by_number(tx, number))
    assert found is not None
    return found


def written(author: Person, title: str = TITLE, *body: str) -> str:
    """Through all the steps, without pictures and English; its number."""
    author.says("/baiviet moi").taps("II.1.b").says(title)
    for each in body or ("Từ nay hồ sơ nộp qua mạng.",):
        author.says(each)
    author.taps("Xong phần này").taps("Không có ảnh").taps("Bỏ qua")
    assert author.got("article.preview"), author.keys
    return number_in(author)


def test_from_the_first_word_to_the_page(world: World, office: Office) -> None:
    author = office.handler
    author.says("/baiviet moi")
    assert author.keys == ["article.ask_item"] and author.buttons[0].startswith("II.1.b")
    author.taps("II.1.b").says(TITLE).says("Cách làm")
    author.says("Cần có:\n- căn cước\n- đơn").says("Gọi 0905 123 218 nếu cần.")
    assert author.keys == ["article.ask_body_more"]
    author.taps("Xong phần này").sends("photo", picture(exif=exif()), "a.jpg", "Quầy một cửa")
    assert author.keys == ["article.ask_pictures_more"]
    world.work()
    author.taps("Xong phần này").says("Apply online").says("No need to come.").taps("Xong phần này")
    assert author.keys == ["article.english", "article.preview"]
    assert "0905 123 218" in author.text and "• căn cước" in author.text
    assert "🖼 Quầy một cửa" in author.text and "<b>Cách làm</b>" in author.news[-1].message.text
    number = number_in(author)
    author.taps("Gửi duyệt")
    assert author.keys == ["article.submitted"] and office.dispatcher.got("article.to_approve")
    assert f"Duyệt bài {number}" in office.dispatcher.says("/homnay").text
    office.dispatcher.taps(f"Duyệt bài {number}").taps("Duyệt và đăng")
    assert office.dispatcher.keys == ["article.look_again"]
    office.dispatcher.taps("Đã xem, đăng")
    assert office.dispatcher.keys == ["article.published"] and author.got("article.was_published")
    assert of(world, number).state == "published"
    kept = world.rows("SELECT item, office, kind, ref FROM evidence")
    assert kept == [("II.1.b", "dang_ky_kinh_doanh", "article", number)]
    assert f"Duyệt bài {number}" not in office.dispatcher.says("/homnay").text


# --- writing -------------------------------------------------------------------------------------


def test_a_picture_in_the_wrong_place_is_kept_and_the_question_stays(
    world: World, office: Office
) -> None:
    author = office.handler
    author.says("/baiviet moi").taps("II.1.b").sends("photo", picture(), "a.jpg", "Ảnh sớm")
    assert author.keys == ["article.picture_kept", "article.ask_title"]
    author.says("Tiêu đề").sends("document", b"%PDF-1.4", "a.pdf", type="application/pdf")
    assert author.keys == ["article.only_pictures", "article.ask_body"]
    author.says("a" * 8001)
    assert author.keys == ["article.too_long", "article.ask_body"]
    author.says("Một đoạn.").taps("Xong phần này").says("Quầy một cửa")
    assert author.keys == ["article.ask_pictures_more"]
    author.sends("photo", picture(size=(9, 9)), "b.jpg").taps("Bỏ ảnh cuối").taps("Xong phần này")
    world.work()
    author.taps("Bỏ qua")
    assert "🖼 Quầy một cửa" in author.text and author.text.count("🖼") == 1
    author.taps("Xem ảnh")
    assert author.keys == ["article.picture", "article.pictures_shown"]


def test_what_proves_to_be_no_picture_is_left_out(world: World, office: Office) -> None:
    author = office.handler
    author.says("/baiviet moi").taps("II.1.b").says("Tiêu đề").says("Một đoạn.").taps("Xong")
    author.sends("document", b"no picture at all", "a.jpg", "Quầy").taps("Xong").taps("Bỏ qua")
    number = number_in(author)
    author.taps("Gửi duyệt")
    assert author.keys == ["article.pictures_on_way"]
    world.work()
    author.says(f"/baiviet {number}")
    assert "🖼" not in author.text
    author.taps("Gửi duyệt")
    assert author.keys == ["article.submitted"]


def test_its_item_may_be_typed(world: World, office: Office) -> None:
    office.handler.says("/baiviet moi").says("ii1a")
    assert office.handler.keys == ["article.ask_title"]
    assert of(world, "BV26-00001").item == "II.1.a"


def test_words_where_a_picture_is_asked_for(office: Office) -> None:
    author = office.handler
    author.says("/baiviet moi").taps("II.1.b").says("Tiêu đề").says("Một đoạn.").taps("Xong")
    author.says("không biết")
    assert author.keys == ["article.picture_first", "article.ask_pictures"]


def test_nothing_is_lost_over_other_work_and_days(world: World, office: Office) -> None:
    author = office.handler
    author.says("/baiviet moi").taps("II.1.b").says("Bài viết dở").says("Đoạn một.")
    author.says("/homnay").says("Đoạn hai.")
    assert author.keys == ["article.ask_body_more"]
    author.says("/huy")
    world.later(days=40)
    for _ in range(3):
        world.tick()
    author.says("/baiviet")
    assert "Bài viết dở" in author.text
    number = number_in(author)
    author.taps(number)
    assert "Đoạn một.\n\nĐoạn hai." in author.text
    author.taps("Sửa").taps("Nội dung").says("Đoạn ba.").says("quay lại")
    assert author.keys == ["article.which_step"]
    author.taps("Xem cả bài")
    assert "Đoạn hai.\n\nĐoạn ba." in author.text


def test_begun_and_left_empty_it_is_taken_up_again(world: World, office: Office) -> None:
    for _ in range(3):
        office.handler.says("/baiviet moi").says("/huy")
    assert world.rows("SELECT COUNT(*) FROM article") == [(1,)]


def test_the_draft_of_who_left_is_taken_up(world: World, office: Office) -> None:
    number = written(office.handler)
    office.dispatcher.says(f"/baiviet {number}")
    assert office.dispatcher.keys == ["article.unknown"]
    author = office.person_id(office.handler)
    world.store(lambda tx: officials.lock(tx, author, world.now))
    office.dispatcher.says("/baiviet").taps(number).taps("Nhận soạn")
    office.dispatcher.taps("Gửi duyệt")
    assert office.dispatcher.got("article.submitted")


# --- approval ------------------------------------------------------------------------------------


def test_nobody_approves_their_own_and_a_citizen_writes_none(world: World, office: Office) -> None:
    number = written(office.dispatcher)
    office.dispatcher.taps("Gửi duyệt").says(f"/baiviet {number} duyệt")
    assert office.dispatcher.keys == ["article.own"]
    office.handler.says(f"/baiviet {number}")
    assert office.handler.keys == ["article.unknown"]
    citizen = world.citizen()
    citizen.says(f"/baiviet {number}")
    assert citizen.keys == ["common.not_for_you"]


def test_without_a_second_person_the_admins_hear_of_it(world: World, office: Office) -> None:
    admin = office.colleague("admin")
    number = written(office.dispatcher)
    office.dispatcher.taps("Gửi duyệt")
    assert admin.got("article.nobody_approves") and number in admin.text


def test_returned_with_a_reason_changed_and_approved(world: World, office: Office) -> None:
    author, approver = office.handler, office.dispatcher
    number = written(author)
    author.taps("Gửi duyệt").says("/language").taps("English")
    approver.says(f"/baiviet {number}").taps("Trả lại")
    assert approver.keys == ["article.why_tralai"]
    approver.says("Thiếu ngày áp dụng")
    assert author.got("article.was_returned") and "Thiếu ngày áp dụng" in author.text
    assert author.buttons == ["Change"]  # whoever returns it reads Vietnamese
    author.says("/ngonngu vi")
    author.says(f"/baiviet sua {number}").taps("Nội dung").says("Từ ngày 1/12.").taps("Xong")
    assert "Lý do trả lại, gỡ bài: Thiếu ngày áp dụng" in author.text
    author.taps("Gửi duyệt")
    approver.says(f"/baiviet {number}").taps("Duyệt và đăng")
    assert of(world, number).state == "published"


def test_only_what_was_seen_is_approved(world: World, office: Office) -> None:
    author, approver = office.handler, office.dispatcher
    number = written(author)
    author.taps("Gửi duyệt")
    approver.says(f"/baiviet {number}")
    author.says(f"/baiviet {number}").taps("Lấy về sửa").taps("Sửa").taps("Tiêu đề")
    author.says("Tiêu đề khác").taps("Gửi duyệt")
    old = next(c for p in approver.seen for c in p.message.choices if " duyet " in c.data)
    approver.taps_data(old.data)
    assert approver.keys == ["article.changed", "article.preview"]
    assert of(world, number).state == "waiting"
    approver.taps("Duyệt và đăng").taps_data(old.data)
    assert approver.keys == ["article.stands"]
    author.says(f"/baiviet {number} gui")
    assert author.keys == ["article.stands"]


# --- what follows --------------------------------------------------------------------------------


@pytest.fixture
def published(world: World, office: Office) -> str:
    number = written(office.handler)
    office.handler.taps("Gửi duyệt")
    office.dispatcher.says(f"/baiviet {number}").taps("Duyệt và đăng")
    return number


def test_its_link_on_the_own_site_is_evidence(world: World, office: Office, published: str) -> None:
    for wrong in ("", "javascript:alert(1)", "https://", 'https://a.vn/"><b>', "trang của Sở"):
        office.handler.says(f"/baiviet {published} lienket {wrong}")
        assert office.handler.keys == ["article.link_form"], wrong
    link = "https://skhdt.quangngai.gov.vn/Tin-Bai?id=5"
    office.handler.says(f"/baiviet {published} lienket {link}")
    assert office.handler.keys == ["article.linked"] and of(world, published).link == link
    kept = world.rows("SELECT kind, ref, link FROM evidence WHERE kind = 'manual'")
    assert kept == [("manual", link, link)]
    office.handler.says(f"/baiviet {published} lienket {link}0")
    assert shown_for_the_plan(world) == {("article", published), ("manual", f"{link}0")}


def test_an_article_counts_as_long_as_it_stands_there(
    world: World, office: Office, published: str
) -> None:
    author, link = office.handler, "https://skhdt.quangngai.gov.vn/Tin-Bai?id=5"
    author.says(f"/baiviet {published} lienket {link}")
    author.says(f"/baiviet {published} go Số liệu chưa đúng")
    assert author.got("article.withdrawn") and shown_for_the_plan(world) == set()
    author.says(f"/baiviet {published} vietlai").taps("Gửi duyệt")
    office.dispatcher.says(f"/baiviet {published}").taps("Duyệt và đăng")
    assert shown_for_the_plan(world) == {("article", published), ("manual", link)}


def shown_for_the_plan(world: World) -> set[tuple[str, str]]:
    return set(world.rows("SELECT kind, ref FROM evidence"))


def test_a_broadcast_of_it_is_offered_once_and_approved_like_any(
    world: World, office: Office, published: str
) -> None:
    author, reader = office.handler, subscribed(world.citizen("Tư"), "cai_cach")
    author.taps("Báo người theo dõi")
    assert author.keys == ["article.broadcast"] and "Từ nay hồ sơ nộp qua mạng." in author.text
    author.taps("Gửi duyệt tin")
    assert author.keys == ["article.broadcast_sent"]
    assert office.dispatcher.got("broadcast.to_approve")
    rows = world.rows("SELECT kind, state, item, audience FROM campaign")
    assert rows == [("article", "waiting", "II.1.b", '{"topics":["cai_cach"]}')]
    author.says(f"/baiviet {published} phattin gui")
    assert author.keys == ["article.broadcast_before"]
    office.dispatcher.taps("Duyệt")
    runs(world)
    assert reader.keys == ["broadcast.message"] and "Từ nay hồ sơ nộp" in reader.text
    assert world.rows("SELECT COUNT(*) FROM campaign") == [(1,)]


# --- out of cases --------------------------------------------------------------------------------


def praised(world: World, office: Office, *, consents: bool) -> tuple[Person, str]:
    """Praise that is acknowledged, and the draft of it."""
    citizen = world.citizen("Tư")
    code = submitted(citizen, PRAISE + ". Tôi tên Võ Thị Tư, 0905 123 218.")
    if consents:
        citizen.says("/dulieu cho congkhai")
    office.dispatcher.says(f"/tiepnhan {code}")
    assert office.dispatcher.got("article.offered"), office.dispatcher.keys
    return citizen, number_in(office.dispatcher)


def test_praise_becomes_a_draft_that_names_nobody(world: World, office: Office) -> None:
    _, number = praised(world, office, consents=False)
    office.dispatcher.says("/homnay").taps(f"Bài gợi ý {number}")
    shown = office.dispatcher.text
    assert "lời khen" in shown and "tận tình" not in shown and "Tư" not in shown
    office.handler.says(f"/baiviet {number}")
    assert office.handler.keys == ["article.unknown"]
    office.dispatcher.taps("Nhận soạn bài này")
    assert office.dispatcher.keys == ["article.taken", "article.preview"]
    office.dispatcher.taps("Sửa").taps("Nội dung").says(f"Họ viết: {PRAISE}.").taps("Xong")
    office.dispatcher.taps("Gửi duyệt")
    assert office.dispatcher.keys == ["article.no_consent"]
    office.dispatcher.says(f"/baiviet {number}").taps("Sửa").taps("Nội dung").taps("Viết lại")
    office.dispatcher.says("Cảm ơn bà Võ Thị Tư.").taps("Xong").taps("Gửi duyệt")
    assert office.dispatcher.keys == ["article.tells_sender"]


def test_the_senders_words_stand_by_their_consent_and_no_longer(
    world: World, office: Office
) -> None:
    director = office.colleague("director")
    citizen, number = praised(world, office, consents=True)
    office.dispatcher.says(f"/baiviet {number} nhan")
    assert PRAISE in office.dispatcher.text
    assert "Võ Thị Tư" not in office.dispatcher.text and "0905" not in office.dispatcher.text
    office.dispatcher.taps("Gửi duyệt")
    director.says(f"/baiviet {number}").taps("Duyệt và đăng")
    assert of(world, number).state == "published"
    citizen.says("/dulieu rut congkhai")
    assert of(world, number).state == "withdrawn"
    assert office.dispatcher.got("article.taken_down") and director.got("article.taken_down")
    assert ("article", number) not in shown_for_the_plan(world)


def test_an_initiative_that_is_applied_becomes_a_draft(world: World, office: Office) -> None:
    story = "Sáng kiến: cho nộp hồ sơ đăng ký doanh nghiệp bằng mã QR ở quầy"
    code = filed(world, kind=Kind.INITIATIVE, story=story)
    office.dispatcher.says(f"/tiepnhan {code}")
    office.handler.says(f"/nhan {code}").says(f"/traloi {code} Sở áp dụng từ tháng sau.")
    office.handler.taps("Áp dụng").taps("Đã nói").taps("Không kèm")
    assert not office.dispatcher.got("article.offered")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert office.dispatcher.got("article.offered")
    number = number_in(office.dispatcher)
    article = of(world, number)
    assert article.item == "II.3.a" and "mã QR" not in article.body
    office.dispatcher.says(f"/baiviet {number} bo")
    assert office.dispatcher.keys == ["article.dropped"]
    assert number not in office.dispatcher.says("/homnay").text


def test_what_accuses_somebody_is_no_article(world: World, office: Office) -> None:
    code = filed(world, kind=Kind.PRAISE, accuses=True, story=RUDE)
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/xong {code}")
    assert world.rows("SELECT COUNT(*) FROM article") == [(0,)]


# --- files ---------------------------------------------------------------------------------------


def test_its_pictures_outlive_the_chat_they_came_through(world: World, office: Office) -> None:
    author = office.handler
    author.says("/baiviet moi").taps("II.1.b").says("Tiêu đề").says("Một đoạn.")
    author.sends("photo", picture(), "a.jpg", "Quầy")
    world.work()
    number = number_in(author.says("/baiviet"))
    [(chat, path)] = world.rows("SELECT chat_id, path FROM stored_file")
    world.store(lambda tx: erasure.empty_chat(tx, chat, world.now))
    world.later(days=1)
    world.work()
    on_disk = world.house.files.open_path(path)
    os.utime(on_disk, (0, 0))  # long since anything touched it
    author.says(f"/baiviet {number} bo")
    world.later(days=1)
    world.work()
    assert not on_disk.exists()


def test_a_backup_brings_articles_back_with_their_pictures(
    world: World, office: Office, tmp_path: Path, migrated_sqlite: Path
) -> None:
    author = office.handler
    author.says("/baiviet moi").taps("II.1.b").says("Tiêu đề").says("Một đoạn.")
    author.sends("photo", picture(), "a.jpg", "Quầy")
    world.work()
    made = backup(world.house.settings, tmp_path / "backups")
    there = tmp_path / "there"
    there.mkdir()
    shutil.copy(migrated_sqlite, there / "langnghe.db")
    url = f"sqlite:///{there / 'langnghe.db'}"
    settings = Settings(_env_file=None, database_url=url, data_dir=there, secret_key="k" * 32)
    restore(settings, made)
    store = Store(url, world.house.keys)
    store.start()
    try:
        [article] = store.run_sync(lambda tx: tx.find(Article))
        [(file, caption)] = store.run_sync(lambda tx: article_pictures.shown(tx, article))
    finally:
        store.stop()
    assert (article.title, caption) == ("Tiêu đề", "Quầy")
    assert FileStore(settings.files_dir).open_path(file.path).is_file()

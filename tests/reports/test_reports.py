"""Văn phòng looks at a report, issues it, opens its figures; the Director answers with a task."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from handlers.desk import Desk
from handlers.reports import sheets
from storage.engine.tx import Tx
from storage.proof import verification
from storage.reports import reports
from tests.attack import take_guards_away
from tests.office import RUDE, SQLITE_FIRST, Office, filed, submitted
from tests.people import FakeChannel, Person, World

pytestmark = SQLITE_FIRST
AFTER_MONTH_11 = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # the month of the law ended on the 14th


@pytest.fixture
def beside(zalo: FakeChannel) -> tuple[FakeChannel, ...]:
    return (zalo,)


@pytest.fixture
def office(world: World) -> Iterator[Office]:
    """In October, so that the month before today is one in which something happened."""
    world.now = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
    yield Office(world)


def director(world: World, channel: FakeChannel) -> Person:
    person = Person(world, "Hồ Thị Giám", channel)
    person.says("/start")
    world.grant(person, "director", "", "Hồ Thị Giám")
    person.forget()
    return person


def asks(person: Person, words: str) -> Person:
    person.says(words)
    person.world.work()
    return person


def issues(person: Person, label: str = "Phát hành") -> Person:
    """Without its files, which take seconds: one test waits for them."""
    person.taps(label)
    person.world.work()
    person.world.store(
        lambda tx: tx.run("UPDATE job SET state = 'done' WHERE kind = 'report_files'")
    )
    return person


def a_month(office: Office) -> str:
    """One answered, one in hand, one of conduct, one tip; then it is November. The answered one."""
    world, citizen = office.world, office.world.citizen()
    code = office.answered(citizen)
    office.taken(world.citizen())
    submitted(world.citizen(), RUDE, mode="Giữ kín")
    submitted(world.citizen(), mode="Không nêu tên")
    world.now = AFTER_MONTH_11
    return code


def test_a_month_is_looked_at_issued_and_opened(world: World, office: Office) -> None:
    code = a_month(office)
    clerk = office.dispatcher
    asks(clerk, "/baocao thang 11")
    assert clerk.got("report.counting") and clerk.got("report.draft")
    assert "Nhận mới: 3" in clerk.text and "Tin báo không nêu tên" in clerk.text
    assert "Số liệu khớp" in clerk.text
    issues(clerk)
    assert "report.issued" in clerk.keys and "BC26-00001" in clerk.text
    clerk.taps("Xem mọi con số")
    line = next(x for x in clerk.text.splitlines() if ". Đã trả lời: 1" in x)
    clerk.says(f"/baocao BC26-1 {line.split('.')[0]}")
    assert clerk.keys == ["report.opened"] and code in clerk.text
    asks(clerk, "/baocao thang 11")
    assert "BC26-00001" in clerk.text and "không đổi" in clerk.text
    assert "Phát hành" not in clerk.buttons


def test_the_directors_paper_names_the_offices_that_are_late(world: World, office: Office) -> None:
    a_month(office)
    issues(asks(office.dispatcher, "/baocao thang 11"))

    def words(tx: Tx) -> str:
        report = reports.by_number(tx, "BC26-00001")
        assert report is not None
        desk = Desk(tx, world.house.ground(), world.now)
        figures = reports.figures_of(report)
        return str(sheets.of_report(desk, report, figures, [], "vi"))

    assert "Đang có việc trễ hẹn: Phòng Đăng ký kinh doanh" in world.store(words)


def test_who_may_not_see_a_case_learns_only_how_many(world: World, office: Office) -> None:
    """Whoever is accused finds the number and not the case."""
    accused = office.colleague("dispatcher", name="Bùi Văn Mậu")
    submitted(world.citizen(), f"{RUDE}, đó là anh Bùi Văn Mậu", mode="Giữ kín")
    world.now = AFTER_MONTH_11
    issues(asks(office.dispatcher, "/baocao thang 11"))
    code = world.cases()[-1].code
    for person, sees in ((office.dispatcher, True), (accused, False)):
        person.says("/baocao BC26-00001 2")
        assert (code in person.text, "không hiện" in person.text) == (sees, not sees), person.text


def test_the_forms_of_the_law_and_a_correction(
    world: World, office: Office, zalo: FakeChannel
) -> None:
    boss = director(world, zalo)
    a_month(office)
    world.now = datetime(2026, 12, 16, 2, 0, tzinfo=UTC)
    asks(boss, "/baocao quy 4 2026")
    assert "Sở gửi chậm nhất ngày 18/12/2026" in boss.text
    assert "Tổng số tiếp nhận: 3" in boss.text and "Hành vi hành chính: 1" in boss.text
    issues(boss)
    assert "BC26-00001" in boss.text
    before = world.rows("SELECT sha256 FROM report")
    # Somebody finds that what was taken for a rule was about a late dossier.
    world.store(lambda tx: tx.run("UPDATE cases SET kind = 'late_dossier' WHERE id = 2"))
    issues(asks(boss, "/baocao quy 4 2026"), "Phát hành bản đính chính")
    assert "BC26-00002" in boss.text and "đính chính số 1 cho BC26-00001" in boss.text
    assert "Hành vi hành chính: 1 → 2" in boss.text
    assert world.rows("SELECT sha256 FROM report WHERE version = 1") == before
    assert world.store(reports.first_broken) == ""


def test_what_does_not_balance_is_not_issued(world: World, office: Office) -> None:
    a_month(office)
    issues(asks(office.dispatcher, "/baocao mau thang 11"))
    assert "BC26-00001" in office.dispatcher.text
    world.now = datetime(2026, 12, 16, 2, 0, tzinfo=UTC)
    filed(world)
    world.store(
        lambda tx: tx.run(
            "UPDATE cases SET received_at = '2026-11-01T02:00:00.000000+00:00' WHERE id ="
            " (SELECT MAX(id) FROM cases)"
        )
    )
    clerk = asks(office.dispatcher, "/baocao mau thang 12")
    assert "số kỳ trước chuyển qua, phải là 2 mà cộng ra 3 (lệch +1)" in clerk.text
    assert not any(label.startswith("Phát hành") for label in clerk.buttons)
    clerk.taps_data("/baocao phathanh statutory 2026-11-15 2026-12-14")
    world.work()
    assert "report.not_issued" in clerk.keys
    assert world.rows("SELECT COUNT(*) FROM report") == [(1,)]


def test_of_two_who_issue_at_once_the_second_hears_of_the_first(
    world: World, office: Office
) -> None:
    second = office.colleague("dispatcher", name="Bùi Thị Phối")
    a_month(office)
    for person in (office.dispatcher, second):
        asks(person, "/baocao thang 11")
    office.dispatcher.taps("Phát hành")
    second.taps("Phát hành")
    issues(second, "Phát hành")
    assert world.rows("SELECT number, version FROM report") == [("BC26-00001", 1)]
    for person in (office.dispatcher, second):
        assert "BC26-00001" in "\n".join(p.message.text for p in person.seen[-6:])


def test_an_issued_report_cannot_be_changed(world: World, office: Office) -> None:
    a_month(office)
    issues(asks(office.dispatcher, "/baocao thang 11"))
    for statement in ("UPDATE report SET figures = '[]'", "DELETE FROM report"):
        with pytest.raises(Exception, match="append-only"):
            world.store(lambda tx, said=statement: tx.run(said))


def test_one_changed_past_the_guards_is_found(world: World, office: Office) -> None:
    a_month(office)
    issues(asks(office.dispatcher, "/baocao thang 11"))
    assert world.store(lambda tx: verification.first_broken(tx, world.house.keys))[1] is None
    world.store(take_guards_away)
    before = world.rows("SELECT figures FROM report")[0][0]
    world.store(lambda tx: tx.run("UPDATE report SET figures = :f", f=before.replace("3", "2", 1)))
    found = world.store(lambda tx: verification.first_broken(tx, world.house.keys))[1]
    assert (found.part, found.detail) == ("report", "BC26-00001")
    world.store(lambda tx: tx.run("DELETE FROM report"))
    found = world.store(lambda tx: verification.first_broken(tx, world.house.keys))[1]
    assert (found.part, found.detail) == ("report", "BC26-00001")


def test_a_period_under_way_waits(world: World, office: Office) -> None:
    clerk = asks(office.dispatcher, "/baocao thang nay")
    assert "Kỳ này chưa hết" in clerk.text and "Phát hành" not in clerk.buttons
    clerk.says("/baocao hom qua")
    assert clerk.keys == ["report.which_period"]
    clerk.says("/baocao BC26-77")
    assert clerk.keys == ["report.no_such"]
    office.handler.says("/baocao thang")
    assert office.handler.keys == ["common.not_for_you"]


def test_the_director_answers_a_report_with_a_task(world: World, office: Office) -> None:
    boss = director(world, world.channel)
    a_month(office)
    issues(asks(office.dispatcher, "/baocao thang 11"))
    told = next(p for p in boss.news if p.message.key == "report.issued")
    sent = world.rows("SELECT message_id FROM outbox WHERE id = :id", id=told.id)[0][0]
    boss.says("Rà lại mẫu đơn thành lập công ty", reply_to=sent)
    assert boss.got("task.owner")
    boss.says("Lê Thị Hạnh").says("20/11")
    assert boss.got("task.check") and "Rà lại mẫu đơn" in boss.text and "BC26-00001" in boss.text
    boss.taps("Giao")
    assert boss.got("task.given")
    hanh = office.handler
    assert hanh.got("task.yours") and "Rà lại mẫu đơn" in hanh.text
    hanh.says("/homnay")
    assert "Việc Giám đốc giao số 1" in hanh.text
    hanh.taps("📌 Việc Giám đốc giao số 1")
    assert hanh.got("task.card")
    world.now = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)
    hanh.forget()
    world.tick()
    assert hanh.got("task.remind")
    boss.forget()
    hanh.taps("Báo xong việc 1").says("Đã bỏ hai mục thừa trong mẫu.")
    assert hanh.got("task.done") and boss.got("task.came") and "hai mục thừa" in boss.text
    hanh.says("/homnay")
    assert "Giám đốc giao" not in hanh.text
    hanh.says("/xongviec 1 lần nữa")
    assert hanh.got("task.was_done")


def test_a_task_in_one_line_and_what_is_wrong_in_it(world: World, office: Office) -> None:
    boss = director(world, world.channel)
    boss.says("/giaoviec Lê Thị Hạnh | 1/10 | Gọi lại người dân")
    assert boss.got("task.day")
    boss.says("2/10")
    assert boss.got("task.past")
    boss.says("30/10")
    assert boss.got("task.check")
    boss.taps("Thôi")
    assert boss.got("staff.cancelled") and world.rows("SELECT COUNT(*) FROM task") == [(0,)]
    boss.says("/giaoviec Lê Thị Hạnh | 30/10 | Gọi lại người dân").taps("Giao")
    boss.says("/giaoviec")
    assert "Gọi lại người dân" in boss.text
    office.head.says("/xongviec 1 xong")
    assert office.head.got("task.no_such")
    world.now = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
    boss.forget()
    world.tick()
    world.tick()
    assert boss.keys.count("task.late_told") == 1


def test_its_papers_come_as_files(world: World, office: Office) -> None:
    a_month(office)
    clerk = asks(office.dispatcher, "/baocao mau thang 11")
    clerk.taps("Phát hành")
    world.work()
    clerk.forget()
    world.later(seconds=2)
    world.work()
    assert clerk.keys[:3] == ["report.file_docx", "report.file_xlsx", "report.file_xlsx"]
    kept = world.rows("SELECT name, path FROM stored_file WHERE kind = 'document' ORDER BY id")
    names = [name for name, _ in kept]
    assert names == [
        "BC26-00001-II.05.docx",
        "BC26-00001-II.05a.xlsx",
        "BC26-00001-II.05b.xlsx",
        "BC26-00001.pdf",
        "BC26-00001-so-lieu.xlsx",
    ]
    data = (world.house.settings.files_dir / kept[1][1]).read_bytes()
    sheet = load_workbook(BytesIO(data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    [total] = [row for row in rows if row[1] == "Tổng số" and isinstance(row[2], int)]
    assert total[2:7] == [3, 1, 2, 0, 3]

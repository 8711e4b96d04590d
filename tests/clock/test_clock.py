"""What happens by itself as time passes: people talk, the test moves the time and lets the clock
look."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Later, Unreachable
from bot.clock import Clock, Errand
from cases.agency.deadlines import Limit
from cases.agency.hours import Calendar
from cases.days.deadlines import begun_by, due, local_day
from handlers.clock_duty import ClockDuty
from messages.envelope import Outgoing
from storage.clock import calendars
from storage.mailbox import chats, outbox
from tests.a_case import OFFICE, QUESTION, answered, asked, staff, taken, waiting
from tests.people import FakeChannel, World, sample_agency

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def duties(world, kind="call"):
    return world.rows("SELECT case_id, done_at FROM duty WHERE kind = :kind", kind=kind)


def texts_of(person, key):
    return [p.message.text for p in person.seen if p.message.key == key]


def count(person, key):
    return len(texts_of(person, key))


# --- drafts --------------------------------------------------------------------------------------


def test_a_draft_is_reminded_of_once_and_only_by_day(world):
    citizen = world.citizen()
    citizen.says(QUESTION)
    world.later(hours=23)
    world.tick()
    assert not citizen.got("clock.draft_reminder")
    world.later(hours=13)  # 9 in the evening
    world.tick()
    assert not citizen.got("clock.draft_reminder")
    world.later(hours=12)
    world.tick()
    world.tick()
    assert citizen.keys.count("clock.draft_reminder") == 1
    citizen.taps("Viết tiếp")
    assert citizen.got("submit.subject")
    world.later(days=3)
    world.tick()
    assert count(citizen, "clock.draft_reminder") == 1


def test_without_a_draft_nobody_is_reminded(world):
    greeted, sent = world.citizen(), world.citizen()
    greeted.says("/start")
    asked(sent)
    world.later(days=2)
    world.tick()
    assert not greeted.got("clock.draft_reminder") and not sent.got("clock.draft_reminder")


def test_an_official_who_enters_a_case_is_reminded_in_other_words(world):
    dispatcher = world.official("dispatcher")
    dispatcher.says("/nhap").taps(dispatcher.buttons[0])
    world.later(days=2)
    world.tick()
    assert dispatcher.got("clock.intake_reminder")
    dispatcher.taps("Viết tiếp")
    assert dispatcher.news
    world.later(days=30)
    world.tick()
    assert dispatcher.got("clock.intake_deleted")


def test_an_old_draft_goes_with_its_files_but_for_those_another_row_names(world):
    one, other = world.citizen(), world.citizen()
    one.sends("document", PDF, "giay-hen.pdf")
    one.sends("document", PDF + b"\n", "khac.pdf")
    other.sends("document", PDF, "giay-hen.pdf")
    world.work()
    paths = [p for (p,) in world.rows("SELECT path FROM stored_file ORDER BY id")]
    assert paths[0] == paths[2] != paths[1]
    world.later(days=29)
    other.says("vẫn còn kể")
    world.later(days=1, hours=1)
    world.tick()
    assert one.got("clock.draft_deleted") and not other.got("clock.draft_deleted")
    assert world.rows("SELECT id FROM stored_file") == [(3,)]
    for path in set(paths):
        os.utime(world.house.files.open_path(path), (0, 0))
    world.later(hours=2)
    world.work()
    assert world.house.files.open_path(paths[0])
    with pytest.raises(FileNotFoundError):
        world.house.files.open_path(paths[1])
    one.says("/tieptuc")
    assert one.got("control.nothing_to_go_on")


def test_bytes_that_came_again_meanwhile_are_left(world):
    citizen = world.citizen()
    citizen.sends("document", PDF, "a.pdf")
    world.work()
    world.later(days=31)
    world.tick()
    world.later(hours=2)
    world.work()  # on disk the file is seconds old
    (path, state) = world.rows("SELECT params, state FROM job WHERE kind = 'delete_bytes'")[0]
    assert state == "waiting" and path


def test_whoever_cannot_hear_of_a_deleted_draft_is_not_called(world):
    citizen = world.citizen()
    citizen.says(QUESTION)
    world.channel.fails[citizen.id] = [Unreachable("blocked")] * 3
    world.later(days=31)
    world.tick()
    assert not duties(world)
    assert world.rows("SELECT draft_at FROM chat WHERE external = :id", id=citizen.id) == [(None,)]


def test_a_cancelled_draft_can_be_brought_back_for_a_day_only(world):
    citizen = world.citizen()
    citizen.sends("document", PDF, "a.pdf").says(QUESTION)
    citizen.says("/huy").says("/huy ngay")
    world.later(hours=23)
    world.tick()
    assert '"dropped"' in world.rows("SELECT state FROM chat")[0][0]
    world.later(hours=2)
    world.tick()
    assert '"dropped"' not in world.rows("SELECT state FROM chat")[0][0]
    assert not world.rows("SELECT id FROM stored_file")
    citizen.says("/khoiphuc")
    assert citizen.got("control.nothing_to_restore")


def test_a_case_opened_by_number_is_shut_after_a_day(world):
    citizen, elsewhere = world.citizen(), world.citizen()
    asked(citizen)
    citizen.says(f"/maso {citizen.code}")
    number = re.search(r"\d{4} \d{4} \d{4} \d{4}", citizen.text)
    assert number
    elsewhere.says("/start").says(f"/tracuu {number[0]}")
    assert [s for (s,) in world.rows("SELECT state FROM chat") if '"opened"' in s]
    world.later(hours=25)
    world.tick()
    assert not [s for (s,) in world.rows("SELECT state FROM chat") if s and '"opened"' in s]


# --- answered ------------------------------------------------------------------------------------


def test_an_answered_case_is_asked_about_once_then_closed(world):
    citizen = world.citizen()
    code = answered(citizen, *staff(world))
    assert world.case(code).status == "answered"
    citizen.says("/dulieu cho hoi")
    world.later(days=2)
    world.tick()
    assert not citizen.got("clock.rate")
    world.later(days=2)
    world.tick()
    world.later(days=1)
    world.tick()
    assert citizen.keys.count("clock.rate") == 1
    world.later(days=36)
    world.tick()
    assert world.case(code).status == "answered"
    world.later(days=4)
    world.tick()
    world.tick()
    case = world.case(code)
    assert case.status == "closed" and case.ended_at == world.now
    assert citizen.keys.count("notice.close") == 1


def test_whoever_rated_or_looks_it_up_is_not_asked(world):
    rated, looks = world.citizen(), world.citizen()
    dispatcher, handler = staff(world)
    code = answered(rated, dispatcher, handler)
    world.store(lambda tx: tx.run("UPDATE cases SET rating = 5 WHERE code = :code", code=code))
    looks.says(QUESTION).taps("Gửi phản ánh").taps("Viết tiếp").taps("Đúng").taps("Gửi, tôi tự tra")
    world.store(
        lambda tx: tx.run(
            "UPDATE cases SET status = 'answered', answered_at = :now WHERE code = :code",
            now=world.now,
            code=looks.code,
        )
    )
    world.later(days=5)
    world.tick()
    assert not rated.got("clock.rate") and not looks.got("clock.rate")


def test_of_a_restricted_case_only_the_code_is_told(world):
    citizen = world.citizen()
    code = answered(citizen, *staff(world))
    world.store(lambda tx: tx.run("UPDATE cases SET restricted = 1"))
    citizen.says("/dulieu cho hoi")
    citizen.forget()
    world.later(days=5)
    world.tick()
    assert citizen.got("clock.rate_restricted") and not citizen.got("clock.rate")
    assert code in citizen.text and "Phòng" not in citizen.text


def test_nobody_is_called_about_a_rating(world):
    citizen = world.citizen()
    answered(citizen, *staff(world))
    world.channel.fails[citizen.id] = [Unreachable("blocked")]
    world.later(days=5)
    world.tick()
    assert not duties(world)


def test_after_a_long_stop_everything_is_caught_up_in_portions(world):
    def file_many(tx):
        for number in range(450):
            tx.insert(
                "cases", code=f"C{number}", kind="question", status="answered", version=1,
                received_at=world.now, answered_at=world.now,
            )  # fmt: skip

    world.store(file_many)
    world.later(days=200)
    world.tick()
    assert world.rows("SELECT DISTINCT status FROM cases") == [("closed",)]


# --- waiting -------------------------------------------------------------------------------------


def test_the_clock_stands_still_while_the_sender_is_asked(world):
    citizen = world.citizen()
    code = waiting(citizen, *staff(world))
    before = world.case(code)
    assert before.status == "waiting" and before.waiting_since is not None
    world.later(days=3)  # three working days: Monday to Thursday
    citizen.says(f"/bosung {code} ảnh phiếu hẹn tôi để quên, số là H48")
    after = world.case(code)
    assert after.status == "in_progress" and after.waiting_since is None
    assert local_day(before.due_at) == datetime(2026, 11, 23).date()
    # 24 November is a day off from 2026 on.
    assert local_day(after.due_at) == datetime(2026, 11, 27).date()
    (data,) = world.rows(
        "SELECT data FROM case_history WHERE action = 'supplement' AND case_id = :id", id=after.id
    )
    assert '"stood_since"' in data[0] and '"due_at"' in data[0]


def test_without_an_answer_the_case_comes_back_and_somebody_calls(world):
    citizen = world.citizen()
    code = waiting(citizen, *staff(world))
    due_before = world.case(code).due_at
    world.later(days=6)
    world.tick()
    assert world.case(code).status == "waiting"
    world.later(days=2)
    world.tick()
    world.tick()
    case = world.case(code)
    assert case.status == "in_progress" and case.due_at > due_before
    assert citizen.keys.count("notice.lapse") == 1
    assert duties(world) == [(case.id, None)]


def test_a_question_that_never_arrived_leaves_no_case_waiting_for_ever(world):
    citizen = world.citizen()
    dispatcher, handler = staff(world)
    code = taken(citizen, dispatcher, handler)
    due_before = world.case(code).due_at
    world.channel.fails[citizen.id] = [Unreachable("blocked")] * 9
    handler.says(f"/hoi {code} Ông/bà gửi thêm ảnh phiếu hẹn giúp")
    assert world.case(code).waiting_since is None
    world.later(days=8)
    world.tick()
    case = world.case(code)
    assert case.status == "in_progress" and case.due_at == due_before
    assert len(duties(world)) == 1


# --- officials -----------------------------------------------------------------------------------


def test_the_morning_tells_each_official_what_waits(world):
    citizen = world.citizen()
    dispatcher, handler = staff(world)
    idle = world.official("handler", "khoa_giao_van_xa")
    taken(citizen, dispatcher, handler)
    world.tick()  # the first morning: whatever was there at nine
    for person in (dispatcher, handler, idle):
        person.forget()
    world.later(hours=20)  # Tuesday, five o'clock
    world.tick()
    assert not handler.news
    world.later(hours=3, minutes=5)
    world.tick()
    world.later(hours=1)
    world.tick()
    assert handler.keys == ["clock.morning"]
    assert not idle.news and not dispatcher.news
    world.later(days=4)  # Saturday
    world.tick()
    assert len(handler.news) == 1
    handler.forget()
    world.later(days=2)  # Monday, the last day
    world.tick()
    assert "1 đến hạn hôm nay" in handler.text
    handler.forget()
    world.later(days=2)  # Tuesday is a day off
    world.tick()
    assert "1 quá hạn" in handler.text
    handler.taps("Xem việc hôm nay")
    assert handler.got("staff.today")


def test_the_morning_comes_by_e_mail_too(database, tmp_path):
    mail = FakeChannel("email")
    world = World(database, tmp_path, channels=[mail])
    try:
        handler = world.official("handler", OFFICE)
        dispatcher = world.official("dispatcher")
        handler.says("/email a@example.org")
        dispatcher.says("/email b@example.org")
        taken(world.citizen(), dispatcher, handler)
        world.later(days=1)
        world.tick()
        assert handler.got("clock.morning")
        assert list(mail.seen) == ["a@example.org"]  # nothing waits for the other
        (parcel,) = mail.seen["a@example.org"]
        assert parcel.message.key == "clock.morning" and parcel.subject
    finally:
        world.close()


def test_whoever_is_away_is_left_alone(world):
    dispatcher, handler = staff(world)
    taken(world.citizen(), dispatcher, handler)
    world.store(
        lambda tx: tx.run(
            "UPDATE person SET away_from = :start, away_until = :end WHERE id = (SELECT person_id"
            " FROM role_grant WHERE role = 'handler')",
            start=world.now,
            end=world.now + timedelta(days=3),
        )
    )
    handler.forget()
    world.later(days=1)
    world.tick()
    assert not handler.news


def test_duties_nobody_does_are_told_to_the_admins_once(world):
    admin = world.official("admin")
    citizen = world.citizen()
    code = waiting(citizen, *staff(world))
    world.later(days=8)
    world.tick()
    admin.forget()
    assert world.case(code).status == "in_progress"
    world.later(days=1)
    world.tick()
    assert not admin.got("clock.forgotten")
    world.later(days=2)
    world.tick()
    world.tick()
    assert admin.keys.count("clock.forgotten") == 1
    [alarm] = [p.message for p in admin.news if p.message.key == "clock.forgotten"]
    assert "Cán bộ dispatcher" in alarm.text  # who can do it, since an admin cannot
    assert [c.data for c in alarm.choices] == ["/nhansu"]


# --- what other processes left, and the agency folder ---------------------------------------------


def test_what_another_process_wrote_is_sent_once(world):
    citizen = world.citizen()
    citizen.says("/start")

    def write_past_us(tx):
        chat = chats.by_address(tx, "telegram", citizen.id)
        assert chat
        outbox.post_elsewhere(tx, chat, Outgoing("test.elsewhere", "lời từ nơi khác"), world.now)
        tx.posted.clear()

    world.store(write_past_us)
    assert not citizen.got("test.elsewhere")
    world.tick()
    world.tick()
    assert citizen.keys.count("test.elsewhere") == 1


def test_what_is_put_off_goes_on_when_its_time_has_come_and_once(world):
    """By the clock, not only by a timer: a machine that slept has lost the hours."""
    citizen = world.citizen()
    world.channel.fails[citizen.id] = [Later(3600)]
    citizen.says("/start")
    world.later(minutes=30)
    world.tick()
    assert not citizen.seen
    world.later(hours=2)
    world.tick()
    world.tick()
    assert citizen.keys == ["greeting.greeting"]


def knows_of_next_year(world):
    """The admins were reminded of its calendar: it is November."""
    world.store(lambda tx: calendars.note_reminded(tx, 2027))


def test_a_correction_in_the_agency_folder_is_in_force_without_a_restart(database, tmp_path):
    folder = tmp_path / "agency"
    shutil.copytree(sample_agency().folder, folder)
    world = World(database, tmp_path / "data", agency_folder=folder)
    try:
        admin, citizen = world.official("admin"), world.citizen()
        knows_of_next_year(world)
        world.tick()
        assert not admin.news
        file = folder / "agency.toml"
        good = file.read_text("utf-8")
        file.write_text(good.replace("0255 0000 001", "0255 1111 111"), "utf-8")
        world.tick()
        assert admin.keys == ["clock.agency_new"]
        citizen.says("/lienhe")
        assert "0255 1111 111" in citizen.text
        admin.forget()
        file.write_text("name = \n" + good, "utf-8")
        world.tick()
        world.tick()
        assert admin.keys == ["clock.agency_mistakes"] and "agency.toml dòng 1" in admin.text
        citizen.says("/lienhe")
        assert "0255 1111 111" in citizen.text
    finally:
        world.close()


def test_cases_of_an_office_that_is_abolished_go_back_to_who_receives(database, tmp_path):
    """While it runs, and what an earlier run left at the start."""
    folder = tmp_path / "agency"
    shutil.copytree(sample_agency().folder, folder)
    world = World(database, tmp_path / "data", agency_folder=folder)
    gone = "khoa_giao_van_xa"
    try:
        admin, dispatcher = world.official("admin"), world.official("dispatcher")
        handler = world.official("handler", gone, name="Đỗ Văn Giao")
        group = dispatcher.in_group("-100700")
        world.grant(dispatcher, "head", gone)
        group.says(f"/nhom {gone}")
        codes = [asked(world.citizen(str(n))) for n in range(4)]
        for code in codes[:3]:
            dispatcher.says(f"/tiepnhan {code} {gone}")
        handler.says(f"/nhan {codes[1]}")
        handler.says(f"/nhan {codes[2]}").says(f"/hoi {codes[2]} Gửi ảnh giúp")
        dispatcher.forget()
        for name in ("agency.toml", "plan.toml", "routing.toml", "procedures.csv", "examples.csv"):
            text = (folder / name).read_text("utf-8")
            (folder / name).write_text(text.replace(gone, "van_xa_moi"), "utf-8")
        world.tick()
        for code in codes[:3]:
            case = world.case(code)
            assert (case.status, case.office, case.owner_id) == ("received", "", None)
        assert dispatcher.keys.count("card.card") == 3
        assert gone not in dispatcher.text
        assert "people.office_gone" in [p.message.key for p in group.seen]
        assert admin.got("clock.office_gone")
        assert "3 việc" in admin.text
        assert "Đỗ Văn Giao" in admin.text
        world.store(
            lambda tx: tx.run(
                "UPDATE cases SET status = 'assigned', office = :gone WHERE code = :code",
                gone=gone,
                code=codes[0],
            )
        )
        world.close()
        world = World(database, tmp_path / "data", agency_folder=folder)
        assert world.case(codes[0]).status == "received"
    finally:
        world.close()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{% macro greeting(agency) %}Chào {{ agency }}{% endmacro", "dòng 1"),
        ("{% macro greetin(agency) %}Chào{% endmacro %}", "greeting"),
        ("{% macro greeting() %}Chào{% endmacro %}", "macro greeting(agency)"),
    ],
)
def test_a_miswritten_text_of_the_agency_is_not_in_force(tmp_path, text, told):
    folder = tmp_path / "agency"
    shutil.copytree(sample_agency().folder, folder)
    world = World(f"sqlite:///{tmp_path}/data/x.db", tmp_path / "data", agency_folder=folder)
    try:
        admin, citizen = world.official("admin"), world.citizen()
        knows_of_next_year(world)
        (folder / "messages" / "vi").mkdir(parents=True)
        (folder / "messages" / "vi" / "greeting.j2").write_text(text, "utf-8")
        world.tick()
        assert admin.keys == ["clock.agency_mistakes"] and told in admin.text
        citizen.says("/start")
        assert citizen.got("greeting.greeting")
    finally:
        world.close()


def test_a_text_of_the_agency_that_fails_gives_way_to_ours_and_the_admins_hear_of_it(tmp_path):
    folder = tmp_path / "agency"
    shutil.copytree(sample_agency().folder, folder)
    (folder / "messages" / "vi").mkdir(parents=True)
    (folder / "messages" / "vi" / "greeting.j2").write_text(
        "{% macro greeting(agency) %}{{ agency.no_such_thing }}{% endmacro %}", "utf-8"
    )
    world = World(f"sqlite:///{tmp_path}/data/x.db", tmp_path / "data", agency_folder=folder)
    try:
        admin, citizen = world.official("admin"), world.citizen()
        knows_of_next_year(world)
        for _ in range(2):
            assert citizen.says("/start").keys == ["greeting.greeting"]
            world.later(seconds=30)
            world.tick()
        assert admin.keys == ["clock.texts_broken"], "once"
        assert "messages/vi/greeting.j2, greeting" in admin.text and "no_such_thing" in admin.text
    finally:
        world.close()


# --- the clock itself ----------------------------------------------------------------------------


def test_a_duty_that_fails_stops_no_other_and_no_other_one_of_its_kind(world):
    done = []

    def fail(desk, ident):
        raise KeyError("Võ Thị Tư")

    def sometimes(desk, ident):
        if ident == 1:
            raise ValueError("Võ Thị Tư")
        done.append(ident)

    house = world.house
    clock = Clock(
        house.store,
        house.ground,
        house.now,
        duties=(
            ClockDuty("broken", fail, fail),
            ClockDuty("shaky", lambda desk, after: [1, 2, 3], sometimes),
        ),
    )
    world.run(clock.tick())
    assert done == [2, 3]


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    st.integers(0, 40),
    st.integers(-3000, 3000),
)
def test_begun_by_is_the_other_way_round_of_due(naive, days, minutes):
    limit, calendar = Limit(days, "luật"), Calendar()
    now = naive.replace(tzinfo=UTC)
    edge = begun_by(now, limit, calendar)
    assert due(edge, limit, calendar) <= now
    assert due(edge + timedelta(microseconds=1), limit, calendar) > now
    other = edge + timedelta(minutes=minutes)
    assert (due(other, limit, calendar) <= now) == (other <= edge)


def test_each_process_does_some_things_and_the_leader_the_rest(world):
    done = []

    async def note(name):
        done.append(name)

    async def live():
        clock = Clock(
            world.house.store,
            world.house.ground,
            world.house.now,
            (
                Errand("everywhere", 0.02, partial(note, "everywhere"), everywhere=True),
                Errand("leading", 0.02, partial(note, "leading")),
            ),
            duties=(),
        )
        clock.start()
        await asyncio.sleep(0.1)
        assert set(done) == {"everywhere"}
        clock.lead()
        await asyncio.sleep(0.1)
        assert "leading" in done
        clock.follow()
        await asyncio.sleep(0.05)
        done.clear()
        await asyncio.sleep(0.1)
        clock.stop()
        assert set(done) == {"everywhere"}

    world.run(live())

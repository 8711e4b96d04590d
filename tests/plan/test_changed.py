"""“Bạn nói, chúng tôi làm”: who wrote about something hears that it was changed, once somebody else
has approved the words; what accuses somebody, and who wants nothing more, stay out of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cases.plan.campaigns import Audience
from storage.tables.plan import Campaign
from tests.broadcasting import runs
from tests.office import FOREIGN, REGISTRY, RUDE, SQLITE_FIRST, Office, filed, submitted
from tests.people import FakeChannel, Person, World, sample_agency

pytestmark = SQLITE_FIRST

WHAT = "Không còn phải nộp bản sao hộ khẩu khi thành lập công ty."


@pytest.fixture(params=["telegram", "zalo"])
def office(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[Office]:
    """Officials in each of the channels that do the whole job."""
    apps = {
        "telegram": FakeChannel("telegram"),
        "zalo": FakeChannel("zalo", edits=False, buttons=5),
    }
    theirs = apps.pop(request.param)
    world = World(database, tmp_path, channel=theirs, channels=list(apps.values()))
    yield Office(world)
    world.close()


def campaigns(office: Office) -> list[Campaign]:
    return list(
        office.world.store(
            lambda tx: tx.find(Campaign, Campaign.kind == "changed", order=Campaign.id)
        )
    )


def elsewhere(office: Office) -> Person:
    """Somebody in another app than the officials'."""
    other = "telegram" if office.world.channel.name == "zalo" else "zalo"
    return office.world.citizen(channel=office.world.house.channels[other])  # type: ignore[arg-type]


def answered_about(office: Office, procedure: str) -> str:
    code = office.answered(office.world.citizen())
    office.world.store(
        lambda tx: tx.run(
            "UPDATE cases SET procedure_code = :procedure WHERE code = :code",
            procedure=procedure,
            code=code,
        )
    )
    return code


def test_from_one_line_to_what_waits_for_approval(office: Office) -> None:
    second = office.colleague("dispatcher", name="Ngô Thị Hai")
    citizens = [office.world.citizen(), elsewhere(office), office.world.citizen()]
    codes = [office.answered(citizen) for citizen in citizens][:2]
    office.dispatcher.says(f"/dathaydoi {codes[0]}, {codes[1]} | {WHAT}")
    assert office.dispatcher.keys == ["changed.check"]
    assert WHAT in office.dispatcher.text and "(2)" in " ".join(office.dispatcher.buttons)
    office.dispatcher.taps("Người gửi, người cũng bị")
    [made] = campaigns(office)
    ids = tuple(office.world.case(code).id for code in codes)
    assert (made.state, made.item, made.title) == ("waiting", "II.1.a", WHAT)
    assert Audience.of(made.audience) == Audience(cases=ids)
    assert made.title_en.startswith("You spoke, we acted")
    assert WHAT in made.words_en and codes[0] not in made.title + made.words_vi
    assert second.got("broadcast.to_approve") and WHAT in second.text
    assert not office.dispatcher.got("broadcast.to_approve")
    second.taps("Duyệt")
    for citizen in citizens:
        citizen.forget()
    for _ in range(3):
        office.world.tick()
    heard = [WHAT in citizen.text for citizen in citizens]
    assert heard == [True, True, False] and campaigns(office)[0].state == "done"
    kept = office.world.rows("SELECT item, office, ref, words FROM evidence WHERE kind = 'manual'")
    assert kept == [("II.1.a", REGISTRY, made.number, WHAT)]


def test_step_by_step_and_written_anew(office: Office) -> None:
    code = office.answered(office.world.citizen())
    office.dispatcher.says("/dathaydoi")
    assert office.dispatcher.keys == ["changed.which"]
    office.dispatcher.says("việc hôm qua")
    assert "changed.which_form" in office.dispatcher.keys
    office.dispatcher.says(code).says("Đã bỏ một giấy tờ.")
    office.dispatcher.taps("Viết lại").says(WHAT).taps("Người gửi")
    [made] = campaigns(office)
    assert made.title == WHAT
    office.dispatcher.says(f"/dathaydoi {code} | {WHAT}").taps("Người gửi")
    assert office.dispatcher.keys == ["changed.before"] and len(campaigns(office)) == 1


def test_it_happened_to_others_too_but_nobody_who_wants_nothing(office: Office) -> None:
    code = office.answered(office.world.citizen())
    office.dispatcher.says(f"/congkhai {code} Đã bỏ bản sao hộ khẩu.").says("1")
    other, gone = office.world.citizen(), office.world.citizen()
    for person in (other, gone):
        person.says(f"/cungbi {code}").says(f"/cungbi {code} bao")
    gone.says("thôi nhận tin")
    office.dispatcher.says(f"/dathaydoi {code} | {WHAT}")
    assert "(2)" in office.dispatcher.buttons[0]
    office.dispatcher.taps("Thôi, không báo")
    assert office.dispatcher.keys == ["changed.left"] and campaigns(office) == []


def test_everybody_who_wrote_about_the_procedure(office: Office) -> None:
    procedure = sample_agency().procedures[0]
    code, *_ = [answered_about(office, procedure.code) for _ in range(3)]
    office.dispatcher.says(f"/dathaydoi {code} | {WHAT}").taps("Mọi người đã viết")
    [made] = campaigns(office)
    assert made.audience == {"wrote_about": [procedure.code]} and made.procedure == procedure.code
    assert procedure.name in made.words_vi and "3 người" in office.dispatcher.text


def test_what_may_not_be_told_of(office: Office) -> None:
    citizen = office.world.citizen()
    conduct = submitted(citizen, RUDE)
    office.dispatcher.says(f"/dathaydoi {conduct} | {WHAT}")
    assert office.dispatcher.keys == ["changed.restricted"]
    office.dispatcher.says(f"/dathaydoi PA26-98765-X | {WHAT}")
    assert office.dispatcher.keys == ["changed.no_such_case"]
    code = office.answered(office.world.citizen())
    office.dispatcher.says(f"/dathaydoi {code} | Chị Võ Thị Tư không phải nộp nữa, gọi 0905123218.")
    assert office.dispatcher.keys == ["changed.private"]
    foreign = office.colleague("head", FOREIGN)
    foreign.says(f"/dathaydoi {code} | {WHAT}")
    assert foreign.keys in (["changed.no_such_case"], ["changed.not_yours"])
    office.handler.says(f"/dathaydoi {code} | {WHAT}")
    assert office.handler.keys == ["common.not_for_you"]
    assert campaigns(office) == []


def test_it_is_offered_after_a_result_was_published(office: Office) -> None:
    code = office.answered(office.world.citizen())
    office.dispatcher.says(f"/congkhai {code} Đã bỏ bản sao hộ khẩu.").says("1")
    office.dispatcher.taps("Thủ tục đã đổi?")
    assert office.dispatcher.keys == ["changed.what"]


def test_and_after_an_initiative_is_applied(office: Office) -> None:
    from cases.kinds import Kind

    code = filed(office.world, kind=Kind.INITIATIVE, story="Cho nộp hồ sơ qua mạng buổi tối")
    office.dispatcher.says(f"/tiepnhan {code} dkkd")
    office.handler.says(f"/nhan {code}").says(f"/traloi {code} Đã cho nộp cả buổi tối.")
    office.handler.taps("Áp dụng").says("giúp người dân đỡ đi lại").taps("Không kèm")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    office.head.taps("Thủ tục đã đổi?")
    assert office.head.keys == ["changed.what"]


def test_english_is_asked_for_where_somebody_reads_it(office: Office) -> None:
    second = office.colleague("dispatcher", name="Ngô Thị Hai")
    citizen = office.world.citizen()
    code = office.answered(citizen)
    citizen.says("/ngonngu en")
    office.dispatcher.says(f"/dathaydoi {code} | {WHAT}")
    assert office.dispatcher.keys == ["changed.what_en"]
    office.dispatcher.says("Copies are no longer asked for. Call Mr Tu 0905 123 218.")
    assert office.dispatcher.got("changed.private")
    office.dispatcher.says("Copies of the household book are no longer asked for.")
    assert office.dispatcher.got("changed.check") and "household book" in office.dispatcher.text
    office.dispatcher.taps("Người gửi, người cũng bị")
    second.taps("Duyệt")
    citizen.forget()
    runs(office.world)
    assert "household book are no longer asked for" in citizen.text and WHAT not in citizen.text


def test_a_catalogue_that_changed_suggests_it_once(office: Office) -> None:
    world, sample = office.world, sample_agency()
    told_of, other = sample.procedures[0], sample.procedures[1]
    answered_about(office, told_of.code)
    world.tick()
    office.dispatcher.forget()
    changed = [
        replace(p, days="1") if p.code in (told_of.code, other.code) else p
        for p in sample.procedures
    ]
    world.house.use_agency(replace(sample, procedures=tuple(changed)))
    world.later(minutes=11)
    world.tick()
    assert office.dispatcher.keys.count("changed.suggest") == 1
    assert told_of.name in office.dispatcher.text and other.name not in office.dispatcher.text
    world.now += timedelta(minutes=11)
    world.tick()
    assert office.dispatcher.keys.count("changed.suggest") == 1
    office.dispatcher.taps(f"Báo về {told_of.code}").says(WHAT).taps("Mọi người đã viết")
    assert campaigns(office)[0].audience == {"wrote_about": [told_of.code]}

"""A broadcast has a title in English where it has English words: whoever reads English sees it."""

from __future__ import annotations

import pytest

from handlers.campaigns import card
from tests.broadcasting import approved, campaign, runs, subscribed
from tests.office import SQLITE_ONLY, Office
from tests.people import Person, World
from tests.plan.test_broadcasts import TITLE, WORDS, newest, written

pytestmark = SQLITE_ONLY
TITLE_EN, WORDS_EN = "No paper needed", "From 1 December no paper copies are needed."


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def english(person: Person) -> Person:
    person.says("/language").taps("English")
    person.forget()
    return person


def test_it_is_asked_for_after_english_words_and_read_by_who_reads_english(
    world: World, office: Office
) -> None:
    head, director = office.head, english(office.colleague("director"))
    reader = english(subscribed(world.citizen()))
    head.says("/thongbao moi").taps("Người dân, doanh nghiệp").says("II.1.a")
    head.says(TITLE).says(WORDS).says("No paper. " * 200)
    assert head.keys == ["common.too_long", "broadcast.words_en"]
    head.says(WORDS_EN)
    assert head.keys == ["broadcast.title_en"]
    head.says("No paper needed " * 9)
    assert head.keys == ["common.too_long", "broadcast.title_en"]
    head.says(TITLE_EN).taps("Không kèm gì").taps("Vậy là đủ").taps("Ngay khi được duyệt")
    assert f"E. Tên tiếng Anh: {TITLE_EN}" in head.text
    assert any(f"<b>{TITLE_EN}</b>" in p.message.text for p in head.seen)
    head.taps("Gửi duyệt")
    director.says("/broadcast")
    assert TITLE_EN in director.text and TITLE not in director.text
    director.says(f"/broadcast {newest(world).number}").taps("Approve")
    runs(world)
    assert reader.keys == ["broadcast.message"]
    assert reader.text.startswith(TITLE_EN) and TITLE not in reader.text


def test_it_may_be_left_out_and_goes_with_the_english_words(world: World, office: Office) -> None:
    head = office.head
    written(head)
    assert head.keys[-1] == "broadcast.check"  # no English words, no question about their title
    head.says("D").says(WORDS_EN)
    assert head.keys == ["broadcast.title_en"]
    head.says("bo qua").taps("Lưu nháp")
    assert (newest(world).words_en, newest(world).title_en) == (WORDS_EN, "")
    head.says("/thongbao sua TB26-00001").says("E").says(TITLE_EN).taps("Lưu nháp")
    assert newest(world).title_en == TITLE_EN
    head.says("/thongbao sua TB26-00001").says("D").says("bo qua").taps("Lưu nháp")
    assert (newest(world).words_en, newest(world).title_en) == ("", "")


def test_an_approval_is_of_that_title_too(world: World) -> None:
    made = campaign(world, approved(world, words_en=WORDS_EN, title_en=TITLE_EN))
    seen = card.mark(made)
    made.title_en = "Something else"
    assert card.mark(made) != seen


def test_summaries_name_it_in_the_language_of_their_reader(world: World) -> None:
    vi, en = (subscribed(world.citizen(), frequency="week") for _ in range(2))
    english(en)
    approved(world, title="Một", title_en="The first", words_en=WORDS_EN)
    approved(world, title="Hai")
    runs(world)
    world.later(days=7)
    for _ in range(3):
        world.tick()
    assert "• Một" in vi.text and "• Hai" in vi.text and "The first" not in vi.text
    assert "• The first" in en.text and "• Hai" in en.text and "Một" not in en.text

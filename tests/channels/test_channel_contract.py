"""One contract for every channel, through the whole house: what `bot/channels/base.py` promises is
what a person sees at the other end, and what they say is what is kept."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Literal

import pytest
from markupsafe import Markup, escape

from bot.channels.base import Capabilities, FileGone, Later, RenewsTokens, Sent, Unreachable
from messages.envelope import Choice, ChoiceKind, Outgoing, Parcel
from storage.mailbox import files, outbox
from tests import opened_rows
from tests.channels.test_files import picture
from tests.contract_house import AllChannels
from tests.contract_readers import (
    CHANNELS,
    TALKING,
    OnTelegram,
    Talker,
    plain,
    reader_of,
    talker_of,
)
from tests.place import PUBLIC

pytestmark = pytest.mark.slow  # processes and sockets of their own

EACH = pytest.mark.parametrize("name", CHANNELS)
EACH_TALKING = pytest.mark.parametrize("name", TALKING)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AllChannels]:
    """Time does not move here: see `moving`."""
    yield from _opened(tmp_path_factory, "polling")


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AllChannels]:
    """Services call us, and tests let days pass."""
    yield from _opened(tmp_path_factory, "webhook")


def _opened(folders: pytest.TempPathFactory, mode: str) -> Iterator[AllChannels]:
    made = AllChannels(folders.mktemp(mode), mode)
    yield made
    made.stops_twice()
    made.ends()


def said(text: str, *choices: Choice) -> Outgoing:
    return Outgoing("test", text, choices)


def offered(can: Capabilities, text: str, *choices: Choice) -> tuple[str, list[str]]:
    """The words and the buttons that people see: without buttons, lines below the words, of which
    those that can be answered bear numbers."""
    if can.buttons:
        return text, [choice.label for choice in choices]
    answers = [choice.label for choice in choices if choice.kind is ChoiceKind.REPLY]
    lines = [
        f"{choice.label}: {choice.data}"
        if choice.kind is ChoiceKind.URL
        else f"{answers.index(choice.label) + 1}. {choice.label}"
        for choice in choices
        if choice.kind is not ChoiceKind.PHONE
    ]
    gap = "\n\n" if "\n" in text else "\n"
    return gap.join(filter(None, (text, "\n".join(lines)))), []


# --- text ----------------------------------------------------------------------------------------

_SYLLABLES = """hồ sơ bị trả lại ba lần đường thuế giấy tờ nghiệp nước ngoài quyết định được chưa
ở Quảng Ngãi đăng ký kinh doanh nghĩa trưởng phòng uỷ quyền Ằ Ẵ Ỡ ỹ đ Đ khiếu nại quá hạn ơ
ư""".split()
_MARKUP = ["<b>", "</b>", "<a href=x>", "&amp;", "&", "<", ">", "{{ 7 * 7 }}", "%s", "_*`~", "\\n"]
_SIGNS = [
    "'",
    '"',
    "”",
    "…",
    "👍🏽",
    "🇻🇳",
    "👨\u200d👩\u200d👧",
    "±½²",
    "日本",
    "e\u0323\u0302",
    "\n",
    "\n\n",
]
_ODD = _MARKUP + _SIGNS


def _texts(count: int, form: Literal["NFC", "NFD"], seed: int) -> list[str]:
    chance = random.Random(seed)
    made = []
    for number in range(count):
        words = chance.choices(_SYLLABLES, k=chance.randint(5, 30))
        for _ in range(chance.randint(0, 6)):
            words.insert(chance.randint(1, len(words) - 1), chance.choice(_ODD))
        made.append(unicodedata.normalize(form, f"{number}: {' '.join(words)} hết."))
    return made


@EACH
def test_no_character_is_lost_on_the_way_out(name: str, town: AllChannels) -> None:
    reader = reader_of(name, town)
    texts = _texts(150, "NFC", 1) + _texts(150, "NFD", 2)
    if name == "email":  # ten in a letter: each has a connection of its own
        texts = ["\n".join(texts[start : start + 10]) for start in range(0, 300, 10)]
    marked = [str(Markup("<b>{}</b>").format(text)) for text in texts]
    town.tells(reader, *(said(text) for text in marked))
    shown = [unicodedata.normalize("NFC", each.text) for each in reader.shown()]
    expected = [unicodedata.normalize("NFC", text) for text in texts]
    assert sorted(shown) == sorted(expected) if name == "email" else shown == expected


@EACH_TALKING
def test_no_character_is_lost_on_the_way_in(name: str, town: AllChannels) -> None:
    texts = _texts(150, "NFC", 3) + _texts(150, "NFD", 4)
    talker = talker_of(name, town)
    if isinstance(talker, OnTelegram):
        talker = talker.in_a_group()
    talker.says(texts)
    kept = town.rows(
        "SELECT i.text, i.state FROM inbox i JOIN chat c ON c.id = i.chat_id"
        " WHERE c.external = :chat ORDER BY i.id",
        chat=talker.external,
    )
    kept = [row for row in kept if row[0] != "/start"]
    # A service hands over many at once, and each becomes a turn of its own, in order.
    assert kept == [(unicodedata.normalize("NFC", text), "done") for text in texts]


@EACH
def test_text_up_to_the_limit_is_one_message(name: str, town: AllChannels) -> None:
    reader, can = reader_of(name, town), town.house.channels[name].capabilities
    line = "Hồ sơ <b>đã xong</b> &amp; mời ông/bà đến nhận. "
    room = min(can.text_limit, 30_000)
    whole = line * (room // can.text_length(line) - 1)
    assert room - 150 < can.text_length(whole) <= can.text_limit
    town.tells(reader, said(whole))
    [one] = reader.shown()
    assert one.text.strip() == plain(whole).strip()


@EACH
def test_text_over_the_limit_arrives_whole(name: str, town: AllChannels) -> None:
    reader, can = reader_of(name, town), town.house.channels[name].capabilities
    paragraph = "Tôi nộp hồ sơ, bị trả lại ba lần & hẹn lại. " * 20
    words = "\n\n".join(f"{n}. {paragraph.strip()}" for n in range(can.text_limit // 800 + 2))
    assert can.text_length(words) > can.text_limit
    choice = Choice("Đã rõ", "/trogiup")
    town.tells(reader, said(str(escape(words)), choice))
    shown = reader.shown()
    assert len(shown) > 1 or name in ("web", "email")
    if name == "email":
        assert reader.joint.join(each.text for each in shown) == words
        return
    whole, labels = offered(can, words, choice)
    assert reader.joint.join(each.text for each in shown) == whole
    assert [each.labels for each in shown] == [[]] * (len(shown) - 1) + [labels]


@EACH
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_no_character_is_lost_at_any_cut(
    form: Literal["NFC", "NFD"], name: str, town: AllChannels
) -> None:
    """Where the gap between two messages stands for what was cut away, that is blanks only."""
    reader, can = reader_of(name, town), town.house.channels[name].capabilities
    chance, texts = random.Random(5), _texts(150, form, 6)
    for times in (1, 1, 2, 2, 3, 3):
        whole = ""
        while len(whole) < min(can.text_limit, 4096) * times:
            whole += chance.choice(texts) + chance.choice(["", " ", "\n", "\n\n"])
        whole = unicodedata.normalize("NFC", whole).strip()
        before = len(reader.shown())
        town.tells(reader, said(str(escape(whole))))
        parts = [each.text for each in reader.shown()[before:]]
        arrived = unicodedata.normalize("NFC", "".join(parts))
        if reader.joint:
            arrived, whole = "".join(arrived.split()), "".join(whole.split())
        assert arrived == whole
        assert not any(unicodedata.combining(part[0]) for part in parts)
        if name != "email":
            assert all(can.text_length(str(escape(part))) <= can.text_limit for part in parts)


@EACH
def test_long_blanks_cost_no_words(name: str, town: AllChannels) -> None:
    """Services refuse a message of nothing but blanks, which a cut could leave."""
    reader, can = reader_of(name, town), town.house.channels[name].capabilities
    room = min(can.text_limit, 4096)
    words = ("Hồ sơ của tôi đâu? " * room)[: room - 10] + "\n" * (room // 3) + "x" * room
    [ident] = town.tells(reader, said(words))
    assert town.rows("SELECT state FROM outbox WHERE id = :id", id=ident) == [("sent",)]
    arrived = "".join(each.text for each in reader.shown())
    assert "".join(arrived.split()) == "".join(words.split())


# --- choices and edits ---------------------------------------------------------------------------


@EACH_TALKING
def test_choices_are_shown_and_can_be_used(name: str, town: AllChannels) -> None:
    talker, can = talker_of(name, town), town.house.channels[name].capabilities
    longest = "/trogiup " + "x" * 55
    assert len(longest) == 64
    choices = [Choice(f"Chọn {n} <&>", "/lienhe") for n in range((can.buttons or 5) - 1)]
    choices.append(Choice("Nút dài", longest))
    town.tells(talker, said("Ông/bà chọn:", *choices))
    [asked] = talker.shown()
    assert (asked.text, asked.labels) == offered(can, "Ông/bà chọn:", *choices)
    talker.forget()
    talker.taps("Nút dài")
    [(text, body)] = town.rows(
        "SELECT i.text, i.body FROM inbox i JOIN chat c ON c.id = i.chat_id"
        " WHERE c.external = :chat ORDER BY i.id DESC LIMIT 1",
        chat=talker.external,
    )
    if can.buttons:
        assert longest in body and text == "Nút dài"
    else:
        assert text == str(len(choices))
    [(key,)] = town.rows(
        "SELECT o.key FROM outbox o JOIN chat c ON c.id = o.chat_id"
        " WHERE c.external = :chat ORDER BY o.id DESC LIMIT 1",
        chat=talker.external,
    )
    assert talker.shown() and key == "guide.citizen", "it is answered as what it stands for"


@EACH
def test_links_lead_out_everywhere(name: str, town: AllChannels) -> None:
    reader, can = reader_of(name, town), town.house.channels[name].capabilities
    link = Choice("Mở trang", f"{PUBLIC}/chat?a=1&b=2", ChoiceKind.URL)
    town.tells(reader, said("Xem:", link, known := Choice("Đã rõ", "/trogiup")))
    [one] = reader.shown()
    if name == "email":
        assert one.labels == ["Mở trang"]
    else:
        assert (one.text, one.labels) == offered(can, "Xem:", link, known)


@EACH
def test_a_phone_number_is_handed_over_where_the_app_can(name: str, town: AllChannels) -> None:
    """The web page shows the same button, and asks to type the number; Zalo has a form for it."""
    reader, can = reader_of(name, town), town.house.channels[name].capabilities
    town.tells(reader, said("Số điện thoại?", Choice("Gửi số của tôi", "s", ChoiceKind.PHONE)))
    shown, by_button = reader.shown(), name in ("web", "telegram")
    assert (shown[0].text.splitlines()[0], shown[0].labels) == (
        "Số điện thoại?",
        ["Gửi số của tôi"] if by_button else [],
    )
    assert len(shown) == 1 + (name == "zalo")
    assert can.contact_request == (name in ("telegram", "zalo"))
    if can.contact_request:
        assert isinstance(reader, Talker)
        told = reader.hands_over_phone()
        assert town.rows("SELECT text FROM inbox ORDER BY id DESC LIMIT 1") == [(told,)]


@EACH
def test_a_message_is_edited_where_that_can_be(name: str, town: AllChannels) -> None:
    """Elsewhere the newer one says that it takes the place of another; a letter need not."""
    reader, can = reader_of(name, town), town.house.channels[name].capabilities
    take, answer = Choice("Nhận", "/trogiup"), Choice("Trả lời", "/trogiup")
    [first] = town.tells(reader, said("Mới gửi", take))
    town.tells(reader, said("Giữa chừng"))
    town.tells(reader, said("Đã nhận", answer), replaces=first)
    shown = [(s.text, s.labels) for s in reader.shown()]
    if can.edits:
        assert shown == [("Đã nhận", ["Trả lời"]), ("Giữa chừng", [])]
    elif name == "email":
        assert [text for text, _ in shown] == ["Mới gửi", "Giữa chừng", "Đã nhận"]
    else:
        anew = f"{town.words('channel.replaces')}\nĐã nhận"
        assert shown == [
            offered(can, "Mới gửi", take),
            ("Giữa chừng", []),
            offered(can, anew, answer),
        ]
    assert len({s.place for s in reader.shown()}) == len(shown)


# --- files ---------------------------------------------------------------------------------------


@EACH
@pytest.mark.parametrize("kind", ["file", "picture"])
def test_a_file_arrives_byte_for_byte(kind: str, name: str, town: AllChannels) -> None:
    reader, can = reader_of(name, town), town.house.channels[name].capabilities
    assert can.files
    given = {"file": ("Trả lời.pdf", "application/pdf", PDF)}
    given["picture"] = "Trả lời.jpg", "image/jpeg", picture()
    kept = town.house.files.keep_ours(*given[kind])
    file_id = town.store(
        lambda tx: files.ours(
            tx,
            opened_rows.rows(
                tx, "SELECT id FROM chat WHERE external = :chat", chat=reader.external
            )[0][0],
            name=kept.name,
            type_=kept.type,
            size=kept.size,
            sha256=kept.sha256,
            path=kept.path,
            now=town.now(),
        )
    )
    town.tells(reader, said("Văn bản <i>đây</i>"), file_id=file_id)
    content = given[kind][2]
    assert [(s.text, s.file) for s in reader.shown()] == reader.together("Văn bản đây", content)


@EACH
def test_a_file_that_is_not_there_is_gone(name: str, town: AllChannels) -> None:
    with pytest.raises(FileGone):
        town.run(town.house.channels[name].fetch("no-such-ref", 1000))


# --- those who cannot be reached -----------------------------------------------------------------


@EACH
def test_nobody_there_is_unreachable(name: str, town: AllChannels) -> None:
    reader = reader_of(name, town)
    channel = town.house.channels[name]
    town.tells(reader, said("Chúng tôi đã nhận hồ sơ."))
    town.well(name)
    reader.leaves()
    [ident] = town.tells(reader, said("Ông/bà còn đó không?"))
    [(state, reason)] = town.rows("SELECT state, reason FROM outbox WHERE id = :id", id=ident)
    assert state == "unreachable" and reason and reader.external not in reason
    assert channel.health() == "", "one person's trouble is not the channel's"


@pytest.mark.parametrize(
    ("name", "chat"),
    [("telegram", "77"), ("zalo", "77"), ("zalo_bot", "77"), ("email", "x"), ("email", "a b@c.vn")],
)
def test_a_chat_that_never_was_is_unreachable(name: str, chat: str, town: AllChannels) -> None:
    parcel = Parcel(10**9, name, 7, chat, "", Outgoing("test", "Chào ông/bà"))
    outcome = town.run(town.house.channels[name].send(parcel))
    assert isinstance(outcome, Unreachable) and outcome.why and not outcome.new_chat


@EACH
def test_what_is_delivered_is_known_by_its_id(name: str, town: AllChannels) -> None:
    """A mailbox is delivered by its commit; the others once the service said yes."""
    reader, can = reader_of(name, town), town.house.channels[name].capabilities
    idents = town.tells(reader, said("một"), said("hai"))
    rows = town.rows(
        "SELECT state, message_id, attempts, maybe_twice FROM outbox WHERE id >= :id ORDER BY id",
        id=idents[0],
    )
    assert [(state, twice) for state, _, _, twice in rows] == [("sent", 0)] * 2
    names = {message_id for _, message_id, _, _ in rows}
    assert names == {""} if can.mailbox else len(names) == 2 and "" not in names
    assert len(reader.shown()) == 2


# --- starting and stopping -----------------------------------------------------------------------


@EACH
def test_it_started_with_its_service_away(name: str, town: AllChannels) -> None:
    """The house was up before it, said what was wrong, and put off what was to be sent."""
    outcome, health = town.first[name]
    if town.house.channels[name].capabilities.mailbox:
        assert isinstance(outcome, Sent) and health == ""
    else:
        assert isinstance(outcome, Later) and outcome.seconds > 0 and outcome.why
        assert health and "\n" not in health
        assert not [each for each in town.secrets() if each in health + outcome.why]
        town.well(name)


@EACH
def test_capabilities_are_what_the_house_is_told(name: str, town: AllChannels) -> None:
    can = town.house.channels[name].capabilities
    reach = town.house.ground().reach[name]
    assert (reach.buttons, reach.edits) == (can.buttons, can.edits)
    assert reach.contact_request == can.contact_request
    assert (reach.replies, reach.window) == (can.replies, can.window)
    assert can.mailbox == (name in outbox.MAILBOXES)
    assert can.text_length("<b>đã &amp; xong</b>") <= len("<b>đã &amp; xong</b>")
    assert can.groups == (name == "telegram") and (can.buttons > 0) == (name != "zalo_bot")
    town.well(name)


# --- being called --------------------------------------------------------------------------------


@pytest.fixture
def held(moving: AllChannels) -> Iterator[AllChannels]:
    moving.held()
    yield moving
    moving.released()


@EACH_TALKING
def test_who_cannot_prove_who_they_are_is_turned_away(name: str, held: AllChannels) -> None:
    talker = _before_it_is_held(name, held)
    call = talker.calls("Hồ sơ của tôi đâu?")
    for proof in ("", "x", call.headers[call.proof][:-1], call.headers[call.proof] + "0"):
        assert held.knock(call.proved(proof)) in (401, 403)
    unproved = {k: v for k, v in call.headers.items() if k != call.proof}
    assert held.knock(replace(call, headers=unproved)) in (401, 403)
    assert talker.heard() == [] and talker.shown() == []
    assert held.knock(call) in (200, 202)
    assert talker.heard() == ["Hồ sơ của tôi đâu?"]


@EACH_TALKING
def test_what_comes_again_is_heard_and_answered_once(name: str, held: AllChannels) -> None:
    """The answer to the first call was lost; Zalo, for one, repeats it after half a minute."""
    talker = _before_it_is_held(name, held)
    call = talker.calls("/lienhe")
    assert held.knock(call) in (200, 202)
    answered = talker.shown()
    assert answered
    for _ in range(2):
        held.passed += timedelta(seconds=31)
        assert held.knock(call) in (200, 202)
    talker.comes_again(call)
    assert talker.heard() == ["/lienhe"] and talker.shown() == answered


@EACH_TALKING
def test_nothing_is_acknowledged_before_it_is_kept(name: str, held: AllChannels) -> None:
    talker = _before_it_is_held(name, held)
    call = talker.calls("/lienhe")
    with held.nothing_can_be_written():
        assert held.knock(call) == 503
    assert talker.heard() == [] and talker.shown() == []
    held.passed += timedelta(seconds=31)
    talker.comes_again(call)
    assert talker.heard() == ["/lienhe"] and len(talker.shown()) == 1
    held.well(name)


@pytest.mark.parametrize("name", [name for name in TALKING if name != "web"])
@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_what_nobody_can_read_is_kept_once(body: bytes, name: str, moving: AllChannels) -> None:
    """It will never be readable, so it must not hold back the others, or have the webhook switched
    off."""
    call = talker_of(name, moving).bears(body)
    kept = partial(moving.rows, "SELECT raw FROM inbox WHERE channel = :name")
    for _ in range(2):
        assert moving.knock(call) == 200
        assert kept(name=name).count((body,)) == 1


def _before_it_is_held(name: str, held: AllChannels) -> Talker:
    held.released()
    talker = talker_of(name, held)
    held.held()
    return talker


# --- time passes ---------------------------------------------------------------------------------


@EACH_TALKING
def test_beyond_the_window_a_message_waits_for_the_next_word(
    name: str, moving: AllChannels
) -> None:
    talker, window = talker_of(name, moving), moving.house.channels[name].capabilities.window
    [ident] = moving.tells(talker, said("Chúng tôi đã nhận hồ sơ."))
    assert [s.text for s in talker.shown()] == ["Chúng tôi đã nhận hồ sơ."]
    moving.passed += window or timedelta(days=30)
    talker.forget()
    [ident] = moving.tells(talker, said("Hồ sơ đã xong."))
    state = partial(moving.rows, "SELECT state FROM outbox WHERE id = :id", id=ident)
    if window is None:
        assert [s.text for s in talker.shown()] == ["Hồ sơ đã xong."] and state() == [("sent",)]
        return
    assert talker.shown() == [] and state() == [("held",)]
    talker.says(["/lienhe"])
    first, *others = [s.text for s in talker.shown()]
    assert first == "Hồ sơ đã xong." and others, "and then what was asked"
    talker.says(["/lienhe"])
    assert [s.text for s in talker.shown()].count(first) == 1


def _ran_out(town: AllChannels) -> None:
    town.passed += timedelta(hours=26)


def _was_revoked(town: AllChannels) -> None:
    town.zalo.grants.until.clear()


def _was_renewed_by_the_clock(town: AllChannels) -> None:
    """Which kills the one that messages under way bear."""
    town.passed += timedelta(hours=23)  # by day: at night nobody is written to
    channel = town.house.channels["zalo"]
    assert isinstance(channel, RenewsTokens)
    town.run(channel.refresh_when_old())


@pytest.mark.parametrize("dies", [_ran_out, _was_revoked, _was_renewed_by_the_clock])
def test_a_token_that_dies_under_way_costs_no_message(
    dies: Callable[[AllChannels], None], moving: AllChannels
) -> None:
    zalo = moving.zalo
    talkers = [talker_of("zalo", moving) for _ in range(5)]
    moving.well("zalo")
    renewals, begin = len(zalo.called("access_token")), len(zalo.called("message/cs"))
    texts = [f"Tin số {number}" for number in range(20)]
    idents = [i for each in talkers for i in moving.posts(each, *map(said, texts))]
    moving.run(zalo.until(lambda: len(zalo.called("message/cs")) > begin + 10))
    dies(moving)
    assert len(zalo.called("message/cs")) < begin + 90, "it was under way"
    moving.settles()
    assert [[s.text for s in each.shown()] for each in talkers] == [texts] * 5
    assert len(zalo.called("access_token")) == renewals + 1 and zalo.grants.refused == 0
    rows = moving.rows(
        "SELECT DISTINCT state, maybe_twice FROM outbox WHERE id >= :id", id=min(idents)
    )
    assert rows == [("sent", 0)]

"""One contract for every channel, through the whole house: what `bot/channels/base.py` promises is
what a person sees at the other end, and what they say is what is kept."""

from __future__ import annotations

import html
import itertools
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import aiohttp
import pytest
from markupsafe import Markup, escape

from bot.channels.base import FileGone, Later, Outcome, Sent, Unreachable
from messages.envelope import Choice, ChoiceKind, Outgoing, Parcel, Priority
from storage import addresses, chats, files, outbox
from storage.schema import migrate
from storage.tx import Tx
from tests.fakes.smtp_server import FakeSmtp, Letter
from tests.fakes.telegram_people import Bubble
from tests.town import Town

pytestmark = pytest.mark.slow  # processes and sockets of their own

CHANNELS = ("web", "telegram", "email")
TALKING = ("web", "telegram")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Shown:
    """A message as its reader sees it. `place` tells messages apart; one edited keeps its own."""

    place: Any
    text: str
    labels: list[str]
    file: bytes | None = None


# --- the people at the other end -----------------------------------------------------------------


class OnTelegram:
    def __init__(self, town: Town) -> None:
        self.town = town
        self.phone = town.citizen().says("/start")
        self.external = str(self.phone.user.id)
        self.forget()

    def forget(self) -> None:
        self.begin = len(self.phone.inbox)

    def shown(self) -> list[Shown]:
        self.town.run(self.town.house.outbox.settled())
        return [self._one(bubble) for bubble in self.phone.inbox[self.begin :]]

    def _one(self, bubble: Bubble) -> Shown:
        rows = (bubble.markup or {}).get("keyboard", [])
        typed = [button["text"] for row in rows for button in row]
        return Shown(bubble.id, bubble.text, bubble.buttons + typed, bubble.file)

    def says(self, texts: Sequence[str]) -> None:
        """In a group, where talk is not answered: a dialogue's answers would be the most work."""
        group = self.town.api.group("Nhóm")
        self.phone.does(lambda: [self.phone.user.says(text, group) for text in texts][-1])
        self.external = str(group.id)

    def taps(self, label: str) -> None:
        self.phone.does(lambda: self.phone.user.taps(label))


class OnTheWeb:
    def __init__(self, town: Town) -> None:
        self.town = town
        self._ids = itertools.count(1)
        self.token = ""
        self.token = self._ask("POST", "session")["token"]
        self.says(["/start"])
        rows = town.rows("SELECT external FROM chat WHERE channel = 'web' ORDER BY id DESC")
        self.external = str(rows[0][0])
        self.forget()

    def forget(self) -> None:
        self.begin = max(line["seq"] for line in self._lines())

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        async def ask() -> Any:
            headers = {"Authorization": f"Bearer {self.token}"}
            async with (
                aiohttp.ClientSession(self.town.site, headers=headers) as http,
                http.request(method, f"/chat/api/{path}", **more) as answer,
            ):
                assert answer.status < 300, await answer.text()
                return await answer.json()

        return self.town.run(ask())

    def _lines(self, after: int = 0) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while page := self._ask("GET", f"messages?after={after}")["messages"]:
            found += page
            after = page[-1]["seq"]
        return found

    def shown(self) -> list[Shown]:
        seen: dict[int, Shown] = {}
        for line in self._lines(self.begin):
            if line["from"] == "bot":
                place = line["replaces"] or line["seq"]
                labels = [choice["label"] for choice in line["choices"]]
                seen[place] = Shown(place, _plain(line["text"]), labels, self._file(line))
        return list(seen.values())

    def _file(self, line: dict[str, Any]) -> bytes | None:
        async def fetch() -> bytes:
            async with (
                aiohttp.ClientSession(self.town.site) as http,
                http.get(line["file"]["url"]) as answer,
            ):
                assert answer.status == 200
                return await answer.read()

        return bytes(self.town.run(fetch())) if line["file"] else None

    def says(self, texts: Sequence[str]) -> None:
        async def say() -> None:
            headers = {"Authorization": f"Bearer {self.token}"}
            async with aiohttp.ClientSession(self.town.site, headers=headers) as http:
                for text in texts:
                    said = {"id": str(next(self._ids)), "text": text}
                    async with http.post("/chat/api/messages", json=said) as answer:
                        assert answer.status == 202, await answer.text()

        self.town.run(say())

    def taps(self, label: str) -> None:
        choices = [choice for line in self._lines() for choice in line["choices"]]
        data = next(choice["data"] for choice in reversed(choices) if choice["label"] == label)
        self._ask("POST", "messages", json={"id": str(next(self._ids)), "choice": data})


class ByMail:
    """Letters only: nobody can answer them."""

    _names = itertools.count(1)

    def __init__(self, town: Town, smtp: FakeSmtp) -> None:
        self.town, self._smtp = town, smtp
        self.address = f"nguoi.{next(self._names)}@example.vn"
        keys, now = town.house.keys, town.now()

        def open_letters(tx: Tx) -> int:
            person = tx.insert("person", created_at=now)
            return addresses.keep_for_official(tx, keys, person, self.address, now, "vi")

        chat_id = town.store(open_letters)
        rows = town.rows("SELECT external FROM chat WHERE id = :id", id=chat_id)
        self.external = str(rows[0][0])
        self.begin = 0

    def shown(self) -> list[Shown]:
        self.town.run(self.town.house.outbox.settled())
        mine = [letter for letter in self._smtp.letters if letter.to == [self.address]]
        return [self._one(letter) for letter in mine]

    def _one(self, letter: Letter) -> Shown:
        words = letter.part("plain").replace("\r\n", "\n").rstrip()
        body = words.removesuffix(self.town.house.agency.name).rstrip()
        links = re.findall(r'<a href="[^"]*">([^<]*)</a>', letter.part("html"))
        attached = letter.files()
        place = letter.message["Message-ID"]
        return Shown(place, body, links, attached[0][2] if attached else None)


def _plain(marked_up: str) -> str:
    return html.unescape(re.sub(r"</?(?:b|i|code|a)\b[^>]*>", "", marked_up))


Reader = OnTelegram | OnTheWeb | ByMail


@pytest.fixture(scope="module")
def smtp() -> FakeSmtp:
    return FakeSmtp()


class AllChannels(Town):
    """A house with every channel on, begun while their services were away. `first` is what became
    of a message then, and what health said."""

    def __init__(self, folder: Path, smtp: FakeSmtp) -> None:
        super().__init__(f"sqlite:///{folder / 'langnghe.db'}", folder, smtp=smtp, away=True)
        migrate(self.settings.database)
        began = self.loop.time()
        self.opens(site=True)
        self.seconds_to_start = self.loop.time() - began
        self.first = {name: self._tries(name) for name in CHANNELS}
        self.services_come()

    def _tries(self, name: str) -> tuple[Outcome, str]:
        chat = {"telegram": "5000000001", "email": "tu@example.vn"}.get(name, "x")
        parcel = Parcel(1, name, 7, chat, "", Outgoing("test", "Chào ông/bà"))
        channel = self.house.channels[name]
        outcome: Outcome = self.run(channel.send(parcel))
        if name != "web":
            self.until(lambda: channel.health() and "starting" not in channel.health())
        return outcome, channel.health()

    def stops_twice(self) -> None:
        channels = list(self.house.channels.values())
        self.closes()
        for channel in channels:
            self.run(channel.stop())


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, smtp: FakeSmtp) -> Iterator[AllChannels]:
    made = AllChannels(tmp_path_factory.mktemp("contract"), smtp)
    yield made
    made.stops_twice()
    made.ends()


def reader_of(name: str, town: Town, smtp: FakeSmtp) -> Reader:
    if name == "email":
        return ByMail(town, smtp)
    return OnTelegram(town) if name == "telegram" else OnTheWeb(town)


def tell(town: Town, reader: Reader, *messages: Outgoing, **details: Any) -> list[int]:
    """Notices of the house, as a turn would post them. Their outbox ids."""
    now = town.now()

    def work(tx: Tx) -> list[int]:
        [row] = tx.all("SELECT id FROM chat WHERE external = :chat", chat=reader.external)
        chat = chats.by_id(tx, row[0])
        assert chat is not None
        more = {"priority": Priority.NOTICE, **details}
        return [outbox.post_elsewhere(tx, chat, each, now, **more) for each in messages]

    made = town.store(work)
    town.run(town.house.outbox.settled())
    return list(made)


def said(text: str, *choices: Choice) -> Outgoing:
    return Outgoing("test", text, choices)


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


@pytest.mark.parametrize("name", CHANNELS)
def test_no_character_is_lost_on_the_way_out(name: str, town: Town, smtp: FakeSmtp) -> None:
    reader = reader_of(name, town, smtp)
    texts = _texts(150, "NFC", 1) + _texts(150, "NFD", 2)
    if name == "email":  # ten in a letter: each has a connection of its own
        texts = ["\n".join(texts[start : start + 10]) for start in range(0, 300, 10)]
    marked = [str(Markup("<b>{}</b>").format(text)) for text in texts]
    tell(town, reader, *(said(text) for text in marked))
    shown = [unicodedata.normalize("NFC", each.text) for each in reader.shown()]
    expected = [unicodedata.normalize("NFC", text) for text in texts]
    assert sorted(shown) == sorted(expected) if name == "email" else shown == expected


@pytest.mark.parametrize("name", TALKING)
def test_no_character_is_lost_on_the_way_in(name: str, town: Town, smtp: FakeSmtp) -> None:
    texts = _texts(150, "NFC", 3) + _texts(150, "NFD", 4)
    reader = reader_of(name, town, smtp)
    assert not isinstance(reader, ByMail)
    reader.says(texts)
    kept = town.rows(
        "SELECT i.text, i.state FROM inbox i JOIN chat c ON c.id = i.chat_id"
        " WHERE c.external = :chat AND i.text <> '/start' ORDER BY i.id",
        chat=reader.external,
    )
    # A service hands over many at once, and each becomes a turn of its own, in order.
    assert kept == [(unicodedata.normalize("NFC", text), "done") for text in texts]


@pytest.mark.parametrize("name", CHANNELS)
def test_text_up_to_the_limit_is_one_message(name: str, town: Town, smtp: FakeSmtp) -> None:
    reader, can = reader_of(name, town, smtp), town.house.channels[name].capabilities
    line = "Hồ sơ <b>đã xong</b> &amp; mời ông/bà đến nhận. "
    room = min(can.text_limit, 30_000)
    whole = line * (room // can.text_length(line) - 1)
    assert room - 150 < can.text_length(whole) <= can.text_limit
    tell(town, reader, said(whole))
    [one] = reader.shown()
    assert one.text.strip() == _plain(whole).strip()


@pytest.mark.parametrize("name", CHANNELS)
def test_text_over_the_limit_arrives_whole(name: str, town: Town, smtp: FakeSmtp) -> None:
    reader, can = reader_of(name, town, smtp), town.house.channels[name].capabilities
    paragraph = "Tôi nộp hồ sơ, bị trả lại ba lần & hẹn lại. " * 20
    words = "\n\n".join(f"{n}. {paragraph.strip()}" for n in range(can.text_limit // 800 + 2))
    assert can.text_length(words) > can.text_limit
    tell(town, reader, said(str(escape(words)), Choice("Đã rõ", "/trogiup")))
    shown = reader.shown()
    assert "\n\n".join(each.text for each in shown) == words
    if name != "email":
        assert [each.labels for each in shown] == [[]] * (len(shown) - 1) + [["Đã rõ"]]


# --- choices and edits ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", TALKING)
def test_choices_are_shown_and_can_be_used(name: str, town: Town, smtp: FakeSmtp) -> None:
    reader, can = reader_of(name, town, smtp), town.house.channels[name].capabilities
    assert not isinstance(reader, ByMail)
    longest = "/trogiup " + "x" * 55
    assert len(longest) == 64
    choices = [Choice(f"Chọn {n} <&>", "/trogiup") for n in range(can.buttons - 1)]
    tell(town, reader, said("Ông/bà chọn:", *choices, Choice("Nút dài", longest)))
    [asked] = reader.shown()
    assert asked.labels == [choice.label for choice in choices] + ["Nút dài"]
    reader.forget()
    reader.taps("Nút dài")
    [body] = town.rows(
        "SELECT i.text, i.body FROM inbox i JOIN chat c ON c.id = i.chat_id"
        " WHERE c.external = :chat ORDER BY i.id DESC LIMIT 1",
        chat=reader.external,
    )
    assert longest in body[1] and body[0] == "Nút dài"
    assert reader.shown(), "a tap is answered"


@pytest.mark.parametrize("name", CHANNELS)
def test_links_lead_out_everywhere(name: str, town: Town, smtp: FakeSmtp) -> None:
    reader = reader_of(name, town, smtp)
    link = Choice("Mở trang", "https://phananh.example.vn/chat?a=1&b=2", ChoiceKind.URL)
    tell(town, reader, said("Xem:", link, Choice("Đã rõ", "/trogiup")))
    [one] = reader.shown()
    assert one.labels == (["Mở trang"] if name == "email" else ["Mở trang", "Đã rõ"])


@pytest.mark.parametrize("name", CHANNELS)
def test_a_phone_number_is_handed_over_where_the_app_can(
    name: str, town: Town, smtp: FakeSmtp
) -> None:
    """The web page shows the same button, and asks to type the number."""
    reader, can = reader_of(name, town, smtp), town.house.channels[name].capabilities
    tell(town, reader, said("Số điện thoại?", Choice("Gửi số của tôi", "s", ChoiceKind.PHONE)))
    assert reader.shown()[0].labels == ([] if name == "email" else ["Gửi số của tôi"])
    assert can.contact_request == isinstance(reader, OnTelegram)
    if isinstance(reader, OnTelegram):
        reader.taps("Gửi số của tôi")
        rows = town.rows("SELECT text FROM inbox ORDER BY id DESC LIMIT 1")
        assert rows == [(f"+{reader.phone.user.phone}",)]


@pytest.mark.parametrize("name", CHANNELS)
def test_a_message_is_edited_where_that_can_be(name: str, town: Town, smtp: FakeSmtp) -> None:
    reader, can = reader_of(name, town, smtp), town.house.channels[name].capabilities
    [first] = tell(town, reader, said("Mới gửi", Choice("Nhận", "/trogiup")))
    tell(town, reader, said("Giữa chừng"))
    tell(town, reader, said("Đã nhận", Choice("Trả lời", "/trogiup")), replaces=first)
    shown = reader.shown()
    if can.edits:
        assert [(s.text, s.labels) for s in shown] == [("Đã nhận", ["Trả lời"]), ("Giữa chừng", [])]
    else:
        assert [s.text for s in shown] == ["Mới gửi", "Giữa chừng", "Đã nhận"]
    assert len({s.place for s in shown}) == len(shown)


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHANNELS)
def test_a_file_arrives_byte_for_byte(name: str, town: Town, smtp: FakeSmtp) -> None:
    reader, can = reader_of(name, town, smtp), town.house.channels[name].capabilities
    assert can.files
    kept = town.house.files.keep_ours("Trả lời.pdf", "application/pdf", PDF)
    file_id = town.store(
        lambda tx: files.ours(
            tx,
            tx.all("SELECT id FROM chat WHERE external = :chat", chat=reader.external)[0][0],
            name=kept.name,
            type_=kept.type,
            size=kept.size,
            sha256=kept.sha256,
            path=kept.path,
            now=town.now(),
        )
    )
    tell(town, reader, said("Văn bản <i>đây</i>"), file_id=file_id)
    [one] = reader.shown()
    assert (one.text, one.file) == ("Văn bản đây", PDF)


@pytest.mark.parametrize("name", CHANNELS)
def test_a_file_that_is_not_there_is_gone(name: str, town: Town) -> None:
    with pytest.raises(FileGone):
        town.run(town.house.channels[name].fetch("no-such-ref", 1000))


# --- those who cannot be reached -----------------------------------------------------------------


@pytest.mark.parametrize("name", CHANNELS)
def test_nobody_there_is_unreachable(name: str, town: Town, smtp: FakeSmtp) -> None:
    reader = reader_of(name, town, smtp)
    channel = town.house.channels[name]
    tell(town, reader, said("Chúng tôi đã nhận hồ sơ."))
    town.until(lambda: channel.health() == "")
    if isinstance(reader, OnTelegram):
        reader.phone.chat.refusal = "Forbidden: bot was blocked by the user"
    elif isinstance(reader, OnTheWeb):
        gone = "UPDATE chat SET erased_at = created_at WHERE external = :chat"
        town.store(lambda tx: tx.run(gone, chat=reader.external))
    else:
        smtp.refuse[reader.address] = "550 5.1.1 no such user"
    [ident] = tell(town, reader, said("Ông/bà còn đó không?"))
    [(state, reason)] = town.rows("SELECT state, reason FROM outbox WHERE id = :id", id=ident)
    assert state == "unreachable" and reason and reader.external not in reason
    assert channel.health() == "", "one person's trouble is not the channel's"


@pytest.mark.parametrize(
    ("name", "chat"), [("telegram", "77"), ("email", "x"), ("email", "a b@c.vn")]
)
def test_a_chat_that_never_was_is_unreachable(name: str, chat: str, town: Town) -> None:
    parcel = Parcel(10**9, name, 7, chat, "", Outgoing("test", "Chào ông/bà"))
    outcome = town.run(town.house.channels[name].send(parcel))
    assert isinstance(outcome, Unreachable) and outcome.why and not outcome.new_chat


@pytest.mark.parametrize("name", CHANNELS)
def test_what_is_delivered_is_known_by_its_id(name: str, town: Town, smtp: FakeSmtp) -> None:
    """A mailbox is delivered by its commit; the others once the service said yes."""
    reader, can = reader_of(name, town, smtp), town.house.channels[name].capabilities
    idents = tell(town, reader, said("một"), said("hai"))
    rows = town.rows(
        "SELECT state, message_id, attempts, maybe_twice FROM outbox WHERE id >= :id ORDER BY id",
        id=idents[0],
    )
    assert [(state, twice) for state, _, _, twice in rows] == [("sent", 0)] * 2
    names = {message_id for _, message_id, _, _ in rows}
    assert names == {""} if can.mailbox else len(names) == 2 and "" not in names
    assert len(reader.shown()) == 2


# --- starting and stopping -----------------------------------------------------------------------


@pytest.mark.parametrize("name", CHANNELS)
def test_it_started_with_its_service_away(name: str, town: AllChannels) -> None:
    """The house did not wait for it, said what was wrong, and put off what was to be sent."""
    assert town.seconds_to_start < 1.5
    outcome, health = town.first[name]
    if name == "web":
        assert isinstance(outcome, Sent) and health == ""
    else:
        assert isinstance(outcome, Later) and outcome.seconds > 0 and outcome.why
        assert health and "\n" not in health and town.api.token not in health + outcome.why
        assert town.house.channels[name].health() == "", "it came back"


@pytest.mark.parametrize("name", CHANNELS)
def test_capabilities_are_what_the_house_is_told(name: str, town: Town) -> None:
    channel, can = town.house.channels[name], town.house.channels[name].capabilities
    reach = town.house.ground().reach[name]
    assert (reach.buttons, reach.edits) == (can.buttons, can.edits)
    assert reach.contact_request == can.contact_request
    assert can.mailbox == (name in outbox.MAILBOXES)
    assert can.text_length("<b>đã &amp; xong</b>") <= len("<b>đã &amp; xong</b>")
    assert can.groups == (name == "telegram") and can.buttons > 0
    assert channel.health() == ""

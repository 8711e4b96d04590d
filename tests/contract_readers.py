"""The people at the other end of each channel, for the contract: what they see, alike for all, and
what they do there."""

from __future__ import annotations

import html
import itertools
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import aiohttp

from storage.engine.tx import Tx
from storage.mailbox import addresses, chats
from tests.bot_town import numbers
from tests.fakes import telegram_people, zalo_bot_people, zalo_people
from tests.fakes.smtp_server import Letter
from tests.fakes.zalo_webhooks import signature
from tests.place import PUBLIC

if TYPE_CHECKING:
    from tests.contract_house import AllChannels


@dataclass(frozen=True)
class Shown:
    """A message as its reader sees it. `place` tells messages apart; one edited keeps its own."""

    place: Any
    text: str
    labels: list[str]
    file: bytes | None = None


@dataclass(frozen=True)
class Call:
    """What the other end POSTs to us when somebody speaks; `proof` is the header that says who
    calls."""

    path: str
    body: bytes
    headers: dict[str, str]
    proof: str

    def proved(self, proof: str) -> Call:
        return replace(self, headers={**self.headers, self.proof: proof})


class Reader:
    """`external` is the channel's id of the chat. `joint` is what a cut through a long text takes
    away, because the gap between two messages shows it."""

    joint = "\n\n"
    external: str

    def __init__(self, town: AllChannels) -> None:
        self.town = town
        self.begin: Any = 0

    def shown(self) -> list[Shown]:
        """What came since `forget`, oldest first."""
        raise NotImplementedError

    def leaves(self) -> None:
        """Nobody can write to them here any more."""
        raise NotImplementedError

    def together(self, text: str, file: bytes) -> list[tuple[str, bytes | None]]:
        """How a file and its words come here."""
        return [(text, file)]

    def _opened(self, link: str) -> bytes:
        status, content = self.town.opens_link(link)
        assert status == 200
        return content


class Talker(Reader):
    """Somebody who has opened a chat with us."""

    def opens(self) -> Self:
        self.says(["/start"])
        self.forget()
        return self

    def forget(self) -> None:
        """Take everything so far as read."""
        raise NotImplementedError

    def says(self, texts: Sequence[str]) -> None:
        """One message each, sent without waiting for answers."""
        raise NotImplementedError

    def taps(self, label: str) -> None:
        """Chooses it, in the way that is usual here."""
        raise NotImplementedError

    def hands_over_phone(self) -> str:
        """Gives their own number where we asked for it; what they have thereby said."""
        raise NotImplementedError

    def calls(self, text: str) -> Call:
        """Says so; the other end must be held, so that it is not there yet."""
        raise NotImplementedError

    def bears(self, body: bytes) -> Call:
        """Anything at all, as the other end would call us with it."""
        raise NotImplementedError

    def comes_again(self, call: Call) -> None:
        """The other end, which has had no answer it can trust, repeats the call."""
        self.town.released()

    def heard(self) -> list[str]:
        """What is kept of what they have said."""
        rows = self.town.rows(
            "SELECT i.text FROM inbox i JOIN chat c ON c.id = i.chat_id WHERE c.external = :chat"
            " ORDER BY i.id",
            chat=self.external,
        )
        return [row[0] for row in rows if row[0] != "/start"]


class AtTheService(Talker):
    """At a service with a fake of its own. `user` is who holds the phone there."""

    user: telegram_people.User | zalo_people.ZaloUser | zalo_bot_people.BotUser

    def forget(self) -> None:
        self.begin = len(self.user.inbox)

    def shown(self) -> list[Shown]:
        self.town.run(self.town.house.outbox.settled())
        return [self._one(bubble) for bubble in self.user.inbox[self.begin :]]

    def _one(self, bubble: Any) -> Shown:
        return Shown(bubble.id, bubble.text, bubble.buttons, bubble.file)

    def says(self, texts: Sequence[str]) -> None:
        self._does(lambda: [self.user.says(text) for text in texts])

    def _does(self, what: Callable[[], Any]) -> Any:
        done = self.town.does(what)
        self.town.settles()
        return done


class OnTelegram(AtTheService):
    user: telegram_people.User

    def __init__(self, town: AllChannels) -> None:
        super().__init__(town)
        self.user = town.citizen().user
        self.external = str(self.user.chat.id)
        self.opens()

    def _one(self, bubble: telegram_people.Bubble) -> Shown:
        rows = (bubble.markup or {}).get("keyboard", [])
        typed = [button["text"] for row in rows for button in row]
        return Shown(bubble.id, bubble.text, bubble.buttons + typed, bubble.file)

    def in_a_group(self) -> Self:
        """There talk is not answered: a dialogue's answers would be the most work."""
        self.group = self.town.api.group("Nhóm")
        self.external = str(self.group.id)
        return self

    def says(self, texts: Sequence[str]) -> None:
        group = getattr(self, "group", None)
        self._does(lambda: [self.user.says(text, group) for text in texts])

    def taps(self, label: str) -> None:
        self._does(lambda: self.user.taps(label))

    def leaves(self) -> None:
        self.user.chat.refusal = "Forbidden: bot was blocked by the user"

    def hands_over_phone(self) -> str:
        self.taps("Gửi số của tôi")
        return f"+{self.user.phone}"

    def calls(self, text: str) -> Call:
        return self.bears(json.dumps(self.town.does(lambda: self.user.says(text))).encode())

    def bears(self, body: bytes) -> Call:
        proof = "X-Telegram-Bot-Api-Secret-Token"
        headers = {proof: self.town.settings.telegram_webhook_secret}
        return Call("/webhooks/telegram", body, headers, proof)


class OnZalo(AtTheService):
    """At the chat with the Official Account."""

    joint = ""
    user: zalo_people.ZaloUser

    def __init__(self, town: AllChannels) -> None:
        super().__init__(town)
        self.user = town.zalo.user("Võ Thị Tư")
        self.external = self.user.id
        self.opens()

    def together(self, text: str, file: bytes) -> list[tuple[str, bytes | None]]:
        """Zalo puts no words to a file: it goes first, so that they stand where people look."""
        return [("", file), (text, None)]

    def taps(self, label: str) -> None:
        self._does(lambda: self.user.taps(label))

    def leaves(self) -> None:
        self.user.blocks()

    def hands_over_phone(self) -> str:
        assert self.user.inbox[-1].kind == "form"
        self._does(self.user.submits_info)
        return f"{self.user.name}\n+{self.user.phone}\n12 Lê Lợi, Nghĩa Lộ, Quảng Ngãi"

    def calls(self, text: str) -> Call:
        self.town.does(lambda: self.user.says(text))
        body = self.town.zalo.delivery().body
        return self.bears(body, json.loads(body)["timestamp"])

    def bears(self, body: bytes, timestamp: str = "") -> Call:
        proof, zalo = "X-ZEvent-Signature", self.town.zalo
        mac = signature(zalo.app_id, body, timestamp, zalo.oa_secret)
        return Call("/webhooks/zalo", body, {proof: f"mac={mac}"}, proof)


class OnZaloBot(AtTheService):
    """At the chat with the bot. Whatever is no picture comes as a link."""

    joint = ""
    user: zalo_bot_people.BotUser

    def __init__(self, town: AllChannels) -> None:
        super().__init__(town)
        self.user = town.bot.user("Võ Thị Tư")
        self.external = self.user.id
        self.opens()

    def _one(self, bubble: zalo_bot_people.Bubble) -> Shown:
        if bubble.picture:
            return Shown(bubble.id, bubble.text, [], bubble.picture)
        words, _, line = bubble.text.rpartition("\n")
        link = re.search(rf"{re.escape(PUBLIC)}/files/once/\S+", line)
        if link is None:
            return Shown(bubble.id, bubble.text, [])
        assert "Trả lời.pdf" in line, "it says what will open"
        return Shown(bubble.id, words, [], self._opened(link[0]))

    def taps(self, label: str) -> None:
        newest = next(n for bubble in reversed(self.user.inbox) if (n := numbers(bubble.text)))
        self.says([number for number, words in newest.items() if words == label])

    def leaves(self) -> None:
        self.user.leaves()

    def calls(self, text: str) -> Call:
        return self.bears(json.dumps(self.town.does(lambda: self.user.says(text))).encode())

    def bears(self, body: bytes) -> Call:
        proof = "X-Bot-Api-Secret-Token"
        headers = {proof: self.town.settings.zalo_bot_secret}
        return Call("/webhooks/zalo-bot", body, headers, proof)


class OnTheWeb(Talker):
    def __init__(self, town: AllChannels) -> None:
        super().__init__(town)
        self._ids = itertools.count(1)
        self.token = ""
        self.token = self._ask("POST", "session")["token"]
        self.opens()
        rows = town.rows("SELECT external FROM chat WHERE channel = 'web' ORDER BY id DESC")
        self.external = str(rows[0][0])

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
                file = self._opened(line["file"]["url"]) if line["file"] else None
                seen[place] = Shown(place, plain(line["text"]), labels, file)
        return list(seen.values())

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

    def leaves(self) -> None:
        gone = "UPDATE chat SET erased_at = created_at WHERE external = :chat"
        self.town.store(lambda tx: tx.run(gone, chat=chats.mark(tx, "web", self.external)))

    def calls(self, text: str) -> Call:
        body = json.dumps({"id": str(next(self._ids)), "text": text}).encode()
        headers = {"Authorization": f"Bearer {self.token}"}
        return Call("/chat/api/messages", body, headers, "Authorization")

    def comes_again(self, call: Call) -> None:
        assert self.town.knock(call) == 202


class ByMail(Reader):
    """Letters only: nobody can answer them."""

    _names = itertools.count(1)

    def __init__(self, town: AllChannels) -> None:
        super().__init__(town)
        self.address = f"nguoi.{next(self._names)}@example.vn"
        keys, now = town.house.keys, town.now()

        def open_letters(tx: Tx) -> int:
            person = tx.insert("person", created_at=now)
            return addresses.keep_for_official(tx, keys, person, self.address, now, "vi")

        chat_id = town.store(open_letters)
        rows = town.rows("SELECT external FROM chat WHERE id = :id", id=chat_id)
        self.external = str(rows[0][0])

    def shown(self) -> list[Shown]:
        self.town.run(self.town.house.outbox.settled())
        mine = [letter for letter in self.town.smtp.letters if letter.to == [self.address]]
        return [self._one(letter) for letter in mine]

    def _one(self, letter: Letter) -> Shown:
        words = letter.part("plain").replace("\r\n", "\n").rstrip()
        body = words.removesuffix(self.town.house.agency.name).rstrip()
        links = re.findall(r'<a href="[^"]*">([^<]*)</a>', letter.part("html"))
        attached = letter.files()
        place = letter.message["Message-ID"]
        return Shown(place, body, links, attached[0][2] if attached else None)

    def leaves(self) -> None:
        self.town.smtp.refuse[self.address] = "550 5.1.1 no such user"


def plain(marked_up: str) -> str:
    return html.unescape(re.sub(r"</?(?:b|i|code|a)\b[^>]*>", "", marked_up))


_TALKERS: dict[str, Callable[[AllChannels], Talker]] = {
    "web": OnTheWeb,
    "telegram": OnTelegram,
    "zalo": OnZalo,
    "zalo_bot": OnZaloBot,
}
TALKING = tuple(_TALKERS)
CHANNELS = (*TALKING, "email")


def reader_of(name: str, town: AllChannels) -> Reader:
    return ByMail(town) if name == "email" else talker_of(name, town)


def talker_of(name: str, town: AllChannels) -> Talker:
    return _TALKERS[name](town)

"""The messages of a chat as the API gives them, whether they are polled, waited for or streamed."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from datetime import datetime
from typing import NotRequired, TypedDict

from bot.site.downloads import FileLinks
from bot.site.house import House
from bot.site.trouble import Trouble
from storage.engine.tx import Tx
from storage.mailbox import chat_history
from storage.mailbox.chat_history import Line

PAGE = 100
"""Messages in one answer; who gets as many asks again from the last `seq`."""


_INSTEAD = {
    "receipt.number": "web.shown_once",
    "receipt.tip": "web.not_kept",
    "receipt.tip_praise": "web.not_kept",
}
"""What stands in place of words shown once, by the key of those."""

Answers = list[list[str]]
"""(label, data) of each."""


class ChoiceJson(TypedDict):
    label: str
    data: str
    kind: NotRequired[str]  # "url" or "phone"; a reply where it is missing
    number: NotRequired[int]  # what may be typed instead of tapping, while it stands here


class FileJson(TypedDict):
    name: str
    url: str
    type: str
    size: int


MessageJson = TypedDict(
    "MessageJson",
    {
        "seq": int,
        "from": str,  # "me" | "bot"
        "text": str,  # of "me" plain; of "bot" HTML of b, i, code and a only; line ends are \n
        "choices": list[ChoiceJson],
        "file": FileJson | None,
        "replaces": int | None,
        "at": str,
        "once": NotRequired[bool],  # wiped as soon as the chat is asked for what comes after it
        "anew": NotRequired[bool],  # what came before it is gone, and is to be shown no more
    },
)


class Mail:
    def __init__(self, house: House, links: FileLinks) -> None:
        self._house = house
        self._links = links
        self._over: asyncio.Future[None] | None = None

    async def since(
        self, chat_id: int, language: str, after: int, *, shown: bool = True
    ) -> list[MessageJson]:
        """Messages with `seq` above `after`, oldest first, at most a page. `shown` says that all
        up to `after` reached the person's screen. Raises Trouble once the chat is erased."""

        def read(tx: Tx) -> tuple[Answers | None, list[Line], bool]:
            answers = chat_history.answers_shown(tx, chat_id)
            if answers is None:
                return None, [], False
            shown_once = shown and after > 0 and chat_history.holds_shown_once(tx, chat_id, after)
            return answers, chat_history.lines(tx, chat_id, after, PAGE), shown_once

        answers, lines, shown_once = await self._house.store.read(read)
        if answers is None:
            raise Trouble(401, "session")
        if shown_once:
            await self._wipe(chat_id, language, after)
        return [self._message(line, answers) for line in lines]

    async def news(self, chat_id: int, after: int, seconds: float) -> bool:
        """Wait for something newer than `after`. False when the server is about to stop."""
        over = self._over = self._over or asyncio.get_running_loop().create_future()
        waiting = asyncio.ensure_future(self._house.wait_for(chat_id, after, seconds))
        try:
            await asyncio.wait((waiting, over), return_when=asyncio.FIRST_COMPLETED)
            if waiting.done():
                waiting.result()
        finally:
            waiting.cancel()
        return not over.done()

    async def stop(self, _app: object = None) -> None:
        """Let everybody go who waits, so that the server can stop at once."""
        if self._over is not None and not self._over.done():
            self._over.set_result(None)

    async def _wipe(self, chat_id: int, language: str, upto: int) -> None:
        def instead(key: str) -> str:
            return str(self._house.texts.render(language, _INSTEAD.get(key, "web.once_only")))

        await self._house.store.run(
            lambda tx: chat_history.wipe_shown_once(tx, chat_id, upto, instead), chat_id
        )

    def _message(self, line: Line, answers: Answers) -> MessageJson:
        message: MessageJson = {
            "seq": line.seq,
            "from": "me" if line.mine else "bot",
            "text": line.text,
            "choices": _choices(line, answers),
            "file": self._file(line),
            "replaces": line.replaces,
            "at": _time(line.at),
        }
        if line.once:
            message["once"] = True
        if line.anew:
            message["anew"] = True
        return message

    def _file(self, line: Line) -> FileJson | None:
        if line.file is None:
            return None
        file_id, name, type_, size = line.file
        return {"name": name, "url": self._links.url(file_id), "type": type_, "size": size}


def _choices(line: Line, answers: Answers) -> list[ChoiceJson]:
    """With the numbers that may be typed, where these are the answers a number chooses from: a card
    that comes between a question and its answer takes none away."""
    replies = [[label, data] for label, data, kind in line.choices if kind == "reply"]
    numbers = itertools.count(1) if replies == answers else None
    return [_choice(*choice, numbers) for choice in line.choices]


def _choice(label: str, data: str, kind: str, numbers: Iterator[int] | None) -> ChoiceJson:
    choice: ChoiceJson = {"label": label, "data": data}
    if kind != "reply":
        choice["kind"] = kind
    elif numbers is not None:
        choice["number"] = next(numbers)
    return choice


def _time(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

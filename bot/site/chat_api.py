"""The web chat API, as the chat page uses it and as others may. A message is answered with 202 only
after its turn is committed; the same `id` again gives the first `seq` and does nothing."""

from __future__ import annotations

import json
from typing import Any

import orjson
from aiohttp import web

from bot.channels.web import NAME, TEXT_LIMIT
from bot.site.clients import Clients
from bot.site.house import House
from bot.site.mail import Mail
from bot.site.pace import Pace
from bot.site.sessions import Session, Sessions
from bot.site.trouble import Trouble
from bot.site.uploads import Upload, Uploads
from bot.site.words import API, accepted_language
from messages.envelope import Attachment, Incoming, scrub
from storage.mailbox import chat_history

_LONGEST_WAIT = 25.0
_ID_LENGTH = 100
_CHOICE_LENGTH = 100
_NEWEST = 1 << 53


class ChatApi:
    def __init__(self, house: House, clients: Clients, sessions: Sessions, mail: Mail) -> None:
        self._house = house
        self._clients = clients
        self._sessions = sessions
        self._mail = mail
        self._uploads = Uploads(house)
        self._new_sessions = Pace(burst=30, per_second=0.5, longest=600)
        self._messages = Pace(burst=60, per_second=1, longest=30)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(API + "session", self.open_session),
            web.get(API + "session", self.session),
            web.delete(API + "session", self.erase_session),
            web.post(API + "messages", self.send),
            web.post(API + "files", self.send_file),
            web.get(API + "messages", self.listing),
        ]

    async def open_session(self, request: web.Request) -> web.Response:
        self._keep_pace(request, self._new_sessions)
        language = accepted_language(request.headers.get("Accept-Language", ""))
        return answer({"token": await self._sessions.open(language)}, 201)

    async def session(self, request: web.Request) -> web.Response:
        session = await self._sessions.of(request)
        return answer({"official": await self._sessions.is_officials(session)})

    async def erase_session(self, request: web.Request) -> web.Response:
        await self._sessions.erase(await self._sessions.of(request))
        return web.Response(status=204)

    async def send(self, request: web.Request) -> web.Response:
        session = await self._sessions.of(request)
        self._keep_pace(request, self._messages, session.external)
        body = await request.read()
        said = _said(body)
        text, choice = _words(said.get("text")), _choice(said.get("choice"))
        if not text.strip() and not choice:
            raise Trouble(400, "empty")
        return await self._receive(
            request, session, _client_id(said.get("id")), text=text, choice=choice, raw=body
        )

    async def send_file(self, request: web.Request) -> web.Response:
        session = await self._sessions.of(request)
        self._keep_pace(request, self._messages, session.external)
        upload = await self._uploads.read(request)
        assert upload.data is not None
        with upload.data:
            client_id, text = _client_id(upload.id), _words(upload.text)
            update_id = _update_id(session, client_id)
            seq = await self._house.store.read(
                lambda tx: chat_history.seq_of_update(tx, NAME, update_id)
            )
            if seq is not None:
                return answer({"seq": seq}, 202)
            file = await self._uploads.attach(upload)
        return await self._receive(
            request, session, client_id, text=text, files=(file,), raw=_raw(upload, file)
        )

    async def listing(self, request: web.Request) -> web.Response:
        after, wait = _number(request, "after"), _number(request, "wait")
        session = await self._sessions.of(request)
        messages = await self._mail.since(session.chat_id, session.language, int(after))
        if not messages and wait > 0:
            await self._mail.news(session.chat_id, int(after), min(wait, _LONGEST_WAIT))
            messages = await self._mail.since(session.chat_id, session.language, int(after))
        return answer({"messages": messages})

    async def _receive(
        self,
        request: web.Request,
        session: Session,
        client_id: str,
        *,
        text: str,
        raw: bytes,
        choice: str = "",
        files: tuple[Attachment, ...] = (),
    ) -> web.Response:
        incoming = Incoming(
            channel=NAME,
            update_id=_update_id(session, client_id),
            chat=session.external,
            sender=session.external,
            at=self._house.now(),
            text=text,
            choice=choice,
            files=files,
            language=accepted_language(request.headers.get("Accept-Language", session.language)),
            message_id=client_id,
            raw=raw,
        )
        [taken] = await self._house.receive([incoming])
        return answer({"seq": taken.seq}, 202)

    def _keep_pace(self, request: web.Request, pace: Pace, key: str = "") -> None:
        client = self._clients.paced(request)
        wait = pace.wait(key or client) if client else 0
        if wait:
            raise Trouble(429, "too_many", retry_after=wait)


def answer(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.Response(
        body=orjson.dumps(body),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def _said(body: bytes) -> dict[str, Any]:
    """Broken UTF-8 and lone surrogates are scrubbed later, not refused: what a person wrote counts
    more than how an old phone encoded it (hence not orjson, which refuses both)."""
    try:
        said = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise Trouble(400, "bad_json") from error
    if not isinstance(said, dict):
        raise Trouble(400, "bad_json")
    return said


def _words(text: object) -> str:
    if text is None:
        return ""
    if not isinstance(text, str):
        raise Trouble(400, "bad_json")
    text = scrub(text)
    if len(text) > TEXT_LIMIT:
        raise Trouble(400, "too_long", limit=TEXT_LIMIT)
    return text


def _choice(choice: object) -> str:
    if choice is None:
        return ""
    if not isinstance(choice, str) or len(choice) > _CHOICE_LENGTH or scrub(choice) != choice:
        raise Trouble(400, "bad_choice")
    return choice


def _client_id(value: object) -> str:
    if isinstance(value, str) and 1 <= len(value) <= _ID_LENGTH and scrub(value) == value:
        return value
    raise Trouble(400, "bad_id")


def _update_id(session: Session, client_id: str) -> str:
    return f"{session.external}:{client_id}"


def _number(request: web.Request, name: str) -> float:
    try:
        value = float(request.query.get(name) or 0)
    except ValueError as error:
        raise Trouble(400, "bad_number") from error
    # Not a number compares as false.
    if not value >= 0:
        return 0
    return min(value, _NEWEST)


def _raw(upload: Upload, file: Attachment) -> bytes:
    return orjson.dumps({"text": scrub(upload.text), "file": file.name, "ref": file.ref})

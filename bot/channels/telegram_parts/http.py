"""Both Telegram libraries' transports, over one aiohttp session: python-telegram-bot's own client
falls to 250 sends a second under load, and two connection pools would be one too many."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncGenerator
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.parts.http_wire import FILE_TIMEOUT, TIMEOUT, Wire, dumps, loads

# Without it python-telegram-bot warns of a deprecation at every 429.
os.environ["PTB_TIMEDELTA"] = "1"

_JSON = {"Content-Type": "application/json"}

# `do_api_request` warns when its method also exists as a Python one, and building that one's
# result is most of a send's cost. The Bot API takes names in any case, and lower case brings no
# warning; the names are put right here for servers that are less generous.
_METHODS = {
    name.lower(): name
    for name in (
        "sendMessage",
        "sendDocument",
        "sendPhoto",
        "editMessageText",
        "answerCallbackQuery",
        "createForumTopic",
    )
}


class NotSent(NetworkError):
    """No connection could be made: the request never left."""


class ServerAway(NetworkError):
    """Telegram answered 5xx."""


class SendRequest(BaseRequest):
    """python-telegram-bot's transport. Its errors say whether the request left."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    @property
    def read_timeout(self) -> float | None:
        return TIMEOUT.total

    async def initialize(self) -> None:
        """The wire opens itself."""

    async def shutdown(self) -> None:
        """The channel closes the wire."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as it is; raises TelegramError when it is no JSON."""
        try:
            answer = loads(payload)
        except ValueError as error:
            raise TelegramError("Invalid server response") from error
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Raises NotSent, TimedOut (it may have arrived), ServerAway, RetryAfter, BadRequest."""
        base, _, name = url.rpartition("/")
        try:
            code, payload = await self._post(f"{base}/{_METHODS.get(name, name)}", request_data)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(f"cannot connect to Telegram: {type(error).__name__}") from error
        except (aiohttp.ClientError, OSError) as error:
            raise TimedOut(f"the connection to Telegram broke: {type(error).__name__}") from error
        if code >= 500:
            raise ServerAway(f"Telegram answered {code}")
        if code == 429 and b"retry_after" not in payload:
            raise RetryAfter(5)
        if code == 413:
            raise BadRequest("Request Entity Too Large")
        return code, payload

    async def _post(self, url: str, data: RequestData | None) -> tuple[int, bytes]:
        try:
            session = self._wire.session
        except ConnectionError as error:
            raise NotSent(str(error)) from error
        if data is not None and data.contains_files:
            posting = session.post(url, data=_form(data), timeout=FILE_TIMEOUT)
        else:
            body = dumps(data.parameters if data else {})
            posting = session.post(url, data=body, headers=_JSON)
        async with posting as response:
            return response.status, await response.read()


def _form(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        # As a stream: aiohttp warns of large bytes in one piece.
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=kind)
    return form


class ReceiveSession(BaseSession):
    """aiogram's transport."""

    def __init__(self, wire: Wire, api: str) -> None:
        super().__init__(api=TelegramAPIServer.from_base(api), json_loads=loads)
        self._wire = wire

    async def close(self) -> None:
        """The channel closes the wire."""

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        """One call of aiogram's. Raises its TelegramAPIError family and ClientDecodeError."""
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        fields = {
            name: self.prepare_value(value, bot=bot, files={}, _dumps_json=False)
            for name, value in method.model_dump(exclude_none=True, warnings=False).items()
        }
        limit = aiohttp.ClientTimeout(total=timeout or self.timeout, sock_connect=10)
        try:
            posting = self._wire.session.post(url, data=dumps(fields), headers=_JSON, timeout=limit)
            async with posting as response:
                content = await response.text(encoding="utf-8", errors="replace")
        except (aiohttp.ClientError, OSError) as error:
            raise TelegramNetworkError(method=method, message=type(error).__name__) from error
        return self.check_response(bot, method, response.status, content).result

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """A file's bytes, piece by piece; raises aiohttp.ClientError and TimeoutError."""
        limit = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=timeout)
        getting = self._wire.session.get(
            url, headers=headers, timeout=limit, raise_for_status=raise_for_status
        )
        async with getting as response:
            async for chunk in response.content.iter_chunked(chunk_size):
                yield chunk

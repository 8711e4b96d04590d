"""One call of the Zalo Bot Platform (docs.zaloplatforms.com/docs/BOT), and what follows from its
answer."""

from __future__ import annotations

from typing import Any

import aiohttp

from bot.channels.base import Later, Outcome, Refused, Unknown, Unreachable
from bot.channels.parts.backoff import growing
from bot.channels.parts.http_wire import Wire, dumps, loads

TOKEN_REFUSED = "Zalo refuses the bot's token: copy it again to LANGNGHE_ZALO_BOT_TOKEN"
QUOTA_USED_UP = "Zalo says that the bot's quota of messages is used up"
NOTHING_NEW = 408
_SECONDS = 30.0
_JSON = {"Content-Type": "application/json"}
# [conflict] The vendor's table names 403 "Internal server error": like every 5xx, and like a call
# that timed out, it says nothing about whether the message went out.
_MAY_HAVE_ARRIVED = {0, 403, 408}
# No list of descriptions is published; these are what the Bot APIs it is modelled on say.
_GONE = ("chat not found", "user not found", "chat_id not found", "blocked", "deactivated")
_ASK_AGAIN = 300.0


class Failed(Exception):
    """`code` is the platform's error_code, else the HTTP status, 0 for an answer without either.
    `left` is False where the request never left. `description` is the platform's own: it may
    repeat what a person wrote, so it goes into no log where a message was sent."""

    def __init__(self, why: str, code: int = 0, description: str = "", *, left: bool = True):
        super().__init__(why)
        self.why, self.code, self.description, self.left = why, code, description, left


class Api:
    """`base` is the server's address; the token stands in every address, so no error of the
    transport is ever shown as it is."""

    def __init__(self, base: str, token: str, wire: Wire) -> None:
        self._base = f"{base.rstrip('/')}/bot{token}"
        self._wire = wire

    async def call(self, method: str, params: dict[str, Any], seconds: float = _SECONDS) -> Any:
        """The `result`. Raises Failed."""
        try:
            session = self._wire.session
        except ConnectionError as error:
            raise Failed(str(error), left=False) from None
        limit = aiohttp.ClientTimeout(total=seconds, sock_connect=10)
        try:
            async with session.post(
                f"{self._base}/{method}",
                data=dumps(params),
                headers=_JSON,
                timeout=limit,
                allow_redirects=False,
            ) as response:
                return _result(response.status, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Failed(f"cannot be reached ({type(error).__name__})", left=False) from None
        except (aiohttp.ClientError, OSError) as error:
            raise Failed(f"the connection broke ({type(error).__name__})") from None


def _result(status: int, body: bytes) -> Any:
    """An answer is judged by `ok`: failures come with HTTP 200 too."""
    try:
        answer = loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise Failed(f"answered {status} without sense", 0 if status < 300 else status)
    if answer.get("ok") is True:
        return answer.get("result")
    code = answer.get("error_code")
    code = code if isinstance(code, int) else 0 if status < 300 else status
    raise Failed(f"answered {code}", code, str(answer.get("description", ""))[:200])


def outcome_of(failed: Failed, attempts: int) -> Outcome:
    """What follows from a message that was not taken."""
    why, said = f"Zalo {failed.why}", failed.description.lower()
    if not failed.left:
        return Later(min(pause(attempts), 60.0), why)
    if failed.code == 401:
        return Later(_ASK_AGAIN, TOKEN_REFUSED, "bot_token")
    if failed.code == 429:
        # How large the quota is, and when it fills up again, is published nowhere.
        return Later(max(_ASK_AGAIN, pause(attempts)), QUOTA_USED_UP, "bot_quota")
    if failed.code >= 500 or failed.code in _MAY_HAVE_ARRIVED:
        return Unknown(why)
    if any(words in said for words in _GONE):
        return Unreachable(why)
    # A bare 404 may be this chat, or a wrong LANGNGHE_ZALO_BOT_API [unsettled]: the admins hear of
    # it, the notice goes the person's next way, and the chat is not given up.
    return Refused(why)


def pause(failures: int) -> float:
    """Seconds before the next try."""
    return growing(failures, 5, 3600)
